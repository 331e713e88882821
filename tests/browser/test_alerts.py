"""What is new for saved searches, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NoReturn

import pytest
from playwright.sync_api import Page, expect

from marsad.api import Workspace
from marsad.model import Watch
from marsad.pipeline import Meanings, raise_alerts
from marsad.pipeline.alerts import keep

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def _no_meaning() -> NoReturn:
    raise AssertionError("words alone are asked for")


@pytest.fixture
def watches(workspace: Workspace) -> Iterator[list[Watch]]:
    """Two searches that were saved before anything was collected, with their alerts."""
    made = [
        Watch(Watch.make_id(name), name, query, NOON, "Dana")
        for name, query in (("Bridges", "bridge OR جسر"), ("Denials", "act:denial"))
    ]
    for watch in made:
        keep(workspace.store, watch)
    raise_alerts(workspace.store, Meanings(_no_meaning, _no_meaning), lambda: NOON)
    yield made
    for watch in made:
        workspace.delete_search(watch.name)


def test_alerts_are_reached_opened_and_marked_as_seen_by_keyboard(
    page: Page, watches: list[Watch], workspace: Workspace
) -> None:
    page.goto("/posts")
    expect(page.locator("nav .badge")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/alerts")
    page.keyboard.press("j")
    expect(page.locator(".watch.current h2")).to_have_text("Bridges")
    with page.expect_navigation():
        page.keyboard.press("m")
    expect(page.locator(f"#{watches[0].id} .badge")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator(".watch.current h2")).to_have_text("Denials")
    page.keyboard.press("Enter")
    page.wait_for_url("**/alerts/w_*")
    page.keyboard.press("j")
    expect(page.locator("article.item.current")).to_be_visible()
    page.keyboard.press("m")
    page.wait_for_url("**/alerts")
    expect(page.locator("nav .badge")).to_have_count(0)
    assert [watch.new for watch in workspace.watches()] == [0, 0]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_alerts_is_wider_than_the_window(
    page: Page, watches: list[Watch], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/alerts", *(f"/alerts/{watch.id}?all=1" for watch in watches), "/search"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
