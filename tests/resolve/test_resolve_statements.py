"""Speakers get entities and the roles that they held on the day of the statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from marsad.model import (
    Act,
    Basis,
    Dated,
    Entity,
    EntityKind,
    Forward,
    Mention,
    Name,
    Post,
    Precision,
    Role,
    Source,
    Span,
    Speaker,
    Statement,
    Version,
)
from marsad.ports import Extraction, Item
from marsad.resolve import Directory, resolve_statements

GROUP = Entity(
    "org-heron",
    EntityKind.ORGANIZATION,
    (Name("Heron Brigades", "en", canonical=True), Name("كتائب البلشون", "ar")),
)
FRONT = Entity("org-marsh", EntityKind.ORGANIZATION, (Name("Marsh Front", "en"),))
SPOKESMAN = Entity(
    "per-vosk",
    EntityKind.PERSON,
    (Name("Tamir Vosk", "en"),),
    (Role("spokesman", "org-heron", "2026-01-01"),),
)
DIRECTORY = Directory((GROUP, FRONT, SPOKESMAN))
DAY = Dated(datetime(2026, 4, 8, tzinfo=UTC), Precision.DAY, "date of the post")


def item(forward: Forward | None = None) -> Item:
    source = Source("s", "feed", "https://example.org", "S", owner="Heron Brigades", voice=True)
    post = Post("p_1", "s", "1", "https://example.org/1", DAY, forward=forward)
    version = Version("v_1", "p_1", 1, "text", datetime(2026, 4, 8, tzinfo=UTC), "c_1")
    return Item(version, post, source, ())


def resolved(
    speaker: Speaker,
    *,
    forward: Forward | None = None,
    mentioned: tuple[str, ...] = (),
    target: str | None = None,
) -> Statement:
    statement = Statement(
        "s_1", "v_1", speaker, (Span(0, 4),), Act.WARNING, date=DAY, target=target
    )
    mentions = tuple(
        Mention(f"m_{n}", "v_1", Span(0, 1), "Organization", key, 1.0, "x")
        for n, key in enumerate(mentioned)
    )
    found = resolve_statements(Extraction(mentions, (statement,)), item(forward), DIRECTORY)
    return found.statements[0]


def test_named_person() -> None:
    speaker = resolved(Speaker("Tamir Vosk", Basis.NAMED)).speaker
    assert (speaker.entity_id, speaker.role, speaker.affiliation_id) == (
        "per-vosk",
        "spokesman",
        "org-heron",
    )


def test_person_by_office() -> None:
    speaker = resolved(Speaker("the spokesman of the Heron Brigades", Basis.NAMED)).speaker
    assert (speaker.entity_id, speaker.basis) == ("per-vosk", Basis.TITLE)


def test_voice_is_the_owner() -> None:
    speaker = resolved(Speaker("كتائب البلشون", Basis.VOICE)).speaker
    assert (speaker.entity_id, speaker.text) == ("org-heron", "Heron Brigades")


def test_voice_of_a_forward_is_its_origin() -> None:
    known = resolved(Speaker("x", Basis.VOICE), forward=Forward("Marsh Front | official")).speaker
    assert known.entity_id == "org-marsh"
    unknown = resolved(Speaker("x", Basis.VOICE), forward=Forward("Somebody")).speaker
    assert unknown.entity_id is None


def test_short_form_means_the_one_in_the_post() -> None:
    front = resolved(Speaker("the Front", Basis.NAMED), mentioned=("org-marsh", "org-heron"))
    assert front.speaker.entity_id == "org-marsh"
    group = resolved(Speaker("the group", Basis.NAMED), mentioned=("org-marsh", "org-heron"))
    assert group.speaker.entity_id is None


def test_private_person_stays_a_mention() -> None:
    speaker = Speaker("Nobody Known", Basis.NAMED)
    assert resolved(speaker).speaker == speaker


def test_unnamed_source_keeps_only_its_affiliation() -> None:
    speaker = resolved(Speaker("a source in the Heron Brigades", Basis.UNNAMED)).speaker
    assert (speaker.entity_id, speaker.affiliation_id) == (None, "org-heron")


def test_target_becomes_canonical_english() -> None:
    speaker = Speaker("Tamir Vosk", Basis.NAMED)
    assert resolved(speaker, target="كتائب البلشون").target == "Heron Brigades"
    assert resolved(speaker, target="the old bridge").target == "the old bridge"


def test_ids_and_spans_do_not_change() -> None:
    speaker = Speaker("Tamir Vosk", Basis.NAMED, Span(0, 3))
    statement = resolved(speaker)
    assert statement.id == "s_1"
    assert replace(statement.speaker, entity_id=None, role=None, affiliation_id=None) == speaker
