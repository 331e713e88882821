"""People's decisions about what was found in a post: accept, reject, correct, add, take back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..errors import ExtractionError, NotFoundError
from ..model import Judgement, Mention, Span, Statement, Verdict
from ..model.review import (
    Mark,
    added_id,
    choice,
    correction,
    mark_id,
    seen,
    subject,
    undoing,
    value_of,
)
from ..pipeline import example, resolved_mention, resolved_statement, reviewed_posts
from ..ports import PostView
from .reading import Reading

__all__ = ["Reviewing"]


class Reviewing(Reading):
    """Decisions about mentions and statements. The newest wins, none is erased."""

    def judge_mark(
        self, post_id: str, mark: str, verdict: Verdict, *, by: str, reason: str = ""
    ) -> Judgement:
        """Accept or reject a mention or statement of a post's newest version, by its id.

        :raises NotFoundError: the post has no such mark.
        """
        view = self.post(post_id)
        found = view.mark(mark)
        return self.judge(
            _subject(view, mark), verdict, by=by, reason=reason, value=seen(_seen(view, found))
        )

    def correct_mark(
        self,
        post_id: str,
        mark: str,
        now: Mark,
        *,
        by: str,
        reason: str = "",
        target: Span | None = None,
    ) -> Judgement:
        """Put ``now`` in place of a mention or statement; its entities are looked up anew.

        :param target: where the target of a statement stands in the text.
        :raises NotFoundError: the post has no such mark.
        :raises ExtractionError: a span of ``now`` holds no words of the text.
        """
        view = self.post(post_id)
        found = view.mark(mark)
        standing = view.judged.get(mark)
        added = standing and standing.value and _was(standing, found) is None
        was = None if added else _seen(view, found)
        placed = replace(now, id=found.id, version_id=view.version.id)
        resolved = self._resolved(view, placed, target)
        value = correction(was, resolved, target)
        verdict = Verdict.CORRECT
        return self.judge(_subject(view, mark), verdict, by=by, reason=reason, value=value)

    def add_mark(
        self, post_id: str, now: Mark, *, by: str, reason: str = "", target: Span | None = None
    ) -> Judgement:
        """Add a mention or statement that was not found in a post's newest version.

        :raises ExtractionError: a span of ``now`` holds no words of the text.
        """
        view = self.post(post_id)
        placed = replace(now, version_id=view.version.id)
        resolved = self._resolved(view, replace(placed, id=added_id(placed)), target)
        about = subject(view.version.id, resolved.id)
        value = correction(None, resolved, target)
        return self.judge(about, Verdict.CORRECT, by=by, reason=reason, value=value)

    def choose_entity(
        self, post_id: str, mark: str, entity_id: str | None, *, by: str, reason: str = ""
    ) -> Judgement:
        """Say whom a mention of a post's newest version means; None for nobody that is known.

        :raises NotFoundError: the post has no such mention, or there is no such entity.
        """
        view = self.post(post_id)
        found = view.mark(mark)
        if not isinstance(found, Mention):
            raise NotFoundError("mention", mark)
        if entity_id is not None and entity_id not in self.entities():
            raise NotFoundError("entity", entity_id)
        was = _seen(view, found)
        value = choice(was if isinstance(was, Mention) else found, entity_id)
        return self.judge(_subject(view, mark), Verdict.CORRECT, by=by, reason=reason, value=value)

    def undo_mark(self, post_id: str, mark: str, *, by: str) -> Judgement:
        """Take back the decision that stands on a mark; what stood before it stands again.

        :raises NotFoundError: no decision stands on it.
        """
        view = self.post(post_id)
        lost = {mark_id(j.subject): j for j in view.lost}
        standing = view.judged.get(mark) or lost.get(mark)
        if standing is None:
            raise NotFoundError("judgement", mark)
        return self.judge(_whole(view, standing), Verdict.UNDECIDED, by=by, value=undoing(standing))

    def reviewed(
        self, *, since: datetime | None = None, language: str = "", complete: bool = False
    ) -> Iterator[dict[str, Any]]:
        """Yield the posts on which a decision stands as annotated examples.

        :param since: only posts with a decision made at or after this moment.
        :param language: only posts in this language.
        :param complete: only posts on every mark of which somebody has decided.
        """
        for each in reviewed_posts(self.read):
            late = since is None or any(j.at >= since for j in each.judgements)
            wanted = not language or each.view.version.language == language
            if late and wanted and not (complete and each.open):
                yield example(each)

    def _resolved(self, view: PostView, mark: Mark, target: Span | None) -> Mark:
        _check(mark, view.version.text)
        if isinstance(mark, Mention):
            return resolved_mention(self.read, view, mark)
        return resolved_statement(self.read, view, mark, target)


def _subject(view: PostView, mark: str) -> str:
    """Return the subject of decisions about a mark: that of the one that stands, if any."""
    standing = view.judged.get(mark)
    return _whole(view, standing) if standing else subject(view.version.id, mark)


def _whole(view: PostView, standing: Judgement) -> str:
    """Return the subject with its version, which earlier judgements on statements do not name."""
    return subject(view.version.id, mark_id(standing.subject))


def _was(standing: Judgement, like: Mark) -> Mark | None:
    if isinstance(like, Mention):
        return value_of(standing, "was", Mention)
    return value_of(standing, "was", Statement)


def _seen(view: PostView, found: Mark) -> Mark:
    """Return what was found where people have read it otherwise since, else ``found``."""
    standing = view.judged.get(found.id)
    return (_was(standing, found) if standing else None) or found


def _check(mark: Mark, text: str) -> None:
    spans = _spans(mark)
    if not spans or not all(s.end <= len(text) and s.of(text).strip() for s in spans):
        raise ExtractionError(
            "The correction names no words of the text.",
            hint="Each part of it must be a run of the post's own characters.",
        )


def _spans(mark: Mark) -> list[Span]:
    if isinstance(mark, Mention):
        return [mark.span]
    parts = (mark.speaker.span, mark.cue, mark.condition, mark.deadline, mark.capability)
    found = [*mark.content, *mark.hedges, *(part for part in parts if part)]
    return found if mark.content else []
