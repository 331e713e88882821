"""Codes, roles and parts of an event, as the package's own model reads them."""

from __future__ import annotations

import pytest

from marsad.encoder.labels import ACLED, INCIDENT, PLOVER
from marsad.encoder.understanding import understood
from marsad.extract import coding

TEXTS = (
    "Gunmen attacked the police post at the old bridge on Tuesday, killing three officers.",
    "هاجم مسلحون نقطة الشرطة عند الجسر القديم وقتلوا ثلاثة.",
    "The minister met his counterpart in Sel.",
    "no event",
)


@pytest.mark.parametrize("text", TEXTS)
def test_codes_are_of_their_lists_with_a_probability(text: str) -> None:
    model = understood()
    root, kind = coding.plover(text, model), coding.acled(text, model)
    assert root.label in PLOVER
    assert kind.label in ACLED
    assert 0 < root.score <= 1
    assert 0 < kind.score <= 1


@pytest.mark.parametrize("text", TEXTS)
def test_roles_and_parts_stand_in_the_text(text: str) -> None:
    model = understood()
    roles = coding.incident(text, model)
    assert set(roles) == set(INCIDENT)
    assert all(name in " ".join(text.split()) for names in roles.values() for name in names)
    parts = coding.parts(text, model)
    spans = (parts.trigger, parts.source, parts.target, parts.place)
    assert all(span is None or span.of(text).strip() for span in spans)


def test_an_attack_is_told_with_who_did_it_and_whom_it_hit() -> None:
    model = understood()
    assert coding.plover(TEXTS[0], model, "Gunmen", "the police post").label == "ASSAULT"
    parts = coding.parts(TEXTS[0], model)
    assert parts.trigger is not None
    assert parts.trigger.of(TEXTS[0]) in ("attacked", "killing")


def test_of_a_text_without_a_word_nothing_is_said_with_confidence() -> None:
    model = understood()
    assert coding.plover(" ", model).score == coding.acled("", model).score == 0
    assert coding.parts("", model) == coding.Parts(None, None, None, None)
    assert not any(coding.incident("", model).values())
