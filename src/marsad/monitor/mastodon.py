"""Connector for public accounts of Mastodon and servers with the same interface.

The address is ``https://host/@name``. One request finds the account's number, the next ones list
its posts, newest first, 40 a page (Mastodon API, ``/api/v1/accounts``). No login is used, so only
public posts are seen; servers may refuse such requests.

Posts are numbered by time, and a page lists every public post between its first and its last
one: a known one that is missing there has been deleted, or is not public any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from ..errors import FetchError, SourceError, UnreadableError
from ..model import UNDATED, Dated, Forward, Media, Reach, Response, Source
from ..ports import (
    NO_HISTORY,
    Coverage,
    History,
    ItemFailure,
    Limits,
    ParsedItem,
    ParsedPost,
    ParsedSource,
    Transport,
)
from .api_json import as_list, as_object, as_text, as_whole, read_json
from .bounds import finished
from .labels import get_unlabelled
from .links import web_link
from .moments import read_iso
from .plain import plain_text

__all__ = ["Mastodon"]

_RECIPE = "mastodon/1"
_ACCOUNT = re.compile(r"/(?:@|users/)([A-Za-z0-9_.-]{1,64}(?:@[A-Za-z0-9.-]{1,200})?)/?\Z")
_PAGE = 40
_NOT_MODIFIED = 304
_KINDS = {"image": "photo", "video": "video", "gifv": "video", "audio": "audio"}


class Mastodon:
    """Reads an account's newest posts, back to those that were read before, then what is missing.

    :param max_pages: pages asked for in one visit.
    """

    name = "mastodon"
    summary = "Public accounts of Mastodon and compatible servers (https://host/@name)"

    def __init__(self, limits: Limits, *, max_pages: int = 3) -> None:
        self._limits = limits
        self._max_pages = max_pages

    def fetch(
        self, source: Source, transport: Transport, history: History = NO_HISTORY
    ) -> Iterator[Response | ItemFailure]:
        """Yield the pages of posts, newest first, then the account.

        :raises FetchError: no answer, or the address names no account.
        :raises UnreadableError: the server does not have this interface.
        """
        base, name = _account(source)
        account = get_unlabelled(
            transport, f"{base}/api/v1/accounts/lookup?acct={quote(name)}", source
        )
        number = self._number(account, source, transport, base, name)
        first = f"{base}/api/v1/accounts/{number}/statuses?limit={_PAGE}"
        newest = history.newest or 0
        holes = [last for _, last in history.gaps]
        url: str | None = first
        for _ in range(self._max_pages):
            if url is None:
                break
            response = get_unlabelled(transport, url, source)
            yield response
            ids = _ids(response, source) if response.status != _NOT_MODIFIED else []
            before = min(ids) if len(ids) == _PAGE and min(ids) > newest else None
            if url == first and ids and max(ids) < newest:
                before = newest + 1  # the newest known posts are gone: only this page says so
            elif before is None and holes:
                before = holes.pop() + 1
            url = f"{first}&max_id={before}" if before else None
        yield account

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the posts of a page and the range that it covers, or what the account says.

        :raises UnreadableError: neither a list of posts nor an account.
        """
        read = read_json(response, source)
        if isinstance(read, dict) and "acct" in read:
            yield _about(read, source)
            return
        if not isinstance(read, list):
            raise _no_interface(source)
        for row in read:
            label = as_text(as_object(row).get("uri"))[:200] or "a post without address"
            try:
                yield finished(_post(as_object(row), source), source, self._limits)
            except SourceError as error:
                yield ItemFailure(label, error)
        if ids := _ids(response, source):
            yield Coverage(min(ids), _last(response, ids), frozenset(map(str, ids)))

    def _number(
        self, account: Response, source: Source, transport: Transport, base: str, name: str
    ) -> str:
        """Return the account's number; an unchanged account has none in its answer."""
        if account.status == _NOT_MODIFIED:
            # Another spelling of the same question, which has never been sealed.
            other = f"{base}/api/v1/accounts/lookup?acct={quote(name)}&skip_webfinger=true"
            account = transport.get(other, source)
        number = as_text(as_object(read_json(account, source)).get("id"))
        if not re.fullmatch(r"[A-Za-z0-9]{1,40}", number):
            raise _no_interface(source)
        return number


