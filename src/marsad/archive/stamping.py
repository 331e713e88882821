"""RFC 3161 time stamps on signed heads: an authority's word that a head was there by a moment.

A stamp on a head covers every entry up to it. The authority sees a hash and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from ..errors import ArchiveError, FetchError, MissingToolError
from .files import explained, make_folder, write_whole
from .layout import Layout
from .signing import SignedHead, encode_head

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = [
    "Authority",
    "Stamp",
    "check_token",
    "covers",
    "http_authority",
    "load_roots",
    "stamp",
    "stamped_line",
    "stamps",
]

Authority = Callable[[bytes], bytes]
"""Takes a time-stamp query and returns the answer, both in DER."""

_MAX_ANSWER = 1024 * 1024
"""Bytes. Answers with a chain of certificates have 3 to 10 thousand."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A signed head as it was stamped.

    :ivar seq: number of the newest entry that it covers.
    :ivar head: the bytes that were stamped, a line as :func:`.signing.encode_head` gives it.
    :ivar token: the authority's answer, DER.
    :ivar roots: certificates, in PEM, to which it led when it came; empty where none was named.
    """

    seq: int
    head: bytes
    token: bytes
    roots: bytes = b""


def http_authority(url: str, *, timeout: float = 30.0) -> Authority:
    """Return the authority that answers at ``url`` (RFC 3161, section 3.4).

    :param timeout: seconds for each step of a request.

    The authority raises :class:`FetchError` where it gives no useful answer.
    """

    def ask(query: bytes) -> bytes:
        import httpx

        headers = {"Content-Type": "application/timestamp-query"}
        try:
            with httpx.stream("POST", url, content=query, headers=headers, timeout=timeout) as said:
                said.raise_for_status()
                return _bounded(said.iter_bytes(), url)
        except httpx.HTTPError as error:
            raise FetchError(
                url, f"the time-stamping authority did not answer ({error})", hint="Try again."
            ) from error

    return ask


def _bounded(chunks: Iterator[bytes], url: str) -> bytes:
    answer = b""
    for chunk in chunks:
        answer += chunk
        if len(answer) > _MAX_ANSWER:
            raise FetchError(url, "the answer is too large for a time stamp")
    return answer


def stamp(
    layout: Layout,
    head: SignedHead,
    authority: Authority,
    roots: Sequence[Certificate] = (),
) -> Stamp:
    """Have ``head`` stamped, check the answer as :func:`check_token` does, and keep both.

    A head at an entry that was stamped before is not stamped again: the older stamp says more.
    The caller holds the archive's lock.

    :raises MissingToolError: the package rfc3161-client is not installed.
    :raises ArchiveError: the answer is not a stamp on this head, or cannot be written.
    """
    if layout.stamp(head.seq).exists():
        return _read(layout, head.seq)
    _require_package()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    line = stamped_line(layout, head)
    query = TimestampRequestBuilder().data(line).hash_algorithm(HashAlgorithm.SHA256).build()
    token = authority(query.as_bytes())
    check_token(token, line, roots, nonce=query.nonce)
    kept = Stamp(head.seq, line, token, _pem(roots))
    with explained(layout.root):
        make_folder(layout.stamps_folder)
        write_whole(layout.stamp_roots(head.seq), kept.roots)
        write_whole(layout.stamped_head(head.seq), line)
        write_whole(layout.stamp(head.seq), token)
    return kept


def stamped_line(layout: Layout, head: SignedHead) -> bytes:
    """Return the line of ``head`` that is stamped.

    It is the one that was stamped before where there is one, so that all that vouches for an
    entry vouches for the same bytes; a head at the same entry may be signed with another key.
    """
    kept = layout.stamped_head(head.seq)
    return kept.read_bytes() if kept.exists() else encode_head(head)


def stamps(layout: Layout) -> Iterator[Stamp]:
    """Yield all stamps, the oldest entry first; unfinished ones and strange files are left out.

    :raises ArchiveError: a stamp cannot be read.
    """
    if layout.stamps_folder.is_dir():
        names = (path.stem for path in layout.stamps_folder.glob("*.tsr"))
        for seq in sorted(int(name) for name in names if name.isascii() and name.isdigit()):
            yield _read(layout, seq)


def _read(layout: Layout, seq: int) -> Stamp:
    try:
        places = (layout.stamped_head(seq), layout.stamp(seq), layout.stamp_roots(seq))
        return Stamp(seq, *(place.read_bytes() for place in places))
    except OSError as error:
        raise ArchiveError(
            f"The time stamp at entry {seq} cannot be read ({error}).",
            hint="Restore the folder `stamps` from a copy.",
        ) from error


def covers(token: bytes, message: bytes) -> bool:
    """Tell whether ``token`` holds the SHA-256 of ``message``; needs no package.

    It shows that the two belong together, not that the token is genuine.
    """
    return sha256(message).digest() in token


def check_token(
    token: bytes,
    message: bytes,
    roots: Sequence[Certificate] = (),
    *,
    nonce: int | None = None,
) -> datetime:
    """Check that ``token`` is a stamp on ``message`` and return its UTC moment.

    :param roots: certificates to which its signature must lead. Without any, only what it says
        is looked at: anyone may have made it then.
    :param nonce: what the query held.
    :raises MissingToolError: the package rfc3161-client is not installed.
    :raises ArchiveError: the stamp is damaged, on something else, or by someone else.
    """
    _require_package()
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        answer = decode_timestamp_response(token)
        if roots:
            VerifierBuilder(roots=list(roots)).build().verify_message(answer, message)
        said = answer.tst_info
        if said.message_imprint.message != sha256(message).digest():
            raise _refused("it is on something else")
        if nonce not in (None, said.nonce):
            raise _refused("it answers another query")
        return said.gen_time.astimezone(UTC)
    except (ValueError, VerificationError) as error:
        raise _refused(str(error)) from error


def _refused(why: str) -> ArchiveError:
    return ArchiveError(
        f"The time stamp does not verify ({why}).",
        hint="Ask the authority again, or name its root certificate.",
    )


def load_roots(pem: bytes) -> tuple[Certificate, ...]:
    """Return the certificates in ``pem``, which may be empty.

    :raises ArchiveError: not certificates in PEM.
    """
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(pem)) if pem else ()
    except ValueError as error:
        raise _refused("the root certificates cannot be read") from error


def _pem(roots: Sequence[Certificate]) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return b"".join(root.public_bytes(Encoding.PEM) for root in roots)


def _require_package() -> None:
    try:
        import rfc3161_client  # noqa: F401  # only asks whether it is there
    except ImportError as error:
        raise MissingToolError(
            "rfc3161-client",
            "ask for and check time stamps",
            hint="Install it with `pip install marsad[timestamps]`.",
        ) from error
