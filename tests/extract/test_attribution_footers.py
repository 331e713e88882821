"""Lines in which a channel asks to be followed state nothing. Sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.extract.attribution import attributions
from marsad.extract.attribution._footers import without_footers
from marsad.extract.attribution._types import Attribution
from marsad.model import Basis, Span

OWN = {
    "en": "Our men hold the hill.",
    "ar": "رجالنا يسيطرون على التلة.",
    "fa": "مردان ما تپه را در دست دارند.",
    "he": "לוחמינו מחזיקים בגבעה.",
    "ru": "Мы удерживаем высоту и не уйдём.",
    "uk": "Ми тримаємо висоту і не підемо.",
    "tr": "Savaşçılarımız tepeyi tutuyor.",
    "ur": "ہمارے مجاہد پہاڑی پر قابض ہیں۔",
}
FOOTERS = {
    "en": [
        "Subscribe to our channel!",
        "👉 Join our Telegram channel for more",
        "Follow us: @hill",
    ],
    "ar": ["اشتركوا في قناتنا!", "تابعونا على تلغرام"],
    "fa": ["به کانال ما بپیوندید!", "ما را در تلگرام دنبال کنید"],
    "he": ["הצטרפו לערוץ שלנו!"],
    "ru": ["Подписывайтесь на наш канал!"],
    "uk": ["Підписуйтесь на наш канал!"],
    "tr": ["Kanalımıza abone olun!"],
    "ur": ["ہمارا چینل جوائن کریں!"],
}


def _own(text: str, language: str) -> list[str]:
    found = attributions(text, language, voice=True)
    return [" ".join(span.of(text) for span in each.content).strip(".۔") for each in found]


@pytest.mark.parametrize(
    ("language", "footer"), [(lang, line) for lang, lines in FOOTERS.items() for line in lines]
)
def test_a_footer_is_not_said(language: str, footer: str) -> None:
    text = f"{OWN[language]}\n{footer}"
    assert _own(text, language) == [OWN[language].strip(".۔")]


def _voiced(*spans: Span) -> Attribution:
    return Attribution(None, None, spans, False, Basis.VOICE, None, (), (), "en/voice", 0.9)


def test_what_runs_over_a_footer_keeps_its_own_words() -> None:
    text = "We hold the hill.\nJoin our channel\nWe will stay."
    (kept,) = without_footers(text, [_voiced(Span(0, len(text)))], "en")
    assert [span.of(text) for span in kept.content] == ["We hold the hill.", "We will stay."]


@pytest.mark.parametrize(
    "text",
    [
        "Join us in the squares on Friday.",
        "We follow every account of the enemy.",
        "We call on you to join the march; this channel will show it.",
    ],
)
def test_calls_and_threats_stay(text: str) -> None:
    assert without_footers(text, [_voiced(Span(0, len(text)))], "en") != ()


@given(
    st.lists(st.sampled_from(["Join our channel", "We stay.", "\n", " ", "@a"]), max_size=12),
    st.data(),
)
def test_spans_stay_within_what_was_said(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces) + "x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for each in without_footers(text, [_voiced(Span(start, end))], "en"):
        assert all(start <= span.start < span.end <= end for span in each.content)
        assert list(each.content) == sorted(each.content)
