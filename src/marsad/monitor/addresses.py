"""What kind of source an address is, told from its form; nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ..errors import FetchError
from .bluesky import PROFILE
from .imap import is_imap
from .local import as_file_url, expand
from .telegram_web import normalise_address

__all__ = ["Address", "recognise"]

_TELEGRAM = re.compile(
    r"@|(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/", re.IGNORECASE
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?\Z", re.IGNORECASE)
# Accounts of the fediverse have such a path; so have those of these, which do not belong to it.
_ACCOUNT = re.compile(r"/@([A-Za-z0-9_.-]{1,64})/?\Z")
_AT_NAMES = frozenset(
    {
        "dailymotion.com",
        "flipboard.com",
        "medium.com",
        "odysee.com",
        "substack.com",
        "threads.com",
        "threads.net",
        "tiktok.com",
        "youtube.com",
    }
)
_FEED_ENDINGS = (".rss", ".atom", ".rdf", ".xml", "feed.json")
_FEED_STEPS = frozenset({"rss", "feed", "feeds", "atom"})
_FEED_QUERY = re.compile(r"(?:^|[&=])(?:feed|rss|atom)(?:[&=]|$)", re.IGNORECASE)
_SLUG = re.compile(r"[^a-z0-9]+")


class Address(NamedTuple):
    """A recognised address.

    :ivar kind: name of the connector.
    :ivar address: the address in the form that the connector wants.
    :ivar suggested_id: slug of ASCII letters, digits and hyphens; not checked for being free.
    """

    kind: str
    address: str
    suggested_id: str
    suggested_name: str


def recognise(address: str) -> Address:
    """Return what ``address`` is, told from its form alone.

    A Telegram channel, an account of Mastodon (``https://host/@name``) or Bluesky, a mailbox
    (``imaps://``), a collection (``.jsonl``), an export, mail or other files by their path. A web
    address counts as a feed where a part of it says so: it ends in ``.rss``, ``.atom``, ``.rdf``
    or ``.xml`` and is no sitemap, a step of the path is ``rss``, ``feed``, ``feeds`` or ``atom``,
    or the query has ``feed`` or ``rss``. Any other one is a web page (``web``), from which
    :func:`marsad.monitor.discover` finds the feeds that it announces. An existing path wins over
    a host of the same spelling.

    :raises FetchError: none of these; the hint shows the forms.
    """
    text = address.strip()
    if _TELEGRAM.match(text):
        url = normalise_address(text)
        name = url.rsplit("/", 1)[-1]
        return Address("telegram_web", url, _slug(name), f"@{name}")
    if _WEB.match(text):
        return _web(text)
    if is_imap(text):
        return _mail(text)
    path = expand(unquote(text.removeprefix("file://")) if text.startswith("file:///") else text)
    if text and (text.startswith("file:///") or _exists(path)):
        return _path(path)
    if _BARE_HOST.match(text):
        return _web(f"https://{text}")
    raise FetchError(
        _slug(text) or "source",
        f"“{text[:100]}” is not an address that is known",
        hint="Give https://t.me/s/NAME, the address of a site or feed, imaps://user@host/FOLDER, "
        "or the path of a file or folder.",
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _web(url: str) -> Address:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if not host:
        raise FetchError("source", f"“{url[:100]}” has no host", hint="Write https://host/path.")
    name = host
    if host == "bsky.app" and (profile := PROFILE.search(parts.path)):
        kind, name = "bluesky", f"@{profile.group(1)}"
    elif host not in _AT_NAMES and (account := _ACCOUNT.match(parts.path)):
        kind, name = "mastodon", f"@{account.group(1)}@{host}"
    elif parts.path.endswith((".jsonl", ".jsonl.gz")):
        kind = "documents"
    else:
        kind = "feed" if _names_a_feed(parts.path, parts.query) else "web"
    return Address(kind, url, _slug(name), name)


def _names_a_feed(path: str, query: str) -> bool:
    steps = path.lower().strip("/").split("/")
    if "sitemap" in steps[-1]:
        return False
    named = steps[-1].endswith(_FEED_ENDINGS) or any(step in _FEED_STEPS for step in steps)
    return named or bool(_FEED_QUERY.search(query))


def _mail(address: str) -> Address:
    parts = urlsplit(address)
    host = (parts.hostname or "mail").removeprefix("imap.").removeprefix("mail.")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Address("mailbox", address, _slug(f"{host} {folder}"), f"{folder} at {host}")


def _path(path: Path) -> Address:
    # Only where the path goes up are links resolved: else the name that the person gave stays.
    path = path.resolve() if ".." in path.parts else path.absolute()
    whole = str(path)
    name = path.name or whole
    stem = name.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".json")
    if name.endswith((".jsonl", ".jsonl.gz")):
        kind = "documents"
    elif name == "result.json" or (path / "result.json").is_file():
        kind = "telegram_export"
        stem = path.parent.name if name == "result.json" else name
    elif name.endswith(".mbox") or next(path.glob("*.mbox"), None):
        kind, stem = "mailbox", name.removesuffix(".mbox")
    elif name.endswith((".xml", ".rss", ".atom")):
        kind, whole = "feed", as_file_url(whole)
    else:
        kind = "files"
    return Address(kind, whole, _slug(stem), stem or name)


def _slug(text: str) -> str:
    return _SLUG.sub("-", text.lower()).strip("-")[:60] or "source"
