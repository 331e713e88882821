"""Judgement: a dated, signed, reversible decision. The newest wins; none is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Judgement", "Verdict"]


class Verdict(StrEnum):
    """What was decided."""

    SAME = "same-as"
    NOT_SAME = "not-same-as"
    MAYBE_SAME = "may-be-same-as"
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    RENAME = "rename"
    RETIRE = "retire"
    DISPUTE = "dispute"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about ``subject`` (and ``object`` for same-as).

    ``value`` is JSON text: what the decision was about, and the correction where it is one (see
    :mod:`.review` and :mod:`.entity_review`). ``UNDECIDED`` takes back what stood before, or the
    one judgement that its value names.
    """

    id: str
    subject: str
    verdict: Verdict
    by: str
    at: datetime
    object: str | None = None
    value: str | None = None
    reason: str = ""
