"""Connector for public Telegram channels through their web preview, ``https://t.me/s/NAME``.

A page shows about twenty posts, oldest first, and ``?before=ID`` leads back. Format as served
in 2026; the tests replay pages of the same shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import FetchError, TooLargeError, UnreadableError
from ..model import UNDATED, Dated, Forward, Media, Precision, Response, Source
from ..ports import Coverage, ItemFailure, Limits, ParsedItem, ParsedPost, Transport
from .bounds import finished
from .encoding import decode
from .plain import check_nesting, flatten

__all__ = ["TelegramWeb", "normalise_address"]

_RECIPE = "telegram_web/1"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}\Z")
_POST = re.compile(r"([A-Za-z0-9_]{3,64})/([0-9]{1,12})\Z")
_LINK = re.compile(
    r"https?://(?:www\.)?(?:t|telegram)\.me/(?:s/)?([A-Za-z0-9_]{3,64})/([0-9]{1,12})"
)
_BACKGROUND = re.compile(r"background-image:\s*url\(['\"]?(https?://[^'\")\s]{1,2000})")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/", re.IGNORECASE)
_TEXT_BLOCKS = frozenset({"blockquote", "pre", "div", "p"})
_MEDIA = (
    ("photo", "a.tgme_widget_message_photo_wrap"),
    ("video", "a.tgme_widget_message_video_player, .tgme_widget_message_roundvideo_player"),
    ("document", ".tgme_widget_message_document_wrap"),
    ("audio", ".tgme_widget_message_voice_player, .tgme_widget_message_audio"),
    ("poll", ".tgme_widget_message_poll"),
    ("sticker", ".tgme_widget_message_sticker_wrap"),
    ("location", ".tgme_widget_message_location_wrap"),
)


class TelegramWeb:
    """Reads a channel's newest posts and pages back.

    :param max_pages: pages asked for in one visit.
    """

    name = "telegram_web"
    summary = "Public Telegram channels, through their web preview"

    def __init__(self, limits: Limits, *, max_pages: int = 3) -> None:
        self._limits = limits
        self._max_pages = max_pages

    def fetch(self, source: Source, transport: Transport) -> Iterator[Response | ItemFailure]:
        """Yield the newest page, then older ones until the first post or ``max_pages``.

        :raises FetchError: no answer; pages that came before are already handed over.
        """
        first = normalise_address(source.address, source.id)
        url, oldest = first, None
        for _ in range(self._max_pages):
            response = transport.get(url, source)
            yield response
            ids = _ids(_page(response, source))
            if not ids or (oldest is not None and min(ids) >= oldest):
                return
            oldest = min(ids)
            if oldest <= 1:
                return
            url = f"{first}?before={oldest}"

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the posts of a page in its order, then what range it covers.

        :raises UnreadableError: not a channel's page; the hint says what it is likely to be.
        """
        page = _page(response, source)
        messages = page.css("div.tgme_widget_message")
        if not messages:
            _check_empty(page, response, source)
        for message in messages:
            yield self._item(message, source)
        if ids := _ids(page):
            shown = ids | _album_ids(page)
            yield Coverage(min(ids), max(ids), frozenset(str(i) for i in shown))

    def _item(self, message: LexborNode, source: Source) -> ParsedItem:
        label = (message.attributes.get("data-post") or "")[:100]
        try:
            post = finished(_post(message, source), source, self._limits)
        except (UnreadableError, TooLargeError) as error:
            return ItemFailure(label or source.address, error)
        return post


def normalise_address(address: str, source_id: str = "telegram") -> str:
    """Return ``https://t.me/s/NAME`` for ``@name``, ``t.me/name``, a post's link, or a name.

    :raises FetchError: no channel name in it, or an invitation to a private one.
    """
    rest = _HOST.sub("", address.strip(), count=1).removeprefix("@")
    name = re.split(r"[/?#]", rest.removeprefix("s/"), maxsplit=1)[0]
    private = rest.startswith(("+", "joinchat/", "c/")) or name in ("s", "joinchat")
    if private or not _NAME.match(name):
        raise FetchError(
            source_id,
            f"“{address[:100]}” does not name a public channel",
            hint="Write it as https://t.me/s/NAME; private channels have no public page.",
        )
    return f"https://t.me/s/{name}"


def _page(response: Response, source: Source) -> LexborHTMLParser:
    html, _ = decode(response.body, "utf-8")
    check_nesting(html, source.id)
    return LexborHTMLParser(html)


def _ids(page: LexborHTMLParser) -> set[int]:
    found = (
        _POST.match(node.attributes.get("data-post") or "")
        for node in page.css("div.tgme_widget_message")
    )
    return {int(match.group(2)) for match in found if match}


