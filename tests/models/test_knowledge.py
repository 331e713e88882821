"""The hand-written lists of organisations and places."""

from __future__ import annotations

import pytest

from marsad.resolve import pack_records
from models.knowledge.check import BODIES, PLACES, problems, read
from models.recipes.knowledge import packed, records

LISTS = {name: read(name) for name in (*BODIES, *PLACES)}


def test_nothing_is_wrong_with_the_lists() -> None:
    assert list(problems(LISTS)) == []


def test_every_body_says_what_it_can_be_checked_against() -> None:
    bodies = [entry for name in BODIES for entry in LISTS[name]]
    assert [entry["id"] for entry in bodies if not (entry["sources"] and entry["background"])] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": "The Group"}, "letters, digits and hyphens"),
        ({"kind": "gang"}, "no such kind"),
        ({"names": {"ar": ["Kataib"]}}, "not in Arabic letters"),
        ({"names": {"en": ["X"]}}, "too short"),
        ({"relations": [{"kind": "part_of", "to": "nobody"}]}, "no such relation"),
        ({"founded": "spring"}, "no day"),
        ({"ambiguous": ["Another Group"]}, "no such name: Another Group"),
    ],
)
def test_what_is_wrong_is_told(wrong: dict[str, object], said: str) -> None:
    entry = {"id": "a-group", "kind": "front", "names": {"en": ["A Group"]}, **wrong}
    assert any(said in problem for problem in problems({BODIES[0]: [entry]}))


def test_two_bodies_of_one_name_are_told() -> None:
    entries = [{"id": key, "kind": "front", "names": {"en": ["A Front"]}} for key in ("a", "b")]
    assert list(problems({BODIES[0]: entries})) == ["en “A Front” is the name of a and b"]


def test_the_package_holds_what_the_recipe_makes() -> None:
    assert list(pack_records()) == list(records(LISTS))


def test_packing_twice_gives_the_same_bytes_and_they_are_small() -> None:
    rows = list(records(LISTS))
    assert packed(rows) == packed(rows)
    assert len(packed(rows)) < 400_000


def test_short_acronyms_and_names_with_context_are_ambiguous_unless_the_entry_says_otherwise() -> (
    None
):
    entry = {
        "kind": "front",
        "names": {"en": ["A Front", "Front"]},
        "acronyms": {"en": ["AF", "AFRO"]},
    }
    rows = [
        {"id": "a", **entry},
        {"id": "b", **entry, "context": ["convoy"]},
        {"id": "c", **entry, "context": ["convoy"], "ambiguous": ["Front"]},
    ]
    found = {row["id"]: row.get("ambiguous") for row in records({**LISTS, BODIES[0]: rows})}
    assert found["org-a"] == ["AF"]
    assert found["org-b"] == ["A Front", "Front", "AF"]
    assert found["org-c"] == ["Front", "AF"]
