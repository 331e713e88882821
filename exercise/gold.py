"""The gold annotations as JSON lines, keyed by source id and native id.

``span`` is ``[start, end]`` in Unicode code points of the stored text of the first version.
Titles are not annotated. A mention with ``entity`` null looks like a name and is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from exercise.material import Exercise, Post, Row

__all__ = ["gold"]

_SPANS = ("condition", "deadline", "capability", "hedge")
_PLAIN = ("direct", "act", "target", "addressee", "date", "deadline_date")


def gold(exercise: Exercise) -> dict[str, bytes]:
    """Return file name -> JSON lines.

    :raises ValueError: an annotated string that the text lacks.
    """
    posts = exercise.posts
    return {
        "posts.jsonl": _jsonl(_post(post) for post in posts),
        "statements.jsonl": _jsonl(
            _statement(post, row) for post in posts for row in post.row["statements"]
        ),
        "mentions.jsonl": _jsonl(line for post in posts for line in _mentions(post)),
        "events.jsonl": _jsonl(_event(post, row) for post in posts for row in post.row["events"]),
        "origins.jsonl": _jsonl(_groups("origin", posts)),
        "stories.jsonl": _jsonl(_groups("story", posts)),
    }


def _jsonl(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows).encode()


def _key(post: Post) -> Row:
    return {
        "post": post.id,
        "source": post.source,
        "native_id": post.native_id,
        "language": post.language,
    }


def _post(post: Post) -> Row:
    return _key(post) | {
        "published": post.date.isoformat(),
        "title": post.title,
        "text": post.stored,
        "media": post.media,
        "edited": post.edit is not None,
        "deleted": post.deleted is not None,
        "tags": post.row["tags"],
    }


def _span(post: Post, part: str, n: int = 1) -> list[int]:
    """Return where the ``n``-th occurrence of ``part`` stands."""
    at = -1
    for _ in range(n):
        at = post.text.find(part, at + 1)
        if at < 0:
            raise ValueError(f"{post.id}: no occurrence {n} of {part!r}")
    return [post.body_start + at, post.body_start + at + len(part)]


def _quoted(post: Post, part: str | None, n: int = 1) -> Row | None:
    return None if part is None else {"text": part, "span": _span(post, part, n)}


def _statement(post: Post, row: Row) -> Row:
    speaker = {
        "entity": row["speaker"],
        "named": _quoted(post, row["speaker_text"], row.get("speaker_n", 1)),
        "role": row["role"],
        "affiliation": row["affiliation"],
        "basis": row["basis"],
    }
    return (
        _key(post)
        | {"speaker": speaker, "cue": _quoted(post, row["cue"], row.get("cue_n", 1))}
        | {"content": _quoted(post, row["content"]), "content_en": row.get("content_en")}
        | {name: _quoted(post, row[name]) for name in _SPANS}
        | {name: row[name] for name in _PLAIN}
        | {"chain": row["via"] or []}
    )


def _mentions(post: Post) -> Iterable[Row]:
    found = [
        {"text": row["text"], "span": _span(post, row["text"], row["n"]), "entity": row["entity"]}
        for row in post.row["mentions"]
    ]
    found += [
        {"text": row["text"], "span": _span(post, row["text"]), "entity": None, "why": row["why"]}
        for row in post.row["not_mentions"]
    ]
    return [_key(post) | row for row in sorted(found, key=lambda row: row["span"])]


def _event(post: Post, row: Row) -> Row:
    named: dict[str, Any] = {key: row[key] for key in row if key not in ("plover", "span")}
    return _key(post) | named | {"span": _span(post, row["span"]), "text": row["span"]}


def _groups(field: str, posts: Sequence[Post]) -> Iterable[Row]:
    groups: dict[str, list[list[str]]] = {}
    for post in posts:
        if post.row[field] != "none":
            groups.setdefault(post.row[field], []).append([post.source, post.native_id])
    return [{field: name, "posts": groups[name]} for name in sorted(groups)]