def _album_ids(page: LexborHTMLParser) -> set[int]:
    """Ids of an album's other pictures: they live, though only the first has a message."""
    links = (_LINK.match(a.attributes.get("href") or "") for a in page.css("a.grouped_media_wrap"))
    return {int(match.group(2)) for match in links if match}


def _post(message: LexborNode, source: Source) -> ParsedPost:
    place = _POST.match(message.attributes.get("data-post") or "")
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
        author=_words(message, ".tgme_widget_message_from_author"),
        forward=_forward(message),
        reply_to=_reply(message, channel),
        media=tuple(_media(message)) or _unsupported(message),
        edited=_edited(message),
        recipe=_RECIPE,
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
        if name in (above.attributes.get("class") or "").split():
            return True
        above = above.parent
    return False


def _time(message: LexborNode) -> Dated:
    node = message.css_first(".tgme_widget_message_date time[datetime]")
    written = (node.attributes.get("datetime") or "") if node else ""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return UNDATED
    if moment.tzinfo is None:
        return Dated(
            moment.replace(tzinfo=UTC), Precision.SECOND, "time of the page, read as UTC", True
        )
    return Dated(moment.astimezone(UTC), Precision.SECOND, "time element of the page")


def _edited(message: LexborNode) -> bool:
    node = message.css_first(".tgme_widget_message_meta")
    own = "".join(n.text_content or "" for n in node.iter(include_text=True)) if node else ""
    return "edited" in own.lower()


def _forward(message: LexborNode) -> Forward | None:
    node = message.css_first(".tgme_widget_message_forwarded_from_name")
    if node is None:
        return None
    link = _LINK.match(node.attributes.get("href") or "")
    channel, number = link.groups() if link else (None, None)
    return Forward(node.text(strip=True), channel, number)


def _reply(message: LexborNode, channel: str) -> str | None:
    """The id of the post replied to, if it is of this channel; else ``channel/id``."""
    node = message.css_first("a.tgme_widget_message_reply")
    link = _LINK.match(node.attributes.get("href") or "") if node else None
    if link is None:
        return None
    other, number = link.groups()
    return number if other.lower() == channel.lower() else f"{other}/{number}"


def _media(message: LexborNode) -> Iterator[Media]:
    for kind, selector in _MEDIA:
        for node in message.css(selector):
            if _inside(node, "tgme_widget_message_reply"):
                continue
            yield Media(
                kind,
                _media_url(node),
                _words(
                    node, ".tgme_widget_message_document_title, .tgme_widget_message_poll_question"
                ),
            )


def _unsupported(message: LexborNode) -> tuple[Media, ...]:
    """What only Telegram's own programs show; the post exists all the same."""
    hidden = message.css_first(".message_media_not_supported_wrap, .text_not_supported")
    return (Media("unsupported"),) if hidden else ()


def _media_url(node: LexborNode) -> str | None:
    video = node.css_first("video[src], audio[src]")
    source = video.attributes.get("src") if video else None
    if source and source.startswith("https://"):
        return source
    match = _BACKGROUND.search(node.attributes.get("style") or "")
    return match.group(1) if match else None


def _words(node: LexborNode, selector: str) -> str | None:
    found = node.css_first(selector)
    return (found.text(strip=True) or None) if found else None


def _check_empty(page: LexborHTMLParser, response: Response, source: Source) -> None:
    """Refuse a page without posts, unless it is a whole page of an empty channel."""
    if page.css_first(".tgme_channel_info, .tgme_channel_history") is None:
        raise _not_a_channel(page, source)
    whole = b"</main>" in response.body.lower()  # what encloses the history ends after it
    if page.css_first(".tgme_channel_history") is None or not whole:
        raise UnreadableError(
            source.id,
            "the page is truncated: it breaks off before its first post",
            hint="The next visit reads it again; posts that were sealed before stay.",
        )


def _not_a_channel(page: LexborHTMLParser, source: Source) -> UnreadableError:
    """Tell from a page without posts what the name is likely to be."""
    action = _words(page.root, ".tgme_page_action, .tgme_action_button_new") if page.root else None
    extra = (_words(page.root, ".tgme_page_extra") or "") if page.root else ""
    if "member" in extra:
        what, hint = "a group, not a channel", "Groups have no public page; follow a channel."
    elif "subscriber" in extra:
        what = "a channel that has switched its web preview off"
        hint = "Read it from a Telegram Desktop export instead (kind telegram_export)."
    elif extra.startswith("@") or "send message" in (action or "").lower():
        what, hint = "a person or a bot, not a channel", "Only channels are followed."
    elif page.css_first(".tgme_page, .tgme_page_wrap, .tgme_body_wrap"):
        what = "a name that no public channel has (any more): deleted, renamed or private"
        hint = "Look for its new name; posts that were sealed before stay."
    else:
        what, hint = "not a page of t.me at all", "Check the address and the network."
    return UnreadableError(source.id, f"{source.address} is {what}", hint=hint)
