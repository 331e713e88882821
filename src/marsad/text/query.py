"""The query language: words, phrases, AND, OR, NOT, parentheses and fields, as a tree.

::

    query  = either
    either = all { "OR" all }
    all    = one { ["AND"] one }
    one    = ("NOT" | "-") one | "(" either ")" | field | phrase | word
    field  = name ":" value { "," value }

What a person has plainly not finished (a quotation or parenthesis that is open, an AND with
nothing behind it) is read as if they had. What cannot be meant is a :class:`QueryError`, which
says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..errors import QueryError
from ..model import Span
from .asked import All, Any, By, Field, Node, Not, Phrase, Query, Sort, Word
from .query_tokens import Token, tokens

__all__ = ["parse", "short_enough"]

_MOST_TERMS = 64
"""Different words and fields of a query; nobody types more, and each costs time."""

_LONGEST = 2_000
"""Characters of a query that is kept, or stands in an address; browsers and servers cut longer ones
in places of their own. A choice, not tuned."""

_HALF_SIGN = re.compile("[\ud800-\udfff]")

_DEEPEST = 16
"""Parentheses and negations within each other; nobody nests more."""


def parse(text: str) -> Query:
    """Return what ``text`` asks for.

    :raises QueryError: part of it cannot be understood, or there is too much of it.
    """
    half = _HALF_SIGN.search(text)
    if half:
        raise QueryError(
            "This search holds a broken sign, half of one.",
            position=half.start(),
            hint="Type it anew: bytes that are not UTF-8 cannot be searched for.",
        )
    query, kept = _options(Query(text, None), list(tokens(text)))
    root = _Reading(kept).either(0)
    count = len({(type(leaf), _key(leaf)) for leaf, _ in replace(query, root=root).leaves()})
    if count > _MOST_TERMS:
        raise QueryError(
            f"A search can have {_MOST_TERMS} different words and fields; this one has {count}.",
            position=0,
            hint="Leave out what matters least, or search for a phrase of it.",
        )
    return replace(query, root=root)


def short_enough(text: str) -> str:
    """Return ``text`` as it is.

    :raises QueryError: it is too long to be kept, or to stand in an address.
    """
    if len(text) > _LONGEST:
        raise QueryError(
            f"A search can have {_LONGEST:,} characters; this one has {len(text):,}.",
            position=_LONGEST,
            hint="Make two searches of it.",
        )
    return text


def _key(leaf: Word | Phrase | Field) -> tuple[str, ...]:
    return (leaf.name, *leaf.values) if isinstance(leaf, Field) else (leaf.text,)


def _options(query: Query, told: Sequence[Token]) -> tuple[Query, list[Token]]:
    """Return ``query`` with what its fields say of the search as a whole, and the other tokens.

    :raises QueryError: one of these fields is denied.
    """
    kept: list[Token] = []
    for token in told:
        leaf = token.leaf
        if not isinstance(leaf, Field) or leaf.name not in ("by", "spelling", "sort"):
            kept.append(token)
            continue
        _refuse_denied(kept, leaf)
        if leaf.name == "by":
            query = replace(query, by=By(leaf.values[0]))
        elif leaf.name == "sort":
            query = replace(query, sort=Sort(leaf.values[0]))
        else:
            query = replace(query, exact=leaf.values[0] == "exact")
    return query, kept


def _refuse_denied(before: Sequence[Token], option: Field) -> None:
    """Refuse a NOT that would otherwise turn round what stands behind the option."""
    last = next((token for token in reversed(before) if token.kind != "and"), None)
    if last is not None and last.kind == "no":
        raise QueryError(
            f"“{option.name}:” says how to search; it cannot be denied.",
            position=last.span.start,
            hint=f"Leave out the NOT or “-” before “{option.name}:”.",
        )


# ---------------------------------------------------------------- tree


class _Reading:
    """Reads tokens from left to right."""

    def __init__(self, told: Sequence[Token]) -> None:
        self._tokens = told
        self._at = 0

    def either(self, depth: int) -> Node | None:
        """Read up to the end, or to the parenthesis that closes what was opened."""
        parts = [self._together(depth)]
        while self._kind() == "or":
            self._at += 1
            parts.append(self._together(depth))
        return _joined(Any, parts)

    def _together(self, depth: int) -> Node | None:
        parts: list[Node | None] = []
        while self._kind() not in (None, "or") and not (depth and self._kind() == "close"):
            if self._kind() in ("and", "close"):  # a parenthesis may close that none opened
                self._at += 1
            else:
                parts.append(self._one(depth))
        return _joined(All, parts)

    def _one(self, depth: int) -> Node | None:
        token = self._tokens[self._at]
        self._at += 1
        if depth > _DEEPEST:
            raise QueryError(
                "This search is nested too deeply.",
                position=token.span.start,
                hint=f"Use at most {_DEEPEST} parentheses or NOTs within each other.",
            )
        if token.kind == "no":
            return self._negated(token, depth)
        if token.kind == "open":
            inner = self.either(depth + 1)
            self._at += self._kind() == "close"
            return inner
        return token.leaf

    def _negated(self, token: Token, depth: int) -> Node | None:
        while self._kind() == "and":
            self._at += 1
        if self._kind() in (None, "or", "close"):
            return None
        part = self._one(depth + 1)
        end = self._tokens[self._at - 1].span.end
        return None if part is None else Not(part, Span(token.span.start, end))

    def _kind(self) -> str | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None


def _joined(kind: type[All | Any], parts: Sequence[Node | None]) -> Node | None:
    """Return the parts under one node; a part that is said twice counts once."""
    told: dict[object, Node] = {}
    for part in parts:
        for each in part.parts if isinstance(part, All | Any) and type(part) is kind else (part,):
            if each is not None:
                told.setdefault(_meaning(each), each)
    found = tuple(told.values())
    return found[0] if len(found) == 1 else kind(found) if found else None


def _meaning(node: Node) -> object:
    """Return what tells ``node`` from others, wherever it stands in the query."""
    if isinstance(node, Not):
        return Not, _meaning(node.part)
    if isinstance(node, All | Any):
        return type(node), tuple(_meaning(part) for part in node.parts)
    if isinstance(node, Word):
        return Word, node.text, node.prefix
    return type(node), *_key(node)
