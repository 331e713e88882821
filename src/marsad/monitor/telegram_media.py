"""The media of a message as Telegram's schema describes them (``MessageMedia``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from ..model import Media
from .telegram_values import count_of, member, rows, share, text_of

__all__ = ["media_of"]

_KINDS = {
    "DocumentAttributeSticker": "sticker",
    "DocumentAttributeCustomEmoji": "sticker",
    "DocumentAttributeVideo": "video",
    "DocumentAttributeAnimated": "video",
    "DocumentAttributeAudio": "audio",
}
_PLACES = frozenset({"MessageMediaGeo", "MessageMediaGeoLive", "MessageMediaVenue"})
# A link's preview is no media of the post; the others hold nothing.
_NONE = frozenset({"MessageMediaWebPage", "MessageMediaEmpty"})


def media_of(media: Mapping[str, Any]) -> Media | None:
    """Return what ``media`` is, or None; kinds that Marsad has no word for are ``unsupported``."""
    kind = media.get("_")
    if not media or kind in _NONE:
        return None
    if kind == "MessageMediaPhoto":
        return Media("photo")
    if kind == "MessageMediaDocument":
        return _document(member(media, "document"))
    if kind == "MessageMediaPoll":
        poll = member(media, "poll")
        question = text_of(poll.get("question"))
        return Media("poll", name=question, options=tuple(_options(poll, member(media, "results"))))
    if kind in _PLACES:
        return Media("location", name=text_of(media.get("title")))
    return Media("unsupported")


def _document(document: Mapping[str, Any]) -> Media:
    attributes = {str(row.get("_")): row for row in rows(document, "attributes")}
    kind = next((kind for name, kind in _KINDS.items() if name in attributes), "document")
    named = text_of(member(attributes, "DocumentAttributeFilename").get("file_name"))
    lengths = (
        count_of(member(attributes, f"DocumentAttribute{what}").get("duration"))
        for what in ("Video", "Audio")
    )
    return Media(
        kind,
        name=(PurePosixPath(named).name or None) if named else None,
        seconds=next((length for length in lengths if length is not None), None),
    )


def _options(
    poll: Mapping[str, Any], results: Mapping[str, Any]
) -> Iterator[tuple[str, int | None]]:
    """Each answer with its share; Telegram counts under the bytes that stand for the answer."""
    votes = {
        str(row.get("option")): count_of(row.get("voters")) for row in rows(results, "results")
    }
    total = count_of(results.get("total_voters"))
    for answer in rows(poll, "answers"):
        text = text_of(answer.get("text")) or ""
        yield text, share(votes.get(str(answer.get("option"))), total)
