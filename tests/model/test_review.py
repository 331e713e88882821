"""Readers' decisions over what was found: the newest wins, and undo is exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Act, Basis, Judgement, Mention, Span, Speaker, Statement, Verdict
from marsad.model.review import (
    added_id,
    correction,
    mark_id,
    review,
    seen,
    standing,
    subject,
    target_of,
    undoing,
    version_of,
)

VERSION = "v_1"
START = datetime(2026, 3, 1, tzinfo=UTC)


def mention(start: int, end: int, kind: str = "Person") -> Mention:
    return Mention(f"m_{start}_{end}_{kind}", VERSION, Span(start, end), kind, "e", 0.6, "rules/1")


def statement(start: int, end: int, act: Act = Act.THREAT) -> Statement:
    speaker = Speaker("X", Basis.NAMED, Span(0, 1))
    return Statement(f"s_{start}_{end}", VERSION, speaker, (Span(start, end),), act, recipe="en/x")


class Desk:
    """Makes judgements one after another."""

    def __init__(self) -> None:
        self.made: list[Judgement] = []

    def judge(self, mark: str, verdict: Verdict, value: str | None = None) -> Judgement:
        number = len(self.made)
        at = START + timedelta(minutes=number)
        about = subject(VERSION, mark)
        self.made.append(Judgement(f"j{number}", about, verdict, "Dana", at, value=value))
        return self.made[-1]

    def undo(self, judgement: Judgement) -> None:
        self.judge(mark_id(judgement.subject), Verdict.UNDECIDED, undoing(judgement))


def test_a_rejected_mention_is_gone_and_comes_back_as_it_was() -> None:
    desk, found = Desk(), (mention(0, 4), mention(10, 14, "Place"))
    made = desk.judge(found[0].id, Verdict.REJECT, seen(found[0]))
    after = review(found, (), desk.made)
    assert (after.mentions, after.rejected) == (found[1:], found[:1])
    assert after.judged[found[0].id] == made
    desk.undo(made)
    assert review(found, (), desk.made).mentions == found


def test_undo_takes_back_the_last_correction_only() -> None:
    desk, found = Desk(), statement(5, 20)
    for act in (Act.WARNING, Act.DENIAL):
        desk.judge(found.id, Verdict.CORRECT, correction(found, replace(found, act=act)))
    assert review((), (found,), desk.made).statements[0].act is Act.DENIAL
    desk.undo(desk.made[1])
    assert review((), (found,), desk.made).statements[0].act is Act.WARNING
    desk.undo(desk.made[0])
    assert review((), (found,), desk.made).statements == (found,)


def test_an_undo_that_names_nothing_takes_back_all() -> None:
    desk = Desk()
    desk.judge("s_1", Verdict.ACCEPT)
    desk.judge("s_1", Verdict.REJECT)
    desk.judge("s_1", Verdict.UNDECIDED)
    assert standing(desk.made) is None


def test_a_correction_says_that_a_reader_made_it_and_what_was_there() -> None:
    desk, found = Desk(), mention(0, 4)
    now = replace(found, span=Span(0, 9), kind="Organization")
    desk.judge(found.id, Verdict.CORRECT, correction(found, now))
    (told,) = review((found,), (), desk.made).mentions
    assert (told.id, told.span, told.kind) == (found.id, Span(0, 9), "Organization")
    assert told.recipe == "person/1: corrected; found by rules/1"


def test_a_decision_follows_its_mark_when_another_model_moves_it() -> None:
    desk, old = Desk(), statement(5, 20)
    made = desk.judge(old.id, Verdict.REJECT, seen(old))
    moved = statement(6, 22)
    after = review((), (moved, statement(40, 60)), desk.made)
    assert after.judged == {moved.id: made}
    assert after.lost == ()


def test_what_was_accepted_stays_as_it_was_read() -> None:
    desk, old = Desk(), statement(5, 20)
    desk.judge(old.id, Verdict.ACCEPT, seen(old))
    (moved,) = review((), (statement(6, 22, Act.PRAISE),), desk.made).statements
    assert (moved.content, moved.act) == (old.content, old.act)
    assert moved.recipe == "person/1: accepted; found by en/x"
    gone = review((), (), desk.made)
    assert [s.content for s in gone.statements] == [old.content]
    assert len(gone.lost) == 1


def test_a_rejection_of_what_is_no_longer_found_is_kept() -> None:
    desk, old = Desk(), mention(0, 8)
    made = desk.judge(old.id, Verdict.REJECT, seen(old))
    after = review((mention(0, 8, "Place"), mention(30, 38)), (), desk.made)
    assert after.lost == (made,)  # what was no person may well be a place
    assert len(after.mentions) == 2


def test_an_accepted_mark_keeps_the_entity_of_today() -> None:
    desk, old = Desk(), mention(0, 8)
    desk.judge(old.id, Verdict.ACCEPT, seen(old))
    merged = replace(old, entity_id="e2")
    assert review((merged,), (), desk.made).mentions == (merged,)


def test_an_added_mark_gives_way_to_no_other() -> None:
    desk = Desk()
    added = replace(mention(10, 20, "Organization"), id="")
    added = replace(added, id=added_id(added))
    desk.judge(added.id, Verdict.CORRECT, correction(None, added))
    after = review((mention(0, 4), mention(18, 30)), (), desk.made)
    assert [m.span for m in after.mentions] == [Span(0, 4), Span(10, 20)]
    assert after.mentions[1].recipe == "person/1: added"
    found_later = review((mention(0, 4), mention(10, 20, "Organization")), (), desk.made)
    assert len(found_later.mentions) == 2
    assert found_later.lost == ()


def test_earlier_judgements_name_a_bare_statement() -> None:
    found = statement(5, 20)
    made = Judgement("j", found.id, Verdict.REJECT, "Dana", START)
    assert review((), (found,), [made]).judged == {found.id: made}


def test_subjects_name_version_and_mark() -> None:
    assert version_of(subject("v_1", "m_2")) == "v_1"
    assert mark_id(subject("v_1", "m_2")) == "m_2"
    assert [version_of(s) for s in ("s_1", "name:v_1/m", "a/b", "v_1/x")] == [None] * 4


def test_a_target_keeps_its_place() -> None:
    desk, found = Desk(), statement(5, 20)
    desk.judge(found.id, Verdict.CORRECT, correction(found, found, Span(7, 9)))
    assert target_of(desk.made[0]) == Span(7, 9)


STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["accept", "reject", "correct", "undo"])),
    max_size=14,
)


@given(STEPS)
@settings(deadline=None)
def test_undoing_every_decision_restores_what_was_found(steps: list[tuple[int, str]]) -> None:
    """Promise 5."""
    found = (mention(0, 4), mention(6, 9, "Place"), mention(9, 12, "Date"))
    said = (statement(0, 12), statement(12, 30))
    marks = (*found[:2], *said)
    desk = Desk()
    for which, step in steps:
        mark = marks[which]
        stands = review(found, said, desk.made).judged.get(mark.id)
        if step == "correct":
            wider = (
                replace(mark, span=Span(mark.span.start, mark.span.end + 2))
                if isinstance(mark, Mention)
                else replace(mark, act=Act.PRAISE)
            )
            desk.judge(mark.id, Verdict.CORRECT, correction(mark, wider))
        elif step != "undo":
            desk.judge(mark.id, Verdict(step), seen(mark))
        elif stands:
            desk.undo(stands)
    while stands_still := review(found, said, desk.made).judged:
        desk.undo(next(iter(stands_still.values())))
    after = review(found, said, desk.made)
    assert (after.mentions, after.statements, after.lost) == (found, said, ())
