"""Gather what a report draws on: stories, posts, origins and entities of one scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ..model import Capture, Report, Verdict
from ..ports import PostFilter, PostView, Reader, ReportContext
from ..report import Material
from .known import Known

__all__ = ["Scope", "gather", "report_context", "without_local_paths"]

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about; every field given narrows.

    ``day_from`` and ``day_to`` are inclusive UTC days; posts without a date are left out where
    either is given.
    """

    day_from: str | None = None
    day_to: str | None = None
    source_ids: tuple[str, ...] = ()
    story_id: str | None = None


def gather(reader: Reader, known: Known, scope: Scope) -> Material:
    """Return the material of ``scope``; statements that a person rejected are left out."""
    views = {v.post.id: _accepted(v) for v in _posts(reader, scope)}
    stories = tuple(s for s in reader.stories(limit=100_000) if any(p in views for p in s.post_ids))
    wanted = sorted({o for s in stories for o in s.origin_ids})
    return Material(
        stories=stories,
        origins={o.id: o for o in reader.origins(wanted)},
        posts=views,
        entities=known.entities,
        called=known.by_name,
    )


def report_context(reader: Reader, report: Report) -> ReportContext:
    """Return the facts behind every citation of ``report``."""
    cited = sorted({c.version_id for b in report.blocks for s in b.sentences for c in s.citations})
    versions = {i: reader.version(i) for i in cited}
    views = reader.posts_by_id(sorted({v.post_id for v in versions.values()}))
    captures: dict[str, Capture] = reader.captures_by_id(
        sorted({v.capture_id for v in versions.values()})
    )
    return ReportContext(
        report=report,
        sources={v.source.id: v.source for v in views.values()},
        posts={v.post.id: v.post for v in views.values()},
        versions=versions,
        captures=captures,
        observations={v.post.id: v.observations for v in views.values()},
    )


def without_local_paths(context: ReportContext) -> ReportContext:
    """Return ``context`` for products, which leave the machine: local files by name only."""
    return replace(
        context,
        sources={i: replace(s, address=_public(s.address)) for i, s in context.sources.items()},
        posts={i: replace(p, url=_public(p.url)) for i, p in context.posts.items()},
        captures={i: replace(c, url=_public(c.url)) for i, c in context.captures.items()},
    )


def _public(address: str) -> str:
    local = address.startswith("file:") or "://" not in address
    return f"file:{PurePosixPath(address).name}" if local and address else address


def _posts(reader: Reader, scope: Scope) -> list[PostView]:
    found: list[PostView] = []
    for source_id in scope.source_ids or (None,):
        offset = 0
        while page := reader.posts(_filter(scope, source_id, offset)):
            found.extend(page)
            offset += len(page)
    return found


def _filter(scope: Scope, source_id: str | None, offset: int) -> PostFilter:
    return PostFilter(
        source_id=source_id,
        day_from=scope.day_from,
        day_to=scope.day_to,
        story_id=scope.story_id,
        limit=_PAGE,
        offset=offset,
        oldest_first=True,
    )


def _accepted(view: PostView) -> PostView:
    """Return ``view`` without the statements on which a rejection stands."""
    rejected = {key for key, j in view.judged.items() if j.verdict is Verdict.REJECT}
    kept = tuple(s for s in view.statements if s.id not in rejected)
    return replace(view, statements=kept)
