"""How sources are read: transports, connectors, and what these give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from ..errors import MarsadError
from ..model import UNDATED, Dated, Forward, Media, Reach, Response, Source

__all__ = [
    "NO_HISTORY",
    "Connector",
    "Coverage",
    "History",
    "ItemFailure",
    "Limits",
    "ParsedItem",
    "ParsedPost",
    "ParsedSource",
    "Recall",
    "Transport",
    "Validators",
]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read from outside.

    :ivar response_bytes: largest body accepted from one request or file.
    :ivar post_chars: largest text of one post, in code points.
    :ivar timeout: seconds for one request, connection to last byte.
    :ivar pages: pages of older posts that one visit reads back.
    """

    response_bytes: int = 64 * 1024 * 1024
    post_chars: int = 1_000_000
    timeout: float = 30.0
    pages: int = 3


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """A post as a connector read it from a capture."""

    native_id: str
    url: str
    text: str
    title: str | None = None
    published: Dated = UNDATED
    author: str | None = None
    forward: Forward | None = None
    reply_to: str | None = None
    media: tuple[Media, ...] = ()
    edited: bool = False
    recipe: str = ""
    reach: Reach | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """What a page says about the source itself; an absent field says nothing.

    :ivar number: an id that survives renaming.
    :ivar handle: the public name in addresses, without ``@``.
    :ivar successor: an address that it announces as its backup or new home.
    """

    name: str | None = None
    handle: str | None = None
    number: str | None = None
    description: str | None = None
    members: int | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """One item of a capture that could not be read; the others still are."""

    item: str
    error: MarsadError


@dataclass(frozen=True, slots=True)
class Coverage:
    """A page shows every living post whose numeric native id is in ``first..last``.

    A known post in that range which the page does not show has been deleted.
    """

    first: int
    last: int
    shown: frozenset[str]


ParsedItem = ParsedPost | ParsedSource | ItemFailure | Coverage


def _nothing(url: str) -> bool:  # noqa: ARG001 - of a source that was never read
    return False


@dataclass(frozen=True, slots=True)
class History:
    """What a connector may know of earlier visits.

    :ivar covered: runs of native numbers that pages have covered, first and last inclusive, in
        rising order and apart from each other; empty for sources that do not count their posts.
    :ivar sealed: tells whether what an address answered was ever sealed for this source.
    """

    covered: tuple[tuple[int, int], ...] = ()
    sealed: Callable[[str], bool] = field(default=_nothing, compare=False, repr=False)

    @property
    def newest(self) -> int | None:
        """The highest native number covered."""
        return self.covered[-1][1] if self.covered else None

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Runs of numbers between those covered, first and last inclusive."""
        return tuple((before[1] + 1, after[0] - 1) for before, after in pairwise(self.covered))


NO_HISTORY = History()
"""A source that was never read."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask whether a document has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


Recall = Callable[[str, str], Validators | None]
"""Returns, for a source's id and a URL, what came with what was last sealed from it, or None."""


class Transport(Protocol):
    """Gets one address. The only way in which a connector reaches outside."""

    def get(self, url: str, source: Source) -> Response:
        """Return what ``url`` answered; status 304 and no body where it is what was sealed last.

        :raises FetchError: no useful answer.
        :raises RefusedError: the site does not want to be read, or not now.
        :raises GoneError: nothing is published at ``url`` any more.
        :raises TooLargeError: more bytes than the limit.
        :raises BlockedAddressError: an address that is never fetched.
        """
        ...


class Connector(Protocol):
    """Reads one kind of source."""

    name: str
    summary: str

    def fetch(
        self, source: Source, transport: Transport, history: History = NO_HISTORY
    ) -> Iterator[Response | ItemFailure]:
        """Yield each response as it arrives; each is sealed before the next is asked for."""
        ...

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield what a sealed response holds; a pure function of its arguments.

        :raises UnreadableError: the response as a whole is not what the connector reads.
        """
        ...
