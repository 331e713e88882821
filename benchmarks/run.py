"""Print speed, memory and size of the whole chain on real posts.

    python -m benchmarks.run --data DIR [--posts 20000] [--write]

``DIR/telegram_2026/*.jsonl.gz`` holds the posts. Without it, posts are made up, which the table
says. ``--write`` also writes the table to ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from benchmarks.machine import describe
from marsad.api import Workspace, make_source

RESULTS = Path(__file__).parent / "RESULTS.md"
Row = tuple[str, str, str]
T = TypeVar("T")

_WORDS = ("هجوم", "بغداد", "انفجار", "تهران", "وزیر", "العراق", "بیانیه", '"رئيس الوزراء"', "iran")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(_measure(Path(folder), given.data, given.posts))
    table = _table(rows)
    print(table)
    if given.write:
        RESULTS.write_text(table + "\n", encoding="utf-8")


def _measure(folder: Path, data: Path | None, count: int) -> Iterator[Row]:
    yield "cold start, `marsad --help`", _cold_start(), "< 0.3 s"
    origin, chars = _collect(folder / "posts.jsonl.gz", data, count)
    with Workspace.create(folder / "workspace") as workspace:
        workspace.add_source(make_source(str(folder / "posts.jsonl.gz"), name="bench"))
        seconds, _ = _timed(workspace.ingest)
        held = workspace.counts()["posts"]
        yield f"ingest {held:,} {origin}", f"{held / seconds:,.0f} posts/s", "≥ 1,000 posts/s"
        yield "memory after ingest (peak)", f"{_peak():.0f} MB", "≤ 400 MB"
        seconds, _ = _timed(workspace.run)
        yield (
            "language, translation, extraction, stories",
            f"{held / seconds:,.0f} posts/s",
            ("≥ 100 posts/s"),
        )
        yield "memory after the chain (peak)", f"{_peak():.0f} MB", "–"
        yield "search, median / p95", _search(workspace), "–"
        size = sum(f.stat().st_size for f in workspace.layout.root.rglob("*") if f.is_file())
        yield "size on disk", f"{size / 1e6:.0f} MB for {chars / 1e6:.1f} M characters", "–"
        seconds, problems = _timed(workspace.verify)
        yield "verify", f"{seconds:.2f} s, {len(problems)} problems", "–"
        counts = workspace.counts()
        yield "found", f"{counts['statements']:,} statements, {counts['stories']:,} stories", "–"


def _cold_start() -> str:
    times = [_timed(_help)[0] for _ in range(11)]
    return f"{statistics.median(times):.2f} s (best {min(times):.2f} s)"


def _help() -> None:
    program = str(Path(sys.executable).parent / "marsad")
    subprocess.run([program, "--help"], check=True, capture_output=True)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _peak() -> float:
    """Largest resident set of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _search(workspace: Workspace) -> str:
    times = sorted(_timed(partial(workspace.search, word))[0] for word in _WORDS * 10)
    return f"{times[len(times) // 2] * 1000:.0f} / {times[int(len(times) * 0.95)] * 1000:.0f} ms"


def _collect(path: Path, data: Path | None, count: int) -> tuple[str, int]:
    """Write ``count`` posts to ``path``; return what they are and their characters."""
    files = sorted((data / "telegram_2026").glob("*.jsonl.gz")) if data else []
    lines = list(islice(_real(files) if files else _made_up(), count))
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(lines)
    texts = (json.loads(line)["versions"][-1]["text"] for line in lines)
    return "real posts" if files else "made-up posts", sum(map(len, texts))


def _real(files: list[Path]) -> Iterator[str]:
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from (line for line in lines if json.loads(line).get("versions"))


def _made_up() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        text = f"قال المتحدث رقم {number} إن القوات جاهزة للرد على أي هجوم. " * 4
        row = {
            "channel": "bench",
            "id": number,
            "url": f"https://t.me/bench/{number}",
            "date": f"2026-05-{number % 28 + 1:02}T10:00:00Z",
            "versions": [{"seen": "2026-06-01T00:00:00Z", "text": text}],
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _table(rows: list[Row]) -> str:
    lines = [
        "# Speed, memory and size",
        "",
        f"Printed by `make bench`. Machine: {describe()}.",
        "",
        "| what | measured | goal |",
        "|---|---|---|",
    ]
    return "\n".join(lines + [f"| {a} | {b} | {c} |" for a, b, c in rows])


if __name__ == "__main__":
    main()
