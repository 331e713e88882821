"""Source: something that is followed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Reliability", "Source"]


class Reliability(StrEnum):
    """Reliability of a source on the Admiralty scale (NATO AJP-2.1)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def meaning(self) -> str:
        """The scale's own words."""
        return _MEANINGS[self.value]


_MEANINGS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Something followed: a channel, feed, site or folder.

    :ivar id: short slug, unique in a workspace, such as ``lantern-channel``.
    :ivar kind: name of the connector that reads it.
    :ivar address: URL, or path for kinds that read local files.
    :ivar owner: who publishes it, as a name that resolves to an Entity; None if unknown.
    :ivar voice: True where the owner itself speaks ("we declare …" is the owner's statement).
    :ivar predecessor: id of the source that announced this one as its new home.
    :ivar successor: id of the source that this one announced as its new home.
    :ivar paused: True where it is not visited any more; what it published stays.
    :ivar local: True allows addresses on this machine; set only by the person who adds it.
    :ivar label: printed wherever its posts appear, such as an exercise mark; may be empty.
    """

    id: str
    kind: str
    address: str
    name: str
    owner: str | None = None
    voice: bool = False
    languages: tuple[str, ...] = ()
    reliability: Reliability = Reliability.F
    licence: str = ""
    credit: str = ""
    label: str = ""
    local: bool = False
    predecessor: str | None = None
    successor: str | None = None
    paused: bool = False
