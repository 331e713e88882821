"""Posts about one development become a story; others do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.cluster import Text, group, group_stories, trace_origins

_START = datetime(2026, 3, 1, tzinfo=UTC)

_BRIDGE = [
    "Three police officers were killed in an attack on the post at the old bridge on Wednesday.",
    "The attack on the old bridge police post killed five, the health directorate said.",
    "Gunmen attacked the police post at the old bridge; officers were killed and others injured.",
]
_CROSSING = [
    "The border crossing will reopen to lorries on Monday, the customs authority announced.",
    "Lorries queue at the border crossing before its reopening; customs staff are in place.",
]
_NOISE = ["Sunny skies are expected with light wind.", "The home team won the cup by two goals."]


def _texts(contents: list[str], *, days_apart: float = 0.2) -> list[Text]:
    return [
        Text(f"p{n}", "s", "s", str(n), text, published=_START + timedelta(days=days_apart * n))
        for n, text in enumerate(contents)
    ]


def test_two_developments_and_noise_are_told_apart() -> None:
    labels = group(_texts(_BRIDGE + _CROSSING + _NOISE))
    assert len(set(labels[:3])) == 1
    assert len(set(labels[3:5])) == 1
    assert len({labels[0], labels[3], labels[5], labels[6]}) == 4


def test_the_same_words_months_later_are_another_story() -> None:
    labels = group(_texts([_BRIDGE[0], _BRIDGE[1]], days_apart=60))
    assert labels[0] != labels[1]


def test_an_original_and_its_translation_meet_in_english() -> None:
    arabic = Text(
        "p9", "s", "s", "9", "قُتل ثلاثة من الشرطة في هجوم على نقطة الجسر القديم",
        english="Three police officers were killed in an attack on the old bridge post.",
        language="ar", published=_START,
    )  # fmt: skip
    labels = group([*_texts([*_BRIDGE, *_NOISE]), arabic])
    assert labels[-1] == labels[0]


def test_a_story_lists_posts_in_order_with_distinct_origins_and_days() -> None:
    texts = _texts([*_BRIDGE, _BRIDGE[0], *_NOISE], days_apart=0.5)
    (story,) = group_stories(texts, trace_origins(texts))
    assert story.post_ids == ("p0", "p1", "p2", "p3")
    assert len(story.origin_ids) == 3
    assert (story.first_day, story.last_day) == ("2026-03-01", "2026-03-02")
    assert story.title.startswith("Three police officers")


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abcde fgh", max_size=50), max_size=10))
def test_grouping_is_stable_and_total(contents: list[str]) -> None:
    texts = _texts(contents)
    labels = group(texts)
    assert len(labels) == len(texts)
    assert labels == group(texts)
