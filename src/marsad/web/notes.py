"""A report's endnotes with the originals that they open."""

from __future__ import annotations

from dataclasses import dataclass

from ..api import Endnote
from ..model import Capture, Post, Source
from ..ports import ReportContext
from ..text import direction

__all__ = ["Note", "note"]


@dataclass(frozen=True, slots=True)
class Note:
    """An endnote as the page shows it: the cited run of an original and where it was found.

    :ivar number: from 1, in the order of first citation.
    :ivar quote: the cited words, without what products do not print.
    :ivar remarks: explanatory words.
    """

    number: int
    quote: str
    language: str
    post: Post | None
    source: Source | None
    capture: Capture | None
    remarks: tuple[str, ...] = ()

    @property
    def direction(self) -> str:
        """Side from which the original is read."""
        return direction(self.quote)


def note(context: ReportContext, endnote: Endnote) -> Note:
    """Return what ``context`` holds behind ``endnote``."""
    version = context.versions.get(endnote.version_id)
    post = context.posts.get(version.post_id) if version else None
    return Note(
        number=endnote.number,
        quote=endnote.printed,
        language=(version.language if version else None) or "und",
        post=post,
        source=context.sources.get(post.source_id) if post else None,
        capture=context.captures.get(version.capture_id) if version else None,
        remarks=endnote.notes,
    )
