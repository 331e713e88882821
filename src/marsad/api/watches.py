"""Searches that are kept as watches, and the alerts that runs raise for them."""

from __future__ import annotations

from ..errors import NotFoundError, QueryError, WorkspaceError
from ..model import Alert, Watch
from ..pipeline.alerts import STAGE, alerts, forget, keep, note_seen, watches
from ..ports import Hit
from ..text.asked import By, Query
from ..text.query import parse, short_enough
from ..text.query_adding import with_fields
from .searching import Searching

__all__ = ["Watches"]

_LONGEST_NAME = 80
_JOINERS = "\u200c\u200d"
"""Signs that shape Persian words and emoji; they are not printable by themselves."""


class Watches(Searching):
    """Searches that are kept; needs no lock and works while another process writes."""

    def watches(self) -> tuple[Watch, ...]:
        """Return the searches that are kept, by name, each with how many alerts it has raised."""
        return watches(self.read)

    def saved(self, name: str) -> Watch:
        """Return the search that is kept under ``name``, which may also be its id.

        :raises NotFoundError: there is none.
        """
        kept, clean = self.watches(), " ".join(name.split())
        named = [watch for watch in kept if watch.name == clean]
        found = next(iter(named or [watch for watch in kept if watch.id == name]), None)
        if found is None:
            known = ", ".join(watch.name for watch in kept) or "none yet"
            raise NotFoundError("saved search", name, hint=f"Known: {known}.")
        return found

    def save_search(
        self,
        name: str,
        query: str,
        *,
        by: str,
        way: By | None = None,
        exact: bool = False,
        replace: bool = False,
    ) -> Watch:
        """Keep ``query`` under ``name``; return it.

        Posts that are stored from now on and match raise alerts, with every run. If the very same
        search is kept under the name, it stays as it is, with its alerts.

        :param by: who saves it.
        :param way: overrules what the query says of how posts are found; it is written into it,
            and so is ``exact``.
        :param replace: in place of another search that is kept under the name, whose alerts are
            forgotten.
        :raises QueryError: the query cannot be understood, names what is not there, asks for
            nothing, or is too long.
        :raises DecisionError: another search is kept under the name, and ``replace`` is not set.
        :raises WorkspaceError: the name is empty, too long, or holds signs that do not print.
        """
        clean = _name(name)
        text = _with_way(short_enough(query), way, exact=exact)
        self._check(parse(text))
        since = self.read.last_number()
        watch = Watch(Watch.make_id(clean), clean, text, self.clock(), by, since)
        keep(self.store, watch, instead=replace)
        return self.saved(clean)

    def _check(self, query: Query) -> None:
        """Refuse what would never raise an alert."""
        if not any(wanted for _, wanted in query.leaves()):
            raise QueryError(
                "This search asks for nothing that a post could have.",
                position=0,
                hint="Name a word or a field that is wanted.",
            )
        self.read.rank(query, 1)  # it knows which sources and entities there are

    def delete_search(self, name: str) -> None:
        """Forget the search that is kept under ``name``, and its alerts.

        :raises NotFoundError: there is none.
        """
        forget(self.store, self.saved(name))

    # ------------------------------------------------------------ alerts

    def alerts(self, name: str | Watch, *, new: bool = False) -> tuple[Alert, ...]:
        """Return what a saved search has found since it was saved, the newest first.

        Runs find it, see :meth:`run`. The newest 5,000 are remembered.

        :param name: of the search, or the search as it was read.
        :param new: only those that nobody has seen, see :meth:`mark_seen`.
        :raises NotFoundError: no search is kept under ``name``.
        """
        watch = self._watch(name)
        found = alerts(self.read, watch)
        return tuple(alert for alert in found if alert.number > watch.seen) if new else found

    def alert_hits(self, name: str | Watch, raised: tuple[Alert, ...]) -> tuple[Hit, ...]:
        """Return the posts of alerts of a saved search, in their order, with what matches marked.

        Nothing is marked where the search can no longer be asked.

        :param name: of the search, or the search as it was read.
        :raises NotFoundError: no search is kept under ``name``.
        """
        posts = [(alert.post_id, 0.0) for alert in raised]
        try:
            return self.read.hits(parse(self._watch(name).query), posts)
        except QueryError:  # a source that it names is gone
            return self.read.hits(Query("", None), posts)

    def _watch(self, name: str | Watch) -> Watch:
        return name if isinstance(name, Watch) else self.saved(name)

    def mark_seen(self, name: str, number: int | None = None) -> Watch:
        """Note that somebody has seen the alerts of a saved search; return it.

        :param number: of the newest alert that was shown; of all, if left out. What was seen stays
            so: a lower one changes nothing.
        :raises NotFoundError: no search is kept under ``name``.
        """
        watch = self.saved(name)
        shown = watch.raised if number is None else min(number, watch.raised)
        if shown > watch.seen:
            note_seen(self.store, watch, shown)
        return self.saved(name)

    def watch_trouble(self) -> dict[str, str]:
        """Return name → why the last run could not ask it, of searches that cannot be asked."""
        return {f.item: f.message for f in self.read.failures() if f.stage == STAGE}


def _name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > _LONGEST_NAME:
        raise WorkspaceError(
            "A saved search needs a name.", hint=f"At most {_LONGEST_NAME} characters."
        )
    if not all(char.isprintable() or char in _JOINERS for char in clean):
        raise WorkspaceError(
            "The name of this search holds signs that do not print.", hint="Write it without them."
        )
    return clean


def _with_way(query: str, way: By | None, *, exact: bool) -> str:
    asked = parse(query)
    told = [("by", str(way))] if way not in (None, asked.by) else []
    return with_fields(query, [*told, *([("spelling", "exact")] if exact > asked.exact else [])])
