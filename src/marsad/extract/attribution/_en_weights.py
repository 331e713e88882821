"""Weight files of the English rules: reading and writing.

A file holds ``[decision]`` headings, each followed by ``feature<TAB>weight`` lines, and a
``[forms]`` heading followed by one word a line. Lines that begin with ``# `` say where the
numbers come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from ._en_lexicon import lexicon
from ._en_model import Weights

__all__ = ["BASE", "FITTED", "dump", "joined", "load", "parse"]

BASE = "en_base_weights.txt"
"""Weights written by hand."""

FITTED = "en_fitted_weights.txt"
"""Weights learnt from a corpus; may be missing, then the hand-written ones serve."""

PRIOR_CUE, PRIOR = 0.2, 1.0
"""How much the hand-written weights count beside fitted ones. On a tenth of PolNeAR's training part
that the fit had not seen, full attribution F1 is 58.5 without them, 59.3 so, 58.4 with three times
as much."""

UNSEEN, PERFORMATIVE = 0.8, 1.0
"""Log-odds added for verbs of speech that the corpus did not show often enough, and for verbs by
which a group acts in saying them ("mourn", "condemn", "vow"): political news has few of them."""

_DECISIONS = ("cue", "source", "content", "follow")


@lru_cache(maxsize=2)
def load(name: str = FITTED) -> Weights:
    """Return the weights in the package's file ``name`` joined to the hand-written ones.

    Where there is no such file, the hand-written ones serve alone.
    """
    folder = files("marsad.extract") / "data"
    base = parse((folder / BASE).read_text(encoding="utf-8"))
    path = folder / name
    if name == BASE or not path.is_file():
        return base
    return joined(parse(path.read_text(encoding="utf-8")), base)


def joined(fitted: Weights, base: Weights) -> Weights:
    """Return the sum of both, the hand-written ones scaled by ``PRIOR_CUE`` and ``PRIOR``."""
    return Weights(
        fitted.forms | base.forms,
        _sum(fitted.cue, base.cue, PRIOR_CUE) | _prior(fitted),
        _sum(fitted.source, base.source, PRIOR),
        _sum(fitted.content, base.content, PRIOR),
        _sum(fitted.follow, base.follow, 0.0),
    )


def _prior(fitted: Weights) -> dict[str, float]:
    """Return weights of base forms that do not rest on the corpus alone."""
    words = lexicon()
    lemmas = {words.lemmas[form] for form in words.saying}
    out = {f"m={lemma}": UNSEEN for lemma in lemmas if f"m={lemma}" not in fitted.cue}
    for lemma in words.classes["performative"]:
        out[f"m={lemma}"] = fitted.cue.get(f"m={lemma}", 0.0) + PERFORMATIVE
    return out


def _sum(one: Mapping[str, float], other: Mapping[str, float], scale: float) -> dict[str, float]:
    out = dict(one)
    for feature, weight in other.items():
        out[feature] = out.get(feature, 0.0) + scale * weight
    return out


def parse(raw: str) -> Weights:
    """Return the weights that the text of a weight file holds.

    :raises ValueError: a line has no weight, or the weight is no number.
    """
    tables: dict[str, dict[str, float]] = {name: {} for name in _DECISIONS}
    forms: list[str] = []
    heading = ""
    for line in raw.splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
        elif heading == "forms":
            forms.append(line)
        else:
            feature, _, weight = line.rpartition("\t")
            tables[heading][feature] = float(weight)
    return Weights(frozenset(forms), *(tables[name] for name in _DECISIONS))


def dump(weights: Weights, header: str) -> str:
    """Return the text of a weight file; ``parse`` reads it back, rounded to two decimals."""
    lines = [f"# {line}" for line in header.splitlines()]
    lines += ["[forms]", *sorted(weights.forms)]
    for name in _DECISIONS:
        table = getattr(weights, name)
        lines.append(f"[{name}]")
        lines += [f"{key}\t{value:.2f}" for key, value in sorted(table.items())]
    return "\n".join(lines) + "\n"
