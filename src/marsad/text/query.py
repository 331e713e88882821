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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from ..errors import QueryError
from ..model import Span
from .asked import All, Any, By, Field, Node, Not, Phrase, Query, Sort, Word
from .normalise import normalise
from .query_fields import FIELDS, field_values, option_value

__all__ = ["parse"]

_MOST_TERMS = 64
"""Different words and fields of a query; nobody types more, and each costs time."""

_DEEPEST = 16
"""Parentheses and negations within each other; nobody nests more."""

_QUOTES = {'"': '"“”„', "“": '"”“', "”": '"”“', "„": '"”“„', "«": "»", "»": "»«"}
"""Quotation marks that open a phrase, and those that close it."""

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<no>-(?=[^\s)-]))"
    r'|(?P<field>[^\W\d_]+:)|(?P<quote>["“”„«»])|(?P<word>[^\s()"“”„«»]+)'
)
_OPERATORS = {"AND": "and", "OR": "or", "|": "or", "NOT": "no"}
_VALUE = re.compile(r'[^\s()"“”„«»]*')


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the query; ``kind`` is open, close, and, or, no, or leaf."""

    kind: str
    span: Span
    leaf: Node | None = None


def parse(text: str) -> Query:
    """Return what ``text`` asks for.

    :raises QueryError: part of it cannot be understood, or there is too much of it.
    """
    query, tokens = _options(Query(text, None), list(_tokens(text)))
    root = _Reading(tokens).either(0)
    count = len({(type(leaf), _key(leaf)) for leaf, _ in replace(query, root=root).leaves()})
    if count > _MOST_TERMS:
        raise QueryError(
            f"A search can have {_MOST_TERMS} different words and fields; this one has {count}.",
            position=0,
            hint="Leave out what matters least, or search for a phrase of it.",
        )
    return replace(query, root=root)


def _key(leaf: Word | Phrase | Field) -> tuple[str, ...]:
    return (leaf.name, *leaf.values) if isinstance(leaf, Field) else (leaf.text,)


def _options(query: Query, tokens: Sequence[_Token]) -> tuple[Query, list[_Token]]:
    """Return ``query`` with what its fields say of the search as a whole, and the other tokens."""
    kept: list[_Token] = []
    for token in tokens:
        leaf = token.leaf
        if not isinstance(leaf, Field) or leaf.name not in ("by", "spelling", "sort"):
            kept.append(token)
        elif leaf.name == "by":
            query = replace(query, by=By(leaf.values[0]))
        elif leaf.name == "sort":
            query = replace(query, sort=Sort(leaf.values[0]))
        else:
            query = replace(query, exact=leaf.values[0] == "exact")
    return query, kept


# ---------------------------------------------------------------- tokens


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:  # a quotation mark or parenthesis that nothing begins with
            at += 1
            continue
        token, at = _token(text, match)
        if token is not None:
            yield token


def _token(text: str, match: re.Match[str]) -> tuple[_Token | None, int]:
    kind, end = str(match.lastgroup), match.end()
    if kind == "quote":
        return _phrase(text, match.start())
    if kind == "field":
        return _field(text, match)
    if kind == "word":
        return _word(match[0], match.start()), end
    return (None if kind == "space" else _Token(kind, Span(*match.span()))), end


def _word(typed: str, start: int) -> _Token | None:
    span = Span(start, start + len(typed))
    if typed in _OPERATORS:
        return _Token(_OPERATORS[typed], span)
    if not _has_words(typed):
        return None
    return _Token("leaf", span, Word(typed.rstrip("*"), span, prefix=typed.endswith("*")))


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in normalise(text).text)


def _phrase(text: str, start: int) -> tuple[_Token | None, int]:
    words, end = _quoted(text, start)
    span = Span(start, end)
    return (_Token("leaf", span, Phrase(words, span)) if _has_words(words) else None), end


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Return what stands in the quotation that begins at ``start``, and where it ends."""
    closing = _QUOTES[text[start]]
    end = next((n for n in range(start + 1, len(text)) if text[n] in closing), len(text))
    return text[start + 1 : end], min(end + 1, len(text))


def _field(text: str, match: re.Match[str]) -> tuple[_Token | None, int]:
    name, start, at = match[0][:-1].lower(), match.start(), match.end()
    if name not in FIELDS:
        end = at + len(_value(text, at))
        _refuse_misspelt(name, start, text[at:end])
        return _word(text[start:end], start), end
    if at < len(text) and text[at] in _QUOTES:
        value, end = _quoted(text, at)
        values: Sequence[str] = (value,)
    else:
        value = _value(text, at)
        end = at + len(value)
        values = value.split(",")
    told = [each.strip() for each in values if _has_words(each)]
    return _valued(text, name, Span(start, end), told, value)


def _value(text: str, at: int) -> str:
    found = _VALUE.match(text, at)
    return found[0] if found else ""


def _valued(
    text: str, name: str, span: Span, typed: Sequence[str], value: str
) -> tuple[_Token | None, int]:
    if not typed and not text[span.end :].strip():
        return None, span.end  # somebody is still typing
    if not typed:
        raise QueryError(
            f"Nothing stands behind “{name}:”.",
            position=span.start,
            hint=f"Write the value right behind the colon, without a space: {FIELDS[name]}.",
        )
    options = option_value(name, typed, span.start)
    values = options or field_values(name, typed, span.start)
    return _Token("leaf", span, Field(name, values, value.strip(), span)), span.end


def _refuse_misspelt(name: str, start: int, value: str) -> None:
    """Tell ``sorce:x`` from ``12:30`` and ``https://…``, which are words."""
    near = get_close_matches(name, FIELDS, 1, 0.75) if value[:1].isalnum() else []
    if near:
        raise QueryError(
            f"There is no field “{name}:”.",
            position=start,
            hint=f"Did you mean “{near[0]}:”? Put it in quotation marks to search for the words.",
        )


# ---------------------------------------------------------------- tree


class _Reading:
    """Reads tokens from left to right."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
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

    def _negated(self, token: _Token, depth: int) -> Node | None:
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
