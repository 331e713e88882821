"""RouterTransport: picks a transport by the scheme of the address."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import BlockedAddressError
from ..model import Response, Source
from ..ports import Limits, Transport
from .http import HttpTransport
from .local import FileTransport

__all__ = ["RouterTransport", "default_transport"]


class RouterTransport:
    """Hands each address to the transport that is registered for its scheme."""

    def __init__(self, by_scheme: Mapping[str, Transport]) -> None:
        self._by_scheme = dict(by_scheme)

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


def default_transport(limits: Limits) -> RouterTransport:
    """Return what a workspace uses: the network for http(s), this machine's files for file."""
    web = HttpTransport(limits)
    return RouterTransport({"http": web, "https": web, "file": FileTransport(limits)})
