"""The account through which ``telegram_api`` reads: its keys, its session file, its client.

Telegram gives an application's id and hash at https://my.telegram.org. They are read from the
environment, never from a file that could be shared, and are neither stored nor logged:

``MARSAD_TELEGRAM_API_ID``, ``MARSAD_TELEGRAM_API_HASH``
    the application's id (a number) and hash.
``MARSAD_TELEGRAM_SESSION``
    the session file, by default ``marsad/telegram.session`` in the user's configuration folder.

Whoever holds the session file holds the account, so it is kept to its owner (mode 0600).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Awaitable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from ..errors import FetchError, MissingToolError
from .proxy import read_tunnel

__all__ = ["ApiClient", "open_client", "own_file", "session_path", "telethon"]

_ID, _HASH = "MARSAD_TELEGRAM_API_ID", "MARSAD_TELEGRAM_API_HASH"
_SESSION = "MARSAD_TELEGRAM_SESSION"


class ApiClient(Protocol):
    """What is used of Telethon's client."""

    def connect(self) -> Awaitable[None]:
        """Connect; nobody needs to be signed in for that."""
        ...

    def disconnect(self) -> Awaitable[None]:
        """Disconnect and close the session file."""
        ...

    def get_input_entity(self, peer: str) -> Awaitable[Any]:
        """Return what has the name, from the session file where it is known there."""
        ...

    def __call__(self, request: Any) -> Awaitable[Any]:
        """Send a request and return Telegram's answer."""
        ...


def telethon(name: str = "telethon") -> ModuleType:
    """Return a module of Telethon, which is loaded only where it is used.

    :raises MissingToolError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingToolError(
            "Telethon",
            "read Telegram through an account",
            hint="Install it with: pip install 'marsad[telegram]'.",
        ) from error


def session_path() -> Path:
    """Return where the session file lies; Telethon wants its name to end in ``.session``."""
    if given := os.environ.get(_SESSION):
        path = Path(given).expanduser()
        return path if path.suffix == ".session" else path.with_name(path.name + ".session")
    folder = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(folder).expanduser() / "marsad" / "telegram.session"


def own_file(path: Path, source_id: str) -> None:
    """Make sure that only the owner can read and write ``path``; create it empty if need be.

    :raises FetchError: others can read it, it is no regular file, or it cannot be created.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600))
        status = path.lstat()
    except OSError as error:
        raise FetchError(
            source_id,
            f"the session file {path} cannot be opened ({error.strerror})",
            hint=f"Name another in {_SESSION}, or check its folder's rights.",
        ) from error
    others = stat.S_IMODE(status.st_mode) & 0o077
    if others or not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid():
        raise FetchError(
            source_id,
            f"the session file {path} is not its owner's alone",
            hint=f"Whoever reads it can use the account. Run: chmod 600 {path}. If others may "
            "have read it, end the session in Telegram's settings and sign in again.",
        )


def open_client(source_id: str, timeout: float = 30.0, *, proxy: str | None = None) -> ApiClient:
    """Return a client of the account, not yet connected. It never waits by itself.

    :param timeout: seconds for connecting.
    :param proxy: the only way in which Telegram is reached, if one is named.
    :raises FetchError: keys are missing, the session file is not safe, or the proxy does not
        serve for this.
    :raises MissingToolError: Telethon, or what it needs for a proxy, is not installed.
    """
    library = telethon()
    through = read_tunnel(proxy, source_id) if proxy else None
    number, secret = os.environ.get(_ID, ""), os.environ.get(_HASH, "")
    if not (number.isascii() and number.isdigit() and secret):
        raise FetchError(
            source_id,
            f"{_ID} and {_HASH} are not set",
            hint="Get both at https://my.telegram.org and set them in the environment.",
        )
    path = session_path()
    own_file(path, source_id)
    client: ApiClient = library.TelegramClient(
        str(path),
        int(number),
        secret,
        proxy=through and (through.kind, through.host, through.port, True, *through[3:]),
        timeout=timeout,
        request_retries=2,
        connection_retries=1,
        auto_reconnect=False,
        flood_sleep_threshold=0,
        raise_last_call_error=True,
        receive_updates=False,
    )
    return client
