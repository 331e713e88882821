"""Plain sentences of English newsrooms: who says what. Names invented."""

from __future__ import annotations

import pytest

from marsad.api import extract_text
from marsad.extract.attribution import attributions

Pairs = list[tuple[str | None, str]]


def said(text: str) -> Pairs:
    """Return who says what in ``text``, fuller names first."""
    found = [each for each in attributions(text, "en") if not each.attitude]
    named = [(each, each.resolved or each.source) for each in found]
    return [
        (who.of(text) if who else None, " | ".join(part.of(text) for part in each.content))
        for each, who in named
    ]


SENTENCES: list[tuple[str, Pairs]] = [
    # Who is told more of between commas is still whoever he is.
    (
        "An army spokesman, Col. Nadim Farhat, confirmed the death of two men.",
        [("An army spokesman, Col. Nadim Farhat", "the death of two men")],
    ),
    (
        "Marwan, quoted by the Lamp agency, said that the Front would stay.",
        [("Marwan", "the Front would stay")],
    ),
    (
        "Three men were killed, said the army, which blamed the Dawn Front.",
        [("the army", "Three men were killed"), ("the army", "the Dawn Front")],
    ),
    (
        '"Our patience has limits," warned Sheikh Salim Darwan, who heads the council.',
        [("Sheikh Salim Darwan", "Our patience has limits,")],
    ),
    (
        '"Our patience has limits," said a baker who lost his shop to the Front.',
        [("a baker", "Our patience has limits,")],
    ),
    # One subject, several verbs.
    (
        "The envoy reiterated that no talks would be held under fire and thanked the mediators.",
        [("The envoy", "no talks would be held under fire"), ("The envoy", "the mediators")],
    ),
    (
        'The Front denied any part in it, saying its men "were nowhere near Darn" at the time.',
        [
            ("The Front", "any part in it"),
            ("The Front", 'its men "were nowhere near Darn" at the time'),
        ],
    ),
    (
        'The talks failed, said the envoy, adding the parties "were far apart".',
        [("the envoy", "The talks failed"), ("the envoy", 'the parties "were far apart"')],
    ),
    # Adverbs and reports.
    ("The council hereby announces a boycott.", [("The council", "a boycott")]),
    (
        "Unconfirmed reports said the commander had been wounded.",
        [("Unconfirmed reports", "the commander had been wounded")],
    ),
    # Pronouns.
    (
        'Darn\'s trade ministry went to court over what it called "a raid on our port".',
        [("Darn's trade ministry", "a raid on our port")],
    ),
    (
        "The minister said the army was ready. He warned the Front against crossing the river.",
        [("The minister", "the army was ready"), ("The minister", "crossing the river")],
    ),
    (
        'A clerk said nobody was hurt. The driver laughed. "We were lucky," he said.',
        [("A clerk", "nobody was hurt"), ("he", "We were lucky,")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_who_says_what(text: str, expected: Pairs) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not say when the crossing would reopen.",
        "Asked whether the talks had failed, the envoy declined to comment.",
        "The envoy is expected to announce a truce on Sunday.",
        "Officials in Darn would neither confirm nor deny the report.",
        "No group has claimed responsibility so far.",
        "The court sentenced the preacher to ten years for threatening judges.",
    ],
)
def test_what_nobody_has_said(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "unit", ["which said X, ", "He, quoted by Y, ", "what it called ", "and said "]
)
def test_hostile_repetition_is_read_whole(unit: str) -> None:
    text = unit * 4_000
    assert all(
        0 <= span.start < span.end <= len(text)
        for a in attributions(text, "en")
        for span in a.content
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It is said that the cave is old."),
        ("ar", "قيل إن الكهف قديم."),
        ("fa", "گفته می‌شود که غار کهن است."),
    ],
)
def test_without_a_speaker_there_is_no_statement(language: str, text: str) -> None:
    assert attributions(text, language) != ()
    assert extract_text(text, language=language).statements == ()


OFFICES = [
    ("Defence Minister John Hale said drills would begin. The president said it was late.", False),
    ("Mayor Anna Reed said the road was closed. The governor said it was late.", False),
    ("Defence Minister John Hale said drills began. The prime minister said it was late.", False),
    ("John Hale, the defence minister, said drills began. The minister said it was late.", True),
    ("Prime Minister John Hale said drills began. The prime minister said it was late.", True),
]


@pytest.mark.parametrize(("text", "same"), OFFICES)
def test_an_office_stands_only_for_who_holds_it(text: str, same: bool) -> None:
    (first, _), (second, _) = said(text)
    assert (first == second) is same
