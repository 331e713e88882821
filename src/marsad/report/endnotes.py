"""Number the endnotes once for all renderers: one number for one span of one version."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Report, Sentence, Span
from ._masking import mask_spans

__all__ = ["Endnote", "Endnotes", "endnotes"]


@dataclass(frozen=True, slots=True)
class Endnote:
    """A cited span and what is explained about it.

    :ivar number: from 1, in the order of first citation.
    :ivar quote: the cited words as sealed.
    :ivar masked: runs of the version's text that are not printed.
    """

    number: int
    version_id: str
    span: Span
    quote: str
    masked: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        """The cited words as products print them, private persons withheld."""
        return mask_spans(self.quote, self.masked, self.span.start)


@dataclass(frozen=True, slots=True)
class Endnotes:
    """All endnotes of a report in order, and which of them each sentence carries.

    :ivar numbers: for each block, for each sentence, the numbers in ascending order.
    """

    notes: tuple[Endnote, ...]
    numbers: tuple[tuple[tuple[int, ...], ...], ...]


def endnotes(report: Report) -> Endnotes:
    """Number the citations of ``report``."""
    found: dict[tuple[str, Span], Endnote] = {}
    numbers = tuple(
        tuple(_number(sentence, found) for sentence in block.sentences) for block in report.blocks
    )
    return Endnotes(tuple(found.values()), numbers)


def _number(sentence: Sentence, found: dict[tuple[str, Span], Endnote]) -> tuple[int, ...]:
    carried = set()
    for citation in sentence.citations:
        key = (citation.version_id, citation.span)
        held = found.get(key)
        number = held.number if held else len(found) + 1
        notes = (*(held.notes if held else ()), *([citation.note] if citation.note else []))
        masked = {*(held.masked if held else ()), *citation.masked}
        found[key] = Endnote(
            number,
            *key,
            citation.quote,
            tuple(sorted(masked)),
            tuple(dict.fromkeys(notes)),
        )
        carried.add(number)
    return tuple(sorted(carried))
