"""Fact: one value of one property of an entity, and who says so. Dataset, Import: where from.

FollowTheMoney calls a fact a statement, a word that means something else here. Schemata and
properties are FollowTheMoney's (https://followthemoney.tech), so that a membership, a sanction
or an occupancy is an entity of its own, whose facts name the two that it joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .ids import make_id
from .post import Span

__all__ = ["Dataset", "Fact", "Import"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a list, a post or an editor says of an entity.

    :ivar schema: FollowTheMoney schema of the entity as this source has it.
    :ivar prop: property of that schema, such as ``name`` or ``organization``.
    :ivar value: in FollowTheMoney's form: ISO dates, ISO 3166 countries in lower case, ids.
    :ivar dataset: id of the :class:`Dataset` that it is from.
    :ivar refers: the value is the id of another entity.
    :ivar language: ISO 639 code of the value, where it has one.
    :ivar original: the value as it was written, where that differs.
    :ivar reference: where in the dataset, such as ``QDe.115`` or a line of a file.
    :ivar since: first day on which it holds, as far as it is known (ISO, may be a year or month).
    :ivar until: last such day.
    :ivar version_id: version of a post that says so, with ``span`` in its text.
    :ivar by: person or recipe that read it there.
    :ivar first_seen: when it was first asserted here; ``last_seen`` when last.
    :ivar gone: when an update of its dataset first lacked it; None while it stands.
    """

    id: str
    entity_id: str
    schema: str
    prop: str
    value: str
    dataset: str
    first_seen: datetime
    last_seen: datetime
    refers: bool = False
    language: str = ""
    original: str = ""
    reference: str = ""
    since: str | None = None
    until: str | None = None
    version_id: str | None = None
    span: Span | None = None
    by: str = ""
    gone: datetime | None = None

    @staticmethod
    def make_id(
        dataset: str,
        entity_id: str,
        prop: str,
        value: str,
        *,
        language: str = "",
        version_id: str | None = None,
        span: Span | None = None,
        period: tuple[str | None, str | None] = (None, None),
    ) -> str:
        """Return the id that the same assertion has in every update of its dataset.

        :param period: ``since`` and ``until``, where one value may hold in several periods.
        """
        place = (span.start, span.end) if span else (None, None)
        when = period if any(period) else ()
        return make_id("f", dataset, entity_id, prop, value, language, version_id, *place, *when)

    def holds_on(self, day: str | None) -> bool:
        """Tell whether the fact may hold on ``day`` (ISO); unknown days count as holding.

        A year or a month stands for all of its days.
        """
        if day is None:
            return True
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day[: len(self.until)] <= self.until)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A list that facts come from: an authority's, a pack of this program, an editor's.

    :ivar kind: which reader reads its files (``un``, ``ofac``, ``ftm`` …), ``pack`` or ``editor``.
    :ivar authority: it decides by law who is listed: being on it makes a person a public matter.
    """

    id: str
    title: str
    kind: str
    publisher: str = ""
    url: str = ""
    licence: str = ""
    authority: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """One reading of a dataset's file, and what it changed.

    :ivar sha256: of the file's bytes.
    :ivar dated: the date that the file gives itself (ISO), where it does.
    :ivar entities: that the file holds; ``facts`` likewise.
    :ivar added: ids of entities that were not there before.
    :ivar changed: ids of entities of which a fact came or went.
    :ivar removed: ids of entities that the file no longer holds.
    :ivar skipped: entries that could not be read, each with the reason.
    """

    id: str
    dataset: str
    at: datetime
    by: str
    file: str
    sha256: str
    dated: str | None = None
    entities: int = 0
    facts: int = 0
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
