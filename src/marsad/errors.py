"""Every exception that Marsad raises on purpose, drawn as a tree.

::

    MarsadError                    anything we can explain to the user
    ├── ConfigError                marsad.toml is missing, unreadable or holds a wrong value
    ├── WorkspaceError             the folder is not a workspace, is locked, or cannot be written
    │   └── DiskFullError          the disk has no room for what must be kept
    ├── NotFoundError              an id or a name that is not in the workspace
    ├── DecisionError              a decision that lacks its reason, or contradicts one that stands
    ├── QueryError                 a search that cannot be understood (says where it cannot)
    ├── SourceError                a source cannot be read (always names the source)
    │   ├── FetchError             the address did not answer usefully
    │   │   ├── RefusedError       the site does not want to be read, or not now
    │   │   ├── GoneError          nothing is published at the address any more
    │   │   └── NotAskedError      nobody was asked: told to stop, or not in a recording
    │   ├── UnreadableError        the bytes are not what the connector expects
    │   ├── TooLargeError          larger than the configured bound
    │   └── BlockedAddressError    an address that we never fetch (private, loopback, …)
    ├── ArchiveError               the evidence does not verify, or cannot be written
    │   └── UnreachableError       sealed files are in a store that does not answer
    ├── ExtractionError            a text could not be analysed (the item becomes a failure row)
    │   └── UnansweredError        a model server gave no useful answer, whatever the text
    ├── ReportError                a report cannot be drafted or rendered
    │   └── UncitedError           the citation gate refuses to publish
    ├── MissingToolError           an optional program or package is not installed
    └── UnavailableError           not available in this tier

Each carries its facts as attributes and a ``hint`` that says what to do next.
"""

from __future__ import annotations

__all__ = [
    "ArchiveError",
    "BlockedAddressError",
    "ConfigError",
    "DecisionError",
    "DiskFullError",
    "ExtractionError",
    "FetchError",
    "GoneError",
    "MarsadError",
    "MissingToolError",
    "NotAskedError",
    "NotFoundError",
    "QueryError",
    "RefusedError",
    "ReportError",
    "SourceError",
    "TooLargeError",
    "UnansweredError",
    "UnavailableError",
    "UncitedError",
    "UnreachableError",
    "UnreadableError",
    "WorkspaceError",
]


class MarsadError(Exception):
    """Base of all errors that have an explanation.

    :param message: what went wrong, one sentence.
    :param hint: what the user can do about it; may be empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ConfigError(MarsadError):
    """The configuration is missing, unreadable or holds a wrong value."""


class WorkspaceError(MarsadError):
    """The folder is not a workspace, is locked by another process, or cannot be written."""


class DiskFullError(WorkspaceError):
    """The disk has no room for what must be kept."""


class NotFoundError(MarsadError):
    """An id or a name that the workspace does not hold."""

    def __init__(self, kind: str, key: str, *, hint: str = "") -> None:
        super().__init__(f"There is no {kind} “{key}”.", hint=hint)
        self.kind = kind
        self.key = key


class DecisionError(MarsadError):
    """A decision that lacks its reason, cannot be read, or contradicts one that stands."""


class QueryError(MarsadError):
    """A search that cannot be understood.

    :param position: where the part begins that is not understood, in code points of the search.
    """

    def __init__(self, message: str, *, position: int, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.position = position


class SourceError(MarsadError):
    """A source cannot be read. Always names the source."""

    def __init__(self, source: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{source}: {message}", hint=hint)
        self.source = source
        self.reason = message


class FetchError(SourceError):
    """The address did not answer usefully.

    :param retry_after: seconds that the site asks us to wait, where it says so.
    """

    def __init__(
        self, source: str, message: str, *, hint: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(source, message, hint=hint)
        self.retry_after = retry_after


class RefusedError(FetchError):
    """The site does not want to be read, or not now: robots.txt, a login, too many requests."""


class GoneError(FetchError):
    """Nothing is published at the address any more: deleted, renamed, private or never there."""


class NotAskedError(FetchError):
    """Nobody was asked: told to stop before, or a recording that does not hold the address."""


class UnreadableError(SourceError):
    """The bytes are not what the connector expects."""


class TooLargeError(SourceError):
    """Larger than the configured bound."""


class BlockedAddressError(SourceError):
    """An address that is never fetched: private, loopback, link-local or metadata."""


class ArchiveError(MarsadError):
    """The evidence does not verify, or cannot be written."""


class UnreachableError(ArchiveError):
    """Sealed files are in a store that does not answer; says nothing about their bytes."""


class ExtractionError(MarsadError):
    """A text could not be analysed; the item becomes a failure row."""


class UnansweredError(ExtractionError):
    """A model server gave no useful answer; says nothing about the text, which stays to be read."""


class ReportError(MarsadError):
    """A report cannot be drafted, rendered or published."""


class UncitedError(ReportError):
    """The citation gate refuses to publish.

    :param problems: one line a problem, each naming the block and the sentence.
    """

    def __init__(self, report: str, problems: tuple[str, ...]) -> None:
        listing = "; ".join(problems[:3]) + ("; …" if len(problems) > 3 else "")
        super().__init__(
            f"Report {report} has {len(problems)} uncited or contradicted sentence(s): {listing}.",
            hint="Cite a passage, mark the sentence as the analyst's own, or remove it.",
        )
        self.report = report
        self.problems = problems


class MissingToolError(MarsadError):
    """An optional program or package is not installed."""

    def __init__(self, tool: str, purpose: str, *, hint: str) -> None:
        super().__init__(f"{tool} is not installed; it is needed to {purpose}.", hint=hint)
        self.tool = tool
        self.purpose = purpose


class UnavailableError(MarsadError):
    """The task exists, but not in the configured tier."""

    def __init__(
        self,
        task: str,
        tier: str,
        *,
        hint: str = "See `marsad eval --help` for the tasks that are.",
    ) -> None:
        super().__init__(f"The task “{task}” is not available in this tier ({tier}).", hint=hint)
        self.task = task
        self.tier = tier
