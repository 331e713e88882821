"""A page of ``t.me/s`` as a whole: what it covers, what it says of the channel, what it is instead.

Names that no channel has answer with status 200 too, so only the page itself tells a dead name
from a group, a person or a channel without preview.
"""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import GoneError, RefusedError, SourceError, UnreadableError
from ..model import Response, Source
from ..ports import Coverage, ParsedSource
from .encoding import decode
from .plain import check_nesting, flatten
from .telegram_visit import Run

__all__ = [
    "LINK",
    "POST",
    "absence",
    "check_whole",
    "coverage",
    "load",
    "messages",
    "number_of",
    "run_of",
    "source_facts",
    "words",
]

POST = re.compile(r"([A-Za-z0-9_]{3,64})/([0-9]{1,12})\Z")
LINK = re.compile(
    r"https?://(?:www\.)?(?:t|telegram)\.me/(?:s/)?([A-Za-z0-9_]{3,64})/([0-9]{1,12})"
)
_COUNT = re.compile(r"([0-9][0-9.,\s]{0,20})([KMB]?)(?![0-9])", re.IGNORECASE)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
# Pages with older posts behind them show about twenty (three that were looked at: 20 each).
# A shorter page without any link to older posts therefore begins with the channel's first.
_SHORT = 10


def load(response: Response, source: Source) -> LexborHTMLParser:
    """Return the page.

    :raises UnreadableError: nested so deep that only an attack looks like it.
    """
    html, _ = decode(response.body, "utf-8")
    check_nesting(html, source.id)
    return LexborHTMLParser(html)


def messages(page: LexborHTMLParser) -> list[LexborNode]:
    """Return the page's messages, service messages among them, in its order."""
    return page.css("div.tgme_widget_message")


def coverage(page: LexborHTMLParser, response: Response) -> Coverage | None:
    """Return which post numbers the page answers for, or None where it answers for none.

    A whole page that was asked for by ``?before=N`` shows the newest posts below N, so that it
    answers for all from its first to N-1. A page that breaks off answers only for what it shows,
    and one with a message that cannot be told answers for nothing: it might be any.
    """
    own = _numbers(page)
    whole = _is_whole(response)
    frames = len(page.css("div.tgme_widget_message_wrap")) - len(messages(page))
    if not own or None in own or frames > (0 if whole else 1):
        return None
    shown = {number for number in own if number} | _album_numbers(page)
    run = _run(page, response, shown)
    return Coverage(run.first, run.last, frozenset(map(str, shown)))


def run_of(page: LexborHTMLParser, response: Response) -> Run | None:
    """Return which numbers the page led through, as the plan of a visit needs to know."""
    shown = {number for number in _numbers(page) if number} | _album_numbers(page)
    return _run(page, response, shown) if shown else None


def source_facts(page: LexborHTMLParser) -> ParsedSource | None:
    """Return what the page says of its channel, or None where it says nothing.

    ``handle`` is the page's own, which differs from the address where the channel was renamed or
    has several names. ``members`` is as rounded as the page has it.
    """
    info = page.css_first(".tgme_channel_info")
    if info is None:
        return None
    description = info.css_first(".tgme_channel_info_description")
    found = ParsedSource(
        name=words(info, ".tgme_channel_info_header_title"),
        handle=_handle(page, info),
        number=_channel_number(page),
        description=flatten(description).strip() or None if description else None,
        members=_members(info),
    )
    return None if found == ParsedSource() else found


def number_of(text: str) -> int | None:
    """Return the number that "986", "1 204", "12.3K" or "3.1M" stands for."""
    found = _COUNT.match(text.strip())
    if found is None:
        return None
    digits, unit = "".join(found.group(1).split()), found.group(2).lower()
    try:
        if unit:
            return round(float(digits.replace(",", ".")) * _TIMES[unit])
        return int(re.sub(r"[.,]", "", digits))
    except ValueError:
        return None


def words(node: LexborNode, selector: str) -> str | None:
    """Return the text of the first node that ``selector`` finds, on one line, or None."""
    found = node.css_first(selector)
    return (" ".join(found.text().split()) or None) if found else None


# ---------------------------------------------------------------- what it is instead


