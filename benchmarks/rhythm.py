"""What the rhythm of visits costs and brings: ``python -m benchmarks.rhythm --data DIR``.

Visits are simulated over times at which sources posted. ``DIR/telegram_2026/*.jsonl.gz`` holds
real ones (field ``date``), each file a channel; without it only made-up sparse sources are
measured. For each setting of :class:`marsad.pipeline.Rhythm` the table tells how many visits a
source gets a day, how long a post waits to be read, and how many visits find nothing new.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from marsad.pipeline.rhythm import Rhythm, seconds_to_next

# What a visit knows: `Reader.post_times` returns as many by default.
_KNOWN = 20
_DAYS = 14
_SPARSE_DAYS = 90
_START = datetime(2026, 5, 4, tzinfo=UTC)
_DAY = 86_400.0

Times = Sequence[datetime]


@dataclass(frozen=True, slots=True)
class Tally:
    """What visits to some sources came to.

    :ivar late: seconds from posting to the visit that finds it, for each post.
    :ivar days: source days.
    """

    visits: int
    useless: int
    late: tuple[float, ...]
    days: float

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.visits + other.visits,
            self.useless + other.useless,
            self.late + other.late,
            self.days + other.days,
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    groups = {"sparse": tuple(sparse_sources())}
    if given.data:
        groups = {"busy": tuple(real_channels(given.data)), **groups}
    print("| sources | rhythm | visits a day | late by: median, 95 % | found nothing |")
    print("|---|---|---|---|---|")
    for group, sources in groups.items():
        for name, rhythm in settings():
            found = sum((simulate(times, rhythm) for times in sources), Tally(0, 0, (), 0.0))
            print(_row(f"{group} ({len(sources)})", name, found))


def settings() -> Iterator[tuple[str, Rhythm]]:
    """Yield the rhythms that are compared, each with its name."""
    own = Rhythm()
    yield f"share {own.share:g}, quiet {own.quiet:g}, longest {own.longest / 3_600:g} h", own
    for share in (0.25, 1.0, 2.0):
        yield f"share {share:g}", replace(own, share=share)
    for quiet in (0.02, 0.05, 0.2):
        yield f"quiet {quiet:g}", replace(own, quiet=quiet)
    for hours in (1, 3, 6):
        yield f"longest {hours} h", replace(own, longest=hours * 3_600.0)
    yield "quiet 0.05, longest 6 h", replace(own, quiet=0.05, longest=6 * 3_600.0)
    yield "spread 0", replace(own, spread=0.0)
    yield "spread 0.3", replace(own, spread=0.3)
    yield "every 10 minutes", Rhythm.every(600.0)
    yield "every hour", Rhythm.every(3_600.0)


def simulate(posted: Times, rhythm: Rhythm) -> Tally:
    """Return what visiting a source on ``rhythm`` comes to.

    :param posted: when it posted, the oldest first; the first few are known from the start.
    """
    now = posted[_KNOWN - 1]
    seen, visits, useless, late = _KNOWN, 0, 0, []
    end = posted[-1]
    while now < end:
        known = posted[seen - _KNOWN : seen][::-1]
        now += timedelta(seconds=seconds_to_next(rhythm, known, now, seed=now.isoformat()))
        new = 0
        while seen + new < len(posted) and posted[seen + new] <= now:
            late.append((now - posted[seen + new]).total_seconds())
            new += 1
        seen += new
        visits += 1
        useless += new == 0
    return Tally(visits, useless, tuple(late), (end - posted[_KNOWN - 1]).total_seconds() / _DAY)


def real_channels(data: Path) -> Iterator[Times]:
    """Yield the times at which each channel posted in its first two weeks there."""
    for path in sorted((data / "telegram_2026").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            times = sorted(datetime.fromisoformat(json.loads(line)["date"]) for line in lines)
        until = times[0] + timedelta(days=_DAYS)
        yield tuple(time for time in times if time < until)


def sparse_sources() -> Iterator[Times]:
    """Yield made-up sources: at office hours, at any time once a day or week, and in bursts."""
    chance = random.Random(5)
    for gap in (0.05, 1.0, 7.0):
        yield tuple(islice(_at_random(chance, gap, office=gap < 1), int(_SPARSE_DAYS / gap) + 30))
    yield tuple(islice(_bursts(chance), 600))


def _at_random(chance: random.Random, gap: float, *, office: bool) -> Iterator[datetime]:
    """Yield times that are ``gap`` days apart on the average; ``office``: from 8 to 18 h only."""
    now = _START
    while True:
        now += timedelta(days=chance.expovariate(1 / gap))
        if not office or 8 <= now.hour < 18:
            yield now


def _bursts(chance: random.Random) -> Iterator[datetime]:
    """Yield some ten posts within an hour or so, then none for three days or so."""
    now = _START
    while True:
        now += timedelta(days=chance.expovariate(1 / 3))
        for _ in range(chance.randint(5, 15)):
            now += timedelta(minutes=chance.expovariate(1 / 6))
            yield now


def _row(group: str, name: str, found: Tally) -> str:
    late = sorted(found.late)
    median, most = statistics.median(late), late[int(len(late) * 0.95)]
    return (
        f"| {group} | {name} | {found.visits / found.days:.0f} | {_span(median)}, {_span(most)} "
        f"| {found.useless / found.visits:.0%} |"
    )


def _span(seconds: float) -> str:
    return f"{seconds / 60:.1f} min" if seconds < 5_400 else f"{seconds / 3_600:.1f} h"


if __name__ == "__main__":
    main()
