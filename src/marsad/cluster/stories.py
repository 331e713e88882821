"""Origins about one development become a Story.

Texts are joined by average linkage (UPGMA; Sokal and Michener 1958) on how near they are, nearest
first, as long as the average is near enough. Two texts are as near as their weighted words are
alike. Where vectors are known, words in one language count only if the meanings are not unlike, and
alike meanings bring texts in two languages nearer. Only texts published within a window of each
other are compared. Texts of one origin never part.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ..model import Origin, Story, make_id
from .meanings import Meanings
from .texts import Text
from .vectors import Vector, Weighing, terms, vectors

__all__ = ["DEFAULT_POLICY", "RECIPE", "StoryPolicy", "group", "group_stories"]

RECIPE = "tfidf-meaning-upgma/2"

_EARLY = datetime.min.replace(tzinfo=UTC)
_TITLE = 90

Links = list[dict[int, float]]


@dataclass(frozen=True, slots=True)
class StoryPolicy:
    """How near is near.

    :ivar near: average cosine from which two groups are one story.
    :ivar faint: cosines below this count as 0.
    :ivar window: texts published further apart are never linked directly; undated ones always
        may be.
    :ivar unlike: texts in one language whose meanings have a lower cosine have nothing to do with
        each other.
    :ivar meaning: across languages, what a cosine of meanings above ``unlike`` is multiplied by, so
        that it can be added to one of words.
    :ivar nearest: each text is compared in meaning with at most so many earlier ones.
    """

    near: float = 0.13
    faint: float = 0.03
    window: timedelta = timedelta(days=4)
    weighing: Weighing = field(default_factory=Weighing)
    unlike: float = 0.2
    meaning: float = 1.6
    nearest: int = 50


# near: the best BCubed F1 of `python -m evaluation.run --data DATA --only cluster` lies at .12–.15.
# unlike, meaning: of .10–.30 and 1–3, a middle between `--only across`, whose stories are best with
# .25–.30, but within two points of that with these, and `--only exercise`, whose stories are best
# with .10–.15; nearest: not tuned. window: the longest pause inside a story of the exercise.
DEFAULT_POLICY = StoryPolicy()


def group_stories(
    texts: Sequence[Text], origins: Sequence[Origin], policy: StoryPolicy = DEFAULT_POLICY
) -> tuple[Story, ...]:
    """Return stories of at least two posts, the newest first."""
    by_id = {t.post_id: t for t in texts}
    labels = group([by_id[o.post_ids[0]] for o in origins], policy)
    gathered: dict[int, list[Origin]] = defaultdict(list)
    for origin, label in zip(origins, labels, strict=True):
        gathered[label].append(origin)
    stories = [_story(by_id, members) for members in gathered.values()]
    several = [s for s in stories if len(s.post_ids) > 1]
    return tuple(sorted(several, key=lambda s: (s.last_day or "", s.id), reverse=True))


def group(texts: Sequence[Text], policy: StoryPolicy = DEFAULT_POLICY) -> list[int]:
    """Return a story number for each text, in the order given."""
    weighed = vectors([terms(t.comparable, t.entity_ids) for t in texts], policy.weighing)
    links = _links(texts, weighed, policy)
    if any(text.vector for text in texts):
        _weigh_meanings(links, texts, policy)
    members = _agglomerate(links, policy.near)
    labels = [0] * len(texts)
    for label, group_members in enumerate(members):
        for i in group_members:
            labels[i] = label
    return labels


def _links(texts: Sequence[Text], weighed: Sequence[Vector], policy: StoryPolicy) -> Links:
    """Return for each text the cosines to the others within the window."""
    links: Links = [{} for _ in texts]
    holders: dict[str, deque[tuple[int, float]]] = defaultdict(deque)
    order = sorted(range(len(texts)), key=lambda i: (texts[i].published or _EARLY, i))
    for i in order:
        moment = texts[i].published
        oldest = moment - policy.window if moment else None
        for other, score in _cosines(texts, weighed[i], holders, oldest).items():
            if score >= policy.faint:
                links[i][other] = links[other][i] = score
        for term, weight in weighed[i].items():
            holders[term].append((i, weight))
    return links


def _cosines(
    texts: Sequence[Text],
    vector: Vector,
    holders: Mapping[str, deque[tuple[int, float]]],
    oldest: datetime | None,
) -> dict[int, float]:
    """Sum shared weights; texts that fell out of the window are forgotten on the way."""
    scores: dict[int, float] = defaultdict(float)
    for term, weight in vector.items():
        holding = holders.get(term)
        if holding is None:
            continue
        while oldest and holding and (texts[holding[0][0]].published or oldest) < oldest:
            holding.popleft()
        for other, other_weight in holding:
            scores[other] += weight * other_weight
    return scores


def _weigh_meanings(links: Links, texts: Sequence[Text], policy: StoryPolicy) -> None:
    """Drop links in one language between unlike texts; strengthen or add those across languages."""
    meanings = Meanings(texts)
    pairs = [
        (i, j)
        for i, row in enumerate(links)
        for j in row
        if i < j and texts[i].language == texts[j].language
    ]
    for (i, j), cosine in zip(pairs, meanings.cosines(pairs), strict=True):
        if cosine < policy.unlike:
            del links[i][j], links[j][i]
    found = meanings.across(policy.window.total_seconds(), policy.unlike, policy.nearest)
    for i, j, cosine in found:
        score = links[i].get(j, 0.0) + policy.meaning * (cosine - policy.unlike)
        if score >= policy.faint:
            links[i][j] = links[j][i] = score


def _agglomerate(links: Links, near: float) -> list[list[int]]:
    """Join the nearest two groups again and again while their average cosine is ``near``."""
    members: dict[int, list[int]] = {i: [i] for i in range(len(links))}
    queue = [(-s, i, j) for i, row in enumerate(links) for j, s in row.items() if i < j]
    heapq.heapify(queue)
    while queue and -queue[0][0] >= near:
        score, one, other = heapq.heappop(queue)
        if one not in members or other not in members or links[one].get(other) != -score:
            continue
        _join(links, members, one, other)
        for k, s in links[one].items():
            if s >= near:
                heapq.heappush(queue, (-s, min(one, k), max(one, k)))
    return list(members.values())


def _join(links: Links, members: dict[int, list[int]], one: int, other: int) -> None:
    """Move ``other`` into ``one``; the new group's links are averages weighted by size."""
    n, m = len(members[one]), len(members[other])
    for k in (links[one].keys() | links[other].keys()) - {one, other}:
        average = (links[one].get(k, 0.0) * n + links[other].get(k, 0.0) * m) / (n + m)
        links[one][k] = links[k][one] = average
        links[k].pop(other, None)
    links[one].pop(other, None)
    links[other].clear()
    members[one].extend(members.pop(other))


def _story(by_id: Mapping[str, Text], origins: Sequence[Origin]) -> Story:
    posts = [by_id[p] for o in origins for p in o.post_ids]
    posts.sort(key=lambda t: (t.published or _EARLY, t.post_id))
    days = sorted(t.published.date().isoformat() for t in posts if t.published)
    return Story(
        id=make_id("t", min(t.post_id for t in posts)),
        title=_title(posts[0].comparable),
        post_ids=tuple(t.post_id for t in posts),
        origin_ids=tuple(o.id for o in origins),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        recipe=RECIPE,
    )


def _title(text: str) -> str:
    """First line, cut at a word."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    return line if len(line) <= _TITLE else line[:_TITLE].rsplit(" ", 1)[0] + " …"
