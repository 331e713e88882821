"""A new edition of a dataset, compared with what the store holds of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model import Fact
from ..ports import Reader
from ..resolve.importing import Record

__all__ = ["Change", "changed", "facts_of", "lost"]

_PAGE = 2_000
_NAMES = ("name", "alias", "previousName", "weakAlias", "program", "role")


@dataclass(frozen=True, slots=True)
class Change:
    """What a new edition says otherwise of one entity.

    :ivar what: ``added``, ``changed`` or ``removed``.
    :ivar came: facts that are new; ``went`` those that are gone. A fact of which only the days
        or the schema changed is in both.
    """

    entity_id: str
    what: str
    schema: str
    came: tuple[Fact, ...] = ()
    went: tuple[Fact, ...] = ()

    @property
    def name(self) -> str:
        """What the entity is called in these facts, or its id."""
        facts = (*self.came, *self.went)
        found = (fact.value for prop in _NAMES for fact in facts if fact.prop == prop)
        return next(found, self.entity_id)


def facts_of(record: Record, dataset: str, at: datetime, by: str) -> list[Fact]:
    """Return a record as facts that were seen at ``at``."""
    return [
        Fact(
            Fact.make_id(dataset, record.id, value.prop, value.value, language=value.language),
            record.id,
            record.schema,
            value.prop,
            value.value,
            dataset,
            at,
            at,
            value.refers,
            value.language,
            value.original,
            value.reference,
            value.since,
            value.until,
            by=by,
        )
        for value in record.values
    ]


def changed(record: Record, facts: Sequence[Fact], before: Sequence[Fact]) -> Change | None:
    """Return what is said of an entity otherwise than before, or None where nothing is."""
    now, then = {fact.id: fact for fact in facts}, {fact.id: fact for fact in before}
    came = tuple(f for key, f in now.items() if key not in then or _said(f) != _said(then[key]))
    went = tuple(f for key, f in then.items() if key not in now or _said(f) != _said(now[key]))
    if not came and not went:
        return None
    return Change(record.id, "changed" if before else "added", record.schema, came, went)


def _said(fact: Fact) -> tuple[str | None, ...]:
    """Return what of a fact is a matter of content; where in the file it stands is none."""
    return fact.schema, fact.since, fact.until, fact.original


def lost(reader: Reader, dataset: str, seen: set[str]) -> Iterator[tuple[Change, list[Fact]]]:
    """Yield entities that an edition lacks, with what other datasets say of them."""
    after = ""
    while ids := reader.dataset_entities(dataset, after, _PAGE):
        after = ids[-1]
        for key, facts in reader.facts([each for each in ids if each not in seen]).items():
            went = tuple(fact for fact in facts if fact.dataset == dataset)
            if went:
                others = [fact for fact in facts if fact.dataset != dataset]
                yield Change(key, "removed", went[0].schema, (), went), others
