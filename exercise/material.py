"""Reads the exercise's YAML into frozen values; everything else is built from these.

Text offsets anywhere in the exercise count Unicode code points of a post's stored text, which
is its title, a blank line and its body, or the body alone where it has no title or begins with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

__all__ = ["LABEL", "MARK", "Edit", "Exercise", "Post", "Row", "Source", "read_exercise"]

LABEL = "Exercise “Silent Lantern”: fictional"
MARK = "EXERCISE"

Row = dict[str, Any]
"""An entry of the YAML as it was read, for what is only copied."""

_LANGUAGES = ("ar", "fa", "en")
_VOWEL_SIGNS = re.compile("[\u064b-\u0652]")
_SUFFIXES = {"pdf": ".pdf", "image": ".png"}


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of ``sources.yaml``; ``title`` is the name as the channel itself shows it."""

    id: str
    kind: str
    handle: str
    channel_id: int
    name: str
    title: str
    owner: str
    voice: bool
    languages: tuple[str, ...]
    reliability: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A later version of a post's body, shown from ``date`` on."""

    date: datetime
    text: str
    translation: str | None


@dataclass(frozen=True, slots=True)
class Post:
    """An entry of ``posts_*.yaml``.

    :ivar native_id: as the connector of the source's kind gives it.
    :ivar deleted: moment from which it is gone; None for a post that stays.
    :ivar row: the whole entry, for the gold annotations.
    """

    id: str
    source: str
    native_id: str
    language: str
    date: datetime
    title: str | None
    title_translation: str | None
    text: str
    translation: str | None
    edit: Edit | None
    deleted: datetime | None
    media: str
    row: Row

    @property
    def body_start(self) -> int:
        """Offset of the body in the stored text."""
        return len(self.stored) - len(self.text)

    @property
    def stored(self) -> str:
        """The text of the first version as a connector delivers it."""
        if self.title is None or self.text.startswith(self.title):
            return self.text
        return f"{self.title}\n\n{self.text}"


@dataclass(frozen=True, slots=True)
class Exercise:
    """All of it; the posts of each source in order of date."""

    entities: tuple[Row, ...]
    sources: tuple[Source, ...]
    posts: tuple[Post, ...]

    def of(self, source: Source) -> tuple[Post, ...]:
        """Return the posts of ``source``, oldest first."""
        return tuple(post for post in self.posts if post.source == source.id)

    def source(self, source_id: str) -> Source:
        """Return the source with that id."""
        return next(source for source in self.sources if source.id == source_id)


def read_exercise(folder: Path) -> Exercise:
    """Return what the YAML files in ``folder`` hold.

    :raises KeyError: an entry without a field that every entry has.
    """
    sources = tuple(_source(row) for row in _load(folder / "sources.yaml"))
    kinds = {source.id: source.kind for source in sources}
    posts = [
        _post(row, language, kinds.get(row["source"], ""))
        for language in _LANGUAGES
        for row in _load(folder / f"posts_{language}.yaml")
    ]
    posts.sort(key=lambda post: (post.date, post.id))
    return Exercise(tuple(_load(folder / "entities.yaml")), sources, tuple(posts))


def _load(path: Path) -> list[Row]:
    loaded: list[Row] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def _source(row: Row) -> Source:
    return Source(
        id=row["id"],
        kind=row["kind"],
        handle=row["handle"],
        channel_id=row["channel_id"] or 0,
        name=row["name"]["en"],
        title=f"{row['name']['own']} · {MARK}",
        owner=row["owner"],
        voice=row["voice"],
        languages=tuple(row["languages"]),
        reliability=row["reliability"],
        encoding=row.get("encoding", "utf-8"),
    )


def _post(row: Row, language: str, kind: str) -> Post:
    if kind == "files":
        row = _without_vowel_signs(row)
    suffix = _SUFFIXES.get(row["media"], "") if kind == "files" else ""
    return Post(
        id=row["id"],
        source=row["source"],
        native_id=f"{row['native_id']}{suffix}",
        language=language,
        date=_moment(row["date"]),
        title=row.get("title"),
        title_translation=row.get("title_translation"),
        text=row["text"],
        translation=row.get("translation"),
        edit=_edit(row.get("edit")),
        deleted=_moment(row["deleted"]) if "deleted" in row else None,
        media=row["media"],
        row=row,
    )


def _without_vowel_signs(value: Any) -> Any:
    """Drop vowel signs from all strings in ``value``.

    The documents are set without them: readers of PDF return them in the wrong place or twice,
    and Tesseract leaves some out.
    """
    if isinstance(value, dict):
        return {key: _without_vowel_signs(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_vowel_signs(part) for part in value]
    return _VOWEL_SIGNS.sub("", value) if isinstance(value, str) else value


def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _edit(row: Row | None) -> Edit | None:
    if row is None:
        return None
    return Edit(_moment(row["date"]), row["text"], row.get("translation"))
