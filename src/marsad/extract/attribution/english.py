"""Who says what in English text.

Rules propose cues ("said", "according to", a headline's colon), noun phrases that may name the
speaker, and stretches that may be the content, bounded by quotation marks, clause marks and
sentence ends. Weights choose among the proposals. The weights are either written by hand or
fitted to a corpus (``models/recipes/attribution_lexicon.py``); the proposals are the same, so
each span is one that a rule can name.
"""

from __future__ import annotations

from marsad.model import Span

from ._en_behind import with_speakers_behind
from ._en_clauses import with_clauses
from ._en_contents import told_once, with_content
from ._en_cues import cue_range, is_told, no_speech, recipe_of
from ._en_lexicon import lexicon
from ._en_lines import with_headlines
from ._en_model import Found, Weights, find
from ._en_relay import relays, without_relays
from ._en_repair import repaired
from ._en_resolve import Memory, basis_of, hedges_of
from ._en_tokens import Document, analyse
from ._en_unsaid import is_unsaid, says_nothing
from ._en_voice import voiced
from ._en_weights import load
from ._types import Attribution
from ._words import read

__all__ = ["THRESHOLD", "attributions"]

THRESHOLD = 0.3
"""Least probability of a cue. On a tenth of PolNeAR's training part that the fit had not seen,
0.25, 0.3, 0.35 and 0.4 give content token F1 82.0, 81.9, 81.6, 81.4 and full attribution F1
58.7, 59.1, 58.9, 59.3."""


def attributions(
    text: str,
    *,
    voice: bool = False,
    weights: Weights | None = None,
    threshold: float = THRESHOLD,
) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content.

    Spans are in code points of ``text``. Takes time linear in the length of the text.

    :param voice: True where the channel belongs to a group, so that "we declare" is its own
        statement; such passages have no source and no cue.
    :param weights: which weights choose; those that ship with the package by default.
    :param threshold: least probability of a cue.
    """
    if says_nothing(read(text), voice=voice):
        return ()
    doc = analyse(text)
    found = repaired(doc, with_headlines(doc, find(doc, weights or load(), threshold)))
    found = with_clauses(doc, with_speakers_behind(doc, found))
    found = told_once([with_content(doc, item) for item in found])
    found, chains = relays(doc, found)
    memory = Memory(doc)
    out = []
    for item in found:
        said = not is_unsaid(doc, item, voice=voice)
        resolved = memory.resolve(item.source, item.cue.at) if said else None
        made = _attribution(doc, item, resolved, chains[item.cue.at], said=said)
        if made is not None and not (voice and _spoken_by_channel(doc, item)):
            out.append(made)
    out = without_relays(out)
    if voice:
        out = list(voiced(doc, out))
    return tuple(sorted(out, key=lambda a: (a.content[0].start, a.content[-1].end)))


def _attribution(
    doc: Document, found: Found, resolved: Span | None, chain: tuple[Span, ...], *, said: bool
) -> Attribution | None:
    content, direct = _content(doc, found)
    if not content:
        return None
    source = found.source
    return Attribution(
        source=None if source is None else doc.span(source.start, source.end),
        cue=doc.span(*cue_range(doc, found)),
        content=content,
        direct=direct,
        basis=basis_of(doc, source),
        resolved=resolved,
        chain=chain,
        hedges=hedges_of(doc, found),
        recipe=recipe_of(doc, found, direct=direct),
        score=round(found.score, 3),
        attitude=not said or no_speech(doc, found, known=resolved is not None, nested=bool(chain)),
    )


def _spoken_by_channel(doc: Document, found: Found) -> bool:
    """Tell whether the source is the "we" of a channel, or nobody but the channel can be meant."""
    source = found.source
    if doc.quoted[found.cue.at] >= 0:
        return False
    if source is None:
        return True
    first = doc.low[source.start]
    return first in lexicon().classes["first_person"] or is_told(doc, found)


def _content(doc: Document, found: Found) -> tuple[tuple[Span, ...], bool]:
    """Return the content in code points without marks around it, and whether it is direct."""
    spans: list[Span] = []
    direct = True
    for start, end in found.content:
        quoted = _whole_quotation(doc, start, end)
        if quoted:
            spans.extend(quoted)
            continue
        direct = direct and doc.low[found.cue.at] == ":" and doc.classes[end - 1] in ".!?"
        trimmed = _trimmed(doc, start, end)
        if trimmed is not None:
            spans.append(trimmed)
    return tuple(sorted(set(spans))), direct


def _whole_quotation(doc: Document, start: int, end: int) -> tuple[Span, ...]:
    """Return the words inside the quotation that fills the range, give or take marks."""
    while end - 1 > start and doc.classes[end - 1] in ",.;:":
        end -= 1
    while start + 1 < end and (doc.classes[start] in ",:" or doc.low[start] == "that"):
        start += 1
    quote = doc.quoted[start]
    if quote < 0 or doc.classes[start] != "Q":
        return ()
    lo, hi = doc.quotes[quote]
    if lo != start or hi < end:
        return ()
    if hi == end:
        return doc.parts[quote]
    return (Span(doc.start[start + 1], doc.end[end - 1]),) if start + 1 < end else ()


def _trimmed(doc: Document, start: int, end: int) -> Span | None:
    while start < end and (doc.classes[start] in ",;:—–-." or doc.low[start] == "that"):
        start += 1
    while end > start and doc.classes[end - 1] in ",;:—–-(":
        end -= 1
    if end - 1 > start and doc.classes[end - 1] == "." and not _closes(doc, start, end):
        end -= 1
    return doc.span(start, end) if end > start else None


def _closes(doc: Document, start: int, end: int) -> bool:
    """Tell whether the full stop at the end belongs to a quotation or an abbreviation inside."""
    return doc.quoted[end - 1] >= 0 and doc.quoted[end - 1] == doc.quoted[start]
