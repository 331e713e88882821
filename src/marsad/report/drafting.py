"""Draft a brief: a dated title, a lede, then dated items with verbatim, cited quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ..errors import ReportError
from ..model import (
    Block,
    BlockKind,
    Citation,
    Entity,
    EntityKind,
    Report,
    ReportKind,
    Sentence,
    SentenceKind,
    make_id,
)
from ._coverage import coverage_blocks
from ._deadlines import deadline_blocks
from ._english import cut, day_phrase, quoted, sentence, tidy
from ._facts import Facts
from ._history import history, retellings
from ._items import Desk, Item
from ._meetings import meeting_blocks
from ._opening import headline, lede
from ._reading import Reading
from ._sayings import say
from ._speakers import Voice, outlet
from ._tolls import toll_blocks
from .material import Material

__all__ = ["draft_brief"]

_QUOTING = (
    "Quotations are verbatim; where the original is not in English they are translations of it, "
    "and the original stands in the endnote. Additions by the analyst are in [brackets]."
)
_MACHINE = "Some translations were made by a machine; they are marked."
_MISSING = "Passages that are not translated are quoted in their own language."

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)


def draft_brief(
    material: Material,
    *,
    title: str | None = None,
    created: datetime,
    label: str = "",
    desk: str = "",
    audience: str = "subscribers",
    max_items: int = 20,
) -> Report:
    """Draft a brief over ``material``.

    Every sentence either cites passages or is typed as the analyst's own. The same material
    always gives the same report.

    :param title: printed as given; None lets the facts make one.
    :param created: aware moment; deadlines before it count as passed.
    :param label: printed on every page, such as an exercise mark.
    :param desk: who drafts, printed among the credits; may be empty.
    :param max_items: items told at most; meetings, tolls and passed deadlines come on top.
    :raises ReportError: the material holds no statement.
    """
    working = _desk(material)
    items = working.chosen(max_items)
    period = _period(material)
    lapsed = deadline_blocks(working, items, created)
    said = tuple(_item_blocks(working, items))
    told = [*said, *meeting_blocks(working, said), *toll_blocks(working), *lapsed]
    opening = lede(working, items, period, lapsed=bool(lapsed))
    blocks = (opening, *_by_day(told), *coverage_blocks(material), _closing(working))
    heading = title or headline(working, items, period, lapsed=bool(lapsed))
    return Report(
        id=make_id("r", "brief", heading, created.isoformat(), *_statement_ids(items)),
        kind=ReportKind.BRIEF,
        title=heading,
        created=created,
        period=period,
        blocks=tuple(_explained(working, blocks)),
        audience=audience,
        label=label,
        credits=_credits(material, desk),
    )


def _desk(material: Material) -> Desk:
    found = Desk(Facts(material))
    if not found.items:
        raise ReportError(
            "There is no statement to report.",
            hint="Widen the period or the sources, or run the pipeline first.",
        )
    return found


def _period(material: Material) -> tuple[str | None, str | None]:
    days = sorted(d for v in material.posts.values() if (d := v.post.published.day))
    return (days[0], days[-1]) if days else (None, None)


def _statement_ids(items: Sequence[Item]) -> Iterator[str]:
    return (p.statement.id for i in items for p in i.pieces)


def _credits(material: Material, desk: str) -> tuple[str, ...]:
    found = dict.fromkeys(v.source.credit for v in material.posts.values() if v.source.credit)
    drafted = [f"Drafted for {desk}"] if desk else []
    return (*drafted, *(f"Source material: {credit}" for credit in sorted(found)))


# ------------------------------------------------------------ items


def _item_blocks(desk: Desk, items: Sequence[Item]) -> Iterator[Block]:
    known: set[str] = set()
    denied: set[str] = set()
    for item in items:
        story = desk.facts.story(item.view.post.id)
        sentences = tuple(_item(desk, item, known, denied))
        yield Block(BlockKind.ITEM, sentences, item.day, story.id if story else None)


def _item(desk: Desk, item: Item, known: set[str], denied: set[str]) -> Iterator[Sentence]:
    bodies: list[Entity] = []
    targets: list[Entity] = []
    previous: Voice | None = None
    heard = ""
    for place, piece in enumerate(item.pieces):
        if piece.words in heard:
            continue
        saying = say(desk.facts, piece.reading, piece.statement, previous=previous, lead=place == 0)
        heard += " ".join(s.text for s in saying.sentences)
        yield from saying.sentences
        previous = saying.voice
        bodies += [saying.voice.body] if saying.voice and saying.voice.body else []
        target = desk.facts.entity(piece.statement.target)
        targets += [target] if target and target.kind in _BODIES else []
    yield from _events(desk, item)
    yield from history(desk, item)
    yield from _denials(desk, item, denied)
    yield from _background([*bodies, *targets], known)


def _events(desk: Desk, item: Item) -> Iterator[Sentence]:
    """Quote what the post reports as an event where no statement holds it; tolls stand apart."""
    reading = item.pieces[0].reading
    held = [span for s in reading.view.statements for span in s.content]
    for event in reading.view.events:
        english = reading.english([event.span])
        toll = event.killed is not None or event.injured is not None
        if toll or not english.translated or any(span.overlap(event.span) for span in held):
            continue
        words = tidy(english.around if english.exact else english.text)
        yield Sentence(
            sentence(f"{outlet(desk.facts, reading.view)} added: {quoted(cut(words))}"),
            citations=reading.cite([event.span]),
            translation=reading.translation([event.span]),
        )
        return


def _denials(desk: Desk, item: Item, told: set[str]) -> Iterator[Sentence]:
    """Set denials beside the claim, each with its day where that is another.

    :param told: statements of denials that stand beside earlier claims; those told here join them.
    """
    fresh = [d for d in item.beside if not told.issuperset(p.statement.id for p in d.pieces)]
    if item.beside and not fresh:
        yield Sentence("[This was denied, as told above.]", SentenceKind.NOTE)
    for place, denial in enumerate(fresh):
        told.update(p.statement.id for p in denial.pieces)
        opening = "Against this" if place == 0 else "Further"
        yield from _denial(desk, denial, opening, item.day)
        yield from retellings(desk, denial, "the denial")


def _denial(desk: Desk, denial: Item, opening: str, claimed: str | None) -> Iterator[Sentence]:
    previous: Voice | None = None
    for place, piece in enumerate(denial.pieces):
        lead = place == 0
        saying = say(desk.facts, piece.reading, piece.statement, previous=previous, lead=lead)
        first, *rest = saying.sentences
        yield _beside(opening, first, denial.day, claimed) if lead else first
        yield from rest
        previous = saying.voice


def _beside(opening: str, first: Sentence, day: str | None, claimed: str | None) -> Sentence:
    when = f" on {day_phrase(day, year=False)}" if day and day != claimed else ""
    text = first.text
    lowered = (
        text[:1].lower() + text[1:]
        if text.startswith(("The ", "According ", "A ", "In "))
        else text
    )
    return replace(first, text=f"{opening}{when}, {lowered}")


def _background(bodies: Iterable[Entity], known: set[str]) -> Iterator[Sentence]:
    for body in bodies:
        if body.id not in known and body.background:
            known.add(body.id)
            yield Sentence(sentence(body.background), SentenceKind.BACKGROUND)


# ------------------------------------------------------------ the whole


def _by_day(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks day by day, each day under its heading, undated ones last."""
    day: str | None = ""
    for block in sorted(blocks, key=lambda b: b.day or "9999"):
        if block.day != day:
            day = block.day
            words = day_phrase(day) if day else "Date unknown"
            yield Block(BlockKind.HEADING, (Sentence(words, SentenceKind.NOTE),), day)
        yield block


