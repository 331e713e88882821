"""What decisions about entities leave standing, all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..entity import Name
from ..ids import make_id
from ..judgement import Judgement, Verdict
from .decisions import PAIRWISE, Pair, clears, new_name, of_verdict, pair, pair_of, settled
from .disagreement import Disagreement, names_disagreed, pairs_disagreed

__all__ = ["EntityReview", "entity_review"]

_ALONE = frozenset((Verdict.RENAME, Verdict.RETIRE, Verdict.DISPUTE))

_NAME = "name:"


@dataclass(frozen=True, slots=True)
class EntityReview:
    """Decisions that stand.

    :ivar groups: id → all that it was merged with, the one that stands for them first.
    :ivar apart: pairs of which the newest decision is that they are not the same.
    :ivar maybe: pairs that somebody noted as possibly the same, with that judgement.
    :ivar meant: name (as subject) → the entity that it was said to mean.
    :ivar renamed: id → names that were given to it, one a language.
    :ivar retired: id → the judgement by which it is no longer linked to what is found.
    :ivar disputed: id → judgements that dispute it or a fact of it.
    :ivar barred: merges that have no effect, since they would join two that are held apart.
    """

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: Mapping[Pair, Judgement] = field(default_factory=dict)
    maybe: Mapping[Pair, Judgement] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    retired: Mapping[str, Judgement] = field(default_factory=dict)
    disputed: Mapping[str, tuple[Judgement, ...]] = field(default_factory=dict)
    barred: tuple[Judgement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    def group(self, entity_id: str) -> tuple[str, ...]:
        """Return all ids that were judged to be this one, the one that stands for them first."""
        return self.groups.get(entity_id, (entity_id,))

    def chosen(self, entity_id: str) -> str:
        """Return the id of the one that stands for this one: itself where it was not merged."""
        return self.group(entity_id)[0]

    def digest(self) -> str:
        """Return a text that changes where names may come to be linked to other entities."""
        told = (self.groups, self.apart.keys(), self.meant, self.renamed, self.retired.keys())
        each = (sorted(part.items() if isinstance(part, Mapping) else part) for part in told)
        return make_id("r", repr(tuple(each)))

    def is_apart(self, one: str, other: str) -> bool:
        """Tell whether two entities, or what they were merged with, are held apart."""
        return any(pair(a, b) in self.apart for a in self.group(one) for b in self.group(other))


def entity_review(judgements: Iterable[Judgement]) -> EntityReview:
    """Return what ``judgements`` leave standing; those on other subjects change nothing."""
    made = settled(judgements)
    pairs = _newest([j for j in made if j.object is not None])
    standing = _chosen(pairs.values(), Verdict.SAME)
    apart = {pair_of(j): j for j in _chosen(pairs.values(), Verdict.NOT_SAME)}
    groups, barred = _grouped([j for j in standing if not j.subject.startswith(_NAME)], apart)
    alone = [j for j in made if j.object is None and (j.verdict in _ALONE or clears(j))]
    return EntityReview(
        groups=groups,
        apart=apart,
        maybe={pair_of(j): j for j in _chosen(pairs.values(), Verdict.MAYBE_SAME)},
        meant={j.subject: j.object or "" for j in standing if j.subject.startswith(_NAME)},
        renamed=_names(alone),
        retired={key: j[-1] for key, j in of_verdict(Verdict.RETIRE, alone).items()},
        disputed={key: tuple(j) for key, j in of_verdict(Verdict.DISPUTE, alone).items()},
        barred=barred,
        disagreements=(*pairs_disagreed(made), *names_disagreed(alone)),
    )


def _newest(judgements: Sequence[Judgement]) -> dict[Pair, Judgement]:
    """Return the last judgement on each pair, in the order in which those were made."""
    found: dict[Pair, Judgement] = {}
    for judgement in judgements:
        if judgement.verdict in PAIRWISE or clears(judgement):
            found.pop(pair_of(judgement), None)
            found[pair_of(judgement)] = judgement
    return found


def _chosen(judgements: Iterable[Judgement], verdict: Verdict) -> list[Judgement]:
    return [judgement for judgement in judgements if judgement.verdict is verdict]


def _grouped(
    same: Iterable[Judgement], apart: Mapping[Pair, Judgement]
) -> tuple[dict[str, tuple[str, ...]], tuple[Judgement, ...]]:
    """Join what is the same, the oldest decision first: what was established gives way to none."""
    groups: dict[str, list[str]] = {}
    barred = []
    for judgement in same:
        one, other = judgement.object or "", judgement.subject
        kept, given = groups.get(one, [one]), groups.get(other, [other])
        if other in kept:
            continue
        if any(pair(a, b) in apart for a in kept for b in given):
            barred.append(judgement)
            continue
        joined = kept + given
        groups.update(dict.fromkeys(joined, joined))
    return {key: tuple(group) for key, group in groups.items()}, tuple(barred)


def _names(alone: Iterable[Judgement]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, tuple[Name, ...]] = {}
    for subject, judgements in of_verdict(Verdict.RENAME, alone).items():
        names = {name.language: name for j in judgements if (name := new_name(j))}
        found[subject] = tuple(names.values())
    return found
