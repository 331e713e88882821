"""Facts about entities, and the lists that they are from."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Dataset, Fact, Import
from .. import facts
from .base import SomeReader

__all__ = ["FactReader"]


class FactReader(SomeReader):
    """Reads datasets and their facts."""

    def datasets(self) -> tuple[Dataset, ...]:
        """Return the lists that facts are from, by id."""
        with self._database.reading() as connection:
            return facts.load_datasets(connection)

    def imports(self, dataset: str | None = None) -> tuple[Import, ...]:
        """Return the readings of a dataset's files, or of all, in the order made."""
        with self._database.reading() as connection:
            return facts.load_imports(connection, dataset)

    def facts(
        self, entity_ids: Sequence[str], *, gone: bool = False
    ) -> dict[str, tuple[Fact, ...]]:
        """Return entity id → its facts, for those that have any.

        :param gone: those too that the latest update of their dataset lacks.
        """
        with self._database.reading() as connection:
            return facts.load_facts(connection, entity_ids, gone=gone)

    def facts_about(self, entity_ids: Sequence[str], *, gone: bool = False) -> tuple[Fact, ...]:
        """Return the facts of other entities that name one of these, such as memberships."""
        with self._database.reading() as connection:
            return facts.load_facts_about(connection, entity_ids, gone=gone)

    def dataset_entities(self, dataset: str, after: str, limit: int) -> tuple[str, ...]:
        """Return ids of entities that a dataset knows, by id, those above ``after``."""
        with self._database.reading() as connection:
            return facts.load_dataset_entities(connection, dataset, after, limit)

    def count_facts(self) -> dict[str, tuple[int, int]]:
        """Return dataset → how many of its entities and facts stand."""
        with self._database.reading() as connection:
            return facts.count_facts(connection)
