"""Where people decided differently on one matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..judgement import Judgement, Verdict
from .decisions import PAIRWISE, Pair, clears, new_name, of_verdict, pair_of

__all__ = ["Disagreement", "names_disagreed", "pairs_disagreed"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """People who decided differently on one matter.

    :ivar subject: an entity's id, or a name; ``object`` the other entity of a pair, None of a name.
    :ivar judgements: the newest that stands of each person, the oldest first: two or more.
    """

    subject: str
    object: str | None
    judgements: tuple[Judgement, ...]


def pairs_disagreed(made: Iterable[Judgement]) -> list[Disagreement]:
    """Return pairs on which the newest decisions of two people differ."""
    found: dict[Pair, dict[str, Judgement]] = defaultdict(dict)
    for judgement in made:
        if judgement.object is None:
            continue
        if judgement.verdict in PAIRWISE:
            _said(found[pair_of(judgement)], judgement)
        elif clears(judgement):
            found.pop(pair_of(judgement), None)
    return [
        Disagreement(people[0].subject, people[0].object, people)
        for each in found.values()
        if (people := tuple(each.values())) and len({j.verdict for j in people}) > 1
    ]


def names_disagreed(alone: Iterable[Judgement]) -> list[Disagreement]:
    """Return entities to which two people gave different names in one language."""
    found: list[Disagreement] = []
    for subject, judgements in of_verdict(Verdict.RENAME, alone).items():
        languages: dict[str, dict[str, Judgement]] = defaultdict(dict)
        for judgement in judgements:
            name = new_name(judgement)
            if name is not None:
                _said(languages[name.language], judgement)
        for each in languages.values():
            if len({name.text for j in each.values() if (name := new_name(j))}) > 1:
                found.append(Disagreement(subject, None, tuple(each.values())))
    return found


def _said(people: dict[str, Judgement], judgement: Judgement) -> None:
    """Note a person's newest word, last."""
    people.pop(judgement.by, None)
    people[judgement.by] = judgement
