"""Report, Block, Sentence, Citation: what is published, and what each sentence rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .post import Span

__all__ = ["Block", "BlockKind", "Citation", "Report", "ReportKind", "Sentence", "SentenceKind"]


class ReportKind(StrEnum):
    """The kinds of report that a desk publishes."""

    DISPATCH = "dispatch"
    BRIEF = "brief"
    ANALYSIS = "analysis"
    CLIP = "clip"
    DIGEST = "digest"
    DOSSIER = "dossier"
    REFERRAL = "referral"
    POLICY_BRIEF = "policy brief"


class BlockKind(StrEnum):
    """What a block is on the page."""

    LEDE = "lede"
    HEADING = "heading"
    ITEM = "item"
    NOTE = "note"


class SentenceKind(StrEnum):
    """What a sentence rests on: a cited passage, or the analyst."""

    CITED = "cited"
    NOTE = "note"
    ASSESSMENT = "assessment"
    BACKGROUND = "background"

    @property
    def own(self) -> bool:
        """True where the sentence is the analyst's own and needs no citation."""
        return self is not SentenceKind.CITED


@dataclass(frozen=True, slots=True)
class Citation:
    """A run of a sealed original that a sentence rests on.

    :ivar quote: ``text[span]`` of the version at the time of citing, kept so that any later
        difference shows.
    :ivar note: explanatory words for the endnote; may be empty.
    :ivar masked: runs of the version's text, inside ``span``, that products do not print: names
        of private persons, telephone numbers, addresses of mail. ``quote`` keeps them.
    """

    version_id: str
    span: Span
    quote: str
    note: str = ""
    masked: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block.

    ``translation`` is the English rendering of the cited span on which the sentence's names,
    numbers and quotation may rest besides the original; empty where the original is English.
    """

    text: str
    kind: SentenceKind = SentenceKind.CITED
    citations: tuple[Citation, ...] = ()
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of sentences; an ``ITEM`` carries the day it is about (``YYYY-MM-DD``)."""

    kind: BlockKind
    sentences: tuple[Sentence, ...]
    day: str | None = None
    story_id: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as drafted or published.

    :ivar audience: ``complimentary`` or ``subscribers``.
    :ivar label: printed on every page, such as an exercise mark; may be empty.
    """

    id: str
    kind: ReportKind
    title: str
    created: datetime
    period: tuple[str | None, str | None]
    blocks: tuple[Block, ...]
    audience: str = "subscribers"
    label: str = ""
    credits: tuple[str, ...] = ()
    published: datetime | None = None
