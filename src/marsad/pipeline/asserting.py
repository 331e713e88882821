"""Facts on an editor's word: asserted with what they rest on, ended, and brought back."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..errors import DecisionError, NotFoundError
from ..model import Entity, EntityKind, Fact, Judgement, Span, Verdict
from ..model.entity_review import settled
from ..ports import EntityView, Reader
from ..resolve.importing import country, is_day, is_known, is_personal, why_private
from .entities import entities_as_they_stand, entity_view, fact_subject
from .entity_list import entity_named
from .entity_making import EDITORS
from .known import Known

__all__ = ["Asserted", "asserted", "ended", "left_by", "recording"]

_SUBJECT = fact_subject("")
_LONGEST = 20_000
"""Code points of a value, as of a list's."""

_JOINERS = dict.fromkeys((0x200C, 0x200D))
_LANGUAGE = re.compile(r"([a-z]{2,3})?")


@dataclass(frozen=True, slots=True)
class Asserted:
    """What an editor says of an entity.

    :ivar prop: a property of the entity's FollowTheMoney schema.
    :ivar value: in FollowTheMoney's form; of another entity the id, or a name that only it has.
    :ivar since: first day on which it holds (ISO, may be a year or month); ``until`` the last.
    :ivar version_id: version of a post that says so, with ``span`` in its text.
    """

    prop: str
    value: str
    language: str = ""
    since: str | None = None
    until: str | None = None
    version_id: str | None = None
    span: Span | None = None


def asserted(reader: Reader, entity_id: str, said: Asserted, by: str, at: datetime) -> Fact:
    """Return what is said as a fact. One value may hold in several periods, each a fact.

    :raises NotFoundError: there is no such entity or version of a post, or for a property that
        names an entity no such value.
    :raises DecisionError: its schema has no such property, or what is said is of no use: no value
        or none of the kind, days that are none or the wrong way round, a span outside the text,
        what is not kept of persons, or what was recorded before and stands.
    """
    view = entity_view(reader, entity_id)
    schema, kind = _property(view, said.prop)
    _require_days(said)
    _require_place(reader, said)
    plain = replace(said, value=_value(reader, kind, said))
    _require_public(view, schema, plain)
    fact = Fact(
        id=_id(entity_id, plain),
        entity_id=entity_id,
        schema=schema,
        prop=plain.prop,
        value=plain.value,
        dataset=EDITORS.id,
        first_seen=at,
        last_seen=at,
        refers=kind.startswith("entity"),
        language=plain.language,
        since=plain.since,
        until=plain.until,
        version_id=plain.version_id,
        span=plain.span,
        by=by,
    )
    _require_new(view, fact)
    return fact


def _id(entity_id: str, said: Asserted) -> str:
    return Fact.make_id(
        EDITORS.id,
        entity_id,
        said.prop,
        said.value,
        language=said.language,
        version_id=said.version_id,
        span=said.span,
        period=(said.since, said.until),
    )


def _require_new(view: EntityView, fact: Fact) -> None:
    if any(held.id == fact.id and held.gone is None for held in view.facts):
        raise DecisionError(
            f"That “{fact.prop}” is “{fact.value}” was recorded before, and stands.",
            hint="Give another period or post, or end it first: marsad entity end-fact.",
        )


def _property(view: EntityView, prop: str) -> tuple[str, str]:
    """Return the schema of an entity that has a property, and the property's type."""
    schemata = _schemata(view)
    for schema in schemata:
        kind = is_known(schema, prop)
        if kind is not None:
            return schema, kind
    raise DecisionError(
        f"A {schemata[0]} has no “{prop}”.",
        hint="Properties: https://followthemoney.tech/explorer/",
    )


def _schemata(view: EntityView) -> list[str]:
    """Return the schemata under which an entity is known: those of its facts, or its kind."""
    known = dict.fromkeys(fact.schema for fact in view.facts)
    person = view.entity.kind is EntityKind.PERSON
    return [*known, "Person"] if person else [*known] or [view.entity.kind.value]


def _require_days(said: Asserted) -> None:
    for day in filter(None, (said.since, said.until)):
        if not is_day(day):
            raise DecisionError(
                f"“{day}” is no day.", hint="Write 2026-03-05, or 2026-03 or 2026 for less."
            )
    if said.since and said.until:
        both = min(len(said.since), len(said.until))
        if said.since[:both] > said.until[:both]:
            raise DecisionError(
                f"It cannot hold from {said.since} until {said.until}.", hint="Turn them round."
            )


def _require_place(reader: Reader, said: Asserted) -> None:
    if said.version_id is None:
        if said.span is not None:
            raise DecisionError("A place in a text needs the post whose text it is.")
        return
    length = len(reader.version(said.version_id).text)
    if said.span and not 0 <= said.span.start < said.span.end <= length:
        raise DecisionError(
            f"There is no text from {said.span.start} to {said.span.end}.",
            hint=f"The text of the post has {length} characters.",
        )


