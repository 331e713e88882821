"""Scores of role fillers in incidents: CEAF-REE.

Du, Rush and Cardie, "GRIT: Generative Role-filler Transformers for Document-level Event Entity
Extraction" (EACL 2021): within each role, predicted entities are matched one to one with gold
ones; a prediction is right if all of its mentions are mentions of the gold entity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .attribution import Prf

__all__ = ["ROLES", "ceaf_ree"]

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
Entities = Sequence[Sequence[str]]


def ceaf_ree(gold: Mapping[str, Entities], found: Mapping[str, Entities]) -> Prf:
    """Count the role fillers of one document; add the counts of several for micro averages."""
    total = Prf()
    for role in ROLES:
        wanted, predicted = gold.get(role, ()), found.get(role, ())
        total += Prf(_matched(wanted, predicted), len(predicted), len(wanted))
    return total


def _matched(gold: Entities, found: Entities) -> int:
    """Return the size of the largest one-to-one matching (augmenting paths)."""
    owners: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for at, entity in enumerate(gold):
            if at not in tried and set(found[number]) <= set(entity):
                tried.add(at)
                if at not in owners or place(owners[at], tried):
                    owners[at] = number
                    return True
        return False

    return sum(place(number, set()) for number in range(len(found)))
