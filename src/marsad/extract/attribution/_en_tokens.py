"""English words, their coarse classes, sentences, quotations and noun phrases, by offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from marsad.model import Span
from marsad.text import sentences

from ._en_lexicon import Lexicon, lexicon
from ._quotes import Quotation, quotations

__all__ = ["Chunk", "Document", "analyse"]

MAX_JOINED = 1_500
"""Code points up to which the sentences of one quotation count as one sentence: a cue after a
quotation has to see where it began. 99 of 100 contents
annotated in PolNeAR's training part have under 400."""

MAX_PHRASE = 30
"""Tokens of a noun phrase before any "of"; real ones have a dozen at most."""

MAX_DESCRIPTION = 26
"""Tokens that may stand between the commas of an apposition."""

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|[#@]\w+|\d[\d.,:]*\d%?|[^\W_]+(?:[-‐‑_][^\W_]+)*|"
    r"['’](?:s|re|ve|ll|d|m|t)\b|``|''|[^\w\s]|_+"
)
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z’' -]{2,24}(?:, [A-Z][A-Za-z]{2,15})?|[A-Z][\w’' -]{2,24}(?=[^\n]{0,24}[(/]))"
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})\.?)?"
    r"(?: ?\([A-Z][\w .]{1,24}\)| ?/[\w ]{2,24}/\.?)?"
    r"(?: ?[-–—]{1,2}(?= )|(?<=[A-Z]{6}):(?= )| (?=\w)(?<=/\. ))",
    re.MULTILINE,
)
"""The place, day and agency before a report: "TUNIS, May 13 (Agency) -"."""

_ARABIC_NAME = re.compile(r"(?:a[lnrstdz]|e[lnrstdz]|ash|ath|adh|ag|ibn|bin)[-‐‑][A-Z]")
"""Names with an article in small letters, as in "Abu Layth al-Samawi"."""

_CONTRACTIONS = frozenset(["'s", "'re", "'ve", "'ll", "'d", "'m"])
_QUOTE_MARKS = frozenset(["“", "”", '"', "``", "''", "„", "«", "»", "‘"])


