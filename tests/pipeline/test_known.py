"""Entities are kept until one changes; a question leads to the same ones as reading them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from marsad.api import Workspace
from marsad.extract import Gazetteer
from marsad.model import Entity, EntityKind, Name
from marsad.pipeline.known import Known
from marsad.resolve import builtin_entities

PACKAGED = builtin_entities()
NAMES = [name for entity in PACKAGED for name in entity.names]


def body(key: str, *names: str) -> Entity:
    return Entity(key, EntityKind.ORGANIZATION, tuple(Name(n, "en", canonical=True) for n in names))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "desk") as made:
        made.add_entities([body("org-reed", "Reed Council"), body("org-marsh", "Marsh Council")])
        yield made


# ------------------------------------------------------------ kept, until


def test_they_are_read_once(workspace: Workspace) -> None:
    assert workspace.known is workspace.known


def test_what_is_added_changed_or_dropped_is_seen(workspace: Workspace) -> None:
    assert set(workspace.known.entities) == {"org-reed", "org-marsh"}
    workspace.add_entities([body("org-bank", "Bank Council")])
    assert "bank council" in workspace.known.by_name
    workspace.add_entities([body("org-bank", "Shore Council")])
    assert "bank council" not in workspace.known.by_name
    with workspace.store.write() as writer:
        writer.drop_entities(["org-bank"])
    assert "org-bank" not in workspace.known.entities


def test_what_another_process_adds_is_seen(workspace: Workspace) -> None:
    assert "org-bank" not in workspace.known.entities
    with Workspace.open(workspace.layout.root) as other:
        other.add_entities([body("org-bank", "Bank Council")])
    assert "org-bank" in workspace.known.entities


def test_decisions_and_their_undoing_are_seen(workspace: Workspace) -> None:
    assert workspace.known.entities["org-marsh"].id == "org-marsh"
    made = workspace.merge("org-marsh", "org-reed", by="Dana", reason="one body")
    assert workspace.known.entities["org-marsh"].id == "org-reed"
    workspace.undo(made.id, by="Dana", reason="two bodies")
    assert workspace.known.entities["org-marsh"].id == "org-marsh"


def test_no_judgement_is_read_to_see_that_nothing_changed(workspace: Workspace) -> None:
    workspace.merge("org-marsh", "org-reed", by="Dana", reason="one body")
    kept, asked = workspace.known, []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert workspace.known is kept
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert not [each for each in asked if "judgements.data" in each]


# ------------------------------------------------------------ names


def test_a_name_that_two_have_leads_to_both() -> None:
    one, other = body("org-1", "Reed Council"), body("org-2", "reed  council", "Marsh Council")
    known = Known({"org-1": one, "org-2": other})
    assert known.called("reed council") == (one, other)
    assert known.called("bank council") == ()
    assert known.by_name["reed council"] == one
    assert known.titles == {one.name(), other.name()}


def found(entities: tuple[Entity, ...], text: str) -> set[tuple[object, str]]:
    return {(each.span, each.entity.id) for each in Gazetteer(entities).find(text)}


CASES = {
    "ar": "ماذا قال و{}؟",
    "fa": "{}ها چه گفتند؟",
    "ru": "Что сказано {}ом?",
    "he": "מה אמר ל{}?",
}


def test_a_question_leads_to_the_same_entities_as_all_of_them() -> None:
    known = Known({entity.id: entity for entity in PACKAGED})
    everything = Gazetteer(PACKAGED)
    for name in Random(7).sample(NAMES, 60):
        text = CASES.get(name.language, "What did {}’s people say?").format(name.text)
        wanted = {(each.span, each.entity.id) for each in everything.find(text)}
        assert found(known.maybe_named(text), text) == wanted


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_text_may_be_asked(text: str) -> None:
    known = Known({entity.id: entity for entity in PACKAGED[:300]})
    assert found(known.maybe_named(text), text) == found(PACKAGED[:300], text)
