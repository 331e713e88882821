"""Questions for paragraphs: each can be asked in four languages, and no two share a sentence."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import evaluation

ROWS = [
    json.loads(line)
    for line in (Path(evaluation.__path__[0]) / "gold" / "passages.jsonl")
    .read_text("utf-8")
    .splitlines()
]


def test_paragraphs_do_not_overlap() -> None:
    bounds = sorted((row["first"], row["last"]) for row in ROWS)
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 250
    assert all(first <= last for first, last in bounds)
    assert all(before[1] < after[0] for before, after in pairwise(bounds))


def test_each_is_asked_once_in_each_language() -> None:
    for language in ("en", "ar", "fa", "he"):
        assert len({row[language] for row in ROWS}) == len(ROWS)
        assert all(row[language].strip()[-1] in "?؟" for row in ROWS)
