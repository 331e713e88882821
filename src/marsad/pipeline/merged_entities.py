"""Fields of a search that name an entity mean all that it was merged with, from that moment on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model import EntityKind
from ..model.entity_review import entity_review
from ..ports import Reader
from ..text.asked import All, Any, Field, Node, Not, Query

__all__ = ["with_merged_entities"]

_NAMING = {"entity": (), "place": (EntityKind.PLACE,)}
"""Fields that name entities, and of which kinds; any, where none is told."""

Groups = Mapping[str, Sequence[str]]
"""Ids of what each entity was merged with, itself among them."""


def with_merged_entities(reader: Reader, query: Query) -> Query:
    """Return ``query`` with the ids of what was merged with the entities that it names.

    What was found in posts is linked anew by the next run; a decision holds in a search at once.
    """
    if not any(isinstance(leaf, Field) and leaf.name in _NAMING for leaf, _ in query.leaves()):
        return query
    groups = entity_review(reader.judgements()).groups
    if not groups or query.root is None:
        return query
    return replace(query, root=_widened(reader, query.root, groups))


def _widened(reader: Reader, node: Node, groups: Groups) -> Node:
    if isinstance(node, All):
        return All(tuple(_widened(reader, part, groups) for part in node.parts))
    if isinstance(node, Any):
        return Any(tuple(_widened(reader, part, groups) for part in node.parts))
    if isinstance(node, Not):
        return Not(_widened(reader, node.part, groups), node.span)
    if not isinstance(node, Field) or node.name not in _NAMING:
        return node
    kinds = _NAMING[node.name]
    meant = (key for value in node.values for key in reader.entities_called(value, kinds))
    added = reader.entities_by_id([each for key in meant for each in groups.get(key, ())])
    return replace(node, values=tuple(dict.fromkeys((*node.values, *added))))
