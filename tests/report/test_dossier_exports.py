"""Dossiers in the formats that other programs read: they parse, and are the same each time."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.report.dossier_material import AT, OWN, VIEW, bare, material, person

from marsad.model import EntityKind, Name
from marsad.report.dossier import Dossier, draw_up, exporters

if TYPE_CHECKING:
    from tests.report.conftest import Maker

FORMATS = sorted(exporters())
HOSTILE = "<img src=x onerror=alert(1)> \u202egnp \"=cmd|' /C calc'!A0\" \x1b[31m {{7*7}} \ud800"


@pytest.fixture(scope="module")
def dossier(maker: Maker) -> Dossier:
    return draw_up(material(maker))


def export(dossier: Dossier, name: str) -> str:
    return exporters()[name].export(dossier, "Desk").decode("utf-8")


def stix(dossier: Dossier) -> dict[str, dict[str, Any]]:
    return {o["id"]: o for o in json.loads(export(dossier, "stix"))["objects"]}


def of_type(objects: dict[str, dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [o for o in objects.values() if o["type"] == kind]


def lines(dossier: Dossier) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(dossier, "ftm").splitlines()]


# ------------------------------------------------------------ all


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_dossier_gives_the_same_bytes(maker: Maker, name: str) -> None:
    assert export(draw_up(material(maker)), name) == export(draw_up(material(maker)), name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_dossier_of_nothing_is_written_too(maker: Maker, name: str) -> None:
    nothing = material(maker, bare(), by=(), about=(), named_in=(), owned=(), reports=())
    text = export(draw_up(nothing), name)
    assert [json.loads(part) for part in (text.splitlines() if name == "ftm" else [text])]
    assert "Bare Body" in text


@pytest.mark.parametrize("kind", list(EntityKind))
@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_of_entity_is_written(maker: Maker, name: str, kind: EntityKind) -> None:
    view = replace(VIEW, entity=replace(VIEW.entity, kind=kind))
    assert "Heron Column" in export(draw_up(material(maker, view)), name)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_are_data(maker: Maker, name: str) -> None:
    names = (Name(HOSTILE, "en", canonical=True),)
    view = replace(VIEW, entity=replace(VIEW.entity, names=names), facts=())
    text = export(draw_up(material(maker, view)), name)
    parsed = [json.loads(part) for part in (text.splitlines() if name == "ftm" else [text])]
    assert HOSTILE.replace("\ud800", "?") in json.dumps(parsed, ensure_ascii=False).replace(
        '\\"', '"'
    ).replace("\\u001b", "\x1b")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_a_persons_private_life_goes_out(maker: Maker, name: str) -> None:
    text = export(draw_up(material(maker, person())), name)
    told = ("555 01", "Reed Street", "Reedham", "X123", "heronism", "per-child", "odo_private")
    assert [private for private in (*told, "Tam Reedy") if private in text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_no_path_of_this_machine_goes_out(maker: Maker, name: str) -> None:
    own = maker.source(id="local", owner=OWN, voice=True, address="/home/desk/exports/result.json")
    assert "/home/desk" not in export(draw_up(material(maker, owned=(own,))), name)


# ------------------------------------------------------------ JSON


def test_json_has_every_item_with_numbers_of_notes_that_are_there(dossier: Dossier) -> None:
    document = json.loads(export(dossier, "json"))
    told = document["dossier"]
    assert document["schema"] == "marsad/dossier/1"
    numbers = {g["number"] for g in told["grounds"]}
    for part in ("names", "properties", "ties", "designations", "outlets", "said", "earlier"):
        assert told[part]
        assert all(item["notes"] and set(item["notes"]) <= numbers for item in told[part])
    assert all(g["citation"] is None for g in told["grounds"])


# ------------------------------------------------------------ STIX


def test_stix_references_resolve_inside_the_bundle(dossier: Dossier) -> None:
    objects = stix(dossier)
    for each in objects.values():
        refs = [v for k, v in each.items() if k.endswith("_ref")]
        refs += [r for k, v in each.items() if k.endswith("_refs") for r in v]
        assert set(refs) <= set(objects), each["id"]


def test_stix_ids_are_version_5_and_dates_are_in_order(dossier: Dossier) -> None:
    for each in stix(dossier).values():
        kind, _, key = each["id"].partition("--")
        assert kind == each["type"]
        assert uuid.UUID(key).version == (4 if kind == "marking-definition" else 5)
        assert each["created"] <= each.get("modified", each["created"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", each["created"])


def test_stix_keeps_ids_and_creation_from_one_day_to_the_next(maker: Maker) -> None:
    today = stix(draw_up(material(maker)))
    later = stix(draw_up(material(maker, at=AT + timedelta(days=1))))
    assert set(today) == set(later)
    assert {k: o["created"] for k, o in today.items()} == {
        k: o["created"] for k, o in later.items()
    }


def test_only_a_designated_armed_group_is_a_threat_actor(maker: Maker, dossier: Dossier) -> None:
    actor = of_type(stix(dossier), "threat-actor")
    assert [a["name"] for a in actor] == ["Heron Column"]
    undesignated = {k: v for k, v in VIEW.joined.items() if not k.startswith("s-")}
    free = replace(VIEW, joined=undesignated, datasets={})
    assert not of_type(stix(draw_up(material(maker, free))), "threat-actor")
    assert not of_type(stix(draw_up(material(maker, person()))), "threat-actor")


def test_stix_quotes_statements_and_tells_disputes(dossier: Dossier) -> None:
    objects = stix(dossier)
    notes = of_type(objects, "note")
    threat = next(n for n in notes if "سنضرب الجسر غدا" in n["content"])
    assert "“We will strike the bridge.”" in threat["content"]
    reference = threat["external_references"][0]
    assert (reference["url"], reference["hashes"]) == ("https://t.me/x/1", {"SHA-256": "ab" * 32})
    opinions = {o["opinion"] for o in of_type(objects, "opinion")}
    assert opinions == {"disagree", "neutral"}


def test_stix_marks_a_tie_that_is_only_said_to_be(dossier: Dossier) -> None:
    ties = of_type(stix(dossier), "relationship")
    said = next(t for t in ties if t["relationship_type"] == "alleged-front-of")
    assert said["labels"] == ["said-to-be"]
    member = next(t for t in ties if t["relationship_type"] == "member-of")
    assert "labels" not in member


def test_stix_is_marked_clear(dossier: Dossier) -> None:
    marked = [o for o in stix(dossier).values() if o["type"] != "marking-definition"]
    clear = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"
    assert all(o["object_marking_refs"] == [clear] for o in marked)


def test_stix_satisfies_the_library_of_its_committee(dossier: Dossier) -> None:
    library = pytest.importorskip("stix2", reason="stix2 is not installed")
    parsed = library.parse(export(dossier, "stix"), allow_custom=False, version="2.1")
    assert len(parsed.objects) == len(stix(dossier))


# ------------------------------------------------------------ FollowTheMoney


def test_ftm_properties_are_those_of_the_statements(dossier: Dossier) -> None:
    found = lines(dossier)
    assert (found[0]["id"], found[0]["schema"]) == (OWN, "Organization")
    assert "رتل البلشون" in found[0]["properties"]["name"]
    for each in found:
        told = {(s["prop"], s["value"]) for s in each["statements"]}
        assert told == {(p, v) for p, values in each["properties"].items() for v in values}


def test_ftm_keeps_who_said_it_and_when(dossier: Dossier) -> None:
    told = {(s["prop"], s["value"]): s for s in lines(dossier)[0]["statements"]}
    founded = told["incorporationDate", "2011-04"]
    assert (founded["dataset"], founded["origin"]) == ("sealed-list", "VLe.007")
    assert founded["first_seen"] == "2026-03-01T06:00:00"


def test_facts_of_merged_entities_go_out_under_one_id(maker: Maker) -> None:
    moved = tuple(replace(f, entity_id="other-id") for f in VIEW.facts)
    merged = replace(VIEW, merged=(OWN, "other-id"), facts=moved)
    first = lines(draw_up(material(maker, merged)))[0]
    assert first["id"] == OWN
    assert {s["canonical_id"] for s in first["statements"]} == {OWN}
    assert "other-id" in {s["entity_id"] for s in first["statements"]}


def test_ftm_satisfies_the_library(dossier: Dossier) -> None:
    library = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    for each in lines(dossier):
        schema = library.model.get(each["schema"])
        assert all(schema.get(prop) for prop in each["properties"])
        assert library.EntityProxy.from_dict(each).id == each["id"]


# ------------------------------------------------------------ MISP


def test_misp_references_resolve_and_nothing_is_to_be_detected(dossier: Dossier) -> None:
    event = json.loads(export(dossier, "misp"))["Event"]
    objects = {o["uuid"]: o for o in event["Object"]}
    references = [r for o in event["Object"] for r in o["ObjectReference"]]
    assert {r["referenced_uuid"] for r in references} <= set(objects)
    attributes = [a for o in event["Object"] for a in o["Attribute"]]
    assert attributes
    assert not any(a["to_ids"] for a in (*attributes, *event["Attribute"]))
    assert {"name": "tlp:clear"} in event["Tag"]


def test_misp_objects_are_as_their_templates_define_them(
    dossier: Dossier, maker: Maker, repository: Any
) -> None:
    folder = repository.parent / "shared" / "data" / "samples" / "stix_misp" / "misp_objects"
    if not folder.is_dir():
        pytest.skip("the templates of MISP are not at hand")
    for each in (dossier, draw_up(material(maker, person()))):
        for made in json.loads(export(each, "misp"))["Event"]["Object"]:
            template = json.loads((folder / f"{made['name']}.json").read_text(encoding="utf-8"))
            assert made["template_uuid"] == template["uuid"]
            assert made["template_version"] == str(template["version"])
            relations = [a["object_relation"] for a in made["Attribute"]]
            for attribute in made["Attribute"]:
                defined = template["attributes"][attribute["object_relation"]]
                assert attribute["type"] == defined["misp-attribute"]
                assert attribute["value"] in defined.get("values_list", [attribute["value"]])
            single = [r for r in relations if not template["attributes"][r].get("multiple")]
            assert len(single) == len(set(single))
            assert set(relations) & set(template["requiredOneOf"])


def test_misp_satisfies_its_library(dossier: Dossier) -> None:
    library = pytest.importorskip("pymisp", reason="pymisp is not installed")
    event = library.MISPEvent()
    event.from_json(export(dossier, "misp"))
    assert event.info == "Dossier: Heron Column"
