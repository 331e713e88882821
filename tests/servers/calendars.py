"""A calendar that speaks the protocol of OpenTimestamps on a scripted server."""

from __future__ import annotations

import hashlib

from marsad.archive.opentimestamps import BITCOIN, PENDING

from .faults import ok
from .hostile import Behaviour, Exchange, Hostile

__all__ = ["HEIGHT", "Calendar", "attested", "promise"]

HEIGHT = 913_000


def attested(kind: bytes, payload: bytes) -> bytes:
    """Return a tree that ends at once, in an attestation."""
    return b"\0" + kind + bytes([len(payload)]) + payload


def promise(url: str) -> bytes:
    """Return a tree that ends at once, in the promise of the calendar at ``url``."""
    return attested(PENDING, bytes([len(url)]) + url.encode())


def _block() -> bytes:
    """Return a tree that leads to the block ``HEIGHT``: prepend, SHA-256."""
    return b"\xf1\x03abc\x08" + attested(BITCOIN, b"\xe8\xdc\x37")


class Calendar:
    """A calendar below ``name`` on a scripted server; it promises, and later keeps promises."""

    def __init__(self, server: Hostile, name: str) -> None:
        self._server = server
        self.path = f"/{name}"
        self.url = server.url + self.path
        self.received: list[bytes] = []
        server.script(f"{self.path}/digest", self._promised)

    def _promised(self, exchange: Exchange) -> None:
        self.received.append(exchange.connection.recv(32))
        exchange.answer(200, b"\xf0\x02xy\x08" + promise(self.url))

    @property
    def waiting(self) -> str:
        """Path under which the newest promise is asked for."""
        return f"{self.path}/timestamp/{hashlib.sha256(self.received[-1] + b'xy').hexdigest()}"

    def keep(self, *behaviours: Behaviour) -> None:
        """Answer so when the newest promise is asked for."""
        self._server.script(self.waiting, *(behaviours or (ok(_block()),)))

    @property
    def root(self) -> str:
        """Merkle root to which the newest promise leads."""
        commitment = hashlib.sha256(self.received[-1] + b"xy").digest()
        return hashlib.sha256(b"abc" + commitment).digest()[::-1].hex()
