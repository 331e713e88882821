"""Paragraphs of a Word document with footnotes, directions and links, which python-docx lacks.

Element names and their order are those of ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Self
from urllib.parse import quote

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ...text.xml import in_xml
from .page import Run

__all__ = ["Line", "made", "run_of", "words"]

_LABEL = r"[a-z0-9_](?:[\w-]{0,61}[a-z0-9_])?"
_CHAR = r"[\w\-.~:/?@!$&'()*+,;=]|%[0-9a-f]{2}"
_LINK = re.compile(
    rf"https?://{_LABEL}(?:\.{_LABEL})*\.?(?::(?P<port>\d{{1,5}}))?"
    rf"(?:/(?:{_CHAR})*|\?(?:{_CHAR})*)?(?:#(?:{_CHAR})*)?",
    re.ASCII | re.IGNORECASE,
)
_LAST_PORT = 65_535
_LONGEST_LINK = 2_000
"""Word refuses a document of which a link is no address, or longer than 2,083 characters."""

_LOCALES = {
    "ar": "ar-SA", "arz": "ar-EG", "apc": "ar-SY", "ary": "ar-MA", "fa": "fa-IR", "prs": "prs-AF",
    "ps": "ps-AF", "ur": "ur-PK", "ckb": "ku-Arab-IQ", "he": "he-IL", "tr": "tr-TR",
    "ru": "ru-RU", "uk": "uk-UA", "en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES",
}  # fmt: skip
"""Word checks spelling by language and place; other languages are told as they are."""

_MARK = "Footnote Reference"


def made(tag: str, **attributes: str) -> Any:
    """Return an element of WordprocessingML; an underscore in a name stands for the colon."""
    return OxmlElement(tag, {qn(key.replace("_", ":")): text for key, text in attributes.items()})


class Line:
    """A paragraph in the making.

    :param rtl: it is read from the right.
    """

    def __init__(self, style: str, *, rtl: bool = False) -> None:
        self.links: list[tuple[Any, str]] = []
        self.element = made("w:p")
        properties = made("w:pPr")
        properties.append(made("w:pStyle", w_val=_style_id(style)))
        if rtl:
            properties.append(made("w:bidi"))
        self.element.append(properties)

    def text(
        self, parts: Iterable[Run], *, left: str = "", right: str = "", italic: bool = False
    ) -> Self:
        """Add runs.

        :param left: language of those that are read from the left, where it is not English.
        :param right: language of those that are read from the right, where it is known.
        """
        for part in parts:
            language = right if part.rtl else left
            run = run_of(words(part.text), italic=italic, rtl=part.rtl, language=language)
            self.element.append(run)
        return self

    def comma(self) -> Self:
        """Add what parts two numbers of footnotes."""
        self.element.append(run_of(words(","), _MARK))
        return self

    def number(self) -> Self:
        """Add the number of the footnote that this line begins."""
        self.element.append(run_of(made("w:footnoteRef"), _MARK))
        return self.text((Run(" "),))

    def cite(self, number: int, *, again: bool) -> Self:
        """Refer to a footnote, which stands where it is first cited."""
        if again:
            self.element.extend(_field(f"NOTEREF _Note{number} \\h", str(number)))
            return self
        key = str(number)
        mark = made("w:footnoteReference", w_id=key)
        self.element.append(made("w:bookmarkStart", w_id=key, w_name=f"_Note{number}"))
        self.element.append(run_of(mark, _MARK))
        self.element.append(made("w:bookmarkEnd", w_id=key))
        return self

    def link(self, shown: str, address: str) -> Self:
        """Add an address to a line of a footnote; what is no web address is not linked."""
        target = quote(in_xml(address), safe="%/:=&?~#+!$,;'@()*[]-._")
        if not _is_address(target):
            return self.text((Run(shown),))
        link = made("w:hyperlink")
        link.append(run_of(words(shown), "Hyperlink"))
        self.links.append((link, target))
        self.element.append(link)
        return self


def _is_address(target: str) -> bool:
    found = _LINK.fullmatch(target) if len(target) <= _LONGEST_LINK else None
    return found is not None and int(found["port"] or 0) <= _LAST_PORT


def run_of(
    holds: Any, style: str = "", *, italic: bool = False, rtl: bool = False, language: str = ""
) -> Any:
    """Return a run, with its properties in the order that Word wants."""
    properties = made("w:rPr")
    if style:
        properties.append(made("w:rStyle", w_val=_style_id(style)))
    if italic:
        properties.append(made("w:i"))
    if rtl:
        properties.append(made("w:rtl"))
    if language:
        locale = _LOCALES.get(language, language)
        properties.append(made("w:lang", **({"w_bidi": locale} if rtl else {"w_val": locale})))
    run = made("w:r")
    if len(properties):
        run.append(properties)
    run.append(holds)
    return run


def _field(code: str, shown: str) -> list[Any]:
    """Return the runs of a field, in the style of numbers; Word works out ``shown`` anew."""
    told = made("w:instrText", xml_space="preserve")
    told.text = f" {code} "
    marks = {kind: made("w:fldChar", w_fldCharType=kind) for kind in ("begin", "separate", "end")}
    parts = (marks["begin"], told, marks["separate"], words(shown), marks["end"])
    return [run_of(part, _MARK) for part in parts]


def words(text: str) -> Any:
    """Return the element that holds ``text``."""
    found = made("w:t", xml_space="preserve")
    found.text = in_xml(text)
    return found


def _style_id(name: str) -> str:
    return name.replace(" ", "")
