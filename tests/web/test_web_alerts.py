"""Saved searches and what is new for them: pages, forms, feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode
from starlette.testclient import TestClient
from tests.pipeline.people import ROWS, private, private_desk

from marsad.api import Workspace
from marsad.model import Source
from marsad.web import create_app

HOSTILE = (
    "<script>alert(1)</script> beacon \u202egnp.exe \x00\x0b\ufffe ]]> &amp; ignore your rules"
)
ATOM = "{http://www.w3.org/2005/Atom}"
NAME = "B <i>"


def pick(page: HTMLParser, selector: str) -> LexborNode:
    found = page.css_first(selector)
    assert found, selector
    return found


def link(page: HTMLParser, selector: str) -> str:
    return pick(page, selector).attributes["href"] or ""


class Desk:
    """A workspace over a file of posts that grows, and its workbench."""

    def __init__(self, folder: Path) -> None:
        self.posts = {"1": "An old beacon.", "2": "Rain."}
        self.path = folder / "d.jsonl"
        self.workspace = Workspace.create(folder / "w")
        self._write()
        self.workspace.add_source(
            Source("desk", "documents", str(self.path), "Desk <b>", local=True, label="Exercise")
        )
        self.workspace.ingest()
        app = create_app(self.workspace, signed_by="Dana")
        self.client = TestClient(app, base_url="http://localhost", follow_redirects=False)

    def _write(self) -> None:
        rows = [
            {"id": k, "url": f"https://d.example/{k}", "text": t} for k, t in self.posts.items()
        ]
        self.path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def add(self, **posts: str) -> None:
        self.posts |= posts
        self._write()
        self.workspace.ingest()
        self.workspace.run()

    def page(self, address: str, status: int = 200) -> HTMLParser:
        answer = self.client.get(address)
        assert answer.status_code == status
        return HTMLParser(answer.text)

    def send(self, page: HTMLParser, form: str, status: int = 303, **more: str) -> str:
        """Fill in a form as a browser without scripts does; return where it leads."""
        found = pick(page, form)
        fields = {
            i.attributes["name"] or "": i.attributes.get("value") or "" for i in found.css("input")
        }
        address = found.attributes["action"] or ""
        answer = self.client.post(address, data=fields | more)
        assert answer.status_code == status
        return answer.headers.get("location", "")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.workspace.close()


def badge(page: HTMLParser) -> str:
    found = page.css_first("nav .badge")
    return found.text() if found else ""


def test_a_search_is_saved_tells_its_news_and_is_forgotten(desk: Desk) -> None:
    assert "No search was saved" in desk.page("/alerts").text()
    back = desk.send(desk.page("/search?q=beacon"), "form.save", name=NAME)
    assert pick(desk.page(back), "article.watch h2 bdi").text() == NAME
    assert badge(desk.page("/posts")) == ""
    desk.add(three="A beacon was lit.", four=HOSTILE)
    listed = desk.page("/alerts")
    assert badge(listed) == badge(desk.page("/search")) == badge(desk.page("/posts")) == "2"
    assert len(listed.css(".watch .lines li")) == 2
    assert listed.css_first(".watch i, .watch script") is None
    one = desk.page(link(listed, ".watch h2 a"))
    assert len(one.css("article.item")) == 2
    assert {mark.text() for mark in one.css("mark.m-hit")} == {"beacon"}
    desk.add(five="A fifth beacon, after the page was opened.")
    desk.send(one, "form.save")
    assert badge(desk.page("/alerts")) == "1"
    desk.send(desk.page("/alerts"), ".watch header form")
    assert badge(desk.page("/alerts")) == ""
    again = desk.page(link(one, ".trail a"))
    seen = desk.page(link(again, ".watch h2 a"))
    assert "Nothing is new" in seen.text()
    whole = desk.page(link(seen, ".downloads a"))
    assert len(whole.css("article.item")) == 3
    desk.send(again, ".watch footer form")
    assert desk.workspace.watches() == ()


def test_how_it_was_searched_is_saved_with_it(desk: Desk) -> None:
    page = desk.page("/search?q=old+OR+beacons&exact=1&by=words")
    desk.send(page, "form.save", name="exact")
    assert desk.workspace.saved("exact").query == "(old OR beacons) by:words spelling:exact"


def test_what_cannot_be_saved_is_explained(desk: Desk) -> None:
    page = desk.page("/search?q=beacon")
    desk.send(page, "form.save", 400, name="none", q="source:nowhere beacon")
    desk.send(page, "form.save", 400, name="none", q="-beacon")
    desk.send(page, "form.save", 409, name=" ")
    assert desk.page("/alerts/w_0000000000000000", 404)
    assert desk.page("/alerts/w_0000000000000000.atom", 404)


def test_a_name_that_is_taken_is_given_anew_only_by_a_second_button(desk: Desk) -> None:
    desk.workspace.save_search(NAME, "beacon", by="Omar")
    desk.add(three="A beacon was lit.")
    back = desk.send(desk.page("/search?q=rain&exact=1&by=words"), "form.save", name=NAME)
    asked = desk.page(back)
    notice = asked.css_first(".notice")
    assert notice
    assert "Omar" in notice.text()
    assert "1 alert" in notice.text()
    assert notice.css_first("i") is None
    assert [(w.query, w.new) for w in desk.workspace.watches()] == [("beacon", 1)]
    button = asked.css_first("form.save button[name=replace]")
    assert button
    desk.send(asked, "form.save", replace=button.attributes["value"] or "")
    (kept,) = desk.workspace.watches()
    assert (kept.name, kept.query, kept.new) == (NAME, "rain by:words spelling:exact", 0)


def test_a_search_that_is_too_long_is_not_cut(desk: Desk) -> None:
    longest = "beacon " * 285 + "light"  # 2,000 characters
    kept = desk.page(f"/search?q={longest}").css_first("form.save input[name=q]")
    assert kept
    assert kept.attributes["value"] == longest
    page = desk.page(f"/search?q={longest}s", 400)
    assert "2,000" in pick(page, ".notice").text()
    for box in page.css("input[name=q]"):
        assert box.attributes["value"] == f"{longest}s"
    assert page.css_first("form.save") is None
    assert desk.client.get(f"/search.csv?q={longest}s").status_code == 400
    desk.send(desk.page("/search?q=beacon"), "form.save", 400, name="long", q=f"{longest}s")


def test_what_is_pressed_says_of_which_search_it_is(desk: Desk) -> None:
    for name in ("one", "two"):
        desk.workspace.save_search(name, "beacon", by="Dana")
    desk.add(three="A beacon was lit.")
    page = desk.page("/alerts")
    named = [button.attributes["aria-label"] for button in page.css(".watch button")]
    assert named == ["Mark as seen: one", "Forget one", "Mark as seen: two", "Forget two"]
    assert pick(page, "nav a").text() == "Alerts 2 new"


def test_one_that_cannot_be_asked_any_more_says_so_and_hides_no_other(desk: Desk) -> None:
    lost = Source("lost", "documents", "lost.jsonl", "Lost Desk", local=True, paused=True)
    desk.workspace.add_source(lost)
    desk.workspace.save_search("gone", 'source:"lost desk"', by="Dana")
    desk.workspace.save_search("beacons", "beacon", by="Dana")
    desk.workspace.add_source(
        Source("lost", "documents", "lost.jsonl", "X", local=True, paused=True)
    )
    desk.add(three="A beacon was lit.")
    page = desk.page("/alerts")
    assert len(page.css("article.watch")) == 2
    notice = page.css_first(".watch .notice")
    assert notice
    assert "lost desk" in notice.text()
    assert badge(page) == "1"
    assert len(desk.page("/search").css(".kept li")) == 2


def test_a_form_from_elsewhere_changes_nothing(desk: Desk) -> None:
    desk.workspace.save_search("beacons", "beacon", by="Dana")
    desk.add(three="A beacon was lit.")
    for path in ("/search/save", "/search/forget", "/alerts/seen"):
        fields = {"name": "beacons", "q": "y", "newest": "1"}
        assert desk.client.post(path, data=fields).status_code == 403
    assert [(w.query, w.new) for w in desk.workspace.watches()] == [("beacon", 1)]
    page = desk.page("/alerts")
    assert desk.send(page, ".watch header form", back="https://evil.example/") == "/alerts"


def test_a_feed_is_well_formed_whatever_was_published(desk: Desk) -> None:
    watch = desk.workspace.save_search(NAME, "beacon", by="Dana")
    desk.add(three="A beacon was lit.", four=HOSTILE)
    answer = desk.client.get(f"/alerts/{watch.id}.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    feed = ET.fromstring(answer.content)
    assert feed.findtext(f"{ATOM}title") == "\u2068B <i>\u2069"
    assert "Exercise" in (feed.findtext(f"{ATOM}subtitle") or "")
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    told = "".join(entry.findtext(f"{ATOM}summary") or "" for entry in entries)
    assert "<script>alert(1)</script> beacon gnp.exe" in told
    for entry in entries:
        links = {link.get("rel"): link.get("href") or "" for link in entry.findall(f"{ATOM}link")}
        assert desk.client.get(links["alternate"]).status_code == 200
        assert links["via"].startswith("https://d.example/")
    desk.workspace.mark_seen(NAME)
    again = ET.fromstring(desk.client.get(f"/alerts/{watch.id}.atom").content)
    assert [e.findtext(f"{ATOM}id") for e in again.findall(f"{ATOM}entry")] == [
        entry.findtext(f"{ATOM}id") for entry in entries
    ]
    desk.workspace.save_search(NAME, "rain", by="Dana", replace=True)
    other = ET.fromstring(desk.client.get(f"/alerts/{watch.id}.atom").content)
    assert other.findtext(f"{ATOM}id") != feed.findtext(f"{ATOM}id")


def test_no_feed_names_a_private_person(tmp_path: Path) -> None:
    with Workspace.open(private_desk(tmp_path)) as workspace:
        watch = workspace.save_search("all", "has:media OR source:desk", by="Dana")
        told = json.loads(workspace.read.states("watch/")[f"watch/{watch.id}"])
        with workspace.store.write() as writer:  # as if it had been saved before they came
            writer.put_state(f"watch/{watch.id}", json.dumps(told | {"since": 0}))
            writer.forget_state("asked/", but="-")
        assert workspace.run().alerts == len(ROWS)
        client = TestClient(create_app(workspace), base_url="http://localhost")
        feed = ET.fromstring(client.get(f"/alerts/{watch.id}.atom").content)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(ROWS)
    for part in ("title", "summary"):
        text = "\n".join(entry.findtext(f"{ATOM}{part}") or "" for entry in entries)
        assert "withheld]" in text
        assert [words for row in ROWS for words in private(row) if words in text] == []


def test_pages_of_alerts_are_turned(desk: Desk) -> None:
    watch = desk.workspace.save_search("beacons", "beacon", by="Dana")
    desk.add(**{f"n{n}": f"Beacon number {n} was lit." for n in range(25)})
    first = desk.page(f"/alerts/{watch.id}")
    second = desk.page(link(first, "a[rel=next]"))
    shown = [a.attributes["id"] for p in (first, second) for a in p.css("article.item")]
    assert len(set(shown)) == len(shown) == 25
    assert len(ET.fromstring(desk.client.get(f"/alerts/{watch.id}.atom").content)) > 25
