"""What a person sees and does in the workbench."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from marsad.api import PostFilter, Workspace

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def first_arabic_note(page: Page) -> str:
    """Return the number of the first endnote whose original is read from the right."""
    note = page.locator(".endnotes li:has(blockquote[dir=rtl])").first
    return note.get_attribute("value") or ""


def open_report(page: Page, workspace: Workspace) -> str:
    page.goto(f"/reports/{workspace.reports()[0].id}")
    return first_arabic_note(page)


def every_page(workspace: Workspace) -> list[str]:
    posts = workspace.posts(PostFilter(limit=400))
    edited = next(v for v in posts if len(v.versions) > 1)
    longest = max(posts, key=lambda v: len(v.version.text))
    story = max(workspace.stories(200), key=lambda s: len(s.post_ids))
    return [
        "/",
        "/posts?from=2026-03-02&to=2026-03-05",
        f"/posts/{edited.post.id}",
        f"/posts/{longest.post.id}",
        f"/posts/{longest.post.id}/correct?add=statement",
        "/statements",
        "/stories",
        f"/stories/{story.id}",
        "/entities",
        "/entities/org-lantern-front",
        "/entities/org-hezbollah?timeline=whole",
        "/reports",
        f"/reports/{workspace.reports()[0].id}",
        "/search?q=الفانوس",
        "/search?q=attack+on+a+bridge&by=meaning",
        "/sources",
        "/verify",
        "/help",
    ]


def test_hovering_an_endnote_shows_the_sealed_original(page: Page, workspace: Workspace) -> None:
    number = open_report(page, workspace)
    note = page.locator(f"#n{number}")
    page.locator(f".ref[href='#n{number}']").first.hover()
    shown = page.locator(".popover")
    original = shown.locator("blockquote")
    expect(original).to_have_attribute("dir", "rtl")
    expect(original).to_have_text(note.locator("blockquote").inner_text())
    expect(shown.locator(".hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    shown.locator("a", has_text="Post and history").click()  # the pointer can move into it
    page.wait_for_url("**/posts/p_*")
    expect(page.locator("#h-history")).to_be_visible()


def test_an_endnote_is_reached_and_left_by_keyboard(page: Page, workspace: Workspace) -> None:
    number = open_report(page, workspace)
    page.locator(f".ref[href='#n{number}']").first.focus()
    expect(page.locator(".popover blockquote")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".popover")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#n{number}$"))
    expect(page.locator(f"#n{number}")).to_be_in_viewport()


def test_without_script_an_endnote_number_leads_to_its_note(
    browser: Browser, address: str, workspace: Workspace
) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        number = open_report(page, workspace)
        page.locator(f".ref[href='#n{number}']").first.click()
        expect(page.locator(f"#n{number} .hash")).to_be_in_viewport()


def test_keys_move_open_search_go_and_explain(page: Page) -> None:
    page.goto("/posts?from=2026-03-02&to=2026-03-05")
    items = page.locator("article.item")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(items.first).to_have_class(re.compile(r"\bcurrent\b"))
    expect(items.first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("dialog#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#help")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator(".top input[type=search]")).to_be_focused()
    page.keyboard.type("gs")
    expect(page.locator(".top input[type=search]")).to_have_value("gs")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/statements")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/posts/p_*")


def test_a_mark_gives_its_reason_and_can_be_hidden(page: Page) -> None:
    page.goto("/posts?from=2026-03-02&to=2026-03-05")
    mark = page.locator("mark.m-organisation").first
    mark.hover()
    expect(page.locator(".popover")).to_contain_text(re.compile(r"\d+%"))
    expect(mark).to_have_css("text-decoration-line", "underline")
    expect(mark).to_have_css("text-decoration-style", "double")
    page.locator("#show-organisation").uncheck()
    expect(mark).to_have_css("text-decoration-line", "none")


def test_a_statement_is_rejected_and_the_rejection_undone(page: Page) -> None:
    page.goto("/statements?act=threat")
    item = page.locator("article.saying").first
    name = item.get_attribute("id")
    item.get_by_role("button", name="Reject").click()
    rejected = page.locator(f"[id='{name}']")
    expect(rejected).to_contain_text("rejected by Dana")
    expect(rejected).to_be_in_viewport()
    rejected.get_by_role("button", name="Undo").click()
    expect(page.locator(f"[id='{name}']")).not_to_contain_text("rejected by")


def test_arabic_is_set_in_the_bundled_font(page: Page) -> None:
    page.goto("/posts?language=ar")
    page.wait_for_function("document.fonts.status === 'loaded'")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length")
    assert loaded >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_telephone(
    page: Page, workspace: Workspace, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        for path in every_page(workspace):
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} px wide at {width} px"


_CONTRASTS = """
() => {
  const channels = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const c = channels(getComputedStyle(n).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const worst = [];
  for (const node of document.querySelectorAll("main *, header *, .label")) {
    const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !node.checkVisibility()) continue;
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) worst.push(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(worst)];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, workspace: Workspace, scheme: str) -> None:
    """WCAG 2.2, 1.4.3 (AA): 4.5 to 1."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in every_page(workspace):
        page.goto(path)
        assert page.evaluate(_CONTRASTS) == [], path
