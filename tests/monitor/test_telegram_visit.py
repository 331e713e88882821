"""Which pages a visit asks for, played against a channel whose posts are known."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.monitor.telegram_visit import Pace, Run, itinerary
from marsad.ports import NO_HISTORY, History

USUAL = Pace()


@dataclass
class Channel:
    """A channel that answers with pages of ``size`` living posts."""

    living: list[int]
    size: int = 20
    asked: list[int | None] = field(default_factory=list)

    def answer(self, before: int | None) -> Run | None:
        self.asked.append(before)
        older = [n for n in self.living if before is None or n < before]
        page = older[-self.size :]
        if not page:
            return None
        first = 1 if len(older) <= self.size else page[0]
        return Run(first, page[-1] if before is None else before - 1)

    def visit(self, history: History, pace: Pace = USUAL) -> History:
        """Visit once; return what is covered afterwards."""
        self.asked.clear()
        numbers = {n for first, last in history.covered for n in range(first, last + 1)}
        plan = itinerary(history, pace)
        before = next(plan)
        while True:
            run = self.answer(before)
            numbers |= set(range(run.first, run.last + 1)) if run else set()
            try:
                before = plan.send(run)
            except StopIteration:
                return as_history(numbers)


def as_history(numbers: set[int]) -> History:
    runs: list[tuple[int, int]] = []
    for n in sorted(numbers):
        if runs and n == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return History(tuple(runs))


def test_a_first_visit_reads_back_as_far_as_it_may() -> None:
    channel = Channel(list(range(1, 101)))
    assert channel.visit(NO_HISTORY).covered == ((41, 100),)
    assert channel.asked == [None, 81, 61]


def test_a_small_channel_is_read_to_its_first_post() -> None:
    channel = Channel(list(range(1, 31)))
    assert channel.visit(NO_HISTORY, Pace(pages=9)).covered == ((1, 30),)
    assert channel.asked == [None, 11]


def test_a_quiet_channel_is_looked_at_again_and_read_further_back() -> None:
    channel = Channel(list(range(1, 101)))
    found = channel.visit(History(((41, 98),)))
    assert channel.asked == [None, 81, 41]
    assert found.covered == ((21, 100),)


def test_a_channel_read_to_its_first_post_costs_two_pages() -> None:
    channel = Channel(list(range(1, 101)))
    channel.visit(History(((1, 98),)))
    assert channel.asked == [None, 81]


def test_a_visit_goes_on_until_it_meets_the_last_one() -> None:
    channel = Channel(list(range(1, 201)))
    found = channel.visit(History(((1, 145),)), Pace(pages=5))
    assert found.covered == ((1, 200),)
    assert channel.asked[:3] == [None, 181, 161]


def test_where_too_much_was_posted_the_spare_pages_begin_to_fill_the_gap() -> None:
    channel = Channel(list(range(1, 301)))
    found = channel.visit(History(((1, 100),)))
    assert channel.asked == [None, 281, 261, 241, 221]
    assert found.covered == ((1, 100), (201, 300))


def test_gaps_are_filled_the_newest_first() -> None:
    channel = Channel(list(range(1, 301)))
    channel.visit(History(((1, 50), (101, 150), (181, 300))), Pace(pages=4, spare=3))
    assert channel.asked == [None, 281, 181, 161]


def test_a_gap_whose_posts_were_deleted_is_closed_by_one_page() -> None:
    channel = Channel([*range(1, 51), *range(61, 101)])
    found = channel.visit(History(((1, 50), (61, 100))))
    assert found.gaps == ()
    assert channel.asked == [None, 81, 61]


def test_the_loss_of_the_newest_posts_is_seen_at_once() -> None:
    channel = Channel(list(range(1, 91)))
    channel.visit(History(((1, 100),)))
    assert channel.asked[:2] == [None, 101]


def test_nothing_is_asked_for_where_the_newest_page_is_empty() -> None:
    channel = Channel([])
    channel.visit(History(((1, 10), (20, 30))))
    assert channel.asked == [None]


@given(
    living=st.sets(st.integers(1, 400), max_size=150),
    covered=st.sets(st.integers(1, 400), max_size=60),
    pages=st.integers(1, 6),
    spare=st.integers(0, 4),
    window=st.integers(0, 3),
    size=st.integers(1, 25),
)
@settings(deadline=None)
def test_a_visit_ends_within_its_budget_and_asks_for_nothing_twice(
    living: set[int], covered: set[int], pages: int, spare: int, window: int, size: int
) -> None:
    channel = Channel(sorted(living), size)
    before = as_history(covered)
    after = channel.visit(before, Pace(pages, spare, window))
    assert len(channel.asked) == len(set(channel.asked)) <= pages + spare + 1
    held = {n for first, last in after.covered for n in range(first, last + 1)}
    assert covered <= held


@given(living=st.sets(st.integers(1, 300), min_size=1, max_size=120), size=st.integers(2, 25))
@settings(deadline=None)
def test_visits_one_after_another_read_every_post(living: set[int], size: int) -> None:
    channel = Channel(sorted(living), size)
    history = NO_HISTORY
    for _ in range(150):
        history = channel.visit(history)
    assert history.covered == ((1, max(living)),)


@pytest.mark.parametrize("stuck", [Run(88, 90), None])
def test_a_site_that_always_answers_the_same_ends_the_visit(stuck: Run | None) -> None:
    plan = itinerary(NO_HISTORY, Pace(pages=50))
    next(plan)
    plan.send(Run(88, 90))
    with pytest.raises(StopIteration):
        plan.send(stuck)
