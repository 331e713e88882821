"""TelegramTransport: ``tg:`` addresses answered by Telegram's API, through an account.

``tg://history?channel=NAME`` is a public channel's newest messages, and ``&before=ID`` the newest
below a number. The answer is JSON: the messages as Telegram's schema names them, sorted by keys
so that the same messages give the same bytes. What belongs to the account that reads (access
hashes, file references) and what concerns single readers is left out before anything is sealed.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..errors import (
    BlockedAddressError,
    FetchError,
    GoneError,
    RefusedError,
    SourceError,
    TooLargeError,
    UnreadableError,
)
from ..model import Response, Source
from ..ports import Clock, Limits
from .loops import complete
from .proxy import tunnel_faults
from .telegram_session import ApiClient, open_client, telethon

__all__ = ["BATCH", "TelegramTransport", "history_url"]

BATCH = 100
"""Messages that one request asks for; Telegram gives no more (messages.getHistory)."""

_OF_THE_ACCOUNT = frozenset({"access_hash", "file_reference", "out", "mentioned", "media_unread"})
_OF_READERS = frozenset({"recent_voters", "recent_reactions", "top_reactors", "recent_repliers"})


def history_url(channel: str, before: int | None = None) -> str:
    """Return the address of the newest messages of ``channel``, or of those below ``before``."""
    return f"tg://history?channel={channel}" + (f"&before={before}" if before else "")


class TelegramTransport:
    """Reads public broadcast channels; groups, persons and bots are refused.

    One request at a time, since all use the same account and session file.

    :param open_client: given a source's id and seconds for connecting, returns a client that is
        not connected. It is asked for each request, since a connection belongs to one thread.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        open_client: Callable[[str, float], ApiClient] = open_client,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits
        self._open = open_client
        self._clock = clock
        self._one_at_a_time = threading.Lock()

    def get(self, url: str, source: Source) -> Response:
        """Return a batch of messages as JSON.

        :raises RefusedError: Telegram asks to wait (``retry_after`` in seconds), or the account
            is not signed in.
        :raises GoneError: no public channel has the name (any more).
        :raises UnreadableError: the name is a group's, a person's or a bot's.
        :raises FetchError: Telegram cannot be reached, or reports another error.
        :raises MissingToolError: Telethon is not installed.
        """
        channel, before = _asked(url, source)
        with self._one_at_a_time:
            answer = complete(self._read(channel, before, source))
        body = json.dumps(answer, ensure_ascii=False, sort_keys=True, indent=0).encode(
            "utf-8", "replace"
        )
        if len(body) > self._limits.response_bytes:
            raise TooLargeError(source.id, "a batch of messages is too large", hint="Raise it.")
        return Response(url, body, self._clock(), media_type="application/json")

    async def _read(self, channel: str, before: int | None, source: Source) -> dict[str, Any]:
        client = self._open(source.id, self._limits.timeout)
        errors = telethon("telethon.errors")
        try:
            await client.connect()
            return await _history(client, channel, before, source)
        except errors.RPCError as error:
            raise _explained(error, source) from error
        except errors.AuthKeyNotFound as error:
            raise _signed_out(source) from error
        except tunnel_faults() as error:
            raise FetchError(
                source.id, f"Telegram cannot be reached ({error})", hint="Check the network."
            ) from error
        except (errors.SecurityError, errors.TypeNotFoundError, errors.InvalidBufferError) as error:
            raise FetchError(
                source.id,
                f"Telegram's answer cannot be understood ({error})",
                hint="Update Telethon: Telegram may have changed its schema.",
            ) from error
        except sqlite3.Error as error:
            raise FetchError(
                source.id,
                f"the session file cannot be used ({error})",
                hint="Another program may be using it; give Marsad a session file of its own.",
            ) from error
        finally:
            await client.disconnect()


