"""Where clauses meet: "X condemned A and called for B", "…, demanding that C", "…; Y said D"."""

from __future__ import annotations

from dataclasses import replace

from ._en_lexicon import lexicon
from ._en_model import Found
from ._en_tokens import Chunk, Document

__all__ = ["with_clauses"]

_LINKS = frozenset(["and", "but", "while"])


def with_clauses(doc: Document, found: list[Found]) -> list[Found]:
    """Return ``found``, in order of cues, with each content kept to its own clause."""
    out: list[Found] = []
    for item in found:
        active = _passive(doc, _behind_colon(doc, item))
        if active is None:
            continue
        active = _heard(doc, active)
        kept = _judged(doc, _cut(doc, _voiced(doc, _announced(doc, active))))
        out.append(_shared_subject(doc, out[-1] if out else None, kept))
        out[-_JOINED:-1] = [_ended(doc, each, out[-1]) for each in out[-_JOINED:-1]]
    return out


_JOINED = 4
"""Verbs of one subject that are looked at together; a choice, not tuned."""


def _ended(doc: Document, first: Found, item: Found) -> Found:
    """End "said that A and thanked B" before the verb of ``item``, which has the same subject."""
    link, (start, end) = item.cue.at - 1, first.content[-1]
    joined = doc.low[link] == "and" and doc.quoted[link] < 0 and first.cue.at < start < link < end
    if not joined or first.source is None or first.source != item.source:
        return first
    return replace(first, content=(*first.content[:-1], (start, link)))


def _behind_colon(doc: Document, item: Found) -> Found:
    """Keep of "Quote of the day by NAME: …" what is behind the name and the colon."""
    source, (start, end) = item.source, item.content[0]
    if source is None or len(item.content) != 1 or not start <= source.start < source.end < end - 1:
        return item
    named = item.cue.at < start and doc.low[source.end] == ":"
    return replace(item, content=((source.end + 1, end),)) if named else item


_MAX_AGENT = 6
"""Tokens of who speaks behind a passive verb and "by", or behind "heard"; a choice."""

_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_MEANS = (["phone"], ["telephone"], ["email"], ["e-mail"], ["mail"], ["letter"])
_OF = frozenset(["accused", "assured", "informed", "notified", "reminded", "warned"])
"""Verbs whose "of" says of what: "accused by Y of theft"."""

_SENSING = frozenset(["hear", "see", "watch", "let", "make", "have", "help"])


def _passive(doc: Document, item: Found) -> Found | None:
    """Right "X was told that …" and "X accused by Y of …", where X is spoken to or about.

    None where nothing is said besides who does it: "X attacked by Y".
    """
    source, at = item.source, item.cue.at
    told = item.cue.lemma in lexicon().classes["spoken_to"]
    if source is None or not told or lexicon().shapes.get(doc.low[at]) != "past":
        return item
    by = _agent(doc, at, item.cue.hi)
    if by is None:
        return replace(item, source=None) if _is_told(doc, source, at) else item
    content = (_without(by, span) for span in item.content)
    kept = tuple(span for span in content if span[0] < span[1])
    return replace(item, source=by, content=kept) if kept else None


def _is_told(doc: Document, source: Chunk, at: int) -> bool:
    """Tell whether the verb at ``at`` is passive: "was told", not "asked not to be named told"."""
    for before in range(at - 1, max(source.end, at - 3) - 1, -1):
        if doc.low[before] in _BEING:
            return True
        if doc.classes[before] == "V" or doc.low[before].endswith("ed"):
            return False
    return False


def _agent(doc: Document, at: int, hi: int) -> Chunk | None:
    """Return Y of "accused by Y of …" and "asked by Y to …"."""
    if doc.low[at + 1 : at + 2] != ["by"] or doc.low[at + 2 : at + 3] in _MEANS:
        return None
    near = doc.phrases(at + 2, min(hi, at + 2 + _MAX_AGENT))
    fits = (each for each in near if each.start == at + 2 and each.kind != "possessive")
    agent = min(fits, key=lambda each: each.end, default=None)
    if agent is not None and doc.low[at] in _OF:
        return replace(agent, end=agent.head + 1)
    return agent


def _without(by: Chunk, span: tuple[int, int]) -> tuple[int, int]:
    return (by.end, span[1]) if by.start - 1 <= span[0] < by.end else span


def _heard(doc: Document, item: Found) -> Found:
    """Right "X heard Y say that …", where X was taken for who says it."""
    source, at = item.source, item.cue.at
    if source is None or lexicon().shapes.get(doc.low[at]) != "base":
        return item
    for chunk in doc.phrases(max(item.cue.lo + 1, at - _MAX_AGENT), at):
        heard = lexicon().lemmas.get(doc.low[chunk.start - 1]) in _SENSING
        if heard and chunk.end == at and chunk.start > source.start:
            return replace(item, source=chunk)
    return item


