"""What an XML document can hold (XML 1.0, production 2)."""

from __future__ import annotations

import re

__all__ = ["in_xml"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def in_xml(text: str, instead: str = "\ufffd") -> str:
    """Return ``text`` with ``instead`` for each character that no XML holds, even escaped."""
    return _FORBIDDEN.sub(instead, text)
