"""Questions to a workspace."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import QueryError, UnavailableError
from ..model import Version
from ..model.answer import Answer
from ..pipeline import Period, ask, written
from ..pipeline.withholding import Told
from ..ports import PostView
from .searching import Searching

__all__ = ["Asking", "period"]

_MOST = 50


class Asking(Searching):
    """Answers from what was collected; needs no lock and changes nothing."""

    def ask(
        self,
        question: str,
        limit: int = 8,
        *,
        day_from: str | None = None,
        day_to: str | None = None,
        write: bool = False,
    ) -> Answer:
        """Return the statements and passages that answer ``question``, asked in any language.

        :param limit: quotations at most; 1 to 50.
        :param day_from: only posts of this UTC day or later, ``YYYY-MM-DD``; ``day_to`` likewise.
        :param write: have the model server of the workspace write an answer from them. Where it
            fails, :attr:`Answer.note` says so, and the quotations are there all the same.
        :raises QueryError: ``day_from`` or ``day_to`` is no day.
        :raises UnavailableError: ``write``, and no model server is configured.
        :raises WorkspaceError: no post was read for search by meaning yet; :meth:`run` does so.
        """
        endpoint = self.config.engines().endpoint
        if write and endpoint is None:
            raise UnavailableError("ask --write", self.config.tier, hint=_NO_SERVER)
        most = max(1, min(limit, _MOST))
        days = period(day_from, day_to)
        found = ask(self.read, self.known, self._meanings, question, most, days)
        return written(self.read, self.known, endpoint, found) if write and endpoint else found

    def told(self, view: PostView, version: Version | None = None) -> Told:
        """Return a post as it may be quoted to others, private persons withheld.

        :param version: of the post; the newest where None.
        """
        return Told(view, self.known, version or view.version)

    def told_each(self, views: Iterable[PostView]) -> dict[str, Told]:
        """Return post id → its newest version as :meth:`told` does; quicker for many."""
        known = self.known
        return {view.post.id: Told(view, known, view.version) for view in views}


_NO_SERVER = "Set models.tier, models.endpoint and models.model in marsad.toml."


def period(first: str | None, last: str | None) -> Period:
    """Return UTC days, inclusive, ``YYYY-MM-DD``; None or an empty word leaves an end open.

    :raises QueryError: one of them is no day.
    """
    try:
        return Period(first or None, last or None)
    except ValueError as error:
        raise QueryError(
            f"A period from {first or 'the start'} to {last or 'today'} is not made of days.",
            position=0,
            hint="Write days as 2026-03-01.",
        ) from error
