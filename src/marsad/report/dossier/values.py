"""What a dossier consists of. Every item carries the numbers of the notes that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from ...model import Act, Citation, Dated, EntityKind, Fact, Precision
from ...ports import PeriodCoverage

__all__ = [
    "Count",
    "Designation",
    "Dossier",
    "Earlier",
    "Ground",
    "GroundKind",
    "Moment",
    "Node",
    "Outlet",
    "Property",
    "Question",
    "Said",
    "Target",
    "Tie",
    "Title",
    "When",
]


class GroundKind(StrEnum):
    """What a note points at."""

    LIST = "list"
    POST = "post"
    ENTRY = "entry"
    SOURCE = "source"
    JUDGEMENT = "judgement"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Ground:
    """One note: a fact of a list, a passage of a post, an entry of this workspace.

    :ivar number: from 1, in the order of first citing.
    :ivar id: of the fact, post, entity, source, judgement or report.
    :ivar title: of the list or report; name of the source or of the person who decided.
    :ivar reference: where in it, such as ``QDe.115``.
    :ivar at: when it was first read, published or decided.
    :ivar last: when a list last said so; ``gone`` when an update first lacked it.
    :ivar quote: the cited words of the original, private persons withheld.
    :ivar sha256: of the sealed capture of a post.
    :ivar citation: of a post, for the report and its gate; carries the words unmasked.
    """

    number: int
    kind: GroundKind
    id: str
    title: str
    reference: str = ""
    at: Dated | None = None
    last: datetime | None = None
    gone: datetime | None = None
    authority: bool = False
    url: str = ""
    quote: str = ""
    language: str = ""
    sha256: str = ""
    reliability: str = ""
    post_id: str = ""
    version_id: str = ""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A day, month or year as ISO text, with how exact it is and whether it is an estimate."""

    value: str
    precision: Precision
    estimated: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """A name of the entity.

    :ivar use: ``name``, ``alias``, ``acronym``, ``former name``, ``weak alias`` or ``handle``.
    :ivar script: such as ``Arabic``, from its letters.
    """

    text: str
    language: str
    script: str
    use: str
    canonical: bool
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """Something that is said of the entity itself, such as its country.

    :ivar prop: FollowTheMoney property.
    """

    prop: str
    label: str
    value: str
    when: When | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the graph of affiliations; ``id`` is empty where only a name is known."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A role or affiliation between two nodes.

    :ivar word: what joins ``start`` to ``end``, such as ``member of``.
    :ivar said: only said to be so: a post says it, or its list hedges.
    :ivar past: it ended before the day of the dossier, or no list says so any more.
    """

    id: str
    start: Node
    end: Node
    word: str
    role: str
    since: When | None
    until: When | None
    said: bool
    past: bool
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Designation:
    """An entry on a list of an authority.

    :ivar since: day of listing, or the day from which measures hold.
    :ivar lifted: when it ended, or when the list first lacked it; None while it stands.
    """

    id: str
    authority: str
    list: str
    programme: str
    reference: str
    reason: str
    since: When | None
    lifted: When | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A channel or site in which the entity itself speaks.

    :ivar source_id: the source of this workspace that follows it; empty where none does.
    """

    name: str
    address: str
    platform: str
    source_id: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement by the entity, or one that is about it.

    :ivar own: the entity or somebody on its behalf speaks.
    :ivar original: the words of the original, private persons withheld; runs parted by […].
    :ivar english: empty where the original is English or is not translated.
    """

    id: str
    own: bool
    act: Act
    speaker: str
    speaker_id: str
    role: str
    target: str
    target_id: str
    when: Dated
    original: str
    language: str
    english: str
    machine: bool
    source: str
    post_id: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """The statements of one act in one month (``YYYY-MM``; empty: undated), by their ids."""

    own: bool
    act: Act
    month: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Whom the entity's statements are directed at, by which acts, and the statements' ids."""

    id: str
    name: str
    acts: tuple[tuple[Act, int], ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline."""

    when: When
    kind: str
    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report or story of this workspace in which the entity occurs."""

    id: str
    kind: str
    title: str
    when: When | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What contradicts or is not decided; what is unknown, which rests on no note.

    :ivar kind: ``contradiction``, ``disputed``, ``undecided`` or ``unknown``.
    """

    kind: str
    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of one entity and by whom, for a period.

    :ivar at: the moment for which it was drawn up.
    :ivar period: first and last day of statements, events and reports; None: unbounded.
    :ivar said: the newest statements; ``counts`` and ``targets`` are over all of them.
    :ivar statements: how many there are by it, and about it.
    :ivar mentions: posts that name it, as far as they were looked through.
    :ivar labels: printed on every page, such as an exercise mark.
    :ivar facts: what lists say, of the properties that products print; past ones too.
    """

    entity_id: str
    kind: EntityKind
    name: str
    at: datetime
    period: tuple[str | None, str | None]
    names: tuple[Title, ...] = ()
    properties: tuple[Property, ...] = ()
    background: str = ""
    background_notes: tuple[int, ...] = ()
    merged: tuple[str, ...] = ()
    retired: bool = False
    ties: tuple[Tie, ...] = ()
    designations: tuple[Designation, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    said: tuple[Said, ...] = ()
    counts: tuple[Count, ...] = ()
    targets: tuple[Target, ...] = ()
    statements: tuple[int, int] = (0, 0)
    mentions: int = 0
    timeline: tuple[Moment, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    questions: tuple[Question, ...] = ()
    grounds: tuple[Ground, ...] = ()
    coverage: PeriodCoverage | None = None
    labels: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def designated(self) -> bool:
        """Whether a designation stands."""
        return any(d.lifted is None for d in self.designations)

    def items(self) -> Iterator[object]:
        """Yield every item that has to rest on a note, or to name the statements it counts."""
        yield from chain(self.names, self.properties, self.ties, self.designations, self.outlets)
        yield from chain(self.said, self.counts, self.targets, self.timeline, self.earlier)
        yield from (q for q in self.questions if q.kind != "unknown")
