"""Connector for a folder of documents, or one document.

Read are text, HTML, PDF, Word, e-mail messages, pictures (by OCR), captions, audio and video
(as transcripts).

One file is one post, and so is each attachment of a message; its id is the path below the
folder. What the collector knows about
``NAME.pdf`` may stand in ``NAME.pdf.json`` or ``NAME.json``:
``{"title": …, "published": "2024-05-01", "url": …, "author": …}``. These notes travel with the
file's capture as a header, and dates say that the collector noted them. A file's own time stamp
is never taken for a date of publication.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from ..errors import SourceError, UnreadableError
from ..model import Dated, Response, Source
from ..ports import NO_HISTORY, History, ItemFailure, Limits, ParsedItem, ParsedPost, Transport
from .bounds import finished
from .labels import label_of, labelled
from .letter_posts import letter_posts
from .local import as_file_url, as_path, files_below
from .moments import read_iso
from .ocr import Ocr
from .reading import SUFFIXES, DocumentReader, under
from .speech import Speech

__all__ = ["Files"]

_LETTER = ".eml"
_PATH_LABEL = "Marsad-Path"
_NOTES_LABEL = "Marsad-Notes"
_NOTES_BYTES = 16 * 1024
_FACTS = ("title", "published", "url", "author", "language")


class Files:
    """Reads documents of a folder and its subfolders, by name; hidden files are left out."""

    name = "files"
    summary = (
        "Folders of documents: text, HTML, PDF, Word, mail, pictures, captions, audio and video"
    )

    def __init__(
        self, limits: Limits, *, ocr: Ocr | None = None, speech: Speech | None = None
    ) -> None:
        self._limits = limits
        self._reader = DocumentReader(limits, ocr=ocr, speech=speech)

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,  # noqa: ARG002 - read as a whole
    ) -> Iterator[Response | ItemFailure]:
        """Yield each file, or why it cannot be read.

        :raises SourceError: the address cannot be read at all.
        """
        root = as_path(as_file_url(source.address), source)
        if not (source.local and root.is_dir()):
            yield _named(transport.get(root.as_uri(), source), root.name, _notes(root, source))
            return
        for found in files_below(root, SUFFIXES | {_LETTER}, source):
            if isinstance(found, ItemFailure):
                yield found
                continue
            label = found.relative_to(root).as_posix()
            try:
                notes = _notes(found, source)
                yield _named(transport.get(found.as_uri(), source), label, notes)
            except SourceError as error:
                yield ItemFailure(label, error)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the file's one post; of a message also one for each attachment.

        :raises UnreadableError: no text can be had from it.
        :raises TooLargeError: more text than the limit.
        :raises MissingToolError: a picture or a recording, and what reads it is not installed.
        """
        path = unquote(urlsplit(response.url).path)
        label = unquote(label_of(response, _PATH_LABEL)) or PurePosixPath(path).name
        notes = label_of(response, _NOTES_LABEL)
        for item in self._items(response, source, label):
            if not isinstance(item, ParsedPost):
                yield item
                continue
            own = item.native_id == label  # not an attachment, which the notes are not about
            noted = _noted(item, notes, source) if own else item
            yield finished(noted, source, self._limits)

    def _items(
        self, response: Response, source: Source, label: str
    ) -> Iterator[ParsedPost | ItemFailure]:
        if label.lower().endswith(_LETTER):
            yield from letter_posts(
                response.body, response, source, self._reader, self._limits, key=label
            )
            return
        read = self._reader.read(response.body, label, response.media_type, source)
        yield ParsedPost(label, response.url, read.text, read.title, recipe=read.recipe)


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


def _named(response: Response, label: str, notes: str) -> Response:
    named = labelled(response, _PATH_LABEL, quote(label))
    return labelled(named, _NOTES_LABEL, notes) if notes else named


def _noted(post: ParsedPost, notes: str, source: Source) -> ParsedPost:
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
        text=under(title, post.text),
        url=url or post.url,
        author=facts.get("author") or post.author,
        published=_date(facts.get("published", ""), post, source),
    )


def _date(written: str, post: ParsedPost, source: Source) -> Dated:
    if not written:
        return post.published
    try:
        return read_iso(written, "noted by the collector")
    except ValueError as error:
        what = f"published is not a date: {written[:40]}"
        raise _bad_notes(source, post.native_id, what) from error
