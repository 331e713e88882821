"""What every store must do with facts about entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.contract.conftest import NOON, Opener

from marsad.errors import WorkspaceError
from marsad.model import Dataset, Fact, Import, Span
from marsad.ports import Store

LATER = NOON + timedelta(days=1)
LIST = Dataset("un-sc", "UN Security Council Consolidated List", "un", authority=True)


@pytest.fixture
def store(open_store: Opener, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    with opened.write() as writer:
        writer.put_dataset(LIST)
    yield opened
    opened.close()


def fact(entity: str, prop: str, value: str, *, refers: bool = False) -> Fact:
    key = Fact.make_id(LIST.id, entity, prop, value)
    return Fact(key, entity, "Person", prop, value, LIST.id, NOON, NOON, refers)


NAME = replace(fact("p-1", "name", "نور الياسري"), language="ar", original="نور  الياسري")
BORN = replace(fact("p-1", "birthDate", "1971"), reference="QDi.900", by="un/1")
PLACED = replace(
    fact("p-1", "position", "spokesman"),
    since="2016-03",
    until="2017",
    version_id="v_1",
    span=Span(3, 12),
)
HOLDER = fact("m-1", "member", "p-1", refers=True)
QUOTED = fact("x-1", "notes", "p-1")


def put(store: Store, *facts: Fact) -> None:
    with store.write() as writer:
        writer.put_facts(facts)


def test_facts_come_back_whole_and_by_property(store: Store) -> None:
    put(store, PLACED, NAME, BORN, HOLDER)
    assert store.read().facts(["p-1", "p-2"]) == {"p-1": (BORN, NAME, PLACED)}


def test_only_facts_that_refer_are_about_an_entity(store: Store) -> None:
    put(store, HOLDER, QUOTED)
    assert store.read().facts_about(["p-1"]) == (HOLDER,)


def test_an_update_keeps_when_a_fact_was_first_seen(store: Store) -> None:
    put(store, BORN)
    put(store, replace(BORN, first_seen=LATER, last_seen=LATER))
    assert store.read().facts(["p-1"])["p-1"] == (replace(BORN, last_seen=LATER),)


def test_what_an_update_lacks_is_gone_but_not_forgotten(store: Store) -> None:
    put(store, BORN, NAME)
    with store.write() as writer:
        writer.put_facts([replace(NAME, last_seen=LATER)])
        assert writer.retire_facts(LIST.id, LATER) == 1
    assert [f.prop for f in store.read().facts(["p-1"])["p-1"]] == ["name"]
    past = store.read().facts(["p-1"], gone=True)["p-1"]
    assert [f.gone for f in past] == [LATER, None]


def test_a_fact_that_comes_back_stands_again(store: Store) -> None:
    put(store, replace(BORN, gone=NOON))
    put(store, replace(BORN, last_seen=LATER))
    assert store.read().facts(["p-1"])["p-1"][0].gone is None


def test_datasets_their_readings_and_their_size(store: Store) -> None:
    made = Import("i_1", LIST.id, NOON, "editor", "list.xml", "0" * 64, added=("p-1",))
    put(store, BORN, NAME, HOLDER)
    with store.write() as writer:
        writer.put_import(made)
    reader = store.read()
    assert reader.datasets() == (LIST,)
    assert reader.imports(LIST.id) == reader.imports() == (made,)
    assert reader.count_facts() == {LIST.id: (2, 3)}
    assert reader.dataset_entities(LIST.id, "", 9) == ("m-1", "p-1")
    assert reader.dataset_entities(LIST.id, "m-1", 9) == ("p-1",)


def test_a_dropped_dataset_leaves_nothing(store: Store) -> None:
    put(store, BORN, HOLDER)
    with store.write() as writer:
        writer.drop_dataset(LIST.id)
    reader = store.read()
    assert (reader.datasets(), reader.facts(["p-1"], gone=True)) == ((), {})


def test_a_fact_of_no_dataset_is_refused(store: Store) -> None:
    with pytest.raises(WorkspaceError):
        put(store, replace(BORN, dataset="nowhere"))


@settings(deadline=None)
@example("a \x00 b")
@given(st.text(min_size=1))
def test_any_text_is_kept(
    open_store: Opener, tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    store = open_store(tmp_path_factory.mktemp("facts"))
    with store.write() as writer:
        writer.put_dataset(LIST)
        writer.put_facts([fact("p-9", "notes", value)])
    kept = store.read().facts(["p-9"])["p-9"][0].value
    store.close()
    assert kept == value.encode("utf-8", "replace").decode().replace("\x00", "?")


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        ("2016-03", "2017", "2017-11-30", True),
        ("2016-03", "2017", "2018-01-01", False),
        ("2016-03", None, "2016-03-01", True),
        ("2016-03", None, "2016-02-28", False),
        (None, "2017-05", "2017-05-31", True),
        (None, None, None, True),
    ],
)
def test_a_year_or_a_month_stands_for_all_its_days(
    since: str | None, until: str | None, day: str | None, holds: bool
) -> None:
    assert replace(BORN, since=since, until=until).holds_on(day) is holds
