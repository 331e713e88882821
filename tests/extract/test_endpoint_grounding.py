"""Words that a model returned, looked for in the passage."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import ExtractionError
from marsad.extract.endpoint import Ground, place, read_answer
from marsad.extract.endpoint.grounding import Reason
from marsad.extract.endpoint.schema import ToldStatement
from marsad.model import Span
from marsad.text import normalise

TEXTS = st.text(st.sampled_from("abcABC 12إايىيكک\u200cـ،.«»\"'\nпривет"), max_size=80)


def ground(text: str) -> Ground:
    return Ground(text, Span(0, len(text)))


def found(text: str, words: str) -> list[str]:
    return [span.of(text) for span in ground(text).all(words)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The envoy of Norland left.", "Norland", ["Norland"]),
        ("The envoy of Norland left.", "“Norland”", ["Norland"]),
        ("The envoy of NORLAND left.", "Norland", ["NORLAND"]),
        ("The envoy  of\nNorland", "envoy of Norland", ["envoy  of\nNorland"]),
        ("Iranians met", "Iran", []),
        ("In 2010", "10", []),
        ("Россияне", "Россия", []),
        ("قالت إيران", "ايران", ["إيران"]),
        ("وللجيش موقف", "جيش", ["جيش"]),
        ("می‌رود", "میرود", ["می‌رود"]),
        ("كتاب علي", "کتاب علی", ["كتاب علي"]),
        ("nothing of it", "President", []),
        ("a. b", ".", []),
        ("a b", "   ", []),
        ("x", "\ud800", []),
    ],
)
def test_words_are_found_as_written_or_as_folded(
    text: str, words: str, expected: list[str]
) -> None:
    assert found(text, words) == expected


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_whatever_is_found_reads_like_what_was_returned(text: str, words: str) -> None:
    for span in ground(text).all(words):
        assert normalise(words.strip()).text.strip(" \"'«»") in normalise(span.of(text)).text


@settings(deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_every_whole_word_of_a_window_is_found_where_it_stands(
    before: str, window: str, data: st.DataObject
) -> None:
    text = f"{before} {window} "
    start = len(before) + 1
    words = [word for word in window.split() if word.isalnum()] or ["absent"]
    word = data.draw(st.sampled_from(words))
    spans = Ground(text, Span(start, start + len(window))).all(word)
    assert all(start <= span.start < span.end <= start + len(window) for span in spans)
    assert (word in window.split()) == bool(spans)


SPEECH = "On Monday Karim Dolan said: “We will act.” Later Lina Sorel said: “We will act.”"
TOLD = ToldStatement("named", "threat", ("We will act.",), speaker="Lina Sorel", cue="said")


def placed(told: ToldStatement, text: str = SPEECH, voice: bool = False) -> Counter[Reason] | str:
    """Return the text from the first to the last core part, or why it was dropped."""
    dropped: Counter[Reason] = Counter()
    where = place(ground(text), told, voice=voice, dropped=dropped)
    if where is None:
        return dropped
    parts = where.core()
    return text[min(s.start for s in parts) : max(s.end for s in parts)]


def told(**changes: Any) -> ToldStatement:
    return replace(TOLD, **changes)


def test_an_unnamed_statement_needs_a_cue() -> None:
    nobody = told(speaker_kind="unnamed", speaker=None, cue=None)
    assert placed(nobody) == Counter({Reason.CUE: 1})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"content": ("We will burn it.",)}, Reason.ABSENT),
        ({"content": ("We will act.", "And burn.")}, Reason.ABSENT),
        ({"content": ()}, Reason.ABSENT),
        ({"speaker": "Adan Rell"}, Reason.ABSENT),
        ({"cue": "threatened"}, Reason.ABSENT),
        ({"speaker": None}, Reason.SPEAKER),
        ({"speaker_kind": "oracle"}, Reason.SPEAKER),
        ({"cue": None, "speaker": "Monday"}, Reason.CUE),
        ({"speaker_kind": "voice", "speaker": None, "cue": None}, Reason.VOICE),
    ],
)
def test_a_statement_is_dropped_with_a_reason(changes: dict[str, Any], reason: Reason) -> None:
    assert placed(told(**changes)) == Counter({reason: 1})


def test_parts_that_stand_far_apart_make_no_statement() -> None:
    text = "Lina Sorel left. " + "The sea was calm. " * 60 + "Somebody said: “We will act.”"
    assert placed(TOLD, text) == Counter({Reason.FAR: 1})


def test_of_two_places_the_one_beside_the_statement_is_taken() -> None:
    assert placed(TOLD) == "Lina Sorel said: “We will act."
    first = told(speaker="Karim Dolan")
    assert placed(first) == "Karim Dolan said: “We will act."


def test_a_slot_outside_of_the_statement_is_dropped_alone() -> None:
    dropped: Counter[Reason] = Counter()
    where = place(
        ground(SPEECH),
        told(condition="On Monday", deadline="3 May", target="Karim Dolan"),
        voice=False,
        dropped=dropped,
    )
    assert where is not None
    assert where.condition is where.deadline is None
    assert dropped == {Reason.OUTSIDE: 1, Reason.ABSENT: 1}


GOOD = {"speaker_kind": "named", "content": ["x"], "act": "threat"}


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Sure! Here is the JSON: {}",
        '```json\n{"mentions": [], "statements": []}\n```',
        '{"mentions": [], "statements": [',
        "[]",
        "{}",
        "7" * 5000,
        "[" * 200_000,
        {"mentions": [], "statements": {}},
        {"mentions": ["Norland"], "statements": []},
        {"mentions": [{"text": 7, "kind": "Place"}], "statements": []},
        {"mentions": [{"text": "x", "kind": "Place"}] * 501, "statements": []},
        {"mentions": [], "statements": [{**GOOD, "content": "x"}]},
        {"mentions": [], "statements": [{**GOOD, "content": [["x"]]}]},
        {"mentions": [], "statements": [{**GOOD, "hedges": ["x"] * 501}]},
        {"mentions": [], "statements": [{**GOOD, "cue": 1}]},
        {"mentions": [], "statements": [{**GOOD, "direct": "yes"}]},
        {"mentions": [], "statements": [{**GOOD, "hedges": None}]},
        {"mentions": [], "statements": [{"content": ["x"], "act": "threat"}]},
    ],
)
def test_an_answer_of_another_shape_is_refused_as_a_whole(answer: object) -> None:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    with pytest.raises(ExtractionError, match="model's answer") as caught:
        read_answer(text)
    assert caught.value.hint


def test_fields_that_nobody_asked_for_are_counted_and_not_read() -> None:
    row = {**GOOD, "confidence": 1}
    answer = read_answer(json.dumps({"mentions": [], "statements": [row], "thoughts": "…"}))
    assert answer.unknown == 2
    assert answer.statements == (ToldStatement("named", "threat", ("x",)),)
