"""RouterTransport: picks a transport by the scheme of the address."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import Self

from ..errors import BlockedAddressError
from ..model import Response, Source
from ..ports import Limits, Recall, Transport
from .http import USER_AGENT, HttpTransport
from .local import FileTransport
from .manners import Manners, Paced
from .telegram_session import open_client
from .telegram_transport import TelegramTransport

__all__ = ["RouterTransport", "default_transport"]


class RouterTransport:
    """Hands each address to the transport that is registered for its scheme."""

    def __init__(self, by_scheme: Mapping[str, Transport]) -> None:
        self._by_scheme = dict(by_scheme)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that its transports keep open."""
        for transport in self._by_scheme.values():
            if isinstance(transport, HttpTransport):
                transport.close()

    def get(self, url: str, source: Source) -> Response:
        """Return what the scheme's transport answers.

        :raises BlockedAddressError: no transport reads this scheme.
        """
        scheme = url.partition(":")[0].lower() if ":" in url else ""
        chosen = self._by_scheme.get(scheme)
        if chosen is None:
            known = ", ".join(sorted(self._by_scheme))
            raise BlockedAddressError(
                source.id,
                f"addresses that start with “{scheme[:20]}” are not fetched",
                hint=f"The address of “{source.name}” must start with one of: {known}.",
            )
        return chosen.get(url, source)

    def pace(self, url: str, seconds: float) -> None:
        """Hand the pause that a site asks for to the transport that reads it."""
        chosen = self._by_scheme.get(url.partition(":")[0].lower())
        if isinstance(chosen, Paced):
            chosen.pace(url, seconds)


def default_transport(
    limits: Limits,
    *,
    user_agent: str = USER_AGENT,
    recall: Recall | None = None,
    proxy: str | None = None,
    stop: threading.Event | None = None,
    manners: Manners | None = None,
) -> RouterTransport:
    """Return what a workspace uses: the network for http(s), this machine's files for file.

    The parameters are those of :class:`~marsad.monitor.http.HttpTransport`; ``proxy`` is for
    Telegram's API too.

    :raises ConfigError: ``proxy`` is not a proxy's address.
    :raises MissingToolError: a SOCKS proxy without the package that speaks it.
    """
    web = HttpTransport(
        limits, user_agent=user_agent, recall=recall, proxy=proxy, stop=stop, manners=manners
    )
    telegram = TelegramTransport(limits, open_client=partial(open_client, proxy=proxy))
    return RouterTransport(
        {"http": web, "https": web, "file": FileTransport(limits), "tg": telegram}
    )
