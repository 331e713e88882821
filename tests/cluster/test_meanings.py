"""Pairs of texts near in meaning, and the ranking of passages, on made-up vectors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.cluster import Text, group, meanings, rank
from marsad.cluster.meanings import Meanings
from marsad.encoder.space import SIZE, packed, shipped_means

_START = datetime(2026, 3, 1, tzinfo=UTC)
_DAY = 86400.0
_LANGUAGES = ("ar", "en", "fa")


def made(
    subject: int, language: str, day: float | None = 0.0, text: str = "", noise: float = 0.1
) -> Text:
    """Return a text about one of the subjects; its vector is its language's mean and that."""
    chance = np.random.default_rng(crc32(repr((subject, language, day, text)).encode()))
    about = np.random.default_rng(subject).standard_normal(SIZE)
    own = about + noise * chance.standard_normal(SIZE)
    vector = shipped_means().of(language) + 0.5 * own / np.linalg.norm(own)
    key = f"{subject}-{language}-{day}"
    moment = None if day is None else _START + timedelta(days=day)
    numbers = packed(vector[None].astype(np.float32)).tobytes()
    return Text(key, "", "", key, text, language=language, published=moment, vector=numbers)


_TEXTS = st.lists(
    st.builds(
        made,
        st.integers(0, 3),
        st.sampled_from(_LANGUAGES),
        st.none() | st.integers(0, 12).map(float),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=50)
@given(_TEXTS, st.integers(2, 5))
def test_blocks_find_what_a_comparison_of_all_pairs_finds(texts: list[Text], block: int) -> None:
    known = Meanings(texts)
    every = [(i, j) for i in range(len(texts)) for j in range(i)]
    wanted = {
        frozenset(pair)
        for pair, cosine in zip(every, known.cosines(every), strict=True)
        if cosine >= 0.3
        and texts[pair[0]].language != texts[pair[1]].language
        and _near(texts[pair[0]], texts[pair[1]], 4)
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meanings, "_BLOCK", block)
        found = list(Meanings(texts).across(4 * _DAY, 0.3, 50))
    assert {frozenset(pair[:2]) for pair in found} == wanted
    assert len(found) == len(wanted)


def _near(one: Text, other: Text, days: float) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= timedelta(days=days)


def test_each_text_is_paired_with_its_nearest_only() -> None:
    texts = [*(made(n % 2, "ar", n / 10) for n in range(8)), made(0, "en", 1.0)]
    (pair,) = Meanings(texts).across(4 * _DAY, 0.2, 1)
    assert pair[0] == 8
    assert pair[1] % 2 == 0


def test_a_missing_vector_has_no_cosine() -> None:
    texts = [made(1, "ar"), replace(made(1, "en"), vector=b"")]
    assert np.isnan(Meanings(texts).cosines([(0, 1)])).all()
    assert list(Meanings(texts).across(_DAY, 0.0, 5)) == []
    assert list(Meanings([]).across(_DAY, 0.0, 5)) == []


def test_stories_across_languages_are_joined_and_stay_within_the_window() -> None:
    texts = [made(subject, language) for subject in range(4) for language in _LANGUAGES]
    late = made(0, "ar", 30.0)
    labels = group([*texts, late])
    assert [len(set(labels[n : n + 3])) for n in range(0, 12, 3)] == [1, 1, 1, 1]
    assert len(set(labels)) == 5


def test_words_do_not_join_texts_in_one_language_that_are_about_different_things() -> None:
    words = "the spokesman of the harbour office answered questions on tuesday"
    texts = [made(subject, "en", text=words) for subject in range(3)]
    texts += [made(9, "en", text=f"nothing else {n}") for n in range(5)]
    assert len(set(group(texts)[:3])) == 3
    assert len(set(group([replace(text, vector=b"") for text in texts])[:3])) == 1


def test_the_passage_that_says_the_same_comes_first_in_each_language() -> None:
    questions = [made(n, "fa", text="q", noise=0.5) for n in range(30)]
    passages = [made(n, language, text="p") for n in range(30) for language in ("ar", "en")]
    found = list(rank(questions, passages))
    assert [(each.question, each.language) for each in found] == [
        (n, language) for n in range(30) for language in ("ar", "en")
    ]
    for each in found:
        assert passages[each.passages[0]].post_id.startswith(f"{each.question}-{each.language}")
        assert len(set(each.passages)) == 10
        assert {passages[i].language for i in each.passages} == {each.language}


def test_a_word_in_common_decides_between_passages_alike_in_meaning() -> None:
    question = made(1, "en", text="Zarqun harbour")
    passages = [made(1, "en", text="a harbour"), made(1, "en", text="Zarqun and its harbour")]
    (found,) = rank([question], passages)
    assert found.passages == (1, 0)
