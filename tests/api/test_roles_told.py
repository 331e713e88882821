"""Roles that posts give a person are proposed to editors, and become facts only by their word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from marsad.api import StatementFilter, Workspace
from marsad.errors import DecisionError, NotFoundError
from marsad.model import Entity, EntityKind, Name, Role, Source, Verdict
from marsad.pipeline.roles_told import _office
from marsad.resolve.names import name_key

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
ORG = EntityKind.ORGANIZATION
KNOWN = [
    Entity(
        "per-1",
        EntityKind.PERSON,
        (Name("Karim Dolan Heshmat", "en"), Name("كريم دولان حشمت", "ar")),
    ),
    Entity("org-1", ORG, (Name("Heron Brigades", "en"), Name("كتائب مالك الحزين", "ar"))),
    Entity("org-2", ORG, (Name("Lantern Movement", "en"),)),
]
TEXTS = [
    "Karim Dolan Heshmat, spokesman of the Heron Brigades, said that the road will stay closed.",
    "قال المتحدث باسم كتائب مالك الحزين كريم دولان حشمت إن الحصار في الشمال سيستمر حتى الصيف.",
    "Karim Dolan Heshmat said that the harvest was better than in any other year since the war.",
    "Karim Dolan Heshmat, commander of the Lantern Movement, said that the harbour is open again.",
    "Karim Dolan Heshmat, former spokesman of the Lantern Movement, said that he was tired of it.",
    "Karim Dolan Heshmat, deputy leader of the Lantern Movement, said that fish prices had risen.",
    "The deputy leader of the Lantern Movement, Karim Dolan Heshmat, said that no rain had fallen.",
    "Tamir Vosk Halden, spokesman of the Heron Brigades, said that no word came from the coast.",
    "Tamir Vosk Halden, spokesman of the Heron Brigades, said on the radio that talks had begun.",
]
"""One role told by two, one by one alone; then what is none, and who is nobody known."""


def filled(folder: Path, texts: list[str], *more: Entity) -> Workspace:
    moments = iter(NOON + timedelta(seconds=n) for n in range(10_000))
    Workspace.create(folder / "workspace").close()
    workspace = Workspace.open(folder / "workspace", clock=moments.__next__)
    lines = (
        {
            "id": f"d{n}",
            "url": f"https://desk.example/{n}",
            "published": f"2026-03-0{n}T10:00:00Z",
            "text": text,
        }
        for n, text in enumerate(texts, start=1)
    )
    (folder / "d.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    workspace.add_entities([*KNOWN, *more])
    desk = Source("desk", "documents", str(folder / "d.jsonl"), "Desk", local=True)
    workspace.add_source(desk)
    workspace.ingest()
    workspace.run()
    return workspace


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with filled(tmp_path_factory.mktemp("roles"), TEXTS) as opened:
        yield opened


@pytest.fixture
def workspace(read: Workspace) -> Iterator[Workspace]:
    """The same workspace for each test, which leaves behind no decision that stands."""
    before = {judgement.id for judgement in read.judgements()}
    yield read
    undone = read.taken_back()
    for made in reversed(read.judgements()):
        if made.id not in before | undone and made.verdict is not Verdict.UNDECIDED:
            read.undo(made.id, by="Rana")


def test_a_role_is_proposed_with_what_tells_it(workspace: Workspace) -> None:
    (role,) = workspace.told_roles()
    assert (role.person.id, role.office, role.body.id, role.origins) == (
        *("per-1", "spokesman", "org-1"),
        2,
    )
    assert [(told.day, told.view.post.native_id) for told in role.told] == [
        ("2026-03-01", "d1"),
        ("2026-03-02", "d2"),
    ]
    assert role.told[0].words == "Karim Dolan Heshmat, spokesman of the Heron Brigades"
    assert workspace.told_roles("per-1") == (role,)
    assert workspace.told_roles("org-1") == ()


def test_an_accepted_role_is_a_fact_without_a_first_day_that_cites_both(
    workspace: Workspace,
) -> None:
    (role,) = workspace.told_roles()
    facts = workspace.accept_role(role.id, by="Rana")
    assert {(f.prop, f.value, f.since, f.until, f.by) for f in facts} == {
        ("position", "spokesman of Heron Brigades", None, None, "Rana")
    }
    versions = {v.version.id: v.version.text for v in workspace.posts()}
    for fact in facts:
        assert fact.version_id is not None
        assert fact.span is not None
        assert "Dolan" in (words := fact.span.of(versions[fact.version_id])) or "دولان" in words
    assert set(facts) == set(workspace.facts("per-1"))
    assert workspace.told_roles() == ()
    assert "2 origins" in workspace.history("per-1")[-1].reason
    undone = workspace.undo(workspace.history("per-1")[-1].id, by="Omar")
    assert workspace.facts("per-1") == ()
    workspace.undo(undone.id, by="Omar")
    assert {fact.id for fact in workspace.facts("per-1")} == {fact.id for fact in facts}
    ended = workspace.end_fact("per-1", facts[0].id, by="Rana", reason="a slip")
    workspace.undo(workspace.history("per-1")[-1].id, by="Rana")
    assert ended.id in {fact.id for fact in workspace.facts("per-1")}
    (accepted,) = [j for j in workspace.history("per-1") if "2 origins" in j.reason][-1:]
    workspace.undo(accepted.id, by="Omar")
    assert workspace.facts("per-1") == ()
    assert workspace.told_roles() == (role,)


def test_a_role_that_ended_is_accepted_with_its_last_day(workspace: Workspace) -> None:
    (role,) = workspace.told_roles()
    for until in ("2025", "soon"):
        with pytest.raises(DecisionError):
            workspace.accept_role(role.id, by="Rana", until=until)
    assert workspace.facts("per-1") == ()
    facts = workspace.accept_role(role.id, by="Rana", until="2026-04", reason="replaced in April")
    assert {fact.until for fact in facts} == {"2026-04"}


def test_a_declined_role_is_proposed_again_once_that_is_undone(workspace: Workspace) -> None:
    (role,) = workspace.told_roles()
    with pytest.raises(DecisionError):
        workspace.decline_role(role.id, by="Rana", reason=" ")
    declined = workspace.decline_role(role.id, by="Rana", reason="a namesake")
    assert workspace.told_roles() == ()
    for deed in (workspace.accept_role, workspace.decline_role):
        with pytest.raises(NotFoundError):
            deed(role.id, by="Rana", reason="again")
    assert workspace.facts("per-1") == ()
    assert declined in workspace.history("per-1")
    workspace.undo(declined.id, by="Omar")
    assert workspace.told_roles() == (role,)


def test_a_rejected_statement_tells_no_role(workspace: Workspace) -> None:
    (role,) = workspace.told_roles()
    telling = role.told[0]
    post, mark = telling.view.post.id, telling.statement.id
    workspace.judge_mark(post, mark, Verdict.REJECT, by="Rana")
    assert workspace.told_roles() == ()
    workspace.undo_mark(post, mark, by="Rana")
    assert workspace.told_roles() == (role,)


def test_who_is_retired_is_given_no_role(workspace: Workspace) -> None:
    workspace.retire("per-1", by="Rana", reason="no public figure")
    assert workspace.told_roles() == ()


def test_copies_of_one_text_tell_a_role_once(tmp_path: Path) -> None:
    copies = [TEXTS[0], TEXTS[0].replace("said", "said today"), TEXTS[0]]
    with filled(tmp_path, copies) as workspace:
        assert workspace.count_statements(StatementFilter(entity_id="per-1")) == 3
        assert workspace.told_roles() == ()


def test_a_role_that_is_known_already_is_not_proposed(tmp_path: Path) -> None:
    held = Entity(
        "per-1",
        EntityKind.PERSON,
        KNOWN[0].names,
        (Role("military spokesman", "org-1", "2020-01-01"),),
    )
    with filled(tmp_path, TEXTS[:2]) as workspace:
        assert len(workspace.told_roles()) == 1
        workspace.add_entities([held])
        assert workspace.told_roles() == ()


def test_a_role_of_former_years_does_not_hide_the_same_role_told_now(tmp_path: Path) -> None:
    past = Role("spokesman", "org-1", "2010-01-01", "2015-01-01")
    with filled(tmp_path, TEXTS[:2]) as workspace:
        workspace.add_entities([Entity("per-1", EntityKind.PERSON, KNOWN[0].names, (past,))])
        assert len(workspace.told_roles()) == 1


SAID = (
    "said that the road will stay closed.",
    "told the radio on Monday that talks had begun in the north.",
)


@pytest.mark.parametrize(
    "words",
    [
        "The father of the spokesman of the Heron Brigades, Karim Dolan Heshmat,",
        "Karim Dolan Heshmat, wife of the spokesman of the Heron Brigades,",
        "Karim Dolan Heshmat, nephew of the commander of the Heron Brigades,",
        "Karim Dolan Heshmat, bodyguard to the leader of the Heron Brigades,",
        "Karim Dolan Heshmat, lawyer for the commander of the Heron Brigades,",
        "Karim Dolan Heshmat, candidate for leader of the Heron Brigades,",
        "Karim Dolan Heshmat, self-styled commander of the Heron Brigades,",
        "Karim Dolan Heshmat, shadow minister of the Heron Brigades,",
        "Karim Dolan Heshmat, would-be leader of the Heron Brigades,",
        "Karim Dolan Heshmat, ابن قائد Heron Brigades,",
    ],
)
def test_who_is_another_of_an_office_holder_holds_none(words: str) -> None:
    named = frozenset(("karim", "dolan", "heshmat", "heron", "brigades"))
    assert _office(words, named) is None


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("Karim Dolan Heshmat, the military spokesman of the Heron Brigades", "spokesman"),
        ("Heron Brigades spokesman Karim Dolan Heshmat", "spokesman"),
        ("the Heron Brigades' commander, Karim Dolan Heshmat", "commander"),
        ("Karim Dolan Heshmat, spokesman", "spokesman"),
        ("المتحدث باسم كتائب مالك الحزين كريم دولان حشمت", "spokesman"),
        ("كريم دولان حشمت قائد كتائب مالك الحزين", "commander"),
    ],
)
def test_an_office_of_ones_own_is_told(words: str, office: str) -> None:
    named = frozenset(["karim", "dolan", "heshmat", "heron", "brigades"])
    named |= frozenset(word for name in KNOWN[0].names for word in name_key(name.text).split())
    assert _office(words, named) == office


def test_posts_on_the_father_of_a_spokesman_tell_no_role(tmp_path: Path) -> None:
    father = "The father of the spokesman of the Heron Brigades, Karim Dolan Heshmat,"
    with filled(tmp_path, [f"{father} {said}" for said in SAID]) as workspace:
        assert workspace.count_statements(StatementFilter(entity_id="per-1")) == 2
        assert workspace.told_roles() == ()
