"""Translators, extractors and renderers, and what they are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..model import (
    Capture,
    Entity,
    Event,
    Mention,
    Observation,
    Passage,
    Post,
    Report,
    Source,
    Statement,
    Translation,
    Version,
)

__all__ = ["Extraction", "Extractor", "Item", "Renderer", "ReportContext", "Translator"]


class Translator(Protocol):
    """Turns a passage into English.

    ``recipe`` changes whenever the output may change (engine, version, memory content).
    """

    recipe: str

    def translate(self, passage: Passage, original: str) -> Translation | None:
        """Return the translation of ``original`` (the passage's own text), or None."""
        ...


@dataclass(frozen=True, slots=True)
class Item:
    """A version with what a stage may know about it.

    :ivar owner: the entity that owns the source, where it is known.
    :ivar declared: the language that was published with the text, as it was written there.
    """

    version: Version
    post: Post
    source: Source
    passages: tuple[Passage, ...]
    owner: Entity | None = None
    declared: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in one version.

    :ivar vector: what it means, packed (see :mod:`marsad.encoder.space`); empty where the
        extractor does not say.
    """

    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    vector: bytes = b""


class Extractor(Protocol):
    """Finds mentions, statements and events; ``recipe`` as for Translator."""

    recipe: str

    def extract(self, item: Item) -> Extraction:
        """Return what ``item`` holds; all spans in code points of the version's text."""
        ...


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a renderer needs to print a report: the facts behind each citation."""

    report: Report
    sources: Mapping[str, Source]
    posts: Mapping[str, Post]
    versions: Mapping[str, Version]
    captures: Mapping[str, Capture]
    observations: Mapping[str, tuple[Observation, ...]] = field(default_factory=dict)


class Renderer(Protocol):
    """Turns a report into one file format."""

    name: str
    suffix: str

    def render(self, context: ReportContext) -> bytes:
        """Return the bytes of the product.

        :raises MissingToolError: a program or font is not installed.
        """
        ...
