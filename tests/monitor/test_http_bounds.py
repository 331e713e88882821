"""What no database can keep is made storable in every part of an item."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import TooLargeError
from marsad.model import Dated, Forward, Media, Precision, Reach, Source
from marsad.monitor.bounds import finished, storable
from marsad.ports import Limits, ParsedPost, ParsedSource

SOURCE = Source("s", "feed", "https://a.example/", "S")
WELL = ParsedPost(
    native_id="1",
    url="https://a.example/1",
    text="نص 😀",
    title="t",
    published=Dated(datetime(2026, 3, 9, tzinfo=UTC), Precision.DAY, "given"),
    author="a",
    forward=Forward("f", "c", "2"),
    reply_to="0",
    media=(Media("poll", "u", "n", (("yes", 60), ("no", None)), 3),),
    reach=Reach(12, (("👍", 5),)),
    language="ar",
)


def test_a_good_post_is_returned_itself() -> None:
    assert finished(WELL, SOURCE, Limits()) is WELL


def test_every_text_of_a_post_is_made_storable() -> None:
    bad, good = "\x00a\ud83d", "\ufffda\ufffd"
    spoilt = replace(
        WELL,
        text=bad,
        author=bad,
        forward=Forward(bad, bad, bad),
        media=(Media("poll", bad, bad, ((bad, 1),)),),
        reach=Reach(1, ((bad, 1),)),
        language=bad,
    )
    assert finished(spoilt, SOURCE, Limits()) == replace(
        WELL,
        text=good,
        author=good,
        forward=Forward(good, good, good),
        media=(Media("poll", good, good, ((good, 1),)),),
        reach=Reach(1, ((good, 1),)),
        language=good,
    )


def test_what_is_said_of_a_source_is_made_storable() -> None:
    about = ParsedSource(name="a\x00", members=10**30)
    assert storable(about) == ParsedSource(name="a\ufffd", members=2**63 - 1)


@given(text=st.text(st.characters(exclude_categories=[])), number=st.integers())
@settings(deadline=None)
def test_any_text_and_number_can_be_stored_after_it(text: str, number: int) -> None:
    post = storable(replace(WELL, text=text, reach=Reach(number, ((text, number),))))
    assert len(post.text) == len(text)
    assert post.reach is not None
    with sqlite3.connect(":memory:") as database:
        row = (post.text, post.reach.views, post.reach.reactions[0][0])
        assert database.execute("SELECT ?, ?, ?", row).fetchone() == row
    database.close()


def test_a_post_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TooLargeError, match="2,000"):
        finished(replace(WELL, text="x" * 2_000), SOURCE, Limits(post_chars=1_999))
