"""How fast captures are sealed and verified: ``python benchmarks/archive_speed.py``.

Seals posts of random words, once one by one and once in batches, and pages of such posts in
markup, which compress about as well as real preview pages do (to a fifth); verifies each, the
best of five times; writes some as a bundle and checks that as a stranger does; prints a table
of rates. The goal is to verify pages at 200 MB of their bytes a second or more.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from marsad.archive import FolderArchive, check_bundle, write_bundle
from marsad.model import Response

_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def _bodies(count: int, size: int) -> list[bytes]:
    dice = random.Random(1)
    words = ["".join(dice.choices(_LETTERS, k=dice.randrange(2, 9))) for _ in range(5000)]
    per_body = size // 10
    return [" ".join(dice.choices(words, k=per_body)).encode()[:size] for _ in range(count)]


def _pages(count: int, size: int) -> list[bytes]:
    posts = [
        b'<div class="message_wrap"><div class="message" data-post="x/%d"><div class="bubble">'
        b'<div class="text" dir="auto">%s</div><span class="meta"><a href="https://t.me/x/%d">'
        b'<time datetime="2026-03-01T08:15:00+00:00">08:15</time></a></span></div></div></div>\n'
        % (n, body, n)
        for n, body in enumerate(_bodies(4000, 150))
    ]
    dice = random.Random(2)
    return [b"".join(dice.choices(posts, k=size // 350))[:size] for _ in range(count)]


def _responses(bodies: list[bytes]) -> list[Response]:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx"))
    return [
        Response(f"https://t.me/s/x?before={n}", body, moment, headers=headers)
        for n, body in enumerate(bodies)
    ]


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _seal_in_batches(archive: FolderArchive, responses: list[Response], batch: int) -> None:
    for start in range(0, len(responses), batch):
        archive.seal_many("s", responses[start : start + batch])


def _row(what: str, count: int, size: int, seconds: float) -> None:
    rates = f"{count / seconds:>12,.0f}{count * size / seconds / 1e6:>9.1f}"
    print(f"{what:<34}{count:>8}{size:>9}{rates}")


def _measure(bodies: list[bytes], batch: int, folder: Path) -> None:
    responses, count = _responses(bodies), len(bodies)
    size = sum(map(len, bodies)) // count
    with FolderArchive(folder / f"{size}-{batch}", clock=lambda: datetime.now(UTC)) as archive:
        seconds = _timed(lambda: _seal_in_batches(archive, responses, batch))
        _row(f"seal, {batch} a batch", count, size, seconds)
        best = min(_timed(lambda: list(archive.verify())) for _ in range(5))
        _row("verify", count, size, best)


def _measure_bundle(bodies: list[bytes], folder: Path) -> None:
    count, size = len(bodies), sum(map(len, bodies)) // len(bodies)
    target = folder / "bundle.wacz"
    with FolderArchive(folder / "bundled", clock=lambda: datetime.now(UTC)) as archive:
        captures = archive.seal_many("s", _responses(bodies))
        archive.sign_head()
        moment = datetime.now(UTC)
        seconds = _timed(
            lambda: write_bundle(target, captures, archive, title="Pages", created=moment)
        )
        _row("write a bundle", count, size, seconds)
    _row("check it", count, size, _timed(lambda: list(check_bundle(str(target)))))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=20_000, help="captures sealed in batches")
    parser.add_argument("--size", type=int, default=1000, help="bytes of a body")
    parser.add_argument("--batch", type=int, default=500, help="captures a batch")
    arguments = parser.parse_args()
    print(f"{'what':<34}{'captures':>8}{'bytes':>9}{'captures/s':>12}{'MB/s':>9}")
    with TemporaryDirectory() as folder:
        few = _bodies(max(1, arguments.count // 20), arguments.size)
        _measure(few, 1, Path(folder))
        _measure(_bodies(arguments.count, arguments.size), arguments.batch, Path(folder))
        _measure(_pages(1000, 100_000), 50, Path(folder))
        _measure(_pages(200, 500_000), 50, Path(folder))
        _measure_bundle(_pages(100, 100_000), Path(folder))


if __name__ == "__main__":
    main()
