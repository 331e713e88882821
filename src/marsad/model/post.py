"""Post, Version, Passage, Span: what was published, and where in it a fact rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .dates import UNDATED, Dated
from .ids import make_id

__all__ = [
    "GAP",
    "Alignment",
    "Forward",
    "Media",
    "MediaFile",
    "Observation",
    "ObservationKind",
    "Passage",
    "Post",
    "Reach",
    "Span",
    "Translation",
    "Version",
    "iou",
    "quotation",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of a version's stored text: ``text[start:end]`` in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}–{self.end}")

    def of(self, text: str) -> str:
        """Return the characters that the span covers."""
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """Return the number of code points that both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covers(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


GAP = " […] "
"""Stands between runs of a text that are apart, where they are printed as one quotation."""


def quotation(text: str, spans: Iterable[Span]) -> str:
    """Return runs of ``text`` as one quotation, parted by :data:`GAP`."""
    return GAP.join(span.of(text) for span in spans)


def iou(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return the intersection over union of two runs of spans, in code points; 0 for no words."""
    both = sum(a.overlap(b) for a in one for b in other)
    either = sum(span.end - span.start for span in (*one, *other)) - both
    return both / either if either else 0.0


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a post was forwarded from, as far as the page says.

    :ivar author: who signed the original, where its channel shows signatures.
    """

    name: str
    channel: str | None = None
    native_id: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A file that belongs to a post.

    :ivar kind: photo, video, document, audio, poll, sticker, location or unsupported.
    :ivar url: its address; of a file that lies beside an export, relative to the export.
    :ivar name: file name, or the question of a poll.
    :ivar options: answers of a poll, each with its share of votes in percent where shown.
    :ivar seconds: length of audio and video.
    """

    kind: str
    url: str | None = None
    name: str | None = None
    options: tuple[tuple[str, int | None], ...] = ()
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class MediaFile:
    """What was received for a :class:`Media` of a post.

    :ivar pdq: perceptual hash of a picture (PDQ, 256 bits in hex); None for what is no picture.
    :ivar pdq_quality: 0–100; below 50 a PDQ hash says little.
    :ivar capture_id: of the sealed file; None where only the hashes were kept.
    """

    post_id: str
    url: str
    sha256: str
    size: int
    media_type: str
    seen_at: datetime
    pdq: str | None = None
    pdq_quality: int | None = None
    capture_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a post went when it was last read; numbers as the page rounds them.

    :ivar reactions: what readers clicked, such as an emoji, with the number of clicks.
    """

    views: int | None = None
    reactions: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One published item, identified by its source and the source's own id for it."""

    id: str
    source_id: str
    native_id: str
    url: str
    published: Dated = UNDATED
    author: str | None = None
    forward: Forward | None = None
    reply_to: str | None = None
    media: tuple[Media, ...] = ()
    reach: Reach | None = None

    @staticmethod
    def make_id(source_id: str, native_id: str) -> str:
        """Return the id of the post that ``source_id`` calls ``native_id``."""
        return make_id("p", source_id, native_id)


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a post's text. An edit adds a version; none is overwritten.

    :ivar number: from 1, in the order in which the versions were seen.
    :ivar title: headline, also the first line of ``text`` where there is one; None otherwise.
    :ivar edited: True where the page itself says that the text was edited.
    :ivar language: ISO 639 code, or None before it was identified.
    :ivar language_score: 0–1, how sure the identification is.
    :ivar recipe: what turned bytes into text, such as ``telegram_web/1`` or ``tesseract 5.3 ara``.
    """

    id: str
    post_id: str
    number: int
    text: str
    seen_at: datetime
    capture_id: str
    title: str | None = None
    edited: bool = False
    language: str | None = None
    language_score: float = 0.0
    recipe: str = ""

    @staticmethod
    def make_id(post_id: str, text: str, capture_id: str = "") -> str:
        """Return the id of the version of ``post_id`` that reads ``text``.

        ``capture_id`` is given only where a post returns to a text it had before.
        """
        return make_id("v", post_id, text, capture_id)


class ObservationKind(StrEnum):
    """What can be seen about a post without its text changing."""

    DELETED = "deleted"
    RESTORED = "restored"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Observation:
    """Something seen about a post at a moment, resting on a capture."""

    id: str
    post_id: str
    kind: ObservationKind
    at: datetime
    capture_id: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a version's text in one language; the unit that is translated and cited.

    :ivar ordinal: position in the version, from 0.
    """

    id: str
    version_id: str
    ordinal: int
    span: Span
    language: str

    @staticmethod
    def make_id(version_id: str, span: Span) -> str:
        """Return the id of the passage at ``span`` of ``version_id``."""
        return make_id("g", version_id, span.start, span.end)


@dataclass(frozen=True, slots=True)
class Alignment:
    """A run of the original passage and the run of the translation that renders it.

    Both spans are relative to the passage's original text and to its translated text.
    """

    original: Span
    translated: Span


@dataclass(frozen=True, slots=True)
class Translation:
    """A passage in English.

    :ivar engine: name of the engine, such as ``memory``; ``none`` means not translated, in
        which case ``text`` is the original.
    :ivar machine: True unless a person wrote or reviewed the translation.
    """

    passage_id: str
    text: str
    engine: str
    machine: bool
    alignments: tuple[Alignment, ...] = ()

    @property
    def translated(self) -> bool:
        """False where the text is still the original."""
        return self.engine != "none"
