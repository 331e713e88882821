"""Connector for public channels that the web preview does not show, through an account.

Needs the extra ``telegram`` (Telethon) and an account of one's own; see :mod:`.telegram_session`.
What is fetched comes from :class:`TelegramTransport` as JSON and is sealed so.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import TooLargeError, UnreadableError
from ..model import Response, Source
from ..ports import NO_HISTORY, History, ItemFailure, Limits, ParsedItem, Transport
from .bounds import finished, storable
from .telegram_batch import Batch, Row, post_of, read_batch
from .telegram_transport import history_url
from .telegram_visit import PACE, Pace, Run, pages_of
from .telegram_web import normalise_address

__all__ = ["TelegramApi"]


class TelegramApi:
    """Reads a channel's newest messages, batches back, and looks again at older ones.

    :param pace: how many batches of 100 messages one visit asks for.
    """

    name = "telegram_api"
    summary = "Public Telegram channels without web preview, through an account (extra: telegram)"

    def __init__(self, limits: Limits, *, pace: Pace = PACE) -> None:
        self._limits = limits
        self._pace = pace

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,
    ) -> Iterator[Response | ItemFailure]:
        """Yield the batches of one visit, as :func:`pages_of` does.

        A visit that Telegram ends by asking to wait is taken up by the next one, since
        ``history`` holds what was covered.

        :raises RefusedError: Telegram asks to wait (``retry_after``), or nobody is signed in.
        :raises GoneError: no public channel has the name (any more).
        :raises FetchError: Telegram cannot be reached; batches that came before are handed over.
        """
        channel = normalise_address(source.address, source.id).rpartition("/")[2]

        def ask(before: int | None) -> Response:
            return transport.get(history_url(channel, before), source)

        def covered(response: Response, _before: int | None) -> Run | None:
            found = read_batch(response, source).coverage
            return Run(found.first, found.last) if found else None

        yield from pages_of(history, self._pace, ask, covered)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield what a batch says of its channel, its posts oldest first, and what it covers.

        :raises UnreadableError: it is no batch of messages.
        """
        batch = read_batch(response, source)
        yield storable(batch.facts)
        for messages in batch.posts:
            if item := self._item(messages, batch, source):
                yield item
        if batch.odd:
            yield ItemFailure(response.url, _unnumbered(batch.odd, source))
        if batch.coverage is not None:
            yield batch.coverage

    def _item(self, messages: tuple[Row, ...], batch: Batch, source: Source) -> ParsedItem | None:
        try:
            post = post_of(messages, batch)
            return finished(post, source, self._limits) if post else None
        except TooLargeError as error:
            return ItemFailure(f"message {messages[0].get('id')}", error)


def _unnumbered(count: int, source: Source) -> UnreadableError:
    return UnreadableError(
        source.id,
        f"{count} of the messages have no number",
        hint="The batch may be damaged; the next visit reads them again.",
    )
