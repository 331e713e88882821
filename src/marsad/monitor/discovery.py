"""What kind of source a web address is, told from what it answers."""

from __future__ import annotations

from ..errors import UnreadableError
from ..model import Source
from ..ports import Transport
from .addresses import Address
from .encoding import declared_charset, decode
from .feed import announced_feeds, is_feed
from .robots import Robots
from .sitemap import is_sitemap

__all__ = ["discover"]

_NOT_MODIFIED = 304


def discover(found: Address, transport: Transport, *, local: bool = False) -> tuple[Address, ...]:
    """Return how ``found`` can be followed, the best way first; never empty.

    A web address is asked for once; before it, unless it is spelled as a feed, which is there for
    programs, its site's robots.txt. One that answers with a feed is a feed, whatever its name; a
    page that announces feeds is best followed by these, those of comments aside, and after them
    as a page. All other kinds are returned as they are.

    :param local: True allows an address of this machine or its network.
    :raises RefusedError: robots.txt forbids it, and ``retry_after`` is None; or not now.
    :raises SourceError: the address does not answer.
    """
    if found.kind not in ("web", "feed") or not found.address.startswith(("http://", "https://")):
        return (found,)
    source = Source(
        found.suggested_id, found.kind, found.address, found.suggested_name, local=local
    )
    if found.kind == "web":
        response = Robots(transport, source).get(found.address)
    else:
        response = transport.get(found.address, source)
    if response.status == _NOT_MODIFIED:
        return (found,)
    if is_feed(response):
        return (found._replace(kind="feed"),)
    page = found._replace(kind="web")
    if is_sitemap(response.body):
        return (page,)
    text, _ = decode(response.body, declared_charset(response.media_type))
    try:
        links = announced_feeds(text, found.address, source.id)
    except UnreadableError:
        return (page,)
    feeds = (found._replace(kind="feed", address=link) for link in links if "comment" not in link)
    return (*feeds, page)
