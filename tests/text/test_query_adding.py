"""Fields that are added to what was typed hold for all of it, whatever was left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.text.test_query import QUERIES, told, understood

from marsad.text.asked import All, By, Query
from marsad.text.query import parse
from marsad.text.query_adding import with_fields

DESK = [("source", "desk")]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("", "source:desk"),
        ("bridge", "bridge source:desk"),
        ("bridge OR port", "(bridge OR port) source:desk"),
        ("(a OR b) c", "( a OR b ) c source:desk"),
        ('"old bridge', '"old bridge" source:desk'),
        ("«پل قدیمی", "«پل قدیمی» source:desk"),
        ('owner:"Beacon Fr', 'owner:"Beacon Fr" source:desk'),
        ("(a OR (b", "( a OR ( b)) source:desk"),
        ("a ) OR b", "(a OR b) source:desk"),
        ("bridge NOT", "(bridge NOT) source:desk"),
        ("bridge lang:", "bridge source:desk"),
        ("-drill bridge", "-drill bridge source:desk"),
        ("bridge -AND", "(bridge -AND) source:desk"),
        ("NOT ) x", "x source:desk"),
        ("a OR NOT AND ) b", "(a OR b) source:desk"),
    ],
)
def test_what_was_typed_is_closed_and_kept_together(text: str, added: str) -> None:
    assert with_fields(text, DESK) == added


def test_values_with_spaces_or_marks_are_one_value() -> None:
    fields = [
        ("source", 'The "Old" Desk, North'),
        ("act", "call to action"),
        ("after", "2026-03-01"),
    ]
    query = parse(with_fields("bridge", fields))
    assert told(query.root) == (
        "(bridge & source=The  Old  Desk, North & act=call to action & after=2026-03-01)"
    )


def test_how_it_is_searched_overrules_what_was_typed() -> None:
    query = parse(with_fields("by:words a OR b", [("by", "meaning"), ("spelling", "exact")]))
    assert (query.by, query.exact, told(query.root)) == (By.MEANING, True, "(a | b)")


def test_nothing_added_changes_nothing() -> None:
    assert with_fields('a OR "b', []) == 'a OR "b'


@given(QUERIES)
def test_the_meaning_of_what_was_typed_stays(text: str) -> None:
    before = understood(text)
    if not isinstance(before, Query):
        return
    added = understood(with_fields(text, [("source", "desk-of-ours")]))
    if not isinstance(added, Query):  # one field too many
        assert "different words and fields" in added.message
        return
    parts = added.root.parts if isinstance(added.root, All) else (added.root,)
    others = [told(part) for part in parts if told(part) != "source=desk-of-ours"]
    was = before.root.parts if isinstance(before.root, All) else (before.root,)
    assert others == [told(part) for part in was if part is not None]
    assert len(others) == len(parts) - 1
