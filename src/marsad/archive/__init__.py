"""Sealed evidence: every response as a WARC record, named by a hash-chained ledger.

- :class:`FolderArchive` seals, reads and verifies; the files lie as :mod:`.layout` draws them.
- :class:`Entry`, :func:`encode`, :func:`decode` and :func:`entry_hash` are the ledger's line
  format, for whoever verifies a ledger elsewhere; :data:`GENESIS` begins the chain.
"""

from .folder import FolderArchive
from .ledger import GENESIS, Entry, decode, encode, entry_hash

__all__ = ["GENESIS", "Entry", "FolderArchive", "decode", "encode", "entry_hash"]
