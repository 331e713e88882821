"""The shape of an answer: as JSON schema for the server, and as a check of what came back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import ExtractionError
from ...model import Act, Basis

__all__ = ["KINDS", "SCHEMA", "Answer", "ToldMention", "ToldStatement", "read_answer"]

KINDS = ("Person", "Organization", "Place", "Weapon", "Date")
"""Kinds of mention that a model may tell."""

_MOST = 500
"""Entries of a list; a window of some thousand characters holds no more."""


@dataclass(frozen=True, slots=True)
class ToldMention:
    """A name or date as the model wrote it."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """A statement as the model told it: strings that are still to be found in the passage.

    :ivar speaker_kind: a value of :class:`marsad.model.Basis`.
    :ivar resolved: the name that a pronoun or short form stands for.
    :ivar said_on: words that date the saying.
    """

    speaker_kind: str
    act: str
    content: tuple[str, ...]
    direct: bool = False
    speaker: str | None = None
    resolved: str | None = None
    cue: str | None = None
    said_on: str | None = None
    addressee: str | None = None
    target: str | None = None
    condition: str | None = None
    deadline: str | None = None
    capability: str | None = None
    hedges: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A well-formed answer.

    :ivar unknown: how many fields it has that nobody asked for; they are not read.
    """

    mentions: tuple[ToldMention, ...]
    statements: tuple[ToldStatement, ...]
    unknown: int = 0


_WORDS: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_LIST: dict[str, Any] = {"type": "array", "items": _WORDS}
_FLAG: dict[str, Any] = {"type": "boolean"}
_MENTION = {"text": _WORDS, "kind": {"type": "string", "enum": list(KINDS)}}
_STATEMENT = {
    "speaker_kind": {"type": "string", "enum": [basis.value for basis in Basis]},
    "speaker": _MAYBE,
    "resolved": _MAYBE,
    "cue": _MAYBE,
    "content": _LIST,
    "act": {"type": "string", "enum": [act.value for act in Act]},
    "direct": _FLAG,
    "said_on": _MAYBE,
    "addressee": _MAYBE,
    "target": _MAYBE,
    "condition": _MAYBE,
    "deadline": _MAYBE,
    "capability": _MAYBE,
    "hedges": _LIST,
    "chain": _LIST,
}
_NEEDED = ("speaker_kind", "content", "act")


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Strict servers want every property required and no other allowed."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


SCHEMA = _object(
    {
        "mentions": {"type": "array", "items": _object(_MENTION)},
        "statements": {"type": "array", "items": _object(_STATEMENT)},
    }
)
"""What the server is asked to hold the model to (JSON Schema, the subset of strict servers)."""


def read_answer(text: str) -> Answer:
    """Return the answer that ``text`` holds: one JSON object, nothing before or after it.

    Values outside of a list of choices pass: they cost one entry, not the whole answer.

    :raises ExtractionError: not JSON, or a field is missing or of the wrong type.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad("is not JSON") from error
    unknown: Counter[str] = Counter()
    answer = _row(data, ("mentions", "statements"), unknown)
    mentions = [_row(row, _MENTION, unknown) for row in _rows(answer, "mentions")]
    statements = [_row(row, _STATEMENT, unknown) for row in _rows(answer, "statements")]
    return Answer(
        tuple(ToldMention(_needed(m, "text"), _needed(m, "kind")) for m in mentions),
        tuple(_statement(row) for row in statements),
        unknown.total(),
    )


def _statement(row: Mapping[str, Any]) -> ToldStatement:
    for key in _NEEDED:
        if key not in row:
            raise _bad(f"lacks “{key}”")
    values: dict[str, Any] = {key: _READ[str(_STATEMENT[key]["type"])](row, key) for key in row}
    return ToldStatement(**values)


def _row(value: object, known: Mapping[str, Any] | tuple[str, ...], unknown: Counter[str]) -> Any:
    """Return the known fields of an object, and count the others."""
    if not isinstance(value, dict):
        raise _bad("holds something else than an object")
    unknown["fields"] += sum(key not in known for key in value)
    return {key: value[key] for key in value if key in known}


def _rows(answer: Mapping[str, Any], key: str) -> list[object]:
    found = answer.get(key)
    if not isinstance(found, list):
        raise _bad(f"lacks a list of {key}")
    if len(found) > _MOST:
        raise _bad(f"lists more than {_MOST} {key}")
    return found


def _needed(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise _bad(f"has no text in “{key}”")
    return value


def _maybe(row: Mapping[str, Any], key: str) -> str | None:
    return None if row[key] in (None, "") else _needed(row, key)


def _flag(row: Mapping[str, Any], key: str) -> bool:
    if not isinstance(row[key], bool):
        raise _bad(f"has neither true nor false in “{key}”")
    return bool(row[key])


def _strings(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = row[key]
    if not isinstance(found, list) or not all(isinstance(value, str) for value in found):
        raise _bad(f"has no list of texts in “{key}”")
    if len(found) > _MOST:
        raise _bad(f"lists more than {_MOST} texts in “{key}”")
    return tuple(found)


_READ: dict[str, Callable[[Mapping[str, Any], str], Any]] = {
    str(_WORDS["type"]): _needed,
    str(_MAYBE["type"]): _maybe,
    str(_LIST["type"]): _strings,
    str(_FLAG["type"]): _flag,
}


def _bad(what: str) -> ExtractionError:
    return ExtractionError(
        f"The model's answer {what}.",
        hint="Use a model and a server that support structured output (JSON schema).",
    )
