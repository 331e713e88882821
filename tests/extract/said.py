"""What rules of attribution find, as pairs that a test can state."""

from __future__ import annotations

from collections.abc import Callable

from marsad.extract.attribution import Attribution

__all__ = ["Said", "read", "relays"]

Said = tuple[str | None, str]
Rules = Callable[..., tuple[Attribution, ...]]


def read(rules: Rules, text: str, *, voice: bool = False) -> list[Said]:
    """Return who says what: the fullest naming, and the parts of the content joined."""
    return [_said(text, found) for found in rules(text, voice=voice)]


def relays(rules: Rules, text: str) -> list[list[str]]:
    """Return for each passage who passed it on."""
    return [[span.of(text) for span in found.chain] for found in rules(text)]


def _said(text: str, found: Attribution) -> Said:
    named = found.resolved or found.source
    content = " … ".join(part.of(text) for part in found.content)
    return named.of(text) if named else None, content
