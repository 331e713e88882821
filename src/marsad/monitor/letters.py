"""E-mail messages (RFC 5322, MIME): sender, subject, date, text and attachments.

Nothing that a message links to is loaded, so its sender does not learn that it was read.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage, Message
from email.utils import parseaddr

from ..errors import UnreadableError
from ..model import UNDATED, Dated, make_id, sha256_hex
from .encoding import decode
from .page_dates import read_any
from .plain import plain_text

__all__ = ["Attachment", "Letter", "read_letter"]

# What the email package raises on malformed headers, which spam has and newsletters do too.
_MALFORMED = (ValueError, IndexError, TypeError, AttributeError, LookupError, RecursionError)
_AHEAD = timedelta(days=1)
_HEADER_CHARS = 1_000
_ATTACHMENTS = 50
# Plain parts of newsletters are often no more than "open this message in a browser".
_STUB = 3
_BODIES = ("text/plain", "text/html")
_ID = re.compile(r"<([^<>\s]{1,500})>")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; its name is the sender's, not to be used as a path."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A message.

    :ivar id: the ``Message-ID`` without brackets, or a hash of the message.
    :ivar sender: the display name of ``From``, else its address.
    :ivar note: how the text's encoding was repaired; empty where its label was right.
    """

    id: str
    subject: str | None
    sender: str | None
    date: Dated
    text: str
    note: str
    attachments: tuple[Attachment, ...]


def read_letter(body: bytes, seen_at: datetime, source_id: str) -> Letter:
    """Return the message in ``body``.

    :param seen_at: a message that says it was sent later than a day after this is undated.
    :raises UnreadableError: no message, or parts inside parts without end.
    """
    try:
        message = email.message_from_bytes(body, policy=policy.default)
        parts = tuple(_leaves(message))
    except _MALFORMED as error:
        raise _no_message(source_id, str(error)) from error
    if not _header(message, "From") and not _header(message, "Date"):
        raise _no_message(source_id, "neither sender nor date")
    text, note = _text(parts, source_id)
    found = _ID.search(_header(message, "Message-ID") or "")
    name, address = parseaddr(_header(message, "From") or "")
    return Letter(
        id=found.group(1) if found else make_id("m", sha256_hex(body)),
        subject=_header(message, "Subject"),
        sender=name or address or None,
        date=_date(_header(message, "Date") or "", seen_at),
        text=text,
        note=note,
        attachments=tuple(_attachments(parts))[:_ATTACHMENTS],
    )


def _leaves(message: Message) -> Iterator[EmailMessage]:
    """Yield the parts that hold something; a forwarded message is one part."""
    todo: list[Message] = [message]
    while todo:
        part = todo.pop(0)
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" or not isinstance(payload, list):
            if isinstance(part, EmailMessage):
                yield part
        else:
            todo = [*(p for p in payload if isinstance(p, Message)), *todo]


def _header(message: Message, name: str) -> str | None:
    try:
        value = str(message.get(name) or "")
    except _MALFORMED:
        value = next((str(v) for k, v in message.raw_items() if k.lower() == name.lower()), "")
    value = value.encode("utf-8", "replace").decode()
    return " ".join(value.split())[:_HEADER_CHARS] or None


def _text(parts: tuple[EmailMessage, ...], source_id: str) -> tuple[str, str]:
    """Return the text of the plain parts, or of the HTML ones where these say much more."""
    bodies = [part for part in parts if not _is_attachment(part)]
    plain, note = _joined(bodies, "text/plain")
    html, html_note = _joined(bodies, "text/html")
    read = plain_text(html, source_id) if html else ""
    text = plain.replace("\r\n", "\n").strip()
    return (read, html_note) if len(read) > _STUB * len(text) else (text, note)


def _joined(parts: list[EmailMessage], media_type: str) -> tuple[str, str]:
    found = [
        decode(_payload(part), part.get_content_charset())
        for part in parts
        if part.get_content_type() == media_type
    ]
    return "\n".join(text for text, _ in found), next((note for _, note in found if note), "")


def _attachments(parts: tuple[EmailMessage, ...]) -> Iterator[Attachment]:
    """Yield what came along; pictures shown inside the text, mostly logos, are left out."""
    for number, part in enumerate((p for p in parts if _is_attachment(p)), 1):
        kind = part.get_content_type()
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        if kind == "message/rfc822" and isinstance(first, Message):
            yield Attachment(_name(part, f"message {number}.eml"), kind, first.as_bytes())
        else:
            yield Attachment(_name(part, f"attachment {number}"), kind, _payload(part))


def _is_attachment(part: EmailMessage) -> bool:
    shown = part.get_content_maintype() == "image" or part.get_content_type() in _BODIES
    return part.get_content_disposition() == "attachment" if shown else True


def _name(part: EmailMessage, otherwise: str) -> str:
    try:
        name = part.get_filename() or ""
    except _MALFORMED:
        name = ""
    name = name.encode("utf-8", "replace").decode().replace("\\", "/").rpartition("/")[2]
    return " ".join(name.split())[:200] or otherwise


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _date(written: str, seen_at: datetime) -> Dated:
    found = read_any(written, "date header of the message") if written else UNDATED
    return found if found.value and found.value <= seen_at + _AHEAD else UNDATED


def _no_message(source_id: str, why: str) -> UnreadableError:
    return UnreadableError(
        source_id,
        f"not an e-mail message that can be read ({why[:120]})",
        hint="Save it again from the mail program, as .eml or mbox.",
    )
