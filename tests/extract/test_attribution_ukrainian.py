"""Ukrainian posts are read by the Russian rules with words of their own. All names invented."""

from __future__ import annotations

import pytest

from marsad.extract.attribution import attributions


def read(text: str) -> list[tuple[str | None, str]]:
    found = attributions(text, "uk")
    return [(a.source.of(text) if a.source else None, a.content[0].of(text)) for a in found]


SAID = [
    (
        "Речник штабу Олег Савчук заявив, що міст відкриють завтра.",
        "Речник штабу Олег Савчук",
        "міст відкриють завтра",
    ),
    (
        "«Ми не відступимо», — наголосила міністерка Ірина Коваль.",
        "міністерка Ірина Коваль",
        "Ми не відступимо",
    ),
    ("За словами очевидців, стріляли з машини.", "очевидців", "стріляли з машини"),
    ("Мер міста спростував чутки про евакуацію.", "Мер міста", "чутки про евакуацію"),
    ("Поліція закликала мешканців не виходити.", "Поліція", "не виходити"),
    ("Загін повідомляє про удар по складу.", "Загін", "удар по складу"),
    ("Міноборони: знищено дванадцять безпілотників", "Міноборони", "знищено дванадцять"),
    ("Командир пригрозив відкрити вогонь.", "Командир", "відкрити вогонь"),
    ("Як повідомила прокуратура, підозрюваного затримано.", "прокуратура", "підозрюваного"),
    ("Посол висловив співчуття родинам моряків.", "Посол", "родинам моряків"),
    ("У заяві посольства йдеться, що порт закрито.", "посольства", "порт закрито"),
]


@pytest.mark.parametrize(("text", "speaker", "content"), SAID)
def test_who_says_what(text: str, speaker: str, content: str) -> None:
    ((found, said),) = read(text)
    assert found == speaker
    assert said.startswith(content)


UNSAID = [
    "Речник штабу не заявив, що міст відкриють.",
    "Чи заявив речник, що міст відкриють?",
    "Якщо речник заявив, що міст відкриють, ми раді.",
    "Солдати та дипломати прибули до порту вранці.",
]


@pytest.mark.parametrize("text", UNSAID)
def test_what_nobody_said_is_no_statement(text: str) -> None:
    assert read(text) == []
