"""Posts: the list, and one post with its history and capture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from ...model import Forward, Post, Source, Version
from ...ports import PostView
from ..bench import Page, Visit
from ..cards import cards, lost, namings
from ..corrections import MENTION_KINDS
from ..diffs import Change, changes
from ..queries import Pages

__all__ = ["PAGES"]

_SIZE = 20
_LONGEST = 1500
"""Code points of a post that the list shows; a long document would hide what comes after it."""


def list_posts(visit: Visit) -> Response:
    """List posts, newest first, as the filters ask."""
    workspace = visit.workspace
    query = visit.asked.posts(visit.sources)
    total = workspace.read.count_posts(query)
    pages = Pages.of(visit.asked.page(), _SIZE, total)
    views = workspace.posts(replace(query, limit=_SIZE, offset=pages.offset))
    return visit.page(
        "posts.html",
        cards=cards(visit, views, longest=_LONGEST),
        total=total,
        pages=pages,
        query=query,
        story=workspace.story(query.story_id) if query.story_id else None,
        sources=visit.source_choices(),
        languages=visit.language_choices(query.language),
    )


def one_post(visit: Visit) -> Response:
    """Show one post with its versions, observations and the capture that it rests on."""
    view = visit.workspace.post(visit.part("id"))
    captures = visit.workspace.read.captures_by_id(
        sorted({v.capture_id for v in view.versions} | {o.capture_id for o in view.observations})
    )
    return visit.page(
        "post.html",
        card=cards(visit, [view])[0],
        captures=captures,
        mention_kinds=MENTION_KINDS,
        namings=namings(visit, view),
        lost=lost(view),
        history=_history(view.versions or (view.version,)),
        forwarded=_forwarded(visit, view),
        files=visit.workspace.read.media([view.post.id]),
    )


def evidence(visit: Visit) -> Response:
    """Return the captures of one post as a bundle that verifies by itself."""
    post = visit.workspace.post(visit.part("id")).post
    with TemporaryDirectory(prefix="marsad-") as folder:
        path = visit.workspace.evidence(post.id, Path(folder) / "e.wacz", pictures=False)
        bundle = path.read_bytes()
    disposition = {"Content-Disposition": f'attachment; filename="{post.id}.wacz"'}
    return Response(bundle, media_type="application/zip", headers=disposition)


def _history(versions: Sequence[Version]) -> list[tuple[Version, tuple[Change, ...]]]:
    """Return each version, newest first, with what it changed in the one before."""
    before = (None, *versions[:-1])
    pairs = zip(versions, before, strict=True)
    found = [(new, changes(old.text, new.text) if old else ()) for new, old in pairs]
    return found[::-1]


def _forwarded(visit: Visit, view: PostView) -> str | None:
    """Return the id of the post that was forwarded, where this workspace holds it."""
    forward = view.post.forward
    if forward is None or not forward.native_id:
        return None
    ids = [Post.make_id(s.id, forward.native_id) for s in _named(visit, forward)]
    return next(iter(visit.workspace.read.posts_by_id(ids)), None)


def _named(visit: Visit, forward: Forward) -> list[Source]:
    ends = ("/" + forward.channel.lower(),) if forward.channel else ()
    return [
        s
        for s in visit.sources.values()
        if s.name == forward.name or s.address.lower().rstrip("/").endswith(ends)
    ]


PAGES: dict[str, Page] = {
    "/posts": list_posts,
    "/posts/{id}": one_post,
    "/posts/{id}/evidence.wacz": evidence,
}
