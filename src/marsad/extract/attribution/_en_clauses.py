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
        kept = _judged(doc, _cut(doc, _voiced(doc, _announced(doc, item))))
        out.append(_shared_subject(doc, out[-1] if out else None, kept))
    return out


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
    if not (participle or linked) or not _misled(before, item):
        return item
    return replace(item, source=subject)


def _misled(before: Found, item: Found) -> bool:
    """Tell whether the source stands behind the verb before: whom it addresses or is about."""
    source: Chunk | None = item.source
    return source is None or before.cue.at < source.start < item.cue.at
