"""English clauses whose subject stands further off than the noun before the verb.

"A man with a parcel told us": nobody speaks who is the object of a preposition. "They waited, but
the mayor said": behind "but" and a semicolon somebody else is the subject.
"""

from __future__ import annotations

from dataclasses import replace

from ._en_model import Found
from ._en_tokens import Chunk, Document

__all__ = ["with_subject"]

_TURNING = frozenset(["but", "while", "whereas", "although", ";"])

_JOINING = frozenset(["after", "before", "since", "until", "as", "than"])
"""Prepositions that open clauses, too: "hours after the union announced …"."""

_SPEAKING = ("name", "person", "described")

_WHO = ("name", "person", "thing")
"""Kinds of phrases that "who" may tell more of; not every trade is known to be a person's."""

_REACH = 24
"""Tokens before a verb in which its subject stands; a choice, not tuned."""

_ASIDE = 10
"""Tokens of what tells more of a subject between commas ("the mayor, Jo Ford, says")."""


def with_subject(doc: Document, item: Found) -> Found:
    """Return ``item`` with the subject of its clause where another noun was taken for it."""
    if doc.classes[item.cue.at] not in "V:" or doc.quoted[item.cue.at] >= 0:
        return item
    source = item.source
    if source is None or source.kind in ("pronoun", "who"):
        return item
    if source.start > item.cue.at:
        return replace(item, source=_before_who(doc, item, source))
    other = (
        _before_which(doc, item)
        or _behind_turn(doc, item, source)
        or _before_preposition(doc, item, source)
    )
    return replace(item, source=other) if other else item


def _before_who(doc: Document, item: Found, source: Chunk) -> Chunk:
    """Return X in "“…,” warned X, who heads Y", where Y was taken for the subject."""
    at = item.cue.at
    first = next((c for c in doc.phrases(at + 1, at + 2) if c.kind in _WHO), None)
    if first is None or doc.classes[at - 1] not in ",Q" or first.end >= source.start:
        return source
    return first if "who" in doc.low[first.end : first.end + 2] else source


def _before_which(doc: Document, item: Found) -> Chunk | None:
    """Return X in "…, said X, which blamed Y"."""
    at = item.cue.at - 1
    while at > item.cue.lo and doc.classes[at] in "RX":
        at -= 1
    if doc.low[at] != "which" or doc.classes[at - 1] != ",":
        return None
    near = [c for c in doc.phrases(max(item.cue.lo, at - _REACH), at) if c.end == at - 1]
    return min(near, key=lambda c: c.start, default=None)


def _behind_turn(doc: Document, item: Found, source: Chunk) -> Chunk | None:
    """Return Y in "X …, but Y, its head, said"."""
    at = item.cue.at
    for turn in range(at - 1, max(source.end, at - _REACH) - 1, -1):
        if doc.low[turn] not in _TURNING or doc.quoted[turn] >= 0:
            continue
        found = next((c for c in doc.phrases(turn + 1, turn + 2) if c.kind in _SPEAKING), None)
        return _in_full(doc, found, at) if found and _leads(doc, found.end, at) else None
    return None


def _in_full(doc: Document, subject: Chunk, at: int) -> Chunk:
    """Return "the mayor, Jo Ford," where a name between commas tells who the subject is."""
    last = at - 1 if doc.classes[at - 1] == "," else subject.end
    if "," in doc.low[subject.start : last] and "N" in doc.classes[subject.start : last]:
        return Chunk(subject.start, last, last - 1, "name")
    return subject


def _leads(doc: Document, start: int, at: int) -> bool:
    """Tell whether nothing stands between a subject and its verb but what tells more of it."""
    while start < at and doc.classes[start] in "RX":
        start += 1
    return start == at or (
        doc.classes[start] == "," == doc.classes[at - 1] and at - start <= _ASIDE
    )


def _before_preposition(doc: Document, item: Found, source: Chunk) -> Chunk | None:
    """Return X in "X in a message to Y said", where Y was taken for the subject."""
    lo = max(item.cue.lo, item.cue.at - _REACH)
    if source.start - 1 < lo or doc.classes[source.start - 1] != "P":
        return None
    if doc.low[source.start - 1] in _JOINING:
        return None
    first = lo
    for at in range(source.start - 1, lo - 1, -1):
        if doc.classes[at] in ",;:—–.Q" or doc.low[at] in _TURNING:
            first = at + 1
            break
    while first < source.start and doc.classes[first] == "R":
        first += 1
    near = doc.phrases(first, first + 1)
    found = near[0] if near else None
    if found is None or found.end >= source.start or found.kind == "pronoun":
        return None
    verbs = [at for at in range(found.end, source.start) if doc.classes[at] in "VX"]
    told = verbs and "who" not in doc.low[found.end : source.start] and len(verbs) > 1
    return None if told else found
