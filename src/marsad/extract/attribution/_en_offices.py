"""Whether "the minister" is somebody named before: one who has an office is not who has another."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["has_other_office", "holds_office"]

_OFFICES = frozenset(
    [
        "president",
        "minister",
        "premier",
        "governor",
        "mayor",
        "senator",
        "congressman",
        "congresswoman",
        "ambassador",
        "judge",
        "chancellor",
        "king",
        "queen",
        "prince",
        "sultan",
        "emir",
        "pope",
        "prosecutor",
    ]
)
"""Offices of one holder."""

_KINDS = frozenset(
    [
        "prime",
        "foreign",
        "defence",
        "defense",
        "interior",
        "finance",
        "justice",
        "health",
        "energy",
        "oil",
        "information",
        "deputy",
        "vice",
        "transport",
        "education",
        "agriculture",
        "labour",
        "labor",
        "culture",
        "trade",
    ]
)
"""Words that tell one minister or president from another."""


def has_other_office(naming: frozenset[str], head: str) -> bool:
    """Tell whether who is named with the words ``naming`` has an office, and ``head`` is one.

    Whether it is the same one, :func:`holds_office` tells.
    """
    return head in _OFFICES and bool(naming & _OFFICES)


def holds_office(naming: frozenset[str], phrase: Sequence[str]) -> bool:
    """Tell whether the words ``naming`` hold the office of a phrase such as "the prime minister".

    :param phrase: its lower-case words, the head last.
    """
    return phrase[-1] in naming and _KINDS.intersection(phrase[:-1]) <= naming
