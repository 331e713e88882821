"""Statement and Act: who said what to whom, and what the saying does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .dates import UNDATED, Dated
from .post import Span

__all__ = ["Act", "Basis", "Speaker", "Statement"]


class Act(StrEnum):
    """What a statement does."""

    THREAT = "threat"
    CONDITIONAL_THREAT = "conditional threat"
    PLEDGE = "pledge of support"
    READINESS = "readiness"
    CLAIM = "claim of responsibility"
    DENIAL = "denial"
    CALL = "call to action"
    PRAISE = "praise"
    CONDEMNATION = "condemnation"
    DEMAND = "demand"
    WARNING = "warning"
    ANNOUNCEMENT = "announcement"
    CONDOLENCE = "condolence"
    OTHER = "other"


class Basis(StrEnum):
    """How the speaker is known."""

    NAMED = "named"
    PRONOUN = "pronoun"
    TITLE = "title"
    VOICE = "voice"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as the text has it and as far as it could be resolved.

    :ivar text: the words of the post that name the speaker; the owner's name for ``VOICE``.
    :ivar span: where those words stand; None for ``VOICE``.
    :ivar entity_id: the entity behind them, or None.
    :ivar role: English role on that date, or None.
    :ivar affiliation_id: organisation entity on that date, or None.
    """

    text: str
    basis: Basis
    span: Span | None = None
    entity_id: str | None = None
    role: str | None = None
    affiliation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A speech act found in one version of a post.

    All spans are in code points of the version's text. ``content`` may be discontinuous.
    ``chain`` lists the relays from the outermost to the innermost ("a channel", "an agency").
    ``recipe`` names the rule that found it; ``score`` is 0–1 and uncalibrated for rules.
    """

    id: str
    version_id: str
    speaker: Speaker
    content: tuple[Span, ...]
    act: Act
    date: Dated = UNDATED
    cue: Span | None = None
    direct: bool = False
    addressee: str | None = None
    target: str | None = None
    condition: Span | None = None
    deadline: Span | None = None
    deadline_at: Dated = UNDATED
    capability: Span | None = None
    hedges: tuple[Span, ...] = ()
    chain: tuple[str, ...] = ()
    score: float = 0.0
    recipe: str = ""