@dataclass(frozen=True, slots=True)
class Chunk:
    """A noun phrase as token indices ``[start, end)``; ``head`` is the index of its last word
    before any "of …"; ``kind`` is "name", "pronoun", "person", "thing", "possessive", "who" or
    "described" (a name with an apposition)."""

    start: int
    end: int
    head: int
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text cut into tokens. Lists run parallel; sentences are token ranges.

    :ivar classes: one letter a token: D determiner, S possessive, O pronoun, P preposition,
        C conjunction, W wh-word, X auxiliary, R adverb, V verb, N name, n other word,
        # number, G genitive, T time word, Q quotation mark, or the mark itself.
    :ivar sentence: index into ``bounds`` for each token.
    :ivar bounds: token ranges of sentences; a closed quotation is never cut.
    :ivar inner: the token range of the plain sentence around each token.
    :ivar quotes: token ranges of quotations of more than one word, marks included.
    :ivar parts: the words inside each of these, in code points.
    :ivar chunks: noun phrases by start; ``chunk_starts`` are their first tokens.
    :ivar quoted: for each token the index into ``quotes`` of the innermost closed quotation of
        more than one word around it, else -1.
    """

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    classes: list[str]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    inner: list[tuple[int, int]]
    quotes: list[tuple[int, int]]
    parts: list[tuple[Span, ...]]
    quotations: tuple[Quotation, ...]
    quoted: list[int]
    chunks: list[Chunk]
    chunk_starts: list[int]

    def phrases(self, start: int, end: int) -> list[Chunk]:
        """Return the noun phrases that begin in tokens ``[start, end)``."""
        lo = bisect_left(self.chunk_starts, start)
        return self.chunks[lo : bisect_left(self.chunk_starts, end, lo)]

    def span(self, start: int, end: int) -> Span:
        """Return the code points of tokens ``[start, end)``."""
        return Span(self.start[start], self.end[end - 1])


def analyse(text: str) -> Document:
    """Cut ``text`` into tokens with classes, sentences, quotations and noun phrases."""
    words = lexicon()
    spans = [match.span() for match in _TOKEN.finditer(text)]
    start = [s for s, _ in spans]
    end = [e for _, e in spans]
    raw = [text[s:e] for s, e in spans]
    low = [word.lower().replace("’", "'") for word in raw]
    found = quotations(text)
    cuts = _behind_datelines(text, [s.start for s in sentences(text, "en")])
    inner = _ranges(start, cuts)
    bounds = _ranges(start, _joined(cuts, found, text))
    sentence = [index for index, (lo, hi) in enumerate(bounds) for _ in range(lo, hi)]
    classes = _classes(raw, low, inner, words)
    quotes, parts, quoted = _quote_ranges(found, start, end)
    chunks = [c for lo, hi in bounds for c in _chunks(low, classes, lo, hi, words)]
    return Document(
        text, start, end, low, classes, sentence, bounds, _per_token(inner), quotes, parts, found,
        quoted, chunks, [chunk.start for chunk in chunks],
    )  # fmt: skip


def _behind_datelines(text: str, cuts: list[int]) -> list[int]:
    """Return sentence starts, with one behind each "TUNIS, May 13 (Agency) -"."""
    return sorted({*cuts, *(match.end() for match in _DATELINE.finditer(text))})


def _ranges(start: list[int], cuts: list[int]) -> list[tuple[int, int]]:
    edges = sorted({0, *(bisect_left(start, cut) for cut in cuts), len(start)})
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _per_token(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [item for item in ranges for _ in range(*item)]


def _joined(cuts: list[int], found: tuple[Quotation, ...], text: str) -> list[int]:
    """Drop sentence starts inside quotations that are closed and not too long."""
    dropped: set[int] = set()
    for quotation in found:
        outer = quotation.outer
        if quotation.depth or not quotation.closed or outer.end - outer.start > MAX_JOINED:
            continue
        lo, hi = bisect_right(cuts, outer.start), bisect_left(cuts, outer.end)
        dropped.update(cut for cut in cuts[lo:hi])
        after = hi < len(cuts) and text[outer.end : cuts[hi]].strip() == ""
        if after and text[cuts[hi]].islower() and "\n" not in text[outer.end : cuts[hi]]:
            dropped.add(cuts[hi])
    return [cut for cut in cuts if cut not in dropped]


def _quote_ranges(
    found: tuple[Quotation, ...], start: list[int], end: list[int]
) -> tuple[list[tuple[int, int]], list[tuple[Span, ...]], list[int]]:
    """Return token ranges of quotations with their marks, the words inside in code points, and
    for each token the innermost of them."""
    parts: list[tuple[Span, ...]] = []
    quotes: list[tuple[int, int]] = []
    quoted = [-1] * len(start)
    for quotation in found:
        if quotation.depth > 1:
            continue
        lo = bisect_left(start, quotation.outer.start)
        hi = bisect_right(end, quotation.outer.end)
        if hi - lo < 3:
            continue
        for index in range(lo, hi):
            quoted[index] = len(quotes)
        quotes.append((lo, hi))
        parts.append(quotation.parts)
    return quotes, parts, quoted


def _classes(
    raw: list[str], low: list[str], inner: list[tuple[int, int]], words: Lexicon
) -> list[str]:
    closed = _closed_classes()
    out: list[str] = []
    for lo, hi in inner:
        for index in range(lo, hi):
            before = out[-1] if index > lo else ""
            after = low[index + 1] if index + 1 < len(low) else ""
            first = index == lo or (before == "Q" and index <= lo + 1)
            out.append(_class(raw[index], low[index], before, after, first, words, closed))
    return out


def _class(
    word: str, low: str, before: str, after: str, first: bool, words: Lexicon,
    closed: dict[str, str],
) -> str:  # fmt: skip
    if not (word[0].isalnum() or word[0] in "'’#@"):
        return "Q" if word in _QUOTE_MARKS else word[0]
    if low in _CONTRACTIONS:
        return "G" if low == "'s" and before in "NnV" and before else "X"
    if word[0] in "'’":
        return "X" if len(word) > 1 else "'"
    known = closed.get(low)
    if known is not None and (word.islower() or first or low == "i"):
        return known
    if word[0].isdigit():
        return "#"
    if _ARABIC_NAME.match(word):
        return "N"
    if word[0].isupper() and not (first and (low in words.verbs or _plain(low, words))):
        return "T" if low in words.classes["weekday"] else "N"
    if low in words.verbs:
        return _verb_or_noun(low, before, after, words)
    if low.endswith("ly") and len(low) > 4:
        return "R"
    return "N" if word[0] in "#@" else "n"


def _plain(low: str, words: Lexicon) -> bool:
    return low in words.nouns or low in words.classes["person"]


def _verb_or_noun(low: str, before: str, after: str, words: Lexicon) -> str:
    shape = words.shapes[low]
    if before in ("D", "S", "G", "#"):
        return "V" if shape == "past" and after in ("by", "that") else "n"
    if before == "P" and shape in ("base", "s"):
        return "n"
    if before == "n" and shape == "base" and low in words.nouns:
        return "n"
    if shape == "s" and after in words.saying and words.shapes.get(after) == "past":
        return "n"
    return "V"


@lru_cache(maxsize=1)
def _closed_classes() -> dict[str, str]:
    groups = lexicon().classes
    order = (
        ("adverb", "R"), ("preposition", "P"), ("conjunction", "C"), ("determiner", "D"),
        ("wh", "W"), ("auxiliary", "X"), ("pronoun", "O"), ("possessive", "S"),
    )  # fmt: skip
    table: dict[str, str] = {}
    for name, letter in order:
        table.update(dict.fromkeys(groups[name], letter))
    for word in ("the", "a", "an", "this", "these", "some", "any", "all", "many", "several"):
        table[word] = "D"
    table.update({"that": "W", "her": "S", "not": "X", "to": "P", "who": "W", "one": "O"})
    return table


def _chunks(low: list[str], classes: list[str], lo: int, hi: int, words: Lexicon) -> list[Chunk]:
    base = _base_chunks(low, classes, lo, hi, words)
    joined = []
    for index, short in enumerate(base):
        chunk = _extended(short, base[index + 1 : index + 4], low, classes)
        joined.append(chunk)
        described = _described(chunk, hi, classes)
        if described is not None:
            joined.append(described)
    return joined


def _described(chunk: Chunk, hi: int, classes: list[str]) -> Chunk | None:
    """Return "NAME, who …," or "NAME, chief of …," as one phrase, if that is how it goes on."""
    if chunk.kind not in ("name", "person") or chunk.end >= hi or classes[chunk.end] != ",":
        return None
    for at in range(chunk.end + 2, min(hi - 1, chunk.end + MAX_DESCRIPTION)):
        titled = classes[at - 1 : at + 2] == ["N", ".", "N"]
        if classes[at] in ".;:?!Q—(" and not titled:
            return None
        if classes[at] == "," and classes[at + 1] in "VXR":
            return Chunk(chunk.start, at, chunk.head, "described")
    return None


def _base_chunks(
    low: list[str], classes: list[str], lo: int, hi: int, words: Lexicon
) -> list[Chunk]:
    out: list[Chunk] = []
    index = lo
    while index < hi:
        letter = classes[index]
        if letter == "O" or low[index] == "who":
            out.append(Chunk(index, index + 1, index, "who" if letter == "W" else "pronoun"))
            index += 1
        elif letter in "DSNn#":
            stop = _chunk_end(low, classes, index, hi)
            out.extend(_pieces(index, stop, low, classes, words))
            index = stop
        else:
            index += 1
    return out


_KNOWING = frozenset(["familiar", "privy", "aware", "close", "loyal", "opposed", "present"])
"""Adjectives behind a noun: "two officials familiar with the talks"."""


def _chunk_end(low: list[str], classes: list[str], index: int, hi: int) -> int:
    stop = index + 1
    hi = min(hi, index + MAX_PHRASE)
    while stop < hi:
        letter = classes[stop]
        name_dot = letter == "." and stop + 1 < hi and classes[stop + 1] == "N"
        joins = letter == "G" or low[stop] == "&" or (name_dot and classes[stop - 1] == "N")
        if not (letter in "Nn#" or joins or (letter in "DS" and classes[stop - 1] in "DG")):
            break
        if low[stop] in _KNOWING and classes[stop + 1 : stop + 2] == ["P"]:
            break
        stop += 1
    return stop


def _pieces(
    start: int, stop: int, low: list[str], classes: list[str], words: Lexicon
) -> list[Chunk]:
    """Return the phrase and, where it begins with an owner, the owner on its own."""
    out = []
    if classes[start] == "S":
        out.append(Chunk(start, start + 1, start, "possessive"))
    genitive = [i for i in range(start, stop) if classes[i] == "G"]
    if genitive and genitive[-1] > start:
        owner = genitive[-1]
        out.append(Chunk(start, owner, owner - 1, _kind(owner, low, classes, words)))
    end = stop - 1 if classes[stop - 1] == "G" else stop
    only_owner = (genitive and end == genitive[-1]) or (classes[start] == "S" and end == start + 1)
    if end > start and not only_owner:
        out.append(Chunk(start, end, end - 1, _kind(end, low, classes, words)))
    return out


def _kind(end: int, low: list[str], classes: list[str], words: Lexicon) -> str:
    if low[end - 1] in words.classes["person"]:
        return "person"
    return "name" if classes[end - 1] == "N" else "thing"


def _extended(chunk: Chunk, following: list[Chunk], low: list[str], classes: list[str]) -> Chunk:
    """Return ``chunk`` with "of …", "for …" and a coordinated name behind it."""
    end = chunk.end
    if chunk.kind in ("possessive", "who", "pronoun"):
        return chunk
    for other in following:
        gap = low[end : other.start]
        if other.start < end or len(gap) > 2 or other.kind == "pronoun":
            continue
        named = classes[other.start] == "N" and classes[end - 1] == "N"
        if (
            gap == ["of"]
            or (gap in (["for"], ["at"], ["from"], ["in"]) and chunk.kind == "person")
            or (gap in (["and"], [",", "and"]) and named)
        ):
            end = other.end
        else:
            break
    return Chunk(chunk.start, end, chunk.head, chunk.kind)