def _announced(doc: Document, item: Found) -> Found:
    """Right "CLAUSE, NAME announced.", where the name was taken for what is announced."""
    source, at = item.source, item.cue.at
    if source is None or source.end > at or len(item.content) != 1:
        return item
    start, end = item.content[0]
    if not (source.start <= start and end <= at) or source.start - 2 <= item.cue.lo:
        return item
    mark = source.start - 1
    if doc.classes[mark] == ",":
        return replace(item, content=((item.cue.lo, mark),))
    return item


def _voiced(doc: Document, item: Found) -> Found:
    """Begin content of "expressed regret over the delay" at "regret"."""
    at = item.cue.at
    if item.cue.lemma not in lexicon().classes["voicing"] or len(item.content) != 1:
        return item
    (start, end), first = item.content[0], at + 1
    if doc.low[first : first + 1] == ["to"]:
        first = next((i + 1 for i in range(first, start) if doc.classes[i] in "OS"), start)
        first = first if doc.classes[first - 1] in "OS" else start
    between = doc.classes[first:start]
    if start < at or not between or not set(between) <= set("DSnNGVPC#"):
        return item
    return replace(item, content=((first, end),))


def _cut(doc: Document, item: Found) -> Found:
    """End content at a semicolon, or where the same subject goes on with another verb."""
    last, (start, end) = len(item.content) - 1, item.content[-1]
    at = item.cue.at
    if item.followed or start < at or doc.classes[start] == "Q" or doc.low[at] == ":":
        return item
    stop = next((at for at in range(start + 1, end) if _turns(doc, item, at)), end)
    return item if stop == end else replace(item, content=(*item.content[:last], (start, stop)))


def _turns(doc: Document, item: Found, at: int) -> bool:
    if doc.quoted[at] != doc.quoted[item.cue.at]:
        return False
    if doc.low[at] == ";":
        return True
    if doc.low[at] not in _LINKS or at + 1 >= len(doc.low):
        return False
    after = at + 1
    while after + 1 < len(doc.low) and doc.classes[after] == "R":
        after += 1
    words, form = lexicon(), doc.low[after]
    shape = words.shapes.get(form)
    alike = shape in ("past", "s") and shape == words.shapes.get(doc.low[item.cue.at])
    return alike and form in words.saying and doc.classes[after] == "V" and _bare(doc, item)


def _bare(doc: Document, item: Found) -> bool:
    """Tell whether the content is a thing, not a clause with a verb of its own."""
    return doc.low[item.content[-1][0]] != "that"


def _judged(doc: Document, item: Found) -> Found:
    """Keep of "called X “Y”" and "slammed X as “Y”" what was said: Y."""
    if item.cue.lemma not in lexicon().classes["judging"] or len(item.content) != 1:
        return item
    start, end = item.content[0]
    quote = doc.quoted[end - 1]
    if start < item.cue.at or quote < 0 or quote == doc.quoted[item.cue.at]:
        return item
    lo, hi = doc.quotes[quote]
    lead = set(doc.classes[item.cue.at + 1 : start + 2])
    named = item.cue.lemma in lexicon().classes["naming"] and not lead & set("PV")
    if lo <= start or hi != end or not (named or doc.low[lo - 1] == "as"):
        return item
    return replace(item, content=((lo, hi),))


def _shared_subject(doc: Document, before: Found | None, item: Found) -> Found:
    """Give "…, demanding that Y" and "… and called for Y" the subject of the verb before."""
    if before is None or before.source is None or doc.classes[item.cue.at] != "V":
        return item
    subject, at = before.source, item.cue.at
    if before.cue.lo != item.cue.lo or doc.quoted[before.cue.at] != doc.quoted[at]:
        return item
    lead = at
    while lead - 1 > before.cue.at and doc.classes[lead - 1] == "R":
        lead -= 1
    mark = doc.low[lead - 1]
    shape = lexicon().shapes.get(doc.low[at])
    participle = shape == "ing" and mark == ","
    linked = mark in _LINKS and shape in ("past", "s", "ing")
    behind = participle and subject.start > before.cue.at  # "…, said X, adding that"
    if not (participle or linked) or not (behind or _misled(before, item)):
        return item
    return replace(item, source=subject)


def _misled(before: Found, item: Found) -> bool:
    """Tell whether the source stands behind the verb before: whom it addresses or is about."""
    source: Chunk | None = item.source
    return source is None or before.cue.at < source.start < item.cue.at
