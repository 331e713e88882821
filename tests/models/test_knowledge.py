"""The hand-written lists of organisations and places."""

from __future__ import annotations

import pytest

from models.knowledge.check import BODIES, PLACES, problems, read

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
    ],
)
def test_what_is_wrong_is_told(wrong: dict[str, object], said: str) -> None:
    entry = {"id": "a-group", "kind": "front", "names": {"en": ["A Group"]}, **wrong}
    assert any(said in problem for problem in problems({BODIES[0]: [entry]}))


def test_two_bodies_of_one_name_are_told() -> None:
    entries = [{"id": key, "kind": "front", "names": {"en": ["A Front"]}} for key in ("a", "b")]
    assert list(problems({BODIES[0]: entries})) == ["en “A Front” is the name of a and b"]
