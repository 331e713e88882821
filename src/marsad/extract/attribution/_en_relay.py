"""Relays: "Agency X quoted Y as saying that …", "X, citing Y, says …"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from marsad.model import Basis, Span

from ._en_lexicon import lexicon
from ._en_lines import headline_relay
from ._en_model import Found
from ._en_tokens import Chunk, Document
from ._types import Attribution

__all__ = ["relays", "without_relays"]

_QUOTED = frozenset(["quoted", "quoting", "quotes", "quote", "cited", "citing", "cites", "cite"])
_CITING = frozenset(["citing", "quoting"])
NEIGHBOURS = 12
"""Attributions on either side that are looked at, so that the time stays linear."""

MAX_GAP = 12
"""Tokens between "quoted" and "as saying": a name with its titles."""


def relays(doc: Document, found: list[Found]) -> tuple[list[Found], dict[int, tuple[Span, ...]]]:
    """Return attributions with relayed ones put right, and the relays of each by cue token.

    In "X quoted Y as saying Z" and in "X, citing Y, says Z" the source is Y and X the relay.
    An attribution inside the content of another has that one's source as its relay.

    :param found: in order of cues.
    """
    chains: dict[int, tuple[Span, ...]] = {}
    changed: dict[int, Found | None] = {}
    for item in found:
        agency = headline_relay(doc, item)
        if agency is not None:
            chains[item.cue.at] = (doc.span(agency.start, agency.end),)
            continue
        cited = _cited_between(doc, item)
        if cited is not None:
            relay, speaker = cited
            changed[item.cue.at] = replace(item, source=speaker)
            chains[item.cue.at] = (doc.span(*relay),)
            continue
        passed_on = _quoted_by(doc, item, found)
        if passed_on is not None and item.source is not None:
            changed[item.cue.at] = None
            changed[passed_on.cue.at] = passed_on
            chains[passed_on.cue.at] = (doc.span(item.source.start, item.source.end),)
            continue
        target = _relayed(doc, item, found)
        if target is None:
            continue
        changed[item.cue.at] = None
        changed[target.cue.at] = target
        if item.source is not None:
            chains[target.cue.at] = (doc.span(item.source.start, item.source.end),)
    kept = {item.cue.at: item for item in found} | changed
    ordered = [item for _, item in sorted(kept.items()) if item is not None]
    return ordered, _nested(doc, ordered, chains)


def _cited_between(doc: Document, item: Found) -> tuple[tuple[int, int], Chunk] | None:
    """Return X and Y where "X, citing Y," was taken for one source."""
    source = item.source
    if source is None or source.end > item.cue.at:
        return None
    for at in range(source.head + 2, min(source.end, source.head + MAX_GAP)):
        if doc.low[at] in _CITING and doc.classes[at - 1] == ",":
            speaker = _first_phrase(doc, at + 1, item.cue.at)
            return None if speaker is None else ((source.start, at - 1), speaker)
    return None


def _quoted_by(doc: Document, item: Found, found: list[Found]) -> Found | None:
    """Return what X says in "X, quoted by Y, said", where ``item`` is the quoting, Y its source."""
    at = item.cue.at
    if doc.low[at] not in _QUOTED or doc.low[at + 1 : at + 2] != ["by"]:
        return None
    for other in _near(item, found):
        source = other.source
        if source is not None and source.head < at < source.end and doc.classes[at - 1] == ",":
            return replace(other, source=replace(source, end=source.head + 1, kind="name"))
    return None


def _relayed(doc: Document, item: Found, found: list[Found]) -> Found | None:
    """Return what the one who is quoted says, where ``item`` is a quoting."""
    low, at = doc.low[item.cue.at], item.cue.at
    if low not in _QUOTED:
        return None
    stop = min(item.cue.hi, at + MAX_GAP)
    saying = next((i + 1 for i in range(at + 1, stop - 1) if _as_saying(doc, i)), None)
    speaker = _first_phrase(doc, at + 1, stop)
    if speaker is None:
        return None
    if saying is None and low in _CITING and item.source is not None:
        if speaker.kind not in ("name", "person"):
            return None
        saying = _main_verb(doc, speaker.end, item.cue.hi)
        if saying is None:
            same = (other for other in _near(item, found) if _same_source(item, other))
            twin = next(same, _before_colon(doc, item, speaker))
            return None if twin is None else replace(twin, source=speaker)
    if saying is None or speaker.end > saying:
        return None
    return _said_at(doc, item, speaker, saying, found)


def _as_saying(doc: Document, index: int) -> bool:
    form = doc.low[index + 1]
    return (
        doc.low[index] == "as"
        and form in lexicon().saying
        and lexicon().shapes[form] == "ing"
    )  # fmt: skip


def _main_verb(doc: Document, at: int, hi: int) -> int | None:
    """Return the verb of saying in ", says" directly behind the one cited."""
    if at + 1 < hi and doc.classes[at] == "," and doc.low[at + 1] in lexicon().saying:
        return at + 1
    return None


def _before_colon(doc: Document, item: Found, speaker: Chunk) -> Found | None:
    """Return ``item`` with what is behind the colon of 'citing a "senior official": …'."""
    colon = speaker.end + (doc.classes[speaker.end : speaker.end + 1] == ["Q"])
    end = max(stop for _, stop in item.content)
    told = doc.classes[colon : colon + 1] == [":"] and colon + 1 < end
    return replace(item, content=((colon + 1, end),)) if told else None


def _said_at(
    doc: Document, item: Found, speaker: Chunk, saying: int, found: list[Found]
) -> Found | None:
    """Return the attribution whose cue is ``saying``, made of ``item``'s content if need be."""
    known = next((other for other in _near(item, found) if other.cue.at == saying), None)
    if known is not None:
        return replace(known, source=speaker)
    end = max(stop for _, stop in item.content)
    before = _before(doc, item) if end <= saying + 1 else None
    if end <= saying + 1 and before is None:
        return None
    form = doc.low[saying]
    cue = replace(item.cue, at=saying, lemma=lexicon().lemmas[form], kinds="say")
    return replace(item, cue=cue, source=speaker, content=(before or (saying + 1, end),))


