"""Connector for ``result.json`` as Telegram Desktop's "Export chat history" writes it.

The export of one chat gives its posts under their own numbers. The export of a whole account
gives the channels and groups in it; conversations with persons and bots are left out, because
Marsad follows what is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, TypeGuard
from urllib.parse import quote

from ..errors import TooLargeError, UnreadableError
from ..model import UNDATED, Dated, Forward, Media, Precision, Reach, Response, Source
from ..ports import (
    NO_HISTORY,
    History,
    ItemFailure,
    Limits,
    ParsedItem,
    ParsedPost,
    ParsedSource,
    Transport,
)
from .bounds import finished, storable
from .local import as_file_url, as_path
from .telegram_chats import Chat, NotAnExportError, chats_of
from .telegram_values import count_of, share

__all__ = ["TelegramExport"]

_RECIPE = "telegram_export/2"
_MEDIA_TYPES = {
    "video_file": "video",
    "video_message": "video",
    "animation": "video",
    "voice_message": "audio",
    "audio_file": "audio",
    "sticker": "sticker",
}
_CHANNELS = frozenset({"public_channel", "private_channel"})
_CONVERSATIONS = frozenset(
    {"personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"}
)


class TelegramExport:
    """Reads exported chats; the address is ``result.json`` or the folder it lies in."""

    name = "telegram_export"
    summary = "Telegram Desktop exports (result.json), of one chat or of all"

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,  # noqa: ARG002 - read as a whole
    ) -> Iterator[Response | ItemFailure]:
        """Yield the file, as it is.

        :raises SourceError: as :class:`FileTransport` does.
        """
        url = as_file_url(source.address)
        if source.local and as_path(url, source).is_dir():
            url = as_file_url(str(as_path(url, source) / "result.json"))
        yield transport.get(url, source)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the posts of every chat, in the order of the file; service messages are left out.

        Ids are the message numbers; in a full export they stand behind the chat's number, and a
        post that nobody signed has the chat's name as its author.

        :raises UnreadableError: not JSON, or not an export, from some character on; the posts
            before it have been yielded.
        """
        try:
            for chat, messages in chats_of(response.body):
                left_out = chat.several and chat.type in _CONVERSATIONS
                if not chat.several:
                    yield storable(_about(chat))
                for message in messages:
                    if not left_out and (item := self._item(message, chat, source)):
                        yield item
        except NotAnExportError as error:
            raise UnreadableError(
                source.id,
                f"the file is not a Telegram Desktop export ({error})",
                hint="Export again as “Machine-readable JSON” and let the export finish.",
            ) from error

    def _item(self, message: Any, chat: Chat, source: Source) -> ParsedItem | None:
        if not isinstance(message, dict):
            return ItemFailure("?", _odd(source, "a message that is not an object"))
        if message.get("type") == "service":
            return None
        number = message.get("id")
        label = f"message {number}"[:60]
        if message.get("type") != "message":
            return ItemFailure(label, _odd(source, f"{label} is of a kind the export leaves out"))
        if not isinstance(number, int):
            return ItemFailure(label, _odd(source, "a message without its number"))
        try:
            return finished(_post(message, chat, number, source), source, self._limits)
        except (UnreadableError, TooLargeError) as error:
            return ItemFailure(label, error)


def _about(chat: Chat) -> ParsedSource:
    return ParsedSource(name=chat.name, number=chat.number if chat.number != "0" else None)


def _odd(source: Source, what: str) -> UnreadableError:
    return UnreadableError(source.id, what, hint="Open the chat in Telegram to see it.")


def _post(message: Mapping[str, Any], chat: Chat, number: int, source: Source) -> ParsedPost:
    return ParsedPost(
        native_id=f"{chat.number}/{number}" if chat.several else str(number),
        # The address for members of the chat: an export does not hold the public name.
        url=f"https://t.me/c/{chat.number}/{number}",
        text=_text(message.get("text"), source, number).strip(),
        published=_time(message),
        author=_author(message, chat),
        forward=_forward(message),
        reply_to=_reply(message, chat),
        media=tuple(_media(message)),
        edited="edited_unixtime" in message or "edited" in message,
        recipe=_RECIPE,
        reach=_reach(message),
    )


