"""From numbers to runs of text: what the heads' outputs are read as."""

from __future__ import annotations

import numpy as np
import pytest

from marsad.encoder.engine import Floats, Reading
from marsad.encoder.events import between
from marsad.encoder.heads import marked, statements_of
from marsad.encoder.labels import ACTS, ANCHORS, KINDS, REACH, ROLES, tags
from marsad.encoder.sureness import sureness
from marsad.encoder.words import Window, words
from marsad.model import Act

TEXT = "Qasim Hadi of the Lantern Front denied it on Monday."
_FEW = len(ROLES)


def _window() -> Window:
    found = tuple(words(TEXT))
    return Window(ids=(), words=found, firsts=tuple(range(1, len(found) + 1)))


def _reading(**given: Floats) -> Reading:
    """A reading in which whatever is not given is zero."""
    count = len(_window().words)
    shapes = {
        **dict.fromkeys(("text", "plover", "acled"), (1,)),
        "words": (count, 4),
        "anchors": (count, len(ANCHORS)),
        "asks": (count, _FEW),
        "answers": (count, _FEW),
        **{head: (count, len(tags(head))) for head in ("mentions", "incident", "parts")},
    }
    zeros = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    return Reading(**{**zeros, **given})


def _tagged(*chosen: str) -> Floats:
    known = tags("mentions")
    logits = np.zeros((len(_window().words), len(known)), np.float32)
    for row, tag in enumerate(chosen):
        logits[row, known.index(tag)] = 9.0
    return logits


def _runs(*chosen: str) -> list[tuple[str, str]]:
    found = marked("mentions", _window(), _tagged(*chosen))
    return [(TEXT[each.span.start : each.span.end], each.kind) for each in found]


def test_a_run_is_its_first_word_and_those_that_follow_inside() -> None:
    outside = ["O"] * 2
    chosen = ["B-PER", "I-PER", *outside, "B-ORG", "I-ORG", *outside, "O", "B-DATE", "O"]
    expected = [("Qasim Hadi", "PER"), ("Lantern Front", "ORG"), ("Monday", "DATE")]
    assert _runs(*chosen) == expected


def test_two_runs_side_by_side_stay_two() -> None:
    assert _runs("B-PER", "B-PER", *["O"] * 9) == [("Qasim", "PER"), ("Hadi", "PER")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_inside_of_nothing_begins_a_run(kind: str) -> None:
    known = tags("mentions")
    logits = _tagged("O", f"I-{kind}", *["O"] * 9)
    logits[1, known.index(f"B-{kind}")] = 8.0
    found = marked("mentions", _window(), logits)
    assert [(TEXT[each.span.start : each.span.end], each.kind) for each in found] == [
        ("Hadi", kind)
    ]


def test_a_name_is_not_torn_where_its_second_word_is_hardly_likelier_to_be_another() -> None:
    known = tags("mentions")
    logits = _tagged("B-ORG", "I-LOC", *["O"] * 9)
    logits[1, known.index("I-ORG")] = 8.9
    found = marked("mentions", _window(), logits)
    assert [(TEXT[each.span.start : each.span.end], each.kind) for each in found] == [
        ("Qasim Hadi", "ORG")
    ]


def test_the_score_tells_of_the_mean_probability_of_the_kind() -> None:
    known = tags("mentions")
    logits = _tagged("B-PER", "I-PER", *["O"] * 9)
    logits[1, known.index("B-PER")] = 8.0
    (found,) = marked("mentions", _window(), logits)
    shares = np.exp(logits[:2]) / np.exp(logits[:2]).sum(axis=1, keepdims=True)
    either = shares[:, known.index("B-PER")] + shares[:, known.index("I-PER")]
    assert found.score == pytest.approx(sureness("mentions", either.mean()), abs=1e-5)


def _weights() -> dict[str, Floats]:
    """Weights that pass what answers say of each role straight on, whatever the distance."""
    acts = np.zeros((len(ACTS), 8), np.float32)
    acts[ACTS.index(Act.DENIAL), 0] = 5.0
    return {
        "distance.weight": np.zeros((2 * REACH + 1, _FEW), np.float32),
        "roles.weight": np.eye(_FEW, dtype=np.float32) * 4,
        "roles.bias": np.full(_FEW, -2.0, np.float32),
        "acts.0.weight": np.eye(8, dtype=np.float32),
        "acts.0.bias": np.zeros(8, np.float32),
        "acts.3.weight": acts,
        "acts.3.bias": np.zeros(len(ACTS), np.float32),
    }


def _stated(**members: tuple[int, ...]) -> Reading:
    """A reading in which “denied” holds a statement of the given words by role."""
    count = len(_window().words)
    anchors = np.zeros((count, len(ANCHORS)), np.float32)
    anchors[:, 0] = 5.0
    anchors[6] = [0.0, 9.0, 0.0]
    answers = np.zeros((count, _FEW), np.float32)
    for role, numbers in members.items():
        answers[list(numbers), ROLES.index(role)] = 1.0
    vectors = np.zeros((count, 4), np.float32)
    vectors[6, 0] = 1.0
    return _reading(anchors=anchors, answers=answers, words=vectors)


def test_a_statement_is_read_from_the_word_that_it_hangs_on() -> None:
    reading = _stated(source=(0, 1, 4, 5), cue=(6,), content=(7,), deadline=(8, 9))
    (said,) = statements_of(_window(), reading, _weights())
    runs = {role: [TEXT[s.start : s.end] for s in spans] for role, spans in said.roles.items()}
    assert runs == {
        "source": ["Qasim Hadi", "Lantern Front"],
        "cue": ["denied"],
        "content": ["it"],
        "deadline": ["on Monday"],
    }
    assert said.act is Act.DENIAL
    assert said.score > 0.9


def test_a_cue_without_content_states_nothing() -> None:
    assert list(statements_of(_window(), _stated(cue=(6,)), _weights())) == []


def test_actors_are_named_before_the_sentence_that_is_asked_about() -> None:
    assert between("the army", "", "It shelled Kefra.") == "the army | It shelled Kefra."
    assert between("", "", "It shelled Kefra.") == "It shelled Kefra."
