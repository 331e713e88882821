"""Whose a name is that several lists have: certain where it can hardly be anybody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.resolve.importing import samples

from marsad.api import Naming, Workspace
from marsad.errors import NotFoundError
from marsad.model import EntityKind

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
NAME = "NUR HADID AL-YASIRI"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    Workspace.create(tmp_path / "workspace").close()
    with Workspace.open(tmp_path / "workspace", clock=lambda: NOON) as opened:
        yield opened


def person(key: int, name: str = NAME) -> str:
    return samples.un_person(key, name, "")


def row(key: str, name: str = NAME, schema: str = "Person") -> bytes:
    held = {"name": [name], "topics": ["role.pep"]}
    return json.dumps({"id": key, "schema": schema, "properties": held}).encode()


def take(workspace: Workspace, *rows: bytes, dataset: str) -> None:
    workspace.import_list(b"\n".join(rows), by="Rana", naming=Naming("ftm", dataset, dataset))


def certain(workspace: Workspace) -> set[str]:
    """Return the ids of those that a name of theirs means for certain."""
    entities = workspace.entities().values()
    return {e.id for e in entities if any(n.ambiguous is False for n in e.names)}


def test_a_name_of_two_in_one_list_is_not_certain_for_one_of_a_third(workspace: Workspace) -> None:
    workspace.import_list(samples.un(person(1), person(2)), by="Rana")
    assert certain(workspace) == set()
    take(workspace, row("p-3"), dataset="reeds")
    assert certain(workspace) == set()
    take(workspace, row("unsc-1"), dataset="herons")  # a third list names one of the two
    assert certain(workspace) == set()


def test_a_name_is_certain_again_once_no_other_has_it(workspace: Workspace) -> None:
    workspace.import_list(samples.un(person(1), person(2)), by="Rana")
    take(workspace, row("p-3"), dataset="reeds")
    workspace.import_list(samples.un(person(1), person(2, "SAMA OF ARJUWAN REEDS")), by="Rana")
    assert certain(workspace) == {"p-3", "unsc-2"}
    workspace.drop_list("un-sc")
    assert certain(workspace) == {"p-3"}


def test_of_one_name_in_several_lists_the_first_has_it_until_it_is_dropped(
    workspace: Workspace,
) -> None:
    take(workspace, row("p-3"), dataset="reeds")
    workspace.import_list(samples.un(person(1)), by="Rana")
    take(workspace, row("a-4"), dataset="herons")
    assert certain(workspace) == {"p-3"}
    take(workspace, row("p-3"), row("p-4", "SAMA OF ARJUWAN REEDS"), dataset="reeds")
    assert certain(workspace) == {"p-3", "p-4"}
    workspace.drop_list("reeds")
    assert certain(workspace) == {"a-4"}
    workspace.drop_list("herons")
    assert certain(workspace) == {"unsc-1"}


MANY = [person(n, f"AHMAD MAHMOUD HASSAN{' HADID' * (n % 2)}") for n in range(1, 8)]


def test_words_that_many_of_a_list_share_stay_so_when_a_small_list_tells_of_one(
    workspace: Workspace,
) -> None:
    workspace.import_list(samples.un(*MANY, person(9, "AHMAD HASSAN MAHMOUD")), by="Rana")
    assert certain(workspace) == set()
    take(workspace, row("unsc-9", "Ahmad Hassan Mahmoud"), dataset="reeds")
    take(workspace, row("p-9", "Ahmad Hassan Mahmoud"), dataset="herons")
    assert certain(workspace) == set()
    workspace.drop_list("herons")
    workspace.drop_list("reeds")
    assert certain(workspace) == set()


def test_a_ships_name_is_not_certain_for_a_body(workspace: Workspace) -> None:
    workspace.import_list(samples.OFAC, by="Rana")
    take(workspace, row("o-1", "Silver Heron", "Organization"), dataset="reeds")
    assert "o-1" not in certain(workspace)


# ---------------------------------------------------------------- who is no longer listed


def test_a_ship_that_is_listed_no_more_is_still_shown(workspace: Workspace) -> None:
    workspace.import_list(samples.OFAC, by="Rana")
    ship = samples.OFAC.index(b" <sdnEntry><uid>73")
    after = samples.OFAC.index(b" <sdnEntry><uid>74")
    workspace.import_list(samples.OFAC[:ship] + samples.OFAC[after:], by="Rana")
    assert "ofac-73" not in workspace.entities()
    view = workspace.entity("ofac-73")
    assert (view.entity.kind, view.entity.name()) == (EntityKind.VESSEL, "SILVER HERON")
    assert all(fact.gone for fact in view.facts)
    with pytest.raises(NotFoundError):
        workspace.entity("ofac-73-sanction")


def test_a_line_that_is_no_whole_text_leaves_the_rest_imported(workspace: Workspace) -> None:
    broken = row("o-\ud800", "Heron")
    take(workspace, row("p-3"), broken, row("p-4", "Half \udfff"), dataset="reeds")
    assert {"p-3", "p-4"} == set(workspace.entities())
    (made,) = workspace.imports("reeds")
    assert len(made.skipped) == 1
