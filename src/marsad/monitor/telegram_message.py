"""One message of a ``t.me/s`` page: its text, where it comes from, its media, and its reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from selectolax.lexbor import LexborNode

from ..errors import UnreadableError
from ..model import UNDATED, Dated, Forward, Media, Precision, Reach, Source
from ..ports import ParsedPost
from .plain import flatten
from .telegram_page import LINK, POST, number_of, words

__all__ = ["RECIPE", "is_service", "read_message"]

RECIPE = "telegram_web/2"
_BACKGROUND = re.compile(r"background-image:\s*url\(['\"]?(https?://[^'\")\s]{1,2000})")
_PERCENT = re.compile(r"([0-9]{1,3})\s*%")
_LENGTH = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})\Z")
_TEXT_BLOCKS = frozenset({"blockquote", "pre", "div", "p"})
_MEDIA = {
    "tgme_widget_message_photo_wrap": "photo",
    "tgme_widget_message_video_player": "video",
    "tgme_widget_message_roundvideo_player": "video",
    "tgme_widget_message_document_wrap": "document",
    "tgme_widget_message_voice_player": "audio",
    "tgme_widget_message_audio": "audio",
    "tgme_widget_message_poll": "poll",
    "tgme_widget_message_sticker_wrap": "sticker",
    "tgme_widget_message_location_wrap": "location",
}
_ANY_MEDIA = ", ".join(f".{name}" for name in _MEDIA)
_TITLES = (
    ".tgme_widget_message_document_title, .tgme_widget_message_poll_question, "
    ".tgme_widget_message_location_title"
)
_LENGTHS = ".message_video_duration, [class*='_duration']"


def is_service(message: LexborNode) -> bool:
    """Whether Telegram itself speaks: a post was pinned, the channel was created or renamed."""
    return "service_message" in (message.attributes.get("class") or "").split()


def read_message(message: LexborNode, source: Source) -> ParsedPost:
    """Return the post that ``message`` shows.

    An album is one post under its first number, with several media.

    :raises UnreadableError: no number, or the page breaks off inside the message.
    """
    place = POST.match(message.attributes.get("data-post") or "")
    if place is None:
        raise UnreadableError(
            source.id, "a message without its number", hint="The page may be cut off; try later."
        )
    channel, number = place.groups()
    if message.css_first(".tgme_widget_message_footer") is None:
        raise UnreadableError(
            source.id,
            f"message {number} breaks off before its end",
            hint="The page was cut off; the next visit reads the message.",
        )
    return ParsedPost(
        native_id=number,
        url=f"https://t.me/{channel}/{number}",
        text=_text(message),
        published=_time(message),
        author=words(message, ".tgme_widget_message_from_author"),
        forward=_forward(message),
        reply_to=_reply(message, channel),
        media=tuple(_media(message)) or _unsupported(message),
        edited=_edited(message),
        recipe=RECIPE,
        reach=_reach(message),
    )


def _text(message: LexborNode) -> str:
    """The post's own text: not the quoted one, and the innermost of nested text blocks."""
    for node in message.css(".js-message_text"):
        nested = node.css(".js-message_text")
        if len(nested) > 1 or _inside(node, "tgme_widget_message_reply"):
            continue
        return flatten(node, _TEXT_BLOCKS).strip()
    return ""


def _inside(node: LexborNode, name: str) -> bool:
    above = node.parent
    while above is not None:
        classes = (above.attributes.get("class") or "").split()
        if name in classes:
            return True
        if "tgme_widget_message" in classes:
            return False
        above = above.parent
    return False


def _time(message: LexborNode) -> Dated:
    node = message.css_first(".tgme_widget_message_date time[datetime]")
    written = (node.attributes.get("datetime") or "") if node else ""
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
            return Dated(moment, Precision.SECOND, "time element of the page")
    except (ValueError, OverflowError):
        return UNDATED
    basis = "time of the page, read as UTC"
    return Dated(moment.replace(tzinfo=UTC), Precision.SECOND, basis, estimated=True)


