"""Lists, imported into a workspace: what they say, what changes, and whom posts then name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.resolve.importing import samples

from marsad.api import Asserted, Naming, Workspace
from marsad.errors import ConfigError, DecisionError, NotFoundError, UnreadableError
from marsad.model import Entity, EntityKind, Name, Source

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
POSTS = (
    '{"id": "d1", "url": "https://desk.example/1", "published": "2026-03-03T10:00:00Z", '
    '"text": "Nur Hadid al-Yasiri said on Tuesday that the road will stay closed."}\n'
    '{"id": "d2", "url": "https://desk.example/2", "published": "2026-03-03T11:00:00Z", '
    '"text": "Noor Yasri said on Tuesday that the road will stay closed."}\n'
    '{"id": "d3", "url": "https://desk.example/3", "published": "2026-03-03T12:00:00Z", '
    '"text": "Yasiri said on Tuesday that the road will stay closed."}\n'
)


def alias(quality: str, name: str) -> str:
    inner = f"<QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME>"
    return f"<INDIVIDUAL_ALIAS>{inner}</INDIVIDUAL_ALIAS>"


ALIAS = alias("Good", "Noor Yasri")
NUR = samples.un_person(1, more=ALIAS)
FRONT = samples.un_body(2, "LANTERN FRONT OF ARJUWAN")
LIST = samples.un(NUR, FRONT)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    Workspace.create(tmp_path / "workspace").close()
    # The clock stands still: an import must not depend on its moving.
    with Workspace.open(tmp_path / "workspace", clock=lambda: NOON) as opened:
        yield opened


def with_posts(workspace: Workspace, folder: Path) -> Workspace:
    path = folder / "documents.jsonl"
    path.write_text(POSTS, encoding="utf-8")
    workspace.add_source(Source("desk", "documents", str(path), "Desk", local=True))
    workspace.ingest()
    workspace.run()
    return workspace


def linked(workspace: Workspace) -> dict[str, set[str | None]]:
    """Native id of each post → entities that its mentions and speakers are linked to."""
    return {
        view.post.native_id: {
            *(m.entity_id for m in view.mentions),
            *(s.speaker.entity_id for s in view.statements),
        }
        for view in workspace.posts()
    }


def names(workspace: Workspace, entity_id: str) -> set[str]:
    return {f.value for f in workspace.facts(entity_id) if f.prop in ("name", "alias")}


# ---------------------------------------------------------------- importing


def test_an_import_tells_what_it_stored(workspace: Workspace) -> None:
    done = workspace.import_list(LIST, "un.xml", by="Rana")
    made = done.made
    assert (made.dataset, made.dated, made.by, made.file) == (
        "un-sc",
        "2026-02-27",
        "Rana",
        "un.xml",
    )
    assert done.schemata == {"Person": 1, "Organization": 1, "Sanction": 2}
    assert set(made.added) == {"unsc-1", "unsc-1-sanction", "unsc-2", "unsc-2-sanction"}
    assert workspace.imports() == (made,)
    assert names(workspace, "unsc-1") == {"NUR HADID AL-YASIRI", "Noor Yasri"}
    view = workspace.entity("unsc-1")
    assert view.datasets["un-sc"].authority
    assert {f.prop for facts in view.joined.values() for f in facts} >= {"program", "entity"}


def test_the_same_list_again_changes_nothing(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    before = workspace.facts("unsc-1", gone=True)
    done = workspace.import_list(LIST, by="Rana")
    assert done.changes == ()
    assert (done.made.added, done.made.changed, done.made.removed) == ((), (), ())
    after = workspace.facts("unsc-1", gone=True)
    assert [f.id for f in after] == [f.id for f in before]
    assert [f.first_seen for f in after] == [f.first_seen for f in before]


def test_a_new_edition_tells_the_very_properties_that_changed(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    edited = LIST.replace(b"Noor Yasri", b"Nour Yasri")
    (change,) = workspace.import_list(edited, by="Rana").changes
    assert (change.entity_id, change.what) == ("unsc-1", "changed")
    assert [(f.prop, f.value) for f in change.came] == [("alias", "Nour Yasri")]
    assert [(f.prop, f.value) for f in change.went] == [("alias", "Noor Yasri")]
    past = [f for f in workspace.facts("unsc-1", gone=True) if f.gone is not None]
    assert [f.value for f in past] == ["Noor Yasri"]


def test_who_was_removed_is_gone_and_may_come_back(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    first = {f.id: f.first_seen for f in workspace.facts("unsc-1")}
    gone = workspace.import_list(samples.un(FRONT), by="Rana")
    assert set(gone.made.removed) == {"unsc-1", "unsc-1-sanction"}
    assert workspace.facts("unsc-1") == ()
    assert "unsc-1" not in workspace.entities()
    assert workspace.entity("unsc-1").entity.name() == "NUR HADID AL-YASIRI"
    back = workspace.import_list(LIST, by="Rana")
    assert set(back.made.added) == {"unsc-1", "unsc-1-sanction"}
    assert {f.id: f.first_seen for f in workspace.facts("unsc-1")} == first
    assert "unsc-1" in workspace.entities()


def test_a_dry_run_tells_the_same_and_stores_nothing(workspace: Workspace) -> None:
    told = workspace.diff_list(LIST)
    assert not workspace.datasets()
    assert not workspace.imports()
    assert workspace.entities() == {}
    stored = workspace.import_list(LIST, by="Rana")
    seen = [{(f.prop, f.value) for f in change.came} for change in told.changes]
    assert seen == [{(f.prop, f.value) for f in change.came} for change in stored.changes]


def test_a_file_without_any_entity_removes_nothing(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    for broken in (samples.un(), LIST[: len(LIST) // 2]):
        with pytest.raises(UnreadableError):
            workspace.import_list(broken, by="Rana")
    assert names(workspace, "unsc-1") == {"NUR HADID AL-YASIRI", "Noor Yasri"}
    assert len(workspace.imports()) == 1


def test_a_thousand_and_three_entities_keep_all_their_names(workspace: Workspace) -> None:
    people = [
        samples.un_person(n, f"NUR{n}", f"HADID{n} AL-YASIRI{n}", more=ALIAS) for n in range(730)
    ]
    bodies = [samples.un_body(1_000 + n, f"LANTERN FRONT {n}") for n in range(273)]
    done = workspace.import_list(samples.un(*people, *bodies), by="Rana")
    assert (done.schemata["Person"], done.schemata["Organization"]) == (730, 273)
    reader = workspace.read
    held = reader.facts([f"unsc-{n}" for n in range(730)])
    assert all(
        len([f for f in held[f"unsc-{n}"] if f.prop in ("name", "alias")]) == 2 for n in range(730)
    )
    assert sum(e.kind is EntityKind.ORGANIZATION for e in workspace.entities().values()) == 273


def test_private_details_are_counted_and_not_stored(workspace: Workspace) -> None:
    done = workspace.import_list(samples.OFAC, by="Rana")
    assert done.left_out == {"passportNumber": 1, "address": 1}
    assert not {"passportNumber", "address"} & {f.prop for f in workspace.facts("ofac-71")}
    assert "address" in {f.prop for f in workspace.facts("ofac-72")}


def test_what_is_not_taken_is_told_with_the_reason(workspace: Workspace) -> None:
    row = {"id": "x" * 300, "schema": "Organization", "properties": {"name": ["Heron"]}}
    data = samples.FTM + b"\n" + samples.FTM.splitlines()[4] + b"\n" + json.dumps(row).encode()
    skipped = workspace.import_list(data, by="Rana").made.skipped
    assert [reason.partition(": ")[2].partition(" (")[0] for reason in skipped] == [
        "no JSON",
        "no schema Unicorn",
        "a second entry of this id; the first counts",
        "its id is longer than 255 characters",
    ]


def test_an_id_of_another_kind_is_not_written_over(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    for taken in ("un-sc", "editor", "marsad"):
        with pytest.raises(ConfigError):
            workspace.import_list(samples.EU, by="Rana", naming=Naming(id=taken))
    other = workspace.import_list(
        samples.EU, by="Rana", naming=Naming(id="eu-2026", title="EU, 2026")
    )
    assert other.made.dataset == "eu-2026"
    assert workspace.datasets()[0].title == "EU, 2026"


def test_galaxies_are_datasets_by_their_files(workspace: Workspace) -> None:
    assert workspace.import_list(samples.GALAXY, "threat-actor.json", by="R").made.dataset == (
        "misp-threat-actor"
    )


# ---------------------------------------------------------------- linking


def test_posts_are_linked_anew_after_an_import(workspace: Workspace, tmp_path: Path) -> None:
    with_posts(workspace, tmp_path)
    assert not any("unsc-1" in found for found in linked(workspace).values())
    workspace.import_list(LIST, by="Rana")
    workspace.run()
    found = linked(workspace)
    assert "unsc-1" in found["d1"]
    # Two words may be anybody's name, a surname even more so.
    assert "unsc-1" not in found["d2"] | found["d3"]
    workspace.drop_list("un-sc")
    workspace.run()
    assert not any("unsc-1" in each for each in linked(workspace).values())


def test_names_of_a_list_do_not_take_those_of_others(workspace: Workspace) -> None:
    own = Entity("org-lantern", EntityKind.ORGANIZATION, (Name("Lantern Front of Arjuwan", "en"),))
    workspace.add_entities([own])
    workspace.import_list(LIST, by="Rana")
    (name,) = workspace.entities()["unsc-2"].names
    assert name.ambiguous
    assert workspace.entities()["org-lantern"] == own
    (pair,) = workspace.may_be_same("unsc-2")
    assert {pair.one.id, pair.other.id} == {"unsc-2", "org-lantern"}


def test_a_file_cannot_rewrite_an_entity_of_the_workspace(workspace: Workspace) -> None:
    own = Entity("o-1", EntityKind.ORGANIZATION, (Name("Heron Brigades", "en", canonical=True),))
    workspace.add_entities([own])
    workspace.import_list(samples.FTM, "reeds.ftm.json", by="Rana")
    assert workspace.entities()["o-1"] == own
    workspace.drop_list("ftm-reeds")
    assert workspace.entities()["o-1"] == own


def test_short_and_weak_names_are_no_names_to_link(workspace: Workspace) -> None:
    weak = alias("Low", "Reed Heron Lake")
    workspace.import_list(
        samples.un(samples.un_person(1, more=weak), samples.un_body(2, "LFA")), by="Rana"
    )
    entities = workspace.entities()
    assert [n.text for n in entities["unsc-1"].names] == ["NUR HADID AL-YASIRI"]
    assert "unsc-2" not in entities


def test_ships_need_a_word_of_ships_near(workspace: Workspace) -> None:
    workspace.import_list(samples.OFAC, by="Rana")
    ship = workspace.entities()["ofac-73"]
    assert ship.kind is EntityKind.VESSEL
    assert ship.names[0].ambiguous
    assert "tanker" in ship.context


def test_private_persons_of_a_dataset_are_not_linked(workspace: Workspace) -> None:
    row = {"id": "p-9", "schema": "Person", "properties": {"name": ["Nur Hadid al-Yasiri"]}}
    workspace.import_list(json.dumps(row).encode(), "people.json", by="Rana")
    assert workspace.entities() == {}
    row["properties"] = {"name": ["Nur Hadid al-Yasiri"], "topics": ["role.pep"]}
    workspace.import_list(json.dumps(row).encode(), "people.json", by="Rana")
    assert "p-9" in workspace.entities()


# ---------------------------------------------------------------- dropping, exporting


def test_a_dropped_list_leaves_what_others_say(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    more = {
        "id": "unsc-1",
        "schema": "Person",
        "properties": {"name": ["N. H. al-Yasiri"], "topics": ["role.pep"]},
    }
    workspace.import_list(json.dumps(more).encode(), "more.json", by="Rana")
    assert workspace.drop_list("un-sc") == 4
    assert {f.dataset for f in workspace.facts("unsc-1", gone=True)} == {"ftm-more"}
    assert [n.text for n in workspace.entities()["unsc-1"].names] == ["N. H. al-Yasiri"]
    assert [made.dataset for made in workspace.imports()] == ["ftm-more"]


def test_only_lists_can_be_dropped(workspace: Workspace) -> None:
    workspace.run()
    with pytest.raises(ConfigError):
        workspace.drop_list("marsad")
    with pytest.raises(NotFoundError):
        workspace.drop_list("nowhere")


def test_what_is_exported_can_be_imported_again(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    for number, format_name in enumerate(("ftm", "csv")):
        data = b"".join(workspace.export_facts(format_name, ["un-sc"]))
        done = workspace.import_list(data, f"copy{number}.txt", by="Rana")
        assert done.made.skipped == ()
        copied = [f for f in workspace.facts("unsc-1") if f.dataset == done.made.dataset]
        original = [f for f in workspace.facts("unsc-1") if f.dataset == "un-sc"]
        assert [(f.prop, f.value) for f in copied] == [(f.prop, f.value) for f in original]


def test_statements_have_the_columns_of_opensanctions(workspace: Workspace) -> None:
    script = "<NAME_ORIGINAL_SCRIPT>نورة حديد الياسري</NAME_ORIGINAL_SCRIPT>"
    workspace.import_list(samples.un(samples.un_person(1, more=script), FRONT), by="Rana")
    rows = list(csv.DictReader(io.StringIO(b"".join(workspace.export_facts("csv")).decode())))
    assert [r["lang"] for r in rows if r["value"].startswith("نورة")] == ["ara"]
    row = next(r for r in rows if r["entity_id"] == "unsc-1-sanction" and r["prop"] == "entity")
    assert (row["prop_type"], row["schema"], row["value"]) == ("entity", "Sanction", "unsc-1")
    assert (row["dataset"], row["canonical_id"]) == ("un-sc", "unsc-1-sanction")
    with pytest.raises(ConfigError):
        workspace.export_facts("xls")


# ---------------------------------------------------------------- the program's own, the editors'


def test_the_programs_own_entities_are_facts_after_a_run(workspace: Workspace) -> None:
    workspace.run()
    entities, facts = workspace.count_facts()["marsad"]
    assert entities > 2_000
    assert facts > entities
    workspace.run()
    assert workspace.count_facts()["marsad"] == (entities, facts)


def test_an_editors_fact_has_a_reason_and_can_be_ended(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    said = Asserted("position", "spokesman", language="en", since="2016-03", until="2017")
    fact = workspace.assert_fact("unsc-1", said, by="Rana", reason="his own channel says so")
    assert fact in workspace.facts("unsc-1")
    assert (fact.dataset, fact.by, fact.since, fact.until) == ("editor", "Rana", "2016-03", "2017")
    (why,) = workspace.judgements(f"fact:{fact.id}")
    assert (why.by, why.reason) == ("Rana", "his own channel says so")
    workspace.end_fact("unsc-1", fact.id, by="Omar", reason="he was replaced")
    assert "position" not in {f.prop for f in workspace.facts("unsc-1")}
    past = {f.id: f for f in workspace.facts("unsc-1", gone=True)}
    assert past[fact.id].gone is not None


def test_an_import_leaves_an_editors_facts_alone(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    workspace.assert_fact("unsc-1", Asserted("position", "spokesman"), by="R", reason="seen")
    workspace.import_list(samples.un(FRONT), by="Rana")
    assert [f.dataset for f in workspace.facts("unsc-1")] == ["editor"]


@pytest.mark.parametrize(
    ("entity", "said", "reason", "error"),
    [
        ("unsc-1", Asserted("position", "spokesman"), " ", DecisionError),
        ("unsc-1", Asserted("position", "  "), "seen", DecisionError),
        ("unsc-1", Asserted("wingspan", "2 m"), "seen", DecisionError),
        ("unsc-1", Asserted("parent", "nobody"), "seen", NotFoundError),
        ("nobody", Asserted("position", "spokesman"), "seen", NotFoundError),
    ],
)
def test_facts_that_cannot_be_asserted(
    workspace: Workspace, entity: str, said: Asserted, reason: str, error: type[Exception]
) -> None:
    workspace.import_list(LIST, by="Rana")
    with pytest.raises(error):
        workspace.assert_fact(entity, said, by="Rana", reason=reason)


def test_a_lists_fact_is_disputed_and_not_ended(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    fact = workspace.facts("unsc-1")[0]
    with pytest.raises(DecisionError, match="un-sc"):
        workspace.end_fact("unsc-1", fact.id, by="Rana", reason="wrong")


# ---------------------------------------------------------------- what cannot be read is not gone

KARIM: dict[str, object] = {
    "id": "p1",
    "schema": "Person",
    "properties": {"name": ["Karim Dolan"], "alias": ["K"], "topics": ["sanction"]},
}
LISTING: dict[str, object] = {
    "id": "s1",
    "schema": "Sanction",
    "properties": {"entity": ["p1"], "authority": ["Heron Authority"], "reason": ["It did so."]},
}
HERONS: dict[str, object] = {
    "id": "o1",
    "schema": "Organization",
    "properties": {"name": ["Heron Brigades"]},
}
REEDS = Naming(kind="ftm", id="reeds")


def lines(*rows: dict[str, object]) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in rows).encode()


def standing(workspace: Workspace) -> set[str]:
    return {key for key in ("p1", "s1", "o1") if workspace.facts(key)}


@pytest.mark.parametrize(
    "edition",
    [
        lines(KARIM, LISTING, HERONS).replace(b"It did so.", b"It did \\ud83d so."),
        lines(KARIM, LISTING, HERONS).replace(b'["K"]', b'["\\ud800"]'),
        lines(KARIM, LISTING, HERONS).replace(b'"Sanction"', b'"Sanctions"'),
        lines(KARIM, LISTING, HERONS).replace(b'"entity": ["p1"]', b'"entity": ["p1'),
    ],
    ids=["reason", "alias", "schema", "line"],
)
def test_an_entry_that_cannot_be_read_is_still_listed(workspace: Workspace, edition: bytes) -> None:
    workspace.import_list(lines(KARIM, LISTING, HERONS), "x", by="Rana", naming=REEDS)
    told = workspace.import_list(edition, "x", by="Rana", naming=REEDS)
    assert told.made.removed == ()
    assert standing(workspace) == {"p1", "s1", "o1"}
    assert {f.value for f in workspace.facts("s1")} >= {"Heron Authority"}
    workspace.import_list(lines(KARIM, HERONS), "x", by="Rana", naming=REEDS)
    assert standing(workspace) == {"p1", "o1"}


def test_a_listing_without_its_name_keeps_its_sanction(workspace: Workspace) -> None:
    workspace.import_list(LIST, by="Rana")
    nameless = LIST.replace(b"LANTERN FRONT OF ARJUWAN", b"")
    told = workspace.import_list(nameless, by="Rana")
    assert told.made.removed == ()
    assert told.made.skipped
    assert workspace.facts("unsc-2-sanction")


def test_a_file_that_breaks_off_changes_nothing(workspace: Workspace) -> None:
    workspace.import_list(lines(KARIM, LISTING, HERONS), "x", by="Rana", naming=REEDS)
    with pytest.raises(UnreadableError, match="cut off"):
        workspace.import_list(lines(KARIM, HERONS)[:-9], "x", by="Rana", naming=REEDS)
    assert standing(workspace) == {"p1", "s1", "o1"}


def test_a_file_that_is_replaced_while_it_is_read_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(lines(HERONS))

    def replaced(*_: object) -> None:
        path.write_bytes(lines(HERONS, KARIM))

    with pytest.raises(UnreadableError, match="replaced"):
        workspace.import_list(path, by="Rana", naming=REEDS, progress=replaced)
    assert standing(workspace) == set()
