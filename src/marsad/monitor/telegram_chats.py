"""The messages of a ``result.json`` one by one, so that no export is held as objects at once.

Telegram Desktop writes two faults into the file: control bytes as ``\\xNN``, which JSON does not
know, and U+2028/2029 as an escape followed by two stray bytes. Both are repaired on a copy; the
sealed bytes stay as they are. Single values are decoded by the standard library's decoder; what
is walked by hand is only the way to the lists of messages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Chat", "NotAnExportError", "chats_of"]

# An even number of backslashes before it means that the x is escaped text, not an escape.
_CONTROL = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_STRAY = re.compile(rb"(\\u202[89])\x80[\xa8\xa9]")
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(strict=False)
_LISTS = ("chats", "left_chats")


class NotAnExportError(ValueError):
    """The text is not JSON, or not of the shape that Telegram Desktop writes."""


@dataclass(frozen=True, slots=True)
class Chat:
    """What the export says of a chat ahead of its messages.

    :ivar several: True in a full export, where message numbers repeat from chat to chat.
    """

    name: str | None
    type: str
    number: str
    several: bool


def chats_of(body: bytes) -> Iterator[tuple[Chat, Iterator[Any]]]:
    """Yield each chat with its messages; they must be read before the next chat is asked for.

    :raises NotAnExportError: where the text stops being what it should be; what came before it
        has been yielded.
    """
    repaired = _CONTROL.sub(rb"\1\\u00\2", _STRAY.sub(rb"\1", body))
    text = repaired.decode("utf-8-sig", "replace")
    del repaired
    found = False
    for chat in _top(_Cursor(text)):
        found = True
        yield chat
    if not found:
        raise NotAnExportError("it holds neither “messages” of one chat nor “chats” of several")


def _top(cursor: _Cursor) -> Iterator[tuple[Chat, Iterator[Any]]]:
    head: dict[str, Any] = {}
    for key in cursor.members():
        if key == "messages":
            yield _chat(head, several=False), _messages(cursor)
        elif key in _LISTS and cursor.peek() == "{":
            yield from _listed(cursor)
        else:
            head[key] = cursor.value()


def _listed(cursor: _Cursor) -> Iterator[tuple[Chat, Iterator[Any]]]:
    for key in cursor.members():
        if key != "list" or cursor.peek() != "[":
            cursor.value()
            continue
        for _ in cursor.items():
            if cursor.peek() != "{":
                cursor.value()
                continue
            head: dict[str, Any] = {}
            for inner in cursor.members():
                if inner == "messages":
                    yield _chat(head, several=True), _messages(cursor)
                else:
                    head[inner] = cursor.value()


def _chat(head: dict[str, Any], *, several: bool) -> Chat:
    name = head.get("name")
    number = str(head.get("id", 0)).removeprefix("-100").removeprefix("-")
    return Chat(
        name if isinstance(name, str) and name else None, str(head.get("type")), number, several
    )


def _messages(cursor: _Cursor) -> Iterator[Any]:
    for _ in cursor.items():
        yield cursor.value()


class _Cursor:
    """A place in JSON text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def peek(self) -> str:
        """Return the next character that is no space; empty at the end."""
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        return self._text[self._at : self._at + 1]

    def value(self) -> Any:
        """Return the value that stands here and go behind it."""
        self.peek()
        try:
            found, self._at = _DECODER.raw_decode(self._text, self._at)
        except (ValueError, RecursionError) as error:
            raise NotAnExportError(str(error)[:100]) from error
        return found

    def members(self) -> Iterator[str]:
        """Yield the keys of the object that stands here; the caller reads each value."""
        for _ in self._parts("{", "}"):
            key = self.value()
            if not isinstance(key, str):
                raise NotAnExportError(f"a key that is not text at character {self._at}")
            self._expect(":")
            yield key

    def items(self) -> Iterator[None]:
        """Yield before each item of the list that stands here; the caller reads it."""
        return self._parts("[", "]")

    def _parts(self, opening: str, closing: str) -> Iterator[None]:
        self._expect(opening)
        if self.peek() == closing:
            self._at += 1
            return
        while True:
            yield
            if self.peek() == closing:
                self._at += 1
                return
            self._expect(",")

    def _expect(self, character: str) -> None:
        if self.peek() != character:
            raise NotAnExportError(f"“{character}” is missing at character {self._at}")
        self._at += 1
