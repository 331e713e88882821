"""What tests of decisions through a workspace share: a clock that goes on, and facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from marsad.model import Fact

__all__ = ["NOON", "Ticking", "fact"]

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Ticking:
    """A clock that is later by ``step`` whenever it is read; ``now`` may be set."""

    def __init__(self, step: timedelta = timedelta(seconds=1)) -> None:
        self.now = NOON
        self._step = step

    def __call__(self) -> datetime:
        self.now += self._step
        return self.now


def fact(
    entity: str,
    prop: str,
    value: str,
    dataset: str,
    *,
    schema: str = "Person",
    refers: bool = False,
) -> Fact:
    key = Fact.make_id(dataset, entity, prop, value)
    return Fact(key, entity, schema, prop, value, dataset, NOON, NOON, refers)
