"""An invented organisation with everything that a dossier may tell, for the tests of dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from marsad.model import (
    Act,
    Basis,
    Capture,
    Dataset,
    Dated,
    Entity,
    EntityKind,
    Fact,
    Judgement,
    Mention,
    Name,
    Precision,
    Report,
    ReportKind,
    Role,
    Span,
    Verdict,
)
from marsad.ports import EntityView, PostView, StatementView
from marsad.report import Material
from marsad.report.dossier import DossierMaterial

if TYPE_CHECKING:
    from tests.report.conftest import Maker

READ = datetime(2026, 3, 1, 6, tzinfo=UTC)
GONE = datetime(2026, 3, 5, 6, tzinfo=UTC)
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)

SEALED = Dataset("sealed-list", "Sealed List of the Council", "un", "Council", authority=True)
PACK = Dataset("pack", "Bodies of the Valley", "pack")
OWN = "org-heron"
NAMES = (
    Name("Heron Column", "en", canonical=True),
    Name("رتل البلشون", "ar", canonical=True),
    Name("ستون حواصیل", "fa", canonical=True),
    Name("HCX", "en"),
)


def fact(
    entity: str,
    schema: str,
    prop: str,
    value: str,
    dataset: Dataset = SEALED,
    *,
    refers: bool = False,
    gone: datetime | None = None,
    reference: str = "VLe.007",
) -> Fact:
    key = Fact.make_id(dataset.id, entity, prop, value)
    return Fact(
        key, entity, schema, prop, value, dataset.id, READ, READ, refers, "", "", reference,
        gone=gone,
    )  # fmt: skip


def joined(
    key: str, schema: str, values: Mapping[str, str], refers: Iterable[str], **more: Any
) -> dict[str, tuple[Fact, ...]]:
    given = tuple(
        fact(key, schema, prop, value, refers=prop in set(refers), **more)
        for prop, value in values.items()
    )
    return {key: given}


ENTITY = Entity(
    OWN,
    EntityKind.ORGANIZATION,
    NAMES,
    background="The Heron Column is an armed group of the Laqan valley.",
    provenance="exercise",
)
FACTS = (
    fact(OWN, "Organization", "name", "Heron Column"),
    fact(OWN, "Organization", "alias", "Column of the Heron"),
    fact(OWN, "Organization", "previousName", "Egret Column", gone=GONE),
    fact(OWN, "Organization", "incorporationDate", "2011-04"),
    fact(OWN, "Organization", "incorporationDate", "2013", PACK, reference="line 4"),
    fact(OWN, "Organization", "country", "qx"),
    fact(OWN, "Organization", "website", "https://heron.example/"),
    fact(OWN, "Organization", "phone", "+10 555 0100"),
    fact(OWN, "Organization", "address", "Reed Street 4"),
)
JOINED = {
    **joined(
        "m-1",
        "Membership",
        {"member": "per-odo", "organization": OWN, "role": "leader", "startDate": "2015-02-01"},
        ("member", "organization"),
    ),
    **joined(
        "m-2",
        "Membership",
        {"member": "per-ina", "organization": OWN, "role": "leader", "startDate": "2019"},
        ("member", "organization"),
    ),
    **joined(
        "u-1",
        "UnknownLink",
        {"subject": OWN, "object": "org-lantern-front", "role": "alleged front of"},
        ("subject", "object"),
    ),
    **joined(
        "f-1", "Family", {"person": "per-odo", "relative": "per-child"}, ("person", "relative")
    ),
    **joined(
        "s-1",
        "Sanction",
        {"entity": OWN, "authority": "Council", "program": "armed groups",
         "listingDate": "2020-05-06"},
        ("entity",),
    ),
    **joined(
        "s-2",
        "Sanction",
        {"entity": OWN, "authority": "Valley Court", "listingDate": "2016-01-01",
         "endDate": "2018-01-01"},
        ("entity",),
    ),
    **joined(
        "a-1",
        "UserAccount",
        {"owner": OWN, "service": "Telegram", "username": "heron_x",
         "sourceUrl": "https://t.me/heron_x", "phone": "+10 555 0111"},
        ("owner",),
    ),
}  # fmt: skip
NEIGHBOURS = {
    "per-odo": (fact("per-odo", "Person", "name", "Odo Marl"),),
    "per-ina": (fact("per-ina", "Person", "name", "Ina Fern"),),
}
DISPUTE = Judgement("j-1", OWN, Verdict.DISPUTE, "Dana", AT, reason="two bodies use this name")
VIEW = EntityView(
    ENTITY,
    (OWN,),
    FACTS,
    JOINED,
    {SEALED.id: SEALED, PACK.id: PACK},
    (DISPUTE,),
    ("Dana: two bodies use this name",),
)
BRIEF = Report("r-1", ReportKind.BRIEF, "The Heron Column speaks", AT, (None, None), ())


def posts(maker: Maker) -> tuple[PostView, ...]:
    """A threat in Arabic with its translation, an answer to it, and a private person's name."""
    own = maker.source(id="heron", name="Heron Channel", owner=OWN, voice=True)
    arabic = "سنضرب الجسر غدا"
    threat = maker.view(
        arabic, source=own, native_id="1", language="ar", english="We will strike the bridge."
    )
    said = maker.statement(
        threat, arabic, speaker="Heron Column", entity_id=OWN, basis=Basis.VOICE, act=Act.THREAT,
        direct=True, target="org-icm",
    )  # fmt: skip
    text = "Tam Reedy heard it. The Mission said: “We condemn the Heron Column.”"
    answer = maker.view(text, native_id="2", day="2026-03-04", mentions=(("Tam Reedy", None),))
    heard = maker.statement(
        answer, "We condemn the Heron Column.", speaker="The Mission", act=Act.CONDEMNATION,
        direct=True, target="Heron Column",
    )  # fmt: skip
    return replace(threat, statements=(said,)), replace(answer, statements=(heard,))


