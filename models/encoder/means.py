"""Measure what vectors of texts have in common for no other reason than their language or length.

    python -m models.encoder.means [--pairs DIR] [--out FILE]

Texts are this repository's annotated posts and sentences (``models/data``, all but the test
parts). ``DIR`` holds ``LANG.tsv.xz`` (foreign, English, set) for languages that the repository
has no texts of. The weights of the encoder must be in the package; it must be run again when
they change.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from marsad.encoder.shipped import WEIGHTS, shipped
from marsad.encoder.space import Floats
from models.data.examples import DATA, read_events, read_posts

__all__ = ["main"]

_MOST = 300
"""Texts of a language; not tuned."""

_WORDS = 6
"""Words of a question; its vector is off from that of a text in a direction of its own."""

_CUT = 60
"""Texts of a language that are also cut to so many words."""

_SHORTEST = 40
"""Code points of a sentence of ``--pairs``; shorter ones are labels of buttons."""


def main() -> None:
    """Write float16 arrays of (384,): the mean of each language, and how short texts are off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, help="folder with LANG.tsv.xz")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "means.npz")
    given = parser.parse_args()
    texts = _own()
    if given.pairs:
        foreign = {path.name.split(".")[0]: path for path in given.pairs.glob("*.tsv.xz")}
        texts |= {code: _foreign(path) for code, path in foreign.items() if code not in texts}
    means, shifts = {}, []
    for language, found in sorted(texts.items()):
        chosen = random.Random(0).sample(found, min(_MOST, len(found)))
        means[language] = _mean(chosen)
        some = chosen[:_CUT]
        short = [" ".join(text.split()[:_WORDS]) for text in some]
        shifts.append(_mean(short) - _mean(some))
        print(f"{language}: {len(chosen)} texts", flush=True)
    kept = {**means, "short": np.mean(shifts, axis=0)}
    np.savez(given.out, **{name: each.astype(np.float16) for name, each in kept.items()})


def _mean(texts: Sequence[str]) -> Floats:
    found: Floats = shipped().vectors(texts, limit=256).mean(axis=0)
    return found


def _own() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((DATA / "statements").glob("*-[a-z].yaml")):
        for post in read_posts(path)[0]:
            found[post.lang].append(post.text)
    for path in sorted((DATA / "events").glob("*-[a-z].yaml")):
        for event in read_events(path)[0]:
            found[event.lang].append(event.text)
    return dict(found)


def _foreign(path: Path) -> list[str]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = [line.split("\t")[0] for line in file]
    return [row for row in rows if len(row) >= _SHORTEST]


if __name__ == "__main__":
    main()
