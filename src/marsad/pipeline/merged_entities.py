"""Fields of a search that name an entity mean all that it was merged with, from that moment on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model import Entity
from ..model.entity_review import entity_review
from ..ports import Reader
from ..text import normalise
from ..text.asked import All, Any, Field, Node, Not, Query

__all__ = ["with_merged_entities"]

_NAMING = ("entity", "place")

Groups = Sequence[Mapping[str, Entity]]


def with_merged_entities(reader: Reader, query: Query) -> Query:
    """Return ``query`` with the ids of what was merged with the entities that it names.

    What was found in posts is linked anew by the next run; a decision holds in a search at once.
    An entity is named by its id or by a whole name of any that it was merged with.
    """
    if not any(isinstance(leaf, Field) and leaf.name in _NAMING for leaf, _ in query.leaves()):
        return query
    groups = _groups(reader)
    return replace(query, root=_widened(query.root, groups)) if groups and query.root else query


def _groups(reader: Reader) -> Groups:
    """Return the entities of each merged set, by id."""
    merged = {group[0]: group for group in entity_review(reader.judgements()).groups.values()}
    known = reader.entities_by_id([key for group in merged.values() for key in group])
    return [{key: known[key] for key in group if key in known} for group in merged.values()]


def _widened(node: Node, groups: Groups) -> Node:
    if isinstance(node, All):
        return All(tuple(_widened(part, groups) for part in node.parts))
    if isinstance(node, Any):
        return Any(tuple(_widened(part, groups) for part in node.parts))
    if isinstance(node, Not):
        return Not(_widened(node.part, groups), node.span)
    if not isinstance(node, Field) or node.name not in _NAMING:
        return node
    added = [
        key for value in node.values for group in groups if _named(value, group) for key in group
    ]
    return replace(node, values=tuple(dict.fromkeys((*node.values, *added))))


def _named(value: str, group: Mapping[str, Entity]) -> bool:
    folded = normalise(value).text.strip()
    names = (name.text for entity in group.values() for name in entity.names)
    return value in group or any(normalise(name).text == folded for name in names)
