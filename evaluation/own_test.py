"""Score statement extraction on the project's own test set, which nothing is ever tuned on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from evaluation.exercise import Scores
from evaluation.scorers.attribution import Prf
from evaluation.scorers.statements import VOICE, Said, said_of, statement_prf
from marsad.api import extract_text

__all__ = ["DEV", "TEST", "predicted_and_gold", "score_own_dev", "score_own_test"]

TEST = Path(__file__).parent / "gold" / "statements_test"
DEV = Path(__file__).parent / "gold" / "statements_dev"


def score_own_test() -> Scores:
    """Return F1 of statements and accuracy of acts by language, 0–100, on the test set."""
    return _scores(TEST, "own test")


def score_own_dev() -> Scores:
    """Return the same on the set that the rules were developed on."""
    return _scores(DEV, "own dev")


def _scores(folder: Path, name: str) -> Scores:
    scores: Scores = {}
    for path in sorted(folder.glob("*.jsonl")):
        whole, acts = Prf(), Prf()
        for line in path.read_text(encoding="utf-8").splitlines():
            found, same = _score(json.loads(line))
            whole += found
            acts += same
        scores[f"{name} statements {path.stem}"] = 100 * whole.f1
        scores[f"{name} acts {path.stem}"] = 100 * acts.recall
    return scores


def _score(row: Mapping[str, Any]) -> tuple[Prf, Prf]:
    found, gold = predicted_and_gold(row)
    return statement_prf(gold, found)


def predicted_and_gold(row: Mapping[str, Any]) -> tuple[list[Said], list[Said]]:
    """Return what is found in the text of ``row``, and what its annotation says."""
    extraction = extract_text(
        row["text"],
        language=row["lang"],
        owner=row["owner"],
        voice=row["voice"],
        published=datetime.fromisoformat(row["date"]),
    )
    gold = [_gold(statement) for statement in row["statements"]]
    return list(said_of(extraction.statements, gold)), gold


def _gold(row: Mapping[str, Any]) -> Said:
    spans = tuple((start, end) for start, end in row["content"])
    speaker = VOICE if row["speaker"] is None else row["speaker"]
    return Said(frozenset({speaker}), row["day"], spans, row["act"])
