"""Renderers: each turns a report into the bytes of one file format."""

from ...ports import Renderer
from .data import JsonRenderer
from .html import HtmlRenderer
from .markdown import MarkdownRenderer
from .pdf import PdfRenderer
from .word import WordRenderer

__all__ = [
    "HtmlRenderer",
    "JsonRenderer",
    "MarkdownRenderer",
    "PdfRenderer",
    "WordRenderer",
    "renderers",
]


def renderers() -> tuple[Renderer, ...]:
    """Return the built-in renderers."""
    return (HtmlRenderer(), PdfRenderer(), WordRenderer(), MarkdownRenderer(), JsonRenderer())
