"""English attribution: short releases, communiqués, headlines and verbs with a noun for content."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marsad.extract import BuiltInExtractor
from marsad.extract.attribution import Attribution, attributions
from marsad.model import Basis, Dated, Post, Precision, Source, Version
from marsad.ports import Item

POSTED = datetime(2026, 4, 9, 12, 0, tzinfo=UTC)
"""A Thursday."""


def _speech(text: str, *, voice: bool = False) -> list[Attribution]:
    return [found for found in attributions(text, "en", voice=voice) if not found.attitude]


def _rows(text: str) -> list[tuple[str, str]]:
    """Return (speaker in full, content) of every speech act found."""
    out = []
    for found in _speech(text):
        speaker = found.resolved or found.source
        name = "" if speaker is None else speaker.of(text)
        out.append((name, " … ".join(span.of(text) for span in found.content)))
    return out


def _own(text: str) -> list[str]:
    """Return what the channel says itself, without the full stop."""
    spoken = _speech(text, voice=True)
    own = [found for found in spoken if found.basis is Basis.VOICE]
    return [found.content[0].of(text).rstrip(".") for found in own]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "URGENT | Harbour Master of Sel: The north quay is closed to all ships",
            [("Harbour Master of Sel", "The north quay is closed to all ships")],
        ),
        (
            "Reed TV, citing an informed source: The two sides did not meet in Sel",
            [("an informed source", "The two sides did not meet in Sel")],
        ),
        (
            "Ferry Ministry spokesman Ilo Marn (to reporters): Fares stay as they are",
            [("Ferry Ministry spokesman Ilo Marn", "Fares stay as they are")],
        ),
    ],
)
def test_headline_lines(text: str, rows: list[tuple[str, str]]) -> None:
    assert _rows(text) == rows


@pytest.mark.parametrize("text", ["Line-ups: see the board", "Match Report: Sel 2, Darn 1 at home"])
def test_headings_that_nobody_speaks(text: str) -> None:
    assert _rows(text) == []


def test_the_relay_of_a_headline_is_kept() -> None:
    text = "Reed TV, citing an informed source: The two sides did not meet in Sel"
    (found,) = _speech(text)
    assert [relay.of(text) for relay in found.chain] == ["Reed TV"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Mayor Ida Sorn condemned the theft of the pumps and demanded the return of them.",
            [
                ("Mayor Ida Sorn", "the theft of the pumps"),
                ("Mayor Ida Sorn", "the return of them"),
            ],
        ),
        (
            "“Nobody asked us,” member Pell Ardo told Sel Daily, demanding that it be dropped.",
            [
                ("member Pell Ardo", "Nobody asked us,"),
                ("member Pell Ardo", "it be dropped"),
            ],
        ),
        (
            "Governor Hala Brann expressed regret over the delay.",
            [("Governor Hala Brann", "regret over the delay")],
        ),
        (
            "The town will close the square to cars, Mayor Ida Sorn announced.",
            [("Mayor Ida Sorn", "The town will close the square to cars")],
        ),
        (
            "The guild called the new fee “a tax on bread”.",
            [("The guild", "a tax on bread")],
        ),
    ],
)
def test_clauses_that_share_a_subject(text: str, rows: list[tuple[str, str]]) -> None:
    assert _rows(text) == rows


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The Commander-in-Chief, Admiral Oren Vail, said no. The commander praised the divers.",
            "The Commander-in-Chief, Admiral Oren Vail",
        ),
        (
            "President Idar Wessel received the envoy in Sel. The president praised the divers.",
            "President Idar Wessel",
        ),
        (
            "Sheikh Omar Dell said the harvest was good. The Sel prayer leader praised the divers.",
            "Sheikh Omar Dell",
        ),
    ],
)
def test_an_office_stands_for_its_holder(text: str, speaker: str) -> None:
    assert _rows(text)[-1] == (speaker, "the divers")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (
            "We condemn the theft of the bell. We demand that it be returned.",
            ["the theft of the bell", "it be returned"],
        ),
        (
            "The hall will reopen on Friday at nine. Visitors are asked to bring their papers.",
            ["The hall will reopen on Friday at nine", "to bring their papers"],
        ),
        (
            "I appeal to the young men of Sel to be patient. Beware of rumours in the market.",
            [
                "the young men of Sel to be patient",
                "Beware of rumours in the market",
            ],
        ),
        (
            "In the name of God. His killers will pay the price. And victory is from God alone.",
            ["His killers will pay the price"],
        ),
        ("Our teams reached the village of Darn with three lorries.", []),
        ('The mayor said: "The road will be closed."', []),
    ],
)
def test_a_channel_speaks_one_act_at_a_time(text: str, own: list[str]) -> None:
    assert _own(text) == own


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Governor Hala Brann yesterday condemned the theft of the pumps.", ["2026-04-08"]),
        (
            "On Monday, Governor Hala Brann condemned the theft of the pumps and called for calm.",
            ["2026-04-06", "2026-04-06"],
        ),
        (
            "In a speech on Monday, Hala Brann denied the reports. She added that all was well.",
            ["2026-04-06", "2026-04-06"],
        ),
        ("Governor Hala Brann last night condemned the theft of the pumps.", ["2026-04-08"]),
        (
            "At a press conference in Sel on Monday the mayor announced the closure of the mine.",
            ["2026-04-06"],
        ),
        (
            "In the village where five died on Monday, the mayor condemned the theft of the pumps.",
            ["2026-04-09"],
        ),
        ("The mayor condemned Monday's theft of the pumps.", ["2026-04-09"]),
    ],
)
def test_the_day_of_speech(text: str, days: list[str]) -> None:
    source = Source("sel", "telegram_web", "sel", "Sel Daily")
    post = Post("p_1", source.id, "1", "", Dated(POSTED, Precision.MINUTE, "time element"))
    version = Version("v_1", post.id, 1, text, POSTED, "c_1", language="en")
    statements = BuiltInExtractor().extract(Item(version, post, source, (), None)).statements
    assert [statement.date.day for statement in statements] == days


@pytest.mark.parametrize("unit", ["Sel: ", "Mayor Ida: we said, ", "We ask; we thank, ", "who X: "])
def test_hostile_lines_end(unit: str) -> None:
    text = unit * 3_000
    for found in attributions(text, "en", voice=True):
        assert all(0 <= span.start < span.end <= len(text) for span in found.content)
