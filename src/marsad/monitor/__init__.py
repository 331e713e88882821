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
from .listing import Listed, read_list, write_csv, write_opml
from .local import FileTransport
from .mailbox import Mailbox
from .mastodon import Mastodon
from .replay import ReplayTransport
from .router import RouterTransport, default_transport
from .telegram_api import TelegramApi
from .telegram_export import TelegramExport
from .telegram_transport import TelegramTransport
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


def connectors(limits: Limits, *, max_pages: int = 3) -> tuple[Connector, ...]:
    """Return the built-in connectors.

    :param max_pages: pages of a channel's or account's posts that one visit asks for.
    """
    return (
        TelegramWeb(limits, max_pages=max_pages),
        TelegramExport(limits),
        TelegramApi(limits, max_batches=max_pages),
        Feed(limits),
        Feed(limits, every_page=True),
        Files(limits),
        Documents(limits),
        Web(limits),
        Mailbox(limits),
        Mastodon(limits, max_pages=max_pages),
        Bluesky(limits, max_pages=max_pages),
    )
