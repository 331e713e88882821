"""Identifiers and moments that are the same each time, as both STIX and MISP want them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from ..values import Dossier, Ground

__all__ = ["first_known", "moment", "stable_uuid"]

_NAMESPACE = uuid.UUID("6f1d1a52-1f3c-5c8e-9d2b-4c2f7a0e8b35")
"""Of this program's identifiers (RFC 9562, version 5); never to be changed."""

_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a moment that is not known, where a format wants one that never changes."""


def stable_uuid(*parts: str) -> str:
    """Return the UUID of ``parts``: the same parts always give the same."""
    told = "\x1f".join(parts).encode("utf-8", "replace").decode("utf-8")
    return str(uuid.uuid5(_NAMESPACE, told))


def moment(at: datetime) -> str:
    """Return ``2026-03-02T08:15:00.000Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def first_known(dossier: Dossier, notes: Iterable[int]) -> datetime:
    """Return when the earliest of some notes was read or published, no later than the dossier."""
    wanted = frozenset(notes)
    found = [_at(g) for g in dossier.grounds if g.number in wanted]
    return min([at for at in found if at is not None], default=min(_UNKNOWN, dossier.at))


def _at(ground: Ground) -> datetime | None:
    return ground.at.value if ground.at else None
