"""The packed organisations and places: spellings, acronyms, context, additions to other places."""

from __future__ import annotations

from collections import Counter

import pytest

from marsad.extract import Gazetteer
from marsad.resolve import builtin_entities, builtin_ties, pack_records

KNOWN = {entity.id: entity for entity in builtin_entities()}
GAZETTEER = Gazetteer(builtin_entities())


def linked(text: str) -> set[str]:
    return {f.entity.id for f in GAZETTEER.find(text) if f.entity.id.startswith("org-")}


def test_every_organisation_of_the_pack_is_known_and_has_its_fields() -> None:
    organisations = [row for row in pack_records() if row["id"].startswith("org-")]
    assert len(organisations) >= 150
    for row in organisations:
        assert row["id"] in KNOWN
        assert row["kind"]
        assert row["names"]
        assert KNOWN[row["id"]].background == row["background"]


def test_places_that_only_add_names_are_no_entities_of_their_own() -> None:
    added = [row for row in pack_records() if "adds_to" in row]
    assert added
    for row in added:
        assert row["id"] not in KNOWN
        names = {name.text for name in KNOWN[row["adds_to"]].names}
        assert {text for texts in row["names"].values() for text in texts} <= names
    places = [row for row in pack_records() if row["id"].startswith("place-")]
    assert len(places) - len(added) >= 300


def test_names_in_twelve_languages_and_more() -> None:
    count = Counter(name.language for e in KNOWN.values() for name in e.names)
    assert {"en", "ar", "fa", "he", "tr", "ru", "ur", "fr", "ckb", "ku", "ps", "hi"} <= set(count)


def test_each_language_of_an_entity_has_one_name_that_is_printed() -> None:
    for row in pack_records():
        if "adds_to" in row:
            continue
        canonical = Counter(n.language for n in KNOWN[row["id"]].names if n.canonical)
        assert canonical == Counter(list(row["names"]))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The PKK laid down arms.", {"org-pkk"}),
        ("The Rapid Support Forces (RSF) left.", {"org-rapid-support-forces"}),
        ("Shelling by the RSF in Darfur went on.", {"org-rapid-support-forces"}),
        ("RSF ranks the freedom of newspapers.", set()),
        ("Officers of the SNA met in Mogadishu.", {"org-somali-national-army"}),
        ("Officers of the SNA met near Afrin.", {"org-sna"}),
        ("The SNA publishes a calendar.", set()),
        ("Хезболлой и «Аль-Каидой»", {"org-hezbollah", "org-al-qaeda"}),
    ],
)
def test_acronyms_and_cases(text: str, meant: set[str]) -> None:
    assert linked(text) == meant


def test_ties_go_both_ways_and_know_countries() -> None:
    ties = builtin_ties()
    for key, others in ties.related.items():
        assert all(key in ties.related[other] for other in others)
    assert ties.countries["org-hezbollah"] == {"country-lb"}
    assert ties.countries["country-lb"] == {"country-lb"}
