"""Connector for public accounts of Bluesky, through its public interface (AT Protocol).

The address is ``https://bsky.app/profile/NAME``. ``app.bsky.feed.getAuthorFeed`` lists posts,
newest first, and a cursor leads back; ``app.bsky.actor.getProfile`` tells about the account.
A post is known by its ``at://`` address, which survives a change of the account's name.

Deletions are not observed: the list leaves out posts for other reasons too (moderation, blocks,
what the index has not caught up with) and is ordered by a time that the author's program may
write as it likes, so what is missing from a page proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from ..errors import FetchError, SourceError, UnreadableError
from ..model import UNDATED, Dated, Forward, Media, Reach, Response, Source
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
from .api_json import as_list, as_object, as_text, as_whole, read_json
from .bounds import finished
from .labels import get_unlabelled
from .links import web_link
from .moments import read_iso

__all__ = ["PROFILE", "Bluesky"]

_RECIPE = "bluesky/1"
_API = "https://public.api.bsky.app/xrpc"
PROFILE = re.compile(r"/profile/([A-Za-z0-9.:_-]{3,250})/?\Z")
_PAGE = 50
_NOT_MODIFIED = 304
# Programs that know no time write the beginning of their clock's counting.
_EPOCH = datetime(1991, 1, 1, tzinfo=UTC)
_REPOST = "app.bsky.feed.defs#reasonRepost"


class Bluesky:
    """Reads an account's newest posts and pages back.

    :param max_pages: pages asked for in one visit.
    :param api: where the interface is.
    """

    name = "bluesky"
    summary = "Public accounts of Bluesky (https://bsky.app/profile/NAME)"

    def __init__(self, limits: Limits, *, max_pages: int = 3, api: str = _API) -> None:
        self._limits = limits
        self._max_pages = max_pages
        self._api = api

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,  # noqa: ARG002 - posts are not numbered
    ) -> Iterator[Response | ItemFailure]:
        """Yield the pages of posts, newest first, then the profile.

        :raises FetchError: no answer, or the address names no account.
        """
        name = quote(_account(source))
        first = f"{self._api}/app.bsky.feed.getAuthorFeed?actor={name}&limit={_PAGE}"
        url = first
        for _ in range(self._max_pages):
            response = get_unlabelled(transport, url, source)
            yield response
            read = {} if response.status == _NOT_MODIFIED else read_json(response, source)
            cursor = as_text(as_object(read).get("cursor"))
            if not cursor:
                break
            url = f"{first}&cursor={quote(cursor)}"
        yield get_unlabelled(
            transport, f"{self._api}/app.bsky.actor.getProfile?actor={name}", source
        )

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the posts of a page, or what the profile says.

        :raises UnreadableError: neither a list of posts nor a profile.
        """
        read = as_object(read_json(response, source))
        if "did" in read:
            yield _about(read)
            return
        if not isinstance(read.get("feed"), list):
            raise UnreadableError(
                source.id,
                f"{source.address} does not answer as Bluesky does",
                hint="Check the name of the account.",
            )
        for row in map(as_object, read["feed"]):
            post = as_object(row.get("post"))
            try:
                found = _post(row, post, source)
                yield finished(found, source, self._limits)
            except SourceError as error:
                yield ItemFailure(as_text(post.get("uri"))[:200] or "a post without address", error)


def _account(source: Source) -> str:
    found = PROFILE.search(urlsplit(source.address).path)
    if found is None:
        raise FetchError(
            source.id,
            f"{source.address} names no account",
            hint="Write https://bsky.app/profile/NAME.",
        )
    return found.group(1)


def _about(row: Mapping[str, Any]) -> ParsedSource:
    return ParsedSource(
        name=as_text(row.get("displayName")) or None,
        handle=as_text(row.get("handle")) or None,
        number=as_text(row.get("did")) or None,
        description=as_text(row.get("description")) or None,
        members=as_whole(row.get("followersCount")),
    )


def _post(row: Mapping[str, Any], post: Mapping[str, Any], source: Source) -> ParsedPost:
    uri = as_text(post.get("uri"))
    if not uri.startswith("at://"):
        raise UnreadableError(
            source.id, "a post without address", hint="The next visit reads it again."
        )
    record = as_object(post.get("record"))
    author = as_object(post.get("author"))
    reason = as_object(row.get("reason"))
    shared = as_text(reason.get("$type")) == _REPOST
    by = as_object(reason.get("by")) if shared else author
    languages = [code for code in as_list(record.get("langs")) if isinstance(code, str)]
    reply = as_object(as_object(record.get("reply")).get("parent"))
    return ParsedPost(
        native_id=f"{as_text(by.get('did'))} shared {uri}" if shared else uri,
        url=_page(uri, author),
        text=as_text(record.get("text")),
        published=_published(record, reason if shared else {}, post),
        author=_name(by),
        forward=Forward(_name(author) or "unknown", as_text(author.get("handle")) or None, uri)
        if shared
        else None,
        reply_to=as_text(reply.get("uri")) or None,
        media=tuple(_media(as_object(post.get("embed")), source)),
        recipe=_RECIPE,
        reach=Reach(reactions=tuple(_reactions(post))),
        language=languages[0] if len(languages) == 1 else None,
    )


def _page(uri: str, author: Mapping[str, Any]) -> str:
    who = as_text(author.get("did")) or as_text(author.get("handle"))
    return f"https://bsky.app/profile/{quote(who, safe=':')}/post/{quote(uri.rsplit('/', 1)[-1])}"


def _name(person: Mapping[str, Any]) -> str | None:
    return as_text(person.get("displayName")) or as_text(person.get("handle")) or None


def _published(
    record: Mapping[str, Any], reason: Mapping[str, Any], post: Mapping[str, Any]
) -> Dated:
    """Return when it was posted or shared.

    Authors' programs write ``createdAt`` as they like; where the network's own time is earlier,
    that counts.
    """
    indexed = _moment(post.get("indexedAt"), "indexedAt, when the network saw the post")
    if reason:
        return _moment(reason.get("indexedAt"), "indexedAt of the share")
    written = _moment(record.get("createdAt"), "createdAt of the post")
    if written.value and indexed.value and indexed.value < written.value:
        return indexed
    return written if written.value else indexed


def _moment(value: object, basis: str) -> Dated:
    try:
        found = read_iso(as_text(value), basis)
    except (ValueError, OverflowError):
        return UNDATED
    return found if found.value and found.value > _EPOCH else UNDATED


def _media(embed: Mapping[str, Any], source: Source) -> Iterator[Media]:
    inner = as_object(embed.get("media")) or embed
    for image in map(as_object, as_list(inner.get("images"))):
        link = web_link(image.get("fullsize"), source.address)
        yield Media("photo", link, as_text(image.get("alt"))[:1_000] or None)
    if inner.get("playlist"):
        yield Media("video", web_link(inner.get("playlist"), source.address))
    outside = as_object(inner.get("external"))
    if outside:
        link = web_link(outside.get("uri"), source.address)
        yield Media("document", link, as_text(outside.get("title"))[:1_000] or None)


def _reactions(post: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for name, key in (("like", "likeCount"), ("share", "repostCount"), ("quote", "quoteCount")):
        if count := as_whole(post.get(key)):
            yield name, count
