"""Tags that stand for words, lines that are another's by their look, and what is only asked."""

from __future__ import annotations

import pytest

from marsad.api import extract_text
from marsad.extract.attribution import attributions


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We thank #Darn."),
        ("en", "We condemn #TheMillAttack"),
        ("en", "We thank https://x.example/z"),
        ("en", "We stand by you.\nWe condemn #Vint\nThe mill is ours."),
        ("tr", "#Darn #Sel kınıyoruz."),
        ("ur", "#درن #سل مذمت کرتے ہیں۔"),
        ("ar", "#ب1 #ب2 #ب3 #ب4 #ب5 #ب6 #ب7 #ب8"),
    ],
)
def test_what_is_said_of_a_tag_is_no_empty_run(language: str, text: str) -> None:
    for found in attributions(text, language, voice=True):
        assert all(span.of(text).strip() for span in found.content)


@pytest.mark.parametrize("language", ["en", "ru", "he", "tr", "ur", "ar", "fa"])
@pytest.mark.parametrize("lead", ["#Vint: ", "@vint: ", "> "])
def test_a_line_led_by_another_is_not_the_owners(language: str, lead: str) -> None:
    found = extract_text(
        f"{lead}We bombed the harbour of Darn.", language=language, owner="Reed", voice=True
    )
    assert "Reed" not in [statement.speaker.text for statement in found.statements]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Сказал ли мэр Скалов, что мост закрыт?"),
        ("ru", "Почему Скалов сказал, что мост закрыт?"),
        ("he", "האם ראש העיר אמר שהגשר סגור?"),
        ("ur", "کیا گورنر نے کہا کہ پل بند ہے؟"),
    ],
)
def test_the_model_tells_nothing_as_said_that_is_asked(language: str, text: str) -> None:
    assert extract_text(text, language=language).statements == ()


def test_a_question_that_somebody_asks_is_said() -> None:
    (found,) = extract_text("Скалов спросил: закрыт ли мост?", language="ru").statements
    assert found.speaker.text == "Скалов"


def test_many_blank_lines_are_read() -> None:
    text = "\n" * 100_000 + "Vint said that the bridge is closed."
    (found,) = attributions(text, "en")
    assert found.content[0].of(text) == "the bridge is closed"
