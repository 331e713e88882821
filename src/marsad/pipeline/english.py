"""What statements say in English, from the translations of their passages."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import GAP, Span, Statement
from ..ports import PostView, Reader, StatementView
from ..text import project

__all__ = ["in_english", "part_in_english", "said_in_english"]


def in_english(reader: Reader, views: Sequence[StatementView]) -> dict[str, str]:
    """Return statement id → English content; statements that are not translated are left out."""
    posts = reader.posts_by_id(sorted({v.post.id for v in views}))
    found = {v.statement.id: said_in_english(posts[v.post.id], v.statement) for v in views}
    return {statement: text for statement, text in found.items() if text}


def said_in_english(view: PostView, statement: Statement) -> str:
    """Return a statement of ``view`` in English; empty where part of it is not translated."""
    if statement.version_id != view.version.id:
        return ""
    parts = [part_in_english(view, span) for span in statement.content]
    return GAP.join(parts) if all(parts) else ""


def part_in_english(view: PostView, span: Span) -> str:
    """Render the part of each passage that ``span`` covers; empty where one is untranslated."""
    pieces = []
    for passage in view.passages:
        if not passage.span.overlap(span):
            continue
        translation = view.translations.get(passage.id)
        if translation is None or not translation.translated:
            return ""
        start = max(span.start, passage.span.start) - passage.span.start
        end = min(span.end, passage.span.end) - passage.span.start
        original = passage.span.of(view.version.text)
        pieces.append(project(translation, original, Span(start, end))[0].of(translation.text))
    return " ".join(pieces)
