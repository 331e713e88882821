"""Read a post in English: what a span of the original says, and how to cite it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ..model import GAP, Citation, Passage, Span
from ..ports import PostView
from ..text import paragraphs, project, sentences
from ._masking import mask_spans, private_in_english, private_spans

__all__ = ["English", "Reading"]

_LONGEST_CITED = 1500
"""Code points from which a citation is narrowed from whole passages to their sentences."""


def _hull(spans: Iterable[Span]) -> Span:
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found))


@dataclass(frozen=True, slots=True)
class English:
    """What some spans of a post say in English, private persons withheld.

    :ivar text: the words themselves; of the whole passages where ``exact`` is False; in the
        original language where ``translated`` is False.
    :ivar before: the English of the same passage before ``text``.
    :ivar after: the English of the same passage after ``text``.
    :ivar around: the English sentences that hold ``text``.
    """

    text: str
    before: str
    after: str
    around: str
    exact: bool
    machine: bool
    translated: bool
    language: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """Of a passage's English, the runs that are not printed, and the sentences."""

    hidden: tuple[Span, ...]
    sentences: tuple[Span, ...]


class Reading:
    """A post and its translations, read for quotation.

    :param known: normalised names of all entities, which are never withheld.
    """

    def __init__(self, view: PostView, known: Collection[str]) -> None:
        self.view = view
        self._known = known
        self._shown: dict[str, _Shown] = {}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The version's passages; its paragraphs where none were stored."""
        version = self.view.version
        if self.view.passages:
            return tuple(sorted(self.view.passages, key=lambda p: p.span))
        language = version.language or "und"
        return tuple(
            Passage(Passage.make_id(version.id, span), version.id, i, span, language)
            for i, span in enumerate(paragraphs(version.text))
        )

    @cached_property
    def withheld(self) -> tuple[Span, ...]:
        """Runs of the version's text that products do not print."""
        return private_spans(self.view.version.text, self.view.mentions, self._known)

    def english(self, spans: Sequence[Span]) -> English:
        """Return what ``spans`` of the version's text say; words that they cut count whole."""
        spans = _whole_words(self.view.version.text, spans)
        clips = [(p, c) for s in spans for p in self._touched([s]) for c in _clips(p, [s])]
        parts = [self._part(passage, clip) for passage, clip in clips]
        if not parts:
            return English("", "", "", "", False, False, False, "und")
        if not all(p.translated for p in parts):
            return self._untranslated(spans, parts[0].language)
        if not all(p.exact for p in parts):
            parts = self._whole(spans)
        join = GAP if any(a.end < s.start for a, s in pairwise(spans)) else "\n"
        around = [self._part(p, _hull(_clips(p, spans))).around for p in self._touched(spans)]
        return replace(
            parts[0],
            text=join.join(p.text for p in parts),
            around=join.join(around),
            after=parts[-1].after,
            exact=all(p.exact for p in parts),
            machine=any(p.machine for p in parts),
        )

    def _whole(self, spans: Sequence[Span]) -> list[English]:
        return [replace(self._part(p, p.span), exact=False) for p in self._touched(spans)]

    def _untranslated(self, spans: Sequence[Span], language: str) -> English:
        text = self.view.version.text
        words = GAP.join(mask_spans(s.of(text), self.withheld, s.start) for s in spans)
        return English(words, "", "", words, True, False, False, language)

    def _touched(self, spans: Sequence[Span]) -> list[Passage]:
        return [p for p in self.passages if any(p.span.overlap(s) for s in spans)]

    def _part(self, passage: Passage, span: Span) -> English:
        translation = self.view.translations.get(passage.id)
        original = passage.span.of(self.view.version.text)
        inside = Span(span.start - passage.span.start, span.end - passage.span.start)
        if passage.language.startswith("en"):
            text, found, exact, machine = original, inside, True, False
        elif translation is None or not translation.translated:
            return English(original, "", "", original, False, False, False, passage.language)
        else:
            text, machine = translation.text, translation.machine
            found, exact = project(translation, original, inside)
        shown = self._show(text, passage)
        hidden = shown.hidden
        wider = _hull([found, *(s for s in shown.sentences if s.overlap(found))])
        return English(
            text=mask_spans(found.of(text), hidden, found.start),
            before=mask_spans(text[: found.start], hidden),
            after=mask_spans(text[found.end :], hidden, found.end),
            around=mask_spans(wider.of(text), hidden, wider.start),
            exact=exact,
            machine=machine,
            translated=True,
            language=passage.language,
        )

    def _translated(self, passage: Passage) -> str:
        """The whole passage in English; its original where there is no translation."""
        original = passage.span.of(self.view.version.text)
        translation = self.view.translations.get(passage.id)
        english = passage.language.startswith("en")
        text = original if english or translation is None else translation.text
        return mask_spans(text, self._show(text, passage).hidden)

    def _show(self, english: str, passage: Passage) -> _Shown:
        """Return what a passage's English hides and how it is cut; found once a passage."""
        if passage.id not in self._shown:
            text = self.view.version.text
            names = [s.of(text) for s in self.withheld if passage.span.overlap(s)]
            hidden = private_in_english(english, names, self._known)
            self._shown[passage.id] = _Shown(hidden, sentences(english))
        return self._shown[passage.id]

    # ------------------------------------------------------------ citing

    def cite(self, spans: Sequence[Span], note: str = "") -> tuple[Citation, ...]:
        """Cite the passages in which ``spans`` stand; neighbouring ones as one run."""
        found = [self._citation(run, note) for run in self._runs(spans)]
        return tuple(found)

    def translation(self, spans: Sequence[Span]) -> str:
        """Return the English of all that ``cite(spans)`` cites; empty for English originals."""
        touched = self._touched(spans)
        if all(p.language.startswith("en") for p in touched):
            return ""
        return "\n".join(self._translated(p) for p in touched)

    def _citation(self, span: Span, note: str) -> Citation:
        text = self.view.version.text
        masked = tuple(s for s in self.withheld if s.overlap(span))
        return Citation(self.view.version.id, span, span.of(text), note, masked)

    def _runs(self, spans: Sequence[Span]) -> list[Span]:
        runs: list[tuple[int, Span]] = []
        order = {p.id: i for i, p in enumerate(self.passages)}
        for passage in self._touched(spans):
            place = order[passage.id]
            span = self._narrowed(passage, spans)
            if runs and runs[-1][0] == place - 1:
                runs[-1] = (place, Span(runs[-1][1].start, span.end))
            else:
                runs.append((place, span))
        return [span for _, span in runs]

    def _narrowed(self, passage: Passage, spans: Sequence[Span]) -> Span:
        if passage.span.end - passage.span.start <= _LONGEST_CITED:
            return passage.span
        base = passage.span.start
        wanted = _clips(passage, spans)
        near = [
            Span(s.start + base, s.end + base)
            for s in sentences(passage.span.of(self.view.version.text))
        ]
        return _hull([*wanted, *(s for s in near if any(s.overlap(w) for w in wanted))])


def _whole_words(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return ``spans`` in order, widened to the words that they cut, those that meet as one."""
    found: list[Span] = []
    for span in sorted(s for s in spans if s.end > s.start):
        start, end = span.start, span.end
        while 0 < start < len(text) and _in_word(text[start]) and _in_word(text[start - 1]):
            start -= 1
        while 0 < end < len(text) and _in_word(text[end - 1]) and _in_word(text[end]):
            end += 1
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Span(start, end))
    return found


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _clips(passage: Passage, spans: Sequence[Span]) -> list[Span]:
    """Return the parts of ``spans`` inside ``passage``."""
    return [
        Span(max(s.start, passage.span.start), min(s.end, passage.span.end))
        for s in spans
        if s.overlap(passage.span)
    ]
