"""Bytes to text: what is declared is tried, what the bytes say wins.

Arabic sites mislabel windows-1256 as UTF-8 and the reverse. UTF-8 is almost never valid by
chance once there are a few letters beyond ASCII, so validity decides; the note says what was
done and becomes part of the recipe.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

__all__ = ["declared_charset", "decode", "is_text"]

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# One damaged letter in ten is still the same encoding; a wrong one damages nearly every letter
# (feeds of tests/monitor/test_feed.py: 0.01 and 0.97).
_DAMAGED = 0.1
# Old code pages of the languages followed, with the eight commonest letters of each language.
_CODE_PAGES = (
    ("windows-1256", "اليمنوره"),
    ("windows-1255", "יוהלאתרמ"),
    ("windows-1251", "оеаинтср"),
    ("koi8-r", "оеаинтср"),
)
# Share of those letters among all beyond ASCII. Six feeds in their right code page: 0.56 to
# 0.61; in a wrong one, and eight in other encodings: 0.38 at most.
_COMMON = 0.47

# Control characters that no text needs; line and page ends, the escape of terminal colours and
# the end mark of DOS are not among them.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
# Their share: 0 in 35 honest texts and pages; in random bytes .04 and more (200 runs of 200
# bytes, median .10), in two programs .38 and .42. One more is let pass in a short text.
_BINARY = 0.02


def declared_charset(media_type: str) -> str | None:
    """Return the charset that a ``Content-Type`` value names, or None."""
    found = _CHARSET.search(media_type)
    return found.group(1).lower() if found else None


def decode(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return ``body`` as text, and a note for the recipe (empty where the label was right).

    Never fails: at worst unreadable bytes become U+FFFD and the note says so.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace"), ""
    labelled = _codec(declared)
    if (text := _strict(body, "utf-8")) is not None:
        wrong = labelled not in (None, "utf-8", "ascii") and not text.isascii()
        if not wrong or _multibyte(labelled):
            return (_strict(body, labelled) or text if labelled else text), ""
        return text, f"utf-8 mislabelled as {labelled}"
    if labelled not in (None, "utf-8", "ascii") and (read := _strict(body, labelled)) is not None:
        return read, ""
    return _guess(body, declared or "nothing")


def is_text(text: str) -> bool:
    """Return False where ``text`` has so many control characters that its bytes were no text."""
    return len(_CONTROLS.findall(text)) <= 1 + _BINARY * len(text)


def _guess(body: bytes, declared: str) -> tuple[str, str]:
    """Choose between damaged UTF-8 and the old Arabic and Western code pages."""
    damaged = body.decode("utf-8", "replace")
    beyond = [c for c in damaged if c > "\x7f"]
    if beyond and beyond.count("\ufffd") <= _DAMAGED * len(beyond):
        return damaged, "damaged utf-8"
    best = max(_CODE_PAGES, key=lambda page: _share(body, *page))
    if _share(body, *best) >= _COMMON:
        return body.decode(best[0], "replace"), f"{best[0]} mislabelled as {declared}"
    return body.decode("cp1252", "replace"), f"windows-1252 guessed, labelled {declared}"


def _share(body: bytes, codec: str, common: str) -> float:
    """Return how much of what lies beyond ASCII are the commonest letters; 0 to 1."""
    counts = Counter(body)
    beyond = sum(times for byte, times in counts.items() if byte > 127)
    letters = (common + common.upper()).encode(codec, "ignore")
    return sum(counts[byte] for byte in set(letters) if byte > 127) / max(1, beyond)


def _codec(name: str | None) -> str | None:
    """Return Python's name of a text encoding, or None where it is unknown."""
    try:
        info = codecs.lookup(name or "")
        "".encode(info.name)
    except (LookupError, ValueError):
        return None
    return info.name


def _strict(body: bytes, codec: str | None) -> str | None:
    try:
        return body.decode(codec or "utf-8")
    except (UnicodeError, LookupError):
        return None


def _multibyte(codec: str | None) -> bool:
    """True where bytes of ``codec`` could be valid UTF-8 by chance."""
    return codec is not None and not codec.startswith(("cp125", "iso8859", "latin", "koi8", "mac"))
