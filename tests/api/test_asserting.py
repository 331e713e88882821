"""Facts on an editor's word: what may be said, for which period, and how it is taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.api.decided import NOON, Ticking

from marsad.api import Asserted, Workspace
from marsad.errors import DecisionError, MarsadError, NotFoundError
from marsad.model import Dataset, Entity, EntityKind, Fact, Name, Source, Span

TEXT = "Karim Dolan, spokesman of the Heron Brigades, said that the road will stay closed."
UN = Dataset("un-sc", "Security Council list", "un", authority=True)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    Workspace.create(tmp_path / "workspace").close()
    with Workspace.open(tmp_path / "workspace", clock=Ticking()) as opened:
        opened.add_entities(
            [
                Entity("per-1", EntityKind.PERSON, (Name("Karim Dolan", "en"),)),
                Entity("org-1", EntityKind.ORGANIZATION, (Name("Heron Brigades", "en"),)),
                Entity("org-2", EntityKind.ORGANIZATION, (Name("Lantern Front", "en"),)),
            ]
        )
        yield opened


def with_post(workspace: Workspace) -> str:
    path = workspace.layout.root.parent / "documents.jsonl"
    path.write_text(f'{{"id": "d1", "url": "https://desk.example/1", "text": "{TEXT}"}}\n', "utf-8")
    workspace.add_source(Source("desk", "documents", str(path), "Desk", local=True))
    workspace.ingest()
    return workspace.posts()[0].post.id


def tell(workspace: Workspace, said: Asserted, entity: str = "per-1") -> Fact:
    return workspace.assert_fact(entity, said, by="Rana", reason="seen")


def held(workspace: Workspace, entity: str = "per-1") -> set[tuple[str, str | None, str | None]]:
    return {(f.value, f.since, f.until) for f in workspace.facts(entity)}


# ---------------------------------------------------------------- periods


def test_one_value_in_two_periods_is_two_facts(workspace: Workspace) -> None:
    tell(workspace, Asserted("position", "spokesman", since="2014", until="2016-03"))
    tell(workspace, Asserted("position", "spokesman", since="2020-05-01"))
    tell(workspace, Asserted("position", "spokesman"))
    assert held(workspace) == {
        ("spokesman", "2014", "2016-03"),
        ("spokesman", "2020-05-01", None),
        ("spokesman", None, None),
    }


def test_what_stands_is_not_recorded_twice_but_may_come_back(workspace: Workspace) -> None:
    said = Asserted("position", "spokesman", since="2014")
    first = tell(workspace, said)
    with pytest.raises(DecisionError, match="recorded before"):
        workspace.assert_fact("per-1", said, by="Omar", reason="I saw it too")
    assert [fact.by for fact in workspace.facts("per-1")] == ["Rana"]
    workspace.end_fact("per-1", first.id, by="Rana", reason="a slip")
    with pytest.raises(DecisionError, match="was ended"):
        workspace.end_fact("per-1", first.id, by="Rana", reason="a slip")
    tell(workspace, said)
    assert held(workspace) == {("spokesman", "2014", None)}


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("yesterday", None),
        ("2026-13", None),
        ("2026-02-30", None),
        (None, "03/05/2026"),
        (None, "2026-3"),
        ("0000", None),
        ("٢٠٢٦", None),
        ("2026", "2025"),
        ("2026-03-05", "2026-02"),
        ("2026-03", "2026-02-28"),
    ],
)
def test_days_that_are_none_or_the_wrong_way_round_are_refused(
    workspace: Workspace, since: str | None, until: str | None
) -> None:
    with pytest.raises(DecisionError):
        tell(workspace, Asserted("position", "spokesman", since=since, until=until))
    assert workspace.facts("per-1") == ()


@pytest.mark.parametrize(("since", "until"), [("2026", "2026-01"), ("2026-03-05", "2026")])
def test_days_that_may_be_in_order_are_kept(workspace: Workspace, since: str, until: str) -> None:
    tell(workspace, Asserted("position", "spokesman", since=since, until=until))
    assert held(workspace) == {("spokesman", since, until)}


# ---------------------------------------------------------------- values and places


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        ("phone", "+964 770 123 4567"),
        ("email", "karim@heron.example"),
        ("address", "7 Reed Lane, Arjuwan"),
        ("passportNumber", "A1234567"),
        ("religion", "reed"),
        ("ethnicity", "reed"),
        ("eyeColor", "brown"),
        ("motherName", "Sama"),
        ("position", "spokesman, +964 770 123 4567"),
        ("notes", "He lives in Arjuwan, near the market."),
        ("summary", "زوجته معلمة في المدرسة."),
        ("birthPlace", "7 Reed Street, Arjuwan"),
        ("country", "7 Reed Lane, Arjuwan"),
        ("gender", "tall, brown eyes"),
        ("keywords", "wife Layla, 7 Reed Street"),
        ("position", "spokesman, lives at the quay"),
        ("alias", "karim@heron.example"),
        ("alias", "+964 770 123 4567"),
        ("website", "https://maps.example/?q=36.3402,43.1302"),
    ],
)
def test_what_is_not_kept_of_persons_cannot_be_recorded(
    workspace: Workspace, prop: str, value: str
) -> None:
    with pytest.raises(DecisionError, match="not kept"):
        tell(workspace, Asserted(prop, value))
    assert workspace.facts("per-1") == ()


def test_what_may_be_a_person_is_treated_as_one(workspace: Workspace) -> None:
    fact = Fact("f_1", "x-1", "LegalEntity", "name", "Reed", "un-sc", NOON, NOON)
    with workspace.store.write() as writer:
        writer.put_dataset(UN)
        writer.put_facts([fact])
    with pytest.raises(DecisionError, match="not kept"):
        tell(workspace, Asserted("phone", "+964 770 123 4567"), "x-1")


def test_what_a_body_publishes_can_be_recorded(workspace: Workspace) -> None:
    tell(workspace, Asserted("phone", "+964 770 123 4567"), "org-1")
    tell(workspace, Asserted("country", "Iraq"), "org-1")
    tell(workspace, Asserted("parent", "lantern front"), "org-1")
    tell(workspace, Asserted("summary", "سازمان می\u200cگوید."), "org-1")
    with pytest.raises(DecisionError, match="not kept"):
        tell(workspace, Asserted("notes", "Its spokesman lives at 7 Reed Lane."), "org-1")
    told = {(f.prop, f.value, f.refers) for f in workspace.facts("org-1")}
    assert ("parent", "org-2", True) in told
    assert ("country", "iq", False) in told


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Asserted("birthDate", "in his youth"), DecisionError),
        (Asserted("sourceUrl", "javascript:alert(1)"), DecisionError),
        (Asserted("position", "half \ud800"), DecisionError),
        (Asserted("position", "minis\x1b[31mter"), DecisionError),
        (Asserted("position", "minister\u202e"), DecisionError),
        (Asserted("position", "mini\0ster"), DecisionError),
        (Asserted("position", "x" * 20_001), DecisionError),
        (Asserted("position", "spokesman", language="Persian"), DecisionError),
        (Asserted("position", "spokesman", language="\ud800"), DecisionError),
        (Asserted("position", "spokesman", version_id="v_nowhere"), NotFoundError),
        (Asserted("position", "spokesman", span=Span(0, 4)), DecisionError),
        (Asserted("parent", "'; DROP TABLE facts; --"), NotFoundError),
    ],
)
def test_values_and_places_that_are_none_are_refused(
    workspace: Workspace, said: Asserted, error: type[MarsadError]
) -> None:
    with pytest.raises(error):
        tell(workspace, said)
    assert workspace.facts("per-1") == ()
    assert workspace.judgements() == ()


def test_a_fact_cites_the_words_of_a_post(workspace: Workspace) -> None:
    post = with_post(workspace)
    cited = workspace.cited(post, "spokesman of the Heron Brigades")
    assert cited.span is not None
    said = Asserted("position", "spokesman", version_id=cited.version_id, span=cited.span)
    fact = tell(workspace, said)
    view = workspace.post(post)
    assert fact.version_id == view.version.id
    assert fact.span is not None
    assert fact.span.of(view.version.text) == "spokesman of the Heron Brigades"
    for start, end in ((0, 10_000), (7, 7), (500, 600)):
        outside = Asserted(
            "position", "spokesman", version_id=cited.version_id, span=Span(start, end)
        )
        with pytest.raises(DecisionError, match="no text"):
            tell(workspace, outside)
    with pytest.raises(DecisionError, match="does not say"):
        workspace.cited(post, "commander")
    with pytest.raises(NotFoundError):
        workspace.cited("p_nowhere")


# ---------------------------------------------------------------- taking back


def test_taking_a_decision_back_leaves_the_fact_as_it_was(workspace: Workspace) -> None:
    fact = tell(workspace, Asserted("position", "spokesman"))
    (told,) = workspace.history("per-1")
    undone = workspace.undo(told.id, by="Omar")
    assert held(workspace) == set()
    workspace.undo(undone.id, by="Omar")
    assert held(workspace) == {("spokesman", None, None)}
    workspace.end_fact("per-1", fact.id, by="Rana", reason="replaced")
    ended = workspace.history("per-1")[-1]
    assert held(workspace) == set()
    back = workspace.undo(ended.id, by="Omar")
    assert held(workspace) == {("spokesman", None, None)}
    workspace.undo(back.id, by="Omar")
    assert held(workspace) == set()
    assert [j.reason for j in workspace.history("per-1")][:1] == ["seen"]


def test_a_fact_that_came_with_its_entity_stands_again(workspace: Workspace) -> None:
    made = workspace.make_entity("Ada Quill", EntityKind.PERSON, by="Rana", reason="minister")
    (name,) = workspace.facts(made.id)
    workspace.end_fact(made.id, name.id, by="Rana", reason="misspelled")
    assert workspace.facts(made.id) == ()
    workspace.undo(workspace.history(made.id)[-1].id, by="Rana")
    assert [fact.id for fact in workspace.facts(made.id)] == [name.id]


def test_a_fact_of_what_was_merged_is_ended_under_either_id(workspace: Workspace) -> None:
    fact = tell(workspace, Asserted("country", "Iraq"), "org-2")
    workspace.merge("org-2", "org-1", by="Rana")
    workspace.end_fact("org-1", fact.id, by="Rana", reason="moved")
    assert workspace.facts("org-2") == ()


# ---------------------------------------------------------------- all or nothing


def refuse_judgements(workspace: Workspace) -> None:
    """Let the database refuse every decision from now on, as a full disk would."""
    with sqlite3.connect(workspace.layout.database) as connection:
        connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON judgements "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )


def test_a_fact_without_its_reason_is_not_stored(workspace: Workspace) -> None:
    fact = tell(workspace, Asserted("country", "Iraq"))
    (told,) = workspace.history("per-1")
    refuse_judgements(workspace)
    deeds = (
        lambda: tell(workspace, Asserted("position", "spokesman")),
        lambda: workspace.end_fact("per-1", fact.id, by="Rana", reason="moved"),
        lambda: workspace.undo(told.id, by="Rana"),
        lambda: workspace.make_entity("Ada", EntityKind.PERSON, by="Rana", reason="minister"),
    )
    for deed in deeds:
        with pytest.raises(Exception, match="refused"):
            deed()
    assert workspace.facts("per-1") == (fact,)
    assert workspace.entities_called("Ada") == ()
