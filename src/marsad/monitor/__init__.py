"""Source → Response → posts: connectors read, transports fetch, and neither trusts the bytes.

Connectors: :class:`TelegramWeb`, :class:`TelegramExport`, :class:`Feed`, :class:`Files`,
:class:`Documents`. Transports: :class:`HttpTransport`, :class:`FileTransport`,
:class:`ReplayTransport`, :class:`RouterTransport`. :func:`recognise` tells an address's kind.
"""

from __future__ import annotations

from ..ports import Connector, Limits
from .addresses import Address, recognise
from .documents import Documents
from .feed import Feed
from .files import Files
from .http import HttpTransport
from .local import FileTransport
from .replay import ReplayTransport
from .router import RouterTransport, default_transport
from .telegram_export import TelegramExport
from .telegram_web import TelegramWeb, normalise_address

__all__ = [
    "Address",
    "Documents",
    "Feed",
    "FileTransport",
    "Files",
    "HttpTransport",
    "ReplayTransport",
    "RouterTransport",
    "TelegramExport",
    "TelegramWeb",
    "connectors",
    "default_transport",
    "normalise_address",
    "recognise",
]


def connectors(limits: Limits, *, max_pages: int = 3) -> tuple[Connector, ...]:
    """Return the built-in connectors.

    :param max_pages: pages of a channel's web preview that one visit asks for.
    """
    return (
        TelegramWeb(limits, max_pages=max_pages),
        TelegramExport(limits),
        Feed(limits),
        Files(limits),
        Documents(limits),
    )
