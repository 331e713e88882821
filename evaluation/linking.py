"""Score links on the annotated names of ``gold/linking``, by language."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluation.exercise import Scores
from evaluation.scorers.attribution import Prf
from evaluation.scorers.linking import Marked, link_prf, unmarked
from marsad.api import extract_text
from marsad.model import Mention

__all__ = ["GOLD", "read_linking", "score_linking"]

GOLD = Path(__file__).parent / "gold" / "linking"


def score_linking(part: str = "test") -> Scores:
    """Return precision and recall of links over all texts of a part, and F1 by language, 0–100."""
    total: dict[str, Prf] = defaultdict(Prf)
    for row, marks, found in read_linking(part):
        counts = link_prf(marks, found)
        total[row["lang"]] += counts
        total[""] += counts
    everything = total.pop("")
    by_language = {f"linking {part} {lang} (F1)": 100 * prf.f1 for lang, prf in total.items()}
    return by_language | {
        f"linking {part} precision": 100 * everything.precision,
        f"linking {part} recall": 100 * everything.recall,
    }


def read_linking(
    part: str,
) -> Iterator[tuple[dict[str, Any], tuple[Marked, ...], Sequence[Mention]]]:
    """Yield each row of a part with its marked names and the mentions found in its text."""
    for line in (GOLD / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, marks = unmarked(row["text"])
        day = datetime.fromisoformat(row["day"]).replace(hour=12, tzinfo=UTC)
        yield row, marks, extract_text(text, language=row["lang"], published=day).mentions
