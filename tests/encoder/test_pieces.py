"""Pieces, words and windows: where each stands in the original text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.encoder.pieces import CLOSE, OPEN, Pieces, prepare
from marsad.encoder.words import windows, words
from models.encoder.vocabulary import model_of

_TEXTS = ["▁", "▁في", "▁بغداد", "بغداد", "▁the", "▁fro", "nt", "▁", ".", "،", "ن", "▁ن", "🔴"]
_LETTERS = "abcdefghijklmnoprstuwABCTF بغدادفينسلح#_ـَ\u200c\u200f🔴🔴ﷲé½\n\t.،:"


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    """A vocabulary of a few words and letters, and bytes for the rest."""
    special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    letters = set("abcdefghijklmnoprstu بغدادفيسلح") - {" "}
    listed = [*dict.fromkeys(_TEXTS), *sorted(letters - set(_TEXTS))]
    return Pieces(model_of([*special, *((text, -float(n + 1)) for n, text in enumerate(listed))]))


def test_pieces_stand_where_they_were_read(pieces: Pieces) -> None:
    text = "  the front في بغداد"
    found = pieces.sequence(text)
    runs = [text[span.start : span.end] for span in found.spans]
    assert runs == ["", "the", "fro", "nt", "في", "بغداد", ""]
    assert (found.ids[0], found.ids[-1]) == (OPEN, CLOSE)


def test_tatweel_vowel_signs_and_hidden_characters_do_not_change_what_is_read(
    pieces: Pieces,
) -> None:
    plain, dressed = "في بغداد", "فِي بـغـ\u200fداد"
    assert pieces.sequence(plain).ids == pieces.sequence(dressed).ids
    span = pieces.sequence(dressed).spans[2]
    assert dressed[span.start : span.end] == "بـغـ\u200fداد"


def test_words_of_a_hashtag_are_read_apart() -> None:
    text = "#في_بغداد"
    assert prepare(text).text == "#في بغداد"
    assert [text[w.start : w.end] for w in words(text)] == ["#", "في", "بغداد"]


def test_a_character_that_no_piece_has_is_read_as_bytes(pieces: Pieces) -> None:
    text = "the 漢 front"
    found = pieces.sequence(text)
    assert "漢" in [text[span.start : span.end] for span in found.spans]
    assert pieces.ids([text], 64) == [list(found.ids)]


@given(st.text(_LETTERS, max_size=200), st.integers(4, 40))
@settings(deadline=None)
def test_windows_hold_every_word_once_and_in_order(pieces: Pieces, text: str, limit: int) -> None:
    cut = windows(text, pieces, limit)
    listed = [word for window in cut for word in window.words]
    assert listed == sorted(listed)
    assert len(set(listed)) == len(listed)
    seen = {word for word in words(text) if prepare(text[word.start : word.end]).text.strip()}
    assert seen - set(listed) == set()
    for window in cut:
        assert len(window.ids) <= limit
        assert all(0 < first < len(window.ids) - 1 for first in window.firsts)


@given(st.text(_LETTERS, min_size=1, max_size=60), st.data())
@settings(deadline=None)
def test_words_that_overlap_a_run_are_those_that_share_a_character(
    pieces: Pieces, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for window in windows(text, pieces):
        shared = [
            n
            for n, w in enumerate(window.words)
            if set(range(w.start, w.end)) & set(range(start, end))
        ]
        assert list(window.overlapping(start, end)) == shared


@given(st.text(_LETTERS, max_size=120))
@settings(deadline=None)
def test_spans_of_pieces_follow_each_other(pieces: Pieces, text: str) -> None:
    found = pieces.sequence(text)
    assert len(found.ids) == len(found.spans)
    at = 0
    for span in found.spans[1:]:
        assert at <= span.start <= span.end <= len(text)
        at = span.start
