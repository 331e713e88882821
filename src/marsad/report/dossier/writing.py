"""A dossier as a Report, so that the gate, the endnotes and every renderer serve it.

Sentences about statements and events are cited, as in a brief. What lists say rests on no passage
of a post, which is what a citation is; such a sentence is typed as the desk's own (a note) and
names the list, the place in it and the day of reading in brackets, where a reader can check it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from ...model import Block, BlockKind, Report, ReportKind, Sentence, SentenceKind, make_id
from ...ports import StatementView
from .._coverage import coverage_blocks
from .._english import and_list, count, day_phrase, sentence
from .._sayings import say
from .grounds import Register
from .identity import NAMING
from .material import DossierMaterial
from .values import Designation, Dossier, Ground, GroundKind, Tie, When
from .whens import of_dated, phrase

__all__ = ["as_report"]

_QUOTED = 40
"""Statements that the report quotes at most; a choice, about ten pages."""

_QUOTING = (
    "Quotations are verbatim; where the original is not in English they are translations of it, "
    "and the original stands in the endnote. What lists say names the list, the entry and the day "
    "on which it was read here."
)


def as_report(
    dossier: Dossier,
    material: DossierMaterial,
    *,
    audience: str = "subscribers",
    label: str = "",
    desk: str = "",
    credited: Sequence[str] = (),
) -> Report:
    """Return the report of ``dossier``, which was drawn up from ``material``.

    :param label: printed on every page besides those of the sources.
    :param desk: who drafts, printed among the credits; may be empty.
    :param credited: further credits.
    """
    writer = _Writer(dossier, material)
    drafted = [f"Drafted for {desk}"] if desk else []
    return Report(
        id=make_id("r", "dossier", dossier.entity_id, *dossier.period, dossier.at.isoformat()),
        kind=ReportKind.DOSSIER,
        title=dossier.name,
        created=dossier.at,
        period=_period(material),
        blocks=tuple(writer.blocks()),
        audience=audience,
        label=label or "; ".join(dossier.labels),
        credits=(*drafted, *credited),
    )


class _Writer:
    def __init__(self, dossier: Dossier, material: DossierMaterial) -> None:
        self.dossier = dossier
        self.material = material
        self.register = Register(material)
        self.grounds = {ground.number: ground for ground in dossier.grounds}

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in the order of the page."""
        yield Block(BlockKind.LEDE, tuple(self._lede()))
        for heading, notes in (
            ("Names", self._names()),
            ("Identity", self._identity()),
            ("Roles and affiliations", self._ties()),
            ("Designations", self._designations()),
            ("Outlets", self._outlets()),
        ):
            yield from _section(heading, notes)
        yield from self._statements()
        yield from _section("Earlier reports", self._earlier())
        yield from _section("Open questions", self._questions())
        yield from coverage_blocks(self.material.told)
        yield Block(BlockKind.NOTE, (_own(_QUOTING),))

    def _cite(self, text: str, notes: Iterable[int]) -> Sentence:
        """Return what lists say, with the lists in brackets."""
        told = [_place(self.grounds[n]) for n in notes if n in self.grounds]
        where = "; ".join(dict.fromkeys(told))
        return _own(f"{text} [{where}]" if where else text)

    # -------------------------------------------------------- facts

    def _lede(self) -> Iterator[Sentence]:
        dossier = self.dossier
        if dossier.background:
            yield Sentence(sentence(dossier.background), SentenceKind.BACKGROUND)
        by, about = dossier.statements
        told = f"{count(by, 'statement')} by it and {count(about, 'statement')} about it"
        yield _own(f"This workspace holds {told}, up to {_day(dossier)}.")
        standing = [d for d in dossier.designations if d.lifted is None]
        if standing:
            lists = and_list(list(dict.fromkeys(d.list for d in standing)))
            notes = [n for d in standing for n in d.notes]
            yield self._cite(f"It is designated by {lists}.", notes)

    def _names(self) -> Iterator[Sentence]:
        uses = [*dict.fromkeys(NAMING.values()), "handle"]
        ranked = sorted(self.dossier.names, key=lambda t: (uses.index(t.use), t.script))
        for (use, script), group in groupby(ranked, key=lambda t: (t.use, t.script)):
            titles = list(group)
            names = ", ".join(title.text for title in titles)
            notes = [n for title in titles for n in title.notes]
            yield self._cite(f"{use.capitalize()} ({script or 'no script'}): {names}.", notes)

    def _identity(self) -> Iterator[Sentence]:
        for item in self.dossier.properties:
            value = phrase(item.when) if item.when else item.value
            yield self._cite(f"{item.label.capitalize()}: {value}.", item.notes)

    def _ties(self) -> Iterator[Sentence]:
        for tie in self.dossier.ties:
            yield self._cite(sentence(_tie(tie)), tie.notes)

    def _designations(self) -> Iterator[Sentence]:
        for item in self.dossier.designations:
            yield self._cite(sentence(_designation(item)), item.notes)

    def _outlets(self) -> Iterator[Sentence]:
        for item in self.dossier.outlets:
            where = f": {item.address}" if item.address and item.address != item.name else ""
            yield self._cite(f"{item.name}{where}.", item.notes)

    def _earlier(self) -> Iterator[Sentence]:
        for item in self.dossier.earlier:
            if item.kind != "story":
                day = f", {phrase(item.when)}" if item.when else ""
                yield self._cite(f"{item.kind.capitalize()}: {item.title}{day}.", item.notes)

    def _questions(self) -> Iterator[Sentence]:
        for question in self.dossier.questions:
            posts = {n for n in question.notes if self.grounds[n].citation}
            yield self._cite(question.text, [n for n in question.notes if n not in posts])

    # -------------------------------------------------------- statements

    def _statements(self) -> Iterator[Block]:
        yield from self._quoted("Statements by it", own=True)
        yield from self._quoted("Statements about it", own=False)

    def _quoted(self, title: str, *, own: bool) -> Iterator[Block]:
        acts = Counter[str]()
        for each in self.dossier.counts:
            if each.own is own:
                acts[each.act.value] += len(each.statements)
        if not acts:
            return
        told = and_list([f"{act} {number}" for act, number in acts.most_common()])
        total = sum(acts.values())
        shown = min(_QUOTED, sum(s.own is own for s in self.dossier.said))
        rest = f" The newest {shown} are quoted." if shown < total else ""
        yield _heading(title)
        yield Block(BlockKind.NOTE, (_own(f"By act: {told}.{rest}"),))
        yield from self._items(self.material.by if own else self.material.about)

    def _items(self, views: Iterable[StatementView]) -> Iterator[Block]:
        posts = self.material.told.posts
        at_hand = (view for view in views if view.post.id in posts)
        for view in islice(at_hand, _QUOTED):
            reading = self.register.reading(view.post.id)
            saying = say(self.register.facts, reading, view.statement, previous=None, lead=True)
            day = view.post.published.day
            yield Block(BlockKind.ITEM, tuple(_dated(saying.sentences, day)), day)


