"""FileTransport: regular files of this machine, for sources that the person marked as local."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..errors import BlockedAddressError, FetchError, TooLargeError
from ..model import Response, Source
from ..ports import Clock, ItemFailure, Limits

__all__ = [
    "FileTransport",
    "as_file_url",
    "as_path",
    "beside",
    "expand",
    "files_below",
    "home_of",
    "media_type_of",
    "opened",
]

_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".gz": "application/gzip",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
    ".mbox": "application/mbox",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
}


class FileTransport:
    """Gets ``file:`` URLs for sources with ``local=True``: regular files within the byte limit.

    Devices, pipes and folders are refused before a byte is read. Links are followed: the
    address is the user's own; :func:`files_below` keeps those that lead out of a folder away.
    """

    def __init__(self, limits: Limits, *, clock: Clock = lambda: datetime.now(UTC)) -> None:
        self._limits = limits
        self._clock = clock

    def get(self, url: str, source: Source) -> Response:
        """Return the file's bytes; the media type is told by its suffix.

        :raises BlockedAddressError: the source is not local, or it is not a regular file.
        :raises FetchError: it is missing or cannot be read.
        :raises TooLargeError: more bytes than the limit.
        """
        if not source.local:
            raise BlockedAddressError(
                source.id,
                "refused to read a file: the source is not marked as local.",
                hint=f"Add “{source.name}” with --local if its files are meant.",
            )
        path = as_path(url, source)
        body = self._read(path, source)
        return Response(
            url=url,
            body=body,
            fetched_at=self._clock(),
            media_type=media_type_of(path),
        )

    def _read(self, path: Path, source: Source) -> bytes:
        with opened(path, source) as file:
            body = file.read(self._limits.response_bytes + 1)
        if len(body) > self._limits.response_bytes:
            raise TooLargeError(
                source.id,
                f"{path.name} has more than {self._limits.response_bytes:,} bytes",
                hint="Raise fetch.max_response_mb in marsad.toml, or split the file.",
            )
        return body


@contextmanager
def opened(path: Path, source: Source) -> Iterator[BufferedReader]:
    """Open the regular file ``path`` for reading.

    :raises BlockedAddressError: a device, a pipe or a folder, of which no byte was read.
    :raises FetchError: it is missing or cannot be read.
    """
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise BlockedAddressError(
                    source.id,
                    f"{path.name} is not a regular file",
                    hint=f"“{source.name}” must name a file with a document in it.",
                )
            yield file
    except (OSError, ValueError) as error:
        raise FetchError(
            source.id,
            f"{path.name} cannot be read ({error})",
            hint=f"Check the address of “{source.name}”: {source.address}.",
        ) from error


def media_type_of(path: Path) -> str:
    """Return the media type that the ending of a name stands for."""
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")


def home_of(source: Source) -> Path | None:
    """Return the folder that a source of this machine is, or lies in; None for any other."""
    if not source.local or ("://" in source.address and not source.address.startswith("file:")):
        return None
    path = as_path(as_file_url(source.address), source)
    return path if path.is_dir() else path.parent


def beside(home: Path, reference: str, source: Source) -> Path:
    """Return the path of what a file in ``home`` refers to, such as ``photos/1.jpg``.

    :param reference: relative, percent-encoded; written by a stranger.
    :raises BlockedAddressError: it leads out of ``home``, be it by a link.
    """
    try:
        root = home.resolve()
        found = (root / unquote(reference)).resolve()
        inside = found.is_relative_to(root)
    except (OSError, ValueError, RuntimeError):  # a NUL; links that lead to each other
        inside = False
    if not inside:
        raise BlockedAddressError(
            source.id,
            f"{reference[:200]} leads out of the folder of “{source.name}”",
            hint="Copy the file into the folder if it is meant.",
        )
    return found


def as_file_url(address: str) -> str:
    """Return the ``file:`` URL of ``address``: a path, or such a URL already."""
    if address.lower().startswith("file:"):
        return address
    # Not resolve(): the name that the person gave stays, even where it is a link.
    return Path(os.path.abspath(expand(address))).as_uri()  # noqa: PTH100


def expand(text: str) -> Path:
    """Return ``text`` as a path, with ``~`` as the home folder; unknown users stay as written."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def as_path(url: str, source: Source) -> Path:
    """Return the path that a ``file:`` URL of this machine names.

    :raises BlockedAddressError: another scheme or another machine.
    """
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        raise BlockedAddressError(
            source.id, "not a file of this machine", hint="Write file:///path/to/the/file."
        )
    return Path(unquote(parts.path))


def files_below(
    folder: Path, suffixes: frozenset[str], source: Source
) -> Iterator[Path | ItemFailure]:
    """Yield the regular files below ``folder`` by name; hidden ones are left out.

    A link that leads out of the folder becomes a failure, so that a downloaded folder cannot
    point at the user's other files.
    """
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts):
            continue
        if path.suffix.lower() not in suffixes or not path.is_file():
            continue
        if path.resolve().is_relative_to(root):
            yield path
        else:
            yield ItemFailure(
                relative.as_posix(),
                BlockedAddressError(
                    source.id,
                    f"{relative.as_posix()} is a link to a file outside the folder",
                    hint="Copy the file into the folder if it is meant.",
                ),
            )
