"""Text of PDF files: the text layer through PDFium, else OCR of the rendered pages.

Measured on bidirectional PDFs with known text (1 - similarity after NFKC, lower is better):
PDFium .012 Arabic and .042 Persian, after :func:`tidy` .006 and .034; poppler's pdftotext .032
and .052. PDFium puts lines into logical order by itself but leaves some paired marks mirrored and
some vowel signs without their letter; :func:`tidy` repairs what can be told for certain.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from importlib.metadata import version

import pypdfium2

from ..errors import TooLargeError, UnreadableError

__all__ = ["ReadPicture", "read_pdf", "tidy"]

ReadPicture = Callable[[bytes, str], tuple[str, str]]
"""Returns the text of a picture and the recipe; takes its bytes and a label for errors."""

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_LOOSE = re.compile(r"(?<![^\s\"«»“”()])[\u064b-\u0652][ \t]?", re.MULTILINE)
_GUILLEMETS = re.compile("[«»]")
_SWAPPED = str.maketrans("«»", "»«")
_RTL = re.compile("[\u0590-\u08ff]")
# Letters, digits and punctuation of the scripts followed. Below two thirds the font has no
# usable mapping: two such files measured 0.35 and 0.42, the eight readable ones 1.00.
_EXPECTED = re.compile("[\\s!-~\u00a0-\u00ff\u0400-\u04ff\u0590-\u06ff\u0750-\u077f\u2010-\u203a]")
_READABLE = 0.66
# Dots an inch. From 100 to 300 the errors on two scanned samples differ by noise only (.05 to
# .08 Arabic, .02 to .05 Persian), and 300 takes twice the time of 200.
_DPI = 200
_MAX_PAGES = 2_000
_MAX_PIXELS = 40_000_000


def read_pdf(
    body: bytes,
    source_id: str,
    label: str,
    read_picture: ReadPicture,
    max_chars: int,
) -> tuple[str, str]:
    """Return the text of all pages, a blank line between them, and the recipe.

    :param read_picture: turns a page's picture and its label into text and recipe.
    :param max_chars: reading stops with an error beyond this many code points.
    :raises UnreadableError: damaged, locked by a password, or more than 2,000 pages.
    :raises TooLargeError: more text than ``max_chars``.
    :raises MissingToolError: it holds pictures only and Tesseract is not installed.
    """
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise _damaged(source_id, label, error) from error
    try:
        return _text(document, source_id, label, read_picture, max_chars)
    except pypdfium2.PdfiumError as error:
        raise _damaged(source_id, label, error) from error
    finally:
        document.close()


def tidy(text: str) -> str:
    """Return a page's text with presentation forms, marks and quotation marks put right."""
    text = _MARKS.sub("", text.replace("\r\n", "\n"))
    text = _FORMS.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)
    text = _LOOSE.sub("", text)
    first = _GUILLEMETS.search(text)
    if first and first.group() == "»" and len(_RTL.findall(text)) * 2 > len(text.replace(" ", "")):
        text = text.translate(_SWAPPED)
    return text.strip()


def _text(
    document: pypdfium2.PdfDocument,
    source_id: str,
    label: str,
    read_picture: ReadPicture,
    max_chars: int,
) -> tuple[str, str]:
    if len(document) > _MAX_PAGES:
        raise UnreadableError(
            source_id,
            f"{label} has more than {_MAX_PAGES:,} pages",
            hint="Cut out the pages that matter.",
        )
    pages: list[str] = []
    for text in _layer(document):
        pages.append(text)
        _check(pages, source_id, label, max_chars)
    joined = "\n\n".join(page for page in pages if page)
    if _readable(joined):
        return joined, f"pdfium {version('pypdfium2')}"
    return _pictures(document, source_id, label, read_picture, max_chars)


def _layer(document: pypdfium2.PdfDocument) -> Iterator[str]:
    for page in document:
        layer = page.get_textpage()
        yield tidy(layer.get_text_range())
        layer.close()
        page.close()


def _pictures(
    document: pypdfium2.PdfDocument,
    source_id: str,
    label: str,
    read_picture: ReadPicture,
    max_chars: int,
) -> tuple[str, str]:
    """Render each page and read it as a picture."""
    pages: list[str] = []
    recipe = ""
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        area = max(1.0, width * height / 72 / 72)
        dots = min(_DPI, (_MAX_PIXELS / area) ** 0.5)
        bitmap = page.render(scale=dots / 72, grayscale=True)
        text, recipe = read_picture(_pgm(bitmap), f"page {number} of {label}")
        bitmap.close()
        page.close()
        pages.append(text)
        _check(pages, source_id, label, max_chars)
    return "\n\n".join(page for page in pages if page), f"pdfium pages; {recipe}"


def _pgm(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """Return a grey bitmap as PGM, the plainest format that Tesseract reads."""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    raw = bytes(bitmap.buffer)
    rows = (raw[y * stride : y * stride + width] for y in range(height))
    return f"P5 {width} {height} 255\n".encode() + b"".join(rows)


def _readable(text: str) -> bool:
    letters = sum(map(str.isalnum, text))
    return letters > 0 and len(_EXPECTED.findall(text)) >= _READABLE * len(text)


def _check(pages: list[str], source_id: str, label: str, max_chars: int) -> None:
    if sum(map(len, pages)) > max_chars:
        raise TooLargeError(
            source_id,
            f"{label} holds more than {max_chars:,} characters",
            hint="Raise fetch.max_post_chars in marsad.toml, or cut out the pages that matter.",
        )


def _damaged(source_id: str, label: str, error: Exception) -> UnreadableError:
    return UnreadableError(
        source_id,
        f"{label} is not a PDF that can be read ({str(error)[:120]})",
        hint="It may be damaged or locked by a password.",
    )
