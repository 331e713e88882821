"""What clustering needs to know of a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..model import Forward

__all__ = ["Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """One post's newest text.

    :ivar channel: the source's address, against which forwards are matched.
    :ivar english: the translation, empty where there is none.
    :ivar published: UTC, or None.
    :ivar vector: of the original (:func:`marsad.encoder.space.packed`), empty where there is none.
    """

    post_id: str
    source_id: str
    channel: str
    native_id: str
    text: str
    english: str = ""
    language: str = "und"
    published: datetime | None = None
    forward: Forward | None = None
    entity_ids: tuple[str, ...] = ()
    vector: bytes = b""

    @property
    def comparable(self) -> str:
        """English where there is English, else the original."""
        return self.english or self.text
