"""Answer: what sealed posts say to a question, every line of it a quotation that can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .dates import Dated
from .post import Span
from .statement import Act, Basis

__all__ = ["Answer", "Copy", "Question", "Quoted", "QuotedSpeaker", "Seal", "Why", "Written"]


class Why(StrEnum):
    """Why something is shown as an answer."""

    NEAR = "near in meaning"
    SPEAKER = "its speaker is named in the question"
    TARGET = "whom it is aimed at is named in the question"
    ACT = "its act is named in the question"
    NAME = "it names whom the question names"
    WORDS = "it has words of the question"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood, in any language.

    :ivar words: folded words of it that mean something, each once.
    :ivar named: English names of the entities that it names.
    :ivar act: that a word of it names, or None.
    """

    text: str
    language: str
    words: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the bytes are that a text was read from.

    :ivar sha256: of the sealed bytes.
    :ivar seq: position in the capture ledger, from 1.
    """

    capture_id: str
    sha256: str
    seq: int
    entry_hash: str
    url: str


@dataclass(frozen=True, slots=True)
class QuotedSpeaker:
    """Who says what is quoted.

    :ivar name: in English where the entity is known, else the words of the post.
    :ivar role: that day, or empty; ``affiliation`` likewise.
    :ivar basis: how the speaker is known.
    """

    name: str
    basis: Basis
    entity_id: str | None = None
    role: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """Another post with nearly the same words."""

    post_id: str
    url: str
    source_name: str
    published: Dated


@dataclass(frozen=True, slots=True)
class Quoted:
    """A statement or passage that answers a question.

    Spans are in code points of the stored text of ``version_id``. Names of private persons,
    telephone numbers and addresses of mail are withheld, in brackets; the stored text has them.

    :ivar number: by which it is cited, from 1.
    :ivar original: verbatim besides; runs that are apart are joined by `` […] ``.
    :ivar english: of a translation; empty where there is none or the original is English.
    :ivar machine: whether a machine made that translation, as far as is known.
    :ivar spans: of the runs quoted; ``passage`` is that of the paragraph around them.
    :ivar said: when it was said; ``published`` is the post's date.
    :ivar act: None where what is quoted is a passage and no statement.
    :ivar nearness: cosine of its meaning and the question's.
    :ivar score: what it is ordered by.
    :ivar addressed: runs of the text, inside ``passage``, that speak to a machine.
    """

    number: int
    original: str
    language: str
    spans: tuple[Span, ...]
    passage: Span
    post_id: str
    url: str
    version_id: str
    version_number: int
    source_id: str
    source_name: str
    published: Dated
    said: Dated
    seal: Seal
    nearness: float
    score: float
    why: tuple[Why, ...]
    english: str = ""
    machine: bool = False
    statement_id: str | None = None
    act: Act | None = None
    speaker: QuotedSpeaker | None = None
    copies: tuple[Copy, ...] = ()
    addressed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote and that the citation gate let pass.

    :ivar numbers: of the quotations that it cites.
    """

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, the best first; empty where nothing is near enough.

    :ivar posts: in which it stands, near-copies included.
    :ivar origins: where the texts of these started.
    :ivar recipe: what found and ordered it.
    :ivar least: nearness below which nothing is shown that the question does not name.
    :ivar written: sentences by a model server; empty where none was asked or none passed.
    :ivar dropped: for each sentence that did not pass, why.
    :ivar note: why nothing was found or written, for the reader; may be empty.
    """

    question: Question
    items: tuple[Quoted, ...]
    posts: int
    origins: int
    recipe: str
    least: float
    written: tuple[Written, ...] = ()
    dropped: tuple[str, ...] = ()
    note: str = ""
