"""What the English rules look at: candidate cues, sources and contents with their features.

A feature is a short string; a weight file gives each a number. Which weight file is used is
the caller's choice, the candidates are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from ._en_lexicon import Lexicon, lexicon
from ._en_tokens import Chunk, Document

__all__ = ["Cue", "content_options", "cue_features", "find_cues"]

MAX_REACH = 90
"""Tokens on either side of a cue that are looked at; sentences are rarely longer, and hostile
ones must not cost more than linear time."""

_START_MARKS = frozenset([":", ",", "—"])
_STOP_CLASSES = frozenset(",;:—–-().?!QCWPRXTV")


@dataclass(frozen=True, slots=True)
class Cue:
    """A token that may attribute, and the sentence (token range) in which it may do so."""

    at: int
    lo: int
    hi: int
    lemma: str
    kinds: str


def find_cues(doc: Document, fitted: frozenset[str]) -> list[Cue]:
    """Return every token of the lexicon, or of ``fitted`` forms, with its scope."""
    words = lexicon()
    out = []
    for at, low in enumerate(doc.low):
        kinds = _kinds(low, doc.classes[at], words)
        if kinds or low in fitted:
            lo, hi = _scope(doc, at)
            out.append(Cue(at, lo, hi, words.lemmas.get(low, low), kinds))
    return out


def _kinds(low: str, letter: str, words: Lexicon) -> str:
    if low == "according":
        return "phrase"
    if low == ":":
        return "colon"
    kinds = words.verbs.get(low, frozenset())
    if letter == "V" and kinds - {"other"}:
        return "+".join(sorted(kinds - {"other"}))
    if low in words.nouns:
        return "noun"
    if low in words.adverbs:
        return "adverb"
    if low in words.adjectives:
        return "adjective"
    return "+".join(sorted(kinds - {"other"}))


def _scope(doc: Document, at: int) -> tuple[int, int]:
    lo, hi = doc.bounds[doc.sentence[at]]
    quote = doc.quoted[at]
    if quote >= 0:
        inner_lo, inner_hi = doc.inner[at]
        q_lo, q_hi = doc.quotes[quote]
        lo, hi = max(lo, inner_lo, q_lo + 1), min(hi, inner_hi, q_hi)
        lo, hi = min(lo, at), max(hi, at + 1)
    return max(lo, at - MAX_REACH), min(hi, at + MAX_REACH)


def bucket(number: int) -> str:
    """Return a coarse size."""
    if number <= 4:
        return str(max(number, -1))
    return "7" if number <= 7 else "12" if number <= 12 else "20" if number <= 20 else "x"


def _low(doc: Document, index: int, lo: int, hi: int) -> str:
    return doc.low[index] if lo <= index < hi else "#"


def _cls(doc: Document, index: int, lo: int, hi: int) -> str:
    return doc.classes[index] if lo <= index < hi else "#"


def cue_features(doc: Document, cue: Cue) -> list[str]:
    """Return what tells whether the token attributes."""
    at, lo, hi = cue.at, cue.lo, cue.hi
    w, c = doc.low[at], doc.classes[at]
    p1, p2 = _low(doc, at - 1, lo, hi), _low(doc, at - 2, lo, hi)
    n1, n2 = _low(doc, at + 1, lo, hi), _low(doc, at + 2, lo, hi)
    a, b = _cls(doc, at - 1, lo, hi), _cls(doc, at - 2, lo, hi)
    x, y = _cls(doc, at + 1, lo, hi), _cls(doc, at + 2, lo, hi)
    near = "q" if "Q" in doc.classes[at + 1 : min(hi, at + 5)] else ""
    near += "Q" if "Q" in doc.classes[max(lo, at - 6) : at] else ""
    that = "t" if "that" in doc.low[at + 1 : min(hi, at + 6)] else ""
    inside = "i" if doc.quoted[at] >= 0 else "o"
    k = cue.kinds + "/" + c
    return [
        "bias", "w=" + w, "m=" + cue.lemma, "k=" + k, "wc=" + w + c,
        "p1=" + p1, "n1=" + n1, "p2=" + p2, "n2=" + n2,
        "ac=" + a, "xc=" + x, "ab=" + a + b, "xy=" + x + y, "ax=" + a + x, "kax=" + k + a + x,
        "wp=" + w + "|" + p1, "wn=" + w + "|" + n1, "ma=" + cue.lemma + a, "mx=" + cue.lemma + x,
        "max=" + cue.lemma + a + x, "kn=" + k + n1, "kp=" + k + p1,
        "near=" + near, "knear=" + k + near, "mnear=" + cue.lemma + near,
        "that=" + that, "mthat=" + cue.lemma + that, "in=" + inside, "min=" + cue.lemma + inside,
        "pos=" + bucket(at - lo), "end=" + bucket(hi - at), "abx=" + a + b + x, "axy=" + a + x + y,
    ]  # fmt: skip


def source_options(doc: Document, cue: Cue) -> list[tuple[Chunk | None, list[str]]]:
    """Return the noun phrases that may name the speaker, and None, with features."""
    near = doc.phrases(cue.lo, cue.hi)
    fits = [c for c in near if c.end <= cue.hi and not c.start <= cue.at < c.end]
    left = [c for c in fits if c.end <= cue.at][-9:]
    right = [c for c in fits if c.start > cue.at][:6]
    options: list[tuple[Chunk | None, list[str]]] = [(None, _no_source(doc, cue))]
    for rank, chunk in enumerate(reversed(left)):
        options.append((chunk, _source_features(doc, cue, chunk, "L", rank)))
    for rank, chunk in enumerate(right):
        options.append((chunk, _source_features(doc, cue, chunk, "R", rank)))
    return options


def _no_source(doc: Document, cue: Cue) -> list[str]:
    before = _low(doc, cue.at - 1, cue.lo, cue.hi)
    after = _low(doc, cue.at + 1, cue.lo, cue.hi)
    form = doc.low[cue.at]
    return ["no", "no:w=" + form, "no:k=" + cue.kinds, "no:p=" + before, "no:n=" + after,
            "no:m=" + cue.lemma, "no:wp=" + form + before, "no:wn=" + form + after]  # fmt: skip


def _source_features(doc: Document, cue: Cue, chunk: Chunk, side: str, rank: int) -> list[str]:
    gap = (chunk.end, cue.at) if side == "L" else (cue.at + 1, chunk.start)
    between = doc.classes[gap[0] : gap[1]]
    path = "".join(between) if len(between) <= 4 else "~" + "".join(between[-3:])
    words = "_".join(doc.low[gap[0] : gap[1]]) if len(between) <= 2 else "~"
    verbs = min(3, between.count("V"))
    quotes, commas = min(2, between.count("Q")), min(2, between.count(","))
    before = _low(doc, chunk.start - 1, cue.lo, cue.hi)
    before_c = _cls(doc, chunk.start - 1, cue.lo, cue.hi)
    after = _low(doc, chunk.end, cue.lo, cue.hi)
    after_c = _cls(doc, chunk.end, cue.lo, cue.hi)
    form, head = doc.low[cue.at], doc.low[chunk.head]
    shape = cue.kinds + "/" + doc.classes[cue.at] + form[-2:]
    s = side
    inside = "=" if doc.quoted[chunk.start] == doc.quoted[cue.at] else "/"
    return [
        s + "d" + bucket(len(between)), s + "r" + str(rank), s + "k" + chunk.kind,
        s + "p" + path, s + "w" + words, s + "kp" + chunk.kind + path,
        s + "vqc" + str(verbs) + str(quotes) + str(commas), s + "b" + before, s + "bc" + before_c,
        s + "a" + after, s + "ac" + after_c, s + "h" + head, s + "fr" + form + str(rank),
        s + "fp" + form + path, s + "mp" + cue.lemma + path, s + "sp" + shape + path,
        s + "sr" + shape + str(rank), s + "sk" + shape + chunk.kind, s + "fk" + form + chunk.kind,
        s + "i" + inside, s + "bp" + before_c + path, s + "ap" + after_c + path,
        s + "first" + str(chunk.start == cue.lo) + str(verbs), s + "fb" + form + before,
        s + "bk" + before_c + chunk.kind + str(verbs),
    ]  # fmt: skip


@dataclass(slots=True)
class Side:
    """Where content may start and end on one side of the cue, with features of each."""

    starts: list[tuple[int, list[str]]]
    ends: list[tuple[int, list[str]]]
    none: list[str]


def content_options(doc: Document, cue: Cue, source: Chunk | None) -> tuple[Side, Side]:
    """Return what may be content to the left and to the right of the cue."""
    return _left(doc, cue, source), _right(doc, cue, source)


def _none(doc: Document, cue: Cue, source: Chunk | None, side: str) -> list[str]:
    form = doc.low[cue.at]
    order = _order(cue, source)
    before = _low(doc, cue.at - 1, cue.lo, cue.hi)
    after = _low(doc, cue.at + 1, cue.lo, cue.hi)
    after_c = _cls(doc, cue.at + 1, cue.lo, cue.hi)
    edge = source.start if source is not None and source.start < cue.at else cue.at
    fore = _low(doc, edge - 1, cue.lo, cue.hi)
    second = _low(doc, cue.at + 2, cue.lo, cue.hi)
    tail = source.end if source is not None and source.start > cue.at else cue.at + 1
    aft = _low(doc, tail, cue.lo, cue.hi)
    tags = [
        "", "m=" + cue.lemma, "k=" + cue.kinds, "o=" + order, "b=" + before, "a=" + after,
        "f=" + fore, "fo=" + fore + order, "mo=" + cue.lemma + order, "mf=" + cue.lemma + fore,
        "w=" + form, "wo=" + form + order, "room=" + bucket(edge - cue.lo), "ac=" + after_c,
        "rest=" + bucket(cue.hi - tail), "t=" + aft, "to=" + aft + order, "fa=" + fore + "|" + aft,
        "moa=" + cue.lemma + order + after_c, "s2=" + second, "kfo=" + cue.kinds + fore + order,
        "wx=" + form + before + after, "qf=" + str(doc.quoted[cue.at] >= 0),
    ]  # fmt: skip
    return [side + "0" + tag for tag in tags]


def _order(cue: Cue, source: Chunk | None) -> str:
    if source is None:
        return "-"
    return "SQ" if source.start < cue.at else "QS"


def _right(doc: Document, cue: Cue, source: Chunk | None) -> Side:
    begin = cue.at + 1
    if source is not None and source.start > cue.at and source.start - cue.at <= 3:
        begin = source.start
    after, opening = lexicon().classes["content_after"], lexicon().classes["content_start"]
    starts = []
    for at in range(cue.at + 1, min(cue.hi, begin + 16)):
        after_source = source is not None and at == source.end and source.start > cue.at
        if source is not None and source.start <= at < source.end:
            continue
        near = at - cue.at <= 3 or after_source
        led = doc.low[at - 1] in after or doc.low[at - 1] in _START_MARKS
        if near or led or doc.classes[at] == "Q" or doc.low[at] in opening:
            starts.append((at, _start_features(doc, cue, source, at, "R")))
    first = starts[0][0] if starts else cue.hi
    ends = [
        (at, _end_features(doc, cue, at, "R"))
        for at in _stops(doc, first, cue.hi)
    ]  # fmt: skip
    return Side(starts, ends, _none(doc, cue, source, "R"))


def _left(doc: Document, cue: Cue, source: Chunk | None) -> Side:
    edge = source.start if source is not None and source.start < cue.at else cue.at
    stops = {edge, cue.at} if edge != cue.at and cue.at - edge < 12 else {edge}
    while edge > cue.lo and doc.classes[edge - 1] in ",XRP" and edge - 1 not in stops:
        edge -= 1
        stops.add(edge)
    ends = [(at, _end_features(doc, cue, at, "L")) for at in sorted(stops) if at > cue.lo]
    if not ends:
        return Side([], [], _none(doc, cue, source, "L"))
    starts = [(cue.lo, _start_features(doc, cue, source, cue.lo, "L"))]
    last = ends[-1][0]
    for at in range(last - 1, cue.lo, -1):
        mark = doc.classes[at - 1]
        if mark in ",;:—–-(CWQRPV" or doc.classes[at] in "QDSNOW":
            starts.append((at, _start_features(doc, cue, source, at, "L")))
        if len(starts) > 14:
            break
    return Side(starts, ends, _none(doc, cue, source, "L"))


def _stops(doc: Document, first: int, hi: int) -> list[int]:
    out = []
    for at in range(first + 1, hi):
        if doc.classes[at] in _STOP_CLASSES or doc.classes[at - 1] in _STOP_CLASSES:
            out.append(at)
    ends = [*out[:16], hi]
    while hi - 1 > first and doc.classes[hi - 1] in ".?!Q" and hi - 1 not in ends:
        hi -= 1
        ends.append(hi)
    return sorted(set(ends))


def _start_features(doc: Document, cue: Cue, source: Chunk | None, at: int, side: str) -> list[str]:
    s = side + "s"
    word, c = doc.low[at], doc.classes[at]
    previous, pc = _low(doc, at - 1, cue.lo, cue.hi), _cls(doc, at - 1, cue.lo, cue.hi)
    n = _cls(doc, at + 1, cue.lo, cue.hi)
    order = _order(cue, source)
    gap = at - cue.at if side == "R" else cue.at - at
    lo, hi = (cue.at + 1, at) if side == "R" else (at, cue.at)
    between = doc.classes[lo:hi]
    path = "".join(between) if len(between) <= 3 else "~"
    after_source = source is not None and at == source.end
    marks = "q" * min(2, between.count("Q")) + "v" * min(2, between.count("V"))
    marks += "," * min(1, between.count(","))
    form = doc.low[cue.at]
    return [
        s + "w" + word, s + "c" + c, s + "p" + previous, s + "pc" + pc, s + "cn" + c + n,
        s + "d" + bucket(gap) if side == "R" else s + "lo" + str(at == cue.lo),
        s + "k" + cue.kinds + c, s + "m" + cue.lemma + c, s + "mw" + cue.lemma + word,
        s + "mp" + cue.lemma + path, s + "path" + path, s + "fpath" + form + path,
        s + "marks" + marks, s + "cm" + c + marks, s + "o" + order + c,
        s + "as" + str(after_source) + order + c, s + "mpw" + cue.lemma + previous,
        s + "kw" + cue.kinds + word, s + "ppc" + pc + c, s + "lo" + str(at == cue.lo) + pc + c,
        s + "ko" + cue.kinds + order + path,
        s + "q" + str(doc.quoted[at] == doc.quoted[cue.at]) + c,
    ]  # fmt: skip


def _end_features(doc: Document, cue: Cue, at: int, side: str) -> list[str]:
    s = side + "e"
    word, c = _low(doc, at, cue.lo, cue.hi), _cls(doc, at, cue.lo, cue.hi)
    n1, n1c = _low(doc, at + 1, cue.lo, cue.hi), _cls(doc, at + 1, cue.lo, cue.hi)
    n2c = _cls(doc, at + 2, cue.lo, cue.hi)
    pc, ppc = _cls(doc, at - 1, cue.lo, cue.hi), _cls(doc, at - 2, cue.lo, cue.hi)
    last = str(at == cue.hi)
    rest = bucket(cue.hi - at)
    verbs = "v" if "V" in doc.classes[at : min(cue.hi, at + 5)] else ""
    verbs += "" if lexicon().saying.isdisjoint(doc.low[at : min(cue.hi, at + 7)]) else "s"
    return [
        s + "v" + c + verbs, s + "w" + word, s + "c" + c,
        s + "cn" + c + n1c, s + "cnn" + c + n1c + n2c,
        s + "wn" + word + "|" + n1, s + "pc" + pc, s + "pcc" + pc + c, s + "ppc" + ppc + pc + c,
        s + "last" + last, s + "rest" + rest + c, s + "m" + cue.lemma + c, s + "k" + cue.kinds + c,
        s + "kn" + cue.kinds + c + n1c, s + "wv" + word + verbs, s + "mw" + cue.lemma + word,
        s + "q" + str(doc.quoted[at - 1] == doc.quoted[cue.at]) + c + pc,
        s + "klast" + cue.kinds + last, s + "mlast" + cue.lemma + last,
        s + "wnc" + word + n1c + n2c,
    ]  # fmt: skip


def pair_features(doc: Document, cue: Cue, start: int, end: int, side: str) -> list[str]:
    """Return what a start and an end tell together."""
    length = end - start
    classes = doc.classes[start:end]
    verbs = bucket(min(4, classes.count("V") + classes.count("X")))
    quotes = classes.count("Q")
    first, word = classes[0], doc.low[start]
    stop = _cls(doc, end, cue.lo, cue.hi)
    balanced = "b" if quotes % 2 == 0 else "u"
    other = "" if lexicon().saying.isdisjoint(doc.low[start:end]) else "s"
    s = side + "p"
    return [
        s + "o" + other + stop, s + "oq" + other + str(min(2, quotes)) + first,
        s + "l" + bucket(length), s + "kl" + cue.kinds + bucket(length), s + "v" + verbs,
        s + "vs" + verbs + stop, s + "wv" + word + verbs, s + "cs" + first + stop,
        s + "bal" + balanced + first, s + "bals" + balanced + stop, s + "kv" + cue.kinds + verbs,
        s + "ws" + word + stop, s + "ml" + cue.lemma + bucket(length), s + "mv" + cue.lemma + verbs,
        s + "fv" + first + verbs + stop, s + "qe" + balanced + classes[-1] + stop,
        s + "c" + str(classes[-1] in "Q.") + first,
    ]  # fmt: skip


def follow_features(
    doc: Document, cue: Cue, source: Chunk | None, left: bool, right: bool, end: int, quote: int
) -> list[str]:  # fmt: skip
    """Return what tells whether the quotation that opens the next sentence is content too."""
    lo, hi = doc.quotes[quote]
    _, next_hi = doc.bounds[doc.sentence[lo]]
    gap = doc.text[doc.end[end - 1] : doc.start[lo]]
    line = "para" if "\n" in gap else "same"
    whole = "whole" if hi >= next_hi - 1 else "part"
    rest = doc.classes[hi : min(next_hi, hi + MAX_REACH)]
    other = "v" if "V" in rest or "X" in rest else ""
    late = "late" if cue.hi - cue.at <= 8 else "early"
    last_quoted = str(doc.classes[end - 1] == "Q" or doc.classes[max(0, end - 2)] == "Q")
    mine = str(any(doc.classes[i] == "Q" for i in range(cue.lo, cue.hi)))
    colon = str(doc.classes[end - 1] == ":")
    sides = ("l" if left else "") + ("r" if right else "")
    base = line + whole + other
    return [
        "f", "f:" + base, "f:late" + late + line, "f:s" + sides + base, "f:m" + cue.lemma + line,
        "f:mine" + mine + base, "f:lq" + last_quoted + base + sides, "f:colon" + colon + line,
        "f:all" + base + late + mine + sides + colon, "f:o" + _order(cue, source) + base,
        "f:ms" + cue.lemma + sides + line, "f:k" + cue.kinds + base + sides,
        "f:in" + str(doc.quoted[cue.at] >= 0),
        "f:rank" + str(min(2, end - cue.hi > 0)) + base + late,
    ]  # fmt: skip
