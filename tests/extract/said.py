"""What rules of attribution find, as pairs that a test can state."""

from __future__ import annotations

from collections.abc import Callable

from marsad.extract.attribution import Attribution

__all__ = ["Said", "Seen", "assert_whole", "read", "read_at_length", "relays", "seen"]

Said = tuple[str | None, str]
"""Who, and what."""

Seen = tuple[str | None, str, str]
"""Who as it is written there, what, and how the speaker is known."""

Rules = Callable[..., tuple[Attribution, ...]]


def read(rules: Rules, text: str, *, voice: bool = False) -> list[Said]:
    """Return who says what: the fullest naming, and the parts of the content joined."""
    return [_said(text, found) for found in rules(text, voice=voice)]


def seen(rules: Rules, text: str, *, voice: bool = False) -> list[Seen]:
    """Return who says what as it is written there, and how the speaker is known."""
    return [
        (
            found.source.of(text) if found.source else None,
            _content(text, found),
            str(found.basis),
        )
        for found in rules(text, voice=voice)
    ]


def relays(rules: Rules, text: str) -> list[list[str]]:
    """Return for each passage who passed it on."""
    return [[span.of(text) for span in found.chain] for found in rules(text)]


def _said(text: str, found: Attribution) -> Said:
    named = found.resolved or found.source
    return named.of(text) if named else None, _content(text, found)


def _content(text: str, found: Attribution) -> str:
    return " … ".join(part.of(text) for part in found.content)


def assert_whole(rules: Rules, text: str, *, voice: bool) -> None:
    """Check that all spans lie inside the text, and that something is said."""
    for found in rules(text, voice=voice):
        spans = [*found.content, *found.chain, *found.hedges]
        spans += [span for span in (found.source, found.cue, found.resolved) if span is not None]
        assert found.content
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


def read_at_length(rules: Rules, piece: str) -> None:
    """Read 40,000 code points of nothing but ``piece``: the time limit of tests must suffice."""
    rules(piece * (40_000 // len(piece)), voice=True)
