"""Turns, rests and back-off, on a clock that the test moves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.servers import faults
from tests.servers.hostile import Hostile

from marsad.errors import FetchError, RefusedError
from marsad.monitor import HttpTransport
from marsad.monitor.manners import Manners
from marsad.ports import Limits
from marsad.text import retry_after

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


class Time:
    """A clock that moves only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return False


@pytest.fixture
def time() -> Time:
    return Time()


def polite(time: Time, *, pause: float = 1.0, chance: float = 0.0) -> Manners:
    return Manners(pause=pause, now=lambda: time.now, wait=time.wait, chance=lambda: chance)


def test_the_first_request_to_a_host_does_not_wait(time: Time) -> None:
    manners = polite(time)
    assert manners.turn("a.example")
    assert manners.turn("b.example")
    assert time.waits == []


def test_requests_to_one_host_are_a_pause_apart(time: Time) -> None:
    manners = polite(time, pause=2)
    for _ in range(4):
        manners.turn("a.example")
    assert time.waits == [2, 2, 2]


def test_time_that_has_passed_anyway_is_not_waited_again(time: Time) -> None:
    manners = polite(time, pause=2)
    manners.turn("a.example")
    time.now += 1.5
    manners.turn("a.example")
    assert time.waits == [0.5]


def test_jitter_adds_up_to_half_a_pause(time: Time) -> None:
    manners = polite(time, pause=2, chance=1.0)
    manners.turn("a.example")
    manners.turn("a.example")
    assert time.waits == [3.0]


def test_threads_that_ask_at_once_get_turns_one_after_another() -> None:
    waits: list[float] = []
    lock = threading.Lock()

    def wait(seconds: float) -> bool:
        with lock:
            waits.append(seconds)
        return False

    manners = Manners(pause=1, now=lambda: 0.0, wait=wait, chance=lambda: 0.0)
    threads = [threading.Thread(target=manners.turn, args=("a.example",)) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [float(n) for n in range(1, 32)]


def test_a_stop_ends_the_wait_for_a_turn() -> None:
    stop = threading.Event()
    manners = Manners(pause=1_000, stop=stop)
    assert manners.turn("a.example")
    threading.Timer(0.05, stop.set).start()
    assert not manners.turn("a.example")


def test_a_rest_ends_when_its_time_is_over(time: Time) -> None:
    manners = polite(time)
    assert manners.resting("a.example") == 0
    assert manners.rest("a.example", 60) == 60
    time.now += 59
    assert manners.resting("a.example") == 1
    assert manners.resting("b.example") == 0
    time.now += 1
    assert manners.resting("a.example") == 0


def test_a_shorter_rest_does_not_end_a_longer_one(time: Time) -> None:
    manners = polite(time)
    manners.rest("a.example", 600)
    manners.rest("a.example", 5)
    assert manners.resting("a.example") == 600


def test_rests_without_a_length_double_until_the_host_answers(time: Time) -> None:
    manners = polite(time)
    assert [manners.rest("a.example", None) for _ in range(3)] == [60, 120, 240]
    manners.answered("a.example")
    assert manners.rest("a.example", None) == 60


def test_no_rest_is_longer_than_a_day(time: Time) -> None:
    manners = polite(time)
    assert manners.rest("a.example", 1e12) == 86_400
    assert max(manners.rest("b.example", None) for _ in range(40)) == 86_400


def test_hosts_that_are_due_again_are_forgotten_and_resting_ones_kept(time: Time) -> None:
    manners = polite(time)
    manners.rest("resting.example", 3_600)
    for number in range(5_000):
        manners.turn(f"{number}.example")
        time.now += 0.1
    assert manners.resting("resting.example") > 0
    assert len(manners._hosts) < 5_000


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 09 Mar 2026 12:01:00 GMT", 60),
        ("Mon, 09 Mar 2026 12:01:00", 60),
        ("Mon, 09 Mar 2026 14:01:00 +0200", 60),
        ("Sun, 08 Mar 2026 12:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("١٢٠", None),
        ("²", None),
        ("1e9", None),
        ("9" * 400, None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after_reads_seconds_and_dates(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(value=st.text(max_size=60))
@settings(deadline=None)
def test_retry_after_takes_any_text(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or found >= 0


@pytest.fixture
def transports(time: Time) -> Iterator[tuple[HttpTransport, HttpTransport]]:
    manners = polite(time)
    with (
        HttpTransport(Limits(timeout=5), manners=manners) as first,
        HttpTransport(Limits(timeout=5), manners=manners) as second,
    ):
        yield first, second


def test_transports_that_share_manners_share_a_host_s_rest(
    hostile: Hostile, time: Time, transports: tuple[HttpTransport, HttpTransport]
) -> None:
    first, second = transports
    url = hostile.script("/feed", faults.status(429, Retry_After="60"), faults.ok(b"again"))
    for transport in (first, second):
        with pytest.raises(RefusedError):
            transport.get(url, hostile.source("/feed"))
    assert hostile.asked("/feed") == 1
    time.now += 60
    assert second.get(url, hostile.source("/feed")).body == b"again"


def test_every_try_and_redirect_takes_a_turn(
    hostile: Hostile, time: Time, transports: tuple[HttpTransport, HttpTransport]
) -> None:
    hostile.script("/old", faults.redirect("/new"))
    hostile.script("/new", faults.reset(), faults.ok(b"x"))
    transports[0].get(hostile.url + "/old", hostile.source("/old"))
    assert time.waits == [1.0, 0.5, 0.5]  # the turn of /new, the back-off, the rest of a pause


def test_waiting_for_a_turn_does_not_use_up_the_request_s_time(hostile: Hostile) -> None:
    url = hostile.script("/feed", faults.ok(b"x"))
    with HttpTransport(Limits(timeout=0.2), pause=0.25) as transport:
        for _ in range(2):
            assert transport.get(url, hostile.source("/feed")).body == b"x"


def test_a_stopped_transport_says_so(hostile: Hostile) -> None:
    stop = threading.Event()
    url = hostile.script("/feed", faults.ok(b"x"))
    with HttpTransport(Limits(timeout=5), pause=1_000, stop=stop) as transport:
        transport.get(url, hostile.source("/feed"))
        stop.set()
        with pytest.raises(FetchError, match="stopped"):
            transport.get(url, hostile.source("/feed"))
    assert hostile.asked("/feed") == 1


def test_a_stop_ends_the_tries(hostile: Hostile) -> None:
    stop = threading.Event()
    stop.set()
    url = hostile.script("/feed", faults.status(503))
    with (
        HttpTransport(Limits(timeout=60), pause=0, stop=stop) as transport,
        pytest.raises(FetchError),
    ):
        transport.get(url, hostile.source("/feed"))
    assert hostile.asked("/feed") == 1
