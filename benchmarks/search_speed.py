"""Measure the search box: latency by words and by meaning, size and growth of what it reads.

Run ``python -m benchmarks.search_speed --posts 20000``. Posts are made up from a fixed seed; with
``--data FOLDER`` they are real ones told again with variation (see :mod:`.search_posts`). Questions
by meaning are vectors as the posts' are; ``--read`` adds the time in which the language model reads
one. With ``--keep FOLDER`` the database stays there, and the next call only searches.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.machine import describe
from benchmarks.search_posts import LANGUAGES, fill, made_up, told_again
from marsad.encoder.shipped import shipped
from marsad.encoder.space import SIZE, Floats, centred, cosines, packed, unpacked
from marsad.pipeline.embedding import RECIPE
from marsad.pipeline.nearness import nearest
from marsad.pipeline.shelf import Shelf, grown
from marsad.pipeline.shelf_files import KeptShelf, shelve
from marsad.ports import PostVector, Reader
from marsad.resolve.knowledge import builtin_entities
from marsad.store import SqliteStore
from marsad.text.query import parse

_START = datetime(2026, 1, 1, tzinfo=UTC)
_KEPT = 20
"""Nearest posts of which is told how many the signs leave."""


def main() -> None:
    """Print a table of rates, sizes and latencies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--data", type=Path, help="folder of *.jsonl.gz with real posts")
    parser.add_argument("--keep", type=Path, help="folder for the database")
    parser.add_argument("--read", action="store_true", help="time the language model, too")
    given = parser.parse_args()
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        _measure(given.keep or Path(folder), given)


def _measure(folder: Path, given: argparse.Namespace) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "marsad.db"
    known = path.exists()
    store = SqliteStore.open(path, clock=lambda: _START)
    if not known:
        _build(store, path, folder / "meaning", given)
    reader = store.read()
    rng = random.Random(7)
    words = _vocabulary(path)
    _timed("first search", partial(_search, reader, words[0]))
    for name, queries in _queries(rng, words, given.queries):
        _latencies(name, [partial(_search, reader, query) for query in queries])
    kept = KeptShelf(folder / "meaning", RECIPE)
    _timed("open the shelf", lambda: kept.now(reader))
    _meaning(kept.now(reader), reader, given)
    _changed(kept.now(reader), given)
    kept_searches = [f"{query} by:words" for query in rng.sample(words[:2_000], 20)]
    asked = [partial(_asked_again, reader, query) for query in kept_searches]
    _latencies("a saved search, by a run", asked)
    store.close()


def _build(store: SqliteStore, path: Path, shelf: Path, given: argparse.Namespace) -> None:
    rng = random.Random(20260101)
    texts: Iterator[str] = told_again(rng, given.data) if given.data else made_up(rng)
    with store.write() as writer:
        writer.put_entities(builtin_entities())
    began = time.perf_counter()
    size = fill(store, texts, given.posts)
    taken = time.perf_counter() - began
    print(f"stored and indexed      {given.posts / taken:10,.0f} posts/s, 500 a transaction")
    began = time.perf_counter()
    shelve(store.read(), shelf, RECIPE)
    print(f"shelved                 {given.posts / (time.perf_counter() - began):10,.0f} posts/s")
    whole, copy = _index_bytes(path)
    vectors = sum(file.stat().st_size for file in shelf.iterdir())
    print(f"text                    {size / 1e6:10,.1f} MB")
    print(f"index of words          {whole / 1e6:10,.1f} MB, {whole / size:.2f} × text")
    print(f"  of it, texts          {copy / 1e6:10,.1f} MB, {copy / size:.2f} × text")
    print(
        f"shelf of vectors        {vectors / 1e6:10,.1f} MB, {vectors / given.posts:.0f} bytes/post"
    )


def _index_bytes(path: Path) -> tuple[int, int]:
    """Return the bytes of the index of words, and those of the texts beside it."""
    query = "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'post_search%' GROUP BY name"
    with closing(sqlite3.connect(path)) as connection:
        sizes = dict(connection.execute(query).fetchall())
    return sum(sizes.values()), sizes["post_search_texts"]


# ---------------------------------------------------------------- by words


def _vocabulary(path: Path) -> list[str]:
    """Return words of the index, the most frequent first."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, post_search, row)")
        rows = connection.execute("SELECT term FROM temp.v WHERE doc > 2 ORDER BY doc DESC")
        return [row[0] for row in rows if row[0].isalpha() and len(row[0]) > 2]


def _queries(rng: random.Random, words: list[str], count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield kinds of queries; words are drawn as often as they occur (Zipf)."""

    def draw(most: int) -> str:
        # Who searches leaves out the commonest words.
        places = (int(rng.paretovariate(0.5)) + 20 for _ in range(rng.randint(1, most)))
        return " ".join(words[min(place, len(words) - 1)] for place in places)

    yield "words, all spellings", [draw(3) for _ in range(count)]
    yield "words, exact", [f"spelling:exact {draw(3)}" for _ in range(count)]
    yield "common words", [" ".join(rng.sample(words[:50], 2)) for _ in range(count)]
    yield "words OR words", [f"({draw(2)}) OR ({draw(2)})" for _ in range(count)]
    yield "prefix", [f"{draw(1)[:3]}*" for _ in range(count)]
    yield "words, a source", [f"{draw(2)} source:s{rng.randint(0, 19)}" for _ in range(count)]
    yield (
        "words, language, days",
        [
            f"{draw(2)} lang:{rng.choice(LANGUAGES)} after:2020-01 before:2020-06"
            for _ in range(count)
        ],
    )
    yield "fields alone", [f"source:s{rng.randint(0, 19)} lang:fa" for _ in range(count)]
    names = [n.text for e in builtin_entities()[:400] for n in e.names]
    yield "names", rng.sample(names, min(count, len(names)))


