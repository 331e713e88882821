"""Training examples as windows with targets for each head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from marsad.encoder.labels import ACTS, CLASSES, ROLES, tags
from marsad.encoder.pieces import Pieces
from marsad.encoder.words import Window, windows

from .corpora import Attribution, Example

__all__ = ["Row", "StatementTarget", "rows_of"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class StatementTarget:
    """One statement in a window.

    :ivar anchor: number of the word on which it hangs; ``cued`` where that is a cue.
    :ivar roles: for each role the numbers of its words.
    :ivar act: number of its act, or -1.
    """

    anchor: int
    cued: bool
    roles: tuple[frozenset[int], ...]
    act: int


@dataclass(frozen=True, slots=True)
class Row:
    """A window and what its heads should say.

    :ivar tags: for each head that marks runs and was looked for, a tag for each word.
    :ivar kinds: kinds of mention that were looked for; of the others a word may be any.
    :ivar statements: None where they were not looked for.
    :ivar classes: for each head that tells kinds of text apart, the number of the right one.
    """

    window: Window
    corpus: str
    tags: Mapping[str, tuple[int, ...]]
    kinds: frozenset[str]
    statements: tuple[StatementTarget, ...] | None
    slots: bool
    classes: Mapping[str, int]


def rows_of(examples: Sequence[Example], pieces: Pieces) -> Iterator[Row]:
    """Yield the windows of ``examples``."""
    for example in examples:
        for window in windows(example.text, pieces):
            if window.words:
                yield _row(example, window)


def _row(example: Example, window: Window) -> Row:
    statements = None
    if example.attributions is not None:
        found = (_statement(each, window) for each in example.attributions)
        statements = tuple(each for each in found if each)
    return Row(
        window,
        example.corpus,
        dict(_tags(example, window)),
        example.kinds,
        statements,
        example.slots,
        dict(_classes(example)),
    )


def _classes(example: Example) -> Iterator[tuple[str, int]]:
    for head, known in CLASSES.items():
        if label := getattr(example, head):
            yield head, known.index(label)


def _inside(window: Window, spans: Sequence[Span]) -> list[int]:
    """Return the numbers of the words that overlap one of ``spans``."""
    return [number for start, end in spans for number in window.overlapping(start, end)]


def _tags(example: Example, window: Window) -> Iterator[tuple[str, tuple[int, ...]]]:
    marked = {
        "mentions": example.mentions if example.kinds else None,
        "incident": example.incident,
        "parts": example.parts,
    }
    for head, runs in marked.items():
        if runs is not None:
            yield head, _tagged(runs, window, tags(head))


def _tagged(
    runs: Sequence[tuple[int, int, str]], window: Window, known: Sequence[str]
) -> tuple[int, ...]:
    found = [0] * len(window.words)
    for start, end, kind in runs:
        for at, number in enumerate(_inside(window, [(start, end)])):
            found[number] = known.index(f"{'I' if at else 'B'}-{kind}")
    return tuple(found)


def _statement(attribution: Attribution, window: Window) -> StatementTarget | None:
    roles = tuple(frozenset(_inside(window, attribution.roles.get(r, ()))) for r in ROLES)
    cue, content = roles[ROLES.index("cue")], roles[ROLES.index("content")]
    if not content or (attribution.roles.get("cue") and not cue):
        return None
    return StatementTarget(
        anchor=min(cue or content),
        cued=bool(cue),
        roles=roles,
        act=ACTS.index(attribution.act) if attribution.act else -1,
    )
