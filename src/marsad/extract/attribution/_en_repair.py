"""What the weights cannot see: sources in full, inverted clauses, the same thing found twice."""

from __future__ import annotations

from dataclasses import replace

from ._en_lexicon import lexicon
from ._en_model import Found
from ._en_subjects import with_subject
from ._en_tokens import Chunk, Document

__all__ = ["repaired"]

_ATTACHING = frozenset(
    ["of", "with", "in", "at", "from", "near", "for", "on", "inside", "among", "behind"]
)
_SCRAPS = frozenset("RCPXWT,")
_ENDS = frozenset(",.;:—–)?!Q")
_PERIODS = frozenset(["night", "week", "month", "year"])
_NOBODY_SAYS = [["it", "is"], ["it", "was"], ["it", "has", "been"], ["it", "'s"]]
MAX_SHORT = 5
"""Tokens of content that is likely to go on in a prepositional phrase."""

MAX_NAME = 40
"""Tokens of a name with its titles and what "of" adds to them."""

MAX_RELATIVE = 12
"""Tokens between "who" and the noun phrase that its clause ends with."""


def repaired(doc: Document, found: list[Found]) -> list[Found]:
    """Return ``found``, in order of cues, with whole sources and without doubles."""
    turned = (with_subject(doc, _inverted(doc, item)) for item in found)
    righted = [_with_tail(doc, _without_scraps(doc, item)) for item in turned]
    return _without_doubles(doc, [_completed(doc, item) for item in righted])


def _without_scraps(doc: Document, item: Found) -> Found:
    """Drop "However" before "X says" from content that has better parts."""
    whole = tuple(
        (start, end)
        for start, end in item.content
        if end - start > 2 or not set(doc.classes[start:end]) <= _SCRAPS
    )
    return replace(item, content=whole) if whole else item


def _with_tail(doc: Document, item: Found) -> Found:
    """Add "in the attack" to "any role" where that ends the clause."""
    start, end = item.content[-1]
    if item.followed or start < item.cue.at or end - start > MAX_SHORT or end >= item.cue.hi:
        return item
    if doc.low[end] not in _ATTACHING or doc.classes[end - 1] not in "nNG":
        return item
    stop = end + 1
    while stop < item.cue.hi and doc.classes[stop] in "DSNn#G":
        stop += 1
    if stop == end + 1 or (stop < item.cue.hi and doc.classes[stop] not in _ENDS):
        return item
    return replace(item, content=(*item.content[:-1], (start, stop)))


def _completed(doc: Document, item: Found) -> Found:
    if item.source is None:
        return item
    if doc.low[item.source.start : item.cue.at] in _NOBODY_SAYS:
        return replace(item, source=None)
    return replace(item, source=_whole(doc, item, _timeless(doc, item.source)))


def _timeless(doc: Document, source: Chunk) -> Chunk:
    """Take "last night" off the end of a name."""
    end = source.end
    if end - 2 <= source.start or doc.low[end - 2] != "last" or doc.low[end - 1] not in _PERIODS:
        return source
    return Chunk(source.start, end - 2, min(source.head, end - 3), source.kind)


def _chunks_before(doc: Document, item: Found, end: int) -> list[Chunk]:
    """Return the noun phrases of the cue's sentence that end at ``end``, longest first."""
    near = doc.phrases(max(item.cue.lo, end - MAX_NAME), end)
    return [chunk for chunk in near if chunk.end == end]


def _whole(doc: Document, item: Found, source: Chunk) -> Chunk:
    """Return the source with what belongs to it on either side."""
    if source.kind in ("pronoun", "possessive", "who"):
        return source
    if source.start > item.cue.at:
        return _named_behind(doc, item, _apposed(doc, item, source))
    source = _apposed(doc, item, _attached(doc, item, source))
    return _relative(doc, item, source)


def _apposed(doc: Document, item: Found, source: Chunk) -> Chunk:
    """Put the name before "…, the head of X" back in front of it."""
    at = source.start
    described = doc.classes[at] in "DSn" or "N" in doc.classes[at : source.head]
    if at - 2 < item.cue.lo or doc.classes[at - 1] != "," or not described:
        return source
    names = [c for c in _chunks_before(doc, item, at - 1) if c.kind in ("name", "person")]
    if not names or (names[0].start > item.cue.at) != (at > item.cue.at):
        return source
    if at < item.cue.at and doc.classes[max(0, names[0].start - 1)] == "P":
        return source
    if source.start > item.cue.at and names[0].start > item.cue.at + 2:
        return source
    if doc.classes[at] not in "DSn" and source.kind != "person":
        return source
    return Chunk(names[0].start, source.end, names[0].head, names[0].kind)


