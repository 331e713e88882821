"""Each name says whether it stands alone; decoys, capitals, Russian cases, names of persons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.encoder.heads import Marked
from marsad.extract import Gazetteer
from marsad.extract._russian import cases
from marsad.extract.naming import Named, named
from marsad.model import Entity, EntityKind, Name, Span
from marsad.text import normalise

ORG = EntityKind.ORGANIZATION
SLEEPERS = Entity(
    "org-sleepers",
    ORG,
    (
        Name("Sleepers Brigade", "en", ambiguous=False),
        Name("Sleepers of the Hill", "en", ambiguous=True),
        Name("نيام التل", "ar", ambiguous=True),
        Name("فصيل نيام التل", "ar", ambiguous=False),
    ),
    context=("convoy", "رتل"),
    decoys=("قصة نيام التل",),
)
ALPHA = Entity("org-alpha", ORG, (Name("Northern Alliance", "en"), Name("NAL", "en", False, True)))
OMEGA = Entity("org-omega", ORG, (Name("NAL", "en", False, True),), context=("parliament",))
RIVER = Entity("place-river", EntityKind.PLACE, (Name("Jorva", "en"),))
CAMP = Entity("org-camp", ORG, (Name("Хезбанна", "ru"), Name("Тайные силы", "ru")))
GAZETTEER = Gazetteer([SLEEPERS, ALPHA, OMEGA, RIVER, CAMP])


def found(text: str) -> list[tuple[str, str]]:
    return [(f.span.of(text), f.entity.id) for f in GAZETTEER.find(text)]


def open_names(text: str) -> list[tuple[str, list[str]]]:
    _, doubtful = GAZETTEER.look(text)
    return [(d.span.of(text), [e.id for e in (d.entity, *d.others)]) for d in doubtful]


def test_one_name_stands_alone_and_another_of_the_same_body_does_not() -> None:
    assert found("The Sleepers Brigade left.") == [("Sleepers Brigade", "org-sleepers")]
    assert found("The Sleepers of the Hill left.") == []
    assert found("Sleepers of the Hill hit a convoy.")[0][1] == "org-sleepers"
    assert found("رتل استهدفه نيام التل") == [("نيام التل", "org-sleepers")]


def test_another_name_of_the_body_supports_an_ambiguous_one() -> None:
    assert [key for _, key in found("The Northern Alliance (NAL) said no.")] == ["org-alpha"] * 2


def test_a_decoy_hides_the_names_inside_it_and_no_longer_one() -> None:
    assert found("رتل قصة نيام التل") == []
    assert open_names("قصة نيام التل") == []
    assert found("فصيل نيام التل") == [("فصيل نيام التل", "org-sleepers")]


def test_what_lacks_support_is_told_apart_with_all_that_it_may_mean() -> None:
    assert open_names("NAL is late") == [("NAL", ["org-alpha", "org-omega"])]
    assert found("the NAL in parliament") == [("NAL", "org-omega")]
    assert open_names("the NAL in parliament") == []


def test_a_name_in_small_letters_needs_support() -> None:
    assert found("The Northern alliance of dentists met.") == []
    assert found("A commander of the Northern alliance was hurt.")[0][1] == "org-alpha"


@pytest.mark.parametrize(
    "form", ["Хезбанна", "Хезбанны", "Хезбанной", "Тайных сил", "Тайными силами"]
)
def test_russian_cases(form: str) -> None:
    assert found(f"о {form} пишут") == [(form, "org-camp")]


@given(st.text(alphabet="аыиеоухбслйь -", max_size=30))
def test_cases_keep_the_words_that_are_not_declined(name: str) -> None:
    folded = " ".join(normalise(name).text.split())
    assert all(len(form.split(" ")) == len(folded.split(" ")) for form in cases(folded))


def names(text: str, *seen: Marked) -> list[Named]:
    known, doubtful = GAZETTEER.look(text)
    return list(named(normalise(text), "en", known, seen, None, doubtful))


def test_a_place_inside_the_name_of_a_person_is_none() -> None:
    text = "They met Jorva Smith by the Jorva."
    seen = Marked(Span(9, 20), "PER", 0.9)
    kinds = [(n.span.of(text), n.kind, n.entity_id) for n in names(text, seen)]
    assert kinds == [("Jorva Smith", "Person", None), ("Jorva", "Place", "place-river")]


def test_a_body_inside_the_description_of_a_person_stays() -> None:
    text = "They met the Northern Alliance chief."
    kinds = [n.entity_id for n in names(text, Marked(Span(9, 36), "PER", 0.9))]
    assert kinds == ["org-alpha"]


def test_a_name_that_the_model_sees_gets_the_candidates_of_the_list() -> None:
    (only,) = names("NAL is late", Marked(Span(0, 3), "ORG", 0.9))
    assert (only.candidates, only.entity_id, only.score) == (("org-alpha", "org-omega"), None, 0.9)
    (offered,) = names("NAL is late")
    assert (offered.candidates, offered.score) == (("org-alpha", "org-omega"), 0.0)
