"""Fit the weights of the English attribution rules.

    python models/recipes/attribution_lexicon.py INPUTS.jsonl GOLD.jsonl --out WEIGHTS.txt

The inputs hold ``id`` and ``text``; the gold holds ``id`` and ``attributions``, each with
``source``, ``cue`` and ``content`` as lists of ``[start, end]`` pairs. The weights that ship were
fitted on the training part of PolNeAR (Newell, Margolin and Ruths, "An Attribution Relations
Corpus for Political News", LREC 2018). Without a corpus the package works with the weights
written by hand; ``evaluation/attribution_scores.py`` scores either.

Cues and following quotations are learnt by logistic regression with AdaGrad steps; sources and
contents by an averaged perceptron (Collins, "Discriminative Training Methods for Hidden Markov
Models", EMNLP 2002) over the candidates of ``marsad.extract.attribution``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from marsad.extract.attribution import _en_features as features
from marsad.extract.attribution import _en_model as model
from marsad.extract.attribution import _en_weights as weights_file
from marsad.extract.attribution._en_tokens import Chunk, Document, analyse

CUE_ROUNDS, SOURCE_ROUNDS, CONTENT_ROUNDS, FOLLOW_ROUNDS = 6, 5, 5, 6
LEAST_SEEN = 4
"""Features seen less often are dropped, which keeps the file under 2 MB."""

LEAST_WEIGHT = 0.15
"""Smaller weights are dropped; leaving out those under 0.1 changed full attribution F1 by 0.1."""

Features = list[str]
Annotations = list[Mapping[str, list[list[int]]]]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution as sets of tokens, with the token that stands for its cue."""

    head: int
    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]


@dataclass(frozen=True, slots=True)
class Case:
    """An annotated attribution whose cue is a candidate, and the candidate for its source."""

    doc: Document
    cue: features.Cue
    source: Chunk | None
    gold: Gold


class Logistic:
    """Logistic regression over string features, one AdaGrad step an example."""

    def __init__(self) -> None:
        self.weights: defaultdict[str, float] = defaultdict(float)
        self._squares: defaultdict[str, float] = defaultdict(lambda: 1e-9)

    def learn(self, names: Features, label: float, rate: float) -> None:
        """Move the weights towards ``label`` (0 or 1)."""
        error = label - model.probability(model.total(names, self.weights))
        for name in names:
            self._squares[name] += error * error
            self.weights[name] += rate * error / math.sqrt(self._squares[name])


