"""Telegram's API played from a tape, for the tests of what reads it.

Telethon's own client runs, over a sender that plays a tape: it takes each request as the bytes
that would go to Telegram, and answers with bytes that Telethon's own reader turns into objects.
Only the encrypted connection below is left out. The bytes are written from Telethon's types when
a test runs, since Telegram's schema changes from release to release.
"""

from __future__ import annotations

import asyncio
import struct
from datetime import UTC, datetime
from typing import Any

import pytest

from marsad.model import Response, Source
from marsad.monitor.telegram_api import TelegramApi
from marsad.monitor.telegram_transport import TelegramTransport
from marsad.monitor.telegram_visit import Pace
from marsad.ports import NO_HISTORY, History, ItemFailure, Limits, ParsedItem, ParsedPost

telethon: Any = pytest.importorskip("telethon")
types: Any = telethon.tl.types
functions: Any = telethon.tl.functions

NOW = datetime(2026, 3, 9, tzinfo=UTC)
SOURCE = Source("fanous", "telegram_api", "https://t.me/fanous", "Fanous")
NUMBER, KEY = 1259934336, 8877
PEER = types.InputPeerChannel(NUMBER, KEY)


class Tape:
    """Answers for requests, in any order; what was sent is kept."""

    def __init__(self) -> None:
        self.answers: dict[bytes, bytes] = {}
        self.sent: list[bytes] = []

    def record(self, request: Any, answer: Any) -> None:
        self.answers[bytes(request)] = bytes(answer)

    def sent_times(self, request: Any) -> int:
        return self.sent.count(bytes(request))

    def client(self, source_id: str, timeout: float) -> Any:  # noqa: ARG002 - as open_client
        session = telethon.sessions.MemorySession()
        client = telethon.TelegramClient(
            session, 1, "x", flood_sleep_threshold=0, raise_last_call_error=True, request_retries=1
        )
        client._sender = Sender(self)
        return client


class Sender:
    """Stands where Telethon's encrypting sender does."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._connected = False

    def is_connected(self) -> bool:
        return self._connected

    async def connect(self, connection: object) -> bool:  # noqa: ARG002 - Telethon's signature
        self._connected = True
        return False

    async def disconnect(self) -> None:
        self._connected = False

    def send(self, request: Any, ordered: bool = False) -> asyncio.Future[Any]:  # noqa: ARG002
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        sent = bytes(request)
        self._tape.sent.append(sent)
        with telethon.extensions.BinaryReader(self._tape.answers[sent]) as reader:
            if (
                struct.unpack("<I", self._tape.answers[sent][:4])[0]
                == types.RpcError.CONSTRUCTOR_ID
            ):
                failed = telethon.errors.rpc_message_to_error(reader.tgread_object(), request)
                future.set_exception(failed)
            else:
                future.set_result(request.read_result(reader))
        return future


def channel(**more: Any) -> Any:
    given = {"broadcast": True, "username": "fanous", "access_hash": KEY} | more
    return types.Channel(NUMBER, "قناة الفانوس", types.ChatPhotoEmpty(), NOW, **given)


def message(number: int, text: str = "نص", **more: Any) -> Any:
    given = {"peer_id": types.PeerChannel(NUMBER), "date": NOW, "post": True} | more
    return types.Message(number, message=text, **given)


def answer(*messages: Any, count: int = 900, chats: tuple[Any, ...] = (), **who: Any) -> Any:
    found = [*reversed(messages)]
    return types.messages.ChannelMessages(1, count, found, [], [channel(**who), *chats], [PERSON])


def history(before: int = 0) -> Any:
    return functions.messages.GetHistoryRequest(PEER, before, None, 0, 100, 0, 0, 0)


PERSON = types.User(7, first_name="سعيد", last_name="علي", phone="96650000000", access_hash=5)
RESOLVE = functions.contacts.ResolveUsernameRequest("fanous")
FULL = functions.channels.GetFullChannelRequest(types.InputChannel(NUMBER, KEY))


def about() -> Any:
    full = types.ChannelFull(
        NUMBER,
        "بيانات الفانوس",
        0,
        0,
        0,
        types.PhotoEmpty(1),
        types.PeerNotifySettings(),
        [],
        1,
        participants_count=15312,
    )
    return types.messages.ChatFull(full, [channel()], [])


def recorded() -> Tape:
    """Return a tape on which the channel's name and description are recorded."""
    tape = Tape()
    resolved = types.contacts.ResolvedPeer(types.PeerChannel(NUMBER), [channel()], [])
    tape.record(RESOLVE, resolved)
    tape.record(FULL, about())
    return tape


def transport(tape: Tape) -> TelegramTransport:
    return TelegramTransport(Limits(), open_client=tape.client, clock=lambda: NOW)


def visit(tape: Tape, known: History = NO_HISTORY, pages: int = 3) -> list[Response | ItemFailure]:
    connector = TelegramApi(Limits(), pace=Pace(pages=pages))
    return list(connector.fetch(SOURCE, transport(tape), known))


def read(response: Response | ItemFailure) -> list[ParsedItem]:
    assert isinstance(response, Response)
    return list(TelegramApi(Limits()).parse(SOURCE, response))


def first_visit(tape: Tape, *messages: Any, **more: Any) -> list[ParsedItem]:
    tape.record(history(), answer(*messages, **more))
    (response,) = visit(tape, pages=1)
    return read(response)


def posts(items: list[ParsedItem]) -> list[ParsedPost]:
    return [item for item in items if isinstance(item, ParsedPost)]
