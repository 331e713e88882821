"""Stories: the list, and one story with its timeline and origins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from starlette.responses import Response

from ...model import Origin, Story
from ...ports import PostView
from ..bench import Page, Visit
from ..cards import owner_name
from ..queries import Pages

__all__ = ["PAGES", "Entry"]

_SIZE = 50
_LONGEST = 500
"""Posts of a story that its page shows; the list of posts shows the rest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A post on a timeline.

    :ivar origin: number of its origin in the story, from 1; 0 where it has none.
    :ivar reason: why it belongs to that origin; empty for the first post of one.
    """

    view: PostView
    owner: str
    origin: int
    reason: str

    @property
    def english(self) -> str:
        """The translations of the post's passages; empty where none is translated."""
        passages = sorted(self.view.passages, key=lambda p: p.span)
        found = (self.view.translations.get(p.id) for p in passages)
        return "\n".join(t.text for t in found if t and t.translated)


def list_stories(visit: Visit) -> Response:
    """List stories, the latest first."""
    pages = Pages.of(visit.asked.page(), _SIZE, visit.workspace.counts()["stories"])
    stories = visit.workspace.stories(_SIZE, pages.offset)
    return visit.page("stories.html", stories=stories, pages=pages)


def one_story(visit: Visit) -> Response:
    """Show a story day by day, and where its texts started."""
    story = visit.workspace.story(visit.part("id"))
    origins = visit.workspace.origins(story)
    entries = _entries(visit, story, origins)
    days = groupby(entries, key=lambda e: e.view.post.published.day)
    by_post = {e.view.post.id: e for e in entries}
    return visit.page(
        "story.html",
        story=story,
        days=[(day, list(found)) for day, found in days],
        origins=[
            (number, [by_post[p] for p in origin.post_ids if p in by_post])
            for number, origin in enumerate(origins, 1)
        ],
        unshown=max(0, len(story.post_ids) - _LONGEST),
    )


def _entries(visit: Visit, story: Story, origins: tuple[Origin, ...]) -> list[Entry]:
    places = {
        post_id: (number, reason)
        for number, origin in enumerate(origins, 1)
        for post_id, reason in zip(origin.post_ids, ("", *origin.reasons), strict=False)
    }
    views = visit.workspace.read.posts_by_id(story.post_ids[:_LONGEST])
    found = [
        Entry(view, owner_name(visit, view.source), *places.get(key, (0, "")))
        for key, view in views.items()
    ]
    return sorted(found, key=_moment)


def _moment(entry: Entry) -> tuple[bool, str]:
    value = entry.view.post.published.value
    return (entry.view.post.published.day is None, value.isoformat() if value else "")


PAGES: dict[str, Page] = {"/stories": list_stories, "/stories/{id}": one_story}
