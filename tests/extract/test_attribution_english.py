"""English attribution: what an analyst sees for each way of saying who said what."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.extract.attribution import Attribution, attributions, quotations, with_marks
from marsad.extract.attribution import _en_weights as weight_files
from marsad.extract.attribution.english import attributions as english
from marsad.model import Basis, Span


def _speech(text: str, *, voice: bool = False) -> list[Attribution]:
    return [found for found in attributions(text, "en", voice=voice) if not found.attitude]


def _rows(text: str) -> list[tuple[str, str]]:
    """Return (source, content) of every speech act found."""
    return [
        (
            "" if found.source is None else found.source.of(text),
            " … ".join(span.of(text) for span in found.content),
        )
        for found in _speech(text)
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Mina Talhat, the mayor of Darwan, told reporters that the water would return.",
            "Mina Talhat, the mayor of Darwan",
            "the water would return",
        ),
        (
            '"The bridge is ours," said Colonel Sami Darwan.',
            "Colonel Sami Darwan",
            "The bridge is ours,",
        ),
        (
            "“We will answer,” warned the head of the Reed Movement, Karim Luwati.",
            "the head of the Reed Movement, Karim Luwati",
            "We will answer,",
        ),
        (
            "According to two unnamed officials, the convoy left at dawn.",
            "two unnamed officials",
            "the convoy left at dawn",
        ),
        (
            "The convoy left at dawn, according to Rana Sabti, a spokeswoman for the council.",
            "Rana Sabti, a spokeswoman for the council",
            "The convoy left at dawn",
        ),
        (
            'General Omar Sahli: "Our patience is over."',
            "General Omar Sahli",
            "Our patience is over.",
        ),
        (
            "The Reed Movement denied any role in the attack.",
            "The Reed Movement",
            "any role in the attack",
        ),
        (
            "The Reed Movement threatened to close the pass if the tax is not lifted.",
            "The Reed Movement",
            "to close the pass if the tax is not lifted",
        ),
        (
            "The council supports the truce, said Rana Sabti, who thanked the elders.",
            "Rana Sabti",
            "The council supports the truce",
        ),
        (
            "Two residents who live beside the mill said that the night had been quiet.",
            "Two residents who live beside the mill",
            "the night had been quiet",
        ),
    ],
)
def test_source_and_content(text: str, source: str, content: str) -> None:
    assert (source, content) in _rows(text)


def test_a_quotation_around_its_cue_is_one_statement() -> None:
    text = '"We are here," Rana Sabti said. "We will stay here."'
    (found,) = _speech(text)
    assert [span.of(text) for span in found.content] == ["We are here,", "We will stay here."]
    assert found.direct


def test_a_quotation_over_two_paragraphs() -> None:
    text = "Sami Darwan said: “The first day is over.\n“The second will be harder.”\nIt rained."
    (found,) = _speech(text)
    assert [span.of(text) for span in found.content] == [
        "The first day is over.",
        "The second will be harder.",
    ]


def test_indirect_speech_is_not_direct() -> None:
    (found,) = _speech("Rana Sabti said that the road was open.")
    assert not found.direct
    assert found.basis is Basis.NAMED


def test_a_relay_is_no_speaker() -> None:
    text = (
        "The Orchard News Agency quoted Colonel Sami Darwan as saying that the bridge was closed."
    )
    (found,) = _speech(text)
    assert found.source is not None
    assert found.source.of(text) == "Colonel Sami Darwan"
    assert [relay.of(text) for relay in found.chain] == ["The Orchard News Agency"]
    assert found.content[0].of(text) == "the bridge was closed"


def test_a_quotation_before_its_relay() -> None:
    text = "“The pass is closed for us all,” Orchard quoted Darwan as saying."
    (found,) = _speech(text)
    assert found.source is not None
    assert found.source.of(text) == "Darwan"
    assert found.content[0].of(text) == "The pass is closed for us all,"


def test_the_one_who_is_cited_speaks() -> None:
    text = "Orchard News, citing a security source, reported that two men were arrested."
    (found,) = _speech(text)
    assert found.source is not None
    assert found.source.of(text) == "a security source"
    assert found.basis is Basis.UNNAMED
    assert [relay.of(text) for relay in found.chain] == ["Orchard News"]


@pytest.mark.parametrize(
    ("follow", "antecedent"),
    [
        ("She added that the road was open.", "Rana Sabti"),
        ("He said that the road was open.", "Mr. Sahli"),
        ("Sabti said that the road was open.", "spokeswoman Rana Sabti"),
    ],
)
def test_pronouns_and_short_names_find_the_fuller_one(follow: str, antecedent: str) -> None:
    text = (
        "Mr. Sahli said that the mill was safe. The spokeswoman Rana Sabti denied it was damaged. "
        "The spokeswoman Rana Sabti said that the bridge was safe. " + follow
    )
    last = _speech(text)[-1]
    assert last.resolved is not None
    assert antecedent in last.resolved.of(text)


def test_hedges_are_kept() -> None:
    text = "The movement said that the post was reportedly abandoned."
    (found,) = _speech(text)
    assert [hedge.of(text) for hedge in found.hedges] == ["reportedly"]


def test_nobody_says_it() -> None:
    (found,) = _speech("It is said that the cave is old.")
    assert found.source is None
    assert found.basis is Basis.UNNAMED


@pytest.mark.parametrize(
    "text",
    [
        'The film "They Said No" opens on Friday.',
        "The meeting itself said nothing in public.",
        "Neither group has confirmed it.",
        "Football: Darwan 2, Orchard 1.",
        "Rana Sabti hopes that the rain will come.",
        'The so-called "final" list has eleven names on it.',
        "The mill is beside the river.",
    ],
)
def test_not_a_statement(text: str) -> None:
    assert _rows(text) == []


def test_the_channel_speaks_for_its_owner() -> None:
    text = "We declare full readiness. Our fighters will hold the pass. The pass is in the east."
    found = _speech(text, voice=True)
    assert {(item.basis, item.source) for item in found} == {(Basis.VOICE, None)}
    assert [item.cue and item.cue.of(text) for item in found] == ["declare", None, None]
    assert [item.content[0].of(text) for item in found] == [
        "full readiness.",
        "Our fighters will hold the pass.",
        "The pass is in the east.",
    ]
    assert all(item.basis is not Basis.VOICE for item in attributions(text, "en"))


def test_a_quoted_we_is_not_the_channel() -> None:
    text = '"We are tired," said Rana Sabti.'
    assert [found.basis for found in _speech(text, voice=True)] == [Basis.NAMED]


def test_a_language_without_rules_gives_nothing() -> None:
    assert attributions("Rana Sabti said that the road was open.", "xx") == ()


def test_hand_written_weights_alone_find_plain_quotations() -> None:
    text = '"The bridge is ours," said Colonel Sami Darwan.'
    base = weight_files.load(weight_files.BASE)
    (found,) = english(text, weights=base)
    assert found.source is not None
    assert found.source.of(text) == "Colonel Sami Darwan"


def test_weight_files_read_back() -> None:
    base = weight_files.load(weight_files.BASE)
    assert weight_files.parse(weight_files.dump(base, "written by hand")) == base


def test_marks_around_a_span() -> None:
    text = 'He said that "the road is open."'
    start = text.index("the road")
    assert with_marks(text, Span(start, start + 16)).of(text) == 'that "the road is open."'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("«one «two» three»", [["one «two» three"], ["two"]]),
        ("“one.\n\n“two.” after", [["one.", "two."]]),
        ('"one" and „two“', [["one"], ["two"]]),
        ("don't ‘we don’t know,’ officials’", [["we don’t know,"]]),
        ("''old style'' text", [["old style"]]),
        ("“never closed\nnext line", [["never closed"]]),
        ("5\" pipe and 6' wall", []),
    ],
)
def test_quotations(text: str, parts: list[list[str]]) -> None:
    assert [[part.of(text) for part in found.parts] for found in quotations(text)] == parts


_PIECES = st.sampled_from(
    ["said", " ", "“", "”", '"', "''", "\n", ",", ".", ":", "He", "Rana Sabti", "that", "we", "who",
     "according to", "quoted", "as saying", "citing", "the minister", "’", "«", "»", "1",
     "é", "\u200f"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=120), st.booleans())
def test_spans_lie_in_the_text(text: str, voice: bool) -> None:
    for found in attributions(text, "en", voice=voice):
        spans = [*found.content, *found.chain, *found.hedges]
        spans += [span for span in (found.source, found.cue, found.resolved) if span is not None]
        assert found.content
        assert all(span.start < span.end <= len(text) for span in spans)
        assert list(found.content) == sorted(found.content)


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="«»“”\"'‘’„ a\n", max_size=200))
def test_quotations_nest_and_lie_in_the_text(text: str) -> None:
    for found in quotations(text):
        assert found.outer.end <= len(text)
        assert all(part.start < part.end for part in found.parts)
        assert all(found.outer.covers(part) for part in found.parts)


@pytest.mark.parametrize(
    "unit", ['"', "said ", "“a ", "He said “", "Rana, who said, ", "' ", "we ", ": ", "let the "]
)
def test_hostile_repetition_ends(unit: str) -> None:
    text = unit * (30_000 // len(unit))
    for found in attributions(text, "en", voice=True):
        assert found.content[-1].end <= len(text)
