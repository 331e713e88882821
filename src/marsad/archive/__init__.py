"""Sealed evidence: every response as a WARC record, named by a hash-chained, signed ledger.

- :class:`FolderArchive` seals, reads and verifies; the files lie as :mod:`.layout` draws them.
- :class:`Entry`, :func:`encode`, :func:`decode` and :func:`entry_hash` are the ledger's line
  format, for whoever verifies a ledger elsewhere; :data:`GENESIS` begins the chain.
- :class:`SignedHead`, :func:`encode_head`, :func:`decode_head` and :func:`check_head` are the
  format of the signed head.
- :func:`http_authority` asks for time stamps, :func:`check_token` checks a :class:`Stamp`.
- :func:`write_bundle` writes captures with their :class:`Proof` for strangers;
  :func:`check_bundle` is what they check it with, also as a program of one file:
  :func:`verifier_source`.
- :func:`screenshot` draws a sealed page; :func:`fingerprint` gives a media file's hashes.
"""

from .bundle import verifier_source, write_bundle
from .folder import FolderArchive
from .ledger import GENESIS, Entry, decode, encode, entry_hash
from .media import MediaHashes, fingerprint
from .proof import Proof
from .screenshot import screenshot
from .signing import SignedHead, check_head, decode_head, encode_head
from .stamping import Authority, Stamp, check_token, http_authority
from .verifier import Finding
from .verifier import check as check_bundle

__all__ = [
    "GENESIS",
    "Authority",
    "Entry",
    "Finding",
    "FolderArchive",
    "MediaHashes",
    "Proof",
    "SignedHead",
    "Stamp",
    "check_bundle",
    "check_head",
    "check_token",
    "decode",
    "decode_head",
    "encode",
    "encode_head",
    "entry_hash",
    "fingerprint",
    "http_authority",
    "screenshot",
    "verifier_source",
    "write_bundle",
]
