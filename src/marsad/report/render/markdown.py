"""Markdown with footnotes (``[^1]``), readable as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...ports import ReportContext
from .page import Note, Page, Paragraph, Run, Told, page, runs

__all__ = ["MarkdownRenderer", "escape"]

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!$^&])")
_LINE_START = re.compile(r"^(\s*)([-+=:]|\d+[.)])")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])")
_OPEN, _CLOSE = "\u2067", "\u2069"
"""RIGHT-TO-LEFT ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9)."""


class MarkdownRenderer:
    """Writes CommonMark with the footnotes that GitHub, Pandoc and others share."""

    name = "markdown"
    suffix = "md"

    def render(self, context: ReportContext) -> bytes:
        """Return the text in UTF-8."""
        return ("\n".join(_lines(page(context))) + "\n").encode("utf-8", "replace")


def escape(text: str) -> str:
    """Return ``text`` so that no part of it is markup, a link or an HTML tag."""
    escaped = _MARKUP.sub(r"\\\1", text)
    escaped = _LINE_START.sub(r"\1\\\2", escaped)
    return _ADDRESS.sub(r"\1\\\2", escaped)


def _lines(shown: Page) -> Iterator[str]:
    label = [f"**{escape(shown.label)}**", ""] if shown.label else []
    yield from label
    yield f"# {escape(shown.title)}"
    yield ""
    audience = "all readers" if shown.audience == "complimentary" else shown.audience
    facts = f"{shown.kind.capitalize()} for {audience}. Period covered: {shown.period}."
    yield escape(f"{facts} Drafted {shown.created}.")
    yield ""
    for paragraph in shown.paragraphs:
        yield _paragraph(paragraph)
        yield ""
    yield from (f"{escape(credit)}." for credit in shown.credits)
    yield ""
    for note in shown.notes:
        yield from _footnote(note)
    yield from label


def _paragraph(paragraph: Paragraph) -> str:
    text = " ".join(_sentence(s) for s in paragraph.sentences)
    return f"## {text}" if paragraph.kind == "heading" else text


def _sentence(told: Told) -> str:
    mark = "*Assessment:* " if told.kind == "assessment" else ""
    return mark + _runs(told.runs) + "".join(f"[^{n}]" for n in told.notes)


def _runs(parts: tuple[Run, ...]) -> str:
    return "".join(
        f"{_OPEN}{escape(r.text)}{_CLOSE}" if r.rtl else _escape_inside(r.text, first=n == 0)
        for n, r in enumerate(parts)
    )


def _escape_inside(text: str, *, first: bool) -> str:
    """Escape a run; only the first can stand at the start of a line."""
    if first:
        return escape(text)
    return _ADDRESS.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def _footnote(note: Note) -> Iterator[str]:
    yield f"[^{note.number}]: {_runs(runs(note.source))}, {escape(note.published)}."
    yield ""
    for line in note.original:
        text = escape(line)
        yield f"    > {_OPEN}{text}{_CLOSE}" if note.rtl else f"    > {text}"
        yield "    >"
    yield ""
    for remark in note.remarks:
        yield f"    {_runs(runs(remark))}"
        yield ""
    if note.url:
        yield f"    {'<' + note.link + '>' if _plain_link(note.link) else escape(note.url)}"
        yield ""
    if note.sha256:
        yield f"    Sealed {note.captured}, SHA-256 `{note.sha256}`"
        yield ""


def _plain_link(link: str) -> bool:
    """Tell whether an address can stand between < and > as it is."""
    return bool(link) and not re.search(r"[\s<>\\`]", link)
