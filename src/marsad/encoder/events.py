"""Events: what is asked of the encoder about actors, and what its heads say of an attack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .heads import Marked
from .labels import INCIDENT

__all__ = ["between", "fillers"]


def between(source: str, target: str, text: str) -> str:
    """Return what the encoder reads to tell what ``source`` does to ``target`` in ``text``.

    A sentence may tell of several events; naming the actors first says which is meant.
    """
    actors = " → ".join(each for each in (source, target) if each)
    return f"{actors} | {text}" if actors else text


def fillers(text: str, runs: Iterable[Marked]) -> dict[str, list[str]]:
    """Return for each role its fillers, the likeliest first, as they stand in ``text``.

    Of names one of which is within another (``fmln guerrillas``, ``guerrillas``) the one that
    the scores of its mentions speak for stands for both.
    """
    weight: dict[str, dict[str, float]] = {role: defaultdict(float) for role in INCIDENT}
    for run in runs:
        words = " ".join(text[run.span.start : run.span.end].split())
        weight[run.kind][words] += run.score
    return {
        role: _apart(sorted(w, key=lambda each: (-w[each], each))) for role, w in weight.items()
    }


def _apart(names: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        if not any(_within(name, other) or _within(other, name) for other in kept):
            kept.append(name)
    return kept


def _within(one: str, other: str) -> bool:
    return f" {one.casefold()} " in f" {other.casefold()} "
