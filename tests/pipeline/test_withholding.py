"""Questions are answered without private persons; evidence keeps every letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pipeline.people import ROWS, private, private_desk

from marsad.api import Workspace
from marsad.model import Basis, Span, Speaker

IDS = [row["names"][0] for row in ROWS]
GAP = " […] "


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(private_desk(tmp_path_factory.mktemp("people"))) as opened:
        yield opened


def post_of(workspace: Workspace, row: dict[str, Any]) -> Any:
    found = {view.post.native_id: view for view in workspace.posts()}
    return found[f"post-{ROWS.index(row)}"]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_no_answer_names_a_private_person(workspace: Workspace, row: dict[str, Any]) -> None:
    answer = workspace.ask(row["text"], limit=50)
    own = [i for i in answer.items if i.post_id == post_of(workspace, row).post.id]
    assert own
    assert all("withheld]" in item.original for item in own if item.statement_id is None)
    shown = repr(answer.items) + repr(answer.written) + repr(answer.dropped)
    assert [words for other in ROWS for words in private(other) if words in shown] == []


def test_spans_of_an_answer_are_still_those_of_the_stored_text(workspace: Workspace) -> None:
    items = workspace.ask(ROWS[1]["text"], limit=50).items
    assert any("[contact withheld]" in item.original for item in items)
    for item in items:
        version = workspace.read.version(item.version_id)
        told = workspace.told(workspace.post(item.post_id))
        assert item.original == GAP.join(told.run(span) for span in item.spans)
        assert all(span.end <= len(version.text) for span in item.spans)


def test_the_sealed_capture_and_the_stored_text_keep_every_name(workspace: Workspace) -> None:
    workspace.ask(ROWS[0]["text"])
    for row in ROWS:
        view = post_of(workspace, row)
        sealed = workspace.archive.read(workspace.read.capture(view.version.capture_id)).body
        assert view.version.text == row["text"]
        assert [w for w in private(row) if w not in sealed.decode("utf-8")] == []
    assert workspace.verify() == ()


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_run_of_a_text_tells_a_letter_of_a_withheld_name(
    workspace: Workspace, data: st.DataObject
) -> None:
    told = workspace.told(post_of(workspace, data.draw(st.sampled_from(ROWS))))
    text = told.version.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    plain = [i for i in range(start, end) if not any(s.start <= i < s.end for s in told.withheld)]
    shown = told.run(Span(start, end))
    for mark in ("[name withheld]", "[contact withheld]"):
        shown = shown.replace(mark, "")
    assert shown == "".join(text[i] for i in plain)


def test_an_older_version_is_read_for_names_too(workspace: Workspace) -> None:
    row = ROWS[0]
    view = post_of(workspace, row)
    older = replace(view.version, id="v_older", text=f"{ROWS[4]['text']} {row['text']} 07701234567")
    told = workspace.told(view, older)
    shown = told.run(Span(0, len(older.text)))
    withheld = [*private(row), *private(ROWS[4]), "07701234567"]
    assert [word for each in withheld for word in each.split() if word in shown] == []


def test_a_version_that_was_not_read_yet_is_read_for_names(workspace: Workspace) -> None:
    row = ROWS[0]
    unread = replace(post_of(workspace, row), mentions=(), passages=())
    told = workspace.told(unread)
    assert [w for w in private(row) if w in told.run(Span(0, len(row["text"])))] == []


def test_a_version_that_was_cut_into_passages_alone_is_read_for_names(workspace: Workspace) -> None:
    row = ROWS[0]
    begun = replace(post_of(workspace, row), mentions=())
    assert begun.passages
    told = workspace.told(begun)
    assert [w for w in private(row) if w in told.run(Span(0, len(row["text"])))] == []


def test_a_private_speaker_is_withheld_and_a_public_one_is_not(workspace: Workspace) -> None:
    row = ROWS[0]
    name = row["names"][0]
    told = workspace.told(post_of(workspace, row))
    start = row["text"].index(name)
    spoken = Speaker(name, Basis.NAMED, Span(start, start + len(name)), None)
    assert told.speaker(spoken) == "[name withheld]"
    assert told.speaker(Speaker(name, Basis.NAMED, None, None)) == "[name withheld]"
    start = row["text"].index("الجارة")
    assert told.speaker(Speaker("الجارة", Basis.NAMED, Span(start, start + 6), None)) == "الجارة"


def test_the_english_of_a_passage_withholds_who_is_named_in_the_original(
    workspace: Workspace,
) -> None:
    told = workspace.told(post_of(workspace, ROWS[0]))
    english = "The neighbour Nahla al-Saadawi said that the explosion broke her windows."
    whole = [Span(0, len(told.version.text))]
    assert told.english(english, whole) == english.replace("Nahla al-Saadawi", "[name withheld]")