def _dated(sentences: Sequence[Sentence], day: str | None) -> Iterator[Sentence]:
    """Put the day of the post before the first sentence, in the desk's brackets."""
    when = day_phrase(day) if day else "date unknown"
    for place, each in enumerate(sentences):
        yield replace(each, text=f"[{when}] {each.text}") if place == 0 else each


def _section(title: str, sentences: Iterable[Sentence]) -> Iterator[Block]:
    """Yield a heading and one paragraph a sentence; nothing where there is none."""
    found = list(sentences)
    if found:
        yield _heading(title)
        yield from (Block(BlockKind.NOTE, (each,)) for each in found)


def _heading(title: str) -> Block:
    return Block(BlockKind.HEADING, (_own(title),))


def _own(text: str) -> Sentence:
    """Return a sentence of the desk; quotation marks of a list would make it somebody's words."""
    return Sentence(text.translate(_PLAIN), SentenceKind.NOTE)


_PLAIN = str.maketrans({"“": "‘", "”": "’", '"': "’", "«": "‘", "»": "’", "„": "‘", "‟": "’"})


def _place(ground: Ground) -> str:
    """Return the list, the entry and the day of reading; the post and its day."""
    when = of_dated(ground.at) if ground.at else None
    if ground.kind is GroundKind.LIST:
        day = f", read {phrase(when)}" if when else ""
        gone = f", gone since {day_phrase(ground.gone.date().isoformat())}" if ground.gone else ""
        return f"{ground.title}, {ground.reference}{day}{gone}"
    if ground.kind is GroundKind.POST:
        return f"{ground.title}, {phrase(when) if when else 'date unknown'}"
    words = {
        GroundKind.ENTRY: f"entry {ground.reference}: {ground.title}",
        GroundKind.SOURCE: f"source {ground.reference}",
        GroundKind.JUDGEMENT: f"decided by {ground.title}",
        GroundKind.REPORT: f"report {ground.id}",
    }[ground.kind]
    return f"{words}, {phrase(when)}" if when else words


def _between(since: When | None, until: When | None) -> str:
    begun = f" from {phrase(since)}" if since else ""
    return begun + (f" until {phrase(until)}" if until else "")


def _tie(tie: Tie) -> str:
    role = f" as {tie.role}" if tie.role else ""
    said = "said to be so: " if tie.said else ""
    when = _between(tie.since, tie.until)
    past = " (past)" if tie.past and not tie.until else ""
    return f"{said}{tie.start.name}, {tie.word} {tie.end.name}{role}{when}{past}"


def _designation(item: Designation) -> str:
    who = item.list if item.list == item.authority else f"{item.authority}, {item.list}"
    more = "".join(f", {part}" for part in (item.programme, item.reference) if part)
    since = f", since {phrase(item.since)}" if item.since else ", day of listing unknown"
    lifted = f", lifted {phrase(item.lifted)}" if item.lifted else ""
    return f"{who}{more}{since}{lifted}"


def _period(material: DossierMaterial) -> tuple[str | None, str | None]:
    """Return the days asked for, else those from the first to the last statement."""
    views = (*material.by, *material.about)
    days = sorted(day for view in views if (day := view.post.published.day))
    first, last = material.period
    return first or (days[0] if days else None), last or (days[-1] if days else None)


def _day(dossier: Dossier) -> str:
    return day_phrase(dossier.period[1] or dossier.at.date().isoformat())