def _closing(desk: Desk) -> Block:
    """Say how the text came about, as far as a reader has to know."""
    readings = desk.readings.values()
    machine = any(t.machine for r in readings for t in r.view.translations.values())
    missing = any(_untranslated(r, p.id, p.language) for r in readings for p in r.passages)
    told = [_QUOTING, *([_MACHINE] if machine else []), *([_MISSING] if missing else [])]
    return Block(BlockKind.NOTE, tuple(Sentence(text, SentenceKind.NOTE) for text in told))


def _untranslated(reading: Reading, passage_id: str, language: str) -> bool:
    if language.startswith("en"):
        return False
    found = reading.view.translations.get(passage_id)
    return found is None or not found.translated


def _explained(desk: Desk, blocks: Sequence[Block]) -> Iterator[Block]:
    """Explain each source in the endnote that cites it first, by its owner's background."""
    by_version = {
        v.id: r.view for r in desk.readings.values() for v in (*r.view.versions, r.view.version)
    }
    spoken = {s.text for b in blocks for s in b.sentences if s.kind is SentenceKind.BACKGROUND}
    explained: set[str] = set()

    def note(citation: Citation) -> Citation:
        view = by_version[citation.version_id]
        owner = desk.facts.entity(view.source.owner)
        if owner is None or view.source.id in explained or owner.background in spoken:
            return citation
        explained.add(view.source.id)
        words = " ".join(filter(None, (owner.background, citation.note)))
        return replace(citation, note=words)

    for block in blocks:
        sentences = tuple(
            replace(s, citations=tuple(note(c) for c in s.citations)) for s in block.sentences
        )
        yield replace(block, sentences=sentences)
