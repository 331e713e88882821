"""Sign in to Telegram once, so that the session file holds the account.

``marsad source sign-in`` does it; :mod:`.telegram_session` says what must be set.
Nothing that is asked for is stored: Telegram answers with a key, and that key is the session.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import RefusedError
from .loops import complete
from .proxy import tunnel_faults
from .telegram_session import open_client, session_path, telethon

__all__ = ["sign_in"]


def sign_in(
    ask: Callable[[str], str], *, open_client: Callable[[str, float], Any] = open_client
) -> Path:
    """Ask for telephone number, code and password; return where the session lies.

    :param ask: shows a question to the person and returns the answer.
    :param open_client: as for :class:`TelegramTransport`.
    :raises RefusedError: Telegram did not accept the answers.
    :raises FetchError: keys are missing, or the session file is not safe.
    """
    client = open_client("telegram_api", 30.0)
    errors = telethon("telethon.errors")

    async def start() -> None:
        try:
            await client.start(
                phone=lambda: ask("Telephone number with country code: "),
                code_callback=lambda: ask("Code that Telegram sent: "),
                password=lambda: ask("Password of the two-step verification: "),
                max_attempts=1,
            )
        finally:
            await client.disconnect()

    try:
        complete(start())
    except (errors.RPCError, RuntimeError, *tunnel_faults()) as error:
        raise RefusedError(
            "telegram_api", f"Telegram did not sign in ({error})", hint="Try again later."
        ) from error
    return session_path()
