"""What a workspace notes of itself: failures and states."""

from __future__ import annotations

from sqlalchemy import delete, func, not_

from ...model import Failure
from .. import failures, tables
from ..portable import insert_or_update
from .base import SomeWriter

__all__ = ["RecordWriter"]


class RecordWriter(SomeWriter):
    """Writes failures and states."""

    def put_failure(self, failure: Failure) -> None:
        """Store ``failure`` in place of earlier ones of its id, or its stage, source and item."""
        failures.put_failure(self._connection, failure)

    def clear_failures(self, stage: str, item: str) -> None:
        """Remove the failures of ``item`` in ``stage``."""
        failures.clear_failures(self._connection, stage, item)

    def put_state(self, key: str, value: str) -> None:
        """Set what is kept under ``key``."""
        self._connection.execute(insert_or_update(tables.state), {"key": key, "value": value})

    def forget_state(self, beginning: str, *, but: str) -> None:
        """Forget what is kept under keys with this ``beginning``, but not those with ``but``."""
        key = tables.state.c.key
        asked = func.substr(key, 1, len(beginning)) == beginning
        spared = func.substr(key, 1, len(but)) == but
        self._connection.execute(delete(tables.state).where(asked, not_(spared)))