async def _history(
    client: ApiClient, channel: str, before: int | None, source: Source
) -> dict[str, Any]:
    types, functions = telethon("telethon.tl.types"), telethon("telethon.tl.functions")
    try:
        peer = await client.get_input_entity(channel)
    except ValueError as error:
        raise _nobody(channel, source) from error
    if not isinstance(peer, types.InputPeerChannel):
        raise UnreadableError(
            source.id, f"@{channel} is a person or a bot, not a channel", hint="Follow a channel."
        )
    found = await client(
        functions.messages.GetHistoryRequest(peer, before or 0, None, 0, BATCH, 0, 0, 0)
    )
    known = {chat.id: chat for chat in found.chats}
    _check(known.get(peer.channel_id), channel, source)
    about = None
    if before is None:
        full = await client(functions.channels.GetFullChannelRequest(peer))
        about = _plain(full.full_chat, {"about", "participants_count"})
    return {
        "about": about,
        "before": before,
        "channel": _plain(known[peer.channel_id], {"id", "title", "username", "usernames"}),
        "chats": [_plain(chat, {"id", "title", "username"}) for chat in found.chats],
        "count": found.count,
        "limit": BATCH,
        "messages": [_plain(message) for message in found.messages],
        "users": [_plain(user, {"id", "first_name", "last_name"}) for user in found.users],
    }


def _asked(url: str, source: Source) -> tuple[str, int | None]:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    channel, before = (query.get(name, [""])[0] for name in ("channel", "before"))
    digits = before.isascii() and before.isdigit()
    if (parts.scheme, parts.netloc) != ("tg", "history") or not channel or (before and not digits):
        raise BlockedAddressError(
            source.id, "not an address of a channel's history", hint="See history_url."
        )
    return channel, int(before) if before else None


def _check(found: Any, channel: str, source: Source) -> None:
    """Refuse what is not a public broadcast channel of that very name."""
    if not getattr(found, "broadcast", False):
        raise UnreadableError(
            source.id, f"@{channel} is a group, not a channel", hint="Only channels are followed."
        )
    names = [found.username, *(other.username for other in found.usernames or () if other.active)]
    public = [name for name in names if name]
    if channel.lower() in (name.lower() for name in public):
        return
    now = f"it is @{public[0]} now" if public else "it has no public name any more"
    raise GoneError(
        source.id,
        f"the channel that was called @{channel} has given up that name: {now}",
        hint="Follow it under its new name; posts that were sealed before stay.",
    )


def _plain(found: Any, fields: Iterable[str] | None = None) -> Any:
    """Return a TL object as JSON values, without what must not be sealed."""
    values = found.to_dict()
    kept = {name: values.get(name) for name in fields} if fields else values
    return _value(kept)


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        hidden = _OF_THE_ACCOUNT | _OF_READERS
        return {key: _value(inner) for key, inner in value.items() if key not in hidden}
    if isinstance(value, list | tuple):
        return [_value(inner) for inner in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


# ---------------------------------------------------------------- errors


def _explained(error: Any, source: Source) -> SourceError:
    """Say in plain words what Telegram's error means; names as in its list of errors."""
    errors = telethon("telethon.errors")
    if isinstance(error, errors.FloodError):
        seconds = float(getattr(error, "seconds", 0) or 0) or None
        return RefusedError(
            source.id,
            "Telegram asks this account to wait" + (f" {seconds:.0f} seconds" if seconds else ""),
            hint="Nothing is lost; the next visit goes on. Follow fewer channels with it.",
            retry_after=seconds,
        )
    if isinstance(error, errors.UnauthorizedError):
        return _signed_out(source)
    if isinstance(error, errors.ChannelPrivateError):
        return GoneError(
            source.id,
            f"{source.address} is private now, or has banned this account",
            hint="Posts that were sealed before stay.",
        )
    if isinstance(error, errors.UsernameInvalidError | errors.ChannelInvalidError):
        return _nobody(source.address, source)
    return FetchError(source.id, f"Telegram reports {error}", hint="Try later.")


def _signed_out(source: Source) -> RefusedError:
    return RefusedError(
        source.id,
        "the Telegram account is not signed in",
        hint="Sign in once with: marsad source sign-in.",
    )


def _nobody(name: str, source: Source) -> GoneError:
    return GoneError(
        source.id,
        f"nobody on Telegram is called {name}: deleted, renamed, or never there",
        hint="Look for its new name; posts that were sealed before stay.",
    )
