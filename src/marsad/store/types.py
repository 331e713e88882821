"""The types of columns, so that both databases keep and compare alike.

Text is compared by code point wherever it is stored: the order of a PostgreSQL server's language
would break ranges (judgements on a version lie between ``v_1/`` and ``v_10``) and differ from one
server to the next. Numbers have 64 bits, as in SQLite: ids of posts reach 18 digits.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String, Text

__all__ = ["LONG", "NAME", "TEXT"]

NAME = String().with_variant(String(collation="C"), "postgresql")
"""An id, a code, a moment: short text that is compared."""

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text of any length."""

LONG = Integer().with_variant(BigInteger(), "postgresql")
"""A whole number."""
