"""Connector for newsletters: an IMAP folder, an mbox file, or a folder of messages.

``imaps://user@host/Folder`` is opened read-only and nothing is marked as read; an mbox file or
a folder of ``.eml`` files is an address of this machine. A message of an IMAP folder is known by
its number there, so the next visit asks only for what came after.

The password is never part of the address, of a capture or of an error. It comes from the
environment: ``MARSAD_MAIL_PASSWORD_<SOURCE ID>`` (in capitals, other signs as ``_``), or the file
that ``MARSAD_MAIL_PASSWORD_FILE_<SOURCE ID>`` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import MissingToolError, SourceError
from ..model import Response, Source
from ..ports import (
    NO_HISTORY,
    Coverage,
    History,
    ItemFailure,
    Limits,
    ParsedItem,
    ParsedPost,
    Transport,
)
from .imap import Imap, is_imap, place_of
from .labels import get_unlabelled
from .letter_posts import letter_posts
from .local import as_file_url, as_path, files_below
from .reading import DocumentReader

__all__ = ["Mailbox"]

_SUFFIXES = frozenset({".eml", ".mbox"})
# A message begins where a line begins with "From ", and before it stands an empty line or nothing
# (RFC 4155); writers put ">" before such lines of the text.
_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{0,500}\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


class Mailbox:
    """Reads messages and what is attached to them.

    :param reader: reads the attachments.
    :param imap: opens IMAP folders.
    """

    name = "mailbox"
    summary = "Newsletters: an IMAP folder (imaps://user@host/Folder), mbox and .eml files"

    def __init__(
        self, limits: Limits, *, reader: DocumentReader | None = None, imap: Imap | None = None
    ) -> None:
        self._limits = limits
        self._reader = reader or DocumentReader(limits)
        self._imap = imap or Imap(limits)

    def fetch(
        self, source: Source, transport: Transport, history: History = NO_HISTORY
    ) -> Iterator[Response | ItemFailure]:
        """Yield each message of an IMAP folder that was not read before, or each file.

        :raises SourceError: the folder or file cannot be read at all.
        """
        if is_imap(source.address):
            yield from self._imap.fetch(source, history)
            return
        root = as_path(as_file_url(source.address), source)
        if not (source.local and root.is_dir()):
            yield get_unlabelled(transport, root.as_uri(), source)
            return
        for found in files_below(root, _SUFFIXES, source):
            if isinstance(found, ItemFailure):
                yield found
                continue
            try:
                yield get_unlabelled(transport, found.as_uri(), source)
            except SourceError as error:
                yield ItemFailure(found.name, error)

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield a post for each message and attachment, or why one cannot be read.

        :raises UnreadableError: not a message or mbox file.
        :raises MissingToolError: after all else, where an attachment needs an optional program.
        """
        folder = place_of(response)
        if folder:
            yield Coverage(folder.after + 1, folder.number, frozenset({str(folder.number)}))
            key = str(folder.number)
            try:
                yield from self._posts(response.body, response, source, key)
            except SourceError as error:
                yield ItemFailure(key, error)
            return
        letters = _letters(response.body)
        if len(letters) == 1:
            yield from self._posts(letters[0], response, source)
            return
        missing: list[MissingToolError] = []
        for number, letter in enumerate(letters, 1):
            try:
                yield from self._posts(letter, response, source)
            except SourceError as error:
                yield ItemFailure(f"message {number}", error)
            except MissingToolError as error:
                missing.append(error)
        if missing:
            raise missing[0]

    def _posts(
        self, letter: bytes, response: Response, source: Source, key: str = ""
    ) -> Iterator[ParsedPost | ItemFailure]:
        return letter_posts(letter, response, source, self._reader, self._limits, key=key)


def _letters(body: bytes) -> list[bytes]:
    """Return the messages of an mbox file; what is none counts as one message."""
    starts = list(_FROM_LINE.finditer(body)) if body.startswith(b"From ") else []
    if not starts:
        return [body]
    ends = [*(found.start() for found in starts[1:]), len(body)]
    return [
        _QUOTED.sub(rb"\1", body[found.end() : end])
        for found, end in zip(starts, ends, strict=True)
    ]
