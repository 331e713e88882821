"""Marks of a post in a real browser: cards, keys, corrections from selected words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from marsad.api import PostFilter, PostView, Workspace

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def post(workspace: Workspace) -> Iterator[PostView]:
    """An Arabic post with statements and names; what a test decided on it is taken back."""
    found = workspace.posts(PostFilter(language="ar", limit=100))
    view = next(v for v in found if v.mentions and len(v.statements) > 1)
    yield view
    while judged := workspace.post(view.post.id).judged:
        workspace.undo_mark(view.post.id, next(iter(judged)), by="test")
    assert workspace.post(view.post.id) == view


def open_post(page: Page, view: PostView) -> None:
    page.goto(f"/posts/{view.post.id}")


def test_a_mark_is_rejected_and_restored_by_keys(
    page: Page, post: PostView, workspace: Workspace
) -> None:
    open_post(page, post)
    page.keyboard.press("n")
    mark = page.locator("mark[data-begins]").first
    expect(mark).to_be_focused()
    begins = (mark.get_attribute("data-begins") or "").split()  # a name may begin a statement
    expect(page.locator(".popover .about").first).to_contain_text(re.compile(r"\d+%"))
    expect(page.locator("#announced")).to_contain_text("%")
    page.keyboard.press("r")
    page.wait_for_url("**#at-*")
    name = page.url.rpartition("#at-")[2]
    assert name in begins
    expect(page.locator(f"[id='{name}']")).to_contain_text("rejected by Dana")
    expect(page.locator(f"[id='{name}']")).to_be_in_viewport()
    page.keyboard.press("u")
    expect(page.locator(f"[id='{name}']")).not_to_contain_text("rejected by")
    expect(page.locator(f"mark[data-begins~='{name}']").first).to_be_visible()
    assert workspace.post(post.post.id) == post


def test_the_card_is_entered_and_left_by_keyboard(page: Page, post: PostView) -> None:
    open_post(page, post)
    mark = page.locator("mark[data-begins]").nth(1)
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".popover button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".popover")).to_have_count(0)
    expect(mark).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("mark[data-begins]").first).to_be_focused()


def test_a_name_inside_a_statement_shows_both(page: Page, post: PostView) -> None:
    open_post(page, post)
    both = page.locator("mark.m-statement[data-refs*='m_']").first
    both.hover()
    shown = page.locator(".popover .about")
    expect(shown).to_have_count(2)
    expect(shown.first).to_contain_text(both.inner_text())
    shown.first.get_by_role("button", name="Accept").click()
    page.wait_for_url("**#at-m_*")
    expect(page.locator(".popover .about").first).to_contain_text("accepted by Dana")


def select(page: Page, selector: str, words: str) -> None:
    """Select the first place of ``words`` in the element, as a pointer does."""
    page.locator(selector).evaluate(
        """(box, words) => {
          const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          for (let n = walker.nextNode(); n; n = walker.nextNode()) {
            const at = n.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(n, at, n, at + words.length);
            document.dispatchEvent(new PointerEvent("pointerup", {bubbles: true}));
            return;
          }
        }""",
        words,
    )


def test_selected_words_are_added_and_corrected(
    page: Page, post: PostView, workspace: Workspace
) -> None:
    text = post.version.text
    marked = {place for m in post.mentions for place in range(m.span.start, m.span.end)}
    word = next(
        w for w in re.finditer(r"\w{4,}", text) if not marked & set(range(w.start(), w.end()))
    )
    open_post(page, post)
    row = page.locator(".single .row > .text", has_text=word[0]).first
    start = int(row.get_attribute("data-start") or "0")
    row.evaluate("(box) => box.classList.add('chosen')")
    select(page, ".chosen", word[0])
    page.locator(".offer a", has_text="Weapon").click()
    expect(page.locator("#f-words")).to_have_value(word[0])
    place = page.locator("input[name=words_at]").input_value()
    page.locator("#f-words").press_sequentially("x")
    page.locator("#f-words").press("Backspace")
    expect(page.locator("input[name=words_at]")).to_have_value(place)
    expect(page.locator("input[name=kind]:checked")).to_have_value("Weapon")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**#at-m_*")
    added = [m for m in workspace.post(post.post.id).mentions if m.kind == "Weapon"]
    at = text.index(word[0], start)
    assert (at, at + len(word[0])) in [(m.span.start, m.span.end) for m in added]
    expect(page.locator("mark.m-weapon", has_text=word[0])).to_be_focused()

    said = post.statements[0]
    page.goto(f"/posts/{post.post.id}/correct?mark={said.id}")
    words = said.content[0].of(text).split()
    select(page, "#words", words[1])
    page.locator("[data-slot=capability]").click()
    expect(page.locator("#f-capability")).to_have_value(words[1])
    expect(page.locator("#said")).to_have_text("Means is set.")
    page.locator("[data-slot=target]").click()
    expect(page.locator("#said")).to_have_text("Target is set.")
    page.locator("#f-act").select_option("warning")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f"[id='{said.id}']")).to_contain_text("corrected by Dana")
    expect(page.locator(f"[id='{said.id}'] .act")).to_have_text("warning")
    now = next(s for s in workspace.post(post.post.id).statements if s.id == said.id)
    assert now.capability is not None
    assert now.capability.of(text) == words[1]


def test_kinds_that_are_switched_off_stay_off(page: Page, post: PostView) -> None:
    open_post(page, post)
    page.locator("#show-statement").uncheck()
    page.reload()
    expect(page.locator("#show-statement")).not_to_be_checked()
    ground = "rgba(0, 0, 0, 0)"
    expect(page.locator("mark.m-statement").first).to_have_css("background-color", ground)
    page.locator("#show-statement").check()


def test_without_script_a_mark_is_corrected_by_its_words(
    browser: Browser, address: str, post: PostView
) -> None:
    mention = post.mentions[0]
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        open_post(page, post)
        page.locator("#h-mentions + details summary").click()
        page.locator(f"[id='{mention.id}'] a.correct").click()
        expect(page.locator("button.take").first).to_be_hidden()
        page.get_by_label("Date", exact=True).check()
        page.get_by_role("button", name="Save").click()
        page.locator("#h-mentions + details summary").click()
        row = page.locator(f"[id='{mention.id}']")
        expect(row).to_contain_text("corrected by Dana")
        expect(row).to_contain_text("date")
        row.get_by_role("button", name="Undo").click()


def test_the_form_fits_a_telephone(page: Page, post: PostView) -> None:
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"/posts/{post.post.id}/correct?mark={post.statements[0].id}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
