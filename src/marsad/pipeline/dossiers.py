"""Gather what a dossier is drawn up from: facts, statements, mentions, reports of one entity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from ..errors import NotFoundError
from ..model import Entity, Fact, Judgement, Report, Source, Span, Story, Verdict
from ..model.review import mark_id, standing
from ..ports import EntityView, Hit, PostView, Reader, StatementFilter, StatementView
from ..report import Material
from ..report.dossier import DossierMaterial, Doubt, reports_naming
from ..text import normalise
from .entities import entities_as_they_stand
from .material import Scope
from .reports import dated_scope, scope_coverage
from .self_check import checked, dismissals

__all__ = ["gather_dossier"]

_BATCH = 500
_SHORTEST = 4
"""Code points of a name that is looked for in posts and reports: shorter ones are mostly other
words or acronyms of many bodies. A choice, not tuned."""

_NAMES = 12
_HITS = 60
"""Names that are looked for, and posts that each brings: bounds that keep a page quick where a
name is on every post. A choice, not tuned."""

_STORIES = 20


def gather_dossier(
    reader: Reader, view: EntityView, scope: Scope, at: datetime, *, quoted: int = 200
) -> DossierMaterial:
    """Return the material of a dossier; statements that a person rejected are left out.

    :param scope: narrows statements, mentions and stories by day; facts are not narrowed.
    :param quoted: statements by the entity, and about it, of which the posts are read; the rest
        are counted alone.
    :raises ReportError: the days of ``scope`` are not days.
    """
    scope = dated_scope(scope)
    entities = entities_as_they_stand(reader)
    entities[view.entity.id] = view.entity
    ids = frozenset((view.entity.id, *view.merged))
    by, about = _statements(reader, view, ids, scope)
    hits = _hits(reader, view.entity, scope)
    wanted = [v.post.id for v in (*by[:quoted], *about[:quoted])]
    posts = reader.posts_by_id(list(dict.fromkeys([*wanted, *hits, *_told_in(reader, view)])))
    said_in = {v.post.id for v in (*by, *about)}
    told = Material(
        stories=(),
        origins={},
        posts=_accepted(posts, said_in, hits, ids),
        entities=entities,
    )
    named, unlinked = _named(hits.values(), ids)
    told = replace(told, stories=_stories(reader, {*said_in, *named}))
    told = replace(told, coverage=scope_coverage(reader, scope, told, at))
    return DossierMaterial(
        view=view,
        told=told,
        at=at,
        period=(scope.day_from, scope.day_to),
        neighbours=_neighbours(reader, view, entities),
        by=by,
        about=about,
        named_in=tuple(sorted({*named, *said_in})),
        unlinked=unlinked,
        owned=tuple(_owned(reader.sources(), view.entity, ids)),
        reports=_reports(reader, view.entity),
        doubts=tuple(_doubts(reader, ids)),
        captures=reader.captures_by_id(sorted({v.version.capture_id for v in posts.values()})),
    )


# ---------------------------------------------------------------- statements


def _statements(
    reader: Reader, view: EntityView, ids: frozenset[str], scope: Scope
) -> tuple[tuple[StatementView, ...], tuple[StatementView, ...]]:
    """Return statements by the entity or on its behalf, and those that target or address it."""
    rejected = _rejected(reader.judgements())
    names = frozenset(_key(name) for name in _spellings(view.entity))
    by, about = [], []
    for found in _all_statements(reader, view, ids, scope):
        statement = found.statement
        if statement.id in rejected:
            continue
        if ids & {statement.speaker.entity_id, statement.speaker.affiliation_id}:
            by.append(found)
        elif any(each in ids or _key(each) in names for each in _meant(found)):
            about.append(found)
    return tuple(by), tuple(about)


def _meant(found: StatementView) -> Iterator[str]:
    return (each for each in (found.statement.target, found.statement.addressee) if each)


def _all_statements(
    reader: Reader, view: EntityView, ids: frozenset[str], scope: Scope
) -> Iterator[StatementView]:
    """Yield all in which the entity takes part, by its ids or, as a target often is, by name."""
    query = StatementFilter(
        entity_id=view.entity.id,
        merged=(*sorted(ids), *_spellings(view.entity)),
        day_from=scope.day_from,
        day_to=scope.day_to,
        limit=_BATCH,
    )
    while page := reader.statements(query):
        yield from page
        query = replace(query, offset=query.offset + len(page))


def _spellings(entity: Entity) -> tuple[str, ...]:
    """Return the names as statements write whom they mean: with an English article too."""
    plain = [name.text for name in entity.names]
    return tuple(dict.fromkeys([*plain, *(f"the {name}" for name in plain if name.isascii())]))


def _key(name: str) -> str:
    return normalise(name).text.removeprefix("the ")


def _rejected(judgements: Iterable[Judgement]) -> frozenset[str]:
    grouped: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        grouped[mark_id(judgement.subject)].append(judgement)
    last = ((key, standing(group)) for key, group in grouped.items() if key.startswith("s_"))
    return frozenset(key for key, found in last if found and found.verdict is Verdict.REJECT)


# ---------------------------------------------------------------- mentions


def _hits(reader: Reader, entity: Entity, scope: Scope) -> dict[str, Hit]:
    """Return post id → where a name of the entity stands in it, for the best of them."""
    found: dict[str, Hit] = {}
    for name in _telling(entity):
        for hit in reader.search(f'"{name}"', _HITS):
            if _within(hit.view, scope):
                found.setdefault(hit.view.post.id, hit)
    return found


_QUOTES = re.compile('["“”„‟«»]')
"""What ends a phrase of a search: names of lists have them, and are no part of its language."""


def _telling(entity: Entity) -> list[str]:
    """Return names long enough to be looked for, the canonical ones first."""
    ranked = sorted(entity.names, key=lambda name: not name.canonical)
    plain = (" ".join(_QUOTES.sub(" ", name.text).split()) for name in ranked)
    return list({_key(text): text for text in plain if len(text) >= _SHORTEST}.values())[:_NAMES]


def _within(view: PostView, scope: Scope) -> bool:
    day = view.post.published.day
    if scope.day_from is None and scope.day_to is None:
        return True
    after = day is not None and (scope.day_from is None or scope.day_from <= day)
    return after and day is not None and (scope.day_to is None or day <= scope.day_to)


def _named(hits: Iterable[Hit], ids: frozenset[str]) -> tuple[set[str], dict[str, Span]]:
    """Return the posts that name the entity, and where a name of it is linked to nothing."""
    named: set[str] = set()
    unlinked: dict[str, Span] = {}
    for hit in hits:
        mentions = hit.view.mentions
        if any(mention.entity_id in ids for mention in mentions):
            named.add(hit.view.post.id)
            continue
        linked = [m.span for m in mentions if m.entity_id is not None]
        free = [s for s in hit.spans if not any(s.overlap(span) for span in linked)]
        if free:
            unlinked[hit.view.post.id] = free[0]
    return named, dict(sorted(unlinked.items()))


def _accepted(
    posts: dict[str, PostView], said_in: Collection[str], hits: Collection[str], ids: frozenset[str]
) -> dict[str, PostView]:
    """Return the posts without those of other bodies of the same name."""
    return {
        key: view
        for key, view in posts.items()
        if key in said_in or key in hits or any(m.entity_id in ids for m in view.mentions)
    }


# ---------------------------------------------------------------- the rest


def _told_in(reader: Reader, view: EntityView) -> list[str]:
    """Return the posts in which people or rules read a fact."""
    facts = [*view.facts, *(f for facts in view.joined.values() for f in facts)]
    found = []
    for version_id in dict.fromkeys(f.version_id for f in facts if f.version_id):
        try:
            found.append(reader.version(version_id).post_id)
        except NotFoundError:  # the post was read by another workspace, whose facts came along
            continue
    return found


def _stories(reader: Reader, posts: AbstractSet[str]) -> tuple[Story, ...]:
    found = (s for s in reader.stories(limit=100_000) if not posts.isdisjoint(s.post_ids))
    return tuple(story for story, _ in zip(found, range(_STORIES), strict=False))


def _neighbours(
    reader: Reader, view: EntityView, known: Collection[str]
) -> dict[str, tuple[Fact, ...]]:
    joined = [fact for facts in view.joined.values() for fact in facts]
    met = {f.value for f in (*view.facts, *joined) if f.refers} | {f.entity_id for f in joined}
    return reader.facts(sorted(met - set(known) - {view.entity.id}))


def _owned(sources: Iterable[Source], entity: Entity, ids: frozenset[str]) -> Iterator[Source]:
    names = {_key(name.text) for name in entity.names}
    return (s for s in sources if s.owner and (s.owner in ids or _key(s.owner) in names))


def _reports(reader: Reader, entity: Entity) -> tuple[Report, ...]:
    names = {name.text for name in entity.names if len(name.text) >= _SHORTEST}
    return reports_naming(reader.reports(), names)


_OWN = frozenset(("births", "one office"))
"""Checks that a dossier makes itself, on what stands at the moment."""


def _doubts(reader: Reader, ids: frozenset[str]) -> Iterator[Doubt]:
    """Yield what the last self-check found of the entity, but what somebody judged settled."""
    last, settled = checked(reader), dismissals(reader.judgements())
    for found in last.found if last else ():
        about = not ids.isdisjoint(found.entity_ids)
        if about and found.kind not in _OWN and found.id not in settled:
            yield Doubt(found.message, found.facts)
