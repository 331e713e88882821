"""Connector for public Telegram channels through their web preview, ``https://t.me/s/NAME``.

A page shows about twenty posts, oldest first, and ``?before=ID`` leads back. Format as served
in 2026; the tests replay pages of the same shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from ..errors import FetchError, RefusedError, TooLargeError, UnreadableError
from ..model import Response, Source
from ..ports import NO_HISTORY, History, ItemFailure, Limits, ParsedItem, Transport
from .bounds import finished, storable
from .telegram_message import is_service, read_message
from .telegram_page import absence, check_whole, coverage, load, messages, run_of, source_facts
from .telegram_visit import PACE, Pace, Run, pages_of

__all__ = ["TelegramWeb", "normalise_address"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}\Z")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/", re.IGNORECASE)


class TelegramWeb:
    """Reads a channel's newest posts, pages back, and looks again at older pages.

    :param pace: how many pages one visit asks for.
    """

    name = "telegram_web"
    summary = "Public Telegram channels, through their web preview"

    def __init__(self, limits: Limits, *, pace: Pace = PACE) -> None:
        self._limits = limits
        self._pace = pace

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,
    ) -> Iterator[Response | ItemFailure]:
        """Yield the pages of one visit, as :func:`pages_of` does.

        :raises FetchError: no answer; pages that came before are already handed over.
        :raises GoneError: no public channel has the name; the page that says so is handed over.
        :raises RefusedError: the channel's posts are not shown on the web, or not now.
        :raises UnreadableError: the name is a group's, a person's or a bot's.
        """
        address = normalise_address(source.address, source.id)

        def ask(before: int | None) -> Response:
            url = address if before is None else f"{address}?before={before}"
            return transport.get(url, source)

        def covered(response: Response, before: int | None) -> Run | None:
            page = load(response, source)
            if (instead := absence(page, source)) is not None:
                raise instead
            run = run_of(page, response)
            if run is None and before is None and history.covered:
                raise _suddenly_empty(source)
            return run

        yield from pages_of(history, self._pace, ask, covered)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield what a page says of its channel, its posts in its order, and what it covers.

        A page that says that there is no such channel holds nothing; :meth:`fetch` reports it.

        :raises UnreadableError: not a page of t.me, or cut off before its first post.
        """
        page = load(response, source)
        if absence(page, source) is not None:
            return
        shown = messages(page)
        if not shown:
            check_whole(page, response, source)
        if (facts := source_facts(page)) is not None:
            yield storable(facts)
        for message in shown:
            if not is_service(message):
                yield self._item(message, source)
        if (covered := coverage(page, response)) is not None:
            yield covered

    def _item(self, message: LexborNode, source: Source) -> ParsedItem:
        label = (message.attributes.get("data-post") or "")[:100]
        try:
            return finished(read_message(message, source), source, self._limits)
        except (UnreadableError, TooLargeError) as error:
            return ItemFailure(label or source.address, error)


def _suddenly_empty(source: Source) -> RefusedError:
    """t.me shows an empty channel to whoever asks too often, so it proves no deletion."""
    return RefusedError(
        source.id,
        f"{source.address} shows no posts, though earlier visits read some",
        hint="t.me does so when it is asked too often: visit less often. If it stays so, the "
        "channel has deleted everything.",
    )


def normalise_address(address: str, source_id: str = "telegram") -> str:
    """Return ``https://t.me/s/NAME`` for ``@name``, ``t.me/name``, a post's link, or a name.

    :raises FetchError: no channel name in it, or an invitation to a private one.
    """
    rest = _HOST.sub("", address.strip(), count=1).removeprefix("@")
    name = re.split(r"[/?#]", rest.removeprefix("s/"), maxsplit=1)[0]
    private = rest.startswith(("+", "joinchat/", "c/")) or name in ("s", "joinchat")
    if private or not _NAME.match(name):
        raise FetchError(
            source_id,
            f"“{address[:100]}” does not name a public channel",
            hint="Write it as https://t.me/s/NAME; private channels have no public page.",
        )
    return f"https://t.me/s/{name}"