def _named_behind(doc: Document, item: Found, source: Chunk) -> Chunk:
    """Add the name behind "said the head of X, NAME,"."""
    if (
        source.kind != "person"
        or doc.classes[source.start] not in "DSn"
        or source.end + 1 >= item.cue.hi
    ):
        return source
    if doc.classes[source.end] != ",":
        return source
    for chunk in doc.phrases(source.end + 1, source.end + 2):
        if chunk.kind == "name":
            ends = chunk.end >= item.cue.hi or doc.classes[chunk.end] in _ENDS
            return Chunk(source.start, chunk.end, chunk.head, "name") if ends else source
    return source


def _attached(doc: Document, item: Found, source: Chunk) -> Chunk:
    """Put "two sources with" back in front of "knowledge of the matter"."""
    at = source.start
    if at - 2 < item.cue.lo or doc.low[at - 1] not in _ATTACHING:
        return source
    holders = [
        c for c in _chunks_before(doc, item, at - 1) if c.kind in ("name", "person", "thing")
    ]
    free = not any(start < at <= end for start, end in item.content)
    if not holders or not free or any(c in "VX" for c in doc.classes[source.end : item.cue.at]):
        return source
    return Chunk(holders[0].start, source.end, holders[0].head, holders[0].kind)


def _relative(doc: Document, item: Found, source: Chunk) -> Chunk:
    """Put "residents who live beside" back in front of "the base"."""
    lo = max(item.cue.lo + 1, source.start - MAX_RELATIVE)
    for at in range(source.start - 1, lo - 1, -1):
        if doc.classes[at] in ",;:—–Q":
            return source
        if doc.low[at] == "who":
            holders = [c for c in _chunks_before(doc, item, at) if c.kind in ("name", "person")]
            verbs = sum(1 for c in doc.classes[at : source.start] if c in "VX")
            if holders and verbs:
                return Chunk(holders[0].start, source.end, holders[0].head, holders[0].kind)
            return source
    return source


def _inverted(doc: Document, item: Found) -> Found:
    """Right "CLAUSE, said NAME, who …", where the clause's subject was taken for the speaker."""
    at, lo = item.cue.at, item.cue.lo
    if doc.classes[at] != "V" or at - 3 < lo or doc.classes[at - 1] not in ",Q":
        return item
    if item.source is None or item.source.start > at:
        return item
    clause = doc.classes[item.source.end : at - 1]
    says = "say" in lexicon().verbs.get(doc.low[at], ())
    says = says and lexicon().shapes.get(doc.low[at]) != "ing"
    if not says or "," in clause or not ("V" in clause or "X" in clause):
        return item
    for chunk in doc.phrases(at + 1, at + 2):
        if chunk.kind in ("name", "person"):
            if chunk.end < item.cue.hi and doc.classes[chunk.end] not in _ENDS:
                return item
            return replace(item, source=chunk, content=((lo, at - 1),), followed=0)
    return item


def _without_doubles(doc: Document, found: list[Found]) -> list[Found]:
    """Keep one of neighbours with the same source and nearly the same content: the verb."""
    out: list[Found] = []
    for item in found:
        twin = next((at for at, old in enumerate(out[-3:]) if _same(old, item)), None)
        if twin is None:
            out.append(item)
            continue
        index = len(out) - len(out[-3:]) + twin
        if _rank(doc, item) > _rank(doc, out[index]):
            out[index] = item
    return sorted(out, key=lambda item: item.cue.at)


def _rank(doc: Document, item: Found) -> tuple[bool, float]:
    return doc.classes[item.cue.at] == "V", item.score


def _same(one: Found, other: Found) -> bool:
    if "cite" in (one.cue.lemma, other.cue.lemma) or "quote" in (one.cue.lemma, other.cue.lemma):
        return False
    if one.source is None or other.source is None:
        return False
    if one.source.head != other.source.head:
        return False
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in one.content for c, d in other.content)
    sizes = sum(b - a for a, b in one.content), sum(b - a for a, b in other.content)
    return 2 * shared >= max(sizes)
