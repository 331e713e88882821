"""IMAP folders (RFC 3501), read without changing them: EXAMINE and BODY.PEEK only.

A message has a number that rises and stays: ``UIDVALIDITY × 2²⁸ + UID``. When a server renumbers a
folder it raises ``UIDVALIDITY``, so numbers go on rising and no message is taken for another.
"""

from __future__ import annotations

import base64
import imaplib
import os
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from ..errors import BlockedAddressError, FetchError, GoneError, RefusedError, TooLargeError
from ..model import Response, Source
from ..ports import Clock, History, ItemFailure, Limits
from .dial import dial
from .labels import label_of, labelled

__all__ = ["Imap", "Place", "is_imap", "password_from_environment", "place_of"]

_LABEL = "Marsad-Imap"
_PORTS = {"imaps": 993, "imap": 143}
# Messages that one visit reads, oldest first; the next visit goes on after them.
_MESSAGES = 200
# No folder has seen 2^28 messages; and servers take the time in seconds as UIDVALIDITY, below 2^31.
# Together that is less than 10^18, up to which posts are numbered.
_UID_BITS = 28
_VALIDITY = 1 << 31
_NOT_ASCII = re.compile(r"[^\x20-\x7e]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class Place(NamedTuple):
    """Where a message stands: its number, and that of the message before it."""

    number: int
    after: int


class _Address(NamedTuple):
    scheme: str
    host: str
    port: int
    user: str
    folder: str


def is_imap(address: str) -> bool:
    """Tell whether ``address`` is one of an IMAP folder."""
    return address.lower().startswith(("imaps://", "imap://"))


def place_of(response: Response) -> Place | None:
    """Return where a message that :meth:`Imap.fetch` handed over stood; None for others."""
    written = label_of(response, _LABEL).split()
    return Place(int(written[0]), int(written[1])) if len(written) == 2 else None


def password_from_environment(source: Source) -> str:
    """Return the password of a source's mailbox.

    :raises RefusedError: the environment names none.
    """
    name = re.sub(r"[^A-Z0-9]", "_", source.id.upper())
    if found := os.environ.get(f"MARSAD_MAIL_PASSWORD_{name}"):
        return found
    path = os.environ.get(f"MARSAD_MAIL_PASSWORD_FILE_{name}")
    if path:
        with suppress(OSError):
            return Path(path).read_text("utf-8").strip()
    raise RefusedError(
        source.id,
        "the mailbox needs a password",
        hint=f"Set MARSAD_MAIL_PASSWORD_{name}, or MARSAD_MAIL_PASSWORD_FILE_{name} to the path "
        "of a file that holds it, and visit the source again.",
    )


class Imap:
    """Reads messages of one folder, each in its own response.

    :param password: returns the password of a source.
    :param max_messages: messages read in one visit.
    :param proxy: through which servers are reached that are not a local source's own.
    :param tls: the certificates trusted; the system's by default.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        password: Callable[[Source], str] = password_from_environment,
        max_messages: int = _MESSAGES,
        proxy: str | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits
        self._password = password
        self._max_messages = max_messages
        self._proxy = proxy
        self._tls = tls
        self._clock = clock

    def fetch(self, source: Source, history: History) -> Iterator[Response | ItemFailure]:
        """Yield the messages that came after those of ``history``, oldest first.

        :raises FetchError: the server does not answer, or not as IMAP.
        :raises RefusedError: it refuses the password.
        :raises GoneError: it has no such folder.
        :raises BlockedAddressError: the address is not public, or not encrypted.
        :raises MissingToolError: a proxy without the package that speaks to it.
        """
        address = _address(source)
        with self._opened(address, source) as server:
            validity = _examined(server, address, source) % _VALIDITY << _UID_BITS
            newest = history.newest or 0
            after = newest if newest >> _UID_BITS == validity >> _UID_BITS else validity
            uids = _uids(server, after - validity)
            for uid in uids[: self._max_messages]:
                number = validity + uid
                yield self._message(server, uid, Place(number, after), address, source)
                after = number

    def _message(
        self, server: imaplib.IMAP4, uid: int, place: Place, address: _Address, source: Source
    ) -> Response | ItemFailure:
        url = (
            f"{address.scheme}://{address.host}/{quote(address.folder)};UIDVALIDITY="
            f"{place.number >> _UID_BITS}/;UID={uid}"
        )
        size = _size(server, uid)
        if size > self._limits.response_bytes:
            error = TooLargeError(
                source.id,
                f"a message of {size:,} bytes; the limit is {self._limits.response_bytes:,}",
                hint="Raise fetch.max_response_mb in marsad.toml if it is wanted.",
            )
            return ItemFailure(url, error)
        _, data = server.uid("FETCH", str(uid), "(BODY.PEEK[])")
        body = next((bytes(row[1]) for row in data if isinstance(row, tuple)), None)
        if body is None:
            return ItemFailure(url, GoneError(source.id, f"message {uid} was deleted meanwhile"))
        found = Response(url, body, self._clock(), 200, "message/rfc822")
        return labelled(found, _LABEL, f"{place.number} {place.after}")

    @contextmanager
    def _opened(self, address: _Address, source: Source) -> Iterator[imaplib.IMAP4]:
        password = self._password(source)
        try:
            server = self._connected(address, source)
        except (OSError, imaplib.IMAP4.error) as error:
            raise _no_answer(address, source, error) from error
        try:
            _log_in(server, address, password, source)
            yield server
        except (OSError, imaplib.IMAP4.error) as error:
            raise _no_answer(address, source, error) from error
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()

    def _connected(self, address: _Address, source: Source) -> imaplib.IMAP4:
        """Return a session that nobody has logged in to; its connection is closed on failure."""
        opened = dial(
            address.host, address.port, source, timeout=self._limits.timeout, proxy=self._proxy
        )
        try:
            if address.scheme == "imaps":
                trusted = self._tls or ssl.create_default_context()
                opened = trusted.wrap_socket(opened, server_hostname=address.host)
            return _Connected(opened, self._limits.response_bytes + 65_536)
        except (OSError, imaplib.IMAP4.error):
            opened.close()
            raise


class _Connected(imaplib.IMAP4):
    """A session on a connection made before; the server may announce no more bytes than ``most``.

    So the number that was checked is the one that is connected to, or the proxy.
    """

    def __init__(self, connection: socket.socket, most: int) -> None:
        self._connection = connection
        self._most = most
        super().__init__()

    def _create_socket(self, timeout: float | None) -> socket.socket:  # noqa: ARG002 - imaplib's
        return self._connection

    def read(self, size: int) -> bytes:
        if size > self._most:
            raise imaplib.IMAP4.abort(f"the server announces {size:,} bytes")
        return super().read(size)


def _address(source: Source) -> _Address:
    try:
        parts = urlsplit(source.address)
        port = parts.port
    except ValueError as error:
        raise _bad_address(source, str(error)) from error
    folder = unquote(parts.path.strip("/")) or "INBOX"
    user = unquote(parts.username or "")
    if parts.password:
        raise _bad_address(source, "it holds a password, which would be stored with it")
    if not parts.hostname or not user or _CONTROLS.search(folder + user):
        raise _bad_address(source, "host, user or folder is missing or odd")
    if parts.scheme != "imaps" and not source.local:
        raise BlockedAddressError(
            source.id,
            "refused to send a password without encryption.",
            hint="Write imaps://; imap:// is for servers of this machine, added with --local.",
        )
    return _Address(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user, folder)


def _log_in(server: imaplib.IMAP4, address: _Address, password: str, source: Source) -> None:
    try:
        server.login(address.user, password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        # Its words are not passed on: a server may repeat what it was sent.
        raise RefusedError(
            source.id,
            f"{address.host} refuses the password of {address.user}",
            hint="Many providers want a password made for this program (an app password).",
        ) from error


def _examined(server: imaplib.IMAP4, address: _Address, source: Source) -> int:
    """Open the folder read-only and return its UIDVALIDITY."""
    name = _NOT_ASCII.sub(_modified_utf7, address.folder.replace("&", "&-"))
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    answer, _ = server.select(quoted, readonly=True)
    if answer != "OK":
        raise GoneError(
            source.id,
            f"{address.host} has no folder “{address.folder}”",
            hint="Folders are written as the server names them, such as INBOX/News.",
        )
    _, found = server.response("UIDVALIDITY")
    value = found[0] if found else None
    return int(value) if isinstance(value, bytes) and value.isdigit() else 1


def _uids(server: imaplib.IMAP4, after: int) -> list[int]:
    _, data = server.uid("SEARCH", "UID", f"{after + 1}:*")
    listed = data[0] if data and isinstance(data[0], bytes) else b""
    # "n:*" always finds the newest message, even where its number is below n.
    return sorted(uid for word in listed.split() if word.isdigit() and (uid := int(word)) > after)


def _size(server: imaplib.IMAP4, uid: int) -> int:
    _, data = server.uid("FETCH", str(uid), "(RFC822.SIZE)")
    found = re.search(rb"RFC822\.SIZE (\d{1,15})", data[0]) if _is_bytes(data) else None
    return int(found.group(1)) if found else 0


def _is_bytes(data: list[bytes | tuple[bytes, bytes]] | list[None]) -> bool:
    return bool(data) and isinstance(data[0], bytes)


def _modified_utf7(found: re.Match[str]) -> str:
    """Encode letters beyond ASCII as folder names want it (RFC 3501, 5.1.3)."""
    packed = base64.b64encode(found.group().encode("utf-16-be")).decode()
    return f"&{packed.rstrip('=').replace('/', ',')}-"


def _bad_address(source: Source, why: str) -> FetchError:
    return FetchError(
        source.id,
        f"not the address of a mailbox: {why}",
        hint="Write imaps://user@host/Folder, with %40 for an @ in the user's name.",
    )


def _no_answer(address: _Address, source: Source, error: Exception) -> FetchError:
    return FetchError(
        source.id,
        f"{address.host}: no useful answer ({type(error).__name__}: {str(error)[:120]})",
        hint="Check the address, the network connection and whether the server speaks IMAP.",
    )
