"""Names of persons, places and organisations in any text: gazetteer, learnt names, then rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ..encoder.heads import Marked, marked
from ..encoder.labels import tags
from ..encoder.understanding import Understood
from ..model import Entity, EntityKind, Name, Span
from ..text import Normalised, normalise
from ._lexicon import rules_language
from ._ner_arabic import arabic_script_names
from ._ner_english import english_names
from ._ner_lists import known_names
from .mentions import Gazetteer

__all__ = ["entities_for_ner", "is_sure", "unlisted_names", "word_start"]

_KINDS = {EntityKind.PERSON: "PER", EntityKind.PLACE: "LOC"}
_BY_KIND = {"PER": EntityKind.PERSON, "LOC": EntityKind.PLACE, "ORG": EntityKind.ORGANIZATION}
_HASHTAG = re.compile(r"#\w+")
_SURE = 0.4
"""Score from which the model's names count as mentions: where their words are sure with .6, as was
chosen for the head alone by ``python -m evaluation.run --data DATA --only ner``."""

_SURE_PERSON = 0.3
"""The same of persons, who are withheld where they are private: with .4 one was named
(``tests/pipeline/test_withholding.py``)."""

_LEARNT = {"PER": 3.0, "ORG": 3.0, "LOC": 1.0}
_KNOWN = {"PER": 1.0, "ORG": 2.0, "LOC": 1.0}
"""How much names learnt from texts and known entities speak for a name, as log-odds beside the
model's; chosen among 0, 1, 2, 3 and 5 in the same way. Rules gain nothing in any language."""

_PLACE_HE = 3.0
"""The same of a known place in Hebrew, of which the model has seen few annotated texts."""

_GLUED = frozenset(("ar", "he"))
"""Languages whose particles are written together with the word; benchmarks count whole words."""

Scored = tuple[Span, str, float]


def is_sure(run: Marked) -> bool:
    """Tell whether what the model marks counts as a mention."""
    return run.score >= (_SURE_PERSON if run.kind == "PER" else _SURE)


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
    seen: Understood | None = None,
) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of every name in ``text``: kinds PER, LOC and ORG.

    Offsets are code points of ``text``. In Arabic and Hebrew the span begins at the beginning of
    the word, particles included, as annotated corpora have it.

    :param gazetteer: known entities; None uses only names learnt and rules.
    :param seen: what the language model says of ``text``; lists then sway it where it is in doubt,
        and add places alone where it did not read. None leaves it to lists and rules.
    """
    folded = normalise(text)
    if seen is None:
        rules = unlisted_names(folded, language)
        found = _without_overlaps([*_listed(folded, gazetteer, language), *rules])
    else:
        listed = list(_listed(folded, gazetteer, language))
        found = [(m.span, m.kind, m.score) for m in _swayed(seen, listed) if m.kind in _BY_KIND]
        read = seen.read[-1][0].words[-1].end if seen.read else 0
        found += _without_overlaps(x for x in listed if x[0].start >= read and x[1] == "LOC")
    return [(word_start(text, s.start, language), s.end, kind) for s, kind, _ in found]


def _swayed(seen: Understood, listed: Iterable[Scored]) -> Iterator[Marked]:
    """Yield what the model marks, what lists say of its words being added."""
    known, told = tags("mentions"), list(listed)
    for (window, _), logits in zip(seen.read, seen.tagged, strict=True):
        raised = logits.copy()
        for span, kind, weight in told:
            for place, word in enumerate(window.overlapping(span.start, span.end)):
                raised[word, known.index(f"{'I' if place else 'B'}-{kind}")] += weight
        yield from marked("mentions", window, raised)


def _listed(folded: Normalised, gazetteer: Gazetteer | None, language: str) -> Iterator[Scored]:
    """Yield what lists find, with how much it speaks for a name; runs may overlap.

    Not in a word that goes on: «قمی» is someone of Qom, «بنهاية» has nothing to do with Banha.
    """
    text = folded.source
    entities = {**_KNOWN, "LOC": _PLACE_HE} if language == "he" else _KNOWN
    for known, weights in ((gazetteer, entities), (_learnt(), _LEARNT)):
        for found in known.find(folded) if known is not None else ():
            inside = text[found.span.end : found.span.end + 1].isalpha()
            if not inside and _whole_hashtag(text, found.span):
                kind = _KINDS.get(found.entity.kind, "ORG")
                yield found.span, kind, weights.get(kind, 0.0)


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