def material(maker: Maker, view: EntityView = VIEW, **changes: Any) -> DossierMaterial:
    """Return the material; ``changes`` replace fields of it."""
    threat, answer = posts(maker)
    entities = {**maker.entities, view.entity.id: view.entity}
    told = Material((), {}, {v.post.id: v for v in (threat, answer)}, entities)
    plain = DossierMaterial(
        view,
        told,
        AT,
        neighbours=NEIGHBOURS,
        by=(spoken(threat),),
        about=(spoken(answer),),
        named_in=(threat.post.id, answer.post.id),
        owned=(threat.source,),
        reports=(BRIEF,),
        captures={v.version.capture_id: sealed(v) for v in (threat, answer)},
    )
    return replace(plain, **changes)


def spoken(view: PostView, nth: int = 0) -> StatementView:
    return StatementView(view.statements[nth], view.post, view.source, view.version)


def sealed(view: PostView) -> Capture:
    return Capture(
        id=view.version.capture_id, source_id=view.source.id, url=view.post.url, fetched_at=READ,
        status=200, media_type="text/html", sha256="ab" * 32, size=1, seq=1,
        entry_hash="0" * 64, warc="w", offset=0, tool="test",
    )  # fmt: skip


def bare(entity_id: str = "org-bare", name: str = "Bare Body") -> EntityView:
    """An entity of which nothing is known but a name."""
    names = (Name(name, "en", canonical=True),)
    return EntityView(Entity(entity_id, EntityKind.ORGANIZATION, names), (entity_id,))


def person(**changes: Any) -> EntityView:
    """A person of a list, with what a list should not have told."""
    key = "per-odo"
    told = {
        "name": "Odo Marl", "birthDate": "1971-02-03", "birthPlace": "Reedham",
        "passportNumber": "X123", "phone": "+10 555 0122", "religion": "heronism",
        "notes": "Mother: Una Marl. Lives in Reed Street.", "nationality": "qx",
        "position": "leader",
    }  # fmt: skip
    facts = tuple(fact(key, "Person", prop, value) for prop, value in told.items())
    entity = Entity(
        key,
        EntityKind.PERSON,
        (Name("Odo Marl", "en", canonical=True),),
        (Role("leader", OWN, "2015-02-01"),),
    )
    family = joined(
        "f-1", "Family", {"person": key, "relative": "per-child"}, ("person", "relative")
    )
    account = joined("a-9", "UserAccount", {"owner": key, "username": "odo_private"}, ("owner",))
    view = EntityView(entity, (key,), facts, {**family, **account}, {SEALED.id: SEALED})
    return replace(view, **changes)


def dated(day: str) -> Dated:
    return Dated(datetime.fromisoformat(f"{day}T00:00:00+00:00"), Precision.DAY, "test")


def mention(view: PostView, span: Span, entity_id: str | None) -> Mention:
    return Mention("m-x", view.version.id, span, "Organization", entity_id, 1.0, "test")
