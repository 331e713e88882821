"""A sealed batch of messages, as :class:`TelegramTransport` writes it, to posts.

Names in the JSON are those of Telegram's schema (https://core.telegram.org/schema). Nothing here
needs Telethon, so that what was sealed can be read without it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from ..errors import UnreadableError
from ..model import UNDATED, Dated, Forward, Precision, Reach, Response, Source
from ..ports import Coverage, ParsedPost, ParsedSource
from .telegram_media import media_of
from .telegram_values import count_of, member, rows, text_of

__all__ = ["Batch", "Row", "post_of", "read_batch"]

_RECIPE = "telegram_api/1"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """One answer of the API.

    :ivar posts: the messages of each post, oldest first; an album's are several.
    :ivar odd: rows that are no message.
    :ivar names: of channels and persons that are named in the messages, by kind and number.
    """

    handle: str
    facts: ParsedSource
    posts: tuple[tuple[Row, ...], ...]
    odd: int
    coverage: Coverage | None
    names: Mapping[str, Row]


def read_batch(response: Response, source: Source) -> Batch:
    """Return what ``response`` holds.

    :raises UnreadableError: it is no batch of messages.
    """
    try:
        read = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise _unreadable(source) from error
    channel = member(read, "channel")
    listed = read.get("messages") if isinstance(read, dict) else None
    if not isinstance(listed, list) or count_of(channel.get("id")) is None:
        raise _unreadable(source)
    numbered = [row for row in rows(read, "messages") if _is_number(row.get("id"))]
    messages = sorted(numbered, key=lambda row: int(row["id"]))
    kept = _whole(messages, full=len(listed) >= (count_of(read.get("limit")) or 1))
    names = {f"c{row.get('id')}": row for row in rows(read, "chats")}
    return Batch(
        _handle(channel, source),
        _facts(channel, member(read, "about")),
        tuple(tuple(group) for _, group in groupby(kept, _album)),
        len(listed) - len(messages),
        _coverage(kept, read, len(listed)),
        names | {f"u{row.get('id')}": row for row in rows(read, "users")},
    )


def post_of(messages: tuple[Row, ...], batch: Batch) -> ParsedPost | None:
    """Return the post that ``messages`` make up, under the first one's number.

    None where Telegram itself speaks: a post was pinned, the channel was renamed.
    """
    first = messages[0]
    if first.get("_") != "Message":
        return None
    number = str(first["id"])
    said = next((m for m in messages if text_of(m.get("message"))), first)
    return ParsedPost(
        native_id=number,
        url=f"https://t.me/{batch.handle}/{number}",
        text=(text_of(said.get("message")) or "").strip(),
        published=_time(first),
        author=text_of(first.get("post_author")),
        forward=_forward(member(first, "fwd_from"), batch),
        reply_to=_reply(member(first, "reply_to"), batch),
        media=tuple(media for m in messages if (media := media_of(member(m, "media")))),
        edited=any(m.get("edit_date") and not m.get("edit_hide") for m in messages),
        recipe=_RECIPE,
        reach=_reach(first),
    )


def _unreadable(source: Source) -> UnreadableError:
    return UnreadableError(
        source.id,
        "not a batch of messages as Telegram's API gives it",
        hint="Read it with the connector that fetched it.",
    )


# ---------------------------------------------------------------- the batch


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _album(message: Row) -> object:
    """Messages that stand side by side with one of these are one post."""
    return message.get("grouped_id") or ("alone", message["id"])


def _whole(messages: list[Row], *, full: bool) -> list[Row]:
    """Leave out an album at the old end of a full batch: the rest of it may be on the next."""
    if not full or not messages or not messages[0].get("grouped_id"):
        return messages
    kept = [m for m in messages if _album(m) != _album(messages[0])]
    return kept or messages


def _coverage(kept: list[Row], read: Row, received: int) -> Coverage | None:
    """The batch answers for all from its first message to the number it was asked below.

    It answers for all older ones too where it holds the whole channel, or less than half of what
    was asked for; a little less would not prove that nothing older exists.
    """
    if not kept:
        return None
    before, limit = count_of(read.get("before")), count_of(read.get("limit")) or 0
    first, last = int(kept[0]["id"]), int(kept[-1]["id"])
    if received * 2 < limit or (before is None and received == read.get("count")):
        first = 1
    if before and before > last:
        last = before - 1
    return Coverage(
        first, last, frozenset(str(m["id"]) for m in kept if m.get("_") != "MessageEmpty")
    )


def _handle(channel: Row, source: Source) -> str:
    active = [row for row in rows(channel, "usernames") if row.get("active")]
    names = [channel.get("username"), *(row.get("username") for row in active)]
    written = [name for name in map(text_of, names) if name]
    return written[0] if written else source.address.rstrip("/").rpartition("/")[2]


def _facts(channel: Row, about: Row) -> ParsedSource:
    return ParsedSource(
        name=text_of(channel.get("title")),
        handle=text_of(channel.get("username")),
        number=str(count_of(channel.get("id"))),
        description=text_of(about.get("about")),
        members=count_of(about.get("participants_count")),
    )


# ---------------------------------------------------------------- a post


def _time(message: Row) -> Dated:
    try:
        moment = datetime.fromisoformat(str(message.get("date"))).astimezone(UTC)
    except (ValueError, OverflowError):
        return UNDATED
    return Dated(moment, Precision.SECOND, "time that Telegram gives")


def _named(peer: Row, batch: Batch) -> Row:
    for kind, field in (("c", "channel_id"), ("c", "chat_id"), ("u", "user_id")):
        if field in peer:
            return batch.names.get(f"{kind}{peer[field]}", {})
    return {}


def _forward(header: Row, batch: Batch) -> Forward | None:
    if not header:
        return None
    origin = _named(member(header, "from_id"), batch)
    person = " ".join(
        part for part in map(text_of, (origin.get("first_name"), origin.get("last_name"))) if part
    )
    name = text_of(origin.get("title")) or person or text_of(header.get("from_name"))
    number = count_of(header.get("channel_post"))
    return Forward(
        name or "unknown (deleted or hidden)",
        text_of(origin.get("username")),
        str(number) if number else None,
        text_of(header.get("post_author")),
    )


def _reply(header: Row, batch: Batch) -> str | None:
    """The id of the post replied to; behind its channel's name or number where it is another's."""
    number = count_of(header.get("reply_to_msg_id"))
    if not number:
        return None
    elsewhere = member(header, "reply_to_peer_id")
    if "channel_id" not in elsewhere:
        return str(number)
    other = text_of(_named(elsewhere, batch).get("username")) or str(elsewhere["channel_id"])
    return f"{other}/{number}"


def _reach(message: Row) -> Reach | None:
    counted = rows(member(message, "reactions"), "results")
    reactions = tuple(found for row in counted if (found := _reaction(row)))
    reach = Reach(count_of(message.get("views")), reactions)
    return None if reach == Reach() else reach


def _reaction(row: Row) -> tuple[str, int] | None:
    reaction, count = member(row, "reaction"), count_of(row.get("count"))
    if count is None:
        return None
    if emoji := text_of(reaction.get("emoticon")):
        return emoji, count
    drawing = count_of(reaction.get("document_id"))
    return (f"custom:{reaction['document_id']}" if drawing is not None else "paid"), count
