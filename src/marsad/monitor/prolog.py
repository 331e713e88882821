"""What stands before a feed's first element: left out, because entities are declared there.

feedparser leaves external entities alone and refuses nested ones, yet expands a long one as often
as it is named: a feed of 115 KB took 65 seconds and 1.5 GB. It also searches this part with
patterns whose time grows with the square of its length: 72 KB of blank lines took a minute.
"""

from __future__ import annotations

import re

from feedparser import FeedParserDict
from feedparser.encodings import convert_to_utf8

__all__ = ["without_prolog"]

_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
_UTF8 = "application/xml; charset=utf-8"
_MISC = re.compile(rb"(?:\xef\xbb\xbf|\s)+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]{0,2000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(rb"<\w")
# The one document type that says something of its own: which RSS 0.91 it is.
_NETSCAPE = b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "">\n'


def without_prolog(body: bytes, media_type: str) -> tuple[bytes, str]:
    """Return ``body`` as UTF-8 that starts with its first element, and the media type of that.

    Document type, entity declarations, comments and instructions before the first element are
    left out; references to entities stay as they were written. Where no encoding fits, bytes and
    media type are those given.
    """
    result = FeedParserDict()
    utf8 = convert_to_utf8({"content-type": media_type}, body, result)
    start = _skipped(utf8)
    element = _ELEMENT.search(utf8, start)
    if element is None:
        return body, media_type
    kind = _NETSCAPE if b"netscape" in utf8[: min(start, 4_096)].lower() else b""
    bare = kind + utf8[element.start() :]
    return (_DECLARATION + bare, _UTF8) if result.get("encoding") else (bare, media_type)


def _skipped(text: bytes) -> int:
    """Return where the declarations end; each byte is looked at a fixed number of times."""
    position = 0
    while found := _MISC.match(text, position) or _DOCTYPE.match(text, position):
        position = found.end()
    return position
