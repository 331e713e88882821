"""The signed head: who kept the ledger says where it ended, in a file that can travel.

``head.json`` is canonical JSON like a ledger line: ``seq`` and ``hash`` of the newest entry,
``peaks`` of the tree over all entries (:mod:`.tree`), ``signed_at``, ``public_key`` and an
Ed25519 ``signature`` (RFC 8032) over the canonical JSON of all other fields. It may lag behind
the ledger, as it does after a kill, and is never ahead of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ..errors import ArchiveError
from .files import write_whole
from .layout import Layout
from .ledger import canonical, decode, hashes_after, lines_after, number_field, text_field
from .tree import Tree

__all__ = [
    "SignedHead",
    "check_head",
    "decode_head",
    "encode_head",
    "ensure_key",
    "read_head",
    "sign",
]

_FORMAT = "marsad-head/1"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """Where the ledger ended at one moment.

    :ivar seq: number of the newest entry, and so of all entries.
    :ivar entry_hash: of that entry.
    :ivar peaks: of the tree over all entries, 64 hex digits each.
    :ivar signed_at: UTC moment, by this machine's clock.
    :ivar public_key: 32 bytes in hexadecimal.
    :ivar signature: 64 bytes in hexadecimal.
    """

    seq: int
    entry_hash: str
    peaks: tuple[str, ...]
    signed_at: datetime
    public_key: str
    signature: str = ""


def encode_head(head: SignedHead) -> bytes:
    """Return the line, with its newline, that stands for ``head``."""
    return canonical(_fields(head) | {"signature": head.signature}) + b"\n"


def _fields(head: SignedHead) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "seq": head.seq,
        "hash": head.entry_hash,
        "peaks": list(head.peaks),
        "signed_at": head.signed_at.astimezone(UTC).isoformat(),
        "public_key": head.public_key,
    }


def decode_head(line: bytes) -> SignedHead:
    """Return the head on ``line``; checks its form, not its signature.

    :raises ArchiveError: not a signed head, or not spelled as one is written.
    """
    try:
        head = _from_fields(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(f"{type(error).__name__}: {error}") from error
    if encode_head(head) != line:
        raise _unreadable("it is not spelled as it was written")
    return head


def _from_fields(raw: dict[str, object]) -> SignedHead:
    peaks = raw["peaks"]
    if not isinstance(peaks, list) or not all(isinstance(peak, str) for peak in peaks):
        raise TypeError("peaks is not a list of texts")
    head = SignedHead(
        seq=number_field(raw, "seq"),
        entry_hash=text_field(raw, "hash"),
        peaks=tuple(peaks),
        signed_at=datetime.fromisoformat(text_field(raw, "signed_at")).astimezone(UTC),
        public_key=text_field(raw, "public_key"),
        signature=text_field(raw, "signature"),
    )
    Tree(head.seq, head.peaks)
    return head


def _unreadable(why: str) -> ArchiveError:
    return ArchiveError(
        f"The signed head cannot be read ({why}).",
        hint="Run `marsad verify`, and restore the archive from a copy.",
    )


def check_head(head: SignedHead) -> bool:
    """Tell whether the signature is that of the key which the head names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.public_key))
        key.verify(bytes.fromhex(head.signature), canonical(_fields(head)))
    except (ValueError, InvalidSignature):
        return False
    return True


def read_head(layout: Layout) -> SignedHead | None:
    """Return the newest signed head; None where none was ever signed.

    :raises ArchiveError: it cannot be read.
    """
    return decode_head(layout.head.read_bytes()) if layout.head.exists() else None


def ensure_key(layout: Layout) -> None:
    """Make the key pair where there is none; the caller holds the archive's lock.

    A key that is there is not looked at, so that a damaged one stops no sealing.
    """
    if not layout.private_key.exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_whole(layout.private_key, pem, 0o600)
        write_whole(layout.public_key, _public_line(key))
    elif not layout.public_key.exists():
        write_whole(layout.public_key, _public_line(_load_key(layout)))


def _public_line(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw().hex().encode("ascii") + b"\n"


def _load_key(layout: Layout) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(layout.private_key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise _bad_key(layout) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _bad_key(layout)
    return key


def _bad_key(layout: Layout) -> ArchiveError:
    return ArchiveError(
        f"The signing key {layout.private_key} cannot be read.",
        hint="Restore it from a copy, or move it away: a new one is made then, and others have "
        "to be told its public half.",
    )


def sign(layout: Layout, moment: datetime) -> SignedHead:
    """Sign the newest entry and return the head; one that is still right is kept as it is.

    The caller holds the archive's lock.

    :raises ArchiveError: the ledger, the key or the present head cannot be read; or the
        present head is wrong, which is evidence of tampering and so never overwritten.
    """
    old = read_head(layout)
    tree, newest = _grown(layout, old)
    key = _load_key(layout)
    public = key.public_key().public_bytes_raw().hex()
    if old is not None and (old.seq, old.public_key) == (tree.size, public):
        return old
    head = SignedHead(tree.size, newest, tree.peaks, moment.astimezone(UTC), public)
    head = replace(head, signature=key.sign(canonical(_fields(head))).hex())
    write_whole(layout.head, encode_head(head))
    return head


def _grown(layout: Layout, old: SignedHead | None) -> tuple[Tree, str]:
    """Return the tree over all entries and the hash of the newest."""
    tree, newest = Tree(), ""
    if old is not None:
        _refuse_wrong(layout, old)
        tree, newest = Tree(old.seq, old.peaks), old.entry_hash
    for newest in hashes_after(layout.ledger, tree.size):  # the last one is wanted
        tree.add(newest)
    return tree, newest


def _refuse_wrong(layout: Layout, head: SignedHead) -> None:
    line = next(lines_after(layout.ledger, head.seq - 1), None)
    entry = None if line is None else decode(line).capture
    there = entry is not None and (entry.seq, entry.entry_hash) == (head.seq, head.entry_hash)
    if not (there and check_head(head)):
        raise ArchiveError(
            f"{layout.head} does not agree with the ledger, so no new head is signed.",
            hint="Run `marsad verify`, and keep the file: it may show what was changed.",
        )
