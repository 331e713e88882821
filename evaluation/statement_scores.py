"""Score statement extraction on one annotated file, with a breakdown, and list the misses.

    python -m evaluation.statement_scores FILE.jsonl [--misses]

The file is in the format of ``evaluation/gold/statements_dev``. ``--misses`` prints what was
missed and what was found too much: for development sets only, never for the test set.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evaluation.own_test import predicted_and_gold
from evaluation.scorers.attribution import Prf
from evaluation.scorers.statements import Said, statement_prf

_ANY = frozenset({"anyone"})


def main() -> None:
    """Print the scores of one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    if given.misses and "test" in str(given.file):
        parser.error("a test set is only ever scored as a whole")
    rows = [json.loads(line) for line in given.file.read_text(encoding="utf-8").splitlines()]
    print(f"{'':26}{'precision':>10}{'recall':>8}{'F1':>7}")
    pairs = [(row, *predicted_and_gold(row)) for row in rows]
    for name, change in _VIEWS.items():
        total, acts = Prf(), Prf()
        for _, found, gold in pairs:
            whole, same = statement_prf([change(g) for g in gold], [change(p) for p in found])
            total, acts = total + whole, acts + same
        print(f"{name:26}{total.precision:10.3f}{total.recall:8.3f}{total.f1:7.3f}")
    print(f"{'acts of the last line':26}{acts.recall:10.3f}")
    if given.misses:
        _print_misses(pairs)


def _same(said: Said) -> Said:
    return said


def _no_speaker(said: Said) -> Said:
    return replace(said, speakers=_ANY)


def _no_day(said: Said) -> Said:
    return replace(said, day=None)


def _content_only(said: Said) -> Said:
    return replace(said, speakers=_ANY, day=None)


_VIEWS = {
    "speaker, day, content": _same,
    "day, content": _no_speaker,
    "speaker, content": _no_day,
    "content": _content_only,
}


def _print_misses(pairs: Iterable[tuple[dict[str, Any], list[Said], list[Said]]]) -> None:
    acts: Counter[tuple[str, str]] = Counter()
    for row, found, gold in pairs:
        text = row["text"]
        missed = [g for g in gold if not _hit(g, found)]
        extra = [p for p in found if not _hit(p, gold)]
        acts.update(_confused(gold, found))
        if missed or extra:
            print(f"\n--- {row['id']} voice={row['voice']} owner={row['owner']}\n{text}")
        for mark, said in [("MISSED", m) for m in missed] + [("EXTRA", e) for e in extra]:
            content = " […] ".join(text[s:e] for s, e in said.spans)
            print(f"  {mark} {sorted(said.speakers)} {said.day} {said.act}: {content}")
    print("\nacts taken for others (gold, found):")
    for (gold_act, found_act), count in acts.most_common(40):
        print(f"  {count:3} {gold_act} -> {found_act}")


def _hit(said: Said, others: Sequence[Said]) -> bool:
    return any(statement_prf([said], [other])[0].right for other in others)


def _confused(gold: Sequence[Said], found: Sequence[Said]) -> list[tuple[str, str]]:
    return [
        (g.act, p.act)
        for g in gold
        for p in found
        if g.act != p.act and statement_prf([_content_only(g)], [_content_only(p)])[0].right
    ]


if __name__ == "__main__":
    main()
