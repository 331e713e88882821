"""Connector for collections that are already texts: one JSON object a line, plain or gzipped.

Fields: ``id``, ``url``, ``text``, and optionally ``title``, ``published`` (ISO 8601),
``published_precision``, ``published_basis``, ``published_estimated``, ``author``,
``forward`` (``name``, ``channel``, ``native_id``), ``reply_to``, ``edited``.

Also read: rows of channel mirrors with ``channel``, ``id``, ``url``, ``date``, ``versions``
(``[{seen, text}]``, of which the last counts) and ``forwarded_from``.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import MarsadError, TooLargeError, UnreadableError
from ..model import UNDATED, Dated, Forward, Media, Precision, Response, Source
from ..ports import NO_HISTORY, History, ItemFailure, Limits, ParsedItem, ParsedPost, Transport
from .bounds import finished
from .local import as_file_url
from .moments import read_iso
from .unpack import Gunzip

__all__ = ["Documents"]

_RECIPE = "documents/1"
# JSON writes a code point in at most twelve bytes (\uD83D\uDE00).
_BYTES_PER_CHAR = 12
_ROOM = 1 << 16
# Bad lines before the first good one after which a file is taken for no collection at all; a
# collection may open with notes or a table's heading, not with this many of them.
_HOPELESS = 500


class Documents:
    """Reads a ``.jsonl`` or ``.jsonl.gz`` file, or an http(s) address of one, line by line."""

    name = "documents"
    summary = "Collections of texts, one JSON object a line (.jsonl, .jsonl.gz)"

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,  # noqa: ARG002 - read as a whole
    ) -> Iterator[Response | ItemFailure]:
        """Yield the file.

        :raises SourceError: as the transport does.
        """
        web = source.address.lower().startswith(("http://", "https://"))
        yield transport.get(source.address if web else as_file_url(source.address), source)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield a post or a failure for each line; blank lines are passed over.

        The byte limit holds for the unpacked text too. A line that is too long is skipped.
        Failures before the first post are held back until it comes: without it, one error
        says it all.

        :raises UnreadableError: no line could be read, nor any of the first 500, or the gzip
            data is damaged; what stands before the damage has been yielded.
        :raises TooLargeError: it unpacks to more than the byte limit.
        """
        held: list[ParsedItem] = []
        items = (self._item(*line, source) for line in self._lines(response.body, source))
        for item in items:
            held.append(item)
            if not isinstance(item, ItemFailure):
                break
            if len(held) == _HOPELESS:
                raise _no_documents(source, f"none of the first {_HOPELESS} lines")
        else:
            if held:
                raise _no_documents(source, f"none of {len(held)} lines")
        yield from held
        yield from items

    def _lines(self, body: bytes, source: Source) -> Iterator[tuple[int, bytes | None]]:
        """Yield each line's number, from 1, and its bytes; None where it is too long."""
        packed = body[:2] == b"\x1f\x8b"
        file = io.BufferedReader(Gunzip(body)) if packed else io.BytesIO(body)
        longest = self._limits.post_chars * _BYTES_PER_CHAR + _ROOM
        number = total = 0
        try:
            while line := file.readline(longest):
                number += 1
                total += len(line)
                whole = line.endswith(b"\n") or len(line) < longest
                while not whole:
                    rest = file.readline(_ROOM)
                    total += len(rest)
                    self._check(total, source)
                    whole = rest.endswith(b"\n") or len(rest) < _ROOM
                    line = b""
                self._check(total, source)
                if line.strip() or not line:
                    yield number, line or None
        except (EOFError, zlib.error) as error:
            raise UnreadableError(
                source.id,
                f"the gzip data is damaged after line {number}",
                hint="Copy the file again.",
            ) from error

    def _check(self, total: int, source: Source) -> None:
        if total > self._limits.response_bytes:
            raise TooLargeError(
                source.id,
                f"unpacks to more than {self._limits.response_bytes:,} bytes",
                hint="Raise fetch.max_response_mb in marsad.toml, or split the file.",
            )

    def _item(self, number: int, line: bytes | None, source: Source) -> ParsedItem:
        try:
            if line is None:
                raise TooLargeError(
                    source.id,
                    f"line {number} is too long",
                    hint="Raise fetch.max_post_chars in marsad.toml if such posts are meant.",
                )
            post = finished(_post(line, number, source), source, self._limits)
        except MarsadError as error:
            return ItemFailure(f"line {number}", error)
        return post


