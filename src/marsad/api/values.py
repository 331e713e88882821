"""What the API returns besides model values, and how sources are made from addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import ConfigError
from ..model import Failure, Reliability, Source, SourceFact, Visit
from ..ports import IngestCounts, Transport
from ._opened import utc_now

if TYPE_CHECKING:
    from ..monitor import Listed

__all__ = [
    "RunCounts",
    "SourceHealth",
    "Successor",
    "listed_source",
    "make_source",
    "replay_transport",
    "telegram_sign_in",
]


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What one run did: versions by stage, whether stories were regrouped, alerts raised."""

    collected: IngestCounts = field(default_factory=IngestCounts)
    stages: tuple[tuple[str, int], ...] = ()
    regrouped: bool = False
    alerts: int = 0


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source does.

    :ivar posts: posts held.
    :ivar last_visit: the latest entry of the coverage ledger; None before the first visit.
    :ivar lag_seconds: time since the source was last read successfully.
    :ivar gaps: runs of post numbers between pages that were read, but on none of them.
    :ivar newest: when the latest dated post was published.
    :ivar facts: what its own pages said about it, the oldest first.
    """

    source: Source
    posts: int
    last_visit: Visit | None
    lag_seconds: float | None
    gaps: tuple[tuple[int, int], ...]
    newest: datetime | None
    facts: tuple[SourceFact, ...]
    failure: Failure | None

    @property
    def state(self) -> str:
        """One word: new, ok, failed, refused or gone."""
        if self.last_visit is None:
            return "new"
        return "ok" if self.last_visit.succeeded else self.last_visit.outcome.value


@dataclass(frozen=True, slots=True)
class Successor:
    """An address that a source announced as its backup or new home, not yet followed."""

    source: Source
    address: str
    seen_at: datetime
    capture_id: str


def make_source(
    address: str,
    *,
    kind: str = "",
    source_id: str = "",
    name: str = "",
    owner: str = "",
    voice: bool = False,
    languages: tuple[str, ...] = (),
    reliability: str = "F",
    local: bool = False,
) -> Source:
    """Return a Source for ``address``; what is not given is recognised from it.

    Files and folders count as local, as the person who names them means them.

    :raises ConfigError: the address or the reliability is not understood.
    """
    from ..monitor import recognise

    found = recognise(address)
    if reliability not in set(Reliability):
        raise ConfigError(
            f"“{reliability}” is not a reliability.",
            hint="Use the Admiralty scale: " + ", ".join(f"{r} ({r.meaning})" for r in Reliability),
        )
    return Source(
        id=source_id or found.suggested_id,
        kind=kind or found.kind,
        address=found.address,
        name=name or found.suggested_name,
        owner=owner or None,
        voice=voice,
        languages=languages,
        reliability=Reliability(reliability),
        local=local or found.address.startswith("file:") or "://" not in found.address,
    )


def listed_source(line: Listed) -> Source:
    """Return a Source for a line of an imported list; see :func:`make_source`."""
    return make_source(
        line.address,
        kind=line.kind,
        source_id=line.id,
        name=line.name,
        owner=line.owner,
        voice=line.voice,
        languages=line.languages,
        reliability=line.reliability or "F",
    )


def replay_transport(folder: Path, config: Config) -> Transport:
    """Return a transport that answers from recorded files and still reads local sources."""
    from ..monitor import FileTransport, ReplayTransport, RouterTransport

    replay = ReplayTransport(folder, utc_now, limits=config.limits)
    local = FileTransport(config.limits, clock=utc_now)
    return RouterTransport({"http": replay, "https": replay, "file": local})


def telegram_sign_in(ask: Callable[[str], str], *, proxy: str | None) -> Path:
    """Sign in to Telegram; return where the session lies.

    :param ask: shows a question to the person and returns the answer.
    :param proxy: the only way in which Telegram is reached; None for straight.
    :raises RefusedError: Telegram did not accept the answers.
    :raises FetchError: keys are missing, or the session file is not safe.
    :raises MissingToolError: the extra ``telegram`` is not installed.
    """
    from ..monitor.telegram_session import open_client
    from ..monitor.telegram_sign_in import sign_in

    return sign_in(ask, open_client=partial(open_client, proxy=proxy))
