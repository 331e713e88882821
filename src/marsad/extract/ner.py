"""Names of persons, places and organisations in any text: gazetteer, learnt names, then rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from ..encoder.heads import Marked
from ..model import Entity, EntityKind, Name, Span
from ..text import Normalised, normalise
from ._lexicon import rules_language
from ._ner_arabic import arabic_script_names
from ._ner_english import english_names
from ._ner_lists import known_names
from .mentions import Gazetteer

__all__ = ["SURE", "entities_for_ner", "unlisted_names", "word_start"]

_KINDS = {EntityKind.PERSON: "PER", EntityKind.PLACE: "LOC"}
_BY_KIND = {"PER": EntityKind.PERSON, "LOC": EntityKind.PLACE, "ORG": EntityKind.ORGANIZATION}
_HASHTAG = re.compile(r"#\w+")
SURE = 0.45
"""Score from which the model's names count; chosen among 0, .18, .28, .36 and .45 by
``python -m evaluation.run --data DATA --only ner``."""

_GLUED = frozenset(("ar", "he"))
"""Languages whose particles are written together with the word; benchmarks count whole words."""

Scored = tuple[Span, str, float]


def unlisted_names(folded: Normalised, language: str | None) -> tuple[Scored, ...]:
    """Return (span of the original, PER | LOC | ORG, score) of names that cues give away."""
    code = rules_language(language)
    if code == "en":
        return english_names(folded.source) if language in (None, "en") else ()
    return tuple(
        (folded.original(span), kind, score)
        for span, kind, score in arabic_script_names(folded.text, code)
    )


def entities_for_ner(
    text: str,
    language: str,
    gazetteer: Gazetteer | None = None,
    seen: Sequence[Marked] | None = None,
) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of every name in ``text``: kinds PER, LOC and ORG.

    Offsets are code points of ``text``. In Arabic and Hebrew the span begins at the beginning of
    the word, particles included, as annotated corpora have it.

    :param gazetteer: known entities; None uses only names learnt and rules.
    :param seen: what the language model marks; lists then add places alone, where it sees nothing;
        None leaves it to lists and rules.
    """
    marked = [
        (m.span, m.kind, m.score) for m in seen or () if m.kind in _BY_KIND and m.score >= SURE
    ]
    listed = _without_overlaps(_listed(text, language, gazetteer))
    if seen is not None:
        # Chosen in the same way: in Hebrew only places gain, in Arabic the other kinds lose.
        listed = [each for each in listed if each[1] == "LOC"]
    found = [*marked, *(each for each in listed if _free(each[0], marked))]
    ordered = sorted(found, key=lambda each: each[0])
    return [(word_start(text, s.start, language), s.end, kind) for s, kind, _ in ordered]


def _free(span: Span, taken: Iterable[Scored]) -> bool:
    return not any(span.overlap(each) for each, _, _ in taken)


def _listed(text: str, language: str, gazetteer: Gazetteer | None) -> Iterator[Scored]:
    """Yield what lists and rules find; runs may overlap."""
    folded = normalise(text)
    for known in (gazetteer, _learnt()):
        for found in known.find(folded) if known is not None else ():
            if _whole_hashtag(text, found.span):
                yield found.span, _KINDS.get(found.entity.kind, "ORG"), 0.9
    yield from unlisted_names(folded, language)


@cache
def _learnt() -> Gazetteer:
    return Gazetteer(
        [Entity(name, _BY_KIND[kind], (Name(name, "und"),)) for kind, name in known_names()]
    )


def _whole_hashtag(text: str, span: Span) -> bool:
    """Tell whether ``span`` is outside hashtags or the whole of one.

    «#أمطار_الكويت» is about rain; no annotator marks the country in it.
    """
    start = span.start
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    tag = _HASHTAG.match(text, start - 1) if start else None
    return tag is None or (span.start == start and span.end >= tag.end())


def _without_overlaps(scored: Iterable[Scored]) -> list[Scored]:
    """Keep the longest of overlapping names, the surer of equally long ones."""
    chosen: list[Scored] = []
    for item in sorted(scored, key=lambda x: (x[0].start, -x[0].end, -x[2])):
        if not chosen or item[0].start >= chosen[-1][0].end:
            chosen.append(item)
        elif item[0].end - item[0].start > chosen[-1][0].end - chosen[-1][0].start:
            chosen[-1] = item
    return chosen


def word_start(text: str, start: int, language: str) -> int:
    """Return where the word begins: annotated corpora count particles written onto a name."""
    if language in _GLUED:
        while start and text[start - 1].isalpha():
            start -= 1
    return start
