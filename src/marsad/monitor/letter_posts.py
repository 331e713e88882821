"""A message as posts: its own text, and each attachment that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..errors import MissingToolError, SourceError, UnreadableError
from ..model import Response, Source
from ..ports import ItemFailure, Limits, ParsedPost
from .bounds import finished
from .letters import Attachment, Letter, read_letter
from .reading import SUFFIXES, DocumentReader, Read, under

__all__ = ["letter_posts"]

_RECIPE = "letter/1"
# Forwarded messages that hold forwarded messages; chains of three are rare.
_DEPTH = 3
_SUFFIX_OF = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/html": ".html",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tiff",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
}


def letter_posts(
    body: bytes,
    response: Response,
    source: Source,
    reader: DocumentReader,
    limits: Limits,
    *,
    key: str = "",
) -> Iterator[ParsedPost | ItemFailure]:
    """Yield the message's post, then one for each attachment, or why it cannot be read.

    Attachments are known by the message's id and their place in it. Pictures inside the text
    and kinds that are not read are passed over.

    :param key: native id of the message's post; its ``Message-ID`` by default.
    :raises UnreadableError: not a message, or nothing in it can be read.
    :raises TooLargeError: its text is longer than the limit.
    :raises MissingToolError: after all else was given, that an attachment needs an optional
        program; so it is read once that is installed.
    """
    missing: list[MissingToolError] = []
    letter = read_letter(body, response.fetched_at, source.id)
    empty = True
    for item in _posts(letter, key or letter.id, response, source, reader, missing):
        empty = False
        yield finished(item, source, limits) if isinstance(item, ParsedPost) else item
    if missing:
        raise missing[0]
    if empty:
        raise UnreadableError(
            source.id, f"the message {letter.id} holds no text", hint="Open it to see what it is."
        )


def _posts(
    letter: Letter,
    key: str,
    response: Response,
    source: Source,
    reader: DocumentReader,
    missing: list[MissingToolError],
) -> Iterator[ParsedPost | ItemFailure]:
    if text := under(letter.subject, letter.text):
        recipe = f"{_RECIPE}; {letter.note}" if letter.note else _RECIPE
        yield _post(letter, key, response, Read(letter.subject, text, recipe))
    for number, attachment in enumerate(letter.attachments, 1):
        inner_key = f"{key}#{number}"
        try:
            if attachment.media_type != "message/rfc822":
                yield from _document(attachment, letter, inner_key, response, source, reader)
            elif inner_key.count("#") < _DEPTH:
                inner = read_letter(attachment.body, response.fetched_at, source.id)
                yield from _posts(inner, inner_key, response, source, reader, missing)
        except SourceError as error:
            yield ItemFailure(f"{inner_key} {attachment.name}", error)
        except MissingToolError as error:
            missing.append(error)


def _document(
    attachment: Attachment,
    letter: Letter,
    key: str,
    response: Response,
    source: Source,
    reader: DocumentReader,
) -> Iterator[ParsedPost]:
    if name := _readable_name(attachment):
        found = reader.read(attachment.body, name, attachment.media_type, source)
        yield _post(letter, key, response, found)


def _post(letter: Letter, key: str, response: Response, read: Read) -> ParsedPost:
    return ParsedPost(
        native_id=key,
        url=response.url,
        text=read.text,
        title=read.title,
        published=letter.date,
        author=letter.sender,
        recipe=read.recipe,
    )


def _readable_name(attachment: Attachment) -> str | None:
    """Return the attachment's name with an ending that is read, or None."""
    if PurePosixPath(attachment.name).suffix.lower() in SUFFIXES:
        return attachment.name
    ending = _SUFFIX_OF.get(attachment.media_type)
    return attachment.name + ending if ending else None
