"""What English content takes in and leaves out: "dismissed it as “a lie”", "assured us that …".

Of two that tell the same, "X told Y: “…”" and "Y: “…”", the one with the verb stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ._en_model import Found
from ._en_tokens import Document

__all__ = ["told_once", "with_content"]

_JUDGING = frozenset(
    ["dismiss", "decry", "denounce", "describe", "condemn", "reject", "slam", "blast", "brand",
     "deride", "criticise", "criticize", "label", "hail", "attack", "mock"]
)  # fmt: skip
"""Verbs that say of something what it is: "dismissed the message as “a school essay”"."""

_TELLING = frozenset(["assure", "inform", "tell", "promise", "remind", "notify"])

_WHOM = frozenset(["us", "them", "him", "her", "me", "you"])

_JUDGED = 14
"""Tokens of what is judged, before "as"; a choice, not tuned."""


def with_content(doc: Document, item: Found) -> Found:
    """Return ``item`` with the whole of what it says of something, and without whom it tells."""
    if doc.classes[item.cue.at] != "V" or len(item.content) != 1:
        return item
    start, end = item.content[0]
    at = item.cue.at
    if item.cue.lemma in _JUDGING and doc.classes[start] == "Q" and _judges(doc, at, start):
        return replace(item, content=((at + 1, end),))
    if item.cue.lemma in _TELLING and start == at + 1 and doc.low[start] in _WHOM:
        start += 1 + (doc.low[start + 1 : start + 2] in (["of"], ["that"]))
        return replace(item, content=((start, end),)) if start < end else item
    return item


def _judges(doc: Document, at: int, quote: int) -> bool:
    """Tell whether "the message as" stands between the verb and the quotation."""
    between = doc.low[at + 1 : quote]
    return 1 < len(between) <= _JUDGED and between[-1] == "as" and "," not in between


def told_once(found: Sequence[Found]) -> list[Found]:
    """Return ``found`` without what a colon tells again; of "X who fled told Y: …" X says it."""
    colons = {item.content: item for item in found if item.cue.kinds == "colon"}
    told = {item.content for item in found if _tells_before(item, colons)}
    return [
        _by_antecedent(item, colons.get(item.content))
        for item in found
        if item.cue.kinds != "colon" or item.content not in told
    ]


def _tells_before(item: Found, colons: Mapping[tuple[tuple[int, int], ...], Found]) -> bool:
    colon = colons.get(item.content)
    return colon is not None and item.cue.kinds != "colon" and item.cue.at < colon.cue.at


def _by_antecedent(item: Found, colon: Found | None) -> Found:
    """Return ``item`` with the noun before "who" as its source, which the colon's reading found."""
    source = colon.source if colon else None
    relative = item.source is not None and item.source.kind == "who"
    if source is None or not relative or source.start > item.cue.at:
        return item
    return replace(item, source=source)
