"""Where the parts of a statement stand that a model told, and whether they belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...model import Basis, Span
from .grounding import QUOTES, Ground, Reason, gap
from .schema import ToldStatement

__all__ = ["Placed", "place"]

_REACH = 400
"""Code points between speaker, cue and content: two long sentences of a news text. Neither this nor
the next two are tuned."""

_NEAR = 150
"""Code points around a statement in which hedges, addressee and the date of speech stand."""

_TRIED = 10
"""Places of what is said that are tried; the same words seldom stand in a passage twice."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The places of a statement's parts; None and empty where there is none."""

    basis: Basis
    content: tuple[Span, ...]
    cue: Span | None = None
    speaker: Span | None = None
    resolved: Span | None = None
    said_on: Span | None = None
    addressee: Span | None = None
    target: Span | None = None
    condition: Span | None = None
    deadline: Span | None = None
    capability: Span | None = None
    hedges: tuple[Span, ...] = ()
    chain: tuple[Span, ...] = ()

    def core(self) -> tuple[Span, ...]:
        """Return the parts without which there is no statement."""
        return (*self.content, *(s for s in (self.speaker, self.cue) if s is not None))


def place(
    ground: Ground, told: ToldStatement, *, voice: bool, dropped: Counter[Reason]
) -> Placed | None:
    """Return where ``told`` stands in the passage, or None; what is dropped is counted by reason.

    Speaker, cue and content must all be found, near to each other; of the other parts each is
    dropped by itself.

    :param voice: whether the author's "we" is a statement.
    """
    found = _core(ground, told, voice=voice)
    if isinstance(found, Reason):
        dropped[found] += 1
        return None
    return _with_parts(ground, told, found, dropped)


def _core(ground: Ground, told: ToldStatement, *, voice: bool) -> Placed | Reason:
    """Return the tightest of the places that the statement may have, or why it has none."""
    firsts = ground.all(told.content[0])[:_TRIED] if told.content else ()
    tried = [_core_at(ground, told, first, voice=voice) for first in firsts]
    placed = [found for found in tried if isinstance(found, Placed)]
    if placed:
        return min(placed, key=_length)
    return next((found for found in tried if isinstance(found, Reason)), Reason.ABSENT)


def _core_at(ground: Ground, told: ToldStatement, first: Span, *, voice: bool) -> Placed | Reason:
    try:
        basis = Basis(told.speaker_kind)
    except ValueError:
        return Reason.SPEAKER
    content = _content(ground, told, first)
    if not content:
        return Reason.ABSENT
    if basis is Basis.VOICE:
        return Placed(basis, content) if voice else Reason.VOICE
    cue = _beside(ground, told.cue, content)
    speaker = _beside(ground, told.speaker, content, cue)
    if (told.cue and cue is None) or (told.speaker and speaker is None):
        return Reason.ABSENT
    if speaker is None and basis is not Basis.UNNAMED:
        return Reason.SPEAKER
    if cue is None and not _colon(ground, speaker, content):
        return Reason.CUE
    placed = Placed(basis, content, cue, speaker)
    return placed if _together(placed) else Reason.FAR


def _content(ground: Ground, told: ToldStatement, first: Span) -> tuple[Span, ...]:
    """Return the runs of what is said, each near the one before; empty where one is absent."""
    found = [first]
    for piece in told.content[1:]:
        places = [s for s in ground.all(piece) if not any(s.overlap(other) for other in found)]
        if not places:
            return ()
        found.append(min(places, key=lambda s: gap(s, found[-1])))
    return tuple(sorted(found))


def _length(placed: Placed) -> int:
    parts = placed.core()
    return max(s.end for s in parts) - min(s.start for s in parts)


def _beside(
    ground: Ground, words: str | None, content: Sequence[Span], cue: Span | None = None
) -> Span | None:
    """Return the place of ``words`` outside the content that is nearest to the cue, else to it."""
    near = [cue] if cue is not None else content
    outside = [s for s in ground.all(words or "") if not any(s.overlap(part) for part in content)]
    free = [s for s in outside if cue is None or not s.overlap(cue)] or outside
    return min(free, key=lambda s: min(gap(s, other) for other in near), default=None)


def _colon(ground: Ground, speaker: Span | None, content: Sequence[Span]) -> bool:
    """Tell whether nothing but a colon stands between the speaker and what is said."""
    if speaker is None or speaker.end > content[0].start:
        return False
    return ground.text[speaker.end : content[0].start].strip(QUOTES) == ":"


def _together(placed: Placed) -> bool:
    parts = sorted(placed.core())
    end = parts[0].end
    for part in parts:
        if part.start - end > _REACH:
            return False
        end = max(end, part.end)
    return True


def _with_parts(
    ground: Ground, told: ToldStatement, core: Placed, dropped: Counter[Reason]
) -> Placed:
    near = _Nearby(ground, core, dropped)
    return Placed(
        basis=core.basis,
        content=core.content,
        cue=core.cue,
        speaker=core.speaker,
        resolved=near.anywhere(told.resolved) if core.speaker else None,
        said_on=near.around(told.said_on),
        addressee=near.around(told.addressee),
        target=near.around(told.target),
        condition=near.inside(told.condition),
        deadline=near.inside(told.deadline),
        capability=near.inside(told.capability),
        hedges=tuple(sorted(near.several(told.hedges))),
        chain=near.several(told.chain),
    )


class _Nearby:
    """Finds the other parts of a statement; what is not where it must be is counted."""

    def __init__(self, ground: Ground, core: Placed, dropped: Counter[Reason]) -> None:
        self._ground = ground
        self._content = core.content
        self._core = core.core()
        self._dropped = dropped

    def anywhere(self, words: str | None) -> Span | None:
        """Return where ``words`` stand in the window."""
        return self._one(words, (self._ground.window,), 0, Reason.FAR)

    def around(self, words: str | None) -> Span | None:
        """Return where ``words`` stand in or near the statement."""
        whole = Span(min(s.start for s in self._core), max(s.end for s in self._core))
        return self._one(words, (whole,), _NEAR, Reason.FAR)

    def inside(self, words: str | None) -> Span | None:
        """Return where ``words`` stand in what is said."""
        return self._one(words, self._content, 0, Reason.OUTSIDE)

    def several(self, words: Sequence[str]) -> tuple[Span, ...]:
        """Return where each of ``words`` stands in or near the statement."""
        found = [self.around(each) for each in words]
        return tuple(dict.fromkeys(span for span in found if span is not None))

    def _one(
        self, words: str | None, bounds: Sequence[Span], reach: int, reason: Reason
    ) -> Span | None:
        if not words:
            return None
        found = self._ground.all(words)
        near = [s for s in found if any(_within(s, bound, reach) for bound in bounds)]
        if near:
            return min(near, key=lambda s: min(gap(s, part) for part in self._core))
        self._dropped[reason if found else Reason.ABSENT] += 1
        return None


def _within(span: Span, bound: Span, reach: int) -> bool:
    return bound.start - reach <= span.start and span.end <= bound.end + reach
