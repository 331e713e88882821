"""Score the demonstration workspace against the exercise's gold."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evaluation.scorers.attribution import Prf
from evaluation.scorers.clusters import bcubed, pair_prf
from evaluation.scorers.statements import Said, statement_prf
from marsad.api import PostFilter, PostView, Workspace
from marsad.demo import build

__all__ = ["GOLD", "Scores", "score_exercise", "score_workspace"]

GOLD = Path(__file__).parent / "gold" / "silent_lantern"
Scores = dict[str, float]
Key = tuple[str, str]


def score_exercise() -> Scores:
    """Build the demonstration in a temporary folder and score it."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "demo")
        with Workspace.open(Path(folder) / "demo") as workspace:
            return score_workspace(workspace)


def score_workspace(workspace: Workspace) -> Scores:
    """Return F1 and accuracy by language, 0–100, of a workspace that holds the exercise.

    The gold describes each post's first version; edited posts are scored on that one only
    where the newest version is the first. Titles carry no gold and are not scored.
    """
    views = _views(workspace)
    return _statements(views) | _mentions(views) | _groups(workspace, views)


def _views(workspace: Workspace) -> dict[Key, PostView]:
    found = workspace.posts(PostFilter(limit=100_000))
    return {
        (v.source.id, v.post.native_id): v for v in found if v.source.label and len(v.versions) == 1
    }


def rows(name: str) -> list[dict[str, Any]]:
    """Return the lines of one gold file."""
    text = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _by_post(name: str) -> dict[Key, list[dict[str, Any]]]:
    found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(name):
        found[row["source"], str(row["native_id"])].append(row)
    return found


def _statements(views: Mapping[Key, PostView]) -> Scores:
    gold = _by_post("statements")
    whole: dict[str, Prf] = defaultdict(Prf)
    acts: dict[str, Prf] = defaultdict(Prf)
    for post in rows("posts"):
        key = (post["source"], str(post["native_id"]))
        if key not in views:
            continue
        start = len(post["title"]) + 1 if post["title"] else 0
        found, same = statement_prf(
            [_gold_said(row) for row in gold[key]], list(_predicted(views[key], start))
        )
        whole[post["language"]] += found
        acts[post["language"]] += same
    scores = {f"exercise statements {lang}": 100 * prf.f1 for lang, prf in whole.items()}
    return scores | {f"exercise acts {lang}": 100 * prf.recall for lang, prf in acts.items()}


def _gold_said(row: Mapping[str, Any]) -> Said:
    named = row["speaker"]["named"]
    speakers = {row["speaker"]["entity"], named["text"] if named else None}
    return Said(
        speakers=frozenset(s for s in speakers if s),
        day=row["date"],
        spans=(tuple(row["content"]["span"]),),
        act=row["act"],
    )


def _predicted(view: PostView, body_start: int) -> Iterable[Said]:
    for statement in view.statements:
        if statement.content[0].start < body_start:
            continue
        speaker = statement.speaker
        yield Said(
            speakers=frozenset(s for s in (speaker.entity_id, speaker.text) if s),
            day=statement.date.day,
            spans=tuple((s.start, s.end) for s in statement.content),
            act=statement.act.value,
        )


def _mentions(views: Mapping[Key, PostView]) -> Scores:
    """Exact span and entity, among names of the exercise's entities."""
    gold = _by_post("mentions")
    total: dict[str, Prf] = defaultdict(Prf)
    for post in rows("posts"):
        key = (post["source"], str(post["native_id"]))
        if key not in views:
            continue
        start = len(post["title"]) + 1 if post["title"] else 0
        wanted = {(*row["span"], row["entity"]) for row in gold[key] if row["entity"]}
        found = {
            (m.span.start, m.span.end, m.entity_id)
            for m in views[key].mentions
            if m.entity_id and m.span.start >= start
        }
        total[post["language"]] += Prf(len(wanted & found), len(found), len(wanted))
    return {f"exercise mentions {lang}": 100 * prf.f1 for lang, prf in total.items()}


def _groups(workspace: Workspace, views: Mapping[Key, PostView]) -> Scores:
    ids = {view.post.id: f"{key[0]}/{key[1]}" for key, view in views.items()}
    stories = workspace.stories(limit=100_000)
    origins = [o for s in stories for o in workspace.origins(s)]
    found = [[ids[p] for p in o.post_ids if p in ids] for o in origins]
    wanted = [[f"{s}/{n}" for s, n in row["posts"]] for row in rows("origins")]
    held = set(ids.values())
    pairs = pair_prf([[p for p in group if p in held] for group in wanted], found)
    story_of = {p: s.id for s in stories for p in s.post_ids}
    gold_of = {f"{s}/{n}": row["story"] for row in rows("stories") for s, n in row["posts"]}
    posts = [p for p in ids if ids[p] in gold_of]
    _, _, f1 = bcubed([gold_of[ids[p]] for p in posts], [story_of.get(p, p) for p in posts])
    return {"exercise origins (pairs)": 100 * pairs.f1, "exercise stories (BCubed)": 100 * f1}