def _text(value: Any, source: Source, number: int) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    parts = [_words(part) for part in value] if isinstance(value, list) else [None]
    if None in parts:
        raise _odd(source, f"message {number} has a text of unknown shape")
    return "".join(part for part in parts if part)


def _words(part: Any) -> str | None:
    found = part.get("text") if isinstance(part, dict) else part
    return found if isinstance(found, str) else None


def _line(value: Any) -> str | None:
    """A short text: a string, or parts as in a post's text; None where it is neither."""
    parts = value if isinstance(value, list) else [value]
    return "".join(_words(part) or "" for part in parts) or None


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


def _author(message: Mapping[str, Any], chat: Chat) -> str | None:
    """A channel's posts are signed only where they say so; in a group the sender is the author."""
    signed = _line(message.get("author")) or _line(message.get("from"))
    if signed is None or (chat.type in _CHANNELS and signed == chat.name):
        return chat.name if chat.several else None
    return signed


def _forward(message: Mapping[str, Any]) -> Forward | None:
    if "forwarded_from" not in message:
        return None
    return Forward(_line(message["forwarded_from"]) or "unknown (deleted or hidden)")


def _reply(message: Mapping[str, Any], chat: Chat) -> str | None:
    """The id of the post replied to; behind its chat's number where that is another chat."""
    number = message.get("reply_to_message_id")
    if not isinstance(number, int):
        return None
    elsewhere = str(message.get("reply_to_peer_id") or "").removeprefix("channel")
    if elsewhere.isascii() and elsewhere.isdigit():
        return f"{elsewhere[:20]}/{number}"
    return f"{chat.number}/{number}" if chat.several else str(number)


# ---------------------------------------------------------------- media and reach


def _media(message: Mapping[str, Any]) -> Iterator[Media]:
    if "photo" in message:
        place = message["photo"]
        yield Media("photo", _reference(place), _file_name(place))
    if "file" in message:
        kind = _MEDIA_TYPES.get(str(message.get("media_type")), "document")
        name = _file_name(message.get("file_name")) or _file_name(message["file"])
        length = count_of(message.get("duration_seconds"))
        yield Media(kind, _reference(message["file"]), name, seconds=length)
    if isinstance(poll := message.get("poll"), dict):
        yield Media("poll", name=_line(poll.get("question")), options=tuple(_options(poll)))
    if "location_information" in message or isinstance(message.get("location"), dict):
        yield Media("location", name=_line(message.get("place_name")))


def _options(poll: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    answers = poll.get("answers")
    for answer in answers if isinstance(answers, list) else ():
        if isinstance(answer, dict):
            voters, total = count_of(answer.get("voters")), count_of(poll.get("total_voters"))
            yield _line(answer.get("text")) or "", share(voters, total)


def _file_name(value: Any) -> str | None:
    """The file's name, or None for "(File not included …)"."""
    return PurePosixPath(value).name or None if _included(value) else None


def _reference(value: Any) -> str | None:
    """Where the file lies, relative to ``result.json``, percent-encoded; it may lead anywhere."""
    return quote(value, errors="replace") if _included(value) and value else None


def _included(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and not (value.startswith("(File") and value.endswith(")"))


def _reach(message: Mapping[str, Any]) -> Reach | None:
    """Reactions; an export does not hold how often a post was viewed."""
    rows = message.get("reactions")
    found = (
        [_reaction(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    )
    reactions = tuple(one for one in found if one)
    return Reach(reactions=reactions) if reactions else None


def _reaction(row: Mapping[str, Any]) -> tuple[str, int] | None:
    count = count_of(row.get("count"))
    if count is None:
        return None
    if emoji := _line(row.get("emoji")):
        return emoji, count
    return ("paid" if row.get("type") == "paid" else "custom", count)
