"""A report's endnotes, numbered as its products number them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..model import Capture, Citation, Post, Source, Span
from ..ports import ReportContext
from ..text import direction

__all__ = ["WITHHELD", "Note", "notes"]

WITHHELD = "[withheld]"

Numbers = tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """An endnote: the cited run of an original and where it was found.

    :ivar number: from 1, in the order of first citation.
    :ivar quote: the cited words, without what products do not print.
    :ivar remarks: explanatory words.
    """

    number: int
    quote: str
    language: str
    post: Post | None
    source: Source | None
    capture: Capture | None
    remarks: tuple[str, ...] = ()

    @property
    def direction(self) -> str:
        """Side from which the original is read."""
        return direction(self.quote)


def notes(context: ReportContext) -> tuple[tuple[Note, ...], Numbers]:
    """Return the endnotes, and the numbers that each sentence of each block carries.

    One run of one version has one number, however often it is cited.
    """
    found: dict[tuple[str, Span], Note] = {}
    told = tuple(
        tuple(_numbers(context, s.citations, found) for s in block.sentences)
        for block in context.report.blocks
    )
    return tuple(found.values()), told


def _numbers(
    context: ReportContext, citations: Iterable[Citation], found: dict[tuple[str, Span], Note]
) -> tuple[int, ...]:
    numbers = set()
    for citation in citations:
        key = (citation.version_id, citation.span)
        note = found.get(key) or _note(context, citation, len(found) + 1)
        if citation.note and citation.note not in note.remarks:
            note = replace(note, remarks=(*note.remarks, citation.note))
        found[key] = note
        numbers.add(note.number)
    return tuple(sorted(numbers))


def _note(context: ReportContext, citation: Citation, number: int) -> Note:
    version = context.versions.get(citation.version_id)
    post = context.posts.get(version.post_id) if version else None
    return Note(
        number=number,
        quote=_printed(citation),
        language=(version.language if version else None) or "und",
        post=post,
        source=context.sources.get(post.source_id) if post else None,
        capture=context.captures.get(version.capture_id) if version else None,
    )


def _printed(citation: Citation) -> str:
    """Return the quote with each masked run replaced."""
    text, base = citation.quote, citation.span.start
    for span in sorted(citation.masked, reverse=True):
        start, end = max(0, span.start - base), max(0, span.end - base)
        text = text[:start] + WITHHELD + text[end:]
    return text
