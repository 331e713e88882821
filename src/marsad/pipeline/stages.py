"""Stages over one version each: language, translation, extraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..encoder.understanding import understood
from ..extract import BuiltInExtractor
from ..model import Judgement, Passage, Statement, sha256_hex
from ..model.entity_review import entity_review, linkable
from ..ports import Clock, Extraction, Item, Reader, Store, Translator, Writer
from ..resolve import Directory, builtin_entities, resolve_statements
from ..text import detect, paragraphs
from ..translate import TranslationMemory, translate_passage
from .embedding import EMBED, RECIPE
from .extractors import BUILT_IN, PostReader, Tier, extractor_of
from .packed import refresh_pack
from .running import Outcome, Stage

__all__ = [
    "extraction_stage",
    "language_stage",
    "text_stages",
    "translation_stage",
]

_LANGUAGE = "paragraphs/2"


def text_stages(
    store: Store, memories: Sequence[Path], clock: Clock, tier: Tier = BUILT_IN
) -> tuple[Stage, ...]:
    """Return the stages in their order, with what the workspace knows by now."""
    with store.write() as writer:
        _refresh_built_in(store.read(), writer)
        refresh_pack(store.read(), writer, clock)
    reader = store.read()
    entities, judgements = reader.entities(), reader.judgements()
    memory = TranslationMemory.read(memories)
    model = understood()
    built_in = BuiltInExtractor(linkable(entities, entity_review(judgements)), model)
    posts = extractor_of(tier, built_in, lambda key: reader.state(_answer(key)))
    extraction = extraction_stage(posts, Directory(entities, judgements), judgements)
    if posts.server is None:
        extraction = replace(extraction, expect=lambda items: model.expect(_texts(items)))
    return language_stage(), translation_stage([memory] if memories else []), extraction


def _texts(items: Sequence[Item]) -> list[str]:
    return [item.version.text for item in items]


def _refresh_built_in(reader: Reader, writer: Writer) -> None:
    """Put the package's own entities into the store when they are new or have changed."""
    entities = builtin_entities()
    digest = sha256_hex(repr(entities).encode())
    if reader.state("built-in entities") != digest:
        writer.put_entities(entities)
        writer.put_state("built-in entities", digest)


def language_stage() -> Stage:
    """Identify the language of a version and cut it into passages (one a paragraph)."""

    def work(item: Item) -> Outcome:
        version = item.version
        language, score = detect(version.text, item.declared)
        passages = _passages(version.id, version.text, language)

        def change(writer: Writer) -> None:
            writer.put_language(version.id, language, score)
            writer.put_passages(version.id, passages)

        return Outcome(change)

    return Stage("language", _LANGUAGE, work)


def _passages(version_id: str, text: str, language: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(Passage.make_id(version_id, span), version_id, number, span, language)
        for number, span in enumerate(paragraphs(text))
    )


def translation_stage(engines: Sequence[Translator]) -> Stage:
    """Translate each passage with the first engine that can, else mark it not translated."""

    def work(item: Item) -> Outcome:
        text = item.version.text
        found = [translate_passage(p, p.span.of(text), engines) for p in item.passages]
        return Outcome(lambda writer: writer.put_translations(item.version.id, found))

    recipe = f"language:{_LANGUAGE};" + ";".join(engine.recipe for engine in engines)
    return Stage("translate", recipe, work)


def extraction_stage(
    posts: PostReader, directory: Directory, judgements: Sequence[Judgement]
) -> Stage:
    """Find mentions, statements and events, link them to entities, and keep what texts mean.

    Answers of a server are kept; those of another model, or to another instruction, until every
    post was read by the present one.
    """
    # Only decisions on entities change what is linked; accepting or rejecting a statement does not.
    judged = entity_review(judgements).digest()

    def work(item: Item) -> Outcome:
        read = posts.read(item)
        found = _checked(resolve_statements(read.found, item, directory), item)

        def change(writer: Writer) -> None:
            writer.put_extraction(item.version.id, found)
            if found.vector:
                writer.put_vectors(RECIPE, {item.version.id: found.vector})
                writer.mark_done(EMBED, RECIPE, [item.version.id])
            for key, answer in read.answers.items():
                writer.put_state(_answer(key), answer)

        return Outcome(change, read.trouble, read.counts)

    keys = posts.keys

    def finish(writer: Writer) -> None:
        if keys is not None:
            writer.forget_state(_answer(""), but=_answer(keys))

    recipe = f"{posts.recipe};judgements:{judged}"
    return Stage("extract", recipe, work, posts.server, finish=finish if keys else None)


def _answer(key: str) -> str:
    """Return under which name the workspace keeps a server's answer."""
    return f"answer {key}"


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
