"""Questions: what is found is near, verbatim, sealed, told once; and how it says of nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pipeline.desk import ORDER, POSTS, made_desk

from marsad.api import Workspace
from marsad.errors import QueryError, UnavailableError, WorkspaceError
from marsad.model import Act, Verdict
from marsad.model.answer import Answer, Quoted, Why


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(made_desk(tmp_path_factory.mktemp("asking"))) as opened:
        yield opened


def native(workspace: Workspace, item: Quoted) -> str:
    return workspace.post(item.post_id).post.native_id


def stories(workspace: Workspace, answer: Answer) -> set[str]:
    return {native(workspace, item).partition("-")[0] for item in answer.items}


@pytest.mark.parametrize(
    ("question", "story"),
    [
        ("Will the harbour road stay closed?", "road"),
        ("هل سيبقى طريق الميناء مغلقا؟", "road"),
        ("Останется ли дорога к порту закрытой?", "road"),
        ("برداشت گندم چقدر خواهد بود؟", "wheat"),
    ],
)
def test_a_question_in_any_language_is_answered_first_by_posts_about_it(
    workspace: Workspace, question: str, story: str
) -> None:
    answer = workspace.ask(question)
    assert native(workspace, answer.items[0]).startswith(story)
    assert [item.number for item in answer.items] == list(range(1, len(answer.items) + 1))
    assert [i.score for i in answer.items] == sorted((i.score for i in answer.items), reverse=True)


def test_posts_in_other_languages_go_along(workspace: Workspace) -> None:
    answer = workspace.ask("Will the harbour road stay closed?")
    assert {"en", "ru"} <= {item.language for item in answer.items}


def test_what_is_quoted_stands_in_the_stored_text_and_rests_on_a_sealed_capture(
    workspace: Workspace,
) -> None:
    answer = workspace.ask("Will the harbour road stay closed?")
    assert answer.items
    for item in answer.items:
        version = workspace.read.version(item.version_id)
        assert item.original == " […] ".join(span.of(version.text) for span in item.spans)
        assert item.passage.overlap(item.spans[0])
        capture = workspace.read.capture(version.capture_id)
        seal = item.seal
        assert (seal.sha256, seal.seq, seal.capture_id) == (capture.sha256, capture.seq, capture.id)
        assert item.post_id == version.post_id
        assert item.why


def test_a_near_copy_is_told_once_and_counts_as_a_post_but_no_origin(workspace: Workspace) -> None:
    answer = workspace.ask("Will the harbour road stay closed?")
    copied = [item for item in answer.items if item.copies]
    assert copied
    assert {item.url for item in copied} == {"https://desk.example/road-en"}
    assert {c.url for item in copied for c in item.copies} == {"https://wire.example/copy"}
    assert len({item.original for item in answer.items}) == len(answer.items)
    shown = {item.post_id for item in answer.items} | {c.post_id for i in copied for c in i.copies}
    assert (answer.posts, answer.origins) == (len(shown), len(shown) - 1)


def test_statements_are_told_with_speaker_and_act(workspace: Workspace) -> None:
    answer = workspace.ask("What did Karim Dolan say about the harbour road?")
    said = [item for item in answer.items if item.speaker and "Dolan" in item.speaker.name]
    assert said
    assert said[0].statement_id
    assert said[0].act is not None
    assert said[0].said.day == "2026-03-03"


def test_an_act_that_the_question_names_is_told_as_a_reason(workspace: Workspace) -> None:
    answer = workspace.ask("Who announced that the harbour road will stay closed?")
    assert answer.question.act is Act.ANNOUNCEMENT
    for item in answer.items:
        assert (Why.ACT in item.why) == (item.act is Act.ANNOUNCEMENT)


def test_where_nothing_is_near_it_says_so_and_where_the_bound_is_from(workspace: Workspace) -> None:
    answer = workspace.ask("Which vaccine works against malaria?")
    assert answer.items == ()
    assert (answer.posts, answer.origins) == (0, 0)
    assert answer.note.startswith("Nothing found that answers")
    assert f"{answer.least:g}" in answer.note
    assert "exercise" in answer.note


def test_a_period_leaves_out_all_other_days(workspace: Workspace) -> None:
    question = "Will the harbour road stay closed?"
    whole = workspace.ask(question)
    assert len({item.published.day for item in whole.items}) > 1
    one = workspace.ask("هل سيبقى طريق الميناء مغلقا؟", day_from="2026-03-04", day_to="2026-03-04")
    assert {item.published.day for item in one.items} == {"2026-03-04"}
    late = workspace.ask(question, day_from="2026-03-05")
    assert late.items
    assert {item.published.day for item in late.items} <= {"2026-03-05", "2026-03-06"}
    assert workspace.ask(question, day_to="2026-03-01").items == ()


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "20260301", "2026-3-1"])
def test_what_is_no_day_is_refused(workspace: Workspace, day: str) -> None:
    with pytest.raises(QueryError, match="not made of days") as caught:
        workspace.ask("road", day_from=day)
    assert "2026-03-01" in caught.value.hint


def test_the_limit_holds(workspace: Workspace) -> None:
    assert len(workspace.ask("Will the harbour road stay closed?", 1).items) == 1


def test_a_text_that_speaks_to_a_machine_is_a_quotation_and_marked(workspace: Workspace) -> None:
    answer = workspace.ask("Who keeps the harbour road closed?")
    (item,) = (i for i in answer.items if native(workspace, i) == "road-order")
    text = workspace.read.version(item.version_id).text
    assert [span.of(text) for span in item.addressed] == [ORDER]
    assert all(not i.addressed for i in answer.items if i is not item)


def test_a_rejected_statement_answers_nothing(workspace: Workspace) -> None:
    question = "What did Karim Dolan say about the harbour road?"
    first = next(item for item in workspace.ask(question).items if item.statement_id)
    assert first.statement_id
    workspace.judge_mark(first.post_id, first.statement_id, Verdict.REJECT, by="mira")
    try:
        left = workspace.ask(question).items
        assert (first.post_id, first.statement_id) not in {
            (i.post_id, i.statement_id) for i in left
        }
    finally:
        workspace.undo_mark(first.post_id, first.statement_id, by="mira")


def test_without_a_server_nothing_is_written(workspace: Workspace) -> None:
    with pytest.raises(UnavailableError, match="ask --write") as caught:
        workspace.ask("Will the harbour road stay closed?", write=True)
    assert "models.endpoint" in caught.value.hint


HOSTILE = (
    "",
    " ?! ",
    '"',
    "NEAR(road AND (",
    'said:"x" OR -road*',
    "before:yesterday by:nothing (",
    "road'; DROP TABLE posts; --",
    "\u202eroad\u2066 \x00 \ud800".encode("utf-8", "replace").decode(),
    "ظ" * 5000,
    "road " * 5000,
)


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_a_question_is_words_and_never_a_query(workspace: Workspace, question: str) -> None:
    answer = workspace.ask(question, 3)
    assert len(answer.items) <= 3
    assert workspace.counts()["posts"] == len(POSTS) + 1


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_any_text_may_be_asked(workspace: Workspace, question: str) -> None:
    for item in workspace.ask(question, 5).items:
        text = workspace.read.version(item.version_id).text
        assert all(0 <= span.start < span.end <= len(text) for span in item.spans)


def test_before_the_first_run_it_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("unread")
    with Workspace.create(folder / "empty") as empty:
        assert empty.ask("Will the road stay closed?").items == ()
    from tests.pipeline.conftest import DOCUMENTS, documents_source, write_documents

    with Workspace.create(folder / "unread") as unread:
        unread.add_source(documents_source(write_documents(folder / "d.jsonl", DOCUMENTS)))
        unread.ingest()
        with pytest.raises(WorkspaceError, match="not yet read"):
            unread.ask("Will the road stay closed?")