class Perceptron:
    """Averaged perceptron over string features."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}
        self._sums: dict[str, float] = {}
        self.steps = 1

    def learn(self, right: Features, wrong: Features) -> None:
        """Prefer ``right`` over ``wrong``."""
        for names, sign in ((right, 1.0), (wrong, -1.0)):
            for name in names:
                self.weights[name] = self.weights.get(name, 0.0) + sign
                self._sums[name] = self._sums.get(name, 0.0) + sign * self.steps

    def average(self) -> dict[str, float]:
        """Return the mean of the weights over all steps."""
        return {k: v - self._sums[k] / self.steps for k, v in self.weights.items()}


def read_corpus(inputs: Path, gold: Path) -> list[tuple[Document, Annotations]]:
    """Return each text, analysed, with its annotations."""
    texts = {row["id"]: row["text"] for row in map(json.loads, inputs.open(encoding="utf-8"))}
    rows = map(json.loads, gold.open(encoding="utf-8"))
    return [(analyse(texts[row["id"]]), row["attributions"]) for row in rows]


def tokens_of(doc: Document, spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """Return the tokens that the spans touch."""
    found: set[int] = set()
    for start, end in spans:
        found.update(range(bisect_right(doc.end, start), bisect_left(doc.start, end)))
    return frozenset(found)


def with_heads(
    corpus: Sequence[tuple[Document, Annotations]],
) -> tuple[list[tuple[Document, list[Gold]]], frozenset[str]]:
    """Return the annotations in tokens, and the forms that stand for a cue more than by chance.

    The token that stands for a cue of several words is the one that is a cue most often.
    """
    seen: Counter[str] = Counter()
    in_cue: Counter[str] = Counter()
    rows = []
    for doc, notes in corpus:
        seen.update(doc.low)
        sets = [
            tuple(tokens_of(doc, a.get(key, [])) for key in ("cue", "source", "content"))
            for a in notes
        ]
        sets = [item for item in sets if item[0] and item[2]]
        in_cue.update(doc.low[i] for cue, _, _ in sets for i in cue)
        rows.append((doc, sets))

    def head_of(doc: Document, cue: frozenset[int]) -> int:
        def weight(i: int) -> tuple[float, int]:
            share = in_cue[doc.low[i]] / (seen[doc.low[i]] + 3)
            return share * (0.3 if doc.classes[i] in "XRPDOSCWT,." else 1.0), -i

        return max(cue, key=weight)

    out, heads = [], Counter[str]()
    for doc, sets in rows:
        golds = [Gold(head_of(doc, cue), cue, source, content) for cue, source, content in sets]
        heads.update(doc.low[gold.head] for gold in golds)
        out.append((doc, golds))
    forms = (w for w, n in heads.items() if n >= 2 and n / seen[w] > 0.02 and w[0].isalpha())
    return out, frozenset(forms)


def fit(corpus: Sequence[tuple[Document, Annotations]]) -> model.Weights:
    """Return weights fitted to ``corpus``; the same corpus gives the same weights."""
    chance = random.Random(1)
    annotated, forms = with_heads(corpus)
    cue_examples, cases, source_examples = _examples(annotated, forms)
    _say(f"{len(cue_examples)} cue candidates, {len(cases)} attributions")
    cue = _fit_logistic(cue_examples, CUE_ROUNDS, chance)
    source = _fit_sources(source_examples, chance)
    content = _fit_contents(cases, chance)
    follow = _fit_logistic(_following(cases), FOLLOW_ROUNDS, chance)
    return model.Weights(forms, cue, source, content, follow)


def _examples(
    annotated: Sequence[tuple[Document, list[Gold]]], forms: frozenset[str]
) -> tuple[list[tuple[Features, float]], list[Case], list[tuple[list[Features], int]]]:
    cues: list[tuple[Features, float]] = []
    cases: list[Case] = []
    sources: list[tuple[list[Features], int]] = []
    for doc, golds in annotated:
        by_head = {gold.head: gold for gold in reversed(golds)}
        covered = frozenset(i for gold in golds for i in gold.cue)
        for cue in features.find_cues(doc, forms):
            gold = by_head.get(cue.at)
            if gold is None and cue.at in covered:
                continue
            names = [sys.intern(name) for name in features.cue_features(doc, cue)]
            cues.append((names, float(gold is not None)))
            if gold is not None:
                _add_case(doc, cue, gold, cases, sources)
    return cues, cases, sources


def _add_case(
    doc: Document, cue: features.Cue, gold: Gold, cases: list[Case],
    sources: list[tuple[list[Features], int]],
) -> None:  # fmt: skip
    options = features.source_options(doc, cue)
    best, at = 0.0, 0 if not gold.source else -1
    for index, (chunk, _) in enumerate(options):
        if chunk is not None and gold.source:
            overlap = _overlap(range(chunk.start, chunk.end), gold.source)
            if overlap > best:
                best, at = overlap, index
    if at >= 0:
        sources.append(([[sys.intern(n) for n in names] for _, names in options], at))
    cases.append(Case(doc, cue, options[at][0] if at >= 0 else None, gold))


def _overlap(found: range, wanted: frozenset[int] | set[int]) -> float:
    shared = sum(1 for index in found if index in wanted)
    return shared / (len(found) + len(wanted) - shared)


def _fit_logistic(
    examples: list[tuple[Features, float]], rounds: int, chance: random.Random
) -> dict[str, float]:
    learner = Logistic()
    counts = Counter(name for names, _ in examples for name in names)
    kept = [([n for n in names if counts[n] >= LEAST_SEEN], label) for names, label in examples]
    for turn in range(rounds):
        chance.shuffle(kept)
        for names, label in kept:
            learner.learn(names, label, 0.2 / (1 + turn / 2))
    return _pruned(learner.weights)


def _fit_sources(
    examples: list[tuple[list[Features], int]], chance: random.Random
) -> dict[str, float]:
    learner = Perceptron()
    counts = Counter(name for options, _ in examples for names in options for name in names)
    kept = [
        ([[n for n in names if counts[n] >= LEAST_SEEN] for names in options], right)
        for options, right in examples
    ]
    for _ in range(SOURCE_ROUNDS):
        chance.shuffle(kept)
        for options, right in kept:
            learner.steps += 1
            scores = [
                model.total(names, learner.weights) + (index != right)
                for index, names in enumerate(options)
            ]
            best = max(range(len(scores)), key=scores.__getitem__)
            if best != right:
                learner.learn(options[right], options[best])
    return _pruned(learner.average())


def _fit_contents(cases: list[Case], chance: random.Random) -> dict[str, float]:
    learner = Perceptron()
    touched: Counter[str] = Counter()
    order = list(cases)
    for turn in range(CONTENT_ROUNDS):
        chance.shuffle(order)
        wrong = 0
        for case in order:
            for side, tag in zip(
                features.content_options(case.doc, case.cue, case.source), "LR", strict=True
            ):
                wrong += _learn_side(case, side, tag, learner, touched)
        _say(f"contents, round {turn + 1}: {wrong / (2 * len(order)):.3f} wrong")
    # A feature touched by fewer updates than this cannot have been seen more often.
    return _pruned({k: v for k, v in learner.average().items() if touched[k] >= LEAST_SEEN})


def _learn_side(
    case: Case, side: features.Side, tag: str, learner: Perceptron, touched: Counter[str]
) -> bool:
    doc, cue = case.doc, case.cue
    wanted = {
        i
        for i in case.gold.content
        if (cue.lo <= i < cue.at if tag == "L" else cue.at < i < cue.hi)
    }
    right = _best_fit(side, wanted)
    if wanted and right is None:
        return False
    learner.steps += 1
    found = model.best_range(doc, cue, side, tag, learner.weights)
    if found == right:
        return False
    names = _range_features(doc, cue, side, tag, right)
    others = _range_features(doc, cue, side, tag, found)
    if model.total(others, learner.weights) < model.total(names, learner.weights):
        return False
    learner.learn(names, others)
    touched.update(names)
    touched.update(others)
    return True


def _range_features(
    doc: Document, cue: features.Cue, side: features.Side, tag: str, found: tuple[int, int] | None
) -> Features:
    if found is None:
        return side.none
    start, end = found
    return (
        dict(side.starts)[start] + dict(side.ends)[end]
        + features.pair_features(doc, cue, start, end, tag)
    )  # fmt: skip


def _best_fit(side: features.Side, wanted: set[int]) -> tuple[int, int] | None:
    """Return the candidate that fits ``wanted`` best; None where none covers two fifths."""
    if not wanted:
        return None
    best, found = 0.4, None
    first = min(wanted)
    starts = [at for at, _ in side.starts if abs(at - first) <= 6] or [at for at, _ in side.starts]
    for start in starts:
        for end, _ in side.ends:
            if end > start and (overlap := _overlap(range(start, end), wanted)) > best:
                best, found = overlap, (start, end)
    return found


def _following(cases: list[Case]) -> list[tuple[Features, float]]:
    out: list[tuple[Features, float]] = []
    for case in cases:
        doc, cue, content = case.doc, case.cue, case.gold.content
        left = any(cue.lo <= i < cue.at for i in content)
        right = any(cue.at < i < cue.hi for i in content)
        end = doc.bounds[doc.sentence[cue.at]][1]
        for _ in range(model.MAX_FOLLOWING if left or right else 0):
            quote = model.next_quote(doc, end)
            if quote is None:
                break
            lo, hi = doc.quotes[quote]
            label = sum(1 for i in range(lo, hi) if i in content) * 2 > hi - lo
            names = features.follow_features(doc, cue, case.source, left, right, end, quote)
            out.append((names, float(label)))
            if not label:
                break
            end = doc.bounds[doc.sentence[hi - 1]][1]
    return out


def _pruned(table: Mapping[str, float]) -> dict[str, float]:
    return {name: weight for name, weight in table.items() if abs(weight) >= LEAST_WEIGHT}


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Read the corpus, fit, write the weight file."""
    parser = argparse.ArgumentParser(description="Fit the English attribution weights.")
    parser.add_argument("inputs", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="the training part of PolNeAR", help="name of the corpus")
    parser.add_argument("--leave-out", type=int, default=0, help="leave out every n-th document")
    options = parser.parse_args()
    corpus = read_corpus(options.inputs, options.gold)
    if options.leave_out:
        corpus = [row for at, row in enumerate(corpus) if at % options.leave_out]
    header = (
        f"Weights of the English attribution rules, fitted on {options.name}\n"
        f"by {Path(__file__).name}. Single words and pairs of words; no running text."
    )
    options.out.write_text(weights_file.dump(fit(corpus), header), encoding="utf-8")


if __name__ == "__main__":
    main()
