"""Score stories and retrieval across languages on parallel sentences.

    python -m evaluation.cross_language DATA [--stories N] [--questions N]

``DATA`` holds ``dev/mt_flores_inputs.jsonl`` and ``dev/mt_flores_gold.jsonl``: sentences in five
languages and their English. A story is one sentence in one to six of the languages; sentences
that stand next to each other, and so tell of one subject, are never both among them. A question
is the first six words of a sentence, its answer the whole sentence in English. Questions of the
project's own (``gold/passages.jsonl``) ask for one fact of a paragraph, which is sentences that
follow each other; what no question asks for stands between as paragraphs, too.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.scorers.clusters import bcubed
from marsad.pipeline.tasks_meaning import cluster_rows, retrieve

__all__ = ["parallel", "score_passages", "score_retrieval", "score_stories"]

Scores = dict[str, float]
Rows = list[dict[str, Any]]

_APART = 8
"""Sentences between two that are used: longer than what FLORES takes from one article."""

_WORDS = 6

_ASKED = Path(__file__).parent / "gold" / "passages.jsonl"
_LENGTH = 3
"""Sentences of a paragraph that no question asks for, as of those that are asked for on average."""


def score_stories(data: Path, stories: int = 60) -> Scores:
    """Return BCubed F1, 0–100, of stories whose texts are in up to six languages."""
    sentences = parallel(data)
    chance = np.random.default_rng(1)
    numbers = chance.choice(range(0, len(sentences["en"]), _APART), stories, replace=False)
    rows: Rows = []
    for number in numbers:
        told_in = chance.choice(sorted(sentences), chance.integers(1, 7), replace=False)
        rows += [_row(str(code), int(number), sentences[code][number]) for code in told_in]
    rows = [rows[i] for i in chance.permutation(len(rows))]
    found = [row["cluster"] for row in cluster_rows(rows)]
    _, _, f1 = bcubed([row["id"].split("-")[1] for row in rows], found)
    return {"stories across languages (BCubed)": 100 * f1}


def score_retrieval(data: Path, questions: int = 200) -> Scores:
    """Return by language how often, 0–100, the first English passage is the right one."""
    sentences = parallel(data)
    numbers = range(0, len(sentences["en"]), max(1, len(sentences["en"]) // questions))
    shelf = [_row("en", n, text) for n, text in enumerate(sentences.pop("en"))]
    asked = [
        _row(language, n, " ".join(texts[n].split()[:_WORDS]))
        for language, texts in sorted(sentences.items())
        for n in numbers
    ]
    right: dict[str, list[bool]] = defaultdict(list)
    for found in retrieve(asked, shelf):
        language, number = found["id"].split("-")
        right[f"retrieval {language}-en (first hit)"].append(found["ranked"][0] == f"en-{number}")
    return {name: 100 * sum(hits) / len(hits) for name, hits in right.items()}


def score_passages(data: Path) -> Scores:
    """Return by direction the mean of one over the place of the right paragraph, 0–100.

    Of the first ten; English questions are asked for paragraphs in each other language, and the
    questions of each other language for English ones.
    """
    sentences, asked = parallel(data), _lines(_ASKED)
    runs = _runs([(row["first"], row["last"]) for row in asked], len(sentences["en"]))
    shelves = {
        code: [_row(code, n, " ".join(texts[a : b + 1])) for n, (a, b) in enumerate(runs)]
        for code, texts in sentences.items()
    }
    questions = {
        code: [_row(code, n, row[code]) for n, row in enumerate(asked)]
        for code in asked[0].keys() & sentences.keys()
    }
    ways = [way for code in questions.keys() - {"en"} for way in (("en", code), (code, "en"))]
    return {
        f"passages {source}-{target} (MRR@10)": _reciprocal(questions[source], shelves[target])
        for source, target in ways
    }


def _runs(asked: Sequence[tuple[int, int]], total: int) -> list[tuple[int, int]]:
    """Return ``asked`` and, after them, what they leave of ``total`` sentences: first and last."""
    taken = {number for first, last in asked for number in range(first, last + 1)}
    left = [number for number in range(total) if number not in taken]
    others: list[tuple[int, int]] = []
    for number in left:
        first, last = others[-1] if others else (-1, -2)
        if number == last + 1 and number - first < _LENGTH:
            others[-1] = (first, number)
        else:
            others.append((number, number))
    return [*asked, *others]


def _reciprocal(questions: Rows, shelf: Rows) -> float:
    total = 0.0
    for found in retrieve(questions, shelf):
        wanted = f"{found['target']}-{found['id'].split('-')[1]}"
        if wanted in found["ranked"]:
            total += 1 / (1 + found["ranked"].index(wanted))
    return 100 * total / len(questions)


def parallel(data: Path) -> dict[str, list[str]]:
    """Return language → its sentences, in the same order for each language."""
    rows = _lines(data / "dev" / "mt_flores_inputs.jsonl")
    english = {row["id"]: row["text"] for row in _lines(data / "dev" / "mt_flores_gold.jsonl")}
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["lang"]].append(row["text"])
    first = rows[0]["lang"]
    found["en"] = [english[row["id"]] for row in rows if row["lang"] == first]
    return dict(found)


def _row(language: str, number: int, text: str) -> dict[str, Any]:
    return {"id": f"{language}-{number}", "lang": language, "text": text}


def _lines(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--stories", type=int, default=60)
    parser.add_argument("--questions", type=int, default=200)
    given = parser.parse_args(arguments)
    parts: tuple[Callable[[], Scores], ...] = (
        partial(score_stories, given.data, given.stories),
        partial(score_retrieval, given.data, given.questions),
        partial(score_passages, given.data),
    )
    for score in parts:
        for name, value in sorted(score().items()):
            print(f"{name:44}{value:8.1f}", flush=True)


if __name__ == "__main__":
    main()
