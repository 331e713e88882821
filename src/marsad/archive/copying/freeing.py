"""Room here."""

from __future__ import annotations

from collections.abc import Sequence

from ..copies import read_copies
from ..files import explained, sync_folder
from ..holdings import warcs_here
from ..transfer import Transfer, digest, read
from .shared import SomeCopying, is_warc_name, unknown

__all__ = ["Freeing"]


class Freeing(SomeCopying):
    """Removes here what is safe in the store."""

    def free(self, names: Sequence[str] = ()) -> Transfer:
        """Remove WARC files here that the store has, each after reading the store's copy anew.

        :param names: as in the ledger; all that can be removed where there are none.
        :raises NotFoundError: one of ``names`` is not the name of a WARC file that is here.
        """
        with self._open(), self._until_stopped():
            chosen = self._chosen(names, self.freeable())
            total = sum(self._layout.warc(warc).stat().st_size for warc in chosen)
            self._tally.totals = {"check": total}
            for warc in chosen:
                self._free(warc)
        return self._tally.result()

    def freeable(self) -> tuple[str, ...]:
        """Return the names of WARC files that are both here and in the store."""
        self._copies = read_copies(self._layout)
        here = warcs_here(self._layout)
        return tuple(warc for warc in here if self._copy(self._layout.stored(warc)))

    def _chosen(self, names: Sequence[str], otherwise: Sequence[str]) -> Sequence[str]:
        for warc in names:
            if not is_warc_name(self._layout, warc) or not self._layout.warc(warc).exists():
                raise unknown(warc)
        return names or otherwise

    def _free(self, warc: str) -> None:
        name, path = self._layout.stored(warc), self._layout.warc(warc)
        copy = self._copy(name)
        if copy is None:
            self._tally.wrong(name, "was not copied to the store: push it first")
            return
        found = self._reread(name)
        if found is None:
            self._tally.wrong(name, f"is not in {self._shelf.url} any more: push it again")
            self._note(self._copies.without(name))
        elif found != (copy.size, copy.sha256):
            self._tally.wrong(name, f"was changed in {self._shelf.url}, and is kept here")
        elif found != digest(read(path)):
            self._tally.wrong(name, "differs here from what was copied: see `marsad verify`")
        else:
            self._note(self._copies.with_copy(name, self._made(found)))
            with explained(self._layout.root):
                path.unlink()
                sync_folder(path.parent)
            self._tally.done(name, found[0])
