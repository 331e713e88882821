"""How text goes to PostgreSQL, which refuses two things that Python's strings can hold."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.types.string import StrDumper

__all__ = ["forgiving"]


class _Dumper(StrDumper):
    """Writes NUL and lone surrogates as question marks, as :func:`.codec.storable` does.

    What is stored was made storable before; what people ask for was not.
    """

    def dump(self, obj: str) -> bytes:
        return obj.encode("utf-8", "replace").replace(b"\0", b"?")


def forgiving(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Make ``connection`` take any string."""
    connection.adapters.register_dumper(str, _Dumper)
    return connection
