"""Words that speak for an event code."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marsad.encoder.labels import ACLED, PLOVER
from marsad.extract.code_words import spoken_for


def _codes(text: str, source: str = "", target: str = "") -> list[str]:
    """Codes that words speak for, the strongest first."""
    weights = spoken_for("plover", PLOVER, text, source, target)
    ordered = sorted(range(len(PLOVER)), key=lambda n: -weights[n])
    return [PLOVER[n] for n in ordered if weights[n]]


def test_of_two_phrases_the_longer_counts() -> None:
    assert _codes("The court lifted its ban on the paper.") == ["YIELD"]


def test_what_stands_after_the_first_actor_speaks_most() -> None:
    text = "Police arrested nobody; the minister condemned the killing."
    assert _codes(text, "the minister", "the killing")[0] == "ACCUSE"


def test_words_of_the_actors_names_do_not_count() -> None:
    text = "The Protest Movement met the minister."
    assert _codes(text, "The Protest Movement", "the minister") == ["CONSULT"]


def test_an_actor_named_after_the_deed_is_found() -> None:
    text = "The detained crew was released by the coast guard."
    assert _codes(text, "the coast guard", "The detained crew") == ["YIELD"]


def test_arabic_words_with_particles_and_vowel_signs() -> None:
    assert _codes("وطالَبَ الوزير المجتمع الدولي بالتحرك")[0] == "REQUEST"
    weights = spoken_for("acled", ACLED, "A grenade was thrown at the shop.")
    assert ACLED[int(weights.argmax())] == "GRENADE"


@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_read(text: str, source: str, target: str) -> None:
    weights = spoken_for("plover", PLOVER, text, source, target)
    assert weights.shape == (len(PLOVER),)
    assert (weights >= 0).all()
