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

from evaluation.cross_language import score_passages, score_retrieval, score_stories
from evaluation.exercise import Scores, score_exercise
from evaluation.linking import score_linking
from evaluation.names import score_known_names, score_pairs
from evaluation.own_posts import score_own_posts
from evaluation.own_test import score_own_dev, score_own_test
from evaluation.scorers.attribution import Prf, content_token_prf, full_attribution_prf
from evaluation.scorers.clusters import bcubed
from evaluation.scorers.entities import entity_prf
from evaluation.scorers.incident import ceaf_ree
from evaluation.scorers.labels import macro_f1
from marsad.api import run_task
from marsad.names.letters import marked
from models.encoder.corpora import kept_back, last_tenth
from models.encoder.texts import pairs
from models.recipes.held_out import held_out
from models.recipes.spellings import SCRIPTS, names_of

FLOORS = Path(__file__).parent / "floors.json"

_RARE = ("ckb", "ps", "ur")
"""Languages that identifiers take for Arabic or Persian."""

_ASKED = 1000
"""Names of a language that are looked for."""

_EACH = 300
_SNIPPET = 4
"""Words."""

Rows = list[dict[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 1 where a score is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that holds dev/")
    parser.add_argument(
        "--only",
        default="",
        help=f"only parts whose name has this word: {', '.join((*_OWN, *_WITH_DATA))}",
    )
    parser.add_argument(
        "--slack",
        type=float,
        default=0.0,
        help="points that a score may be below its floor: other processors round otherwise",
    )
    given = parser.parse_args(arguments)
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    failed = 0
    print(f"{'score':44}{'now':>8}{'floor':>8}")
    for name, value in _scores(given.data, given.only):
        floor = floors.get(name)
        low = floor is not None and value < floor - given.slack
        failed += low
        shown = f"{floor:8.1f}" if floor is not None else "       –"
        print(f"{name:44}{value:8.1f}{shown}{'  BELOW' if low else ''}", flush=True)
    return 1 if failed else 0


def _scores(data: Path | None, only: str) -> Iterator[tuple[str, float]]:
    for name, score in _OWN.items():
        if only in name:
            yield from sorted(score().items())
    for name, part in _WITH_DATA.items():
        if only in name and data is not None:
            yield from sorted(part(data).items())


def _attribution(data: Path) -> Scores:
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


def _ner(data: Path) -> Scores:
    """The last tenth of each set, which nothing was fitted to, and one crisis post in ten."""
    inputs, gold = _pair(data, "ner_train")
    posts, places = _pair(data, "loc_social_train")
    kept = [*_last_tenths(inputs, gold), *kept_back(posts, held_out=True)]
    total: dict[str, Prf] = defaultdict(Prf)
    for row, found in zip(kept, run_task("ner", kept), strict=True):
        answer = gold.get(row["id"]) or places[row["id"]]
        name = answer.get("set", f"crisis {row['lang']} (LOC)")
        kinds = ("PER", "LOC", "ORG") if "set" in answer else ("LOC",)
        total[name] += entity_prf(answer["entities"], found["entities"], kinds)
    return {f"ner {name}": 100 * prf.f1 for name, prf in total.items()}


def _last_tenths(inputs: Rows, gold: dict[str, Any]) -> Rows:
    by_set: dict[str, Rows] = defaultdict(list)
    for row in inputs:
        by_set[gold[row["id"]]["set"]].append(row)
    return [row for rows in by_set.values() for row in last_tenth(rows, held_out=True)]


def _incident(data: Path) -> Scores:
    inputs, gold = _pair(data, "muc4_dev")
    total = Prf()
    for row, found in zip(inputs, run_task("incident", inputs), strict=True):
        total += ceaf_ree(gold[row["id"]]["roles"], found["roles"])
    return {"incident muc4_dev (CEAF-REE)": 100 * total.f1}


def _plover(data: Path) -> Scores:
    inputs, gold = _pair(data, "ev_plover_train")
    found = run_task("event_plover", inputs)
    pairs = [(gold[row["id"]]["label"], f["label"]) for row, f in zip(inputs, found, strict=True)]
    return {"event_plover (macro F1)": 100 * macro_f1(pairs)}


def _across(data: Path) -> Scores:
    return score_stories(data) | score_retrieval(data) | score_passages(data)


def _cluster(data: Path) -> Scores:
    inputs, gold = _pair(data, "cluster_ecb_dev")
    found = [row["cluster"] for row in run_task("cluster", inputs)]
    _, _, f1 = bcubed([gold[row["id"]]["cluster"] for row in inputs], found)
    return {"cluster ecb_dev (BCubed)": 100 * f1}


def _lid(data: Path) -> Scores:
    """The translation set, whole and cut to four words; languages of few texts, so cut."""
    inputs, _ = _pair(data, "mt_flores")
    right: dict[str, list[bool]] = defaultdict(list)
    for lang, texts in _rare(data).items():
        rows = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
        name = f"lid {lang} 4 words"
        right[name] = [found["label"] == lang for found in run_task("lid", rows)]
    for words in (None, _SNIPPET):
        rows = [{"id": row["id"], "text": _cut(row["text"], words)} for row in inputs]
        for row, found in zip(inputs, run_task("lid", rows), strict=True):
            name = "whole" if words is None else f"{words} words"
            right[f"lid flores {name}"].append(found["label"] == row["lang"])
    return {name: 100 * sum(hits) / len(hits) for name, hits in right.items()}


def _rare(data: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for lang, text, _ in pairs(data):
        if lang in _RARE and len(found[lang]) < _EACH and len(text.split()) > _SNIPPET:
            found[lang].append(_cut(text, _SNIPPET))
    return found


def _cut(text: str, words: int | None) -> str:
    return text if words is None else " ".join(text.split()[:words])


def _pair(data: Path, name: str) -> tuple[Rows, dict[str, Any]]:
    inputs = _lines(data / "dev" / f"{name}_inputs.jsonl")
    return inputs, {row["id"]: row for row in _lines(data / "dev" / f"{name}_gold.jsonl")}


def _lines(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _names(data: Path) -> Scores:
    """Names that nothing was learnt from, among their spellings in Latin letters (MRR@10)."""
    found = {}
    for lang in SCRIPTS:
        pairs = [(row["name"], row["en"]) for row in names_of(data / "dev", lang)]
        kept = [pair for pair in pairs if held_out(marked(pair[1]))]
        pool = sorted({english for _, english in kept})
        asked = kept[:: max(1, len(kept) // _ASKED)]
        rows = [{"id": str(n), "name": name, "lang": lang} for n, (name, _) in enumerate(asked)]
        answers = run_task("names", rows, pool={lang: pool})
        ranks = [_rank(a["ranked"], e) for a, (_, e) in zip(answers, asked, strict=True)]
        found[f"names {lang} (MRR@10, {len(pool):,})"] = 100 * sum(ranks) / len(ranks)
    return found


def _rank(ranked: Sequence[str], meant: str) -> float:
    return 1 / (1 + ranked.index(meant)) if meant in ranked else 0.0


_OWN: dict[str, Callable[[], Scores]] = {
    "exercise": score_exercise,
    "linking": score_linking,
    "own dev": score_own_dev,
    "own test": score_own_test,
    "own posts": score_own_posts,
    "name pairs": score_pairs,
    "names of bodies": score_known_names,
}
"""Parts that need no data but the project's own."""

_WITH_DATA: dict[str, Callable[[Path], Scores]] = {
    "across": _across,
    "attribution": _attribution,
    "cluster": _cluster,
    "event_plover": _plover,
    "incident": _incident,
    "lid": _lid,
    "names": _names,
    "ner": _ner,
}

if __name__ == "__main__":
    sys.exit(main())
