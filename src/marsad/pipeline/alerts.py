"""Searches that are kept, and the alerts that they raised, as a workspace remembers them.

A search, what was seen of it and what it raised are remembered apart, since a person saves, a
person sees and a run raises, each in a process of their own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..errors import DecisionError
from ..model import Alert, Failure, Watch
from ..ports import Reader, Store, Writer

__all__ = [
    "STAGE",
    "Raised",
    "alerts",
    "asked_up_to",
    "forget",
    "keep",
    "note_asked",
    "note_failure",
    "note_seen",
    "raised",
    "watches",
]

STAGE = "alert"
"""Of the failure rows of searches that cannot be asked; their items are the names of these."""

_WATCH, _SEEN, _COUNT, _ALERTS = "watch/", "watch-seen/", "watch-raised/", "alerts/"
_ASKED = "asked/"
_BEGINNING = "watch"
"""Of the keys of all that a list of watches needs, which is not the alerts themselves."""

_KEPT = 5_000
"""The newest alerts of a watch that are remembered: as many as a search ranks."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one run raised.

    :ivar last: number of the newest post when it was raised.
    :ivar posts: ids, the first raised first.
    """

    raised: str
    last: int
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """The alerts of a watch.

    :ivar count: how many were raised, remembered or not.
    :ivar floor: number of a post; alerts on it and on earlier ones are forgotten.
    :ivar batches: the oldest first.
    """

    count: int = 0
    floor: int = 0
    batches: tuple[_Batch, ...] = ()

    @property
    def posts(self) -> set[str]:
        """Ids of the posts of which there are alerts."""
        return {post for batch in self.batches for post in batch.posts}

    def plus(self, at: datetime, last: int, posts: Sequence[str]) -> Raised:
        """Return these alerts and new ones, without the oldest of those that are too many."""
        batches = (*self.batches, _Batch(at.isoformat(), last, tuple(posts)))
        surplus = sum(len(batch.posts) for batch in batches) - _KEPT
        floor, kept = self.floor, []
        for batch in batches:
            cut = min(max(0, surplus), len(batch.posts))
            surplus -= cut
            floor = max(floor, batch.last) if cut else floor
            kept.append(replace(batch, posts=batch.posts[cut:]))
        left = tuple(batch for batch in kept if batch.posts)
        return Raised(self.count + len(posts), floor, left)


# ---------------------------------------------------------------- reading


def watches(reader: Reader) -> tuple[Watch, ...]:
    """Return the searches that are kept, by name."""
    told = reader.states(_BEGINNING)
    found = [_watch(text, told) for key, text in told.items() if key.startswith(_WATCH)]
    return tuple(sorted(found, key=lambda watch: (watch.name.casefold(), watch.id)))


def _watch(text: str, told: dict[str, str]) -> Watch:
    kept = json.loads(text)
    key = kept["id"]
    return Watch(
        key,
        kept["name"],
        kept["query"],
        datetime.fromisoformat(kept["created"]),
        kept["by"],
        # Before there were alerts, the number of the newest post that was seen was kept instead.
        since=kept.get("since", kept.get("seen", 0)),
        raised=int(told.get(_COUNT + key, 0)),
        seen=int(told.get(_SEEN + key, 0)),
    )


def raised(reader: Reader, watch_id: str) -> Raised:
    """Return the alerts of a watch as they are remembered."""
    text = reader.state(_ALERTS + watch_id)
    if text is None:
        return Raised()
    told = json.loads(text)
    batches = (_Batch(at, last, tuple(posts)) for at, last, posts in told["batches"])
    return Raised(told["count"], told["floor"], tuple(batches))


def asked_up_to(reader: Reader, watch: Watch) -> int:
    """Return the number of the newest post when a run last asked this search."""
    return int(reader.state(_ASKED + watch.id) or watch.since)


def alerts(reader: Reader, watch: Watch) -> tuple[Alert, ...]:
    """Return the alerts of a watch that are remembered, the newest first."""
    kept = raised(reader, watch.id)
    posts = [
        (post, datetime.fromisoformat(batch.raised))
        for batch in kept.batches
        for post in batch.posts
    ]
    first = kept.count - len(posts) + 1
    found = [Alert(watch.id, post, first + n, at) for n, (post, at) in enumerate(posts)]
    return tuple(reversed(found))


# ---------------------------------------------------------------- writing


def keep(store: Store, watch: Watch, *, instead: bool = False) -> None:
    """Keep a search. The same one that is kept already stays as it is, with its alerts.

    :param instead: in place of another that is kept under its name, with the alerts of that.
    :raises DecisionError: another is kept under its name, and it is not to be replaced.
    """
    told = {key: getattr(watch, key) for key in ("id", "name", "query", "by", "since")}
    text = json.dumps({**told, "created": watch.created.isoformat()}, ensure_ascii=False)
    with store.write() as writer:
        former = _standing(store, watch)
        if former is not None and former.query == watch.query:
            return
        if former is not None and not instead:
            raise DecisionError(
                f"{former.by} saved another search as “{former.name}”: {former.query}",
                hint="Give this one another name, or replace that one: `--replace`.",
            )
        _forget(writer, watch)
        writer.put_state(_WATCH + watch.id, text)


def _standing(store: Store, watch: Watch) -> Watch | None:
    """Return the search that is kept under the name of ``watch``.

    Within a transaction nobody else can change it, so that it is still that when this one ends.
    """
    key = _WATCH + watch.id
    text = store.read().state(key)
    return None if text is None else _watch(text, {})


def _stands(store: Store, watch: Watch) -> bool:
    """Tell whether ``watch`` was neither forgotten nor replaced since it was read."""
    kept = _standing(store, watch)
    return kept is not None and (kept.created, kept.query) == (watch.created, watch.query)


def forget(store: Store, watch: Watch) -> None:
    """Forget a search and its alerts."""
    with store.write() as writer:
        _forget(writer, watch)


def _forget(writer: Writer, watch: Watch) -> None:
    for beginning in (_WATCH, _SEEN, _COUNT, _ALERTS, _ASKED):
        key = beginning + watch.id
        writer.forget_state(key, but=f"{key}/")
    writer.clear_failures(STAGE, watch.name)


def note_asked(store: Store, watch: Watch, last: int, kept: Raised | None) -> bool:
    """Remember up to which post a watch was asked, and its alerts where ``kept`` has new ones.

    :param last: number of the newest post when it was asked.
    :returns: False, and nothing is remembered, if it was forgotten or replaced meanwhile.
    """
    with store.write() as writer:
        if not _stands(store, watch):
            return False
        writer.put_state(_ASKED + watch.id, str(last))
        writer.clear_failures(STAGE, watch.name)
        if kept is not None:
            _put_raised(writer, watch, kept)
    return True


def _put_raised(writer: Writer, watch: Watch, kept: Raised) -> None:
    """Remember the alerts of a watch, and their number apart, for lists of watches."""
    batches = [(batch.raised, batch.last, batch.posts) for batch in kept.batches]
    text = json.dumps({"count": kept.count, "floor": kept.floor, "batches": batches})
    writer.put_state(_COUNT + watch.id, str(kept.count))
    writer.put_state(_ALERTS + watch.id, text)


def note_failure(store: Store, watch: Watch, failure: Failure) -> None:
    """Remember why a watch could not be asked, unless it was forgotten or replaced meanwhile."""
    with store.write() as writer:
        if _stands(store, watch):
            writer.put_failure(failure)


def note_seen(store: Store, watch: Watch, number: int) -> None:
    """Remember that somebody has seen the alerts up to ``number``, or more if more were seen."""
    with store.write() as writer:
        before = int(store.read().state(_SEEN + watch.id) or 0)
        if number > before and _stands(store, watch):
            writer.put_state(_SEEN + watch.id, str(number))
