"""Capture: the exact bytes received for one request, and its place in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Capture", "Response"]


@dataclass(frozen=True, slots=True)
class Response:
    """What a connector received, before it is sealed.

    :ivar url: the address asked for (``file:`` URLs for local files).
    :ivar fetched_at: UTC moment at which the last byte arrived.
    :ivar headers: response headers in order, names as received.
    """

    url: str
    body: bytes
    fetched_at: datetime
    status: int = 200
    media_type: str = "application/octet-stream"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """A sealed Response. Never changed, never deleted by the program.

    :ivar id: ``c_`` + 16 hex digits.
    :ivar sha256: of the body bytes.
    :ivar seq: position in the capture ledger, from 1.
    :ivar entry_hash: hash of the ledger entry; covers the previous entry's hash.
    :ivar warc: file name inside the workspace's ``archive/warc`` folder.
    :ivar offset: byte offset of the WARC record in that file.
    """

    id: str
    source_id: str
    url: str
    fetched_at: datetime
    status: int
    media_type: str
    sha256: str
    size: int
    seq: int
    entry_hash: str
    warc: str
    offset: int
    tool: str
