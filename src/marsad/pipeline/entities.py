"""Entities as people's judgements leave them, with what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..errors import NotFoundError
from ..model import Entity, Fact, Judgement, Name
from ..model.entity_review import EntityReview, entity_review, stood
from ..ports import EntityView, Reader, StatementFilter
from .listed import kind_of

__all__ = [
    "entities_as_they_stand",
    "entity_view",
    "entity_views",
    "fact_subject",
    "told_by_facts",
    "with_merged",
]


def entities_as_they_stand(reader: Reader) -> dict[str, Entity]:
    """Return id → the entity that stands for it, for all that are known by name."""
    return stood(reader.entities(), entity_review(reader.judgements()))


def with_merged(reader: Reader, query: StatementFilter) -> StatementFilter:
    """Return ``query`` with what was merged with its entity."""
    if query.entity_id is None:
        return query
    return replace(query, merged=entity_review(reader.judgements()).group(query.entity_id))


def entity_view(reader: Reader, entity_id: str) -> EntityView:
    """Return an entity, by its own id or that of one that was merged into it.

    :raises NotFoundError: there is none of that id.
    """
    found = entity_views(reader, [entity_id])
    if entity_id not in found:
        raise NotFoundError("entity", entity_id, hint="Look for it with `marsad entity find`.")
    return found[entity_id]


def entity_views(reader: Reader, entity_ids: Sequence[str]) -> dict[str, EntityView]:
    """Return id → its entity, for those of ``entity_ids`` that are known."""
    judgements = reader.judgements()
    review = entity_review(judgements)
    found: dict[str, EntityView] = {}
    for entity_id in dict.fromkeys(entity_ids):
        view = _view(reader, review, judgements, entity_id)
        if view is not None:
            found[entity_id] = view
    return found


def _view(
    reader: Reader, review: EntityReview, judgements: Iterable[Judgement], entity_id: str
) -> EntityView | None:
    group = review.group(entity_id)
    facts = reader.facts(group, gone=True)
    known = reader.entities_by_id(group)
    for key in group:
        told = None if key in known else told_by_facts(key, facts.get(key, ()))
        if told is not None:
            known[key] = told
    members = [known[key] for key in group if key in known]
    if not members:
        return None
    naming = reader.facts_about(group, gone=True)
    joined = reader.facts(sorted({f.entity_id for f in naming} - set(group)), gone=True)
    own = tuple(fact for key in group for fact in facts.get(key, ()))
    about = {*group, *(fact_subject(fact.id) for fact in own)}
    sources = {fact.dataset for each in (own, *joined.values()) for fact in each}
    return EntityView(
        entity=stood(members, review)[members[0].id],
        merged=group,
        facts=own,
        joined=joined,
        datasets={d.id: d for d in reader.datasets() if d.id in sources},
        judgements=tuple(j for j in judgements if j.subject in about or j.object in about),
        disputed=tuple(_why(j) for key in group for j in review.disputed.get(key, ())),
        retired=group[0] in review.retired,
    )


def fact_subject(fact_id: str) -> str:
    """Return the subject of decisions about a fact."""
    return f"fact:{fact_id}"


def _why(judgement: Judgement) -> str:
    return f"{judgement.by}: {judgement.reason}" if judgement.reason else judgement.by


# ---------------------------------------------------------------- known by facts alone


def told_by_facts(entity_id: str, facts: Sequence[Fact]) -> Entity | None:
    """Return the entity that facts tell of, or None where they tell of none."""
    kind = kind_of(facts)
    if kind is None:
        return None
    names = [f for prop in ("name", "alias", "weakAlias") for f in facts if f.prop == prop]
    standing = [fact for fact in names if fact.gone is None] or names
    return Entity(
        entity_id,
        kind,
        tuple(Name(f.value, f.language or "und", canonical=f.prop == "name") for f in standing),
        provenance="; ".join(dict.fromkeys(fact.dataset for fact in facts)),
    )
