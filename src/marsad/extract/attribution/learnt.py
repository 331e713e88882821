"""Attributions that the language model finds, for languages without rules and beside the rules.

The model marks the words of source, cue and content; what it does not say is read from their
places: a passage inside another one's content was relayed by its speaker, a source that names
nobody stands for the name before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.encoder.heads import Said
from marsad.encoder.understanding import Understood
from marsad.model import Basis, Span, iou

from ._quotes import Quotation, quotations
from ._types import Attribution

__all__ = ["learnt"]

_RECIPE = "encoder/statements"

_SLOTS = ("target", "condition", "deadline", "capability")

_LONG = 12
"""Words beyond which a source is a clause rather than a name; a choice, not tuned."""

_PRONOUN = 4
"""Letters of the longest pronoun that stands for a speaker in the languages served."""


@dataclass(frozen=True, slots=True)
class _Part:
    said: Said
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]

    @property
    def whole(self) -> Span:
        spans = [*self.content, *(each for each in (self.source, self.cue) if each)]
        return Span(min(s.start for s in spans), max(s.end for s in spans))


def learnt(text: str, found: Understood, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content.

    :param found: what the model says of the same text.
    :param voice: True where a passage without speaker and words of saying is a statement of the
        channel's owner; other passages without a speaker are left out.
    """
    parts = [_part(text, said) for said in found.statements]
    quoted = quotations(text)
    names = [run.span for run in found.mentions if run.kind in ("PER", "ORG")]
    kept = [part for part in parts if part.source or (voice and part.cue is None)]
    told = (part for part in _distinct(kept) if _is_told(text, part))
    made = [_attribution(text, part, kept, names, quoted) for part in told]
    return tuple(sorted(made, key=lambda each: (each.content[0], each.source or Span(0, 0))))


def _part(text: str, said: Said) -> _Part:
    source = _longest(said.roles.get("source", ()))
    if source is not None and len(source.of(text).split()) > _LONG:
        source = None
    return _Part(said, source, _longest(said.roles.get("cue", ())), said.roles["content"])


def _longest(spans: Iterable[Span]) -> Span | None:
    return max(spans, key=lambda span: span.end - span.start, default=None)


def _distinct(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Yield the surer of two passages that have a cue and words of their content in common."""
    taken: list[_Part] = []
    for part in sorted(parts, key=lambda each: -each.said.score):
        if not any(_same(part, other) for other in taken):
            taken.append(part)
            yield part


def _same(one: _Part, other: _Part) -> bool:
    return one.cue == other.cue and iou(one.content, other.content) > 0


def _is_told(text: str, part: _Part) -> bool:
    """Tell whether the source says it.

    Without words of saying a source says nothing of what tells about itself; a headline is not
    the subject of the verb below it.
    """
    source, cue = part.source, part.cue
    if source is None:
        return True
    if cue is None:
        return not any(span.covers(source) for span in part.content)
    between = text[source.end : cue.start]
    return "\n\n" not in between or ":" in between


def _attribution(
    text: str,
    part: _Part,
    others: Sequence[_Part],
    names: Sequence[Span],
    quoted: Sequence[Quotation],
) -> Attribution:
    basis, resolved = _speaker(text, part, others, names)
    return Attribution(
        source=part.source,
        cue=part.cue,
        content=part.content,
        direct=_direct(part.content, quoted),
        basis=basis,
        resolved=resolved,
        chain=_chain(part, others),
        hedges=part.said.roles.get("hedge", ()),
        recipe=_RECIPE,
        score=round(part.said.score, 3),
        slots={name: span for name in _SLOTS if (span := _longest(part.said.roles.get(name, ())))},
    )


def _speaker(
    text: str, part: _Part, others: Sequence[_Part], names: Sequence[Span]
) -> tuple[Basis, Span | None]:
    """Return how the speaker is known, and the fuller name that stands before a short one."""
    source = part.source
    if source is None:
        return Basis.VOICE, None
    inside = [name for name in names if name.overlap(source)]
    if inside:
        return Basis.NAMED, _fuller(text, source, inside[0], others)
    before = _before(source.start, others)
    if len(source.of(text).split()) == 1 and len(source.of(text)) <= _PRONOUN and before:
        return Basis.PRONOUN, before
    return Basis.TITLE, None


def _before(at: int, others: Sequence[_Part]) -> Span | None:
    """Return the last speaker named before ``at``."""
    sources = [each.source for each in others if each.source and each.source.end <= at]
    long = [span for span in sources if span.end - span.start > _PRONOUN]
    return max(long, key=lambda span: span.end, default=None)


def _fuller(text: str, source: Span, name: Span, others: Sequence[_Part]) -> Span | None:
    """Return an earlier source that ends in the same name and says more."""
    last = name.of(text).split()[-1]
    length = source.end - source.start
    before = [each.source for each in others if each.source and each.source.end <= source.start]
    fuller = (span for span in before if span.end - span.start > length)
    return next((span for span in fuller if last in span.of(text).split()), None)


def _chain(part: _Part, others: Sequence[_Part]) -> tuple[Span, ...]:
    """Return the speakers in whose words this passage stands, outermost first."""
    relays = [
        each
        for each in others
        if each.source and each.source != part.source and _holds(each.content, part.whole)
    ]
    ordered = sorted(relays, key=lambda each: each.content[0].start - each.content[-1].end)
    return tuple(each.source for each in ordered if each.source)


def _holds(content: Sequence[Span], whole: Span) -> bool:
    return any(span.covers(whole) for span in content)


def _direct(content: Sequence[Span], quoted: Sequence[Quotation]) -> bool:
    first = content[0]
    return any(q.outer.covers(first) for q in quoted)
