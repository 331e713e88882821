"""Vectors in a byte a number, and means of languages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.encoder.space import (
    SIZE,
    Floats,
    Means,
    centred,
    cosines,
    fitted,
    from_bytes,
    means_of,
    packed,
    shipped_means,
    unpacked,
)


def _drawn(seed: int, length: float, spike: float) -> Floats:
    """Return three vectors of any length, each with one number that stands out."""
    vectors = length * np.random.default_rng(seed).standard_normal((3, SIZE))
    vectors[:, seed % SIZE] += length * spike
    return vectors.astype(np.float32)


_VECTORS = st.builds(
    _drawn, st.integers(0, 2**32), st.floats(1e-3, 1e3), st.floats(-20, 20, allow_nan=False)
)
ZERO = np.zeros(SIZE, dtype=np.float32)


def unit(vectors: Floats) -> Floats:
    lengths: Floats = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / lengths).astype(np.float32)


def axis(*places: int) -> Floats:
    found = np.zeros(SIZE, dtype=np.float32)
    found[list(places)] = 1
    return found


@settings(deadline=None)
@given(_VECTORS)
def test_packing_keeps_directions(vectors: Floats) -> None:
    back = unpacked(packed(vectors))
    assert np.allclose(np.linalg.norm(back, axis=1), 1, atol=1e-5)
    # Each number is off by at most half a step, 1/254 of the longest.
    assert (back * unit(vectors)).sum(axis=1).min() > 0.99


@settings(deadline=None)
@given(_VECTORS)
def test_bytes_of_single_vectors_are_the_vectors_again(vectors: Floats) -> None:
    rows = packed(vectors)
    assert (from_bytes([row.tobytes() for row in rows]) == rows).all()
    assert all(len(row.tobytes()) == SIZE for row in rows)


def test_nothing_and_a_vector_of_zeros_are_no_trouble() -> None:
    assert from_bytes([]).shape == (0, SIZE)
    assert not unpacked(packed(ZERO[None])).any()


@settings(deadline=None)
@given(_VECTORS)
def test_cosines_with_a_question_are_those_of_centred_vectors(vectors: Floats) -> None:
    means = Means({"ar": 0.1 * axis(0, 5), "en": 0.2 * axis(7)}, 0.1 * axis(9), ZERO)
    languages = ["ar", "en", None]
    question = unit(axis(0, 1, 2, 7)[None])[0]
    rows = packed(vectors)
    one_by_one = centred(unpacked(rows), languages, means) @ question
    assert np.allclose(cosines(rows, languages, means, question), one_by_one, atol=1e-3)


def test_many_texts_outweigh_the_means_that_come_with_the_package() -> None:
    behind = Means({"ar": axis(0), "en": axis(1)}, axis(2), ZERO)
    texts = np.tile(axis(3), (2000, 1))
    few = means_of(texts[:1], ["ar"], behind)
    many = means_of(texts, ["ar"] * 2000, behind)
    assert few.of("ar") @ axis(0) > 0.9
    assert np.allclose(many.of("ar"), axis(3), atol=0.05)


def test_what_all_texts_share_is_taken_off_languages_with_few_texts() -> None:
    behind = Means({"ar": axis(0), "en": axis(1), "fa": axis(2)}, axis(0), ZERO)
    subject = axis(5)
    sums = {"ar": 500 * (axis(0) + subject), "en": axis(1) + subject}
    means = fitted(sums, {"ar": 500, "en": 1}, behind)
    for code, own in (("ar", 0), ("en", 1), ("fa", 2)):
        assert np.allclose(means.of(code), axis(own) + subject, atol=0.1), code


def test_a_dialect_has_the_mean_of_its_language_and_others_one_of_their_own() -> None:
    means = shipped_means()
    assert (means.of("arz") == means.of("ar")).all()
    assert (means.of("prs") == means.of("fa")).all()
    assert (means.of("xx") == means.other).all()
    assert (means.of(None) == means.other).all()


def test_questions_are_centred_by_means_of_their_own() -> None:
    means = Means({"ar": axis(0)}, axis(1), axis(5))
    asked = means.of_questions()
    assert (asked.of("ar") == axis(0, 5)).all()
    assert (asked.of("xx") == axis(1, 5)).all()


@pytest.mark.parametrize("language", ["ar", "ckb", "en", "fa", "he", "ps", "ru", "tr", "ur"])
def test_the_languages_served_have_means(language: str) -> None:
    assert language in shipped_means().by_language
    assert 0.8 < np.linalg.norm(shipped_means().of(language)) < 1
