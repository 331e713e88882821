"""What kind of source an address is, told from its form; nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ..errors import FetchError
from .local import as_file_url, expand
from .telegram_web import normalise_address

__all__ = ["Address", "recognise"]

_TELEGRAM = re.compile(
    r"@|(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/", re.IGNORECASE
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?\Z", re.IGNORECASE)
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
    """Return what ``address`` is: a Telegram channel, an export, a collection, files or a feed.

    Any web address that is nothing else counts as a feed. An existing path wins over a host of
    the same spelling.

    :raises FetchError: none of these; the hint shows the forms.
    """
    text = address.strip()
    if _TELEGRAM.match(text):
        url = normalise_address(text)
        name = url.rsplit("/", 1)[-1]
        return Address("telegram_web", url, _slug(name), f"@{name}")
    if _WEB.match(text):
        return _web(text)
    path = expand(unquote(text.removeprefix("file://")) if text.startswith("file:///") else text)
    if text and (text.startswith("file:///") or _exists(path)):
        return _path(path)
    if _BARE_HOST.match(text):
        return _web(f"https://{text}")
    raise FetchError(
        _slug(text) or "source",
        f"“{text[:100]}” is not an address that is known",
        hint="Give https://t.me/s/NAME, the address of a feed, or the path of a file or folder.",
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
    kind = "documents" if parts.path.endswith((".jsonl", ".jsonl.gz")) else "feed"
    return Address(kind, url, _slug(host), host)


def _path(path: Path) -> Address:
    whole = str(path if path.is_absolute() else Path.cwd() / path)
    name = path.name or whole
    stem = name.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".json")
    if name.endswith((".jsonl", ".jsonl.gz")):
        kind = "documents"
    elif name == "result.json" or (path / "result.json").is_file():
        kind = "telegram_export"
        stem = path.parent.name if name == "result.json" else name
    elif name.endswith((".xml", ".rss", ".atom")):
        kind, whole = "feed", as_file_url(whole)
    else:
        kind = "files"
    return Address(kind, whole, _slug(stem), stem or name)


def _slug(text: str) -> str:
    return _SLUG.sub("-", text.lower()).strip("-")[:60] or "source"
