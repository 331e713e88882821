"""A Word document with footnotes, made from python-docx's template."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from docx.shared import Cm, Pt, RGBColor

from ...text.xml import in_xml
from ._word_lines import Line, made, run_of, words

__all__ = ["Draft"]

_LONGEST_TITLE = 255
"""Characters of a property of the file that are kept (ECMA-376, part 2)."""

_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))
"""The lines above footnotes, which Word wants among them."""

_WORDS_OWN = ("Footnote Text", "Footnote Reference", "Hyperlink")
"""Styles that Word knows by name."""

_MODE, _WORD_TODAY = "compatibilityMode", "15"
"""Below 15, which is Word 2013 and all since, Word opens a document as one of an older Word."""

_OF_THE_TEMPLATE = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.CUSTOM_XML,
)

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP archive can tell: equal reports give equal bytes."""


class Draft:
    """A document in the making.

    :param subject: what kind of report it is.
    :param label: printed on top of each page; may be empty.
    """

    def __init__(self, title: str, subject: str, created: datetime, label: str) -> None:
        self._document = docx.Document()
        self._notes = OxmlElement("w:footnotes", nsdecls={key: nsmap[key] for key in "wr"})
        self._links: list[tuple[Any, str]] = []
        self._describe(title, subject, created, label)
        _add_styles(self._document)
        _settle(self._document)
        _margins(self._document, label)
        for key, kind in _SEPARATORS:
            self._notes.append(_separator(key, kind))

    def _describe(self, title: str, subject: str, created: datetime, label: str) -> None:
        told = self._document.core_properties
        told.title, told.subject = (in_xml(text)[:_LONGEST_TITLE] for text in (title, subject))
        told.comments, told.keywords = in_xml(label)[:_LONGEST_TITLE], ""
        told.author = told.last_modified_by = "Marsad"
        told.language = "en-GB"
        moment = created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        told.created = told.modified = moment
        told.revision = 1

    def paragraph(self, style: str) -> Line:
        """Add an empty paragraph to the body."""
        line = Line(style)
        self._document.element.body.insert_element_before(line.element, "w:sectPr")
        return line

    def footnote(self, number: int, lines: Iterable[Line]) -> None:
        """Add a footnote, to which :meth:`Line.cite` refers."""
        note = made("w:footnote", w_id=str(number))
        for line in lines:
            note.append(line.element)
            self._links += line.links
        self._notes.append(note)

    def packed(self) -> bytes:
        """Return the file."""
        package = self._document.part.package
        part = XmlPart(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, self._notes, package
        )
        for element, address in self._links:
            key = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            element.set(qn("r:id"), key)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        written = io.BytesIO()
        self._document.save(written)
        return _timeless(written)


def _separator(key: str, kind: str) -> Any:
    note = made("w:footnote", w_type=kind, w_id=key)
    paragraph, run = made("w:p"), made("w:r")
    run.append(made(f"w:{kind}"))
    paragraph.append(run)
    note.append(paragraph)
    return note


def _timeless(written: io.BytesIO) -> bytes:
    """Return an archive with its files in the same order, without the moment of writing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(packed, "w") as made:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            made.writestr(entry, given.read(name), zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()


# ---------------------------------------------------------------- the template, made our own


def _add_styles(document: Any) -> None:
    styles = document.styles
    styles["Title"].font.size = Pt(22)
    for name, base, size in (
        ("Lede", "Body Text", 12),
        ("Facts", "Normal", 9),
        ("Credit", "Normal", 9),
        ("Footnote Text", "Normal", 9),
        ("Original", "Footnote Text", 10),
        ("Seal", "Footnote Text", 8),
    ):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles[base]
        made.font.size = Pt(size)
        made.paragraph_format.space_after = Pt(3)
        made.paragraph_format.line_spacing = 1.0
        _complex_size(made, size)
    styles["Original"].paragraph_format.left_indent = Cm(0.5)
    mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    link.font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)
    for name in _WORDS_OWN:
        style = styles[name].element
        style.customStyle = None
        style.name_val = name if name == "Hyperlink" else name.lower()


def _complex_size(style: Any, points: int) -> None:
    """Set the size of letters that are read from the right, which has a property of its own."""
    style.element.get_or_add_rPr().append(made("w:szCs", w_val=str(2 * points)))


def _settle(document: Any) -> None:
    """Tell of the footnotes, ask for the Word of today, and drop what the template tells of itself.

    Its properties say that Word for Mac wrote an empty page.
    """
    settings = document.settings.element
    notes = made("w:footnotePr")
    for key, _ in _SEPARATORS:
        notes.append(made("w:footnote", w_id=key))
    settings.find(qn("w:compat")).addprevious(notes)
    mode = next(e for e in settings.iter(qn("w:compatSetting")) if e.get(qn("w:name")) == _MODE)
    mode.set(qn("w:val"), _WORD_TODAY)
    for relations in (document.part.package.rels, document.part.rels):
        for key in [k for k, r in relations.items() if r.reltype in _OF_THE_TEMPLATE]:
            del relations[key]


def _margins(document: Any, label: str) -> None:
    """Set A4, with the label on top of each page and its number below."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    if label:
        section.header.paragraphs[0].add_run(in_xml(label)).bold = True
    number = made("w:fldSimple", w_instr=" PAGE ")
    number.append(run_of(words("1")))
    section.footer.paragraphs[0]._p.append(number)  # noqa: SLF001 - the library adds no fields
