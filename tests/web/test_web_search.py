"""The search page: chips, errors that point, added spellings, exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from starlette.applications import Starlette

from marsad.api import Workspace
from marsad.model import Entity, EntityKind, Name, Source
from marsad.web import create_app

HOSTILE = '<script>alert(1)</script> "quoted" beacon \u202egnp.exe'
ROWS = {
    "1": "قال سالم قادر إن المنارة مغلقة",
    "2": "Salim Qadir spoke at the beacon about two beacons.",
    "3": "=cmd|' /C calc'!A0 beacon",
    "4": HOSTILE,
}


def write(path: Path, rows: dict[str, str]) -> None:
    told = [{"id": k, "url": f"https://desk.example/{k}", "text": t} for k, t in rows.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in told), encoding="utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A few posts that were not read by a run: words are all there is."""
    folder = tmp_path_factory.mktemp("search")
    write(folder / "d.jsonl", ROWS)
    names = (Name("Salim Qadir", "en"), Name("سالم قادر", "ar"))
    with Workspace.create(folder / "w") as created:
        created.add_entities([Entity("p-qadir", EntityKind.PERSON, names)])
        created.add_source(
            Source("desk", "documents", str(folder / "d.jsonl"), "The Desk", local=True)
        )
        created.ingest()
        yield created


@pytest.fixture(scope="module")
def page_of(
    desk: Workspace, serving: Callable[[Starlette], AbstractContextManager[httpx.Client]]
) -> Iterator[httpx.Client]:
    with serving(create_app(desk, signed_by="Dana")) as client:
        yield client


def ask(client: httpx.Client, status: int = 200, **parameters: str) -> HTMLParser:
    answer = client.get("/search", params=parameters)
    assert answer.status_code == status
    return HTMLParser(answer.text)


def ids(page: HTMLParser) -> int:
    return len(page.css("article.item"))


def test_fields_are_chips_that_can_be_left_out(page_of: httpx.Client) -> None:
    page = ask(page_of, q="beacon source:desk -has:media")
    chips = page.css(".chips a")
    assert [" ".join(chip.text().split())[:12] for chip in chips] == [
        "source desk ",
        "not has medi",
    ]
    left = HTMLParser(page_of.get(chips[1].attributes["href"] or "").text)
    field = left.css_first("main input[name=q]")
    assert field
    assert field.attributes["value"] == "beacon source:desk"
    assert ids(left) == ids(page) == 3


def test_the_form_below_adds_to_the_words(page_of: httpx.Client) -> None:
    answer = page_of.get(
        "/search", params={"q": "beacon", "source": "desk", "act": "call to action"}
    )
    assert answer.status_code == 303
    there = httpx.URL(answer.headers["location"]).params
    assert dict(there) == {"q": 'beacon source:desk act:"call to action"'}
    assert ids(ask(page_of, q=there["q"])) == 0


@pytest.mark.parametrize(
    "typed", ["beacon OR nothing", '"the beacon', "(nothing OR (beacon", "beacon)"]
)
def test_the_form_narrows_all_that_was_typed_and_left_open(
    page_of: httpx.Client, typed: str
) -> None:
    """A field once held for the last alternative alone, or became a word of an open quotation."""
    before = ids(ask(page_of, q=typed))
    assert before
    kept = page_of.get("/search", params={"q": typed, "source": "desk"}).headers["location"]
    assert ids(HTMLParser(page_of.get(kept).text)) == before
    none = page_of.get("/search", params={"q": typed, "lang": "tr"}).headers["location"]
    assert ids(HTMLParser(page_of.get(none).text)) == 0


def test_the_form_over_what_is_not_understood_explains_that(page_of: httpx.Client) -> None:
    page = ask(page_of, 400, q="beacon after:soon", source="desk")
    mark = page.css_first(".notice mark")
    assert mark
    assert mark.text() == "after:soon"


def test_an_error_points_at_the_part_and_says_what_to_do(page_of: httpx.Client) -> None:
    page = ask(page_of, 400, q="beacon after:<b>soon</b>")
    notice = page.css_first(".notice")
    assert notice
    assert "2026-03-01" in notice.text()
    mark = notice.css_first("mark")
    assert mark
    assert mark.text() == "after:<b>soon</b>"
    assert notice.css_first("b") is None
    assert ask(page_of, 400, q="source:nowhere").css_first(".notice") is not None


def test_spellings_are_told_marked_and_can_be_left_out(page_of: httpx.Client) -> None:
    page = ask(page_of, q="qadir")
    told = page.css_first(".spelt")
    assert told
    assert "قادر" in told.text()
    assert {mark.text() for mark in page.css("mark.m-hit")} == {"قادر", "Qadir"}
    link = told.css_first("a")
    assert link
    exact = HTMLParser(page_of.get(link.attributes["href"] or "").text)
    assert (ids(page), ids(exact)) == (2, 1)
    assert exact.css_first("input[name=exact][checked]") is not None
    assert exact.css_first(".spelt") is None


def test_hostile_text_stays_text(page_of: httpx.Client) -> None:
    page = ask(page_of, q="alert")
    assert ids(page) == 1
    assert page.css_first("article script") is None
    again = ask(page_of, q=HOSTILE)
    field = again.css_first("main input[name=q]")
    assert field
    assert field.attributes["value"] == HOSTILE


def test_all_that_was_found_can_be_downloaded(page_of: httpx.Client) -> None:
    page = ask(page_of, q="beacon")
    links = [a.attributes["href"] or "" for a in page.css(".downloads a")]
    assert len(links) == 2
    rows = list(csv.DictReader(io.StringIO(page_of.get(links[0]).text.removeprefix("\ufeff"))))
    lines = [json.loads(line) for line in page_of.get(links[1]).text.splitlines()]
    assert {row["id"] for row in rows} == {line["id"] for line in lines}
    assert len(lines) == ids(page) == 3
    assert {line["text"] for line in lines} >= {ROWS["3"]}
    assert any(row["text"].startswith("'=cmd") for row in rows)
    assert "attachment" in page_of.get(links[0]).headers["content-disposition"]


def test_the_language_is_explained_where_the_page_links_to(page_of: httpx.Client) -> None:
    link = ask(page_of).css_first(".box a")
    assert link
    page = HTMLParser(page_of.get(link.attributes["href"] or "").text)
    assert "reliability:" in page.text()