def absence(page: LexborHTMLParser, source: Source) -> SourceError | None:
    """Return why the page is not a channel's, or None where it is or cannot be told.

    GoneError: no public channel has the name. RefusedError: there is a channel, but its posts
    are not shown on the web. UnreadableError: the name is a group's, a person's or a bot's.
    """
    if messages(page) or page.css_first(".tgme_channel_info, .tgme_channel_history"):
        return None
    if page.css_first(".tgme_page, .tgme_page_wrap, .tgme_body_wrap") is None or page.root is None:
        return None
    title = words(page.root, ".tgme_page_title")
    extra = words(page.root, ".tgme_page_extra") or ""
    action = (words(page.root, ".tgme_page_action, .tgme_action_button_new") or "").lower()
    if "subscriber" in extra:
        return RefusedError(
            source.id,
            f"{source.address} is a channel that is not shown on the web: its preview is switched "
            "off, or Telegram restricts it",
            hint="Read it with an account (kind telegram_api) or from a Telegram Desktop export "
            "(kind telegram_export).",
        )
    if "member" in extra:
        return _other(source, "a group, not a channel", "Groups have no public page.")
    if "monthly user" in extra or "start bot" in action:
        return _other(source, "a bot, not a channel", "Only channels are followed.")
    if title and (extra.startswith("@") or "send message" in action):
        return _other(source, "a person or a bot, not a channel", "Only channels are followed.")
    return GoneError(
        source.id,
        f"{source.address} is a name that no public channel has (any more): deleted, renamed, "
        "made private, or never there",
        hint="Look for its new name; posts that were sealed before stay.",
    )


def check_whole(page: LexborHTMLParser, response: Response, source: Source) -> None:
    """Refuse a page without posts, unless it is a whole page of an empty channel.

    :raises UnreadableError: it breaks off before its first post, or is not a page of t.me.
    """
    if page.css_first(".tgme_channel_info, .tgme_channel_history") is None:
        raise UnreadableError(
            source.id,
            f"{source.address} is not a page of t.me at all",
            hint="Check the address and the network.",
        )
    if page.css_first(".tgme_channel_history") is None or not _is_whole(response):
        raise UnreadableError(
            source.id,
            "the page is truncated: it breaks off before its first post",
            hint="The next visit reads it again; posts that were sealed before stay.",
        )


def _other(source: Source, what: str, hint: str) -> UnreadableError:
    return UnreadableError(source.id, f"{source.address} is {what}", hint=hint)


# ---------------------------------------------------------------- numbers


def _is_whole(response: Response) -> bool:
    return b"</main>" in response.body.lower()  # what encloses the history ends after it


def _before(url: str) -> int | None:
    asked = parse_qs(urlsplit(url).query).get("before", [""])[0]
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 12 else None


def _run(page: LexborHTMLParser, response: Response, shown: set[int]) -> Run:
    first, last = min(shown), max(shown)
    if not _is_whole(response):
        return Run(first, last)
    before = _before(response.url)
    return Run(
        1 if _starts(page, len(shown)) else first,
        before - 1 if before and before > last else last,
    )


def _numbers(page: LexborHTMLParser) -> list[int | None]:
    """The number of each message; None for one that has none."""
    found = (POST.match(node.attributes.get("data-post") or "") for node in messages(page))
    return [int(match.group(2)) if match else None for match in found]


def _album_numbers(page: LexborHTMLParser) -> set[int]:
    """Numbers of an album's other pictures: they live, though only the first has a message."""
    links = (LINK.match(a.attributes.get("href") or "") for a in page.css("a.grouped_media_wrap"))
    return {int(match.group(2)) for match in links if match}


def _starts(page: LexborHTMLParser, shown: int) -> bool:
    """Whether the page holds the channel's first post.

    The absence of a link alone would not do: should Telegram drop those links, every older post
    would count as deleted. So the page must link the other way, or be short.
    """
    if page.css_first("a[data-before], link[rel='prev']"):
        return False
    newer = page.css_first("a[data-after], link[rel='next']") is not None
    return newer or shown < _SHORT


# ---------------------------------------------------------------- the channel


def _handle(page: LexborHTMLParser, info: LexborNode) -> str | None:
    written = words(info, ".tgme_channel_info_header_username") or ""
    if written.startswith("@"):
        return written[1:]
    main = page.css_first("main[data-url]")
    found = re.match(r"/(?:s/)?([A-Za-z0-9_]{3,64})\Z", _attribute(main, "data-url"))
    return found.group(1) if found else None


def _channel_number(page: LexborHTMLParser) -> str | None:
    """The channel's own number, from the marks by which views are counted; None if they differ."""
    found = {_number_in(node.attributes.get("data-view") or "") for node in messages(page)}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _number_in(mark: str) -> str | None:
    try:
        read = json.loads(base64.urlsafe_b64decode(mark[:500] + "=" * (-len(mark[:500]) % 4)))
    except (ValueError, RecursionError):
        return None
    number = read.get("c") if isinstance(read, dict) else None
    return str(abs(number)) if isinstance(number, int) and number else None


def _members(info: LexborNode) -> int | None:
    for counter in info.css(".tgme_channel_info_counter"):
        if (words(counter, ".counter_type") or "").startswith("subscriber"):
            return number_of(words(counter, ".counter_value") or "")
    return None


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node else ""
