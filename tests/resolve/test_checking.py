"""What cannot all be true is found, and what can be is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Entity, EntityKind, Fact, Judgement, Name, Role, Span, Verdict
from marsad.model.entity_review import entity_review
from marsad.resolve import Contradiction, Known, Said, check_all, check_one

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
MAN = Entity("p-1", EntityKind.PERSON, (Name("Karim Dolan", "en"),))
BODY = Entity("o-1", EntityKind.ORGANIZATION, (Name("Heron Brigades", "en"),))
TOWN = Entity("l-1", EntityKind.PLACE, (Name("Saltmere", "en"),))
NOBODY = entity_review([])


def fact(
    entity: str, prop: str, value: str, dataset: str = "un", *, schema: str = "Person"
) -> Fact:
    refers = prop in ("member", "organization", "holder", "post", "parent", "entity")
    key = Fact.make_id(dataset, entity, prop, value)
    return Fact(key, entity, schema, prop, value, dataset, NOON, NOON, refers)


def about(entity: Entity, *facts: Fact, **more: Any) -> Known:
    return replace(Known(entity, (entity,), facts), **more)


def kinds(known: Known) -> list[str]:
    return [found.kind for found in check_one(known, lambda key: key)]


def only(known: Known) -> Contradiction:
    (found,) = check_one(known, lambda key: key)
    return found


# ---------------------------------------------------------------- dates


def test_two_birth_years_of_two_lists_contradict_and_both_are_shown() -> None:
    sides = fact("p-1", "birthDate", "1971-03-02"), fact("p-1", "birthDate", "1969", "ofac")
    found = only(about(MAN, *sides))
    assert (found.kind, found.severity) == ("births", "error")
    assert set(found.facts) == set(sides)
    assert "1971" in found.message
    assert "1969" in found.message


@pytest.mark.parametrize(
    ("values", "lists"),
    [
        (("1971", "1971-03-02"), ("un", "ofac")),
        (("1971-03-02", "1971-03-20"), ("un", "ofac")),  # one year: a slip, not another man
        (("1971", "1969"), ("un", "un")),  # a list that gives both knows neither for sure
    ],
)
def test_dates_that_may_be_one_do_not(values: tuple[str, str], lists: tuple[str, str]) -> None:
    facts = [fact("p-1", "birthDate", v, d) for v, d in zip(values, lists, strict=True)]
    assert kinds(about(MAN, *facts)) == []


def test_two_founding_years_contradict() -> None:
    facts = (
        fact("o-1", "incorporationDate", "2013", schema="Organization"),
        fact("o-1", "incorporationDate", "2015-01", "desk", schema="Organization"),
    )
    assert kinds(about(BODY, *facts)) == ["births"]


def said(day: str, number: int = 1) -> Said:
    return Said(f"s_{number}", f"p_{number}", f"v_{number}", Span(3, 9), day)


def test_a_dead_man_speaking_is_found_with_where_he_is_quoted() -> None:
    late = said("2026-03-03")
    known = about(MAN, fact("p-1", "deathDate", "2020-01-03"), said=(late, said("2019-12-30", 2)))
    found = only(known)
    assert found.kind == "late words"
    assert found.said == (late,)


@pytest.mark.parametrize(
    ("died", "spoke"), [("2020-01-03", "2020-01-03"), ("2020", "2020-12-31"), ("2020-05", "2020")]
)
def test_words_that_may_be_of_the_last_day_do_not(died: str, spoke: str) -> None:
    known = about(MAN, fact("p-1", "deathDate", died), said=(said(spoke),))
    assert kinds(known) == []


def test_a_dissolved_body_speaking_is_found() -> None:
    ended = fact("o-1", "dissolutionDate", "2018", schema="Organization")
    assert kinds(about(BODY, ended, said=(said("2026-03-03"),))) == ["late words"]


# ---------------------------------------------------------------- roles


def holding(*roles: tuple[str, Role]) -> list[str]:
    return kinds(about(BODY, holders=roles))


def test_two_presidents_at_once_contradict() -> None:
    one = Role("president", "o-1", "2019-01-01", "2024-06-30")
    other = Role("President", "o-1", "2024-01-01", "2025-01-01")
    found = only(about(BODY, holders=(("p-1", one), ("p-2", other))))
    assert (found.kind, found.severity) == ("one office", "error")
    assert found.entity_ids == ("o-1", "p-1", "p-2")


def test_two_without_a_known_end_are_only_doubted() -> None:
    one, other = Role("president", "o-1", "2019"), Role("president", "o-1", "2024")
    assert only(about(BODY, holders=(("p-1", one), ("p-2", other)))).severity == "doubt"


@pytest.mark.parametrize(
    ("title", "one", "other"),
    [
        ("president", ("2019", "2024-06"), ("2024-06-01", None)),  # one hands over to the next
        ("president", (None, None), (None, None)),
        ("military spokesman", ("2019", None), ("2020", None)),
        ("vice president", ("2019", None), ("2020", None)),
        ("نائب الرئيس", ("2019", None), ("2020", None)),
        ("commander", ("2019", None), ("2020", None)),
    ],
)
def test_what_several_may_hold_does_not(
    title: str, one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> None:
    assert holding(("p-1", Role(title, "o-1", *one)), ("p-2", Role(title, "o-1", *other))) == []


def test_one_man_twice_in_an_office_does_not() -> None:
    one, other = Role("president", "o-1", "2019"), Role("الرئيس", "o-1", "2018")
    assert holding(("p-1", one), ("p-1", other)) == []


def membership(key: str, person: str, title: str, since: str, until: str = "") -> tuple[Fact, ...]:
    told = {"member": person, "organization": "o-1", "role": title, "startDate": since}
    told |= {"endDate": until} if until else {}
    return tuple(fact(key, prop, value, schema="Membership") for prop, value in told.items())


def test_offices_of_memberships_count_and_show_their_facts() -> None:
    joined = {
        "m-1": membership("m-1", "p-1", "secretary general", "2019", "2024"),
        "m-2": membership("m-2", "p-2", "الأمين العام", "2022", "2025"),
    }
    found = only(about(BODY, joined=joined))
    assert found.kind == "one office"
    assert {f.entity_id for f in found.facts} == {"m-1", "m-2"}


def test_a_role_from_before_birth_or_foundation_contradicts() -> None:
    man = replace(MAN, roles=(Role("minister", "o-1", "1960-01-01"),))
    assert kinds(about(man, fact("p-1", "birthDate", "1971"))) == ["early role"]
    assert kinds(about(man, fact("p-1", "birthDate", "1960"))) == []
    founded = fact("o-1", "incorporationDate", "2013", schema="Organization")
    joined = {"m-1": membership("m-1", "p-1", "fighter", "2009")}
    assert kinds(about(BODY, founded, joined=joined)) == ["early role"]


# ---------------------------------------------------------------- kinds, places, designations


def test_a_person_merged_with_a_body_contradicts_two_bodies_do_not() -> None:
    assert kinds(about(MAN, members=(MAN, BODY))) == ["kinds"]
    ministry = Entity("o-2", EntityKind.PUBLIC_BODY, (Name("Ministry", "en"),))
    assert kinds(about(BODY, members=(BODY, ministry))) == []


def test_a_place_in_two_countries_contradicts() -> None:
    sides = fact("l-1", "country", "iq"), fact("l-1", "country", "sy", "desk")
    assert kinds(about(TOWN, *sides)) == ["two countries"]
    shared = fact("l-1", "country", "iq", "desk")
    assert kinds(about(TOWN, *sides, shared)) == []
    assert kinds(about(MAN, *sides)) == []  # a man may have two passports


def test_a_designation_lifted_before_it_was_made_contradicts() -> None:
    made = fact("x-1", "listingDate", "2015-06-01", schema="Sanction")
    ended = fact("x-1", "endDate", "2014-01-01", schema="Sanction")
    of = fact("x-1", "entity", "p-1", schema="Sanction")
    assert kinds(about(MAN, joined={"x-1": (of, made, ended)})) == ["lifted early"]
    later = replace(ended, value="2016")
    assert kinds(about(MAN, joined={"x-1": (of, made, later)})) == []


def test_a_fact_that_ends_before_it_begins_contradicts() -> None:
    held = replace(fact("p-1", "position", "spokesman"), since="2017", until="2016-03")
    assert kinds(about(MAN, held)) == ["ends early"]


# ---------------------------------------------------------------- between entities


def parents(*pairs: tuple[str, str]) -> dict[str, dict[str, Fact]]:
    found: dict[str, dict[str, Fact]] = {}
    for child, parent in pairs:
        found.setdefault(child, {})[parent] = fact(child, "parent", parent)
    return found


def test_bodies_that_are_part_of_themselves_are_found_each_circle_once() -> None:
    circles = parents(("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "f"), ("f", "e"))
    found = list(check_all([], circles, NOBODY, str))
    assert [c.kind for c in found] == ["circle", "circle"]
    assert {frozenset(c.entity_ids) for c in found} == {frozenset("abc"), frozenset("ef")}
    first = next(c for c in found if "a" in c.entity_ids)
    assert {f.entity_id for f in first.facts} == set("abc")


def test_a_tree_has_no_circle() -> None:
    assert (
        list(check_all([], parents(("a", "b"), ("c", "b"), ("a", "d"), ("b", "e")), NOBODY, str))
        == []
    )


def test_a_shared_name_is_doubted_until_somebody_decides() -> None:
    twin = Entity("p-2", EntityKind.PERSON, (Name("KARIM  DOLAN", "en"),))
    body = Entity("o-2", EntityKind.ORGANIZATION, (Name("Karim Dolan", "en"),))
    found = list(check_all([MAN, twin, body], {}, NOBODY, str))
    assert [(c.kind, c.severity, c.entity_ids) for c in found] == [
        ("shared name", "doubt", ("p-1", "p-2"))
    ]
    apart = Judgement("j", "p-2", Verdict.NOT_SAME, "Dana", NOON, "p-1")
    assert list(check_all([MAN, twin], {}, entity_review([apart]), str)) == []


def test_a_merge_without_effect_is_told() -> None:
    made = [
        Judgement("j1", "a", Verdict.SAME, "Dana", NOON, "b"),
        Judgement("j2", "c", Verdict.NOT_SAME, "Noor", NOON, "a"),
        Judgement("j3", "b", Verdict.SAME, "Dana", NOON, "c"),
    ]
    (found,) = check_all([], {}, entity_review(made), str)
    assert found.kind == "barred merge"


# ---------------------------------------------------------------- ids


def test_a_finding_keeps_its_id_until_what_is_known_changes() -> None:
    sides = fact("p-1", "birthDate", "1971"), fact("p-1", "birthDate", "1969", "ofac")
    first = only(about(MAN, *sides))
    seen_again = [replace(f, last_seen=NOON.replace(hour=13)) for f in reversed(sides)]
    assert only(about(MAN, *seen_again)).id == first.id
    changed = replace(sides[1], id="f_other", value="1968")
    assert only(about(MAN, sides[0], changed)).id != first.id


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(values=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=6), day=TEXTS)
def test_values_of_any_kind_break_no_check(values: list[tuple[str, str, str]], day: str) -> None:
    props = ("birthDate", "deathDate", "country", "incorporationDate", "listingDate", "endDate")
    facts = tuple(
        replace(fact("p-1", props[n % len(props)], value, dataset), since=since, until=value)
        for n, (value, dataset, since) in enumerate(values)
    )
    known = about(
        MAN, *facts, joined={"x": facts}, holders=(("p", Role(day, "o", day)),), said=(said(day),)
    )
    for found in check_one(known, lambda key: key):
        assert found.message
        assert found.id.startswith("k_")
