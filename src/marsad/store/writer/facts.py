"""Facts about entities, and the lists that they are from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ...model import Dataset, Fact, Import
from .. import facts
from .base import SomeWriter

__all__ = ["FactWriter"]


class FactWriter(SomeWriter):
    """Writes datasets and their facts."""

    def put_dataset(self, dataset: Dataset) -> None:
        """Add ``dataset``, or overwrite the one with its id."""
        facts.put_dataset(self._connection, dataset)

    def put_facts(self, found: Iterable[Fact]) -> None:
        """Add facts; those that are known keep when they were first seen, and stand again."""
        facts.put_facts(self._connection, found)

    def retire_facts(self, dataset: str, at: datetime) -> int:
        """Note as gone the facts of a dataset that were last seen before ``at``."""
        return facts.retire_facts(self._connection, dataset, at)

    def put_import(self, made: Import) -> None:
        """Keep the note of one reading of a dataset's file."""
        facts.put_import(self._connection, made)

    def drop_dataset(self, dataset: str) -> None:
        """Forget a dataset with all that is known from it alone."""
        facts.drop_dataset(self._connection, dataset)
