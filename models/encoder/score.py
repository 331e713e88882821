"""Score an exported model on texts that it was not fitted to.

    python -m models.encoder.score --model FOLDER --data DATA --own models/data [--only WORD]

Development sets and held-out parts only; ``--own-test`` adds our own untouched test files.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.scorers.attribution import Prf, content_token_prf, full_attribution_prf, iou
from evaluation.scorers.entities import entity_prf
from evaluation.scorers.incident import ceaf_ree
from evaluation.scorers.labels import macro_f1
from marsad.encoder.engine import Engine, Reading
from marsad.encoder.heads import Marked, Said, marked, statements_of
from marsad.encoder.incidents import fillers
from marsad.encoder.labels import CLASSES, PARTS
from marsad.encoder.space import Floats
from marsad.encoder.understanding import mention_logits
from marsad.encoder.words import Window, windows

from . import corpora
from .arguments import parser
from .corpora import Attribution, Example

__all__ = ["Case", "cases_of", "main", "same_content"]

_CORE = ("source", "cue", "content")
Scores = Iterator[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Case:
    """An example and what the model makes of it."""

    example: Example
    marked: list[Marked]
    statements: list[Said]
    read: list[tuple[Window, Reading]]
    parts: list[tuple[int, int, str]]

    @property
    def mentions(self) -> list[tuple[int, int, str]]:
        """Names, weapons and dates, without how sure the model is."""
        return list(_triples(self.marked))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    wanted = parser(__doc__, "model", "data", "own")
    wanted.add_argument("--own-test", action="store_true", help="our own test files, too")
    wanted.add_argument("--only", default="", help="only parts whose name has this word")
    chosen = wanted.parse_args(arguments)
    engine = Engine(chosen.model)
    parts: dict[str, Callable[[], Scores]] = {
        "entities": lambda: _entities(engine, chosen.data),
        "polnear": lambda: _polnear(engine, chosen.data),
        "incident": lambda: _incident(engine, chosen.data),
        "events": lambda: _events(engine, chosen.data, chosen.own),
        "retrieval": lambda: _retrieval(engine, chosen.data),
    }
    if chosen.own_test:
        parts["own test"] = lambda: _own(engine, chosen.own)
    for name, part in parts.items():
        if chosen.only in name:
            for score, value in part():
                print(f"{score:44}{100 * value:8.1f}", flush=True)


def cases_of(engine: Engine, examples: Sequence[Example]) -> list[Case]:
    """Read all examples at once, so that batches are of alike length."""
    cut = [
        (number, window)
        for number, example in enumerate(examples)
        for window in windows(example.text, engine.pieces)
    ]
    cases = [Case(example, [], [], [], []) for example in examples]
    readings = engine.read([window for _, window in cut])
    for (number, window), reading in zip(cut, readings, strict=True):
        names = mention_logits(engine, cases[number].example.text, window, reading)
        cases[number].marked.extend(marked("mentions", window, names))
        cases[number].parts.extend(_triples(marked("parts", window, reading.parts)))
        cases[number].read.append((window, reading))
        cases[number].statements.extend(statements_of(window, reading, engine.weights))
    return cases


def _triples(runs: Iterable[Marked]) -> Iterator[tuple[int, int, str]]:
    return ((run.span.start, run.span.end, run.kind) for run in runs)


def _entities(engine: Engine, data: Path) -> Scores:
    examples = corpora.entity_sets(data, corpora.NER_MEASURED, held_out=True)
    examples += corpora.crisis_posts(data, held_out=True)
    examples += corpora.re3d(data, held_out=True)
    yield from _mention_scores(cases_of(engine, examples))


def _mention_scores(cases: Sequence[Case], prefix: str = "mentions") -> Scores:
    totals: dict[str, Prf] = defaultdict(Prf)
    for case in cases:
        kinds = case.example.kinds & {"PER", "ORG", "LOC"}
        totals[case.example.corpus] += entity_prf(case.example.mentions, case.mentions, kinds)
    for name, total in sorted(totals.items()):
        yield f"{prefix} {name}", total.f1


def _polnear(engine: Engine, data: Path) -> Scores:
    content, full = Prf(), Prf()
    for case in cases_of(engine, corpora.polnear(data, "dev")):
        wanted = [_record(a) for a in case.example.attributions or ()]
        found = [_predicted(said) for said in case.statements]
        content += content_token_prf(wanted, found, case.example.text)
        full += full_attribution_prf(wanted, found)
    yield "polnear content tokens", content.f1
    yield "polnear full", full.f1


def _incident(engine: Engine, data: Path) -> Scores:
    """Score role fillers on MUC-4's development texts."""
    total, gold = Prf(), corpora.muc4_roles(data, "dev")
    for case in cases_of(engine, corpora.muc4(data, "dev")):
        found = fillers(case.example.text, case.read, engine.cues)
        one_each = {role: [[name] for name in names] for role, names in found.items()}
        total += ceaf_ree(gold[case.example.id], one_each)
    yield "incident roles muc4 (CEAF-REE)", total.f1


