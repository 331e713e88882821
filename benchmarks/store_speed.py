"""Measure the store: ingest rate, and latency of opening, listing and searching.

Run ``python benchmarks/store_speed.py --posts 20000``; posts are made up from a fixed seed. With
``--database postgresql://…`` an empty database of a PostgreSQL server is filled and measured.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from marsad.model import Capture, Dated, Precision, Source
from marsad.ports import ParsedPost, PostFilter, Reader, Store
from marsad.store import PostgresStore, SqliteStore

_START = datetime(2026, 1, 1, tzinfo=UTC)
_LETTERS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "en": "abcdefghijklmnoprstuvwy"}


def main() -> None:
    """Print a table of rates and latencies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=500, help="posts a capture and transaction")
    parser.add_argument("--words", type=int, default=45, help="words a post")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--database", default="", help="address; SQLite where it is left out")
    given = parser.parse_args()
    if given.database:
        _measure(partial(PostgresStore.open, given.database), given)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "marsad.sqlite3"
        _measure(partial(SqliteStore.open, path, clock=lambda: _START), given)
        print(f"size              {path.stat().st_size / given.posts:10,.0f} bytes/post")


def _measure(opened: Callable[[], Store], given: argparse.Namespace) -> None:
    rng = random.Random(20260101)
    words = _vocabulary(rng)
    store = opened()
    batches = _batches(rng, words, given)
    started = time.perf_counter()
    _ingest(store, batches)
    seconds = time.perf_counter() - started
    print(f"ingest            {given.posts / seconds:10,.0f} posts/s")
    started = time.perf_counter()
    _ingest(store, batches)
    seconds = time.perf_counter() - started
    print(f"ingest, unchanged {given.posts / seconds:10,.0f} posts/s")
    store.close()

    store = opened()
    reader = store.read()
    # People leave out the commonest words of a language; the second line shows what if not.
    for name, skipped in (("search, 20 hits", 20), ("search, common", 0)):
        _latencies(name, _searches(reader, rng, words[skipped:], given.queries))
    _latencies("50 newest posts", [lambda: reader.posts(PostFilter())] * 20)
    _latencies("256 stale", [lambda: reader.stale("understand", "1", 256)] * 20)
    _latencies("counts", [reader.counts] * 20)
    store.close()
    _latencies("open and close", [lambda: opened().close()] * 20)


def _searches(
    reader: Reader, rng: random.Random, words: list[str], count: int
) -> list[Callable[[], object]]:
    return [partial(reader.search, _query(rng, words)) for _ in range(count)]


def _latencies(name: str, calls: list[Callable[[], object]]) -> None:
    seconds = []
    for call in calls:
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    seconds.sort()
    middle, late = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
    print(f"{name:17} {middle * 1000:10.1f} ms median {late * 1000:8.1f} ms p95")


def _vocabulary(rng: random.Random) -> list[str]:
    """Return 12,000 words in two scripts, the most frequent first."""
    return [
        "".join(rng.choices(_LETTERS[rng.choice(("ar", "en"))], k=rng.randint(2, 9)))
        for _ in range(12_000)
    ]


def _draw(rng: random.Random, words: list[str], count: int) -> list[str]:
    """Draw words with frequencies that fall off as in language (Zipf)."""
    return [words[min(int(rng.paretovariate(0.7)), len(words)) - 1] for _ in range(count)]


def _query(rng: random.Random, words: list[str]) -> str:
    kind = rng.random()
    chosen = _draw(rng, words, rng.randint(1, 3))
    if kind < 0.1:
        return f'"{" ".join(chosen)}"'
    return f"{chosen[0][:3]}*" if kind < 0.2 else " ".join(chosen)


def _batches(
    rng: random.Random, words: list[str], given: argparse.Namespace
) -> list[list[ParsedPost]]:
    posts = [_post(rng, words, number, given.words) for number in range(given.posts)]
    return [posts[at : at + given.batch] for at in range(0, len(posts), given.batch)]


def _post(rng: random.Random, words: list[str], number: int, length: int) -> ParsedPost:
    return ParsedPost(
        native_id=str(number + 1),
        url=f"https://news.invalid/{number + 1}",
        text=" ".join(_draw(rng, words, length)),
        published=Dated(_START + timedelta(minutes=number), Precision.MINUTE, "made up"),
        recipe="made_up/1",
    )


def _ingest(store: Store, batches: list[list[ParsedPost]]) -> None:
    with store.write() as writer:
        writer.put_source(Source("made-up", "feed", "https://news.invalid/", "Made up"))
    for seq, batch in enumerate(batches, start=1):
        capture = _capture(seq)
        with store.write() as writer:
            writer.ingest(capture, batch)
            writer.mark_parsed(capture.id)


def _capture(seq: int) -> Capture:
    return Capture(
        id=f"c_{seq:016x}",
        source_id="made-up",
        url=f"https://news.invalid/page/{seq}",
        fetched_at=_START,
        status=200,
        media_type="text/html",
        sha256=f"{seq:064x}",
        size=1,
        seq=seq,
        entry_hash=f"{seq:064x}",
        warc="made-up.warc.gz",
        offset=seq,
        tool="benchmark",
    )


if __name__ == "__main__":
    main()
