"""How often the model is right where it says that it is so sure: a table, a plot and a line.

    python -m models.encoder.reliability --model FOLDER --data DATA [--plot FILE.svg]

Names on texts that were set aside, and statements of PolNeAR's development part, on some of which
:mod:`.calibrate` found the temperatures. A name is right where span and kind are; a statement where
its content shares half of its characters with one that is annotated.

Every second text is shown. To the others a line is fitted in log-odds: a slope of 1 and a shift of
0 leave nothing to correct; others are to be put on top of ``marsad.encoder.sureness``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from marsad.encoder.engine import Engine
from marsad.encoder.sureness import EDGE

from . import corpora
from .arguments import parser
from .score import cases_of, same_content

__all__ = ["main"]

_BINS = 10
_FEW = 20
"""Answers in a bin below which its share says little and is not drawn."""

Answer = tuple[float, bool]
"""How sure, and whether it was right."""

_ROUNDS = 25
"""Steps of Newton's method; it has settled after some eight."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same sureness."""

    said: float
    right: float
    count: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables and draw the plot."""
    wanted = parser(__doc__, "model", "data")
    wanted.add_argument("--plot", type=Path, help="SVG to write")
    chosen = wanted.parse_args(arguments)
    engine = Engine(chosen.model)
    parts: dict[str, Callable[[], Iterator[list[Answer]]]] = {
        "names": lambda: _names(engine, chosen.data),
        "statements": lambda: _statements(engine, chosen.data),
    }
    drawn = {}
    for name, answers in parts.items():
        texts = list(answers())
        shown = [answer for text in texts[::2] for answer in text]
        drawn[name] = list(_binned(shown))
        print(f"{name:12}{'says':>8}{'right':>8}{'count':>8}")
        for each in drawn[name]:
            print(f"{'':12}{each.said:8.2f}{each.right:8.2f}{each.count:8}")
        print(f"{'off by':12}{_error(drawn[name]):8.3f}")
        slope, shift = _line([answer for text in texts[1::2] for answer in text])
        print(f"{'left over':12}slope {slope:.2f}, shift {shift:.2f}\n")
    if chosen.plot:
        chosen.plot.write_text(_svg(drawn), encoding="utf-8")


def _names(engine: Engine, data: Path) -> Iterator[list[Answer]]:
    examples = corpora.entity_sets(data, corpora.NER_FITTED, held_out=True)
    examples += corpora.crisis_posts(data, held_out=True) + corpora.re3d(data, held_out=True)
    for case in cases_of(engine, examples):
        gold = set(case.example.mentions)
        runs = [run for run in case.marked if run.kind in case.example.kinds]
        yield [(run.score, (run.span.start, run.span.end, run.kind) in gold) for run in runs]


def _statements(engine: Engine, data: Path) -> Iterator[list[Answer]]:
    for case in cases_of(engine, corpora.polnear(data, "dev")):
        wanted = case.example.attributions or ()
        yield [
            (said.score, any(same_content(each, said) for each in wanted))
            for said in case.statements
        ]


def _line(answers: Sequence[Answer]) -> tuple[float, float]:
    """Return slope and shift of the log-odds at which the answers are the least surprising."""
    said = np.clip(np.array([score for score, _ in answers]), EDGE, 1 - EDGE)
    odds = np.stack([np.log(said / (1 - said)), np.ones(len(said))], axis=1)
    right = np.array([float(each) for _, each in answers])
    line = np.zeros(2)
    for _ in range(_ROUNDS):
        shares = 1 / (1 + np.exp(-odds @ line))
        curve = (odds * (shares * (1 - shares))[:, None]).T @ odds
        line += np.linalg.solve(curve, odds.T @ (right - shares))
    return float(line[0]), float(line[1])


def _binned(answers: Sequence[Answer]) -> Iterator[Bin]:
    for number in range(_BINS):
        low, high = number / _BINS, (number + 1) / _BINS
        inside = [a for a in answers if low <= a[0] < high or (number == _BINS - 1 and a[0] >= 1)]
        if len(inside) >= _FEW:
            said = sum(score for score, _ in inside) / len(inside)
            yield Bin(said, sum(right for _, right in inside) / len(inside), len(inside))


def _error(bins: Sequence[Bin]) -> float:
    """Return the mean distance between how sure and how right (expected calibration error)."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.said - each.right) for each in bins) / max(1, total)


_SIDE = 220


def _svg(drawn: dict[str, list[Bin]]) -> str:
    """Draw one square a part: sureness to the right, share of right answers upwards."""
    squares = [
        _square(name, bins, 40 + n * (_SIDE + 60)) for n, (name, bins) in enumerate(drawn.items())
    ]
    width, height = 40 + len(drawn) * (_SIDE + 60), _SIDE + 80
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="sans-serif" font-size="12">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(squares)}</svg>\n'
    )


def _square(name: str, bins: Sequence[Bin], left: int) -> str:
    top, bottom = 30, 30 + _SIDE
    points = " ".join(f"{left + b.said * _SIDE:.1f},{bottom - b.right * _SIDE:.1f}" for b in bins)
    dots = "".join(
        f'<circle cx="{left + b.said * _SIDE:.1f}" cy="{bottom - b.right * _SIDE:.1f}" r="4"'
        f' fill="#205a8a"><title>{b.count} answers</title></circle>'
        for b in bins
    )
    ticks = "".join(
        f'<text x="{left + t * _SIDE:.0f}" y="{bottom + 16}" text-anchor="middle">{t:g}</text>'
        f'<text x="{left - 6}" y="{bottom - t * _SIDE + 4:.0f}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.5, 1)
    )
    return (
        f'<text x="{left}" y="18" font-weight="bold">{name}: how sure, how often right</text>'
        f'<rect x="{left}" y="{top}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>'
        f'<line x1="{left}" y1="{bottom}" x2="{left + _SIDE}" y2="{top}" stroke="#999"'
        f' stroke-dasharray="4"/><polyline points="{points}" fill="none" stroke="#205a8a"/>'
        f"{dots}{ticks}"
    )


if __name__ == "__main__":
    main()
