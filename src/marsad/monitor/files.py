"""Connector for a folder of documents, or one document: text, HTML, PDF and pictures.

One file is one post; its id is the path below the folder. What the collector knows about
``NAME.pdf`` may stand in ``NAME.pdf.json`` or ``NAME.json``:
``{"title": …, "published": "2024-05-01", "url": …, "author": …}``. These notes travel with the
file's capture as a header, and dates say that the collector noted them. A file's own time stamp
is never taken for a date of publication.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from ..errors import SourceError, UnreadableError
from ..model import UNDATED, Dated, Response, Source
from ..ports import ItemFailure, Limits, ParsedItem, ParsedPost, Transport
from .bounds import finished
from .encoding import declared_charset, decode, is_text
from .local import as_file_url, as_path, files_below
from .moments import read_iso
from .ocr import Ocr
from .pdf import read_pdf
from .plain import check_nesting, plain_text

__all__ = ["Files"]

_RECIPE = "files/1"
_TEXT = frozenset({".txt", ".md"})
_HTML = frozenset({".html", ".htm"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_SUFFIXES = _TEXT | _HTML | _PICTURES | {".pdf"}
_PATH_HEADER = "Marsad-Path"
_NOTES_HEADER = "Marsad-Notes"
_NOTES_BYTES = 16 * 1024
_FACTS = ("title", "published", "url", "author", "language")
# Parts of a page that repeat on every page of a site.
_FURNITURE = "nav, header, footer, aside, form, button, script, style, noscript, template"


class Files:
    """Reads documents of a folder and its subfolders, by name; hidden files are left out."""

    name = "files"
    summary = "Folders of documents: .txt .md .html .pdf and pictures (read by OCR)"

    def __init__(self, limits: Limits, *, ocr: Ocr | None = None) -> None:
        self._limits = limits
        self._ocr = ocr or Ocr()

    def fetch(self, source: Source, transport: Transport) -> Iterator[Response | ItemFailure]:
        """Yield each file, or why it cannot be read.

        :raises SourceError: the address cannot be read at all.
        """
        root = as_path(as_file_url(source.address), source)
        if not (source.local and root.is_dir()):
            yield _labelled(transport.get(root.as_uri(), source), root.name, _notes(root, source))
            return
        for found in files_below(root, _SUFFIXES, source):
            if isinstance(found, ItemFailure):
                yield found
                continue
            label = found.relative_to(root).as_posix()
            try:
                notes = _notes(found, source)
                yield _labelled(transport.get(found.as_uri(), source), label, notes)
            except SourceError as error:
                yield ItemFailure(label, error)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the file's one post.

        :raises UnreadableError: no text can be had from it.
        :raises TooLargeError: more text than the limit.
        :raises MissingToolError: a picture, and Tesseract is not installed.
        """
        headers = dict(response.headers)
        path = unquote(urlsplit(response.url).path)
        label = unquote(headers.get(_PATH_HEADER, "")) or Path(path).name
        title, text, recipe = self._read(response, source, label)
        if not text:
            raise UnreadableError(
                source.id, f"{label} holds no text", hint="Open it to see what it shows."
            )
        post = ParsedPost(label, response.url, text, title, recipe=recipe)
        yield finished(_noted(post, headers.get(_NOTES_HEADER), source), source, self._limits)

    def _read(self, response: Response, source: Source, label: str) -> tuple[str | None, str, str]:
        """Return title, text and recipe."""
        suffix = Path(label).suffix.lower()

        def picture(content: bytes, name: str) -> tuple[str, str]:
            return self._ocr.read(content, source.id, name, source.languages)

        if suffix == ".pdf":
            chars = self._limits.post_chars
            return None, *read_pdf(response.body, source.id, label, picture, chars)
        if suffix in _PICTURES:
            return None, *picture(response.body, label)
        text, note = decode(response.body, declared_charset(response.media_type))
        if not is_text(text):
            raise UnreadableError(
                source.id,
                f"{label} holds bytes that are no text",
                hint="It may be damaged, or another kind of file under a wrong name; open it.",
            )
        recipe = f"{_RECIPE}; {note}" if note else _RECIPE
        if suffix in _HTML:
            return *_web_page(text, source), recipe
        lines = text.replace("\r\n", "\n").strip()
        heading = lines.partition("\n")[0]
        title = heading[2:].strip() if suffix == ".md" and heading.startswith("# ") else None
        return title, lines.removeprefix("# ") if title else lines, recipe


def _web_page(html: str, source: Source) -> tuple[str | None, str]:
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
    return (title or None), _under(title, body)


def _under(title: str | None, body: str) -> str:
    return body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()


def _notes(path: Path, source: Source) -> str:
    """Return the collector's notes beside ``path`` as one line of ASCII JSON, or ""."""
    for beside in (path.with_name(path.name + ".json"), path.with_suffix(".json")):
        if not source.local or beside.is_symlink() or not beside.is_file():
            continue
        try:
            with beside.open("rb") as file:
                read = json.loads(file.read(_NOTES_BYTES))
        except (OSError, ValueError, RecursionError) as error:
            raise _bad_notes(source, beside.name, str(error)[:100]) from error
        if not isinstance(read, dict):
            raise _bad_notes(source, beside.name, "not an object")
        kept = {key: str(read[key])[:2_000] for key in _FACTS if read.get(key) is not None}
        return json.dumps(kept, sort_keys=True)
    return ""


def _bad_notes(source: Source, name: str, why: str) -> UnreadableError:
    return UnreadableError(
        source.id,
        f"the notes {name} cannot be read ({why})",
        hint='They are one JSON object, such as {"title": "…", "published": "2024-05-01"}.',
    )


def _labelled(response: Response, label: str, notes: str) -> Response:
    added = [(_PATH_HEADER, quote(label))]
    if notes:
        added.append((_NOTES_HEADER, notes))
    return replace(response, headers=(*response.headers, *added))


def _noted(post: ParsedPost, notes: str | None, source: Source) -> ParsedPost:
    """Return ``post`` with what the collector noted; a wrong note is an error, not a guess."""
    if not notes:
        return post
    facts: Mapping[str, str] = json.loads(notes)
    title = " ".join(facts.get("title", "").split()) or post.title
    url = facts.get("url", "")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise _bad_notes(source, post.native_id, "url is not an http or https address")
    return replace(
        post,
        title=title,
        text=_under(title, post.text),
        url=url or post.url,
        author=facts.get("author") or None,
        published=_date(facts.get("published", ""), post.native_id, source),
    )


def _date(written: str, label: str, source: Source) -> Dated:
    if not written:
        return UNDATED
    try:
        return read_iso(written, "noted by the collector")
    except ValueError as error:
        raise _bad_notes(source, label, f"published is not a date: {written[:40]}") from error
