"""ReplayTransport: web addresses answered from recorded files; for demonstrations and tests.

``replay.json`` in the folder reads::

    {"responses": [{"url": "https://t.me/s/example", "file": "tg/example.html",
                    "status": 200, "media_type": "text/html; charset=utf-8",
                    "headers": {"Last-Modified": "…"}}]}
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import cattrs
import httpx

from ..errors import ConfigError, FetchError, NotAskedError, TooLargeError
from ..model import Response, Source
from ..ports import Clock, Limits
from .answers import Answer, refused

__all__ = ["ReplayTransport"]


@dataclass(frozen=True, slots=True)
class _Row:
    """One recorded answer; ``file`` is relative to the folder."""

    url: str
    file: str
    status: int = 200
    media_type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


class ReplayTransport:
    """Serves http and https addresses from ``folder``; nothing leaves the machine.

    :raises ConfigError: ``replay.json`` is missing or not in the shape above, or a file that it
        names is outside the folder.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock = lambda: datetime.now(UTC),
        *,
        limits: Limits | None = None,
    ) -> None:
        self._folder = folder.resolve()
        self._clock = clock
        self._limits = limits or Limits()
        self._rows = {row.url: row for row in _rows(self._folder)}

    def get(self, url: str, source: Source) -> Response:
        """Return the recorded answer of ``url``.

        :raises NotAskedError: it was not recorded.
        :raises FetchError: it was, with a status of 400 and above, which means what it means for
            :class:`~marsad.monitor.http.HttpTransport`.
        :raises TooLargeError: more bytes than the limit.
        """
        row = self._rows.get(url)
        if row is None:
            raise NotAskedError(
                source.id,
                f"{url[:200]} was not recorded",
                hint=f"Record it in replay.json, or visit “{source.name}” over the network.",
            )
        if row.status >= 400:
            raise refused(source, Answer(httpx.URL(), row.status, tuple(row.headers.items())))
        return self._response(url, row, source)

    def _response(self, url: str, row: _Row, source: Source) -> Response:
        path = self._folder / row.file
        try:
            body = path.read_bytes()
        except OSError as error:
            raise FetchError(
                source.id,
                f"the recording of {url[:200]} is missing",
                hint=f"Put {row.file} back beside replay.json.",
            ) from error
        if len(body) > self._limits.response_bytes:
            raise TooLargeError(source.id, f"{row.file} is too large", hint="Raise the limit.")
        return Response(
            url=url,
            body=body,
            fetched_at=self._clock(),
            status=row.status,
            media_type=row.media_type,
            headers=(("Content-Type", row.media_type), *row.headers.items()),
        )


def _rows(folder: Path) -> list[_Row]:
    listing = folder / "replay.json"
    try:
        read = json.loads(listing.read_text("utf-8"))
        rows = cattrs.structure(read["responses"], list[_Row])
        outside = [r for r in rows if not (folder / r.file).resolve().is_relative_to(folder)]
    except OSError as error:
        raise ConfigError(
            f"{listing} cannot be read.", hint="A replay folder needs a replay.json."
        ) from error
    except (ValueError, TypeError, KeyError, cattrs.BaseValidationError) as error:
        raise ConfigError(
            f"{listing} is not a list of recorded responses.",
            hint='It reads {"responses": [{"url": …, "file": …}]}.',
        ) from error
    if outside:
        raise ConfigError(
            f"{listing} names a file outside its folder: {outside[0].file}.",
            hint="Recorded files lie beside replay.json.",
        )
    return rows
