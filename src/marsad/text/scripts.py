"""Which script a text is in, and from which side it is read."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

__all__ = ["direction", "isolated", "letter_counts", "script"]

_RANGES = {
    "Latin": "A-Za-zªºÀ-ÖØ-öø-ʸḀ-ỿꜢ-ꟿﬀ-ﬆＡ-Ｚａ-ｚ",
    "Arabic": (
        "\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc"
        "\u0750-\u077f\u0870-\u088e\u08a0-\u08c9\ufb50-\ufdfb\ufe70-\ufefc"
    ),
    "Hebrew": "\u05d0-\u05f2\ufb1d-\ufb4f",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c88\ua640-\ua69d",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Devanagari": "\u0904-\u0939\u0958-\u0961\u0971-\u097f",
    "Han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
    "Kana": "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d",
    "Hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Armenian": "\u0531-\u0587",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2d",
    "Syriac": "\u0710-\u074f\u0860-\u086a",
    "Ethiopic": "\u1200-\u137f",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Bengali": "\u0985-\u09b9\u09dc-\u09e1",
    "Tamil": "\u0b83-\u0bb9",
}
_LETTERS = {name: re.compile(f"[{ranges}]") for name, ranges in _RANGES.items()}
_RIGHT_TO_LEFT = ("Arabic", "Hebrew", "Syriac")
_SAMPLE = 4096
"""Code points looked at: a page of text settles the matter, and the cost stays bounded."""


def letter_counts(text: str) -> dict[str, int]:
    """Return how many letters of each script the first 4,096 code points hold, those above 0."""
    sample = text[:_SAMPLE]
    counts = {}
    left = sum(map(str.isalpha, sample))
    for name, letters in _LETTERS.items():
        if left <= 0:
            break
        found = len(letters.findall(sample))
        if found:
            counts[name] = found
            left -= found
    if left > 0:
        counts["Other"] = left
    return counts


def script(text: str) -> str | None:
    """Return the script of most letters by its Unicode name (``Han`` with kana is ``Kana``).

    None where there are no letters, ``Other`` for scripts without a name here.
    """
    counts = letter_counts(text)
    if not counts:
        return None
    if "Kana" in counts and "Han" in counts:
        counts["Kana"] += counts.pop("Han")
    return max(counts, key=lambda name: counts[name])


def direction(text: str) -> Literal["rtl", "ltr"]:
    """Return the side from which ``text`` is read: that of most of its letters.

    Where both sides have as many, the first letter decides, as in UAX #9; text without letters
    is read from the left. A majority serves posts better than the first letter alone: an Arabic
    post that begins with a Latin hashtag is still Arabic.
    """
    counts = letter_counts(text)
    right = sum(counts.get(name, 0) for name in _RIGHT_TO_LEFT)
    left = sum(counts.values()) - right
    if right != left:
        return "rtl" if right > left else "ltr"
    for char in text[:_SAMPLE]:
        side = unicodedata.bidirectional(char)
        if side in ("L", "R", "AL"):
            return "ltr" if side == "L" else "rtl"
    return "ltr"


_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def isolated(text: str) -> str:
    """Return ``text`` between first-strong isolates, for places where no element can hold it.

    Its own embeddings, overrides and isolates are left out: one that closes more than it opens
    would end ours (UAX #9). Without isolates, a date after an Arabic name is shown with its parts
    the wrong way round.
    """
    return f"\u2068{_STEERING.sub('', text)}\u2069"
