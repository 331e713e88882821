"""Where an archive keeps its files. Every path of the archive is built here.

::

    <root>/
    ├── archive.lock               held (flock) by the one process that may append; names it
    ├── ledger.jsonl               one line a capture, each carrying the hash of the line before
    ├── key.pem                    private key that signs the ledger's head; readable by its owner
    ├── key.pub                    the public key that goes with it, 64 hex digits and a newline
    ├── head.json                  number and hash of the newest entry when it was last signed
    ├── copies.json                which files were copied to a store, where one is used
    ├── copies.lock                held (flock) by the one process that copies; names it
    ├── stamps/
    │   ├── 12.json                the signed head that was stamped, at entry 12
    │   ├── 12.json.ots            what OpenTimestamps says of exactly those bytes
    │   ├── 12.pem                 root certificates that were named for the stamp, or nothing
    │   └── 12.tsr                 an authority's RFC 3161 answer about exactly those bytes
    ├── warc/
    │   ├── 000001.warc.gz         WARC 1.1, one gzip member a capture
    │   └── 000002.warc.gz         begun when the file before reached its bound
    ├── incoming/
    │   └── 000001.warc.gz         on its way back from a store; of no use until it is whole
    └── lost+found/
        └── 000002.warc.gz.20260301T081500Z.0   unfinished bytes moved aside on opening
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["Layout"]

_WARC_NAME = re.compile(r"(\d{6,})\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths under the archive folder ``root``; builds them and touches nothing."""

    root: Path

    @property
    def lock(self) -> Path:
        """The lock file."""
        return self.root / "archive.lock"

    @property
    def ledger(self) -> Path:
        """The hash-chained list of captures."""
        return self.root / "ledger.jsonl"

    @property
    def private_key(self) -> Path:
        """The key that signs; PKCS #8 in PEM, not encrypted."""
        return self.root / "key.pem"

    @property
    def public_key(self) -> Path:
        """The key that checks signatures, in hexadecimal."""
        return self.root / "key.pub"

    @property
    def head(self) -> Path:
        """The newest signed head."""
        return self.root / "head.json"

    @property
    def stamps_folder(self) -> Path:
        """The folder of time stamps."""
        return self.root / "stamps"

    def stamped_head(self, seq: int) -> Path:
        """Return the place of the signed head at entry ``seq`` that was stamped."""
        return self.stamps_folder / f"{seq}.json"

    def stamp(self, seq: int) -> Path:
        """Return the place of the time stamp on :meth:`stamped_head`."""
        return self.stamps_folder / f"{seq}.tsr"

    def anchor(self, seq: int) -> Path:
        """Return the place of the OpenTimestamps proof on :meth:`stamped_head`.

        Its name is the one under which clients of OpenTimestamps look for it.
        """
        return self.stamps_folder / f"{seq}.json.ots"

    def stamp_roots(self, seq: int) -> Path:
        """Return the place of the certificates to which :meth:`stamp` leads."""
        return self.stamps_folder / f"{seq}.pem"

    @property
    def copies(self) -> Path:
        """The list of files that were copied to a store."""
        return self.root / "copies.json"

    @property
    def copies_lock(self) -> Path:
        """The lock file of whoever copies."""
        return self.root / "copies.lock"

    @property
    def warc_folder(self) -> Path:
        """The folder of WARC files."""
        return self.root / "warc"

    @property
    def lost_folder(self) -> Path:
        """The folder for bytes that no acknowledged capture owns."""
        return self.root / "lost+found"

    def warc(self, name: str) -> Path:
        """Return the path of the WARC file ``name``.

        :raises ValueError: not a name that :meth:`warc_name` gives, so never a way out of
            the folder for a ledger that was tampered with.
        """
        self.warc_number(name)
        return self.warc_folder / name

    def incoming(self, name: str) -> Path:
        """Return where the WARC file ``name`` lies while it is fetched from a store.

        :raises ValueError: not a name that :meth:`warc_name` gives.
        """
        self.warc_number(name)
        return self.root / "incoming" / name

    def stored(self, name: str) -> str:
        """Return the name in a store of the WARC file ``name``: its place under ``root``.

        :raises ValueError: not a name that :meth:`warc_name` gives.
        """
        return self.warc(name).relative_to(self.root).as_posix()

    @staticmethod
    def warc_name(number: int) -> str:
        """Return the name of the ``number``-th WARC file, from 1."""
        return f"{number:06d}.warc.gz"

    @staticmethod
    def warc_number(name: str) -> int:
        """Return the number in a WARC file's name.

        :raises ValueError: not such a name.
        """
        found = _WARC_NAME.fullmatch(name)
        if found is None:
            raise ValueError(f"not a WARC file of an archive: {name!r}")
        return int(found.group(1))

    def lost(self, name: str, moment: datetime, number: int) -> Path:
        """Return the ``number``-th place to which bytes of file ``name`` are moved aside."""
        stamp = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        return self.lost_folder / f"{name}.{stamp}.{number}"
