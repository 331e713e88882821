"""What lists no longer say is past in every format, and no decision outlives its undoing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.report.dossier_material import (
    AT,
    ENTITY,
    FACTS,
    GONE,
    OWN,
    VIEW,
    bare,
    fact,
    joined,
    material,
    person,
)

from marsad.model import Fact, Judgement, Name, Verdict
from marsad.model.entity_review import renaming
from marsad.model.review import undoing
from marsad.ports import EntityView
from marsad.report.dossier import Dossier, draw_up, exporters

if TYPE_CHECKING:
    from tests.report.conftest import Maker

SANCTION = {"entity": OWN, "authority": "Council", "program": "armed groups"}
MEMBER = {"member": "per-odo", "organization": OWN, "role": "leader"}


def drawn(
    maker: Maker, told: Mapping[str, tuple[Fact, ...]], facts: tuple[Fact, ...] = ()
) -> Dossier:
    return draw_up(material(maker, replace(VIEW, joined=told, facts=facts)))


def export(dossier: Dossier, name: str) -> Any:
    text = exporters()[name].export(dossier, "Desk").decode("utf-8")
    return [json.loads(each) for each in text.splitlines()] if name == "ftm" else json.loads(text)


def lines(dossier: Dossier, schema: str) -> list[dict[str, Any]]:
    return [each["properties"] for each in export(dossier, "ftm") if each["schema"] == schema]


def stix(dossier: Dossier, kind: str) -> list[dict[str, Any]]:
    return [each for each in export(dossier, "stix")["objects"] if each["type"] == kind]


@pytest.fixture
def lifted(maker: Maker) -> Dossier:
    """A dossier whose only designation is gone from its list since 5 March 2026."""
    return drawn(maker, joined("s-1", "Sanction", SANCTION, ("entity",), gone=GONE))


@pytest.fixture
def left(maker: Maker) -> Dossier:
    """A dossier whose only tie is gone from its list since 5 March 2026."""
    return drawn(maker, joined("m-1", "Membership", MEMBER, ("member", "organization"), gone=GONE))


# ------------------------------------------------------------ designations


def test_a_lifted_designation_ends_in_followthemoney(lifted: Dossier) -> None:
    (sanction,) = lines(lifted, "Sanction")
    assert sanction["endDate"] == ["2026-03-05"]
    assert sanction["program"] == ["armed groups"]


def test_a_standing_designation_has_no_end(maker: Maker) -> None:
    (sanction,) = lines(drawn(maker, joined("s-1", "Sanction", SANCTION, ("entity",))), "Sanction")
    assert "endDate" not in sanction


@pytest.mark.parametrize(
    ("planned", "told"), [("2025-01-01", "2025-01-01"), ("2031", "2026-03-05")]
)
def test_a_designation_ends_when_its_list_says_or_earlier(
    maker: Maker, planned: str, told: str
) -> None:
    given = joined("s-1", "Sanction", {**SANCTION, "endDate": planned}, ("entity",), gone=GONE)
    (sanction,) = lines(drawn(maker, given), "Sanction")
    assert sanction["endDate"] == [told]


def test_a_programme_that_was_dropped_is_not_told_with_those_that_stand(maker: Maker) -> None:
    given = joined("s-1", "Sanction", SANCTION, ("entity",))
    dropped = fact("s-1", "Sanction", "program", "smuggling", gone=GONE)
    found = drawn(maker, {"s-1": (dropped, *given["s-1"])})
    assert found.designations[0].programme == "armed groups"
    assert lines(found, "Sanction")[0]["program"] == ["armed groups"]


def test_other_formats_tell_that_a_designation_was_lifted(lifted: Dossier) -> None:
    (note,) = [n for n in stix(lifted, "note") if n["abstract"] == "Designation"]
    assert "lifted 2026-03-05" in note["content"]
    assert "since 2026-03-05" in note["external_references"][0]["description"]
    assert stix(lifted, "threat-actor") == []
    assert "lifted 2026-03-05" in json.dumps(export(lifted, "misp"))
    (told,) = export(lifted, "json")["dossier"]["designations"]
    assert told["lifted"]["value"] == "2026-03-05"


# ------------------------------------------------------------ ties, names, accounts


def test_a_tie_that_its_list_dropped_is_past_in_every_format(left: Dossier) -> None:
    (membership,) = lines(left, "Membership")
    assert membership["endDate"] == ["2026-03-05"]
    (tie,) = stix(left, "relationship")
    assert "past" in tie["labels"]
    assert "no longer" in tie["description"]
    (reference,) = export(left, "misp")["Event"]["Object"][0]["ObjectReference"]
    assert "no longer" in reference["comment"]
    assert export(left, "json")["dossier"]["ties"][0]["past"]


def test_the_office_that_a_person_left_is_told_as_past_in_misp(maker: Maker) -> None:
    tie = joined("m-1", "Membership", MEMBER, ("member", "organization"), gone=GONE)
    view = person()
    view = replace(view, entity=replace(view.entity, roles=()), joined=tie)
    event = export(draw_up(material(maker, view)), "misp")["Event"]
    told = [
        a["value"] for a in event["Object"][0]["Attribute"] if a["object_relation"] == "function"
    ]
    assert told == ["leader, org-heron (past)"]


def test_a_name_that_its_list_dropped_is_a_former_one(maker: Maker) -> None:
    found = drawn(
        maker, {}, (*FACTS[:1], fact(OWN, "Organization", "alias", "Stork Line", gone=GONE))
    )
    entity = export(found, "ftm")[0]["properties"]
    assert entity["previousName"] == ["Stork Line"]
    assert "Stork Line" not in entity.get("alias", [])
    (told,) = [i for i in stix(found, "identity") if i["name"] == "Heron Column"]
    assert "Former names: Stork Line." in told["description"]


def test_a_property_that_its_list_dropped_is_not_said(maker: Maker) -> None:
    found = drawn(maker, {}, (fact(OWN, "Organization", "country", "qx", gone=GONE),))
    assert "country" not in export(found, "ftm")[0]["properties"]


def test_an_account_that_its_list_dropped_is_no_outlet(maker: Maker) -> None:
    account = {"owner": OWN, "username": "heron_x"}
    found = drawn(maker, joined("a-1", "UserAccount", account, ("owner",), gone=GONE))
    assert "heron_x" not in {o.name for o in found.outlets}
    assert lines(found, "UserAccount") == []


def test_followthemoney_takes_what_is_past(lifted: Dossier, left: Dossier) -> None:
    library = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    for each in (*export(lifted, "ftm"), *export(left, "ftm")):
        schema = library.model.get(each["schema"])
        assert all(schema.get(prop) for prop in each["properties"])


# ------------------------------------------------------------ reasons


REASON = "Her mother lives in Reed Street."


@pytest.mark.parametrize("prop", ["reason", "summary", "description", "notes"])
def test_what_a_list_tells_of_a_person_in_sentences_is_in_no_dossier(
    maker: Maker, prop: str
) -> None:
    given = {"entity": "per-odo", "authority": "Council", "listingDate": "2020", prop: REASON}
    view = replace(person(), joined=joined("s-1", "Sanction", given, ("entity",)))
    found = draw_up(material(maker, view))
    assert [(d.authority, d.reason) for d in found.designations] == [("Council", "")]
    assert [n for n in exporters() if "Reed Street" in json.dumps(export(found, n))] == []


def test_the_reason_for_which_a_body_is_listed_is_told(maker: Maker) -> None:
    given = {**SANCTION, "reason": "It robbed a bank."}
    found = drawn(maker, joined("s-1", "Sanction", given, ("entity",)))
    assert found.designations[0].reason == "It robbed a bank."
    assert lines(found, "Sanction")[0]["reason"] == ["It robbed a bank."]


# ------------------------------------------------------------ decisions


def judged(key: str, verdict: Verdict, value: str = "", days: int = 0) -> Judgement:
    at: datetime = AT + timedelta(days=days)
    return Judgement(key, OWN, verdict, "Dana", at, value=value or None, reason="as told")


def notes_of(maker: Maker, view: EntityView, name: str) -> set[str]:
    found = draw_up(material(maker, view))
    (title,) = [title for title in found.names if title.text == name]
    return {g.kind.value for g in found.grounds if g.number in title.notes}


def test_a_name_cites_the_renaming_that_stands(maker: Maker) -> None:
    name = 'The "Heron" Column'
    view = replace(
        bare(OWN, name), judgements=(judged("j-1", Verdict.RENAME, renaming(name, "en")),)
    )
    assert notes_of(maker, view, name) == {"judgement"}


def test_a_name_does_not_cite_a_renaming_that_was_taken_back(maker: Maker) -> None:
    given = judged("j-1", Verdict.RENAME, renaming("Heron Column", "en"))
    back = judged("j-2", Verdict.UNDECIDED, days=1)
    view = replace(bare(OWN, "Heron Column"), judgements=(given, back))
    assert notes_of(maker, view, "Heron Column") == {"entry"}


def test_a_name_does_not_cite_the_renaming_to_a_longer_one(maker: Maker) -> None:
    entity = replace(ENTITY, names=(Name("Heron", "en", canonical=True),))
    longer = judged("j-1", Verdict.RENAME, renaming("Heron Column", "en"))
    view = replace(bare(OWN), entity=entity, judgements=(longer,))
    assert notes_of(maker, view, "Heron") == {"entry"}


def test_of_two_disputes_the_one_that_was_taken_back_is_not_told(maker: Maker) -> None:
    first = replace(judged("j-1", Verdict.DISPUTE), reason="use")
    back = replace(judged("j-2", Verdict.UNDECIDED, undoing(first), 1))
    second = replace(judged("j-3", Verdict.DISPUTE, days=2), reason="two bodies use this name")
    view = replace(
        VIEW, judgements=(first, back, second), disputed=("Dana: two bodies use this name",)
    )
    asked = [q for q in draw_up(material(maker, view)).questions if q.kind == "disputed"]
    assert [q.text for q in asked] == ["Dana disputes what is said here: two bodies use this name"]
