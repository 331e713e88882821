"""An answer in sentences, written by a model server; none is kept that the citation gate flags.

The gate is that of reports: quotations, names, numbers and dates of a sentence must stand in what
it cites. It is stricter here, as no editor looks at the sentences: a flag drops them, too, the
analyst's brackets are not allowed, and nothing counts as known but who publishes and who speaks.
Runs of a quotation that speak to a machine are neither shown to the model nor cited; private
persons are withheld from it, and no sentence may name one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..errors import ConfigError, ExtractionError, MissingToolError
from ..extract.endpoint.addressed import addressed
from ..extract.endpoint.answering import (
    ANSWER_SCHEMA,
    ToldSentence,
    answer_messages,
    read_sentences,
)
from ..extract.endpoint.prompt import new_fence
from ..model import (
    GAP,
    Block,
    BlockKind,
    Citation,
    Report,
    ReportKind,
    Sentence,
    Span,
    Version,
)
from ..model.answer import Answer, Quoted, Written
from ..ports import Reader
from ..report import check
from ..text import script, sentences
from .english import part_in_english
from .known import Known
from .withholding import Told

if TYPE_CHECKING:
    from ..extract.endpoint import Endpoint

__all__ = ["written"]

_EPOCH = datetime.fromtimestamp(0, UTC)
_NOTHING_SHOWN = "No answer was written: all that was found speaks to a machine."
_NOTHING_KEPT = "The model wrote nothing that its citations bear out."
_LONGEST = 600
"""Code points of a sentence, and no reader wants longer ones; a choice, not tuned."""

_UNWANTED = re.compile(r"[\[\]<>{}`|\\]|://|[^\S ]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Brackets, in which the gate lets an analyst add words; markup, addresses, marks of direction."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A quotation as the model sees it.

    :ivar told: its post, of which private persons are withheld.
    :ivar citations: the runs of the paragraph around it that do not speak to a machine.
    :ivar english: of that paragraph; empty where there is none, or part of it is not shown.
    """

    item: Quoted
    told: Told
    citations: tuple[Citation, ...]
    english: str

    @property
    def text(self) -> str:
        """What is shown of the original."""
        return GAP.join(self.told.run(citation.span) for citation in self.citations)

    @property
    def known(self) -> Iterator[str]:
        """Names that a sentence about it may hold besides those in its text."""
        yield self.item.source_name
        if self.item.speaker is not None:
            yield from (self.item.speaker.name, self.item.speaker.role)
            yield self.item.speaker.affiliation


def written(reader: Reader, known: Known, endpoint: Endpoint, answer: Answer) -> Answer:
    """Return ``answer`` with what a model makes of its quotations, or with a note why not."""
    views = reader.posts_by_id([item.post_id for item in answer.items])
    told = {key: Told(view, known, view.version) for key, view in views.items()}
    each = (_shown(item, told[item.post_id]) for item in answer.items)
    shown = {s.item.number: s for s in each if s.citations}
    if not shown:
        return answer if not answer.items else replace(answer, note=_NOTHING_SHOWN)
    try:
        said = _asked(endpoint, answer.question.text, shown)
    except (ExtractionError, ConfigError, MissingToolError) as error:
        return replace(answer, note=f"No answer was written: {error.message} {error.hint}".strip())
    versions = {view.version.id: view.version for view in views.values()}
    return _passed(answer, said, shown, versions)


def _shown(item: Quoted, told: Told) -> _Shown:
    view, text = told.view, told.version.text
    runs, start = [], item.passage.start
    for bad in (*item.addressed, Span(item.passage.end, item.passage.end)):
        if text[start : bad.start].strip():
            runs.append(Span(start, bad.start))
        start = max(start, bad.end)
    english = "" if item.language.startswith("en") else part_in_english(view, item.passage)
    hidden = item.addressed or addressed(english, "en")
    citations = tuple(Citation(item.version_id, run, run.of(text)) for run in runs)
    return _Shown(item, told, citations, "" if hidden else told.english(english, [item.passage]))


def _asked(endpoint: Endpoint, question: str, shown: Mapping[int, _Shown]) -> list[ToldSentence]:
    """Return the sentences that the model writes, each alone."""
    quotations = {number: _told(each) for number, each in shown.items()}
    fence = new_fence(question + repr(quotations))
    said = endpoint.ask(answer_messages(question, quotations, fence), ANSWER_SCHEMA)
    return [
        ToldSentence(span.of(each.text), each.cites)
        for each in read_sentences(said)
        for span in sentences(each.text, "en")
    ]


def _told(shown: _Shown) -> dict[str, str]:
    speaker = shown.item.speaker
    told = {
        "published by": shown.item.source_name,
        "date": shown.item.published.day or "unknown",
        "speaker": ", ".join(filter(None, (speaker.name, speaker.role))) if speaker else "",
        "act": shown.item.act or "",
        "text": shown.text,
        "English": shown.english,
    }
    return {key: text for key, text in told.items() if text}


def _passed(
    answer: Answer,
    told: Sequence[ToldSentence],
    shown: Mapping[int, _Shown],
    versions: Mapping[str, Version],
) -> Answer:
    kept: list[Written] = []
    dropped: list[str] = []
    for each in told:
        wrong = next(_wrong(each, shown, versions), None)
        if wrong is None:
            kept.append(Written(each.text, each.cites))
        else:
            dropped.append(wrong)
    note = "" if kept else _NOTHING_KEPT
    return replace(answer, written=tuple(kept), dropped=tuple(dropped), note=note)


def _wrong(
    told: ToldSentence, shown: Mapping[int, _Shown], versions: Mapping[str, Version]
) -> Iterator[str]:
    """Yield why a sentence is not kept."""
    if not told.cites or not set(told.cites) <= shown.keys():
        yield "it cites nothing that was shown"
        return
    if len(told.text) > _LONGEST or _UNWANTED.search(told.text):
        yield "it holds brackets, markup or an address, or is too long"
    if script(told.text) != "Latin":
        yield "it is not in English"
    cited = [shown[number] for number in told.cites]
    if _names_somebody_private(told.text, cited):
        yield "it names a private person"
    known = {name for each in cited for name in each.known}
    for finding in check(_report(told.text, cited), versions, known=known):
        yield finding.message.partition(": ")[2]


def _names_somebody_private(text: str, cited: Sequence[_Shown]) -> bool:
    """Tell whether a sentence has what may be a withheld name, and was not shown to the model."""
    seen = "\n".join(part for each in cited for part in (each.text, each.english, *each.known))
    runs = (run for each in cited for run in each.told.private(text, each.told.withheld))
    return any(run.of(text) not in seen for run in runs)


def _report(text: str, cited: Sequence[_Shown]) -> Report:
    """Return a report of one sentence, as the gate checks reports; one block for each day."""
    citations = tuple(citation for each in cited for citation in each.citations)
    english = "\n".join(each.english for each in cited if each.english)
    dates = (date for each in cited for date in (each.item.published, each.item.said))
    days: list[str | None] = [*sorted({date.day for date in dates if date.day})] or [None]
    sentence = Sentence(text, citations=citations, translation=english)
    blocks = tuple(Block(BlockKind.ITEM, (sentence,), day=day) for day in days)
    return Report("answer", ReportKind.BRIEF, "", _EPOCH, (None, None), blocks)
