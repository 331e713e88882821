"""Scores of statements: the right speaker, the right day, and enough of the content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evaluation.scorers.attribution import Prf, iou
from marsad.model import Statement

__all__ = ["VOICE", "Said", "said_of", "statement_prf"]

VOICE = "(the channel itself)"
"""The speaker of what a channel says for itself."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement reduced to what is scored.

    :ivar speakers: names or ids, any of which means the speaker.
    :ivar spans: the content, in code points of the post's text.
    """

    speakers: frozenset[str]
    day: str | None
    spans: tuple[tuple[int, int], ...]
    act: str = ""


def statement_prf(
    gold: Sequence[Said], pred: Sequence[Said], *, threshold: float = 0.5
) -> tuple[Prf, Prf]:
    """Match one to one; return the counts for statements, and for acts among the matched.

    Two statements match where a speaker is shared, the day is the same, and the contents'
    intersection over union, in characters, is at least ``threshold``.
    """
    pairs = sorted(
        (
            (overlap, g, p)
            for g, wanted in enumerate(gold)
            for p, found in enumerate(pred)
            if wanted.speakers & found.speakers
            and wanted.day == found.day
            and (overlap := iou(wanted.spans, found.spans)) >= threshold
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    matched: dict[int, int] = {}
    for _, g, p in pairs:
        if g not in matched and p not in matched.values():
            matched[g] = p
    acts = sum(gold[g].act == pred[p].act for g, p in matched.items())
    return Prf(len(matched), len(pred), len(gold)), Prf(acts, len(matched), len(matched))


def said_of(found: Iterable[Statement], gold: Iterable[Said]) -> Iterator[Said]:
    """Yield the statements that were found in a text, to be compared with its annotated ones.

    A speaker whose words contain an annotated one's, or the other way round, is the same.
    """
    names = {name for said in gold for name in said.speakers}
    for statement in found:
        own = VOICE if statement.speaker.span is None else statement.speaker.text
        same = {name for name in names if own and (name in own or own in name)}
        spans = tuple((s.start, s.end) for s in statement.content)
        yield Said(frozenset(same | {own}), statement.date.day, spans, statement.act.value)
