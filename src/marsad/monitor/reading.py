"""One document's bytes to text: the reader is chosen by the ending of its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from ..errors import UnreadableError
from ..model import Source
from ..ports import Limits
from .captions import SUFFIXES as _CAPTIONS
from .captions import read_captions
from .encoding import declared_charset, decode, is_text
from .ocr import Ocr
from .pdf import read_pdf
from .plain import check_nesting, plain_text
from .speech import Speech

__all__ = ["SUFFIXES", "DocumentReader", "Read", "under"]

_RECIPE = "files/1"
_TEXT = frozenset({".txt", ".md"})
_HTML = frozenset({".html", ".htm"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_SOUND = frozenset({".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac"})
_FILMS = frozenset({".mp4", ".m4v", ".webm", ".mkv", ".mov", ".avi"})
SUFFIXES = _TEXT | _HTML | _PICTURES | _SOUND | _FILMS | _CAPTIONS | {".pdf", ".docx"}
# Parts of a page that repeat on every page of a site.
_FURNITURE = "nav, header, footer, aside, form, button, script, style, noscript, template"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the title, if the document has one, stands in ``text`` too."""

    title: str | None
    text: str
    recipe: str


class DocumentReader:
    """Reads text, HTML, PDF, Word, captions, pictures, audio and video."""

    def __init__(
        self, limits: Limits, *, ocr: Ocr | None = None, speech: Speech | None = None
    ) -> None:
        self._limits = limits
        self._ocr = ocr or Ocr()
        self._speech = speech or Speech()

    def read(self, body: bytes, label: str, media_type: str, source: Source) -> Read:
        """Return what ``body`` says.

        :param label: its name, for the ending and for errors; never opened.
        :raises UnreadableError: damaged, of a kind that is not read, or no text in it.
        :raises TooLargeError: more text than the limit, or it unpacks to too much.
        :raises MissingToolError: Tesseract or faster-whisper is needed and not installed.
        """
        found = self._read(body, label, media_type, source)
        if not found.text.strip():
            raise UnreadableError(
                source.id, f"{label} holds no text", hint="Open it to see what it shows."
            )
        return found

    def _read(self, body: bytes, label: str, media_type: str, source: Source) -> Read:
        suffix = PurePosixPath(label).suffix.lower()
        chars = self._limits.post_chars

        def picture(content: bytes, name: str) -> tuple[str, str]:
            return self._ocr.read(content, source.id, name, source.languages)

        if suffix == ".pdf":
            return Read(None, *read_pdf(body, source.id, label, picture, chars))
        if suffix == ".docx":
            from .word import read_word  # loads python-docx, which takes a while

            title, text = read_word(body, source.id, label, self._limits.response_bytes)
            return Read(title, under(title, text), f"{_RECIPE} docx")
        if suffix in _PICTURES:
            return Read(None, *picture(body, label))
        if suffix in _SOUND | _FILMS:
            return Read(None, *self._speech.read(body, source.id, label, source.languages, chars))
        if suffix in _CAPTIONS:
            return Read(None, *read_captions(body, source.id, label))
        if suffix in _TEXT | _HTML:
            return _read_text(body, label, suffix, media_type, source)
        raise UnreadableError(
            source.id, f"{label} is of a kind that is not read", hint="Save it as PDF or text."
        )


def under(title: str | None, body: str) -> str:
    """Return ``body`` below ``title``, unless it begins with it."""
    return body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()


def _read_text(body: bytes, label: str, suffix: str, media_type: str, source: Source) -> Read:
    text, note = decode(body, declared_charset(media_type))
    if not is_text(text):
        raise UnreadableError(
            source.id,
            f"{label} holds bytes that are no text",
            hint="It may be damaged, or another kind of file under a wrong name; open it.",
        )
    recipe = f"{_RECIPE}; {note}" if note else _RECIPE
    if suffix in _HTML:
        return Read(*_saved_page(text, source), recipe)
    lines = text.replace("\r\n", "\n").strip()
    heading = lines.partition("\n")[0]
    title = heading[2:].strip() if suffix == ".md" and heading.startswith("# ") else None
    return Read(title, lines.removeprefix("# ") if title else lines, recipe)


def _saved_page(html: str, source: Source) -> tuple[str | None, str]:
    """Return title and text of a saved page, without what every page of a site repeats."""
    check_nesting(html, source.id)
    page = LexborHTMLParser(html)
    node = page.css_first("h1") or page.css_first("title")
    title = " ".join(plain_text(node.html or "", source.id).split()) if node else ""
    if node and not title:
        title = " ".join(node.text().split())
    for part in page.css(_FURNITURE):
        if not part.css_first("h1"):
            part.decompose()
    main = page.css_first("article, main") or page.body
    body = plain_text(main.html or "", source.id) if main else ""
    return (title or None), under(title, body)