def _value(reader: Reader, kind: str, said: Asserted) -> str:
    """Return what is said in FollowTheMoney's form."""
    value = " ".join(said.value.split())
    if not value or len(value) > _LONGEST or not _is_seen(value):
        raise DecisionError("No value is given, or none that can be kept.")
    if not _LANGUAGE.fullmatch(said.language):
        raise DecisionError(
            f"“{said.language}” is no language.", hint="Give its ISO 639 code, such as fa."
        )
    if kind.startswith("entity"):
        known = reader.facts([value], gone=True) or reader.entities_by_id([value])
        return value if known else _named(reader, value).id
    if kind == "date" and not is_day(value):
        raise DecisionError(
            f"“{value}” is no day, which “{said.prop}” is.", hint="Such as 1971-03."
        )
    if kind == "url" and not value.startswith(("https://", "http://")):
        raise DecisionError(f"“{value}” is no address, which “{said.prop}” is.")
    return country(value) if kind == "country" else value


def _named(reader: Reader, name: str) -> Entity:
    return entity_named(Known(entities_as_they_stand(reader)), name)


def _is_seen(value: str) -> bool:
    """Tell whether a reader sees every sign; but for the two that join and part letters."""
    return value.translate(_JOINERS).isprintable()


def _require_public(view: EntityView, schema: str, said: Asserted) -> None:
    if why_private(schema, said.prop, said.value, person=is_personal(_schemata(view))):
        raise DecisionError(
            f"This “{said.prop}” is not kept: it may help to find or profile a person.",
            hint="Of persons are kept names, public roles, dates and deeds.",
        )


# ---------------------------------------------------------------- which stand


def ended(reader: Reader, entity_id: str, fact_id: str, at: datetime) -> Fact:
    """Return an editor's fact as one that no longer stands.

    :raises NotFoundError: neither the entity nor what is merged with it has such a fact.
    :raises DecisionError: it is a list's: its next edition would bring it back; or it was ended
        before.
    """
    facts = entity_view(reader, entity_id).facts
    found = next((fact for fact in facts if fact.id == fact_id), None)
    if found is None:
        hint = "`marsad entity show` lists the ids of editors' facts."
        raise NotFoundError("fact", fact_id, hint=hint)
    if found.dataset != EDITORS.id:
        raise DecisionError(
            f"The fact is one of “{found.dataset}”, not an editor's.",
            hint="Dispute it instead: marsad entity dispute.",
        )
    if found.gone is not None:
        raise DecisionError(f"The fact was ended on {found.gone:%Y-%m-%d}.")
    return replace(found, gone=at)


def recording(facts: Sequence[Fact]) -> str:
    """Return the value of a decision by which several facts are recorded together."""
    return json.dumps({"facts": [fact.id for fact in facts]})


def _facts_on(judgements: Iterable[Judgement]) -> set[str]:
    """Return the ids of the facts that decisions recorded or ended."""
    found: set[str] = set()
    for judgement in judgements:
        if judgement.subject.startswith(_SUBJECT):
            found.add(judgement.subject.removeprefix(_SUBJECT))
        elif judgement.verdict is Verdict.ACCEPT and judgement.value:
            told = json.loads(judgement.value)
            found.update(told.get("facts", ()) if isinstance(told, dict) else ())
    return found


def left_by(
    reader: Reader, last: Judgement, judgements: Sequence[Judgement], at: datetime
) -> tuple[Fact, ...]:
    """Return the editors' facts that ``last`` leaves otherwise than they are.

    A fact that came with its entity stands without a decision on it; others stand by one.

    :param judgements: all, in the order in which they were made.
    """
    by_subject: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_subject[judgement.subject].append(judgement)
    facts = {subject: _facts_on(made) for subject, made in by_subject.items()}
    held = reader.facts([last.object], gone=True) if last.object else {}
    changed = []
    for fact in (fact for each in held.values() for fact in each):
        if fact.id in facts[last.subject]:
            subjects = {key for key, ids in facts.items() if fact.id in ids}
            stands = _stands([j for j in judgements if j.subject in subjects])
            if (fact.gone is None) != stands:
                changed.append(replace(fact, gone=None if stands else at))
    return tuple(changed)


def _stands(judgements: Sequence[Judgement]) -> bool:
    """Tell whether all decisions on a fact, in the order made, leave it standing."""
    last = next(reversed(settled(judgements)), None)
    came = all(judgement.verdict is not Verdict.ACCEPT for judgement in judgements)
    return came if last is None else last.verdict is Verdict.ACCEPT
