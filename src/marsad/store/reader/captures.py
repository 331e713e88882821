"""Captures, and what a connector has to know of those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from ...model import Capture
from ...ports import History, Validators
from .. import life, tables
from ..codec import storable
from .base import SomeReader, by_id, data_of

__all__ = ["CaptureReader"]


class CaptureReader(SomeReader):
    """Reads captures."""

    def capture(self, capture_id: str) -> Capture:
        """Return one capture."""
        return self._one(Capture, tables.captures, capture_id)

    def captures_by_id(self, ids: Sequence[str]) -> dict[str, Capture]:
        """Return the captures among ``ids`` that are known."""
        with self._database.reading() as connection:
            found = by_id(connection, Capture, tables.captures, ids)
        return {capture.id: capture for capture in found}

    def last_capture(self) -> Capture | None:
        """Return the newest capture of the ledger that is known here, or None."""
        newest = data_of(tables.captures).order_by(tables.captures.c.seq.desc()).limit(1)
        return next(iter(self._all(Capture, newest)), None)

    def unparsed(self, limit: int) -> tuple[Capture, ...]:
        """Return captures that were not marked as parsed, in ledger order."""
        captures = tables.captures
        query = data_of(captures).where(captures.c.parsed.is_(False)).order_by(captures.c.seq)
        return self._all(Capture, query.limit(limit))

    def latest_sha256(self, source_id: str, url: str) -> str | None:
        """Return the hash of what ``url`` last answered, to tell whether it has changed."""
        captures = tables.captures.c
        query = select(captures.sha256).where(
            captures.source_id == source_id, captures.url == storable(url)
        )
        with self._database.reading() as connection:
            found: str | None = connection.scalar(query.order_by(captures.seq.desc()).limit(1))
        return found

    def history(self, source_id: str) -> History:
        """Return which native numbers of a source pages have covered, and what was sealed."""
        with self._database.reading() as connection:
            found = life.load_history(connection, source_id)
        return replace(found, sealed=lambda url: self.latest_sha256(source_id, url) is not None)

    def validators(self, source_id: str, url: str) -> Validators | None:
        """Return the validators of what was last sealed from ``url``."""
        with self._database.reading() as connection:
            return life.load_validators(connection, source_id, url)
