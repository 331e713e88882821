"""Who did what to whom in an attack, from what the head says of each word."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.encoder.engine import Reading
from marsad.encoder.incidents import fillers
from marsad.encoder.labels import tags
from marsad.encoder.words import Window, words

TAGS = tags("incident")


def _read(text: str, logits: np.ndarray) -> list[tuple[Window, Reading]]:
    found = tuple(words(text))
    nothing = np.zeros((len(found), 1), np.float32)
    names = ("words", "anchors", "asks", "answers", "mentions", "parts")
    rest = dict.fromkeys(names, nothing) | {
        "text": nothing,
        "plover": nothing,
        "acled": nothing,
    }
    window = Window((), found, tuple(range(len(found))))
    return [(window, Reading(**rest, incident=logits.astype(np.float32)))]


def _roles(text: str, marks: Mapping[str, str], maybe: Mapping[str, str]) -> dict[str, list[str]]:
    """Fillers where words are surely (``marks``), or perhaps (``maybe``), of a role."""
    found = words(text)
    logits = np.full((len(found), len(TAGS)), -9.0)
    logits[:, TAGS.index("O")] = 3.0
    for number, span in enumerate(found):
        word = span.of(text)
        for given_, strength in ((marks, 9.0), (maybe, 2.0)):
            if word in given_:
                begins = number == 0 or found[number - 1].of(text) not in given_
                side = "B" if begins and given_ is marks else "I"
                logits[number, TAGS.index(f"{side}-{given_[word]}")] = strength
    return fillers(text, _read(text, logits))


def test_words_beside_a_filler_that_may_well_belong_to_it_do() -> None:
    text = "guerrillas attacked the presidential farm near the coast"
    found = _roles(text, {"guerrillas": "PerpInd", "farm": "Target"}, {"presidential": "Target"})
    assert found["PerpInd"] == ["guerrillas"]
    assert found["Target"] == ["presidential farm"]


def test_articles_and_signs_are_no_part_of_a_filler() -> None:
    text = "they bombed ( the farm )"
    marks = dict.fromkeys(("(", "the", "farm", ")"), "Target")
    assert _roles(text, marks, {})["Target"] == ["farm"]


def test_an_opening_quotation_mark_comes_with_its_closing_one() -> None:
    text = 'they burned the "santo tomas" farm'
    found = _roles(text, {"tomas": "Target", '"': "Target", "farm": "Target"}, {})
    assert '"santo tomas" farm' in found["Target"]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_what_belongs_to_somebody_is_told_with_the_owner(mark: str) -> None:
    text = f"they burned nadir{mark}s home"
    assert _roles(text, {"s": "Target", "home": "Target"}, {})["Target"] == [f"nadir{mark}s home"]


def test_nobody_did_anything_where_nothing_was_hit() -> None:
    text = "the front met the minister"
    assert not any(_roles(text, {"front": "PerpOrg"}, {}).values())


def test_of_a_victims_names_the_fullest_stands_and_of_those_who_did_it_one() -> None:
    text = "gunmen killed nadir salim . salim was shot by rebels"
    victims = {"nadir": "Victim", "salim": "Victim"}
    found = _roles(text, {"gunmen": "PerpInd", "rebels": "PerpInd"} | victims, {})
    assert found["Victim"] == ["nadir salim"]
    assert len(found["PerpInd"]) == 1


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=60), st.integers(0, 2**32 - 1))
def test_fillers_stand_in_any_text(text: str, seed: int) -> None:
    count = len(words(text))
    logits = np.random.default_rng(seed).normal(size=(count, len(TAGS))) * 4
    found = fillers(text, _read(text, logits) if count else [])
    plain = " ".join(text.split())
    assert all(name and name in plain for names in found.values() for name in names)
