"""Decisions about entities through a workspace: what they change, and that undo restores it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.api.decided import Ticking, fact

from marsad.api import EntityView, StatementFilter, Workspace
from marsad.errors import DecisionError, NotFoundError
from marsad.model import Dataset, Entity, EntityKind, Name, Role, Verdict

UN = Dataset("un-sc", "Security Council list", "un", authority=True)
DESK = Dataset("desk", "Desk's own list", "ftm")
HERON = Entity(
    "org-heron", EntityKind.ORGANIZATION, (Name("Heron Brigades", "en", canonical=True),)
)
DOLAN = Entity(
    "per-dolan",
    EntityKind.PERSON,
    (Name("Karim Dolan", "en", canonical=True),),
    (Role("interior minister", "org-heron", "2024-01-01"),),
    background="Minister of the interior.",
)
DAWLAN = Entity("un-900", EntityKind.PERSON, (Name("كريم دولان", "ar", canonical=True),))
POSTS = (
    '{"id": "d1", "url": "https://desk.example/1", "published": "2026-03-03T10:00:00Z", '
    '"text": "Interior Minister Karim Dolan said on Tuesday that the road will stay closed."}\n'
    '{"id": "d2", "url": "https://desk.example/2", "published": "2026-03-03T11:00:00Z", '
    '"text": "قال كريم دولان إن الطريق سيبقى مغلقًا."}\n'
)


BORN = fact("per-dolan", "birthDate", "1971", "desk")
LISTED = fact("un-900", "name", "كريم دولان", "un-sc")
MEMBER = fact("m-1", "member", "un-900", "un-sc", schema="Membership", refers=True)
OF = fact("m-1", "organization", "org-heron", "un-sc", schema="Membership", refers=True)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    from marsad.model import Source

    Workspace.create(tmp_path / "workspace").close()
    path = tmp_path / "documents.jsonl"
    path.write_text(POSTS, encoding="utf-8")
    with Workspace.open(tmp_path / "workspace", clock=Ticking()) as opened:
        opened.add_entities([HERON, DOLAN, DAWLAN])
        with opened.store.write() as writer:
            for dataset in (UN, DESK):
                writer.put_dataset(dataset)
            writer.put_facts([BORN, LISTED, MEMBER, OF])
        opened.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        opened.ingest()
        yield opened


def without_history(view: EntityView) -> EntityView:
    return replace(view, judgements=())


def both(workspace: Workspace) -> tuple[EntityView, ...]:
    return tuple(without_history(workspace.entity(key)) for key in ("per-dolan", "un-900"))


def linked(workspace: Workspace) -> list[tuple[str | None, ...]]:
    """Return to which entities names and speakers are linked, post by post."""
    views = sorted(workspace.posts(), key=lambda view: view.post.id)
    return [
        (
            *(mention.entity_id for mention in view.mentions),
            *(statement.speaker.entity_id for statement in view.statements),
        )
        for view in views
    ]


# ---------------------------------------------------------------- reading


def test_an_entity_comes_with_its_facts_and_what_joins_it(workspace: Workspace) -> None:
    view = workspace.entity("un-900")
    assert view.entity == DAWLAN
    assert view.merged == ("un-900",)
    assert view.facts == (LISTED,)
    assert view.joined == {"m-1": (MEMBER, OF)}
    assert view.datasets == {"un-sc": UN}


def test_an_entity_without_facts_has_its_names_and_roles(workspace: Workspace) -> None:
    view = workspace.entity("org-heron")
    assert view.entity == HERON
    assert view.facts == ()


def test_an_entity_that_only_facts_tell_of_is_found(workspace: Workspace) -> None:
    told = [fact("x-1", "name", "Sea Wolves", "desk", schema="Organization")]
    with workspace.store.write() as writer:
        writer.put_facts(told)
    view = workspace.entity("x-1")
    assert view.entity.kind is EntityKind.ORGANIZATION
    assert view.entity.name() == "Sea Wolves"


@pytest.mark.parametrize("key", ["nobody", "m-1", "", "'; DROP TABLE facts; --", "\u202e"])
def test_what_is_no_entity_is_not_found(workspace: Workspace, key: str) -> None:
    with pytest.raises(NotFoundError):
        workspace.entity(key)


def test_entities_are_found_by_any_name_whole_names_first(workspace: Workspace) -> None:
    longer = Entity("per-2", EntityKind.PERSON, (Name("Karim Dolan Senior", "en"),))
    workspace.add_entities([longer])
    assert [e.id for e in workspace.entities_called("karim dolan")] == ["per-dolan", "per-2"]
    assert [e.id for e in workspace.entities_called("dolan", limit=1, offset=1)] == ["per-2"]
    assert workspace.entities_called("dolan", EntityKind.ORGANIZATION) == ()
    assert workspace.entities_called('" OR 1=1 --') == ()
    assert workspace.entities_called("  ") == ()


def test_a_name_in_another_spelling_is_found_where_none_is_spelled_so(
    workspace: Workspace,
) -> None:
    assert "per-dolan" in [e.id for e in workspace.entities_called("Kareem Dolaan")]


# ---------------------------------------------------------------- merging


def test_a_merge_keeps_both_sides_sources_and_undo_restores_exactly(workspace: Workspace) -> None:
    before = both(workspace)
    merged = workspace.merge("un-900", "per-dolan", by="Dana", reason="same man")
    view = workspace.entity("un-900")
    assert view == workspace.entity("per-dolan")
    assert view.merged == ("per-dolan", "un-900")
    assert {(f.entity_id, f.dataset) for f in view.facts} == {
        ("per-dolan", "desk"),
        ("un-900", "un-sc"),
    }
    assert view.joined == {"m-1": (MEMBER, OF)}
    assert set(view.datasets) == {"desk", "un-sc"}
    assert {name.text for name in view.entity.names} == {"Karim Dolan", "كريم دولان"}
    workspace.undo(merged.id, by="Noor")
    assert both(workspace) == before


def test_links_follow_a_merge_with_the_next_run_and_its_undoing_restores_them(
    workspace: Workspace,
) -> None:
    workspace.run()
    before = linked(workspace)
    assert "un-900" in before[0] + before[1]
    merged = workspace.merge("un-900", "per-dolan", by="Dana")
    workspace.run()
    assert "un-900" not in linked(workspace)[0] + linked(workspace)[1]
    workspace.undo(merged.id, by="Dana")
    workspace.run()
    assert linked(workspace) == before


def test_statements_are_found_at_once_under_either_id(workspace: Workspace) -> None:
    workspace.run()
    said = [workspace.statements(StatementFilter(entity_id=k)) for k in ("per-dolan", "un-900")]
    assert [len(each) for each in said] == [1, 1]
    workspace.merge("un-900", "per-dolan", by="Dana")
    for key in ("per-dolan", "un-900"):
        query = StatementFilter(entity_id=key)
        found = {view.statement.id for view in workspace.statements(query)}
        assert found == {view.statement.id for each in said for view in each}
        assert workspace.count_statements(query) == 2
    assert workspace.entities()["un-900"].name() == "Karim Dolan"


def test_what_is_one_already_cannot_be_merged_again(workspace: Workspace) -> None:
    workspace.merge("un-900", "per-dolan", by="Dana")
    with pytest.raises(DecisionError, match="one already"):
        workspace.merge("per-dolan", "un-900", by="Dana")
    with pytest.raises(NotFoundError):
        workspace.merge("per-dolan", "nobody", by="Dana")


def test_a_split_ends_a_merge_and_a_later_merge_ends_the_split(workspace: Workspace) -> None:
    before = both(workspace)
    workspace.merge("un-900", "per-dolan", by="Dana")
    workspace.split("un-900", "per-dolan", by="Noor", reason="two men")
    assert both(workspace) == before
    assert [d.judgements[-1].by for d in workspace.disagreements()] == ["Noor"]
    workspace.merge("un-900", "per-dolan", by="Noor")
    assert workspace.entity("un-900").merged == ("per-dolan", "un-900")
    assert workspace.disagreements() == ()


def test_a_merge_that_would_join_what_is_held_apart_is_refused(workspace: Workspace) -> None:
    third = Entity("per-3", EntityKind.PERSON, (Name("K. Dolan", "en"),))
    workspace.add_entities([third])
    workspace.merge("un-900", "per-dolan", by="Dana")
    held = workspace.split("per-3", "un-900", by="Noor")
    with pytest.raises(DecisionError, match="Noor") as refused:
        workspace.merge("per-3", "per-dolan", by="Dana")
    assert held.id in refused.value.hint


# ---------------------------------------------------------------- one entity


def test_a_renamed_entity_is_printed_so_and_linked_by_its_old_name(workspace: Workspace) -> None:
    workspace.rename("per-dolan", "  Karim \n H. Dolan ", "en", by="Dana")
    assert workspace.entities()["per-dolan"].name() == "Karim H. Dolan"
    assert [e.id for e in workspace.entities_called("Karim H. Dolan")] == ["per-dolan"]
    workspace.run()
    assert any("per-dolan" in each for each in linked(workspace))
    with pytest.raises(DecisionError):
        workspace.rename("per-dolan", " ", "en", by="Dana")


def test_a_retired_entity_is_linked_no_more_until_that_is_undone(workspace: Workspace) -> None:
    workspace.run()
    before = linked(workspace)
    retired = workspace.retire("per-dolan", by="Dana", reason="no public figure")
    assert workspace.entity("per-dolan").retired
    workspace.run()
    assert not any("per-dolan" in each for each in linked(workspace))
    workspace.undo(retired.id, by="Dana")
    workspace.run()
    assert linked(workspace) == before
    assert not workspace.entity("per-dolan").retired


def test_a_dispute_tells_who_and_why(workspace: Workspace) -> None:
    made = workspace.dispute("per-dolan", by="Noor", reason="born in 1969", fact_id=BORN.id)
    assert workspace.entity("per-dolan").disputed == ("Noor: born in 1969",)
    workspace.undo(made.id, by="Noor")
    assert workspace.entity("per-dolan").disputed == ()
    with pytest.raises(NotFoundError):
        workspace.dispute("per-dolan", by="Noor", reason="wrong", fact_id="f_unknown")


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_grave_decisions_need_a_reason(workspace: Workspace, reason: str) -> None:
    with pytest.raises(DecisionError):
        workspace.retire("per-dolan", by="Dana", reason=reason)
    with pytest.raises(DecisionError):
        workspace.dispute("per-dolan", by="Dana", reason=reason)
    with pytest.raises(DecisionError):
        workspace.make_entity("Some Body", EntityKind.PERSON, by="Dana", reason=reason)
    assert workspace.judgements() == ()
    assert workspace.entities_called("Some Body") == ()


# ---------------------------------------------------------------- making


def test_a_person_is_made_an_entity_of_a_mention_with_the_reason(workspace: Workspace) -> None:
    text = "Spokesman Tamir Vosk said that talks go on."
    path = workspace.layout.root.parent / "more.jsonl"
    path.write_text(f'{{"id": "d9", "url": "https://desk.example/9", "text": "{text}"}}\n', "utf-8")
    from marsad.model import Source

    workspace.add_source(Source("more", "documents", str(path), "More", local=True))
    workspace.ingest()
    workspace.run()
    view = next(v for v in workspace.posts() if v.version.text == text)
    mention = next(m for m in view.mentions if m.kind == "Person")
    assert mention.entity_id is None
    made = workspace.make_entity(
        "",
        EntityKind.PERSON,
        by="Dana",
        reason="spokesman of a party to the talks",
        role="spokesman",
        organisation_id="org-heron",
        mention=(view.post.id, mention.id),
    )
    assert "Vosk" in made.name()
    found = workspace.entity(made.id)
    assert "spokesman of a party to the talks" in found.entity.provenance
    assert {f.prop: (f.by, f.version_id, f.span) for f in found.facts} == {
        "name": ("Dana", view.version.id, mention.span),
        "position": ("Dana", view.version.id, mention.span),
    }
    assert [j.reason for j in found.judgements] == ["spokesman of a party to the talks"]
    workspace.run()
    again = workspace.post(view.post.id)
    assert made.id in [m.entity_id for m in again.mentions]


# ---------------------------------------------------------------- taking back, suggestions


def test_a_judgement_is_taken_back_once(workspace: Workspace) -> None:
    made = workspace.merge("un-900", "per-dolan", by="Dana")
    undone = workspace.undo(made.id, by="Dana")
    with pytest.raises(DecisionError, match="before"):
        workspace.undo(made.id, by="Dana")
    workspace.undo(undone.id, by="Dana")
    assert workspace.entity("un-900").merged == ("per-dolan", "un-900")
    assert [j.verdict for j in workspace.history("un-900")] == [
        Verdict.SAME,
        Verdict.UNDECIDED,
        Verdict.UNDECIDED,
    ]
    with pytest.raises(NotFoundError):
        workspace.undo("j_unknown", by="Dana")


def test_one_name_in_two_scripts_is_suggested_until_somebody_decides(
    workspace: Workspace,
) -> None:
    (found,) = workspace.may_be_same("un-900")
    assert (found.one.id, found.other.id) == ("un-900", "per-dolan")
    assert "two spellings" in found.reasons[0]
    assert 0 < found.score < 1
    held = workspace.split("un-900", "per-dolan", by="Dana")
    assert workspace.may_be_same() == ()
    workspace.undo(held.id, by="Dana")
    assert len(workspace.may_be_same()) == 1


def test_who_is_held_apart_is_not_suggested_by_an_older_note(workspace: Workspace) -> None:
    third = Entity("per-4", EntityKind.PERSON, (Name("Abu Salim", "en"),))
    workspace.add_entities([third])
    workspace.suggest_same("per-4", "per-dolan", by="Noor", reason="same voice on the tape")
    workspace.merge("un-900", "per-dolan", by="Dana")
    assert workspace.may_be_same("per-4")
    workspace.split("per-4", "un-900", by="Dana", reason="seen side by side")
    assert workspace.may_be_same("per-4") == ()


def test_what_contradicts_lowers_a_suggestion_and_is_told(workspace: Workspace) -> None:
    (before,) = workspace.may_be_same()
    with workspace.store.write() as writer:
        writer.put_facts([fact("un-900", "birthDate", "1953-04-01", "un-sc")])
    (after,) = workspace.may_be_same()
    assert after.score < before.score
    assert "1953" in after.against[0]
    with workspace.store.write() as writer:
        writer.put_facts([fact("per-dolan", "birthDate", "1953", "un-sc")])
    (agreed,) = workspace.may_be_same()
    assert agreed.score > before.score
    assert agreed.against == ()


def test_a_persons_note_comes_first_with_its_reason(workspace: Workspace) -> None:
    other = Entity("per-4", EntityKind.PERSON, (Name("Abu Salim", "en"),))
    workspace.add_entities([other])
    workspace.suggest_same("per-4", "per-dolan", by="Noor", reason="same voice on the tape")
    first, *_ = workspace.may_be_same()
    assert {first.one.id, first.other.id} == {"per-4", "per-dolan"}
    assert "Noor" in first.reasons[0]
    assert "same voice on the tape" in first.reasons[0]
