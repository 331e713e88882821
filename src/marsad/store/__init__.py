"""The database of a workspace, behind :class:`marsad.ports.Store`.

``store`` opens it; ``reader`` and ``writer`` are the two sides of the contract, with ``ingest``
(posts, versions, deletions), ``views`` (posts with all that was derived) and ``filters`` behind
them; ``search`` is the full-text index; ``tables`` and ``migrations`` are the layout; ``codec``
turns values into JSON; ``sqlite`` holds what is particular to SQLite.
"""

from .codec import decode, encode
from .moving import move
from .store import PostgresStore, SqliteStore

__all__ = ["PostgresStore", "SqliteStore", "decode", "encode", "move"]
