"""Speakers behind what they said: "“No,” she smiled", "“No” – the mayor", "The mill burns, X said".

After a quotation any verb may stand ("her brother chimed in"), and in headlines none at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from ._en_features import Cue
from ._en_lexicon import lexicon
from ._en_model import Found
from ._en_tokens import Chunk, Document

__all__ = ["with_speakers_behind"]

_MAX_SPEAKER = 14
"""Tokens of the speaker behind a quotation, with titles."""

_MIN_SAID = 3
"""Tokens of what is said."""

_DASHES = frozenset("–—-")
_ENDS = frozenset(",.:;–—!?(Q")
_NAMED = frozenset("NDSnO#")
_SCORE = 0.7


def with_speakers_behind(doc: Document, found: list[Found]) -> list[Found]:
    """Return ``found`` with what is said before its speaker, in order of cues."""
    said = {at for item in found if item.source for lo, hi in item.content for at in range(lo, hi)}
    new: list[Found] = []
    read: set[int] = set()
    for item in (*_after_quotes(doc), *_after_lines(doc), *_after_clauses(doc)):
        middle = [at for lo, hi in item.content for at in range(lo + 1, hi - 1)]
        if item.source is not None and said.isdisjoint(middle):
            new.append(item)
            said.update(middle)
            read.update(range(item.source.start, max(item.cue.at, item.source.end) + 1))
    kept = [item for item in found if item.cue.at not in read]
    return sorted([*kept, *new], key=lambda item: item.cue.at)


def _after_quotes(doc: Document) -> Iterator[Found]:
    for lo, hi in doc.quotes:
        if hi - lo < _MIN_SAID + 2 or doc.quoted[lo] != doc.quoted[hi - 1]:
            continue
        comma = doc.classes[hi - 2] in ",!?—" or doc.low[hi : hi + 1] == [","]
        start = hi + 1 if doc.low[hi : hi + 1] == [","] else hi
        item = _verb_behind(doc, (lo, hi), start) if comma else None
        if item is not None:
            yield item


def _verb_behind(doc: Document, quote: tuple[int, int], start: int) -> Found | None:
    """Return "“…,” NAME VERB", with the second half of the quotation where one follows."""
    bound = doc.bounds[doc.sentence[quote[0]]]
    stop = min(bound[1], start + _MAX_SPEAKER)
    for at in range(start + 1, stop):
        if doc.classes[at] in _ENDS and doc.classes[at] != ",":
            return None
        if _is_verb(doc, at):
            break
    else:
        return None
    if doc.classes[start] not in _NAMED or doc.low[start] in ("and", "but"):
        return None
    content = [quote, *_second_half(doc, at, bound[1])]
    source = Chunk(start, at, _head(doc, start, at), _kind(doc, start, at))
    lemma = lexicon().lemmas.get(doc.low[at], doc.low[at])
    return Found(Cue(at, *bound, lemma, "behind"), source, tuple(content), 0, _SCORE)


def _second_half(doc: Document, at: int, end: int) -> Iterator[tuple[int, int]]:
    for index in range(at + 1, min(end - 1, at + 8)):
        if doc.low[index] == "," and doc.classes[index + 1] == "Q" and doc.quoted[index + 1] >= 0:
            yield doc.quotes[doc.quoted[index + 1]]
            return


def _is_verb(doc: Document, at: int) -> bool:
    low = doc.low[at]
    if low in lexicon().classes["behind"]:
        return True
    shape = lexicon().shapes.get(low)
    return doc.classes[at] == "V" and shape in ("past", "s") and low in lexicon().saying


def _head(doc: Document, start: int, end: int) -> int:
    last = next((at for at in range(start, end) if doc.classes[at] in "P,"), end)
    return max(start, last - 1)


def _kind(doc: Document, start: int, end: int) -> str:
    if end == start + 1 and doc.classes[start] == "O":
        return "pronoun"
    return "name" if doc.classes[_head(doc, start, end)] == "N" else "person"


def _after_lines(doc: Document) -> Iterator[Found]:
    """Yield lines and sentences that end in a dash, or a quotation and a colon, and a speaker."""
    for lo, hi in _lines(doc):
        at = next((at for at in range(hi - 2, lo, -1) if _parts(doc, at)), None)
        if at is None or not lo + _MIN_SAID <= at or hi - at > 2 * _MAX_SPEAKER:
            continue
        source = _speaker(doc, at + 1, hi, quoted=doc.low[at] == ":")
        if source is not None and _tells(doc, lo, at):
            cue = Cue(at, lo, hi, ":", "behind")
            yield Found(cue, source, (_said(doc, lo, at),), 0, _SCORE)


def _tells(doc: Document, lo: int, at: int) -> bool:
    """Tell whether a line says something before its speaker, rather than a name or a day."""
    small = sum(letter in "nVXPRC" for letter in doc.classes[lo:at])
    return doc.classes[at - 1] == "Q" or small >= _MIN_SAID


def _lines(doc: Document) -> Iterator[tuple[int, int]]:
    """Yield the lines and the sentences of the text, in tokens."""
    first = 0
    for at in range(1, len(doc.low) + 1):
        if at == len(doc.low) or "\n" in doc.text[doc.end[at - 1] : doc.start[at]]:
            yield first, at
            first = at
    yield from doc.bounds


def _parts(doc: Document, at: int) -> bool:
    """Tell whether the mark at ``at`` stands between what is said and who says it."""
    if doc.quoted[at] >= 0:
        return False
    spaced = doc.text[doc.end[at - 1] : doc.start[at]] and doc.text[doc.end[at] : doc.start[at + 1]]
    if doc.low[at] in _DASHES:
        return bool(spaced) and doc.bounds[doc.sentence[at]][1] != at + 1
    return doc.low[at] == ":" and doc.classes[at - 1] == "Q" and doc.quoted[at - 1] >= 0


def _said(doc: Document, lo: int, at: int) -> tuple[int, int]:
    quote = doc.quoted[at - 1]
    if quote >= 0 and doc.classes[at - 1] == "Q" and doc.quotes[quote][0] <= lo + 2:
        return doc.quotes[quote]
    first = next((i for i in range(lo, at) if doc.classes[i] == "Q" or doc.low[i][0].isalnum()), lo)
    colon = next((i for i in range(first, min(at, first + 4)) if doc.low[i] == ":"), None)
    return (first if colon is None or at - colon <= _MIN_SAID else colon + 1, at)


def _speaker(doc: Document, lo: int, hi: int, *, quoted: bool) -> Chunk | None:
    """Return who is named in the tokens up to a preposition of topic, a comma or a verb."""
    end = next(
        (
            at
            for at in range(lo, hi)
            if doc.classes[at] in ",.(VX" or doc.low[at] in ("on", "about")
        ),
        hi,
    )
    if end <= lo or doc.classes[lo] not in _NAMED or end - lo > _MAX_SPEAKER:
        return None
    if _tells_more(doc, end, hi) or _BESIDE & set(doc.low[lo:end]):
        return None
    words, core = set(doc.low[lo:end]), set(doc.low[lo : _head(doc, lo, end) + 1])
    classes = lexicon().classes
    person = core & (classes["person"] | classes["organisation"])
    named = (1 if quoted else 2) <= end - lo <= 4 and set(doc.classes[lo:end]) <= {"N", "-"}
    if not (person or named) or words & classes["paper"] - classes["person"]:
        return None
    return Chunk(lo, end, _head(doc, lo, end), "person")


_BESIDE = frozenset(["among", "amid", "amidst", "under", "against"])
"""Prepositions of what befalls somebody: "– government under fire"; no speaker has one."""


def _tells_more(doc: Document, end: int, hi: int) -> bool:
    """Tell whether a verb follows: "– Ida Sorn attacked by mob" and "– Ida Sorn, who fled"."""
    bracket = doc.classes[end : end + 1] == ["("]
    after = next((at + 1 for at in range(end, hi) if bracket and doc.low[at] == ")"), end)
    after = next((at for at in range(after, hi) if doc.classes[at] not in ",R"), hi)
    if after == hi or _tells_now(doc.low[after]):
        return False
    return doc.classes[after] in "VX" or doc.low[after] in ("who", "whose")


def _tells_now(low: str) -> bool:
    """Tell whether a verb says that whom it is told of speaks: "– Ida Sorn tells Reed Radio"."""
    spoken = lexicon().verbs.get(low, frozenset()) & {"say", "tell"}
    return bool(spoken) and lexicon().shapes[low] == "s"


_LEADS = frozenset(["on", "in", "at", "during", "after", "via", "from", "through", "late", "early"])
"""Words behind a verb of saying that tell when and where, not what, is said."""

_MAX_CLAUSE = 90
"""Tokens of a sentence that may stand before its speaker."""


def _after_clauses(doc: Document) -> Iterator[Found]:
    """Yield "CLAUSE, NAME said on Monday", where nothing that is said stands behind the verb."""
    for at, low in enumerate(doc.low):
        kinds = lexicon().verbs.get(low, frozenset())
        if not kinds & {"say", "tell"} or lexicon().shapes[low] not in ("past", "s"):
            continue
        lo = max(doc.bounds[doc.sentence[at]][0], at - _MAX_CLAUSE)
        if doc.quoted[at] < 0 and _says_when(doc, at, "tell" in kinds):
            source = _between(doc, lo, at)
            if source is not None and _is_clause(doc, lo, source.start - 1):
                hi = doc.bounds[doc.sentence[at]][1]
                cue = Cue(at, lo, hi, lexicon().lemmas[low], "behind")
                yield Found(cue, source, ((lo, source.start - 1),), 0, _SCORE)


def _says_when(doc: Document, at: int, told: bool) -> bool:
    """Tell whether the words up to the next mark only say when, where or to whom it was said."""
    after = at + 1
    hi = min(doc.bounds[doc.sentence[at]][1], after + _MAX_SPEAKER + 1)
    end = next((i for i in range(after, hi) if doc.classes[i] in ",.;!:"), hi)
    if set(doc.classes[after:end]) & set("VXQWOC:") or end - after > _MAX_SPEAKER:
        return False
    if after >= end:
        return True
    return doc.classes[after] == "T" or doc.low[after] in _LEADS or told


def _between(doc: Document, lo: int, at: int) -> Chunk | None:
    """Return the noun phrase between a comma and the verb at ``at``."""
    near = doc.phrases(max(lo, at - 2 * _MAX_SPEAKER), at)
    fits = (c for c in near if doc.classes[c.start - 1] == "," and c.start - 1 > lo)
    for chunk in fits:
        gap = doc.classes[chunk.end : at]
        described = gap[:1] == [","] and gap[-1:] == [","]
        free = doc.quoted[chunk.start] < 0 and chunk.kind not in ("who", "possessive")
        nobody = doc.low[chunk.start] == "it" and "X" in gap
        plain = set(gap) <= {"X", "R"} or (described and not set(gap) & set("VX"))
        if free and plain and not nobody:
            stop = at - 1 if described else chunk.end
            return Chunk(chunk.start, stop, chunk.head, chunk.kind)
    return None


def _is_clause(doc: Document, lo: int, end: int) -> bool:
    """Tell whether the words are a main clause: a verb of their own, no conjunction before it."""
    if end - lo < _MIN_SAID or doc.classes[lo] in "CWP" or doc.quoted[lo] != doc.quoted[end - 1]:
        return False
    if lexicon().shapes.get(doc.low[lo]) == "ing" or doc.quoted[lo] >= 0:
        return False
    saying = lexicon().saying
    verbs = [i for i in range(lo, end) if doc.classes[i] in "VX"]
    return bool(verbs) and doc.classes[end] == "," and doc.low[verbs[0]] not in saying
