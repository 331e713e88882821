"""The page behind every format: what is printed, in plain strings, before any markup.

Text is shown without bidi controls of its own; runs that are read from the other side are set
apart instead, so that no collected text can reorder what stands around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC

from ...model import ObservationKind, Sentence, Version
from ...ports import ReportContext
from ...text.scripts import direction
from .._english import cut, date_phrase, day_phrase, moment_phrase, period_phrase, squeeze
from .._words import LANGUAGES
from ..endnotes import Endnote, endnotes

__all__ = ["Note", "Page", "Paragraph", "Run", "Told", "clean", "page", "runs"]

_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_RUN = re.compile(f"[{_RIGHT}](?:[^A-Za-z“”\\[\\]]*[{_RIGHT}0-9۰-۹٠-٩])*")
_LONGEST_ORIGINAL = 120
"""Words of an original that an endnote prints; the sealed text holds the rest."""

_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Run:
    """Text that is read from one side."""

    text: str
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence: its kind, its runs, and the endnotes that it carries."""

    kind: str
    runs: tuple[Run, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block: ``lede``, ``heading``, ``item`` or ``note``."""

    kind: str
    sentences: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """An endnote as printed.

    :ivar link: the address where it may be linked (http and https only); empty otherwise.
    :ivar sha256: of the sealed capture; empty where the capture is not at hand.
    :ivar remarks: explanations, and what was observed about the post.
    """

    number: int
    source: str
    reliability: str
    published: str
    url: str
    link: str
    sha256: str
    captured: str
    original: tuple[str, ...]
    language: str
    language_name: str
    rtl: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A report ready to be set in type."""

    title: str
    kind: str
    label: str
    audience: str
    period: str
    created: str
    published: str
    credits: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...]


def page(context: ReportContext) -> Page:
    """Return the page of ``context.report``; the same report gives the same page."""
    report = context.report
    numbered = endnotes(report)
    paragraphs = tuple(
        Paragraph(
            block.kind.value,
            tuple(_told(s, n) for s, n in zip(block.sentences, numbers, strict=True)),
        )
        for block, numbers in zip(report.blocks, numbered.numbers, strict=True)
        if block.sentences
    )
    return Page(
        title=clean(report.title),
        kind=report.kind.value,
        label=clean(report.label),
        audience=clean(report.audience),
        period=period_phrase(*report.period),
        created=day_phrase(report.created.astimezone(UTC).date().isoformat()),
        published=moment_phrase(report.published) if report.published else "",
        credits=tuple(clean(c) for c in report.credits),
        paragraphs=paragraphs,
        notes=tuple(_note(context, n) for n in numbered.notes),
    )


def clean(text: str) -> str:
    """Return ``text`` on one line without bidi controls and other invisible controls."""
    return squeeze(_CONTROLS.sub("", text))


def runs(text: str) -> tuple[Run, ...]:
    """Split English text at the runs of right-to-left script in it."""
    text = clean(text)
    found, position = [], 0
    for match in _RIGHT_RUN.finditer(text):
        if match.start() > position:
            found.append(Run(text[position : match.start()]))
        found.append(Run(match[0], rtl=True))
        position = match.end()
    if position < len(text):
        found.append(Run(text[position:]))
    return tuple(found)


def _told(sentence: Sentence, numbers: tuple[int, ...]) -> Told:
    return Told(sentence.kind.value, runs(sentence.text), numbers)


# ------------------------------------------------------------ endnotes


def _note(context: ReportContext, note: Endnote) -> Note:
    version = context.versions.get(note.version_id)
    post = context.posts.get(version.post_id) if version else None
    source = context.sources.get(post.source_id) if post else None
    capture = context.captures.get(version.capture_id) if version else None
    url = clean(post.url) if post else ""
    language = (version.language if version else None) or "und"
    return Note(
        number=note.number,
        source=clean(source.name) if source else "source not in this workspace",
        reliability=f"{source.reliability.value}: {source.reliability.meaning}" if source else "",
        published=date_phrase(post.published) if post else "date unknown",
        url=url,
        link=url if url.casefold().startswith(_WEB) else "",
        sha256=capture.sha256 if capture else "",
        captured=moment_phrase(capture.fetched_at) if capture else "",
        original=_original(note),
        language=language,
        language_name=LANGUAGES.get(language, language),
        rtl=direction(note.quote) == "rtl",
        remarks=(*(clean(n) for n in note.notes), *_observed(context, version)),
    )


def _original(note: Endnote) -> tuple[str, ...]:
    """Return the cited words line by line, private persons withheld, long ones cut."""
    shown = cut(note.printed, _LONGEST_ORIGINAL)
    return tuple(line for part in shown.splitlines() if (line := clean(part)))


def _observed(context: ReportContext, version: Version | None) -> tuple[str, ...]:
    if version is None:
        return ()
    seen = [
        o
        for o in context.observations.get(version.post_id, ())
        if o.kind is not ObservationKind.EDITED
    ]
    last = max(seen, key=lambda o: o.at, default=None)
    if last is None or last.kind is not ObservationKind.DELETED:
        return ()
    return (f"Deleted by its source before {moment_phrase(last.at)}.",)