def _edited(message: LexborNode) -> bool:
    node = message.css_first(".tgme_widget_message_meta")
    return "edited" in _own_text(node).lower() if node else False


def _own_text(node: LexborNode) -> str:
    """The text of ``node`` itself, without that of the elements in it."""
    return "".join(n.text_content or "" for n in node.iter(include_text=True) if n.tag == "-text")


def _forward(message: LexborNode) -> Forward | None:
    node = message.css_first(".tgme_widget_message_forwarded_from_name")
    if node is None:
        return None
    link = LINK.match(node.attributes.get("href") or "")
    channel, number = link.groups() if link else (None, None)
    author = words(message, ".tgme_widget_message_forwarded_from_author")
    return Forward(" ".join(node.text().split()), channel, number, author)


def _reply(message: LexborNode, channel: str) -> str | None:
    """The id of the post replied to, if it is of this channel; else ``channel/id``."""
    node = message.css_first("a.tgme_widget_message_reply")
    link = LINK.match(node.attributes.get("href") or "") if node else None
    if link is None:
        return None
    other, number = link.groups()
    return number if other.lower() == channel.lower() else f"{other}/{number}"


# ---------------------------------------------------------------- media


def _media(message: LexborNode) -> Iterator[Media]:
    for node in message.css(_ANY_MEDIA):
        if _inside(node, "tgme_widget_message_reply"):
            continue
        classes = (node.attributes.get("class") or "").split()
        kind = next(_MEDIA[name] for name in classes if name in _MEDIA)
        if kind == "document" and node.css_first(".tgme_widget_message_document_icon.audio"):
            kind = "audio"
        options = tuple(_options(node)) if kind == "poll" else ()
        seconds = _seconds(node) if kind in ("audio", "video") else None
        yield Media(kind, _media_url(node), words(node, _TITLES), options, seconds)


def _options(poll: LexborNode) -> Iterator[tuple[str, int | None]]:
    for option in poll.css(".tgme_widget_message_poll_option"):
        share = _PERCENT.search(words(option, ".tgme_widget_message_poll_option_percent") or "")
        answer = words(option, ".tgme_widget_message_poll_option_text")
        yield (
            answer or words(option, ".tgme_widget_message_poll_option_value") or "",
            int(share.group(1)) if share else None,
        )


def _seconds(node: LexborNode) -> int | None:
    found = _LENGTH.match(words(node, _LENGTHS) or "")
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _unsupported(message: LexborNode) -> tuple[Media, ...]:
    """What only Telegram's own programs show; the post exists all the same."""
    hidden = message.css_first(".message_media_not_supported_wrap, .text_not_supported")
    return (Media("unsupported"),) if hidden else ()


def _media_url(node: LexborNode) -> str | None:
    player = node.css_first("video[src], audio[src]")
    address = player.attributes.get("src") if player else None
    if address and address.startswith("https://"):
        return address
    match = _BACKGROUND.search(node.attributes.get("style") or "")
    return match.group(1) if match else None


# ---------------------------------------------------------------- reach


def _reach(message: LexborNode) -> Reach | None:
    """Views and reactions; None where the page shows neither."""
    views = words(message, ".tgme_widget_message_views")
    box = message.css_first(".tgme_widget_message_reactions")
    reach = Reach(number_of(views) if views else None, tuple(_reactions(box)) if box else ())
    return None if reach == Reach() else reach


def _reactions(box: LexborNode) -> Iterator[tuple[str, int]]:
    """Each emoji with its count; drawings without an emoji behind them as ``custom:ID``."""
    for node in box.css(".tgme_reaction"):
        count = number_of(_own_text(node))
        if count is not None:
            yield _emoji(node), count


def _emoji(node: LexborNode) -> str:
    if emoji := words(node, "b"):
        return emoji
    drawing = node.css_first("tg-emoji[emoji-id]")
    if drawing is not None:
        return f"custom:{(drawing.attributes.get('emoji-id') or '')[:30]}"
    paid = "tgme_reaction_paid" in (node.attributes.get("class") or "").split()
    return "paid" if paid else "unknown"
