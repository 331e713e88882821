"""Score every task that has an engine, print the table, and fail below a floor.

    python -m evaluation.run [--data DIR] [--only WORD]

``--data`` names a folder with the development sets (``dev/*_inputs.jsonl`` with
``dev/*_gold.jsonl``); without it only the project's own sets are scored. The floors are in
``evaluation/floors.json``: the figure below which a change is not accepted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.exercise import Scores, score_exercise
from evaluation.own_test import score_own_dev, score_own_test
from evaluation.scorers.attribution import Prf, content_token_prf, full_attribution_prf
from evaluation.scorers.clusters import bcubed
from evaluation.scorers.entities import entity_prf
from marsad.api import run_task

FLOORS = Path(__file__).parent / "floors.json"
Rows = list[dict[str, Any]]

# Sentences of each named-entity set that are scored, so that a run stays short; not tuned.
_NER_SAMPLE = 2000


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 1 where a score is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that holds dev/")
    parser.add_argument("--only", default="", help="only scores whose name has this word")
    given = parser.parse_args(arguments)
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    failed = 0
    print(f"{'score':44}{'now':>8}{'floor':>8}")
    for name, value in _scores(given.data, given.only):
        floor = floors.get(name)
        low = floor is not None and value < floor
        failed += low
        shown = f"{floor:8.1f}" if floor is not None else "       –"
        print(f"{name:44}{value:8.1f}{shown}{'  BELOW' if low else ''}", flush=True)
    return 1 if failed else 0


def _scores(data: Path | None, only: str) -> Iterator[tuple[str, float]]:
    for name, score in _PARTS.items():
        if only in name and (data is not None or name in ("exercise", "own dev", "own test")):
            yield from sorted(score(data).items())


def _attribution(data: Path | None) -> Scores:
    inputs, gold = _pair(data, "polnear_dev")
    content, full = Prf(), Prf()
    for row, found in zip(inputs, run_task("attribution", inputs), strict=True):
        wanted = gold[row["id"]]["attributions"]
        content += content_token_prf(wanted, found["attributions"], row["text"])
        full += full_attribution_prf(wanted, found["attributions"])
    return {
        "attribution polnear_dev content tokens": 100 * content.f1,
        "attribution polnear_dev full": 100 * full.f1,
    }


def _ner(data: Path | None) -> Scores:
    inputs, gold = _pair(data, "ner_train")
    kept = _sample(inputs, gold)
    total: dict[str, Prf] = defaultdict(Prf)
    for row, found in zip(kept, run_task("ner", kept), strict=True):
        answer = gold[row["id"]]
        total[answer["set"]] += entity_prf(answer["entities"], found["entities"])
    return {f"ner {name}": 100 * prf.f1 for name, prf in total.items()}


def _sample(inputs: Rows, gold: dict[str, Any]) -> Rows:
    by_set: dict[str, Rows] = defaultdict(list)
    for row in inputs:
        by_set[gold[row["id"]]["set"]].append(row)
    return [
        row
        for rows in by_set.values()
        for row in rows[:: max(1, len(rows) // _NER_SAMPLE)][:_NER_SAMPLE]
    ]


def _cluster(data: Path | None) -> Scores:
    inputs, gold = _pair(data, "cluster_ecb_dev")
    found = [row["cluster"] for row in run_task("cluster", inputs)]
    _, _, f1 = bcubed([gold[row["id"]]["cluster"] for row in inputs], found)
    return {"cluster ecb_dev (BCubed)": 100 * f1}


def _lid(data: Path | None) -> Scores:
    """Foreign and English sides of the translation set, whole and cut to four words."""
    inputs, _ = _pair(data, "mt_flores")
    right: dict[str, list[bool]] = defaultdict(list)
    for words in (None, 4):
        rows = [{"id": row["id"], "text": _cut(row["text"], words)} for row in inputs]
        for row, found in zip(inputs, run_task("lid", rows), strict=True):
            name = "whole" if words is None else f"{words} words"
            right[f"lid flores {name}"].append(found["label"] == row["lang"])
    return {name: 100 * sum(hits) / len(hits) for name, hits in right.items()}


def _cut(text: str, words: int | None) -> str:
    return text if words is None else " ".join(text.split()[:words])


def _pair(data: Path | None, name: str) -> tuple[Rows, dict[str, Any]]:
    if data is None:
        raise ValueError("this score needs --data")
    inputs = _lines(data / "dev" / f"{name}_inputs.jsonl")
    return inputs, {row["id"]: row for row in _lines(data / "dev" / f"{name}_gold.jsonl")}


def _lines(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


_PARTS: dict[str, Callable[[Path | None], Scores]] = {
    "exercise": lambda _: score_exercise(),
    "own dev": lambda _: score_own_dev(),
    "own test": lambda _: score_own_test(),
    "attribution": _attribution,
    "cluster": _cluster,
    "lid": _lid,
    "ner": _ner,
}

if __name__ == "__main__":
    sys.exit(main())