def _no_documents(source: Source, what: str) -> UnreadableError:
    return UnreadableError(
        source.id,
        f"{what} is a document",
        hint="The file should hold one JSON object a line, with id, url and text.",
    )


def _post(line: bytes, number: int, source: Source) -> ParsedPost:
    try:
        row = _object(json.loads(line))
        return _mirrored(row) if "versions" in row else _document(row)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        what = f"no {error}" if isinstance(error, KeyError) else str(error)[:100]
        raise UnreadableError(
            source.id,
            f"line {number} is not a document ({what})",
            hint="A line is one JSON object with id, url and text.",
        ) from error


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _document(row: Mapping[str, Any]) -> ParsedPost:
    title = _string(row, "title") or None
    text = _required(row, "text")
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return ParsedPost(
        native_id=_identity(row),
        url=_address(row),
        text=text,
        title=title,
        published=_published(row),
        author=_string(row, "author") or None,
        forward=_forward(row.get("forward")),
        reply_to=_string(row, "reply_to") or None,
        edited=row.get("edited") is True,
        recipe=_RECIPE,
    )


def _mirrored(row: Mapping[str, Any]) -> ParsedPost:
    """A row of a channel mirror; ``date`` has minute precision."""
    versions = row["versions"]
    if not isinstance(versions, list) or not versions or not isinstance(versions[-1], dict):
        raise TypeError("versions is not a list of objects")
    last = versions[-1]
    origin = _string(row, "forwarded_from")
    return ParsedPost(
        native_id=_identity(row),
        url=_address(row),
        text=_required(last, "text"),
        published=read_iso(_string(row, "date"), "time in the mirror", precision=Precision.MINUTE),
        forward=Forward(origin) if origin else None,
        media=tuple(_mirrored_media(row)),
        edited=len(versions) > 1,
        recipe=_RECIPE,
    )


def _mirrored_media(row: Mapping[str, Any]) -> Iterator[Media]:
    for key, kind in (
        ("photos", "photo"),
        ("video", "video"),
        ("doc", "document"),
        ("poll", "poll"),
    ):
        if row.get(key):
            yield Media(kind)


def _published(row: Mapping[str, Any]) -> Dated:
    written = _string(row, "published")
    if not written:
        return UNDATED
    claimed = _string(row, "published_precision")
    return read_iso(
        written,
        _string(row, "published_basis") or "date given in the collection",
        precision=Precision(claimed) if claimed else None,
        estimated=row.get("published_estimated") is True,
    )


def _forward(value: Any) -> Forward | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise TypeError("forward is not an object")
    name = _string(value, "name") or _string(value, "channel") or "unknown"
    return Forward(name, _string(value, "channel") or None, _string(value, "native_id") or None)


def _identity(row: Mapping[str, Any]) -> str:
    found = row["id"]
    if isinstance(found, bool) or not isinstance(found, (str, int)) or found == "":
        raise TypeError("id is not a string or a number")
    return str(found)


def _address(row: Mapping[str, Any]) -> str:
    """The document's address: it becomes a link in reports, so nothing but http(s) will do."""
    found = _required(row, "url")
    if not found.lower().startswith(("http://", "https://")):
        raise TypeError("url is not an http or https address")
    return found


def _required(row: Mapping[str, Any], key: str) -> str:
    found = row[key]
    if not isinstance(found, str):
        raise TypeError(f"{key} is not a string")
    return found


def _string(row: Mapping[str, Any], key: str) -> str:
    found = row.get(key)
    if found is None:
        return ""
    if not isinstance(found, (str, int, float)):
        raise TypeError(f"{key} is not a string")
    return str(found)
