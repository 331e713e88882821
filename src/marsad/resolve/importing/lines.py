"""Lines of JSON: each read by itself, and a file that is cut off in its last one refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ...errors import UnreadableError
from .files import Member

__all__ = ["Broken", "json_lines"]

_LONGEST = 32 * 1024 * 1024
"""Bytes of a line that is read; FollowTheMoney's own tools allow as much."""

_ID = re.compile(rb'"id"\s*:\s*"([^"\\]{1,255})"')


class Broken:
    """A line that is no JSON.

    :ivar id: the first that it gives, as far as it can be read; empty where there is none.
    """

    def __init__(self, line: bytes, reason: str) -> None:
        found = _ID.search(line)
        self.reason = reason[:80]
        self.id = found[1].decode("utf-8", "replace") if found else ""


def json_lines(member: Member, *, brackets: bool = False) -> Iterator[tuple[int, Any]]:
    """Yield the number, from 1, and the value of each line that is not empty, or :class:`Broken`.

    :param brackets: the lines are those of one list, with its brackets and commas.
    :raises UnreadableError: the last line breaks off: what followed must not count as gone.
    """
    with member.open() as stream:
        lines = iter(lambda: stream.readline(_LONGEST), b"")
        for number, line in enumerate(lines, start=1):
            plain = line.strip().rstrip(b",") if brackets else line.strip()
            if not plain or (brackets and plain in (b"[", b"]")):
                continue
            found = _value(plain)
            if isinstance(found, Broken) and not line.endswith(b"\n") and not stream.peek(1):
                raise UnreadableError(
                    member.contents.name,
                    "it is cut off in its last line",
                    hint="Fetch the file again; nothing of it was imported.",
                )
            yield number, found


def _value(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return Broken(line, str(error))