def _events(engine: Engine, data: Path, own: Path) -> Scores:
    """Score event codes, and the parts of a sentence that tells of one event."""
    measured = corpora.plover_sentences(data)
    yield "plover, foreign sentences (macro F1)", _codes(engine, measured, "plover")
    held = corpora.own_events(own, held_out=True)
    for head in CLASSES:
        known = [example for example in held if getattr(example, head)]
        yield f"{head}, own held-out (macro F1)", _codes(engine, known, head)
    for lang in sorted({example.lang for example in held}):
        total = Prf()
        for case in cases_of(engine, [each for each in held if each.lang == lang and each.parts]):
            total += entity_prf(case.example.parts or (), case.parts, PARTS)
        yield f"event parts, own held-out {lang}", total.f1


def _codes(engine: Engine, examples: Sequence[Example], head: str) -> float:
    cut = [windows(example.text, engine.pieces, 512)[0] for example in examples]
    found = [CLASSES[head][int(getattr(r, head).argmax())] for r in engine.read(cut)]
    gold = [str(getattr(example, head)) for example in examples]
    return macro_f1(list(zip(gold, found, strict=True)))


def _own(engine: Engine, own: Path) -> Scores:
    cases = cases_of(engine, corpora.own_posts(own, test=True))
    yield from _mention_scores(cases, "own test mentions")
    full: dict[str, Prf] = defaultdict(Prf)
    acts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for case in cases:
        wanted = list(case.example.attributions or ())
        found = [_predicted(said) for said in case.statements]
        full[case.example.lang] += full_attribution_prf([_record(a) for a in wanted], found)
        acts[case.example.lang] += _act_pairs(wanted, case.statements)
    for lang in sorted(full):
        yield f"own test statements {lang}", full[lang].f1
        yield f"own test acts of those found {lang}", macro_f1(acts[lang])


def _act_pairs(wanted: Sequence[Attribution], found: Sequence[Said]) -> list[tuple[str, str]]:
    """Pair the acts of statements whose contents share half of their characters."""
    pairs = []
    for gold in wanted:
        for said in found:
            if same_content(gold, said):
                pairs.append((str(gold.act), str(said.act)))
                break
    return pairs


def same_content(gold: Attribution, said: Said) -> bool:
    """Tell whether two statements share half of the characters of their contents."""
    return iou(_record(gold)["content"], _predicted(said)["content"]) >= 0.5


def _record(attribution: Attribution) -> dict[str, list[list[int]]]:
    return {role: [list(s) for s in attribution.roles.get(role, ())] for role in _CORE}


def _predicted(said: Said) -> dict[str, list[list[int]]]:
    return {role: [[s.start, s.end] for s in said.roles.get(role, ())] for role in _CORE}


def _retrieval(engine: Engine, data: Path) -> Scores:
    """Find the English translation of a sentence by its first words, means subtracted."""
    english: list[str] = []
    by_lang: dict[str, list[str]] = defaultdict(list)
    for name, lines in (("inputs", by_lang), ("gold", english)):
        with (data / "dev" / f"mt_flores_{name}.jsonl").open(encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                if isinstance(lines, dict):
                    lines[row["lang"]].append(row["text"])
                elif row["id"].startswith("ar-"):
                    lines.append(row["text"])
    pool = _centred(engine.vectors(english))
    for lang, listed in sorted(by_lang.items()):
        yield f"retrieval by six words {lang} (P@1)", _first(_six(engine, listed), pool)
        whole = _centred(engine.vectors(listed))
        yield f"retrieval of six words in {lang} (P@1)", _first(_six(engine, english), whole)


def _six(engine: Engine, listed: Sequence[str]) -> Floats:
    return _centred(engine.vectors([" ".join(text.split()[:6]) for text in listed]))


def _centred(vectors: Floats) -> Floats:
    moved = vectors - vectors.mean(axis=0)
    found: Floats = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return found


def _first(asked: Floats, pool: Floats) -> float:
    return float(((asked @ pool.T).argmax(axis=1) == np.arange(len(asked))).mean())


if __name__ == "__main__":
    main()
