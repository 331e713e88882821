"""Sealed evidence: every response as a WARC record, named by a hash-chained, signed ledger.

- :class:`FolderArchive` seals, reads and verifies; the files lie as :mod:`.layout` draws them.
- :class:`Entry`, :func:`encode`, :func:`decode` and :func:`entry_hash` are the ledger's line
  format, for whoever verifies a ledger elsewhere; :data:`GENESIS` begins the chain.
- :class:`SignedHead`, :func:`encode_head`, :func:`decode_head` and :func:`check_head` are the
  format of the signed head.
- :func:`shelf_at` gives a :class:`Shelf`, where closed WARC files can be kept as well, such as an
  object store; :class:`Held` says where a file is, :class:`Transfer` what came of moving some.
- :func:`http_authority` asks for time stamps, :func:`check_token` checks a :class:`Stamp`.
- :class:`Anchor` is what OpenTimestamps says of a head, :class:`Anchored` what came of asking
  its calendars (:data:`CALENDARS`), a :class:`Block` what has to be compared with the chain.
- :func:`write_bundle` writes captures with their :class:`Proof` for strangers;
  :func:`check_bundle` is what they check it with, also as a program of one file:
  :func:`verifier_source`.
- :func:`screenshot` draws a sealed page; :func:`fingerprint` gives a media file's hashes.
"""

from .anchoring import Anchor, Anchored, Block, check_anchor
from .bundle import verifier_source, write_bundle
from .calendars import CALENDARS, calendar_url
from .folder import FolderArchive
from .holdings import Held
from .ledger import GENESIS, Entry, decode, encode, entry_hash
from .media import MediaHashes, fingerprint, fingerprint_file
from .proof import Proof
from .screenshot import screenshot
from .shelf import Shelf, shelf_at
from .signing import SignedHead, check_head, decode_head, encode_head
from .stamping import Authority, Stamp, check_token, http_authority
from .transfer import Transfer
from .verifier import Finding
from .verifier import check as check_bundle

__all__ = [
    "CALENDARS",
    "GENESIS",
    "Anchor",
    "Anchored",
    "Authority",
    "Block",
    "Entry",
    "Finding",
    "FolderArchive",
    "Held",
    "MediaHashes",
    "Proof",
    "Shelf",
    "SignedHead",
    "Stamp",
    "Transfer",
    "calendar_url",
    "check_anchor",
    "check_bundle",
    "check_head",
    "check_token",
    "decode",
    "decode_head",
    "encode",
    "encode_head",
    "entry_hash",
    "fingerprint",
    "fingerprint_file",
    "http_authority",
    "screenshot",
    "shelf_at",
    "verifier_source",
    "write_bundle",
]
