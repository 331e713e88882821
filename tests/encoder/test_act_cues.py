"""What words and meaning say of an act, beside what the head says."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.encoder.act_cues import ACT_FILE, ActCues, Wording
from marsad.encoder.labels import ACTS
from marsad.encoder.shipped import WEIGHTS
from marsad.encoder.space import SIZE
from marsad.encoder.understanding import understood
from marsad.model import Act, Span

_NOTHING = np.zeros(SIZE, dtype=np.float32)


def _cues(folder: Path, weights: dict[str, tuple[Act, int]]) -> ActCues:
    """Return cues of which each description speaks for one act."""
    listed = sorted((zlib.crc32(key.encode()), *told) for key, told in weights.items())
    numbers = np.zeros((len(listed), len(ACTS)), dtype=np.int8)
    for row, (_, act, weight) in enumerate(listed):
        numbers[row, ACTS.index(act)] = weight
    np.savez(
        folder / ACT_FILE,
        keys=np.array([key for key, *_ in listed], dtype=np.uint32),
        numbers=numbers,
        scale=np.float32(0.5),
        meaning=np.eye(SIZE, len(ACTS), dtype=np.float16),
    )
    return ActCues(folder / ACT_FILE)


def _best(cues: ActCues, wording: Wording) -> Act:
    return ACTS[int(cues.logits(wording, _NOTHING).argmax())]


def test_words_of_the_content_speak_for_an_act(tmp_path: Path) -> None:
    cues = _cues(tmp_path, {"burn": (Act.THREAT, 9), "our ships": (Act.READINESS, 5)})
    assert _best(cues, Wording("The pier will burn")) is Act.THREAT
    assert _best(cues, Wording("OUR  ships lie ready")) is Act.READINESS
    assert _best(cues, Wording("Our ships will burn")) is Act.THREAT


def test_the_cue_is_told_from_the_content(tmp_path: Path) -> None:
    cues = _cues(tmp_path, {"cue denied": (Act.DENIAL, 9), "any": (Act.OTHER, 1)})
    assert _best(cues, Wording("the raid", cue="denied")) is Act.DENIAL
    assert _best(cues, Wording("he denied the raid", cue="said")) is Act.OTHER


def test_letters_that_look_alike_are_one(tmp_path: Path) -> None:
    cues = _cues(tmp_path, {"سنحرق": (Act.THREAT, 9), "any": (Act.OTHER, 1)})
    assert _best(cues, Wording("سـنـحرق الميناء")) is Act.THREAT


def test_what_lists_of_words_say_is_heard(tmp_path: Path) -> None:
    cues = _cues(tmp_path, {"hint praise": (Act.PRAISE, 9), "any": (Act.OTHER, 1)})
    assert _best(cues, Wording("the crew", hints={Act.PRAISE: 0.5})) is Act.PRAISE
    assert _best(cues, Wording("the crew")) is Act.OTHER


def test_meaning_counts_where_words_say_nothing(tmp_path: Path) -> None:
    cues = _cues(tmp_path, {"any": (Act.OTHER, 1)})
    vector = _NOTHING.copy()
    vector[ACTS.index(Act.DEMAND)] = 1
    assert int(cues.logits(Wording("…"), vector).argmax()) == ACTS.index(Act.DEMAND)


@given(st.text(max_size=300), st.text(max_size=40), st.sampled_from(["", "ar", "xx"]))
def test_any_text_can_be_asked(content: str, cue: str, language: str) -> None:
    cues = ActCues(WEIGHTS / ACT_FILE)
    found = cues.logits(Wording(content, cue, language), _NOTHING)
    assert found.shape == (len(ACTS),)
    assert np.isfinite(found).all()


def test_head_and_cues_are_one_answer() -> None:
    text = "Nobody from our office set foot on that boat"
    said = understood().acts(text, None, [Span(0, len(text))], "en")
    assert said is not None
    assert sum(said.values()) == pytest.approx(1, abs=1e-3)
    assert max(said, key=said.__getitem__) is Act.DENIAL


def test_a_hint_of_the_words_makes_an_act_likelier() -> None:
    text = "The oak remembers every axe"
    asked = understood().acts
    content = [Span(0, len(text))]
    without, hinted = (asked(text, None, content, "en", h) for h in ({}, {Act.THREAT: 1.0}))
    assert without is not None
    assert hinted is not None
    assert hinted[Act.THREAT] > without[Act.THREAT]
