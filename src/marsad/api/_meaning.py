"""What search by meaning needs besides the database, kept from one search to the next."""

from __future__ import annotations

from functools import cached_property

from ..encoder.shipped import shipped
from ..pipeline import RECIPE, KeptShelf, Meanings
from ._opened import Opened

__all__ = ["Meant"]


class Meant(Opened):
    """A workspace whose posts are found by what they mean."""

    @cached_property
    def _shelf(self) -> KeptShelf:
        return KeptShelf(self.layout.meaning, RECIPE)

    @property
    def _meanings(self) -> Meanings:
        return Meanings(lambda: self._shelf.now(self.read), shipped)
