"""Tasks of the evaluation contract that rest on what texts mean: stories and retrieval."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from ..cluster import Text, group, rank
from ..encoder.understanding import Understanding, understood
from .embedding import embed_texts
from .fields import Row, Rows, field, language_of

__all__ = ["cluster_rows", "retrieve"]


def cluster_rows(
    rows: Iterable[Row], understanding: Callable[[], Understanding] = understood
) -> Rows:
    """Yield a cluster for each row (``id``, ``text``, and where known ``lang`` and ``date``).

    All rows are needed before the first answer. Texts in one language are grouped by their words
    alone, as in :func:`marsad.cluster.group` without vectors.

    :raises ExtractionError: a row has no text; names the row.
    """
    kept = list(rows)
    texts = [_text(row) for row in kept]
    if len({text.language for text in texts}) > 1:
        texts = _with_vectors(texts, understanding())
    for row, label in zip(kept, group(texts), strict=True):
        yield {"id": row["id"], "cluster": str(label)}


def retrieve(
    questions: Iterable[Row],
    passages: Iterable[Row],
    understanding: Callable[[], Understanding] = understood,
) -> Rows:
    """Yield the ids of the ten best passages for each question and language of the passages.

    :raises ExtractionError: a row has no text; names the row.
    """
    asked, shelf = list(questions), list(passages)
    wanted = _with_vectors([_text(row) for row in asked], understanding())
    known = _with_vectors([_text(row) for row in shelf], understanding())
    for found in rank(wanted, known):
        yield {
            "id": asked[found.question]["id"],
            "target": found.language,
            "ranked": [shelf[place]["id"] for place in found.passages],
        }


def _with_vectors(texts: list[Text], understanding: Understanding) -> list[Text]:
    rows = embed_texts([text.text for text in texts], understanding)
    return [replace(text, vector=row.tobytes()) for text, row in zip(texts, rows, strict=True)]


def _text(row: Row) -> Text:
    key, text = str(row["id"]), field(row, "text")
    moment = _moment(row.get("date"))
    return Text(key, "", "", key, text, language=language_of(row, text), published=moment)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
