"""Connector for ``result.json`` as Telegram Desktop's "Export chat history" writes it.

Telegram Desktop writes two faults into the file: control bytes as ``\\xNN``, which JSON does not
know, and U+2028/2029 as an escape followed by two stray bytes. Both are repaired on a copy; the
sealed bytes stay as they are.

The whole file is decoded at once, so the byte limit bounds memory too: 60,000 posts (43 MB) stayed
below 240 MiB. Export by period where a chat is larger than the limit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import TooLargeError, UnreadableError
from ..model import UNDATED, Dated, Forward, Media, Precision, Response, Source
from ..ports import ItemFailure, Limits, ParsedItem, ParsedPost, Transport
from .bounds import finished
from .local import as_file_url, as_path

__all__ = ["TelegramExport"]

_RECIPE = "telegram_export/1"
# An even number of backslashes before it means that the x is escaped text, not an escape.
_CONTROL = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_STRAY = re.compile(rb"(\\u202[89])\x80[\xa8\xa9]")
_PLACEHOLDER = re.compile(r"\(File .*\)\Z", re.DOTALL)
_MEDIA_TYPES = {
    "video_file": "video",
    "video_message": "video",
    "animation": "video",
    "voice_message": "audio",
    "audio_file": "audio",
    "sticker": "sticker",
}
_CHANNELS = frozenset({"public_channel", "private_channel"})


class TelegramExport:
    """Reads exported chats; the address is ``result.json`` or the folder it lies in."""

    name = "telegram_export"
    summary = "Telegram Desktop exports (result.json), of one chat or of all"

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def fetch(self, source: Source, transport: Transport) -> Iterator[Response | ItemFailure]:
        """Yield the file, as it is.

        :raises SourceError: as :class:`FileTransport` does.
        """
        url = as_file_url(source.address)
        if source.local and as_path(url, source).is_dir():
            url = as_file_url(str(as_path(url, source) / "result.json"))
        yield transport.get(url, source)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the posts of every chat, in the order of the file; service messages are left out.

        Ids are the message numbers; in a full export they stand behind the chat's id.

        :raises UnreadableError: not JSON, or not an export.
        """
        chats = _chats(_load(response.body, source), source)
        for chat in chats:
            for message in chat["messages"]:
                if item := self._item(message, chat, source, several=len(chats) > 1):
                    yield item

    def _item(
        self, message: Any, chat: Mapping[str, Any], source: Source, *, several: bool
    ) -> ParsedItem | None:
        if not isinstance(message, dict):
            return ItemFailure("?", _odd(source, "a message that is not an object"))
        if message.get("type") == "service":
            return None
        number = message.get("id")
        label = f"message {number}"
        if message.get("type") != "message":
            return ItemFailure(label, _odd(source, f"{label} is of a kind the export leaves out"))
        if not isinstance(number, int):
            return ItemFailure(label, _odd(source, "a message without its number"))
        native = f"{chat.get('id')}/{number}" if several else str(number)
        try:
            post = finished(_post(message, chat, native, number, source), source, self._limits)
        except (UnreadableError, TooLargeError) as error:
            return ItemFailure(label, error)
        return post


def _load(body: bytes, source: Source) -> Any:
    repaired = _CONTROL.sub(rb"\1\\u00\2", _STRAY.sub(rb"\1", body))
    try:
        return json.loads(repaired.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            source.id,
            f"the file is not JSON ({str(error)[:100]})",
            hint="Export again as “Machine-readable JSON” and let the export finish.",
        ) from error


def _chats(read: Any, source: Source) -> list[dict[str, Any]]:
    """Return the chats of a single-chat or full export."""
    if isinstance(read, dict) and isinstance(read.get("messages"), list):
        return [read]
    found: list[dict[str, Any]] = []
    for part in ("chats", "left_chats"):
        listed = read.get(part) if isinstance(read, dict) else None
        rows = listed.get("list") if isinstance(listed, dict) else None
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and isinstance(row.get("messages"), list):
                found.append(row)
    if not found:
        raise UnreadableError(
            source.id,
            "the file is JSON, but not a Telegram Desktop export",
            hint="It should hold “messages” of one chat, or “chats” of a full export.",
        )
    return found


def _odd(source: Source, what: str) -> UnreadableError:
    return UnreadableError(source.id, what, hint="Open the chat in Telegram to see it.")


def _post(
    message: Mapping[str, Any], chat: Mapping[str, Any], native: str, number: int, source: Source
) -> ParsedPost:
    return ParsedPost(
        native_id=native,
        url=_url(chat, number),
        text=_text(message.get("text"), source, number).strip(),
        published=_time(message),
        author=_author(message, chat),
        forward=_forward(message),
        reply_to=_reply(message, native),
        media=tuple(_media(message)),
        edited="edited_unixtime" in message or "edited" in message,
        recipe=_RECIPE,
    )


def _url(chat: Mapping[str, Any], number: int) -> str:
    """The address for members of the chat: an export does not hold the public name."""
    return f"https://t.me/c/{str(chat.get('id', 0)).removeprefix('-100')}/{number}"


def _text(value: Any, source: Source, number: int) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    words = [_words(part) for part in value] if isinstance(value, list) else [None]
    if None in words:
        raise _odd(source, f"message {number} has a text of unknown shape")
    return "".join(word for word in words if word)


def _words(part: Any) -> str | None:
    found = part.get("text") if isinstance(part, dict) else part
    return found if isinstance(found, str) else None


def _time(message: Mapping[str, Any]) -> Dated:
    """``date_unixtime`` is UTC; ``date`` alone is the exporting machine's local time."""
    try:
        moment = datetime.fromtimestamp(int(message["date_unixtime"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        pass
    else:
        return Dated(moment, Precision.SECOND, "time in the export")
    try:
        local = datetime.fromisoformat(str(message["date"]))
    except (KeyError, ValueError):
        return UNDATED
    basis = "local time of the machine that made the export, read as UTC"
    return Dated(local.replace(tzinfo=UTC), Precision.DAY, basis, estimated=True)


def _author(message: Mapping[str, Any], chat: Mapping[str, Any]) -> str | None:
    """A channel's posts are signed only where they say so; in a group the sender is the author."""
    signed = message.get("author") or message.get("from")
    own = chat.get("type") in _CHANNELS and signed == chat.get("name")
    return str(signed) if signed and not own else None


def _forward(message: Mapping[str, Any]) -> Forward | None:
    if "forwarded_from" not in message:
        return None
    return Forward(str(message["forwarded_from"] or "unknown (deleted or hidden)"))


def _reply(message: Mapping[str, Any], native: str) -> str | None:
    number = message.get("reply_to_message_id")
    if not isinstance(number, int):
        return None
    chat = native.rpartition("/")[0]
    return f"{chat}/{number}" if chat else str(number)


def _media(message: Mapping[str, Any]) -> Iterator[Media]:
    if "photo" in message:
        yield Media("photo", name=_file_name(message["photo"]))
    if "file" in message:
        kind = _MEDIA_TYPES.get(str(message.get("media_type")), "document")
        yield Media(kind, name=_file_name(message.get("file_name") or message["file"]))
    for key in ("poll", "location"):
        if isinstance(message.get(key), dict):
            question = message[key].get("question")
            yield Media(key, name=question if isinstance(question, str) else None)


def _file_name(value: Any) -> str | None:
    """The file's name, or None for "(File not included …)"."""
    if not isinstance(value, str) or not value or _PLACEHOLDER.match(value):
        return None
    return Path(value).name or None