def _account(source: Source) -> tuple[str, str]:
    parts = urlsplit(source.address)
    found = _ACCOUNT.search(parts.path)
    if found is None:
        raise FetchError(
            source.id,
            f"{source.address} names no account",
            hint="Write https://host/@name, as the account's own page has it.",
        )
    return f"{parts.scheme}://{parts.netloc}", found.group(1)


def _ids(response: Response, source: Source) -> list[int]:
    """Return the posts' numbers; those of servers that do not number them are left out."""
    rows = (as_object(row) for row in as_list(read_json(response, source)))
    return [int(key) for row in rows if (key := as_text(row.get("id"))).isdecimal()]


def _last(response: Response, ids: list[int]) -> int:
    """Return the highest number that a page covers.

    Numbers are times, far apart; a page that was asked for up to a number shows that no living
    post stands between its first one and that number.
    """
    asked = dict(parse_qsl(urlsplit(response.url).query)).get("max_id", "")
    return int(asked) - 1 if asked.isdecimal() else max(ids)


def _about(row: Mapping[str, Any], source: Source) -> ParsedSource:
    return ParsedSource(
        name=as_text(row.get("display_name")) or None,
        handle=as_text(row.get("acct")) or None,
        number=as_text(row.get("id")) or None,
        description=plain_text(as_text(row.get("note")), source.id) or None,
        members=as_whole(row.get("followers_count")),
    )


def _post(row: Mapping[str, Any], source: Source) -> ParsedPost:
    key = as_text(row.get("id"))
    if not key:
        raise UnreadableError(source.id, "a post without id", hint="The next visit reads it again.")
    shared = as_object(row.get("reblog"))
    shown = shared or row
    warning = " ".join(as_text(shown.get("spoiler_text")).split())
    body = plain_text(as_text(shown.get("content")), source.id)
    return ParsedPost(
        native_id=key,
        url=_address(row, source),
        text=f"{warning}\n\n{body}".strip() if warning else body,
        published=_date(as_text(row.get("created_at"))),
        author=_name(as_object(row.get("account"))),
        forward=_forward(shared) if shared else None,
        reply_to=as_text(row.get("in_reply_to_id")) or None,
        media=tuple(_media(shown, source)),
        edited=bool(shown.get("edited_at")),
        recipe=_RECIPE,
        reach=Reach(reactions=tuple(_reactions(shown))),
        language=as_text(shown.get("language")) or None,
    )


def _address(row: Mapping[str, Any], source: Source) -> str:
    """The post's own page; a shared post has none but its place under the account."""
    found = web_link(row.get("url"), source.address)
    return found or f"{source.address.rstrip('/')}/{quote(as_text(row.get('id')))}"


def _date(written: str) -> Dated:
    try:
        return read_iso(written, "created_at of the post") if written else UNDATED
    except ValueError:
        return UNDATED


def _name(account: Mapping[str, Any]) -> str | None:
    return as_text(account.get("display_name")) or as_text(account.get("acct")) or None


def _forward(shared: Mapping[str, Any]) -> Forward:
    account = as_object(shared.get("account"))
    handle = as_text(account.get("acct")) or None
    return Forward(_name(account) or "unknown", handle, as_text(shared.get("id")) or None)


def _media(row: Mapping[str, Any], source: Source) -> Iterator[Media]:
    for found in map(as_object, as_list(row.get("media_attachments"))):
        length = as_object(as_object(found.get("meta")).get("original")).get("duration")
        yield Media(
            kind=_KINDS.get(as_text(found.get("type")), "document"),
            url=web_link(found.get("url"), source.address),
            name=as_text(found.get("description"))[:1_000] or None,
            seconds=int(length) if isinstance(length, (int, float)) else None,
        )
    poll = as_object(row.get("poll"))
    if poll:
        votes = max(1, as_whole(poll.get("votes_count")) or 0)
        options = (as_object(option) for option in as_list(poll.get("options")))
        counted = (
            (as_text(o.get("title")), _share(as_whole(o.get("votes_count")), votes))
            for o in options
        )
        yield Media("poll", options=tuple(counted))


def _share(votes: int | None, of: int) -> int | None:
    return None if votes is None else round(100 * votes / of)


def _reactions(row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for name, key in (("favourite", "favourites_count"), ("share", "reblogs_count")):
        if count := as_whole(row.get(key)):
            yield name, count


def _no_interface(source: Source) -> UnreadableError:
    return UnreadableError(
        source.id,
        f"{source.address} does not answer as Mastodon does",
        hint="Check the address; if the server hides its accounts, follow https://host/@name.rss.",
    )
