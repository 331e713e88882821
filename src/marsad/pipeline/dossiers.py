"""Gather what a dossier is drawn up from: facts, statements, mentions, reports of one entity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from ..errors import NotFoundError
from ..model import Entity, Fact, Judgement, Report, Source, Span, Story, Verdict
from ..model.entity_review import EntityReview, entity_review
from ..model.review import mark_id, standing
from ..ports import EntityView, Hit, PostView, Reader, StatementFilter, StatementView
from ..report import Material, by_name
from ..report.dossier import DossierMaterial, Doubt, reports_naming
from ..text import normalise
from .known import Known
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
    reader: Reader,
    known: Known,
    view: EntityView,
    scope: Scope,
    at: datetime,
    *,
    quoted: int = 200,
) -> DossierMaterial:
    """Return the material of a dossier; statements that a person rejected are left out.

    :param scope: narrows statements, mentions and stories by day; facts are not narrowed.
    :param quoted: statements by the entity, and about it, of which the posts are read; the rest
        are counted alone.
    :raises ReportError: the days of ``scope`` are not days.
    """
    scope = dated_scope(scope)
    ids = frozenset((view.entity.id, *view.merged))
    judgements = reader.judgements()
    found = _found(reader, view, ids, scope, _rejected(judgements))
    posts = _posts(reader, view, found, quoted)
    told = _told(known, view, _accepted(posts, found.said_in, found.hits, ids))
    told = replace(told, stories=_stories(reader, found.named_in))
    told = replace(told, coverage=scope_coverage(reader, scope, told, at))
    alike = dict(_alike(entity_review(judgements), ids))
    return DossierMaterial(
        view=view,
        told=told,
        at=at,
        period=(scope.day_from, scope.day_to),
        neighbours=_neighbours(reader, view, told.entities, alike),
        by=found.by,
        about=found.about,
        named_in=tuple(sorted(found.named_in)),
        unlinked=found.unlinked,
        owned=tuple(_owned(reader.sources(), view.entity, ids)),
        reports=_reports(reader, view.entity),
        doubts=tuple(_doubts(reader, ids, dismissals(judgements))),
        alike=alike,
        openings=_openings(reader, told),
        captures=reader.captures_by_id(sorted({v.version.capture_id for v in posts.values()})),
    )


@dataclass(frozen=True)
class _Found:
    """Where an entity speaks, is spoken of, or is named.

    :ivar by: statements by it; ``about``: about it.
    :ivar hits: post id → where a name of it stands.
    :ivar named: posts that name it; ``unlinked``: where a name of it is linked to nothing.
    """

    by: tuple[StatementView, ...]
    about: tuple[StatementView, ...]
    hits: Mapping[str, Hit]
    named: AbstractSet[str]
    unlinked: Mapping[str, Span]

    @cached_property
    def said_in(self) -> frozenset[str]:
        """The posts of its statements."""
        return frozenset(v.post.id for v in (*self.by, *self.about))

    @property
    def named_in(self) -> AbstractSet[str]:
        """The posts that it occurs in."""
        return self.said_in | self.named


def _found(
    reader: Reader, view: EntityView, ids: frozenset[str], scope: Scope, rejected: frozenset[str]
) -> _Found:
    by, about = _statements(reader, view, ids, scope, rejected)
    hits = _hits(reader, view.entity, scope)
    return _Found(by, about, hits, *_named(hits.values(), ids))


def _posts(reader: Reader, view: EntityView, found: _Found, quoted: int) -> dict[str, PostView]:
    """Return the posts that are read, in order: those quoted, those found, those of its facts."""
    said = [v.post.id for v in (*found.by[:quoted], *found.about[:quoted])]
    wanted = dict.fromkeys([*said, *found.hits, *_told_in(reader, view)])
    return reader.posts_by_id(list(wanted))


def _told(known: Known, view: EntityView, posts: dict[str, PostView]) -> Material:
    entities = {**known.entities, view.entity.id: view.entity}
    called = {**by_name([view.entity]), **known.by_name}
    return Material(stories=(), origins={}, posts=posts, entities=entities, called=called)


# ---------------------------------------------------------------- statements


def _statements(
    reader: Reader, view: EntityView, ids: frozenset[str], scope: Scope, rejected: frozenset[str]
) -> tuple[tuple[StatementView, ...], tuple[StatementView, ...]]:
    """Return statements by the entity or on its behalf, and those that target or address it."""
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


def _openings(reader: Reader, told: Material) -> dict[str, PostView]:
    """Return the posts whose first lines are the titles of stories, where they are not told of."""
    first = {story.post_ids[0] for story in told.stories}
    return reader.posts_by_id(sorted(first - told.posts.keys()))


def _alike(review: EntityReview, ids: frozenset[str]) -> Iterator[tuple[str, Judgement]]:
    """Yield what may be the same as the entity, by a note on which nobody has decided since."""
    for key, judgement in review.maybe.items():
        others = [review.chosen(each) for each in key if each not in ids]
        if len(others) == 1 and not review.is_apart(*key):
            yield others[0], judgement


def _neighbours(
    reader: Reader, view: EntityView, known: Collection[str], alike: Collection[str]
) -> dict[str, tuple[Fact, ...]]:
    joined = [fact for facts in view.joined.values() for fact in facts]
    met = {f.value for f in (*view.facts, *joined) if f.refers} | {f.entity_id for f in joined}
    return reader.facts(sorted((met | set(alike)) - set(known) - {view.entity.id}))


def _owned(sources: Iterable[Source], entity: Entity, ids: frozenset[str]) -> Iterator[Source]:
    names = {_key(name.text) for name in entity.names}
    return (s for s in sources if s.owner and (s.owner in ids or _key(s.owner) in names))


def _reports(reader: Reader, entity: Entity) -> tuple[Report, ...]:
    names = {name.text for name in entity.names if len(name.text) >= _SHORTEST}
    return reports_naming(reader.reports(), names)


_OWN = frozenset(("births", "one office"))
"""Checks that a dossier makes itself, on what stands at the moment."""


def _doubts(reader: Reader, ids: frozenset[str], settled: Collection[str]) -> Iterator[Doubt]:
    """Yield what the last self-check found of the entity, but what somebody judged settled."""
    last = checked(reader)
    for found in last.found if last else ():
        about = not ids.isdisjoint(found.entity_ids)
        if about and found.kind not in _OWN and found.id not in settled:
            yield Doubt(found.message, found.facts)
