"""A second opinion on names, beside the head's."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.encoder.labels import tags
from marsad.encoder.name_cues import NAMES_FILE, TOLD, NameCues, keys, word_vectors
from marsad.encoder.shipped import WEIGHTS, shipped
from marsad.encoder.space import SIZE, Floats
from marsad.encoder.tagging import runs, shares_of
from marsad.encoder.understanding import Understanding, mention_logits
from marsad.encoder.words import Window, windows, words

TAGS = tags("mentions")


def _cues(folder: Path, told: dict[str, tuple[str, int]]) -> NameCues:
    """A network that says nothing, and weights of some forms: a tag, and how much."""
    known = sorted((zlib.crc32(form.encode()), *each) for form, each in told.items())
    numbers = np.zeros((len(known), TOLD), np.int8)
    for row, (_, tag, weight) in enumerate(known):
        numbers[row, TAGS.index(tag)] = weight
    kept: dict[str, object] = {"keys": np.array([key for key, _, _ in known], np.uint32)}
    for name, inside, out in (("a", 2 * SIZE, 2), ("b", 10, 2), ("c", 2, TOLD)):
        kept |= {name: np.zeros((inside, out), np.int8), f"{name}_bias": np.zeros(out, np.float32)}
        kept[f"{name}_scale"] = np.ones(out, np.float32)
    path = folder / NAMES_FILE
    np.savez(path, **{**kept, "numbers": numbers, "scale": np.float32(0.5)})  # type: ignore[arg-type]
    return NameCues(path)


def _window(text: str) -> Window:
    found = tuple(words(text))
    return Window(tuple(range(len(found) + 2)), found, tuple(range(1, len(found) + 1)))


def _found(cues: NameCues, text: str, head: Floats) -> list[tuple[str, str]]:
    window = _window(text)
    network = cues.read(np.zeros((len(window.words), 2 * SIZE), np.float32))
    mixed = shares_of(cues.beside(head, network, text, window))
    return [
        (" ".join(word.of(text) for word in window.words[run.first : run.last]), run.kind)
        for run in runs("mentions", mixed)
    ]


def _head(text: str, **given: str) -> Floats:
    logits = np.zeros((len(words(text)), len(TAGS)), np.float32)
    for row, word in enumerate(words(text)):
        logits[row, TAGS.index(given.get(word.of(text), "O"))] = 3.0
    return logits


def test_the_word_before_settles_what_the_head_leaves_open(tmp_path: Path) -> None:
    cues = _cues(tmp_path, {"<colonel": ("B-PER", 40), "<=colonel orvan": ("B-PER", 20)})
    text = "Colonel Orvan left Morvath"
    assert _found(cues, text, _head(text, Morvath="B-LOC")) == [
        ("Orvan", "PER"),
        ("Morvath", "LOC"),
    ]
    assert _found(_cues(tmp_path, {"<x": ("B-PER", 40)}), text, _head(text)) == []


def test_weapons_and_dates_are_left_to_the_head(tmp_path: Path) -> None:
    text = "rockets on Monday"
    head = _head(text, rockets="B-WEAPON", Monday="B-DATE")
    assert _found(_cues(tmp_path, {"=tea": ("B-LOC", 9)}), text, head) == [
        ("rockets", "WEAPON"),
        ("Monday", "DATE"),
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("أحمد", "احمد"), ("عليّ", "على"), ("بغـداد", "بغداد"), ("LIMA", "Lima")]
)
def test_ways_of_writing_a_word_are_one(one: str, other: str) -> None:
    first, second = (keys(word, words(word))[0] for word in (one, other))
    assert first.tolist() == second.tolist()


def test_a_word_of_several_pieces_is_their_mean_beside_its_first() -> None:
    shared = np.arange(6, dtype=np.float32)[:, None] * np.ones((1, SIZE), np.float32)
    window = Window(tuple(range(6)), (words("a b")[0], words("a b")[1]), (1, 2))
    found = word_vectors(shared, window)
    assert found[:, 0].tolist() == [1.0, 2.0]
    assert found[:, SIZE].tolist() == [1.0, 3.0]


@pytest.mark.skipif(not (WEIGHTS / NAMES_FILE).is_file(), reason="made without a second opinion")
def test_what_is_read_together_is_what_is_read_alone() -> None:
    engine = shipped()
    texts = ("قال العقيد مهران الكعبلي في ترسون", "Lina Sorel met the mayor of Morvath.", "a")
    cut = [windows(text, engine.pieces)[0] for text in texts]
    together = engine.read(cut)
    for text, window, reading in zip(texts, cut, together, strict=True):
        (alone,) = engine.read([window])
        first, second = (mention_logits(engine, text, window, r) for r in (reading, alone))
        assert np.array_equal(first, second)


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=80))
def test_any_text_has_an_opinion_on_each_of_its_words(text: str) -> None:
    found = Understanding(shipped()).of(text)
    for (window, _), logits in zip(found.read, found.tagged, strict=True):
        assert logits.shape == (len(window.words), len(TAGS))
        assert np.isfinite(logits).all()
