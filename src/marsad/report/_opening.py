"""Title and lede, both made of what the items tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ..model import Act, Block, BlockKind, Entity, EntityKind, Sentence, SentenceKind
from ._deadlines import ends_at
from ._english import and_list, capital, count, day_phrase, period_phrase, sentence
from ._items import Desk, Item, Piece
from ._speakers import owner_speaks, voice_of
from ._words import NOUNS, RANK, TARGETED, VERBS

__all__ = ["headline", "lede"]

_TELLING = 5
"""Rank from which an act belongs into title and lede."""

_LEADING = 8
"""Rank from which an act puts its speaker's organisation into the title."""

_MOST_BODIES = 3
_MOST_ACTS = 4
_MOST_NOUNS = 3


def headline(
    desk: Desk, items: Sequence[Item], period: tuple[str | None, str | None], *, lapsed: bool
) -> str:
    """Return “Readiness, a deadline and its passing: the Lantern Front …, 1–9 March 2026”.

    :param lapsed: True where a deadline block says that a deadline passed.
    """
    nouns = _nouns(items, lapsed)
    bodies = _bodies(desk, items, least=_LEADING)[:_MOST_BODIES]
    names = [desk.facts.with_article(b) for b in bodies]
    subject = capital(_joined(nouns) or "public statements")
    about = f": {and_list(names)}" if names else ""
    return f"{subject}{about}, {period_phrase(*period)}"


def _joined(nouns: Sequence[str]) -> str:
    """Join with commas; a last noun that has an “and” of its own takes a serial comma."""
    if len(nouns) > 1 and " and " in nouns[-1]:
        return f"{', '.join(nouns[:-1])}, {nouns[-1]}"
    return and_list(nouns)


def _nouns(items: Sequence[Item], lapsed: bool) -> list[str]:
    """Return what happened, the weightiest few in the order of time."""
    ranks: dict[str, int] = {}
    for item in sorted(items, key=lambda i: i.day or "9999"):
        for piece in item.pieces:
            if RANK[piece.statement.act] >= _TELLING:
                ranks.setdefault(_noun(item, piece, lapsed), RANK[piece.statement.act])
    if any(noun.startswith("a deadline") for noun in ranks):
        ranks.pop(NOUNS[Act.THREAT], None)
        ranks.pop(NOUNS[Act.CONDITIONAL_THREAT], None)
    if "a claim and its denial" in ranks:
        ranks.pop(NOUNS[Act.CLAIM], None)
        ranks.pop(NOUNS[Act.DENIAL], None)
    kept = sorted(ranks, key=lambda noun: -ranks[noun])[:_MOST_NOUNS]
    return [noun for noun in ranks if noun in kept]


def _noun(item: Item, piece: Piece, lapsed: bool) -> str:
    act = piece.statement.act
    if ends_at(piece) is not None and RANK[act] >= 10:
        return "a deadline that passed" if lapsed else "a deadline"
    return "a claim and its denial" if act is Act.CLAIM and item.beside else NOUNS[act]


def _bodies(desk: Desk, items: Sequence[Item], least: int = _TELLING) -> list[Entity]:
    """Return the organisations that speak in the weightiest items, the most first."""
    weights: dict[str, float] = defaultdict(float)
    found: dict[str, Entity] = {}
    for piece in (p for i in items for p in i.said):
        body = _body(desk, piece)
        if body is not None and RANK[piece.statement.act] >= least:
            weights[body.id] += RANK[piece.statement.act] ** 2
            found[body.id] = body
    return [found[i] for i in sorted(weights, key=lambda i: -weights[i])]


def _day(piece: Piece) -> str:
    return piece.view.post.published.day or ""


def _body(desk: Desk, piece: Piece) -> Entity | None:
    """Return the organisation that a statement binds: the speaker, or whose office they hold.

    None where nobody's own words stand behind it: title and lede rest on what an organisation
    published itself or on quotations without a doubt, not on what others say that it said.
    """
    statement = piece.statement
    quoted = statement.direct and not statement.hedges
    if not quoted and not owner_speaks(desk.facts, piece.view, statement):
        return None
    voice = voice_of(desk.facts, piece.reading, piece.statement)
    body = voice.body if voice else None
    return body if body and body.kind is not EntityKind.PERSON else None


# ------------------------------------------------------------ lede


