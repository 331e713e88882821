"""The pages as a reader gets them over HTTP."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

import marsad.web
from marsad.api import PostFilter, PostView, StatementFilter, Workspace

LISTS = [
    "/",
    "/posts",
    "/statements",
    "/stories",
    "/entities",
    "/entities/org-beacon",
    "/entities/org-beacon?of=about&timeline=whole",
    "/reports",
    "/sources",
    "/coverage",
    "/verify",
    "/help",
]
SEARCHES = ["/search", "/search?q=beacon", "/search?q=المنارة", "/search?q=%22%27--*"]


def every_page(workspace: Workspace) -> list[str]:
    """Return an address of every kind of page."""
    dry = [v for v in workspace.posts(PostFilter(limit=100)) if "Rain" not in v.version.text]
    posts = [f"/posts/{v.post.id}" for v in dry]
    stories = [f"/stories/{s.id}" for s in workspace.stories(4)]
    reports = [f"/reports/{r.id}" for r in workspace.reports()]
    return [*LISTS, *SEARCHES, "/nowhere", *posts, *stories, *reports]


def get(client: httpx.Client, path: str) -> HTMLParser:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return HTMLParser(answer.text)


def the_post(workspace: Workspace, native_id: str) -> PostView:
    posts = workspace.posts(PostFilter(source_id="beacon", limit=100))
    return next(v for v in posts if v.post.native_id == native_id)


def nodes(page: HTMLParser | Node, selector: str) -> list[Node]:
    found = page.css(selector)
    assert found, f"nothing fits {selector}"
    return found


# ---------------------------------------------------------------- safety


def test_collected_markup_is_text_on_every_page(client: httpx.Client, workspace: Workspace) -> None:
    shown = 0
    for path in every_page(workspace):
        page = HTMLParser(client.get(path).text)
        assert [n.attributes.get("src") for n in page.css("script")] == ["/static/js/main.js"], path
        assert not page.css("img, iframe, object, embed, style, base, b > b, h1 > i"), path
        for node in page.css("*"):
            assert not any(n.startswith("on") or n == "style" for n in node.attributes), path
        shown += "<script>alert(1)</script><img src=x" in (page.body.text() if page.body else "")
    assert shown >= 2  # its own page, and the list


def test_only_web_addresses_become_links(client: httpx.Client, workspace: Workspace) -> None:
    for path in every_page(workspace):
        for link in HTMLParser(client.get(path).text).css("a[href]"):
            href = link.attributes["href"] or ""
            assert re.match(r"/|#|https?://", href), f"{path}: {href}"
            if not href.startswith(("/", "#")):
                assert link.attributes["rel"] == "noopener noreferrer nofollow"
                assert link.text() == href


def test_every_answer_carries_the_strict_headers(
    client: httpx.Client, workspace: Workspace
) -> None:
    assets = ["/static/marsad.css", "/static/js/main.js", "/static/nothing.css"]
    for path in [*every_page(workspace), *assets, "/statements.csv", "/statements.json"]:
        headers = client.get(path).headers
        policy = dict(p.split(" ", 1) for p in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_no_asset_or_page_loads_anything_from_elsewhere(
    client: httpx.Client, workspace: Workspace
) -> None:
    static = Path(marsad.web.__file__).parent / "static"
    for asset in static.rglob("*"):
        if asset.suffix in (".css", ".js"):
            text = asset.read_text(encoding="utf-8")
            assert not re.search(r"https?:|//[a-z]|@import|data:", re.sub(r"(?m)// .*$", "", text))
    loaded = {
        node.attributes.get("src") or node.attributes.get("href") or ""
        for path in every_page(workspace)
        for node in HTMLParser(client.get(path).text).css("[src], link[href]")
    }
    for address in loaded:
        assert address.startswith("/static/")
        assert client.get(address).status_code == 200


# ---------------------------------------------------------------- posts


def test_the_exercise_label_is_on_every_page(client: httpx.Client, workspace: Workspace) -> None:
    for path in every_page(workspace):
        page = HTMLParser(client.get(path).text)
        label = page.css_first(".label")
        if path != "/nowhere":
            assert label is not None
            assert label.text() == "Part of this workspace: Exercise <Beacon>: fictional"


def test_a_post_stands_beside_its_translation(client: httpx.Client, workspace: Workspace) -> None:
    view = the_post(workspace, "10")
    page = get(client, f"/posts/{view.post.id}")
    row = nodes(page, ".post .row")[0]
    original, english = nodes(row, ".text")
    assert original.text() == view.version.text
    assert (original.attributes["dir"], original.attributes["lang"]) == ("rtl", "ar")
    assert (english.attributes["dir"], english.attributes["lang"]) == ("ltr", "en")
    assert english.text().startswith("Salim Qadir, the spokesman of the Beacon Front, said")
    assert "B: usually reliable" in nodes(page, ".post .reliability")[0].text()
    assert "of Beacon Front" in nodes(page, ".post .owner")[0].text()


def test_what_is_not_translated_says_so(client: httpx.Client, workspace: Workspace) -> None:
    page = get(client, f"/posts/{the_post(workspace, '11').post.id}")
    assert nodes(page, ".post .missing")[0].text() == "not translated"
    assert nodes(page, ".post .text")[0].attributes["lang"] == "fa"
    assert "Forwarded from صدای <b>جاده</b>" in nodes(page, ".forward")[0].text()


def test_marks_say_what_they_stand_for(client: httpx.Client, workspace: Workspace) -> None:
    page = get(client, f"/posts/{the_post(workspace, '10').post.id}")
    body = nodes(page, ".post .row")[0]
    statement = nodes(body, "mark.m-statement")[0]
    assert statement.attributes["data-open"] == "S1"
    assert re.search(r"S1 \w.*rule .*\d+%", statement.attributes["title"] or "")
    organisation = nodes(body, "mark.m-organisation")[0]
    assert organisation.text() == "جبهة المنارة"
    assert "organisation: Beacon Front" in (organisation.attributes["title"] or "")
    assert {n.attributes["id"] for n in nodes(page, ".legend input")} >= {
        "show-person",
        "show-place",
        "show-statement",
    }


def test_an_unknown_date_says_so(client: httpx.Client) -> None:
    page = get(client, "/posts?source=desk")
    assert nodes(page, ".post header .unsure")[0].text() == "date unknown"


def test_the_history_shows_what_an_edit_changed(client: httpx.Client, workspace: Workspace) -> None:
    view = the_post(workspace, "13")
    page = get(client, f"/posts/{view.post.id}")
    assert nodes(page, ".post .state-edited")[0].text() == "edited"
    assert [n.text() for n in nodes(page, ".changes del")] == ["40"]
    assert [n.text() for n in nodes(page, ".changes ins")] == ["60"]
    hashes = {n.text() for n in nodes(page, ".history .hash")}
    captures = workspace.read.captures_by_id([v.capture_id for v in view.versions])
    assert {c.sha256 for c in captures.values()} <= hashes


def test_lists_are_cut_into_pages(client: httpx.Client) -> None:
    first = get(client, "/posts?source=beacon")
    assert len(first.css("article.post")) == 20
    assert "Page 1 of 3" in nodes(first, ".paging")[0].text()
    following = nodes(first, "a[rel=next]")[0].attributes["href"]
    assert following == "/posts?source=beacon&page=2"
    second = get(client, following)
    assert not {n.id for n in first.css("article.post")} & {
        n.id for n in second.css("article.post")
    }
    assert len(get(client, "/posts?source=beacon&page=999").css("article.post")) == 10


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("source=desk", 1),
        ("language=fa", 1),
        ("from=2026-03-04&to=2026-03-05", 2),
        ("from=2026-03-09", 1),
        ("language=ar&source=desk", 0),
    ],
)
def test_filters_narrow_the_list(client: httpx.Client, query: str, count: int) -> None:
    assert len(get(client, f"/posts?{query}").css("article.post")) == count


@pytest.mark.parametrize(
    ("query", "said"),
    [("from=tuesday", "“tuesday” is not a day"), ("source=<x>", "no source “<x>”")],
)
def test_a_filter_that_is_not_understood_says_so(
    client: httpx.Client, query: str, said: str
) -> None:
    page = get(client, f"/posts?{query}")
    assert said in nodes(page, ".notice")[0].text()
    assert page.css("article.post")


# ---------------------------------------------------------------- statements and stories


def test_statements_show_who_said_what(client: httpx.Client, workspace: Workspace) -> None:
    page = get(client, "/statements?language=ar")
    text = nodes(page, ".saying")[0].text()
    assert "سالم قادر" in text
    assert "2 March 2026" in text
    quote = nodes(page, ".saying blockquote")[0]
    assert (quote.attributes["dir"], quote.attributes["lang"]) == ("rtl", "ar")
    assert quote.text() in the_post(workspace, "10").version.text
    assert "If you do not withdraw" in nodes(page, ".saying .beside")[0].text()


def test_statements_are_filtered_by_act_and_speaker(
    client: httpx.Client, workspace: Workspace
) -> None:
    acts = {v.statement.act.value for v in workspace.statements()}
    for act in acts:
        shown = nodes(get(client, f"/statements?act={act}"), ".saying .act")
        assert {n.text() for n in shown} == {act}
    assert not get(client, "/statements?speaker=nobody+at+all").css(".saying")
    assert get(client, "/statements?speaker=qadir").css(".saying")


def test_statements_are_exported_as_data(client: httpx.Client, workspace: Workspace) -> None:
    total = workspace.read.count_statements(StatementFilter())
    rows = json.loads(client.get("/statements.json").text)
    assert len(rows) == total
    table = client.get("/statements.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="statements.csv"'
    assert table.text.startswith("\ufeffid,date,")
    assert len(client.get("/statements.json?language=fa").json()) < total
    for row in rows:
        version = workspace.read.version(row["version"])
        runs = [tuple(map(int, span.split("-"))) for span in row["spans"].split(";")]
        assert " […] ".join(version.text[a:b] for a, b in runs) == row["original"]
        assert len(row["capture_sha256"]) == 64


def test_a_story_counts_posts_and_origins(client: httpx.Client, workspace: Workspace) -> None:
    story = workspace.stories()[0]
    page = get(client, f"/stories/{story.id}")
    posts, origins = len(story.post_ids), len(story.origin_ids)
    lead = nodes(page, ".lead")[0].text()
    assert f"{posts} post" in lead
    assert f"{origins} origin" in lead
    assert len(nodes(page, ".timeline .entry")) == posts
    assert len(nodes(page, ".origins > li")) == origins


# ---------------------------------------------------------------- reports


def test_an_endnote_shows_the_original_and_its_capture(
    client: httpx.Client, workspace: Workspace
) -> None:
    report = workspace.reports()[0]
    page = get(client, f"/reports/{report.id}")
    for reference in nodes(page, ".report a.ref"):
        note = nodes(page, f"li{reference.attributes['href']}")[0]
        assert nodes(note, "blockquote")[0].text()
        assert re.fullmatch("[0-9a-f]{64}", nodes(note, ".hash")[0].text())
        assert client.get(nodes(note, "a")[0].attributes["href"] or "").status_code == 200
    directions = {n.attributes["dir"] for n in nodes(page, ".endnotes blockquote")}
    assert directions == {"rtl", "ltr"}


def test_endnotes_are_numbered_as_in_the_products(
    client: httpx.Client, workspace: Workspace
) -> None:
    report = workspace.reports()[0]
    page = get(client, f"/reports/{report.id}")
    product = json.loads(workspace.render(report, "json"))
    shown = [
        (int(n.attributes["value"] or 0), nodes(n, ".hash")[0].text())
        for n in nodes(page, ".endnotes li")
    ]
    assert shown == [(n["number"], n["sha256"]) for n in product["endnotes"]]


@pytest.mark.parametrize(
    ("name", "kind", "starts"),
    [
        ("html", "text/html", b"<!doctype html>"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("markdown", "text/markdown", b""),
        ("json", "application/json", b"{"),
    ],
)
def test_products_are_downloads(
    client: httpx.Client, workspace: Workspace, name: str, kind: str, starts: bytes
) -> None:
    report = workspace.reports()[0]
    answer = client.get(f"/reports/{report.id}/as/{name}")
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{report.id}.')
    assert answer.content.startswith(starts)


# ---------------------------------------------------------------- the rest


def test_search_marks_what_it_found(client: httpx.Client) -> None:
    page = get(client, "/search?q=المنارة")
    assert nodes(page, "mark.m-hit")[0].text() == "المنارة"
    english = get(client, "/search?q=withdraw")
    assert nodes(english, ".beside mark.m-hit")[0].text() == "withdraw"


def test_a_failing_source_says_why_and_what_to_do(
    client: httpx.Client, workspace: Workspace
) -> None:
    failure = workspace.failures()[0]
    for path in ("/", "/sources"):
        text = nodes(get(client, path), ".failures")[0].text()
        assert failure.message in text
        assert failure.hint in text


def test_verify_reads_the_evidence_again(client: httpx.Client, workspace: Workspace) -> None:
    page = get(client, "/verify")
    assert "The evidence holds." in nodes(page, ".result")[0].text()
    last = workspace.read.last_capture()
    assert last is not None
    assert nodes(page, ".hash")[0].text() == last.entry_hash


@pytest.mark.parametrize(
    "path", ["/nowhere", "/posts/p_0", "/stories/x", "/reports/<script>", "/reports/x/as/html"]
)
def test_what_is_not_there_is_explained(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    page = HTMLParser(answer.text)
    assert nodes(page, "h1")[0].text() == "Not found"
    assert page.css_first("nav")
    assert unescape(answer.text).count("<script>") <= 1
