"""Model values to JSON text and back, exactly.

Every row keeps its value whole in a ``data`` column written here; the other columns of a table
repeat only what is filtered or sorted by. Text stays readable (Arabic is not escaped), except
where it holds lone surrogates, which no UTF-8 file can hold: such a value is written in ASCII
escapes and still comes back unchanged.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeVar

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

from ..errors import WorkspaceError

__all__ = ["decode", "encode", "storable"]

T = TypeVar("T")


_READABLE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ASCII = json.JSONEncoder(separators=(",", ":"))


@cache
def _converter() -> JsonConverter:
    return make_converter(detailed_validation=False)


def encode(value: object) -> str:
    """Return ``value``, any class of :mod:`marsad.model`, as JSON text that UTF-8 can hold."""
    plain = _converter().unstructure(value)
    text = _READABLE.encode(plain)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _ASCII.encode(plain)
    return text


def decode(kind: type[T], data: str) -> T:
    """Return the ``kind`` that ``data`` was encoded from.

    :raises WorkspaceError: ``data`` is not what :func:`encode` writes.
    """
    try:
        plain: Any = json.loads(data)
        return _converter().structure(plain, kind)
    except (ValueError, TypeError, KeyError, BaseValidationError) as error:
        raise WorkspaceError(
            f"A stored {kind.__name__} cannot be read ({error}).",
            hint="Restore a backup of the database, or rebuild it from the archive.",
        ) from error


def storable(text: str) -> str:
    """Return ``text`` fit for a text column: lone surrogates and NUL become question marks.

    SQLite could keep NUL, PostgreSQL cannot; both are to answer alike.
    """
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")