def lede(
    desk: Desk,
    items: Sequence[Item],
    period: tuple[str | None, str | None],
    *,
    lapsed: bool,
) -> Block:
    """Return two to five sentences: who said what when, and what the report rests on."""
    bodies = _bodies(desk, items)[:_MOST_BODIES]
    told = [s for body in bodies if (s := _told_of(desk, items, body)) is not None]
    if lapsed:
        words = "A deadline appears to have passed without the action that was announced."
        told.append(Sentence(words, SentenceKind.ASSESSMENT))
    return Block(BlockKind.LEDE, (*told, _counts(desk, items, period)))


def _told_of(desk: Desk, items: Sequence[Item], body: Entity) -> Sentence | None:
    """Return what one organisation did, day by day, citing each act."""
    told = [(i, p) for i in items for p in i.said if _body(desk, p) == body]
    telling = _first_of_each(told)
    if not telling:
        return None
    days: dict[str, list[str]] = defaultdict(list)
    for item, piece in telling:
        days[_day(piece)].append(_act(desk, item, piece))
    parts = [
        f"{_acts(acts)} on {day_phrase(day, year=False)}" if day else _acts(acts)
        for day, acts in days.items()
    ]
    pieces = [p for _, p in telling]
    citations = [c for p in pieces for c in p.reading.cite(p.statement.content)]
    translations = [p.reading.translation(p.statement.content) for p in pieces]
    return Sentence(
        sentence(f"{desk.facts.with_article(body)} {_series(parts)}"),
        SentenceKind.CITED,
        tuple(dict.fromkeys(citations)),
        "\n".join(filter(None, dict.fromkeys(translations))),
    )


def _acts(acts: Sequence[str]) -> str:
    """Join acts of one day, a verb that they share only once: “issued a denial and a warning”."""
    verb = acts[0].split(" ", 1)[0] + " "
    return and_list([acts[0], *(act.removeprefix(verb) for act in acts[1:])])


def _series(parts: Sequence[str]) -> str:
    """Join clauses that hold commas and “and” themselves."""
    if len(parts) < 3 and not any(" and " in p for p in parts):
        return and_list(parts)
    return f"{'; '.join(parts[:-1])}; and {parts[-1]}" if len(parts) > 1 else parts[0]


def _first_of_each(told: Sequence[tuple[Item, Piece]]) -> list[tuple[Item, Piece]]:
    """Return the first statement of each telling act, the weightiest few in the order of time."""
    first: dict[Act, tuple[Item, Piece]] = {}
    for item, piece in sorted(told, key=lambda t: _day(t[1]) or "9999"):
        if RANK[piece.statement.act] >= _TELLING:
            first.setdefault(piece.statement.act, (item, piece))
    kept = sorted(first, key=lambda act: -RANK[act])[:_MOST_ACTS]
    return [first[act] for act in first if act in kept]


def _act(desk: Desk, item: Item, piece: Piece) -> str:
    act = piece.statement.act
    told = VERBS[act]
    target = desk.facts.named(piece.statement.target)
    if target and act in TARGETED and len(target.split()) <= 8:
        told = f"{told} {TARGETED[act]} {target}"
    deadline = piece.statement.deadline_at.day
    if deadline is not None and RANK[act] >= 10:
        told += f" [deadline: {day_phrase(deadline, year=False)}]"
    if act is Act.CLAIM and item.beside:
        told += " [which was denied]"
    return told


def _counts(desk: Desk, items: Sequence[Item], period: tuple[str | None, str | None]) -> Sentence:
    """Say how much there was, and how much of it stands below."""
    posts = desk.facts.material.posts.values()
    statements = sum(len(v.statements) for v in posts)
    origins = len({desk.facts.origin_id(v.post.id) for v in posts})
    sources = len({v.source.id for v in posts})
    text = (
        f"In the period {period_phrase(*period)} Marsad read "
        f"{count(len(posts), 'post')} of {count(origins, 'origin')} from "
        f"{count(sources, 'source')} and found {count(statements, 'statement')} in them"
    )
    left = len(desk.items) - len(items)
    if left > 0:
        weighty = count(len(items), "item")
        text += f"; the {weighty} that weigh most are told below, {count(left, 'other')} are not"
    return Sentence(sentence(text), SentenceKind.NOTE)
