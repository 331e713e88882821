"""Visits through Telegram's API: going on, waiting, and names that are no channel's."""

from __future__ import annotations

from typing import Any

import pytest
from tests.monitor.telegram_tape import (
    RESOLVE,
    SOURCE,
    Tape,
    answer,
    first_visit,
    history,
    message,
    posts,
    read,
    recorded,
    transport,
    types,
    visit,
)

from marsad.errors import (
    BlockedAddressError,
    FetchError,
    GoneError,
    RefusedError,
    SourceError,
    UnreadableError,
)
from marsad.model import (
    Response,
)
from marsad.monitor.telegram_api import (
    TelegramApi,
)
from marsad.monitor.telegram_transport import (
    history_url,
)
from marsad.ports import (
    History,
    Limits,
)


@pytest.fixture
def tape() -> Tape:
    return recorded()


@pytest.fixture
def long_channel(tape: Tape) -> Tape:
    """Messages 1 to 400, each batch of 100 recorded."""
    for before in (0, 301, 201, 101):
        top = before or 401
        tape.record(history(before), answer(*(message(n) for n in range(top - 100, top))))
    return tape


def test_a_first_visit_reads_back(long_channel: Tape) -> None:
    asked = [item.url for item in visit(long_channel) if isinstance(item, Response)]
    assert asked == [history_url("fanous", n) for n in (None, 301, 201)]


def test_a_later_visit_goes_on_where_the_last_one_ended(long_channel: Tape) -> None:
    found = visit(long_channel, History(((201, 399),)))
    asked = [item.url for item in found if isinstance(item, Response)]
    assert asked == [history_url("fanous", n) for n in (None, 301, 201)]


def test_a_wait_that_telegram_asks_for_ends_the_visit_and_is_handed_on(long_channel: Tape) -> None:
    long_channel.record(history(301), types.RpcError(420, "FLOOD_WAIT_33"))
    batches = TelegramApi(Limits()).fetch(SOURCE, transport(long_channel))
    first = next(batches)
    assert len(posts(read(first))) == 100
    with pytest.raises(RefusedError) as caught:
        next(batches)
    assert caught.value.retry_after == 33
    assert long_channel.sent_times(history(301)) == 1


@pytest.mark.parametrize(
    ("code", "text", "error", "says"),
    [
        (401, "AUTH_KEY_UNREGISTERED", RefusedError, "not signed in"),
        (401, "SESSION_REVOKED", RefusedError, "not signed in"),
        (400, "CHANNEL_PRIVATE", GoneError, "private now"),
        (400, "CHANNEL_INVALID", GoneError, "nobody"),
        (400, "PEER_ID_INVALID", FetchError, "reports"),
        (420, "FLOOD_WAIT_5", RefusedError, "5 seconds"),
    ],
)
def test_errors_of_telegram_are_explained(
    tape: Tape, code: int, text: str, error: type[SourceError], says: str
) -> None:
    tape.record(history(), types.RpcError(code, text))
    with pytest.raises(error, match=says) as caught:
        visit(tape)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["USERNAME_NOT_OCCUPIED", "USERNAME_INVALID"])
def test_a_name_that_nobody_has_is_gone(tape: Tape, text: str) -> None:
    tape.record(RESOLVE, types.RpcError(400, text))
    with pytest.raises(GoneError, match="nobody"):
        visit(tape)


def test_a_person_is_not_followed(tape: Tape) -> None:
    person = types.User(7, username="fanous", access_hash=5)
    tape.record(RESOLVE, types.contacts.ResolvedPeer(types.PeerUser(7), [], [person]))
    with pytest.raises(UnreadableError, match="a person or a bot"):
        visit(tape)


def test_a_group_is_not_followed(tape: Tape) -> None:
    tape.record(history(), answer(message(5), broadcast=None, megagroup=True))
    with pytest.raises(UnreadableError, match="a group"):
        visit(tape)


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ({"username": "fanous_new"}, "it is @fanous_new now"),
        ({"username": None}, "no public name"),
        ({"username": None, "usernames": [types.Username("fanous", active=False)]}, "no public"),
    ],
)
def test_a_channel_that_gave_up_its_name_is_gone(
    tape: Tape, who: dict[str, Any], says: str
) -> None:
    tape.record(history(), answer(message(5), **who))
    with pytest.raises(GoneError, match=says):
        visit(tape)


def test_a_second_name_of_the_channel_is_as_good(tape: Tape) -> None:
    names = [types.Username("lantern", active=True), types.Username("fanous", active=True)]
    items = first_visit(tape, message(5), username=None, usernames=names)
    assert posts(items)[0].url == "https://t.me/lantern/5"


@pytest.mark.parametrize(
    "url", ["tg://history", "tg://other?channel=x", "tg://history?channel=x&before=y"]
)
def test_other_addresses_are_not_fetched(tape: Tape, url: str) -> None:
    with pytest.raises(BlockedAddressError):
        transport(tape).get(url, SOURCE)
