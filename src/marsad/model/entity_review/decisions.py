"""What single decisions say, and which of them stand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..entity import Name
from ..judgement import Judgement, Verdict
from ..review import undoes

__all__ = [
    "PAIRWISE",
    "Pair",
    "clears",
    "disputed_fact",
    "disputing",
    "new_name",
    "of_verdict",
    "pair",
    "pair_of",
    "renaming",
    "settled",
    "taken_back",
]

Pair = tuple[str, str]

PAIRWISE = frozenset((Verdict.SAME, Verdict.NOT_SAME, Verdict.MAYBE_SAME))


def pair(one: str, other: str) -> Pair:
    """Return the key of two entities, in no particular order."""
    return (one, other) if one <= other else (other, one)


def renaming(name: str, language: str) -> str:
    """Return the value of a judgement that gives an entity a name."""
    return json.dumps({"name": name, "language": language}, ensure_ascii=False)


def new_name(judgement: Judgement) -> Name | None:
    """Return the name that a judgement gives, or None."""
    found = _values(judgement) if judgement.verdict is Verdict.RENAME else {}
    text, language = found.get("name"), found.get("language")
    if isinstance(text, str) and isinstance(language, str) and text:
        return Name(text, language, canonical=True)
    return None


def disputing(fact_id: str) -> str:
    """Return the value of a judgement that disputes one fact of an entity."""
    return json.dumps({"fact": fact_id})


def disputed_fact(judgement: Judgement) -> str | None:
    """Return the id of the fact that a judgement disputes; None where it is the entity."""
    found = _values(judgement).get("fact") if judgement.verdict is Verdict.DISPUTE else None
    return found if isinstance(found, str) else None


def _values(judgement: Judgement) -> dict[str, object]:
    found = json.loads(judgement.value) if judgement.value else None
    return found if isinstance(found, dict) else {}


def settled(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that nobody took back, the oldest first, without those that do so.

    :param judgements: in the order in which they were made, which decides between equal moments.
    """
    ordered = sorted(judgements, key=lambda judgement: judgement.at)
    undone = taken_back(ordered)
    return tuple(j for j in ordered if j.id not in undone and undoes(j) is None)


def taken_back(judgements: Sequence[Judgement]) -> frozenset[str]:
    """Return the ids of those that were taken back by one that was not; in the order made."""
    undone: set[str] = set()
    for judgement in reversed(judgements):
        named = undoes(judgement)
        if named is not None and judgement.id not in undone:
            undone.add(named)
    return frozenset(undone)


def clears(judgement: Judgement) -> bool:
    """Tell whether a decision takes back all that was decided before on its subject or pair."""
    return judgement.verdict is Verdict.UNDECIDED


def pair_of(judgement: Judgement) -> Pair:
    """Return the pair that a decision is on."""
    return pair(judgement.subject, judgement.object or "")


def of_verdict(verdict: Verdict, alone: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Return subject → its standing judgements of one kind, the oldest first."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in alone:
        if judgement.verdict is verdict:
            found[judgement.subject].append(judgement)
        elif clears(judgement):
            found.pop(judgement.subject, None)
    return dict(found)
