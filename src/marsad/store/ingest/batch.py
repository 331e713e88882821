"""What one call found, and what it has to write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...model import Capture, Observation, ObservationKind, Post, Version, make_id
from ...ports import IngestCounts, ParsedPost

__all__ = ["Batch", "Known", "Shown"]


class Shown(NamedTuple):
    """A parsed post with the ids that follow from it."""

    item: ParsedPost
    post_id: str
    text_id: str


@dataclass(slots=True)
class Known:
    """A post as the database has it, or will have it when the batch is written."""

    post: Post
    data: str
    new: bool
    text_id: str = ""
    newest: str = ""
    language: str | None = None
    last_seq: int = 0
    deleted: bool = False
    changed: bool = False
    reworded: Version | None = None


@dataclass(slots=True)
class Batch:
    """What one call found and has to write."""

    capture: Capture
    known: dict[str, Known]
    texts: dict[str, dict[str, int]] = field(default_factory=dict)
    versions: list[tuple[Version, str]] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    counts: IngestCounts = field(default_factory=IngestCounts)

    def observe(self, post_id: str, kind: ObservationKind) -> None:
        """Note that the capture shows ``kind`` about a post."""
        key = make_id("o", post_id, kind.value, self.capture.id)
        self.observations.append(
            Observation(key, post_id, kind, self.capture.fetched_at, self.capture.id)
        )
