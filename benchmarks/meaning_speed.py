"""How long a search by meaning takes: ``python -m benchmarks.meaning_speed [ROWS]``.

Vectors are random; a search compares the question's with each of them, whatever they are.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from marsad.encoder.space import SIZE, cosines, packed, shipped_means

_PAGE = 10_000
_LANGUAGES = ("ar", "fa", "en", "he", "ru")


def main() -> None:
    """Print seconds and bytes for so many posts (100,000 unless told)."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance = np.random.default_rng(0)
    page = packed(chance.standard_normal((_PAGE, SIZE)).astype(np.float32))
    languages = [_LANGUAGES[n % len(_LANGUAGES)] for n in range(_PAGE)]
    question = chance.standard_normal(SIZE).astype(np.float32)
    question /= np.linalg.norm(question)
    means = shipped_means()
    began = time.perf_counter()
    for _ in range(max(1, total // _PAGE)):
        cosines(page, languages, means, question)
    taken = time.perf_counter() - began
    print(f"{total:,} posts: {taken:.2f} s of comparing, {total * SIZE / 1e6:.0f} MB of vectors")


if __name__ == "__main__":
    main()
