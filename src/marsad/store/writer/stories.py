"""Stories and where they come from; reports."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete

from ...model import Origin, Report, Story
from .. import tables
from ..codec import encode
from ..portable import insert_or_update
from .base import Row, SomeWriter

__all__ = ["StoryWriter"]


class StoryWriter(SomeWriter):
    """Writes stories and the reports on them."""

    def replace_stories(self, origins: Sequence[Origin], stories: Sequence[Story]) -> None:
        """Put these in place of all origins and stories."""
        for table in (tables.story_posts, tables.stories, tables.origins):
            self._connection.execute(delete(table))
        self._insert(tables.origins, [{"id": o.id, "data": encode(o)} for o in origins])
        self._insert(tables.stories, [_story_row(story) for story in stories])
        members: list[Row] = [
            {"story_id": story.id, "post_id": post_id}
            for story in stories
            for post_id in dict.fromkeys(story.post_ids)
        ]
        self._insert(tables.story_posts, members)

    def put_report(self, report: Report) -> None:
        """Add ``report``, or overwrite the one with its id."""
        row = {"id": report.id, "created": report.created.isoformat(), "data": encode(report)}
        self._connection.execute(insert_or_update(tables.reports), row)


def _story_row(story: Story) -> Row:
    size = len(set(story.post_ids))
    return {"id": story.id, "last_day": story.last_day, "size": size, "data": encode(story)}
