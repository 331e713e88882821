"""Particles that Arabic writes together with a name."""

from __future__ import annotations

import pytest

from marsad.extract.clitics import bare
from marsad.model import Span


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("والعراق", "العراق"),
        ("بالعراق", "العراق"),
        ("وسعيد خالد", "سعيد خالد"),
        ("بغداد", "بغداد"),
        ("لبنان", "لبنان"),
        ("كمال", "كمال"),
        ("فؤاد", "فؤاد"),
        ("وليد", "وليد"),
    ],
)
def test_a_particle_goes_and_a_letter_of_the_name_stays(word: str, name: str) -> None:
    text = f"قال {word} ذلك"
    span = bare(text, Span(4, 4 + len(word)), "ar")
    assert span.of(text) == name


def test_other_languages_are_left_alone() -> None:
    assert bare("والعراق", Span(0, 7), "fa") == Span(0, 7)


def test_an_empty_run_stays_empty() -> None:
    assert bare("قال", Span(1, 1), "ar") == Span(1, 1)
