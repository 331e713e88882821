"""The words, phrases, fields and operators of a search, with their places in what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ..errors import QueryError
from ..model import Span
from .asked import Field, Node, Phrase, Word
from .normalise import normalise
from .query_fields import FIELDS, field_values, option_value

__all__ = ["Token", "tokens"]

_QUOTES = {'"': '"“”„', "“": '"”“', "”": '"”“', "„": '"”“„', "«": "»", "»": "»«"}
"""Quotation marks that open a phrase, and those that close it."""

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<no>-(?=[^\s)-]))"
    r'|(?P<field>[^\W\d_]+:)|(?P<quote>["“”„«»])|(?P<word>[^\s()"“”„«»]+)'
)
_OPERATORS = {"AND": "and", "OR": "or", "|": "or", "NOT": "no"}
_VALUE = re.compile(r'[^\s()"“”„«»]*')


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query; ``kind`` is open, close, and, or, no, or leaf.

    :ivar missing: quotation mark that closes it and was not typed yet.
    """

    kind: str
    span: Span
    leaf: Node | None = None
    missing: str = ""


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of ``text``, without those that hold no word.

    :raises QueryError: a field is misspelt, empty, or has a value that it does not know.
    """
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:  # a quotation mark or parenthesis that nothing begins with
            at += 1
            continue
        token, at = _token(text, match)
        if token is not None:
            yield token


def _token(text: str, match: re.Match[str]) -> tuple[Token | None, int]:
    kind, end = str(match.lastgroup), match.end()
    if kind == "quote":
        return _phrase(text, match.start())
    if kind == "field":
        return _field(text, match)
    if kind == "word":
        return _word(match[0], match.start()), end
    return (None if kind == "space" else Token(kind, Span(*match.span()))), end


def _word(typed: str, start: int) -> Token | None:
    span = Span(start, start + len(typed))
    if typed in _OPERATORS:
        return Token(_OPERATORS[typed], span)
    if not _has_words(typed):
        return None
    return Token("leaf", span, Word(typed.rstrip("*"), span, prefix=typed.endswith("*")))


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in normalise(text).text)


def _phrase(text: str, start: int) -> tuple[Token | None, int]:
    words, end, missing = _quoted(text, start)
    if not _has_words(words):
        return None, end
    span = Span(start, end)
    return Token("leaf", span, Phrase(words, span), missing), end


def _quoted(text: str, start: int) -> tuple[str, int, str]:
    """Return what stands in the quotation that begins at ``start``, where it ends, what closes it.

    The last is empty where the quotation was closed.
    """
    closing = _QUOTES[text[start]]
    end = next((n for n in range(start + 1, len(text)) if text[n] in closing), len(text))
    missing = "" if end < len(text) else closing[0]
    return text[start + 1 : end], min(end + 1, len(text)), missing


def _field(text: str, match: re.Match[str]) -> tuple[Token | None, int]:
    name, start, at = match[0][:-1].lower(), match.start(), match.end()
    if name not in FIELDS:
        end = at + len(_value(text, at))
        _refuse_misspelt(name, start, text[at:end])
        return _word(text[start:end], start), end
    missing, value = "", _value(text, at)
    end, values = at + len(value), value.split(",")
    if at < len(text) and text[at] in _QUOTES:
        value, end, missing = _quoted(text, at)
        values = [value]
    told = [each.strip() for each in values if _has_words(each)]
    leaf = _valued(text, name, Span(start, end), told, value)
    return (Token("leaf", leaf.span, leaf, missing) if leaf else None), end


def _value(text: str, at: int) -> str:
    found = _VALUE.match(text, at)
    return found[0] if found else ""


def _valued(text: str, name: str, span: Span, typed: Sequence[str], value: str) -> Field | None:
    if not typed and not text[span.end :].strip():
        return None  # somebody is still typing
    if not typed:
        raise QueryError(
            f"Nothing stands behind “{name}:”.",
            position=span.start,
            hint=f"Write the value right behind the colon, without a space: {FIELDS[name]}.",
        )
    options = option_value(name, typed, span.start)
    values = options or field_values(name, typed, span.start)
    return Field(name, values, value.strip(), span)


def _refuse_misspelt(name: str, start: int, value: str) -> None:
    """Tell ``sorce:x`` from ``12:30`` and ``https://…``, which are words."""
    near = get_close_matches(name, FIELDS, 1, 0.75) if value[:1].isalnum() else []
    if near:
        raise QueryError(
            f"There is no field “{name}:”.",
            position=start,
            hint=f"Did you mean “{near[0]}:”? Put it in quotation marks to search for the words.",
        )
