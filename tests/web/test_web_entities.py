"""The list of entities and the page of one, over HTTP."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from starlette.applications import Starlette

from marsad.api import Workspace
from marsad.model import Dataset, Entity, EntityKind, Fact, Name
from marsad.web import create_app

BEACON = "/entities/org-beacon"
LISTED = Dataset("sealed", "Sealed <b>List</b>", "un", "Council", authority=True)
MARKUP = "<script>alert(3)</script>\u202egnp"
READ = datetime(2026, 3, 1, tzinfo=UTC)


def get(client: httpx.Client, path: str) -> HTMLParser:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return HTMLParser(answer.text)


def texts(page: HTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


def fact(entity: str, schema: str, prop: str, value: str, *, refers: bool = False) -> Fact:
    key = Fact.make_id(LISTED.id, entity, prop, value)
    return Fact(key, entity, schema, prop, value, LISTED.id, READ, READ, refers, reference="X.1")


@pytest.fixture(scope="module")
def listed(
    workspace: Workspace,
    tmp_path_factory: pytest.TempPathFactory,
    serving: Callable[[Starlette], AbstractContextManager[httpx.Client]],
) -> Iterator[httpx.Client]:
    """A copy of the workspace in which a list tells of the Front, with hostile values."""
    root = tmp_path_factory.mktemp("listed") / "workspace"
    shutil.copytree(workspace.layout.root, root)
    told = [
        fact("org-beacon", "Organization", "alias", MARKUP),
        fact("org-beacon", "Organization", "incorporationDate", "2013"),
        fact("org-beacon", "Organization", "website", "javascript:alert(4)"),
        fact("s-1", "Sanction", "entity", "org-beacon", refers=True),
        fact("s-1", "Sanction", "listingDate", "2019-07-01"),
        *(
            fact(f"m-{n}", "Membership", "organization", "org-beacon", refers=True)
            for n in range(30)
        ),
        *(fact(f"m-{n}", "Membership", "member", f"per-{n}", refers=True) for n in range(30)),
        *(fact(f"per-{n}", "Person", "name", f"{MARKUP} {n}") for n in range(30)),
    ]
    with Workspace.open(root) as opened:
        with opened.store.write() as writer:
            writer.put_dataset(LISTED)
            writer.put_facts(told)
        with serving(create_app(opened)) as client:
            yield client


# ------------------------------------------------------------ the list


def test_entities_are_found_by_a_name_in_any_script(client: httpx.Client) -> None:
    for name in ("beacon front", "جبهة المنارة", "المناره"):
        page = get(client, f"/entities?name={name}")
        assert "Beacon Front" in texts(page, ".entities .title")


def test_the_name_asked_for_comes_first(client: httpx.Client) -> None:
    assert texts(get(client, "/entities?name=Iran"), ".entities .title")[0] == "Iran"


def test_filters_narrow_by_kind_and_by_statements(client: httpx.Client) -> None:
    assert texts(get(client, "/entities?speaks=yes&kind=Organization"), ".entities .title") == [
        "Beacon Front"
    ]
    kinds = texts(get(client, "/entities?kind=Place"), ".entities .remark")
    assert all(kind == "" or kind.startswith("place") for kind in kinds if "place" in kind)
    assert "Beacon Front" not in texts(get(client, "/entities?kind=Place"), ".entities .title")


def test_an_unknown_filter_says_so_and_a_hostile_name_finds_nothing(client: httpx.Client) -> None:
    assert "There is no kind “Dragon”" in client.get("/entities?kind=Dragon").text
    assert "No entity fits" in client.get("/entities?name=%22'%3B--%00<b>").text


def test_a_list_narrows_to_what_it_tells_of(listed: httpx.Client) -> None:
    found = texts(get(listed, "/entities?dataset=sealed&kind=Organization"), ".entities .title")
    assert found == ["Beacon Front"]


# ------------------------------------------------------------ the page


def test_the_page_shows_names_in_their_scripts_and_directions(client: httpx.Client) -> None:
    page = get(client, BEACON)
    assert texts(page, "h1") == ["Beacon Front"]
    shown = {n.text(): n.attributes for n in page.css(".names bdi")}
    assert shown["جبهة المنارة"]["dir"] == "rtl"
    assert shown["جبهة المنارة"]["lang"] == "ar"


def test_every_note_that_the_page_names_is_on_it(listed: httpx.Client) -> None:
    for path in (BEACON, f"{BEACON}?of=about", f"{BEACON}?timeline=whole"):
        page = get(listed, path)
        asked = {n.attributes["href"] for n in page.css("a.ref")}
        there = {f"#{n.attributes['id']}" for n in page.css(".endnotes li")}
        assert asked
        assert asked <= there


def test_statements_lead_to_their_posts_and_posts_back(client: httpx.Client) -> None:
    page = get(client, BEACON)
    post = page.css_first(".saying footer a.open")
    assert post is not None
    address = post.attributes["href"] or ""
    told = get(client, address.partition("#")[0])
    assert BEACON in {a.attributes["href"] for a in told.css("a.entity-link")}


def test_the_chart_and_the_graph_say_the_same_as_their_tables(listed: httpx.Client) -> None:
    page = get(listed, BEACON)
    cells = [n.text() for n in page.css(".chart svg text[class^=number]")]
    table = [n.text() for n in page.css("#statements details tbody td")]
    assert cells
    assert [c for c in table[:-1] if c != "0"][: len(cells)] == cells
    assert len(page.css(".graph .node")) == 21  # the entity and ten on either side
    ties = page.css_first("#ties")
    assert ties
    assert "10 more in the table." in ties.text()
    assert len(page.css(".ties tbody tr")) == 30


def test_drawings_need_no_script_and_no_inline_style(listed: httpx.Client) -> None:
    page = get(listed, BEACON)
    assert page.css("svg rect")
    for node in page.css("svg *, svg"):
        assert not any(n == "style" or n.startswith("on") for n in node.attributes)


def test_values_of_lists_are_text(listed: httpx.Client) -> None:
    answer = listed.get(BEACON)
    page = HTMLParser(answer.text)
    assert [n.attributes.get("src") for n in page.css("script")] == ["/static/js/main.js"]
    assert "<script>alert(3)" in (page.body.text() if page.body else "")
    assert not [a for a in page.css("a") if (a.attributes["href"] or "").startswith("javascript")]
    assert not page.css("b b")


def test_a_designation_is_shown_with_list_entry_and_day(listed: httpx.Client) -> None:
    cells = texts(get(listed, BEACON), "#designations tbody td")
    assert cells[0] == "Council"
    assert cells[1].startswith("Sealed <b>List</b>")
    assert cells[2:] == ["X.1", "1 July 2019", "stands"]
    assert "designated" in texts(get(listed, BEACON), ".badges")[0]


def test_days_narrow_the_statements_and_a_wrong_day_says_so(client: httpx.Client) -> None:
    assert texts(get(client, f"{BEACON}?from=2026-03-04"), ".counts b")[0] == "1"
    assert "is not a day" in client.get(f"{BEACON}?from=soon").text


def test_an_unknown_entity_is_not_found(client: httpx.Client) -> None:
    for path in ("/entities/nobody", "/entities/%3Cb%3E", "/entities/org-beacon/as/tarot"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "begins"),
    [("html", b"<!doctype html>"), ("pdf", b"%PDF-"), ("json", b"{"), ("stix", b"{"),
     ("ftm", b"{"), ("misp", b"{")],
)  # fmt: skip
def test_every_format_can_be_kept(client: httpx.Client, name: str, begins: bytes) -> None:
    answer = client.get(f"{BEACON}/as/{name}")
    assert answer.status_code == 200
    assert answer.content.lower().startswith(begins.lower())
    kept = answer.headers["content-disposition"]
    assert kept.startswith('attachment; filename="dossier-org-beacon.')
    if begins == b"{":
        assert (
            [json.loads(line) for line in answer.text.splitlines()]
            if name == "ftm"
            else (json.loads(answer.text))
        )


def test_an_id_cannot_break_out_of_a_file_name(
    workspace: Workspace,
    tmp_path: Path,
    serving: Callable[[Starlette], AbstractContextManager[httpx.Client]],
) -> None:
    shutil.copytree(workspace.layout.root, tmp_path / "workspace")
    key = 'x"; filename="evil.exe'
    with Workspace.open(tmp_path / "workspace") as opened:
        names = (Name("Odd Id", "en", canonical=True),)
        opened.add_entities([Entity(key, EntityKind.ORGANIZATION, names)])
        with serving(create_app(opened)) as client:
            answer = client.get(f"/entities/{quote(key)}/as/json")
    kept = answer.headers["content-disposition"]
    assert kept == 'attachment; filename="dossier-x___filename__evil_exe.json"'
