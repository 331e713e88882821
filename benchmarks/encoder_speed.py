"""How fast the language model reads posts: ``python -m benchmarks.encoder_speed``.

Reads every fourth of our own annotated posts (``models/data``): one by one, together as the
pipeline does, and for their vectors alone. A sentence stands for 30 pieces, of which a word has
one or two.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

from benchmarks.machine import describe
from marsad.encoder.engine import Engine
from marsad.encoder.shipped import WEIGHTS
from marsad.encoder.understanding import Understanding
from models.data.examples import DATA, read_posts

_PAGE = 50
_SENTENCE = 30


def main() -> None:
    """Print pieces and sentences in a second, seconds of loading, and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", type=int, help="pieces in a batch, if not the product's own")
    parser.add_argument("--threads", type=int, help="batches at a time, if not the product's own")
    given = {name: value for name, value in vars(parser.parse_args()).items() if value}
    began = time.perf_counter()
    engine = Engine(WEIGHTS, **given)
    print(describe())
    print(f"loaded in {time.perf_counter() - began:.2f} s")
    texts = _texts()
    pieces = sum(len(ids) for ids in engine.pieces.ids(texts, 1_000_000))
    _show("one by one", pieces, lambda: _read(Understanding(engine), texts, 1))
    _show("together", pieces, lambda: _read(Understanding(engine), texts, _PAGE))
    _show("vectors alone", pieces, lambda: Understanding(engine).vectors(texts))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"at most {most:.0f} MB of memory")


def _texts() -> list[str]:
    paths = sorted((DATA / "statements").glob("*.yaml"))
    return [post.text for path in paths for post in read_posts(path)[0]][::4]


def _read(understanding: Understanding, texts: list[str], page: int) -> None:
    for first in range(0, len(texts), page):
        understanding.expect(texts[first : first + page])
        for text in texts[first : first + page]:
            understanding.of(text)


def _show(name: str, pieces: int, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    rate = pieces / (time.perf_counter() - began)
    print(f"{name}: {rate:,.0f} pieces/s, {rate / _SENTENCE:.0f} sentences of {_SENTENCE} pieces/s")


if __name__ == "__main__":
    main()
