"""Source → Response → posts: connectors read, transports fetch, and neither trusts the bytes.

Connectors: :class:`TelegramWeb`, :class:`TelegramExport`, :class:`Feed`, :class:`Files`,
:class:`Documents`, :class:`Web`, :class:`Mailbox`, :class:`Mastodon`, :class:`Bluesky`.
Transports: :class:`HttpTransport`, :class:`FileTransport`, :class:`ReplayTransport`,
:class:`RouterTransport`. :func:`recognise` tells an address's kind from its form,
:func:`discover` from what it answers.
"""

from __future__ import annotations

from ..ports import Connector, Limits
from .addresses import Address, recognise
from .bluesky import Bluesky
from .discovery import discover
from .documents import Documents
from .feed import Feed
from .files import Files
from .http import USER_AGENT, HttpTransport
from .imap import Imap
from .listing import Listed, read_list, write_csv, write_opml
from .local import FileTransport
from .mailbox import Mailbox
from .mastodon import Mastodon
from .replay import ReplayTransport
from .robots import RobotsFiles
from .router import RouterTransport, default_transport
from .telegram_api import TelegramApi
from .telegram_export import TelegramExport
from .telegram_transport import TelegramTransport
from .telegram_visit import Pace
from .telegram_web import TelegramWeb, normalise_address
from .web import Web

__all__ = [
    "USER_AGENT",
    "Address",
    "Bluesky",
    "Documents",
    "Feed",
    "FileTransport",
    "Files",
    "HttpTransport",
    "Listed",
    "Mailbox",
    "Mastodon",
    "ReplayTransport",
    "RouterTransport",
    "TelegramApi",
    "TelegramExport",
    "TelegramTransport",
    "TelegramWeb",
    "Web",
    "connectors",
    "default_transport",
    "discover",
    "normalise_address",
    "read_list",
    "recognise",
    "write_csv",
    "write_opml",
]


def connectors(
    limits: Limits, *, max_pages: int = 3, proxy: str | None = None
) -> tuple[Connector, ...]:
    """Return the built-in connectors, which share what they know of sites' robots.txt.

    :param max_pages: pages of a channel's or account's posts that one visit asks for.
    :param proxy: for those that reach outside by themselves, as mailboxes do; the transport
        has its own.
    """
    robots, pace = RobotsFiles(), Pace(pages=max_pages)
    return (
        TelegramWeb(limits, pace=pace),
        TelegramExport(limits),
        TelegramApi(limits, pace=pace),
        Feed(limits, robots=robots),
        Feed(limits, every_page=True, robots=robots),
        Files(limits),
        Documents(limits),
        Web(limits, robots=robots),
        Mailbox(limits, imap=Imap(limits, proxy=proxy)),
        Mastodon(limits, max_pages=max_pages),
        Bluesky(limits, max_pages=max_pages),
    )
