"""Weighing the candidates of the English rules.

The score of a candidate is the sum of the weights of its features. Weights come from a file
(see ``_en_weights``); this module only chooses the best candidate under them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp

from ._en_features import (
    Cue,
    Side,
    content_options,
    cue_features,
    find_cues,
    follow_features,
    pair_features,
    source_options,
)
from ._en_tokens import Chunk, Document

__all__ = [
    "Found",
    "Weights",
    "best_range",
    "find",
    "following",
    "next_quote",
    "probability",
    "total",
]

FRAMED = 0.2
"""Least probability where the words after a verb of saying already show that it attributes."""

BEAM_STARTS, BEAM_ENDS = 3, 3
"""How many of the best starts and ends are paired. Four and five take longer and score the same
on PolNeAR's development part: content 81.9, full 62.1."""

MAX_FOLLOWING = 8
"""Quotations in the sentences behind an attribution that may continue it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of features, one table a decision, and the forms that may be cues besides the
    lexicon's."""

    forms: frozenset[str]
    cue: Mapping[str, float]
    source: Mapping[str, float]
    content: Mapping[str, float]
    follow: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in tokens.

    :ivar content: token ranges in order; never empty.
    :ivar followed: how many ranges at the end are quotations in sentences behind the cue's.
    """

    cue: Cue
    source: Chunk | None
    content: tuple[tuple[int, int], ...]
    followed: int
    score: float


def total(features: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the sum of the weights of ``features``; unknown features weigh nothing."""
    return sum(filter(None, map(weights.get, features)), 0.0)


def probability(score: float) -> float:
    """Return the logistic function of ``score``."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def find(doc: Document, weights: Weights, threshold: float) -> list[Found]:
    """Return the attributions of ``doc`` whose cue is at least ``threshold`` probable."""
    out = []
    for cue in find_cues(doc, weights.forms):
        score = probability(total(cue_features(doc, cue), weights.cue))
        if score >= (threshold if not _framed(doc, cue) else min(threshold, FRAMED)):
            found = _attribution(doc, cue, weights, score)
            if found is not None:
                out.append(found)
    return out


def _framed(doc: Document, cue: Cue) -> bool:
    """Tell whether a quotation, "that" or a colon stands beside a verb of saying."""
    at = cue.at
    if doc.classes[at] != "V" or not ("say" in cue.kinds or "tell" in cue.kinds):
        return False
    if any(
        doc.low[i] == "that" or doc.classes[i] in "Q:" for i in range(at + 1, min(cue.hi, at + 5))
    ):
        return True
    return doc.quoted[at] < 0 and "Q" in doc.classes[max(cue.lo, at - 5) : at]


def _attribution(doc: Document, cue: Cue, weights: Weights, score: float) -> Found | None:
    source = best_source(doc, cue, weights.source)
    left, right = content_options(doc, cue, source)
    before = best_range(doc, cue, left, "L", weights.content)
    after = best_range(doc, cue, right, "R", weights.content)
    ranges = [found for found in (before, after) if found is not None]
    if not ranges:
        return None
    more = following(doc, cue, source, before is not None, after is not None, weights.follow)
    return Found(cue, source, tuple(ranges + more), len(more), score)


def best_source(doc: Document, cue: Cue, weights: Mapping[str, float]) -> Chunk | None:
    """Return the likeliest phrase that names the speaker."""
    options = source_options(doc, cue)
    return max(options, key=lambda option: total(option[1], weights))[0]


def best_range(
    doc: Document, cue: Cue, side: Side, tag: str, weights: Mapping[str, float]
) -> tuple[int, int] | None:
    """Return the likeliest content on one side of the cue, or None."""
    best, found = total(side.none, weights), None
    starts = _best(side.starts, weights, BEAM_STARTS)
    ends = _best(side.ends, weights, BEAM_ENDS)
    for start_score, start in starts:
        for end_score, end in ends:
            if end <= start:
                continue
            score = start_score + end_score
            score += total(pair_features(doc, cue, start, end, tag), weights)
            if score > best:
                best, found = score, (start, end)
    return found


def _best(
    options: list[tuple[int, list[str]]], weights: Mapping[str, float], beam: int
) -> list[tuple[float, int]]:
    scored = [(total(features, weights), at) for at, features in options]
    scored.sort(key=lambda item: (-item[0], item[1]))
    return scored[:beam]


def next_quote(doc: Document, end: int) -> int | None:
    """Return the quotation that opens at token ``end``, if a sentence begins with it."""
    if end >= len(doc.low) or doc.classes[end] != "Q" or doc.quoted[end] < 0:
        return None
    quote = doc.quoted[end]
    opens = doc.quotes[quote][0] == end and doc.bounds[doc.sentence[end]][0] == end
    return quote if opens else None


def following(
    doc: Document, cue: Cue, source: Chunk | None, left: bool, right: bool,
    weights: Mapping[str, float],
) -> list[tuple[int, int]]:  # fmt: skip
    """Return the quotations in the next sentences that the same speaker goes on with."""
    out: list[tuple[int, int]] = []
    end = doc.bounds[doc.sentence[cue.at]][1]
    while len(out) < MAX_FOLLOWING and (quote := next_quote(doc, end)) is not None:
        features = follow_features(doc, cue, source, left, right, end, quote)
        if total(features, weights) <= 0:
            break
        out.append(doc.quotes[quote])
        end = doc.bounds[doc.sentence[doc.quotes[quote][1] - 1]][1]
    return out
