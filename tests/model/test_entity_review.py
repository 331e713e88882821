"""Who stands for whom after people's decisions, and that each can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Entity, EntityKind, Judgement, Name, Role, Verdict
from marsad.model.entity_review import (
    EntityReview,
    disputed_fact,
    disputing,
    entity_review,
    linkable,
    renaming,
    settled,
    stood,
    taken_back,
)
from marsad.model.review import undoing

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
IDS = ("a", "b", "c", "d")


class Desk:
    """Makes judgements one after the other."""

    def __init__(self) -> None:
        self.made: list[Judgement] = []

    def judge(
        self,
        subject: str,
        verdict: Verdict,
        other: str | None = None,
        *,
        by: str = "Dana",
        value: str | None = None,
        reason: str = "",
    ) -> Judgement:
        number = len(self.made)
        at = NOON + timedelta(minutes=number)
        judgement = Judgement(f"j{number}", subject, verdict, by, at, other, value, reason)
        self.made.append(judgement)
        return judgement

    def undo(self, judgement: Judgement) -> Judgement:
        value = undoing(judgement)
        return self.judge(judgement.subject, Verdict.UNDECIDED, judgement.object, value=value)

    @property
    def review(self) -> EntityReview:
        return entity_review(self.made)


def entity(key: str, *names: Name, roles: tuple[Role, ...] = ()) -> Entity:
    return Entity(key, EntityKind.PERSON, names, roles, provenance=f"list of {key}")


# ---------------------------------------------------------------- merging


def test_the_object_stands_for_the_subject_through_any_chain() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "b")
    desk.judge("b", Verdict.SAME, "c")
    assert desk.review.group("a") == desk.review.group("c") == ("c", "b", "a")
    assert desk.review.chosen("d") == "d"


def test_a_circle_of_merges_is_one_group() -> None:
    desk = Desk()
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        desk.judge(one, Verdict.SAME, other)
    assert set(desk.review.group("b")) == {"a", "b", "c"}


def test_the_newest_decision_on_a_pair_wins_whichever_way_round() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "b")
    desk.judge("b", Verdict.NOT_SAME, "a")
    assert desk.review.group("a") == ("a",)
    assert desk.review.is_apart("a", "b")
    desk.judge("b", Verdict.SAME, "a")
    assert desk.review.group("b") == ("a", "b")
    assert not desk.review.is_apart("a", "b")


def test_of_two_decisions_at_one_moment_the_later_made_wins() -> None:
    same = Judgement("j1", "a", Verdict.SAME, "Dana", NOON, "b")
    apart = Judgement("j2", "a", Verdict.NOT_SAME, "Dana", NOON, "b")
    assert entity_review([same, apart]).group("a") == ("a",)
    assert entity_review([apart, same]).group("a") == ("b", "a")


def test_what_is_held_apart_is_not_joined_through_a_third() -> None:
    desk = Desk()
    first = desk.judge("a", Verdict.SAME, "b")
    second = desk.judge("c", Verdict.SAME, "b")
    desk.judge("a", Verdict.NOT_SAME, "c")
    assert desk.review.group("a") == ("b", "a")
    assert desk.review.group("c") == ("c",)
    assert desk.review.barred == (second,)
    desk.undo(first)
    assert desk.review.group("c") == ("b", "c")
    assert not desk.review.barred


def test_an_undecided_that_names_none_takes_back_all_on_its_pair() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "b")
    desk.judge("b", Verdict.UNDECIDED, "a")
    assert desk.review == entity_review([])


def test_a_name_means_what_was_decided_last() -> None:
    desk = Desk()
    for other in ("a", "b", "a"):
        desk.judge("name:the grey birds", Verdict.SAME, other)
    assert desk.review.meant == {"name:the grey birds": "a"}
    assert desk.review.groups == {}


def test_may_be_the_same_is_no_merge() -> None:
    desk = Desk()
    noted = desk.judge("b", Verdict.MAYBE_SAME, "a")
    assert desk.review.maybe == {("a", "b"): noted}
    assert desk.review.group("a") == ("a",)
    desk.judge("a", Verdict.NOT_SAME, "b")
    assert desk.review.maybe == {}


# ---------------------------------------------------------------- one entity


def test_names_given_come_first_and_none_is_lost() -> None:
    desk = Desk()
    desk.judge("a", Verdict.RENAME, value=renaming("Karim Dolan", "en"))
    desk.judge("a", Verdict.RENAME, value=renaming("Karim H. Dolan", "en"))
    held = entity("a", Name("Kareem Dolan", "en", canonical=True), Name("كريم دولان", "ar"))
    (found,) = linkable([held], desk.review)
    assert found.name("en") == "Karim H. Dolan"
    assert set(found.names[1:]) == {Name("Kareem Dolan", "en"), Name("كريم دولان", "ar")}


def test_a_merged_entity_keeps_its_printed_names_and_gains_the_rest() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "b")
    role = Role("minister", "org-1", "2020-01-01")
    one = entity("a", Name("K. Dolan", "en", canonical=True), Name("كريم", "ar"), roles=(role,))
    other = entity("b", Name("Karim Dolan", "en", canonical=True))
    found = stood([one, other], desk.review)
    assert found["a"] == found["b"]
    assert found["a"].id == "b"
    assert found["a"].name("en") == "Karim Dolan"
    assert found["a"].name("ar") == "كريم"
    assert found["a"].roles == (role,)
    assert found["a"].provenance == "list of b; list of a"


def test_a_merge_into_what_is_not_known_here_leaves_the_known_one() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "elsewhere")
    held = entity("a", Name("Karim Dolan", "en"))
    assert stood([held], desk.review) == {"a": held}


def test_a_retired_entity_is_not_linked_with_all_that_it_stands_for() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "b")
    retired = desk.judge("b", Verdict.RETIRE, reason="never existed")
    held = [entity("a", Name("A", "en")), entity("b", Name("B", "en")), entity("c")]
    assert [e.id for e in linkable(held, desk.review)] == ["c"]
    desk.undo(retired)
    assert [e.id for e in linkable(held, desk.review)] == ["a", "b", "c"]


def test_all_disputes_stand_side_by_side() -> None:
    desk = Desk()
    one = desk.judge("a", Verdict.DISPUTE, by="Dana", reason="another man")
    other = desk.judge("a", Verdict.DISPUTE, by="Noor", value=disputing("f_1"))
    assert desk.review.disputed == {"a": (one, other)}
    assert (disputed_fact(one), disputed_fact(other)) == (None, "f_1")
    desk.undo(one)
    assert desk.review.disputed == {"a": (other,)}


# ---------------------------------------------------------------- disagreement


def test_two_people_who_decide_differently_on_a_pair_are_seen() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "b", by="Dana")
    apart = desk.judge("b", Verdict.NOT_SAME, "a", by="Noor")
    again = desk.judge("a", Verdict.SAME, "b", by="Dana")
    [found] = desk.review.disagreements
    assert found.judgements == (apart, again)
    assert {found.subject, found.object} == {"a", "b"}
    desk.undo(apart)
    assert desk.review.disagreements == ()


def test_two_people_who_decide_alike_disagree_about_nothing() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "b", by="Dana")
    desk.judge("b", Verdict.SAME, "a", by="Noor")
    assert desk.review.disagreements == ()


def test_one_person_who_changes_their_mind_disagrees_with_nobody() -> None:
    desk = Desk()
    desk.judge("a", Verdict.SAME, "b")
    desk.judge("a", Verdict.NOT_SAME, "b")
    assert desk.review.disagreements == ()


def test_two_names_for_one_language_by_two_people_are_seen() -> None:
    desk = Desk()
    desk.judge("a", Verdict.RENAME, by="Dana", value=renaming("Karim", "en"))
    desk.judge("a", Verdict.RENAME, by="Noor", value=renaming("كريم", "ar"))
    assert not desk.review.disagreements
    desk.judge("a", Verdict.RENAME, by="Noor", value=renaming("Kareem", "en"))
    (found,) = desk.review.disagreements
    assert (found.subject, found.object) == ("a", None)
    assert [j.by for j in found.judgements] == ["Dana", "Noor"]


# ---------------------------------------------------------------- taking back

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(IDS),
        st.sampled_from(
            [
                Verdict.SAME,
                Verdict.NOT_SAME,
                Verdict.MAYBE_SAME,
                Verdict.RENAME,
                Verdict.RETIRE,
                Verdict.DISPUTE,
                Verdict.UNDECIDED,
            ]
        ),
        st.sampled_from(IDS),
        st.integers(0, 40),
        st.sampled_from(["Dana", "Noor"]),
    ),
    max_size=12,
)


def _make(desk: Desk, steps: Sequence[tuple[str, Verdict, str, int, str]]) -> None:
    """Decide at random; an UNDECIDED takes back any earlier judgement, be it one of its kind."""
    for subject, verdict, other, number, by in steps:
        if verdict is Verdict.UNDECIDED and desk.made:
            desk.undo(desk.made[number % len(desk.made)])
        elif verdict is Verdict.RENAME:
            desk.judge(subject, verdict, by=by, value=renaming(f"name {number}", "en"))
        elif verdict in (Verdict.RETIRE, Verdict.DISPUTE):
            desk.judge(subject, verdict, by=by)
        elif subject != other:
            desk.judge(subject, verdict, other, by=by)


@given(before=_STEPS, steps=_STEPS, data=st.data())
def test_taking_all_back_in_any_order_leaves_what_was(
    before: list[tuple[str, Verdict, str, int, str]],
    steps: list[tuple[str, Verdict, str, int, str]],
    data: st.DataObject,
) -> None:
    desk = Desk()
    _make(desk, before)
    initial, known = desk.review, len(desk.made)
    later = [step for step in steps if step[1] is not Verdict.UNDECIDED]
    _make(desk, later)
    for judgement in data.draw(st.permutations(desk.made[known:])):
        desk.undo(judgement)
    assert desk.review == initial
    assert desk.review.digest() == initial.digest()


@given(steps=_STEPS, data=st.data())
def test_all_that_was_ever_made_can_be_taken_back_even_what_takes_back(
    steps: list[tuple[str, Verdict, str, int, str]], data: st.DataObject
) -> None:
    desk = Desk()
    _make(desk, steps)
    for judgement in data.draw(st.permutations(list(desk.made))):
        desk.undo(judgement)
    assert desk.review == entity_review([])


@given(steps=_STEPS)
def test_taking_back_a_taking_back_restores(
    steps: list[tuple[str, Verdict, str, int, str]],
) -> None:
    desk = Desk()
    _make(desk, steps)
    if not desk.made:
        return
    initial = desk.review
    standing = settled(desk.made)
    if not standing:
        return
    undone = desk.undo(standing[0])
    assert standing[0].id in taken_back(desk.made)
    desk.undo(undone)
    assert desk.review == initial


@given(steps=_STEPS)
def test_groups_share_no_member_and_hold_no_two_that_are_held_apart(
    steps: list[tuple[str, Verdict, str, int, str]],
) -> None:
    desk = Desk()
    _make(desk, steps)
    review = desk.review
    for key in IDS:
        group = review.group(key)
        assert key in group
        assert all(review.group(member) == group for member in group)
        assert not any(a in group and b in group for a, b in review.apart)
