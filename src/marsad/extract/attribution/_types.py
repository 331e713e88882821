"""Attribution: the passage that says who said something, before it becomes a Statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from marsad.model import Basis, Span

__all__ = ["Attribution"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks, the words that say so, and what is said.

    All spans are in Unicode code points of the text that was analysed.

    :ivar source: words naming who speaks, with titles and appositions; None where the channel
        speaks in its own voice or where nobody is named ("it is said").
    :ivar cue: words that attribute ("said that", "according to"); None where none do, as mostly
        in the channel's voice.
    :ivar content: what is said, without enclosing quotation marks; at least one span, in order.
    :ivar direct: True where the content is a quotation word for word.
    :ivar resolved: for pronouns and short forms, the fuller name earlier in the same text.
    :ivar chain: relays ("Agency X quoted …"), outermost first.
    :ivar hedges: words that weaken the report ("reportedly", "unconfirmed").
    :ivar recipe: name of the rule, such as ``en/quote-said``.
    :ivar score: 0–1, uncalibrated for rules.
    :ivar attitude: True where the cue tells of a thought, wish, feeling or plan rather than of
        something said ("hopes", "wants to"); such a passage is no speech act by itself.
    :ivar slots: target, condition, deadline, capability, as the language model marks them.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    direct: bool
    basis: Basis
    resolved: Span | None
    chain: tuple[Span, ...]
    hedges: tuple[Span, ...]
    recipe: str
    score: float
    attitude: bool = False
    slots: Mapping[str, Span] = field(default_factory=dict)
