"""Fold text for matching and search, and map every folded character back to the original.

What two spellings of one word have in common is kept, the rest is folded away. Choices that
another library might make differently:

* Letters follow Unicode compatibility decomposition (NFKD, UAX #15) one code point at a time,
  so presentation forms and ligatures (``ﻻ``, ``ﷲ``, ``ﬁ``) become the letters they stand for.
* ``ي ى ی ئ`` all become ``ی`` and ``ك ک ڪ`` become ``ک``: an Arabic keyboard writes Persian and
  the other way round, and final ``ى``/``ي`` differ by country. ``أ إ آ ٱ`` become ``ا``, ``ؤ``
  becomes ``و``, ``ة`` and the Urdu and Kurdish forms of heh become ``ه``.
* The zero-width non-joiner becomes nothing, not a space: «می‌شود» then equals «میشود», the other
  common spelling, and no stray prefix «می» is left that would match half of all verbs.
* Vowel signs, Quranic marks, tatweel, Hebrew points and combining diacritics go, as do bidi
  controls and every other format character (tags that hide text among them).
* All decimal digits become ASCII digits; curly quotation marks and the many dashes become
  ``"``, ``'`` and ``-``. Guillemets stay, because they tell where a quotation opens and closes;
  so does Arabic punctuation.

Lexicons and patterns that meet folded text have to be folded by the same function.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from marsad.model import Span

__all__ = ["Normalised", "normalise"]

_LETTERS = {
    **dict.fromkeys("يىۍ", "ی"),
    **dict.fromkeys("كڪ", "ک"),
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("ةہھەۃۀۂ", "ه"),
    "٫": ".",
    "٬": ",",
    "٪": "%",
    "ـ": "",
    **dict.fromkeys("“”„‟〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    # Letters that Unicode does not decompose but that people leave unmarked.
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
}

_MARK_BLOCKS = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x0898, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE2F),
    (0xE0100, 0xE01EF),
)
"""Blocks whose non-spacing marks are dropped; in Indic scripts such marks are vowels and stay."""

_CACHED_BELOW = 0x20000
"""Planes 0 and 1 hold nearly all living text; caching no more bounds the table's memory."""

_SPACES = re.compile(" {2,}")


def _dropped_mark(char: str) -> bool:
    """Tell whether ``char`` is a mark that folding removes."""
    if unicodedata.category(char) not in ("Mn", "Me"):
        return False
    return any(first <= ord(char) <= last for first, last in _MARK_BLOCKS)


def _visible(char: str) -> str | None:
    """Return what ``char`` becomes with or without folding, or None where nothing special."""
    if char.isspace():
        return " "
    if char == "ـ":
        return ""
    category = unicodedata.category(char)
    if category in ("Cf", "Cc"):
        return ""
    if category == "Cs":
        return "\ufffd"
    return None


def _decompose(char: str) -> str:
    """Return the compatibility form of ``char``; vulgar fractions stay (``3½`` is not ``31/2``)."""
    if unicodedata.decomposition(char).startswith("<fraction>"):
        return char
    form = unicodedata.normalize("NFKD", char)
    return form if form.strip() else ""


def _fold_once(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    kept = "".join(c for c in _decompose(char) if not _dropped_mark(c))
    folded = unicodedata.normalize("NFC", kept).casefold()
    parts = []
    for letter in folded:
        digit = unicodedata.decimal(letter, None)
        parts.append(_LETTERS.get(letter, letter) if digit is None else str(digit))
    return "".join(parts)


def _fold(char: str) -> str:
    """Return the folded form of one character; folding that again changes nothing."""
    visible = _visible(char)
    if visible is not None:
        return visible
    folded = _fold_once(char)
    if folded == char:
        return char
    return "".join(_fold(c) for c in folded)


def _plain(char: str) -> str:
    """Return one character without folding: only what the eye does not see is evened out."""
    visible = _visible(char)
    if visible is not None:
        return visible
    kept = unicodedata.normalize("NFC", _decompose(char))
    return char if kept == char else "".join(_visible_or(c) for c in kept)


def _visible_or(char: str) -> str:
    visible = _visible(char)
    return char if visible is None else visible


class _Table(dict[int, str]):
    """A ``str.translate`` table that fills itself."""

    def __init__(self, fold: bool) -> None:
        super().__init__()
        self._form = _fold if fold else _plain

    def __missing__(self, code: int) -> str:
        form = self._form(chr(code))
        if code < _CACHED_BELOW:
            self[code] = form
        return form


_FOLDING = _Table(fold=True)
_PLAIN = _Table(fold=False)


@dataclass(frozen=True)
class Normalised:
    """Normalised text and the way back to the original.

    Offsets are Unicode code points on both sides. The map is built when first asked for, since
    search indexing needs the text alone.

    :ivar source: the original text.
    :ivar text: the normalised text.
    :ivar fold: how it was made.
    """

    source: str
    text: str
    fold: bool = True

    @cached_property
    def _offsets(self) -> tuple[list[int], list[int]]:
        """First and last-plus-one original offset of every normalised character."""
        table = _FOLDING if self.fold else _PLAIN
        starts: list[int] = []
        ends: list[int] = []
        after_space = False
        for index, char in enumerate(self.source):
            form = table[ord(char)]
            if len(form) == 1 and form != " ":  # nearly always so, and faster
                starts.append(index)
                ends.append(index + 1)
                after_space = False
                continue
            for piece in form:
                if piece == " " and after_space:
                    ends[-1] = index + 1
                    continue
                starts.append(index)
                ends.append(index + 1)
                after_space = piece == " "
            if not form and ends and ends[-1] == index and _dropped_mark(char):
                ends[-1] = index + 1
        return starts, ends

    @property
    def starts(self) -> tuple[int, ...]:
        """Original offset of every normalised character; never falls."""
        return tuple(self._offsets[0])

    def original(self, span: Span) -> Span:
        """Return the run of the original that ``span`` of the normalised text stands for.

        Vowel signs that follow the last letter belong to it. An empty span stays empty.

        :raises ValueError: ``span`` reaches beyond the normalised text.
        """
        if span.end > len(self.text):
            raise ValueError(f"span {span.start}–{span.end} is beyond {len(self.text)} characters")
        starts, ends = self._offsets
        if span.start == span.end:
            at = starts[span.start] if span.start < len(starts) else len(self.source)
            return Span(at, at)
        return Span(starts[span.start], ends[span.end - 1])

    def normalised(self, span: Span) -> Span:
        """Return the smallest run of the normalised text that holds all that is left of ``span``.

        :raises ValueError: ``span`` reaches beyond the original text.
        """
        if span.end > len(self.source):
            raise ValueError(
                f"span {span.start}–{span.end} is beyond {len(self.source)} characters"
            )
        starts, ends = self._offsets
        first = bisect_right(ends, span.start)
        last = bisect_left(starts, span.end)
        return Span(first, max(first, last))


def normalise(text: str, *, fold: bool = True) -> Normalised:
    """Return ``text`` evened out for matching.

    :param fold: False keeps case, vowel signs, digits and letter variants and only removes what
        the eye does not see: format characters, tatweel, presentation forms, extra white space.

    The text of the result is a fixed point: normalising it again changes nothing.
    """
    table = _FOLDING if fold else _PLAIN
    return Normalised(text, _SPACES.sub(" ", text.translate(table)), fold)
