"""Posts, statements, stories, entities, search; and people's decisions about them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..errors import DecisionError
from ..model import Entity, Failure, Judgement, Origin, Story, Verdict, make_id
from ..pipeline import in_english, with_merged
from ..ports import PostFilter, PostView, StatementFilter, StatementView
from ._opened import Opened
from .undecided import Undecided, undecided

__all__ = ["Reading"]


class Reading(Opened):
    """The reading side of a workspace; needs no lock and works while another process writes."""

    def posts(self, query: PostFilter | None = None) -> tuple[PostView, ...]:
        """Posts with what was derived from them, newest first."""
        return self.read.posts(query or PostFilter())

    def post(self, post_id: str) -> PostView:
        """Return one post.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.post(post_id)

    def statements(self, query: StatementFilter | None = None) -> tuple[StatementView, ...]:
        """Statements with the posts that they were found in, newest first.

        Those of an entity are also those of all that were merged with it.
        """
        return self.read.statements(with_merged(self.read, query or StatementFilter()))

    def count_statements(self, query: StatementFilter | None = None) -> int:
        """Return how many statements match, whatever ``limit`` and ``offset`` say."""
        return self.read.count_statements(with_merged(self.read, query or StatementFilter()))

    def in_english(self, views: Sequence[StatementView]) -> dict[str, str]:
        """Return statement id → its English content, for those that are translated."""
        return in_english(self.read, views)

    def stories(self, limit: int = 50, offset: int = 0) -> tuple[Story, ...]:
        """Stories, the newest first."""
        return self.read.stories(limit, offset)

    def story(self, story_id: str) -> Story:
        """Return one story.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.story(story_id)

    def origins(self, story: Story) -> tuple[Origin, ...]:
        """Return the distinct origins of a story."""
        return self.read.origins(story.origin_ids)

    def entities(self) -> dict[str, Entity]:
        """Return id → the entity that stands for it after people's decisions."""
        return dict(self.known.entities)

    def undecided(self, limit: int = 50) -> tuple[Undecided, ...]:
        """Names of which it is open which entity they mean, of the newest posts first."""
        return undecided(self.read, self.entities(), limit)

    def failures(self) -> tuple[Failure, ...]:
        """What could not be processed, with the reason and what to do."""
        return self.read.failures()

    def counts(self) -> dict[str, int]:
        """How many rows of each kind there are."""
        return self.read.counts()

    # ------------------------------------------------------------ judging

    def judge(
        self,
        subject: str,
        verdict: Verdict,
        *,
        by: str,
        reason: str = "",
        value: str | None = None,
        other: str | None = None,
    ) -> Judgement:
        """Record a decision about ``subject``; the newest wins, none is erased.

        :param value: JSON text that goes with it, such as a correction.
        :param other: the other of a pair, such as the entity that the subject is.
        :raises DecisionError: ``value`` is no JSON; nothing is recorded.
        """
        _check_json(value)
        judgement = self._judgement(
            subject, verdict, by=by, reason=reason, value=value, other=other
        )
        with self.store.write() as writer:
            writer.put_judgement(judgement)
        return judgement

    def _judgement(
        self,
        subject: str,
        verdict: Verdict,
        *,
        by: str,
        reason: str = "",
        value: str | None = None,
        other: str | None = None,
    ) -> Judgement:
        """Return a decision made now, for :meth:`judge` or to be stored with what it brings."""
        at = self.clock()
        return Judgement(
            id=make_id("j", subject, verdict.value, by, at.isoformat(), other, value),
            subject=subject,
            verdict=verdict,
            by=by,
            at=at,
            object=other,
            value=value,
            reason=reason,
        )

    def judgements(self, subject: str | None = None) -> tuple[Judgement, ...]:
        """Decisions in the order in which they were made."""
        return self.read.judgements(subject)


def _check_json(value: str | None) -> None:
    try:
        json.loads(value or "null")
    except json.JSONDecodeError as error:
        raise DecisionError(
            f"The value of a decision must be JSON: {error}.", hint="Make it with json.dumps()."
        ) from None
