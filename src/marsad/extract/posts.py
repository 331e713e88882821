"""What each extractor asks of a post: its language, whose "we" it is, and ids of what it holds."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Mention, Span, Speaker, make_id
from ..ports import Item

__all__ = ["has_voice", "language_of", "mention", "statement_id", "voice"]


def language_of(item: Item) -> str | None:
    """Return the language of the text, else the first of its source, else None."""
    return item.version.language or next(iter(item.source.languages), None)


def has_voice(item: Item) -> bool:
    """Tell whether "we declare" is a statement: of the owner, or of whom a forward came from."""
    return item.source.voice or item.post.forward is not None


def voice(item: Item) -> str:
    """Return who says "we": whom a forward came from, else the owner of the source."""
    if item.post.forward is not None:
        return item.post.forward.name
    if item.owner is not None:
        return item.owner.name()
    return item.source.owner or item.source.name


def mention(
    item: Item,
    span: Span,
    kind: str,
    entity_id: str | None,
    score: float,
    recipe: str,
    candidates: tuple[str, ...] = (),
) -> Mention:
    """Return the mention at ``span``; the same place and kind have the same id."""
    version = item.version.id
    key = make_id("m", version, span.start, span.end, kind)
    return Mention(key, version, span, kind, entity_id, score, recipe, candidates)


def statement_id(item: Item, content: Iterable[Span], speaker: Speaker) -> str:
    """Return the id of a statement; the same content by the same speaker has the same id."""
    bounds = [bound for span in content for bound in (span.start, span.end)]
    return make_id("s", item.version.id, *bounds, speaker.text)
