"""How fast a name is found among many: ``python -m benchmarks.names_speed [NAMES]``.

Names are put together of the words of the shipped lists, few of them often and most of them
seldom, as names are; half of them are spelt in Latin letters, in ways that were learnt. What is
asked was drawn in the same way later on. Times are those of one core at work.
"""

from __future__ import annotations

import gzip
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

import numpy as np

from benchmarks.machine import describe
from marsad.names import NameIndex
from marsad.names.letters import FIRST, LAST
from marsad.names.sounds import learnt

_GIVEN = """
محمد علي أحمد حسين حسن عباس كريم جاسم حيدر مصطفى إبراهيم يوسف عمر خالد سعيد ماجد عادل طارق
وليد سامي هادي جعفر كاظم رضا مهدي زينب فاطمة مريم سلمان سليمان داود إسماعيل موسى عيسى قاسم
فيصل ناصر نبيل رشيد كمال جمال سالم حامد محمود عبدالله عبدالرحمن عبدالكريم
"""
_QUESTIONS = 20_000
_RANKED = 200


def main() -> None:
    """Print how long building and asking take, and the memory."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    chance = np.random.default_rng(0)
    names = list(_names(total, chance))
    asked = list(_names(_QUESTIONS, chance))
    before = _memory()
    began = time.process_time()
    index = NameIndex(names)
    built = time.process_time() - began
    print(f"Machine: {describe()}.\n\n| what | measured |\n|---|---|")
    print(f"| names | {total:,} |\n| building | {built:.0f} s, {_memory() - before:.0f} MB |")
    began = time.process_time()
    found = sum(len(each) for each in index.candidates_many(asked))
    taken = time.process_time() - began
    print(f"| candidates, one core | {_QUESTIONS / taken:,.0f} names/s |")
    print(f"| candidates of a name, mean | {found / _QUESTIONS:.0f} |")
    began = time.process_time()
    for name in asked[:_RANKED]:
        index.ranked(name)
    taken = time.process_time() - began
    print(f"| ranked questions, one core | {_RANKED / taken:,.0f} names/s |")


def _names(total: int, chance: np.random.Generator) -> Iterator[str]:
    packed = (files("marsad.extract") / "data" / "ner_names_ar.txt.gz").read_bytes()
    family = gzip.decompress(packed).decode().splitlines()[1:]
    chance.shuffle(family)
    often = _GIVEN.split()
    spelt = _Spelling(chance)
    shape = chance.integers(0, 4, total)
    latin = chance.random(total) < 0.5
    given = _often(len(often), 2 * total, 3, chance)
    last = _often(len(family), total, 20, chance)
    for n in range(total):
        first, second = often[given[2 * n]], often[given[2 * n + 1]]
        end = family[last[n]]
        words = [
            (first, end),
            (first, second, f"ال{end}ي"),
            ("أبو", first, f"ال{end}ي"),
            (first, "بن", second, end),
        ][shape[n]]
        yield " ".join(map(spelt, words) if latin[n] else words)


def _often(count: int, draws: int, even: int, chance: np.random.Generator) -> Sequence[int]:
    """Draw numbers, the n-th as often as one over n + ``even``: one in a hundred is the first."""
    weights = 1 / (np.arange(count) + 1 + even)
    found: list[int] = chance.choice(count, draws, p=weights / weights.sum()).tolist()
    return found


class _Spelling:
    """Spells an Arabic word in Latin letters, each letter in a way drawn from those learnt."""

    def __init__(self, chance: np.random.Generator) -> None:
        ways: dict[str, dict[str, float]] = defaultdict(dict)
        for (arabic, latin), share in _single(learnt()["Arabic"]).items():
            ways[arabic][latin] = share
        self._ways = {
            letter: chance.choice(list(each), 64, p=np.array([*each.values()]) / sum(each.values()))
            for letter, each in ways.items()
        }
        self._turn = 0

    def __call__(self, word: str) -> str:
        found = []
        for letter in word:
            self._turn += 1
            if letter in self._ways:
                found.append(str(self._ways[letter][self._turn * 31 % 64]))
        return "".join(found) or "abu"


def _single(units: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    marks = FIRST + LAST
    return {u: p for u, p in units.items() if len(u[0]) == 1 and not set(u[0] + u[1]) & set(marks)}


def _memory() -> float:
    """Return the greatest memory of the process so far in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
