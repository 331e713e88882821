"""Where the shapes of an entity's page go: the graph of its ties, and its acts month by month.

Positions are in units of the drawing; the style sheet gives colours, so that both colour schemes
and the strict policy on styles hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from ..text import isolated
from .words import excerpt

__all__ = ["Box", "Cell", "Grid", "Tied", "grid", "tied"]

_WIDE, _BOX, _ROW, _HIGH = 720, 214, 46, 34
_MOST = 10
"""Boxes on one side; the list under the drawing has the rest. A choice: they fit."""

_LONGEST = 24
"""Letters of a name in a box: what fits at its size."""

_LABEL, _CELL, _LINE = 152, 44, 26
_MONTHS = 12
"""Columns until which months are shown; more are counted by year. A choice: they fit a screen."""

_SHADES = 4


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its upper left corner, and the line that joins it to the middle.

    :ivar path: of the line, as SVG has it; empty for the middle.
    :ivar label: what the tie is.
    """

    id: str
    name: str
    full: str
    x: int
    y: int
    path: str = ""
    label: str = ""
    said: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Tied:
    """The graph: who is joined to the entity stands left, what it is joined to right.

    Where all are of one sort they stand on both sides.

    :ivar unshown: ties that are in the list alone.
    """

    height: int
    middle: Box
    boxes: tuple[Box, ...]
    unshown: int
    width: int = _WIDE
    box: int = _BOX
    high: int = _HIGH


def tied(entity_id: str, name: str, ties: Sequence[Any]) -> Tied | None:
    """Return the graph of an entity's ties, standing ones first; None where it has none."""
    left = [t for t in ties if t.start.id != entity_id]
    right = [t for t in ties if t.start.id == entity_id]
    if not (left and right):  # one side would leave the other empty
        left, right = list(ties[::2]), list(ties[1::2])
    shown = [*left[:_MOST], *right[:_MOST]]
    if not shown:
        return None
    rows = max(len(left[:_MOST]), len(right[:_MOST]))
    height = max(2, rows) * _ROW
    centre = height // 2
    middle = Box(entity_id, _short(name), name, (_WIDE - _BOX) // 2, centre - _HIGH // 2)
    pairs = zip_longest(left[:_MOST], right[:_MOST])
    boxes = [
        _box(entity_id, tie, side, _placed(place, len(found[:_MOST]), height), centre)
        for place, pair in enumerate(pairs)
        for tie, side, found in zip(pair, (-1, 1), (left, right), strict=True)
        if tie is not None
    ]
    return Tied(height, middle, tuple(boxes), len(ties) - len(shown))


def _placed(place: int, many: int, height: int) -> int:
    """Return the middle of the box at ``place`` of ``many`` that share the height evenly."""
    return (2 * place + 1) * height // (2 * many)


def _box(entity_id: str, tie: Any, side: int, y: int, centre: int) -> Box:
    node = tie.end if tie.start.id == entity_id else tie.start
    x = 0 if side < 0 else _WIDE - _BOX
    near = _BOX if side < 0 else _WIDE - _BOX
    inner = (_WIDE - _BOX) // 2 if side < 0 else (_WIDE + _BOX) // 2
    bend = (near + inner) // 2
    return Box(
        id=node.id,
        name=_short(node.name),
        full=node.name,
        x=x,
        y=y - _HIGH // 2,
        path=f"M{near} {y} C{bend} {y} {bend} {centre} {inner} {centre}",
        label=excerpt(tie.role or tie.word, _LONGEST),
        said=tie.said,
        past=tie.past,
    )


def _short(name: str) -> str:
    line = " ".join(name.split())
    return isolated(line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…")


# ---------------------------------------------------------------- acts by month


@dataclass(frozen=True, slots=True)
class Cell:
    """How many statements of one act there are in one column; ``shade`` from 1 to 4."""

    column: str
    number: int
    x: int
    y: int
    shade: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Acts down, months or years across.

    :ivar rows: act, where its name goes, its cells (one a column, 0 among them), its total.
    """

    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, int, tuple[Cell, ...], int], ...]
    width: int
    height: int
    cell: int = _CELL
    line: int = _LINE


def grid(counts: Iterable[Any]) -> Grid | None:
    """Return the chart of ``counts`` (act, month, statements); None where there are none."""
    numbers: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts = list(counts)
    months = {c.month for c in counts}
    width = 7 if len(months) <= _MONTHS else 4
    for each in counts:
        numbers[each.act.value][each.month[:width]] += len(each.statements)
    if not numbers:
        return None
    columns = sorted({month[:width] for month in months}, key=lambda m: (not m, m))
    top = max(number for row in numbers.values() for number in row.values())
    rows = tuple(
        (act, _middle(place), _cells(row, columns, place, top), sum(row.values()))
        for place, (act, row) in enumerate(numbers.items())
    )
    placed = tuple((column, _LABEL + i * _CELL + _CELL // 2) for i, column in enumerate(columns))
    return Grid(placed, rows, _LABEL + len(columns) * _CELL, (len(rows) + 1) * _LINE)


def _middle(place: int) -> int:
    return (place + 1) * _LINE + _LINE // 2


def _cells(row: dict[str, int], columns: Sequence[str], place: int, top: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            column,
            number := row.get(column, 0),
            _LABEL + i * _CELL,
            (place + 1) * _LINE,
            -(-_SHADES * number // top),
        )
        for i, column in enumerate(columns)
    )
