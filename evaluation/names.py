"""Scores of names that need no data but the project's own: pairs by hand, names of bodies."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluation.exercise import Scores
from evaluation.scorers.attribution import Prf
from marsad.api import run_task
from marsad.names import Decision, match
from marsad.names.letters import marked
from models.recipes.held_out import held_out
from models.recipes.known_names import known_pairs

__all__ = ["PAIRS", "read_pairs", "score_known_names", "score_pairs"]

PAIRS = Path(__file__).parent / "gold" / "names" / "pairs.tsv"

_KNOWN = ("fa", "ur", "tr")
_POOL = ("ar", "fa", "he", "ru", "tr", "ur")
_LEAST = 10
"""Pairs of one name in two scripts from which the scripts have a score of their own."""

_SCRIPTS = {"ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "he": "Hebrew", "ru": "Cyrillic"}


def read_pairs(split: str) -> list[dict[str, str]]:
    """Return the rows of ``dev`` or ``test``."""
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in rows if row["split"] == split]


def score_pairs() -> Scores:
    """Return precision, recall and F1 of “same”, in all and by pairs of scripts."""
    found: dict[str, float] = {}
    for split in ("dev", "test"):
        total = Prf()
        by_scripts: dict[str, Prf] = defaultdict(Prf)
        for row in read_pairs(split):
            same = match(row["first"], row["second"]).decision is Decision.SAME
            wanted = row["answer"] == "same"
            counts = Prf(int(same and wanted), int(same), int(wanted))
            total += counts
            by_scripts[_scripts(row)] += counts
        found |= _figures(f"name pairs {split}", total)
        found |= {
            f"name pairs {split} {scripts}": 100 * each.f1
            for scripts, each in by_scripts.items()
            if each.gold >= _LEAST
        }
    return found


def _figures(name: str, total: Prf) -> Scores:
    return {
        f"{name} precision": 100 * total.precision,
        f"{name} recall": 100 * total.recall,
        f"{name} F1": 100 * total.f1,
    }


def _scripts(row: Mapping[str, str]) -> str:
    both = (_SCRIPTS.get(row[side], "Latin") for side in ("first_lang", "second_lang"))
    return "–".join(sorted(both))


def score_known_names() -> Scores:
    """Words of names of bodies and places, one in ten, among all English ones (MRR@10)."""
    pool = sorted({english for lang in _POOL for _, english in known_pairs(lang)})
    found = {}
    for lang in _KNOWN:
        meant: dict[str, set[str]] = defaultdict(set)
        for name, english in known_pairs(lang):
            meant[name].add(english)
        kept = {n: each for n, each in meant.items() if all(held_out(marked(e)) for e in each)}
        rows = [{"id": name, "name": name, "lang": lang} for name in kept]
        answers = run_task("names", rows, pool={lang: pool})
        ranks = [_rank(answer["ranked"], kept[answer["id"]]) for answer in answers]
        found[f"names of bodies {lang} (MRR@10)"] = 100 * sum(ranks) / len(ranks)
    return found


def _rank(ranked: Sequence[str], meant: set[str]) -> float:
    places = [place for place, name in enumerate(ranked, 1) if name in meant]
    return 1 / places[0] if places else 0.0
