"""What readers of lists yield: entities, days of files, and entries that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from .schemata import is_known

__all__ = ["Dated", "Draft", "Part", "Record", "Skipped", "Value", "sound", "whole"]

_LONGEST = 20_000
"""Code points of a value that are kept; the longest reason of a UK listing has some 5,000."""

_NOTHING = frozenset(("", "-0-", "na", "n/a", "none", "unknown", "not available", "null"))
"""What lists write, in any case, where they know nothing."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property; the fields are those of :class:`marsad.model.Fact`."""

    prop: str
    value: str
    language: str = ""
    original: str = ""
    reference: str = ""
    since: str | None = None
    until: str | None = None
    refers: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """An entity as a file has it; ``id`` is the same in every edition of the file."""

    id: str
    schema: str
    values: tuple[Value, ...]

    def first(self, prop: str) -> str:
        """Return the first value of ``prop``, or an empty text."""
        return next((value.value for value in self.values if value.prop == prop), "")

    def all(self, prop: str) -> tuple[str, ...]:
        """Return the values of ``prop``."""
        return tuple(value.value for value in self.values if value.prop == prop)


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that could not be read: where it stands, and why.

    :ivar id: of the entity, where that much can be read: it is not gone from the list.
    """

    reference: str
    reason: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """The day that a file gives itself (ISO)."""

    day: str


Part = Record | Skipped | Dated


def sound(part: Part) -> Part:
    """Return ``part`` with U+FFFD for halves of signs, which JSON can escape and no UTF-8 can hold.

    An entity whose id holds a sign that is not seen is skipped.
    """
    if isinstance(part, Skipped):
        return Skipped(whole(part.reference), whole(part.reason), whole(part.id))
    if isinstance(part, Dated):
        return part
    if not part.id.isprintable():
        return Skipped(whole(part.id)[:80], "its id holds signs that cannot be printed")
    return replace(part, values=tuple(map(_whole_value, part.values)))


def _whole_value(value: Value) -> Value:
    if all(map(str.isascii, (value.value, value.original, value.language, value.reference))):
        return value
    return replace(
        value,
        value=whole(value.value),
        original=whole(value.original),
        language=whole(value.language),
        reference=whole(value.reference),
    )


def whole(text: str) -> str:
    """Return ``text`` with U+FFFD for halves of signs (lone surrogates)."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Draft:
    """A record in the making; empty values, and those that it holds already, are passed over.

    :param reference: where in the file, for all of its values.
    """

    def __init__(self, record_id: str, schema: str, reference: str = "") -> None:
        self.id, self.schema = record_id, schema
        self._reference = reference
        self._values: dict[tuple[str, str, str], Value] = {}

    def add(
        self,
        prop: str,
        value: str | None,
        *,
        language: str = "",
        original: str = "",
        since: str | None = None,
        until: str | None = None,
    ) -> Self:
        """Add a value that names no entity; properties that the schema lacks are a mistake."""
        return self._put(prop, value, language, original, since, until)

    def refer(self, prop: str, entity_id: str) -> Self:
        """Add a value that is the id of another entity."""
        return self._put(prop, entity_id, "", "", None, None)

    def _put(
        self,
        prop: str,
        value: str | None,
        language: str,
        original: str,
        since: str | None,
        until: str | None,
    ) -> Self:
        text = " ".join((value or "").split())[:_LONGEST]
        if text.casefold() in _NOTHING:
            return self
        kind = is_known(self.schema, prop)
        if kind is None:
            raise KeyError(f"{self.schema} has no property {prop}")
        written = original if original != text else ""
        made = Value(
            prop,
            text,
            language,
            written,
            self._reference,
            since,
            until,
            refers=kind.startswith("entity"),
        )
        self._values.setdefault((prop, text, language), made)
        return self

    def has(self, prop: str) -> bool:
        """Tell whether there is a value of ``prop``."""
        return any(key[0] == prop for key in self._values)

    def record(self) -> Record:
        """Return what was added."""
        return Record(self.id, self.schema, tuple(self._values.values()))
