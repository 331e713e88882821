"""DOCX: a Word document with real footnotes, for editors who go on writing in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...ports import ReportContext
from .page import Note, Page, Paragraph, Run, Told, page, runs

if TYPE_CHECKING:
    from ._word import Draft
    from ._word_lines import Line

__all__ = ["WordRenderer"]

_STYLES = {"heading": "Heading 1", "lede": "Lede"}
"""Styles by kind of paragraph; others are body text."""


class WordRenderer:
    """Writes one footnote for one cited passage; the same report always gives the same bytes."""

    name = "docx"
    suffix = "docx"

    def render(self, context: ReportContext) -> bytes:
        """Return the document."""
        from ._word import Draft

        shown = page(context)
        draft = Draft(shown.title, shown.kind, context.report.created, shown.label)
        _opening(draft, shown)
        notes = {note.number: note for note in shown.notes}
        cited: set[int] = set()
        for paragraph in shown.paragraphs:
            _paragraph(draft, paragraph, notes, cited)
        for note in shown.notes:
            draft.footnote(note.number, _footnote(note))
        for credit in shown.credits:
            draft.paragraph("Credit").text(runs(f"{credit}."))
        return draft.packed()


def _opening(draft: Draft, shown: Page) -> None:
    audience = "all readers" if shown.audience == "complimentary" else shown.audience
    published = f" Published {shown.published}." if shown.published else ""
    drafted = f"Period covered: {shown.period}. Drafted {shown.created}."
    draft.paragraph("Title").text(runs(shown.title))
    draft.paragraph("Facts").text(runs(f"{shown.kind.capitalize()} for {audience}."))
    draft.paragraph("Facts").text(runs(drafted + published))


def _paragraph(
    draft: Draft, paragraph: Paragraph, notes: Mapping[int, Note], cited: set[int]
) -> None:
    """Add a paragraph; a footnote stands where it is first cited, later ones refer to it."""
    line = draft.paragraph(_STYLES.get(paragraph.kind, "Body Text"))
    for place, told in enumerate(paragraph.sentences):
        line.text((Run(" "),) if place else ())
        line.text((Run("Assessment: "),) if told.kind == "assessment" else (), italic=True)
        line.text(told.runs, right=_tongue(told, notes))
        _cite(line, told, cited)


def _cite(line: Line, told: Told, cited: set[int]) -> None:
    for place, number in enumerate(told.notes):
        if place:
            line.comma()
        line.cite(number, again=number in cited)
        cited.add(number)


def _tongue(told: Told, notes: Mapping[int, Note]) -> str:
    """Return the language of words that are read from the right: that of what is cited."""
    cited = (notes[number] for number in told.notes)
    return next((note.language for note in cited if note.rtl), "")


def _footnote(note: Note) -> Iterator[Line]:
    """Yield the lines of a footnote: source and day, the original, remarks, address, seal."""
    from ._word_lines import Line

    yield Line("Footnote Text").number().text((*runs(note.source), Run(f", {note.published}.")))
    for words in note.original:
        left, right = ("", note.language) if note.rtl else (note.language, "")
        yield Line("Original", rtl=note.rtl).text(_sided(words, note), left=left, right=right)
    for remark in note.remarks:
        yield Line("Footnote Text").text(runs(remark))
    reliability = f" Source reliability {note.reliability}." if note.reliability else ""
    sealed = f" Sealed {note.captured}, SHA-256 {note.sha256}" if note.sha256 else ""
    last = Line("Seal").text(runs(f"Original in {note.language_name}.{reliability}"))
    if note.url:
        last.text((Run(" "),)).link(note.url, note.link)
    yield last.text((Run(sealed),) if sealed else ())


def _sided(words: str, note: Note) -> tuple[Run, ...]:
    """Split an original at its turns; signs between words go the way of the whole."""
    if not note.rtl:
        return runs(words)
    return tuple(Run(r.text, r.rtl or not any(map(str.isalpha, r.text))) for r in runs(words))
