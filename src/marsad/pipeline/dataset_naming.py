"""Which dataset a file is of, and when it was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..errors import ConfigError
from ..model import Dataset
from ..ports import Reader
from .entity_making import EDITORS
from .packed import PACK

__all__ = ["OWN", "Naming", "after_the_last", "dataset_of"]

_MANY_EDITIONS = frozenset(("ftm", "misp"))
"""Kinds of which there are many datasets; the id is then made from the file's name."""

OWN = frozenset((PACK.id, EDITORS.id))


@dataclass(frozen=True, slots=True)
class Naming:
    """What a user says of a dataset; empty fields are as its kind has them.

    :ivar kind: a key of :data:`marsad.resolve.importing.KINDS`; else recognised.
    """

    kind: str = ""
    id: str = ""
    title: str = ""


def dataset_of(reader: Reader, usual: Dataset, said: Naming, file: str) -> Dataset:
    """Return the dataset of a file: the one of that id, or a new one.

    :raises ConfigError: that id is one of another kind.
    """
    key = said.id or (_slug(file, usual.id) if usual.id in _MANY_EDITIONS else usual.id)
    held = next((dataset for dataset in reader.datasets() if dataset.id == key), None)
    if key in OWN or (held is not None and held.kind != usual.kind):
        kind = held.kind if held else "own"
        raise ConfigError(
            f"The dataset “{key}” is of the kind “{kind}”, and the file of “{usual.kind}”.",
            hint="Give the file's dataset another id with --id.",
        )
    title = f"{usual.title} {key}" if key != usual.id else usual.title
    return replace(usual, id=key, title=said.title or (held.title if held else title))


def _slug(file: str, kind: str) -> str:
    """Return an id made of a file's name: ``threat-actor.json`` is ``misp-threat-actor``."""
    stem = file.lower().partition(".")[0]
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in stem).split())
    return f"{kind}-{plain or 'file'}"


def after_the_last(reader: Reader, dataset: str, now: datetime) -> datetime:
    """Return ``now``, or just after the last import: what is gone is told by when it was seen."""
    last = max((made.at for made in reader.imports(dataset)), default=None)
    return now if last is None or now > last else last + timedelta(microseconds=1)