def _search(reader: Reader, text: str) -> object:
    found = reader.rank(parse(text), 20)
    return reader.hits(found.query, found.posts)


# ---------------------------------------------------------------- by meaning


def _meaning(shelf: Shelf, reader: Reader, given: argparse.Namespace) -> None:
    questions = _vectors(shelf, given.queries)

    def ask(wanted: Floats) -> object:
        places = [place for place, _ in nearest(shelf, wanted, 1_000)]
        ids = list(reader.posts_at(places).values())
        return reader.hits(parse(""), [(key, 0.0) for key in ids[:20]])

    _latencies("meaning, 20 hits", [partial(ask, wanted) for wanted in questions])
    near = [partial(nearest, shelf, wanted, _KEPT) for wanted in questions]
    _latencies("  of it, comparing", near)
    every = [_all(shelf, wanted) for wanted in questions[:20]]
    found = [{place for place, _ in each()} for each in near[:20]]
    shares = [len(a & b) / _KEPT for a, b in zip(found, every, strict=True)]
    print(f"{'  of the nearest 20':24}{100 * float(np.mean(shares)):10.1f} % found")
    if given.read:
        _latencies("reading a question", [partial(_read, n) for n in range(given.queries)])


_CHANGES, _EACH = 1_000, 10


class _Changes:
    """New posts, a few at a time, as a process that runs for long meets them.

    :param last: place of the newest vector before.
    """

    def __init__(self, last: int) -> None:
        chance = np.random.default_rng(5)
        self._rows = packed(chance.standard_normal((_EACH, SIZE)).astype(np.float32))
        self._first, self._left = last + 1, _CHANGES

    def new_vectors(self, _recipe: str, after: int, _limit: int) -> tuple[PostVector, ...]:
        """Return the next few vectors; none after the last change."""
        self._left -= 1
        rows = enumerate(self._rows, max(self._first, after + 1)) if self._left >= 0 else ()
        return tuple(PostVector(n, f"p{n}", "en", row.tobytes(), n) for n, row in rows)


def _changed(shelf: Shelf, given: argparse.Namespace) -> None:
    """Measure what a shelf costs after many small changes."""
    began = time.perf_counter()
    longer = grown(shelf, _Changes(shelf.last), RECIPE)
    taken = (time.perf_counter() - began) * 1000 / _CHANGES
    print(
        f"{'a change of ten posts':24}{taken:10.1f} ms, {len(longer.parts)} parts after {_CHANGES}"
    )
    near = [partial(nearest, longer, wanted, _KEPT) for wanted in _vectors(shelf, given.queries)]
    _latencies("  comparing after them", near)


def _asked_again(reader: Reader, query: str) -> object:
    return reader.rank(parse(query), None, 0, max(0, reader.last_number() - 20_000))


def _read(number: int) -> object:
    return shipped().vectors([f"who said that the bridge number {number} would be attacked?"])


def _vectors(shelf: Shelf, count: int) -> list[Floats]:
    """Return the vectors of posts, a little off, as what is asked is near to some posts."""
    chance = np.random.default_rng(3)
    part = shelf.parts[0]
    chosen = chance.integers(0, len(part.rows), count)
    vectors = unpacked(part.rows[chosen])
    languages = [shelf.languages[n] for n in part.languages[chosen]]
    off = chance.standard_normal(vectors.shape).astype(np.float32) * (0.3 / vectors.shape[1] ** 0.5)
    return list(centred(vectors + off * 0.5, languages, shelf.means))


def _all(shelf: Shelf, wanted: Floats, page: int = 50_000) -> set[int]:
    """Return the places of the nearest posts, found by comparing all numbers of all."""
    scores = [
        (part.places[at : at + page], _cosines(shelf, part.rows, part.languages, at, page, wanted))
        for part in shelf.parts
        for at in range(0, len(part.rows), page)
    ]
    places, found = (np.concatenate(each) for each in zip(*scores, strict=True))
    return set(places[np.argsort(-found)[:_KEPT]].tolist())


def _cosines(
    shelf: Shelf, rows: np.ndarray, codes: np.ndarray, at: int, page: int, wanted: Floats
) -> Floats:
    languages = [shelf.languages[n] for n in codes[at : at + page]]
    return cosines(rows[at : at + page], languages, shelf.means, wanted)


# ---------------------------------------------------------------- printing


def _timed(name: str, call: Callable[[], object]) -> None:
    began = time.perf_counter()
    call()
    print(f"{name:24}{(time.perf_counter() - began) * 1000:10.1f} ms")


def _latencies(name: str, calls: Sequence[Callable[[], object]]) -> None:
    """Print wall time, and processor time, which tells on a machine that has other work, too."""
    walls, works = [], []
    for call in calls:
        began, worked = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - began)
        works.append(time.process_time() - worked)
    median, p95 = _quantiles(walls)
    of_work = _quantiles(works)
    print(
        f"{name:24}{median:10.1f} ms median {p95:8.1f} ms p95"
        f"   processor {of_work[0]:8.1f} {of_work[1]:8.1f}",
        flush=True,
    )


def _quantiles(seconds: list[float]) -> tuple[float, float]:
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000


if __name__ == "__main__":
    main()
