"""Back here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..files import explained, make_folder, sync_folder
from ..shelf import MANY
from ..transfer import Digest, Transfer, chunks_of, digest, written
from .shared import SomeCopying, is_warc_name, unknown

__all__ = ["Fetching"]


class Fetching(SomeCopying):
    """Brings files back from the store."""

    def fetch(self, names: Sequence[str] = ()) -> Transfer:
        """Bring WARC files back from the store; its copies stay there.

        :param names: as in the ledger; all closed files that are not here where there are none.
        :raises NotFoundError: one of ``names`` is not the name of a WARC file.
        :raises DiskFullError: no room for one; those before it are here.
        """
        for warc in names:
            if not is_warc_name(self._layout, warc):
                raise unknown(warc)
        with self._open(), self._until_stopped():
            gone = [warc for warc in names or self._missing() if not self._is_here(warc)]
            copies = [self._copies.files.get(self._layout.stored(warc)) for warc in gone]
            self._tally.totals = {"fetch": sum(copy.size for copy in copies if copy)}
            for warc in gone:
                self._fetch(warc)
        return self._tally.result()

    def _missing(self) -> list[str]:
        numbers = range(1, self._copies.closed + 1)
        return [self._layout.warc_name(number) for number in numbers]

    def _is_here(self, warc: str) -> bool:
        return self._layout.warc(warc).exists()

    def _fetch(self, warc: str) -> None:
        name, part = self._layout.stored(warc), self._layout.incoming(warc)
        known = self._copies.files.get(name)
        found = self._received(name, part)
        if found is None:
            self._tally.wrong(name, f"is not in {self._shelf.url}")
        elif known is not None and found != (known.size, known.sha256):
            self._tally.wrong(name, f"was changed in {self._shelf.url}, and is left there")
        else:
            with explained(self._layout.root):
                make_folder(self._layout.warc_folder)
                part.replace(self._layout.warc(warc))
                sync_folder(self._layout.warc_folder)
            self._tally.done(name, found[0])
        part.unlink(missing_ok=True)

    def _received(self, name: str, part: Path) -> Digest | None:
        """Write the store's copy to ``part``, durably; None where there is none."""
        try:
            source = self._shelf.open(name, MANY)
        except FileNotFoundError:
            return None
        with source, explained(self._layout.root):
            make_folder(part.parent)
            with part.open("wb") as file:
                chunks = self._tally.count("fetch", chunks_of(source))
                found = digest(written(file, chunks))
                file.flush()
                os.fsync(file.fileno())
        return found
