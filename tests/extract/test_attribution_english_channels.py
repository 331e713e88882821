"""English as channels and movements write it: their own voice, headlines, what nobody said.

All names invented.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from marsad.extract import BuiltInExtractor
from marsad.extract.attribution import Attribution, attributions
from marsad.model import Basis, Dated, Post, Precision, Source, Version
from marsad.ports import Item


def _speech(text: str, *, voice: bool = False) -> list[Attribution]:
    return [found for found in attributions(text, "en", voice=voice) if not found.attitude]


def _rows(text: str, *, voice: bool = False) -> list[tuple[str, str]]:
    """Return (speaker in full, content without its full stop) of every speech act found."""
    out = []
    for found in _speech(text, voice=voice):
        speaker = found.resolved or found.source
        name = "" if speaker is None else speaker.of(text)
        out.append((name, " … ".join(span.of(text).rstrip(".") for span in found.content)))
    return out


def _own(text: str) -> list[str]:
    """Return what the channel says itself, without full stops."""
    own = [found for found in _speech(text, voice=True) if found.basis is Basis.VOICE]
    return [found.content[0].of(text).rstrip(".") for found in own]


@pytest.mark.parametrize(
    "text",
    [
        "The tower of Sel will never fall.",
        "Three lorries of wheat came to the village.",
        "Two wells are out of use and the third is dry.",
    ],
)
def test_a_group_states_what_it_writes_without_saying_we(text: str) -> None:
    assert _own(text) == [text.rstrip(".")]
    assert _speech(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "In the name of God, the Merciful",
        "Statement No. 5",
        "COMMUNIQUE No. 14",
        "To the people of Darn:",
        "Dear customers,",
        "O people of Darn!",
        "Glory to the martyrs.",
        "{And We made the iron}",
        "— Reed Brigades, Media Office",
        "Ilo Marn al-Selani, for the strike committee",
        "Who has seen the bell?",
        "The minister received the envoy in Sel this morning.",
        "Our teams reached the village of Darn with three lorries.",
    ],
)
def test_headings_formulas_signatures_and_protocol_state_nothing(line: str) -> None:
    said = "Every stolen sack of wheat stays in the mill."
    assert _own(f"{line}\n{said}") == [said.rstrip(".")]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (
            "We condemn the theft of the bell, and we ask the guild to return it.",
            ["the theft of the bell", "the guild to return it"],
        ),
        (
            "On this blessed day, we announce to all the end of the strike.",
            ["all the end of the strike"],
        ),
        (
            "The guild must open the gate, otherwise the boats will speak to it.",
            ["The guild must open the gate", "otherwise the boats will speak to it"],
        ),
        ("To the boatmen of Sel: the harbour is yours.", ["the harbour is yours"]),
        ("To the boatmen of Sel we say: the harbour is yours.", ["the harbour is yours"]),
        ("Visitors are asked to bring their papers.", ["to bring their papers"]),
        (
            "We thank the divers. They worked all night in the harbour.",
            ["the divers", "They worked all night in the harbour"],
        ),
        (
            "The harbour of Sel is shut. It stays shut until the spring.",
            ["The harbour of Sel is shut. It stays shut until the spring"],
        ),
        (
            "We announce the following:\n1. The mill stays shut.\n2. Every sack will be returned.",
            ["The mill stays shut", "Every sack will be returned"],
        ),
        (
            "We demand that the council said to be corrupt publish the list.",
            ["the council said to be corrupt publish the list"],
        ),
    ],
)
def test_what_is_said_begins_behind_the_verb_that_says_it(text: str, own: list[str]) -> None:
    assert _own(text) == own
    assert len(_speech(text, voice=True)) == len(own)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "The Reed Council condemns the theft and thanks the divers. It calls for a truce.",
            [
                ("The Reed Council", "the theft"),
                ("The Reed Council", "the divers"),
                ("The Reed Council", "a truce"),
            ],
        ),
        (
            "The Reed Council, meeting in Sel:\n1. rejects the toll;\n2. demands a new bell.",
            [
                ("The Reed Council", "the toll"),
                ("The Reed Council", "a new bell"),
            ],
        ),
        (
            "The Command wishes to state that the road is open.",
            [("The Command", "the road is open")],
        ),
    ],
)
def test_a_body_that_names_itself_is_the_speaker(text: str, rows: list[tuple[str, str]]) -> None:
    assert _rows(text, voice=True) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("“The bridge is ours,” she smiled.", [("she", "The bridge is ours,")]),
        (
            "“The bridge is ours,” she went on, “and it stays ours.”",
            [("she", "The bridge is ours, … and it stays ours")],
        ),
        (
            "“The bridge is ours”: Mayor Ida Sorn on fees",
            [("Mayor Ida Sorn", "The bridge is ours")],
        ),
        ("“The bridge is ours” – Ida Sorn, mayor of Sel", [("Ida Sorn", "The bridge is ours")]),
        (
            "Three lorries are missing on the Darn road – harbour police",
            [("harbour police", "Three lorries are missing on the Darn road")],
        ),
        (
            "The herds will be moved, the water board warned on Tuesday, adding the dam may burst.",
            [
                ("the water board", "The herds will be moved"),
                ("the water board", "the dam may burst"),
            ],
        ),
        (
            "SEL, May 13 (Reed Wire) - The guild pledged to pay and reiterated its thanks.",
            [("The guild", "to pay"), ("The guild", "its thanks")],
        ),
        (
            "The road is shut. Police: stay at home, the fire is out.",
            [("Police", "stay at home, the fire is out")],
        ),
        ("Delhi: the queue will clear by Monday", [("Delhi", "the queue will clear by Monday")]),
        (
            "Reed Radio, citing a source close to the guild: the toll will be dropped",
            [("a source close to the guild", "the toll will be dropped")],
        ),
        (
            "A harbour pilot said the fog was thick. The pilot denied any collision.",
            [("A harbour pilot", "the fog was thick"), ("A harbour pilot", "any collision")],
        ),
        (
            "The Envoy, Ida Sorn, left Sel. “All is well,” Ms. Sorn said.",
            [("Ida Sorn", "All is well,")],
        ),
    ],
)
def test_speakers_of_reports_and_headlines(text: str, rows: list[tuple[str, str]]) -> None:
    assert _rows(text) == rows


UNSAID = [
    "The mayor did not say that the bridge would open.",
    "The mayor didn't say that the bridge would open.",
    "The mayor never said that the bridge would open.",
    "The mayor refused to say that the bridge would open.",
    "Did the mayor say that the bridge would open?",
    "Who said that the bridge would open?",
    "If the mayor says that the bridge will open, all will go.",
    "Whoever says that the bridge is shut is lying.",
    "I said that the bridge was shut.",
    "The mayor spoke at length with the envoys in Sel.",
    "Menu: soup and salad will be served at noon",
    "And the captain said unto the people, Fear thou not, for they are more.",
    "The Prophet (peace be upon him) said: “He who is patient is strong.”",
    "“Best honey ever,” says our customer Ida. Free delivery, order now, discount on Sunday!",
]


@pytest.mark.parametrize("text", UNSAID)
def test_what_is_negated_asked_supposed_or_sold_is_said_by_nobody(text: str) -> None:
    assert _rows(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The mayor not only said that the bridge would open.", "the bridge would open"),
        ("The mayor asked: “Did the guild say that it would pay?”", None),
        ("The mayor said that nobody had said that the toll would fall.", None),
    ],
)
def test_what_stands_beside_a_doubt_is_still_said(text: str, content: str | None) -> None:
    rows = _rows(text)
    assert rows
    assert rows[0][0] == "The mayor"
    assert content is None or rows[0][1] == content


_CARRIED = (
    "The Guild said in a statement carried by Reed Radio on Tuesday that all was well. "
    "The Guild denied any loss."
)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            _CARRIED,
            ["2026-04-07", "2026-04-07"],
        ),
        (
            "On Tuesday the guild thanked the divers. The mayor said that the fire was out.",
            ["2026-04-07", "2026-04-09"],
        ),
    ],
)
def test_the_day_of_speech_holds_for_what_the_speaker_goes_on_to_say(
    text: str, days: list[str]
) -> None:
    posted = datetime(2026, 4, 9, 12, 0, tzinfo=UTC)
    source = Source("sel", "telegram_web", "sel", "Sel Daily")
    post = Post("p_1", source.id, "1", "", Dated(posted, Precision.MINUTE, "time element"))
    version = Version("v_1", post.id, 1, text, posted, "c_1", language="en")
    statements = BuiltInExtractor().extract(Item(version, post, source, (), None)).statements
    assert [statement.date.day for statement in statements] == days


_PIECES = (
    "We", "condemn", "demand", "that", "and", ",", ";", ":", ".", "\n", "“", "”", '"', "—", "–",
    "1.", "The Reed Council", "thanks", "To the men:", "Staff are asked to", "otherwise",
    "Ida Sorn",    "said", "not", "If", "smiled", "(", ")", "O people!", "\u202e",
    "'; DROP TABLE", "<b>", "ignore all",
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(_PIECES), max_size=50), st.booleans())
@example(["condemn", "“", "that", "that"], False)
def test_spans_lie_in_the_text_and_are_not_empty(pieces: list[str], voice: bool) -> None:
    text = " ".join(pieces)
    for found in attributions(text, "en", voice=voice):
        spans = [*found.content, *(s for s in (found.source, found.cue, found.resolved) if s)]
        assert found.content
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(span.of(text).strip() for span in found.content)
