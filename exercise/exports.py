"""A chat export in the shape of Telegram Desktop's ``result.json``, with its two byte faults.

Real exports hold control bytes as ``\\xNN``, which JSON does not know, and U+2028/2029 as the
escape followed by two stray bytes. Here they stand at the end of posts, so that the texts are
the same once they are repaired and trimmed.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta, timezone
from typing import Any

from exercise.material import Exercise, Post, Source

__all__ = ["export"]

_LOCAL = timezone(timedelta(hours=3, minutes=30))
"""Time zone of the machine on which the export is said to have been made."""

_HASHTAG = re.compile(r"(#\w+)")
_FAULTS = ("\x1f", "\u2028", "\u2029")
_WRITTEN = {
    b"\\u001f": b"\\x1F",
    b"\\u2028": b"\\u2028\x80\xa8",
    b"\\u2029": b"\\u2029\x80\xa9",
}
_ABSENT = "(File not included. Change data exporting settings to download.)"


def export(exercise: Exercise, source: Source) -> bytes:
    """Return the bytes of ``result.json`` for ``source``, oldest message first."""
    posts = exercise.of(source)
    faults = dict(zip((post.id for post in posts[2::4]), _FAULTS, strict=False))
    chat = {
        "name": source.title,
        "type": "public_channel",
        "id": source.channel_id,
        "messages": [
            _created(source, posts[0]),
            *(_message(source, post, faults.get(post.id, "")) for post in posts),
        ],
    }
    data = json.dumps(chat, ensure_ascii=False, indent=1)
    for fault in _FAULTS[1:]:
        data = data.replace(fault, f"\\u{ord(fault):04x}")
    written = data.encode()
    for escaped, faulty in _WRITTEN.items():
        written = written.replace(escaped, faulty)
    return written


def _created(source: Source, first: Post) -> dict[str, Any]:
    moment = first.date - timedelta(days=400)
    return {
        "id": 1,
        "type": "service",
        "date": moment.astimezone(_LOCAL).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(moment.timestamp())),
        "actor": source.title,
        "actor_id": f"channel{source.channel_id}",
        "action": "create_channel",
        "title": source.title,
        "text": "",
        "text_entities": [],
    }


def _message(source: Source, post: Post, fault: str) -> dict[str, Any]:
    row = post.row
    parts = _parts(post.text + fault)
    message: dict[str, Any] = {
        "id": int(post.native_id),
        "type": "message",
        "date": post.date.astimezone(_LOCAL).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(post.date.timestamp())),
        "from": source.title,
        "from_id": f"channel{source.channel_id}",
    }
    if post.media == "photo":
        message["photo"] = _ABSENT
    if "forwarded_from" in row:
        message["forwarded_from"] = row["forwarded_from"].get("name")
    if row.get("reply_to"):
        message["reply_to_message_id"] = row["reply_to"]
    return message | {
        "text": post.text + fault if len(parts) == 1 else [_short(part) for part in parts],
        "text_entities": parts,
    }


def _parts(text: str) -> list[dict[str, str]]:
    return [
        {"type": "hashtag" if part.startswith("#") else "plain", "text": part}
        for part in _HASHTAG.split(text)
        if part
    ]


def _short(part: dict[str, str]) -> str | dict[str, str]:
    return part["text"] if part["type"] == "plain" else part