def _before(doc: Document, item: Found) -> tuple[int, int] | None:
    """Return the quotation or clause before "X quoted Y as saying"."""
    if item.source is None or item.source.start - 2 < item.cue.lo:
        return None
    mark = item.source.start - 1
    if doc.classes[mark] == "Q" and doc.quoted[mark] >= 0:
        return doc.quotes[doc.quoted[mark]]
    return (item.cue.lo, mark) if doc.classes[mark] == "," else None


def _same_source(item: Found, other: Found) -> bool:
    if other is item or other.source is None or item.source is None:
        return False
    return other.source.head == item.source.head and other.cue.lo == item.cue.lo


def _near(item: Found, found: list[Found]) -> list[Found]:
    at = bisect_left(found, item.cue.at, key=lambda other: other.cue.at)
    return found[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]


def _first_phrase(doc: Document, start: int, end: int) -> Chunk | None:
    """Return the first noun phrase in the range, with all its words."""
    named = (c for c in doc.phrases(start, end) if doc.classes[c.start : c.end] != ["D"])
    fits = [c for c in named if c.end <= end and c.kind != "described"]
    return min(fits, key=lambda c: (c.start, -c.end), default=None)


def _nested(
    doc: Document, found: list[Found], relayed: Mapping[int, tuple[Span, ...]]
) -> dict[int, tuple[Span, ...]]:
    """Return, by cue token, the sources of the attributions that each lies in, outermost first."""
    out: dict[int, tuple[Span, ...]] = {}
    for item in found:
        holders = [other for other in _near(item, found) if _holds(other, item)]
        holders.sort(key=lambda other: other.content[0][0])
        chain: list[Span] = []
        for other in holders:
            if other.source is not None:
                chain += relayed.get(other.cue.at, ())
                chain.append(doc.span(other.source.start, other.source.end))
        out[item.cue.at] = (*chain, *relayed.get(item.cue.at, ()))
    return out


def _holds(outer: Found, inner: Found) -> bool:
    if inner is outer:
        return False
    at, source = inner.cue.at, inner.source
    return any(
        start <= at < end and (source is None or start <= source.start < end)
        for start, end in outer.content
    )


_FILLED = 0.6
"""Share of what a relay passes on that somebody else's statement fills; not tuned."""


def without_relays(found: Sequence[Attribution]) -> list[Attribution]:
    """Return ``found`` with relays that only pass on another's statement as no statements.

    "X says Y, the agency reported" is X's; the agency's passage stays as told, not as said.
    """
    ordered = sorted(found, key=lambda each: each.content[0].start)
    out = []
    for index, each in enumerate(ordered):
        near = ordered[max(0, index - NEIGHBOURS) : index + NEIGHBOURS]
        passes = any(_passes_on(each, other) for other in near if other is not each)
        out.append(replace(each, attitude=True) if passes else each)
    return out


def _passes_on(relay: Attribution, other: Attribution) -> bool:
    known = other.source is not None and other.basis is not Basis.PRONOUN
    if not known or other.attitude or len(relay.content) > 1:
        return False
    whole = relay.content[0]
    parts = [*other.content, *(part for part in (other.source, other.cue) if part)]
    if not all(whole.covers(part) for part in parts):
        return False
    length = max(part.end for part in parts) - min(part.start for part in parts)
    return length > _FILLED * (whole.end - whole.start)
