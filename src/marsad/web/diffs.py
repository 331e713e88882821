"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["Change", "changes"]

_TOKENS = re.compile(r"\s+|[^\s]+")
_MOST = 4000
"""Tokens from which lines are compared instead of words: difflib's time grows with the square
of the length."""


@dataclass(frozen=True, slots=True)
class Change:
    """A run that is ``same`` in both, ``removed`` or ``added``."""

    kind: str
    text: str


def changes(old: str, new: str) -> tuple[Change, ...]:
    """Return the runs that turn ``old`` into ``new``.

    Those that are same or removed make up ``old``; those that are same or added make up ``new``.
    """
    before, after = _tokens(old), _tokens(new)
    if max(len(before), len(after)) > _MOST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            found.append(Change("same", "".join(before[a:b])))
            continue
        if a < b:
            found.append(Change("removed", "".join(before[a:b])))
        if c < d:
            found.append(Change("added", "".join(after[c:d])))
    return tuple(found)


def _tokens(text: str) -> list[str]:
    return _TOKENS.findall(text)
