"""What the words around a word say of its role in an attack."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.encoder.engine import Reading
from marsad.encoder.incident_cues import FILE, Cues, keys
from marsad.encoder.incidents import fillers
from marsad.encoder.labels import tags
from marsad.encoder.shipped import WEIGHTS
from marsad.encoder.words import Window, words

TAGS, KINDS = tags("incident"), tags("mentions")
Read = list[tuple[Window, Reading]]

shipped = pytest.mark.skipif(
    not (WEIGHTS / FILE).is_file(), reason="this variant of the model comes without the file"
)


def _read(text: str, names: dict[str, str], at_once: int = 100) -> Read:
    """Windows of so many words, in which ``names`` are of those kinds and the head is unsure."""
    every = words(text)
    found: Read = []
    for first in range(0, len(every), at_once):
        some = tuple(every[first : first + at_once])
        mentions = np.zeros((len(some), len(KINDS)), np.float32)
        for number, span in enumerate(some):
            kind = names.get(span.of(text))
            mentions[number, KINDS.index(f"B-{kind}" if kind else "O")] = 9
        incident = np.zeros((len(some), len(TAGS)), np.float32)
        incident[:, TAGS.index("O")] = 7
        nothing = np.zeros((len(some), 1), np.float32)
        rest = dict.fromkeys(
            ("text", "plover", "acled", "words", "anchors", "asks", "answers", "parts"), nothing
        )
        window = Window((), some, tuple(range(len(some))))
        found.append((window, Reading(**rest, mentions=mentions, incident=incident)))
    return found


def _cues(folder: Path, weights: dict[str, tuple[str, int]]) -> Cues:
    """Weights for what is seen: a tag, and how much speaks for it."""
    known = sorted((zlib.crc32(seen.encode()), *told) for seen, told in weights.items())
    numbers = np.zeros((len(known), len(TAGS)), np.int8)
    for row, (_, tag, weight) in enumerate(known):
        numbers[row, TAGS.index(tag)] = weight
    path = folder / FILE
    found = np.array([key for key, _, _ in known], dtype=np.uint32)
    np.savez(path, keys=found, numbers=numbers, scale=np.float32(0.5))
    return Cues(path)


def test_a_word_before_settles_what_the_head_leaves_open(tmp_path: Path) -> None:
    text = "clerks left . shots by gunmen hit a bank"
    cues = _cues(tmp_path, {"-1=by": ("B-PerpInd", 40), "-1=a": ("B-Target", 40)})
    found = fillers(text, _read(text, {}), cues)
    assert found["PerpInd"] == ["gunmen"]
    assert found["Target"] == ["bank"]


def test_a_word_counts_from_afar_only_in_its_own_sentence(tmp_path: Path) -> None:
    cues = _cues(tmp_path, {"> explod": ("B-Weapon", 40)})
    for text, first in (("device later exploded", 20.0), ("device . it exploded", 0.0)):
        (told,) = cues.logits(text, _read(text, {}))
        assert told[0, TAGS.index("B-Weapon")] == first


def test_who_is_named_makes_no_difference() -> None:
    seen = []
    for name, place in (("salim", "sel"), ("tarek", "arven")):
        text = f"men shot {name} in {place} today"
        seen.append([list(each) for each in keys(text, _read(text, {name: "PER", place: "LOC"}))])
    assert seen[0] == seen[1]


def test_a_text_says_the_same_in_one_window_and_in_many(tmp_path: Path) -> None:
    text = "shots by gunmen hit a bank . it burned"
    cues = _cues(tmp_path, {"-1=by": ("B-PerpInd", 9), "> burned": ("B-Target", 7)})
    whole, parts = (np.concatenate(cues.logits(text, _read(text, {}, n))) for n in (100, 2))
    assert whole.any()
    assert np.array_equal(whole, parts)


@shipped
def test_the_package_knows_who_kills_and_who_is_killed() -> None:
    text = "nadir salim was killed by gunmen . police said a bomb exploded at the bank"
    (told,) = Cues(WEIGHTS / FILE).logits(text, _read(text, {"nadir": "PER", "salim": "PER"}))
    likely = {}
    for span, row in zip(words(text), told, strict=True):
        best = max((tag for tag in TAGS if tag != "O"), key=lambda tag: row[TAGS.index(tag)])
        likely[span.of(text)] = best[2:]
    asked = {"nadir": "Victim", "gunmen": "PerpInd", "bomb": "Weapon", "bank": "Target"}
    assert {word: likely[word] for word in asked} == asked


@shipped
@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80), st.integers(1, 5))
def test_any_text_has_a_row_for_each_word(text: str, at_once: int) -> None:
    read = _read(text, {}, at_once)
    found = Cues(WEIGHTS / FILE).logits(text, read)
    assert [each.shape for each in found] == [(len(w.words), len(TAGS)) for w, _ in read]
