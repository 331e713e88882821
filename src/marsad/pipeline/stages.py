"""Stages over one version each: language, translation, extraction.

A stage works on the versions that lack its present recipe, in batches; a batch is stored in one
transaction together with the note that it is done, so a kill repeats at most one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from ..errors import MarsadError
from ..extract import RuleExtractor
from ..model import Judgement, Passage, Statement, sha256_hex
from ..ports import (
    Clock,
    Extraction,
    Extractor,
    Item,
    Progress,
    Reader,
    Store,
    Translator,
    Writer,
)
from ..resolve import Directory, builtin_entities, resolve_statements
from ..text import detect, paragraphs
from ..translate import TranslationMemory, translate_passage
from .ingest import failure_row

__all__ = [
    "Stage",
    "extraction_stage",
    "language_stage",
    "run_stage",
    "text_stages",
    "translation_stage",
]

_BATCH = 200
_LANGUAGE = "paragraphs/2"

Work = Callable[[Writer, Item], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """A name, a recipe that changes whenever the output may change, and the work on one item."""

    name: str
    recipe: str
    work: Work


def run_stage(
    stage: Stage,
    store: Store,
    clock: Clock,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> int:
    """Do all stale versions; return how many. An item that fails becomes a failure row.

    :param stop: ends the stage after the present batch; the rest stays stale.
    """
    reader = store.read()
    total = reader.count_stale(stage.name, stage.recipe)
    failed = {f.item for f in reader.failures() if f.stage == stage.name} if total else set()
    done = 0
    while stale := store.read().stale(stage.name, stage.recipe, _BATCH):
        items = store.read().items(stale)
        with store.write() as writer:
            for item in items:
                _one(stage, writer, clock, item, item.version.id in failed)
            writer.mark_done(stage.name, stage.recipe, stale)
        done += len(stale)
        if progress:
            progress(stage.name, done, total)
        if stop is not None and stop.is_set():
            break
    return done


def _one(stage: Stage, writer: Writer, clock: Clock, item: Item, failed_before: bool) -> None:
    try:
        stage.work(writer, item)
        if failed_before:
            writer.clear_failures(stage.name, item.version.id)
    except MarsadError as error:
        row = failure_row(clock, stage.name, item.source.id, item.version.id, error)
        writer.put_failure(row)


def text_stages(store: Store, memories: Sequence[Path]) -> tuple[Stage, ...]:
    """Return the stages in their order, with what the workspace knows by now."""
    with store.write() as writer:
        _refresh_built_in(store.read(), writer)
    reader = store.read()
    entities, judgements = reader.entities(), reader.judgements()
    memory = TranslationMemory.read(memories)
    return (
        language_stage(),
        translation_stage([memory] if memories else []),
        extraction_stage(RuleExtractor(entities), Directory(entities, judgements), judgements),
    )


def _refresh_built_in(reader: Reader, writer: Writer) -> None:
    """Put the package's own entities into the store when they are new or have changed."""
    entities = builtin_entities()
    digest = sha256_hex(repr(entities).encode())
    if reader.state("built-in entities") != digest:
        writer.put_entities(entities)
        writer.put_state("built-in entities", digest)


def language_stage() -> Stage:
    """Identify the language of a version and cut it into passages (one a paragraph)."""

    def work(writer: Writer, item: Item) -> None:
        version = item.version
        language, score = detect(version.text, item.declared)
        writer.put_language(version.id, language, score)
        writer.put_passages(version.id, _passages(version.id, version.text, language))

    return Stage("language", _LANGUAGE, work)


def _passages(version_id: str, text: str, language: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(Passage.make_id(version_id, span), version_id, number, span, language)
        for number, span in enumerate(paragraphs(text))
    )


def translation_stage(engines: Sequence[Translator]) -> Stage:
    """Translate each passage with the first engine that can, else mark it not translated."""

    def work(writer: Writer, item: Item) -> None:
        text = item.version.text
        found = [translate_passage(p, p.span.of(text), engines) for p in item.passages]
        writer.put_translations(item.version.id, found)

    recipe = f"language:{_LANGUAGE};" + ";".join(engine.recipe for engine in engines)
    return Stage("translate", recipe, work)


def extraction_stage(
    extractor: Extractor, directory: Directory, judgements: Sequence[Judgement]
) -> Stage:
    """Find mentions, statements and events, and link them to entities."""
    # Only decisions on names change what is extracted; accepting or rejecting a statement does not.
    judged = sum(j.object is not None for j in judgements)

    def work(writer: Writer, item: Item) -> None:
        found = resolve_statements(extractor.extract(item), item, directory)
        writer.put_extraction(item.version.id, _checked(found, item))

    return Stage("extract", f"{extractor.recipe};judgements:{judged}", work)


def _checked(found: Extraction, item: Item) -> Extraction:
    """Drop what points outside the text: an extractor may be wrong, a citation may not."""
    length = len(item.version.text)
    return replace(
        found,
        mentions=tuple(m for m in found.mentions if m.span.end <= length),
        statements=tuple(s for s in found.statements if _inside(s, length)),
        events=tuple(e for e in found.events if e.span.end <= length),
    )


def _inside(statement: Statement, length: int) -> bool:
    return bool(statement.content) and all(s.end <= length for s in statement.content)
