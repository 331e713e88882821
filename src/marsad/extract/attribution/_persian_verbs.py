"""Finite verbs of Persian by their shape: they end clauses."""

from __future__ import annotations

import re

__all__ = ["is_finite"]

_FINITE = re.compile(
    r"^ن?مي\w{2,}$|^\w+(?:ستند|دند|تند|هاند|هاست)$"
    r"|^(?:شد|كرد|داد|گرفت|بود|است|نيست|هست|هستند|اند|شود|شوند|كند|كنند|دهد|دهند|باشد|باشند"
    r"|رفت|امد|ايد|داشت|دارد|دارند|ندارد|ندارند|يافت|يابد|ماند|خورد|زد|كشيد|گذشت|رسيد|برسد"
    r"|گيرد|گيرند|رود|روند|شده|كرده|داده|بوده|نشده|نكرده)$"
)
"""Third persons, folded."""

_PERSONAL = re.compile(
    r"^\w{2,}(?:يم|يد|ييم|ييد|هايم|هايد|هام)$|^(?:داريم|ندارم|دارم|هستيم|هستم|نيستم|كنم|باشيم)$"
    r"|^(?:نخواه|خواه)(?:د|ند|يم|يد|م|ي)$|^(?:خواهد|بدانند|بايد)$|^[بن]\w{2,}ند$"
)
"""First and second persons, future and subjunctive, folded."""


def is_finite(form: str, *, persons: bool = True) -> bool:
    """Tell whether a folded form is a finite verb; with ``persons`` also "we" and "you"."""
    return bool(_FINITE.match(form) or (persons and _PERSONAL.match(form)))
