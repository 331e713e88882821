"""Score the English attribution rules on annotated articles.

    python -m evaluation.attribution_scores INPUTS.jsonl GOLD.jsonl [--hand-written]

Prints precision, recall and F1 of content tokens and of full attributions, and documents a
second. ``--every N`` takes every N-th document, which is the part that
``models/recipes/attribution_lexicon.py --leave-out N`` does not see.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from evaluation.scorers.attribution import Prf, Record, content_token_prf, full_attribution_prf
from marsad.extract.attribution import Attribution, with_marks
from marsad.extract.attribution._en_weights import BASE, joined, load, parse
from marsad.extract.attribution.english import THRESHOLD, attributions
from marsad.model import Span


def as_record(text: str, found: Attribution) -> Record:
    """Return ``found`` as the evaluation wants it: marks and "that" belong to the content."""

    def pair(span: Span | None) -> list[list[int]]:
        return [] if span is None else [[span.start, span.end]]

    marked = [with_marks(text, span) for span in found.content]
    return {
        "source": pair(found.source),
        "cue": pair(found.cue),
        "content": [[span.start, span.end] for span in marked],
    }


def main() -> None:
    """Read, predict, print."""
    parser = argparse.ArgumentParser(description="Score the English attribution rules.")
    parser.add_argument("inputs", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--weights", type=Path, help="a weight file; default: the package's own")
    parser.add_argument("--hand-written", action="store_true", help="no fitted weights at all")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    weights = load(BASE) if options.hand_written else load()
    if options.weights:
        weights = joined(parse(options.weights.read_text(encoding="utf-8")), load(BASE))
    with options.inputs.open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    with options.gold.open(encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines][:: options.every]
    tokens, full, began = Prf(), Prf(), time.perf_counter()
    for row in gold:
        text = texts[row["id"]]
        pred = [
            as_record(text, found)
            for found in attributions(text, weights=weights, threshold=options.threshold)
        ]
        tokens += content_token_prf(row["attributions"], pred, text)
        full += full_attribution_prf(row["attributions"], pred)
    rate = len(gold) / (time.perf_counter() - began)
    for name, score in (("content tokens", tokens), ("full attributions", full)):
        values = (100 * score.precision, 100 * score.recall, 100 * score.f1)
        print(f"{name:18} P {values[0]:.1f}  R {values[1]:.1f}  F1 {values[2]:.1f}")
    print(f"{len(gold)} documents, {rate:.0f} a second")


if __name__ == "__main__":
    main()
