"""Find numbers: numerals in any digits, and number words in English, Arabic and Persian.

``one``, ``واحد`` and ``یک`` alone are not numbers here: they are pronouns and articles far more
often. Nor are duals such as «صاروخان» (two rockets), which need a parser of Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from marsad.model import Span

from .lexicon import words
from .normalise import Normalised, normalise

__all__ = ["FoundNumber", "find_numbers", "number_word"]


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text.

    :ivar span: where it stands, in code points of the text searched.
    :ivar value: an int, or a float where there is a decimal mark.
    """

    span: Span
    value: int | float


_TOKEN = re.compile(r"\d+(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+")
_JOINED = re.compile(r"[a-z]\Z")
_LINK = re.compile(r"(?: |-| and | و )\Z")
_MOST_DIGITS = 18
"""Longer runs of digits are identifiers, not amounts."""

_EXACT = {
    1: "one واحد واحده احدی یک",
    2: "two اثنان اثنین اثنتان اثنتین اثنا دو",
    3: "three ثلاثه ثلاث سه",
    4: "four اربعه اربع چهار",
    5: "five خمسه خمس پنج",
    6: "six سته ست شش",
    7: "seven سبعه سبع هفت",
    8: "eight ثمانیه ثمانی ثمان هشت",
    9: "nine تسعه تسع نه",
    10: "ten عشره عشر ده",
    11: "eleven یازده",
    12: "twelve دوازده",
    13: "thirteen سیزده",
    14: "fourteen چهارده",
    15: "fifteen پانزده",
    16: "sixteen شانزده",
    17: "seventeen هفده",
    18: "eighteen هجده",
    19: "nineteen نوزده",
    20: "twenty عشرون عشرین بیست",
    30: "thirty ثلاثون ثلاثین سی",
    40: "forty اربعون اربعین چهل",
    50: "fifty خمسون خمسین پنجاه",
    60: "sixty ستون ستین شصت",
    70: "seventy سبعون سبعین هفتاد",
    80: "eighty ثمانون ثمانین هشتاد",
    90: "ninety تسعون تسعین نود",
    100: "مئه مائه میه مایه صد یکصد",
    200: "مئتا مئتان مئتین مائتان مائتین میتان میتین مایتان مایتین دویست",
    300: "ثلاثمئه ثلاثمائه ثلاثمیه ثلاثمایه سیصد",
    400: "اربعمئه اربعمائه اربعمیه اربعمایه چهارصد",
    500: "خمسمئه خمسمائه خمسمیه خمسمایه پانصد",
    600: "ستمئه ستمائه ستمیه ستمایه ششصد",
    700: "سبعمئه سبعمائه سبعمیه سبعمایه هفتصد",
    800: "ثمانمئه ثمانمائه ثمانمیه ثمانمایه هشتصد",
    900: "تسعمئه تسعمائه تسعمیه تسعمایه نهصد",
    2000: "الفان الفین",
}
_SCALES = {
    100: "hundred hundreds",
    1_000: "thousand الف الاف هزار",
    1_000_000: "million ملیون ملایین میلیون",
    1_000_000_000: "billion ملیار ملیارات میلیارد",
}
_NEVER_ALONE = words("one واحد واحده احدی یک نه سی ده ست عشر الف خمس سبع ثمان hundred hundreds صد")
"""Words that are something else when no other number stands beside them: a pronoun, «نه» no,
«ده» village or Egyptian "this", «ست» lady, «خمس» a fifth."""

_PREFIXES = ("وال", "بال", "فال", "ال", "لل", "و", "ف", "ب", "ل", "ک")


@cache
def _exact() -> dict[str, int]:
    return {
        normalise(word).text: value for value, known in _EXACT.items() for word in known.split()
    }


@cache
def _scales() -> dict[str, int]:
    return {
        normalise(word).text: value for value, known in _SCALES.items() for word in known.split()
    }


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    value: int | float
    scale: bool
    linked: bool


def number_word(word: str) -> int | None:
    """Return the value of one normalised number word (``three``, ``ثلاثه``, ``سه``), or None."""
    return _exact().get(word)


def find_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Return the numbers of ``text`` in order; spans are in code points and do not overlap.

    A number and its scale are one (``3 million``, ``۳ میلیون``), so are compound words
    (``twenty-three``, ``ثلاثة وعشرون``, ``بیست و سه``). Digits stuck to a preceding
    Latin letter (``F16``) and runs of more than 18 digits are left out. Takes linear time.
    """
    folded = normalise(text)
    return tuple(
        FoundNumber(folded.original(Span(group[0].start, group[-1].end)), value)
        for group in _groups(folded)
        if (value := _value(group)) is not None
    )


def _tokens(folded: Normalised) -> Iterator[_Token]:
    """Yield numerals and number words of the normalised text."""
    text = folded.text
    for found in _TOKEN.finditer(text):
        word = found.group()
        start, end = found.span()
        if word[0].isdigit():
            if len(word) <= _MOST_DIGITS and not _JOINED.search(text[max(0, start - 1) : start]):
                plain = word.replace(",", "")
                number = float(plain) if "." in plain else int(plain)
                yield _Token(start, end, word, number, scale=False, linked=False)
        else:
            token = _word_token(word, start, end)
            if token is not None:
                yield token


def _word_token(word: str, start: int, end: int) -> _Token | None:
    """Return the number word that ``word`` is, perhaps behind Arabic prefixes."""
    for prefix in ("", *_PREFIXES):
        bare = word[len(prefix) :]
        if not word.startswith(prefix) or len(bare) < (3 if prefix else 2):
            continue
        linked = prefix.startswith("و")
        value = _exact().get(bare)
        if value is not None:
            return _Token(start + len(prefix), end, bare, value, scale=False, linked=linked)
        value = _scales().get(bare)
        if value is not None:
            return _Token(start + len(prefix), end, bare, value, scale=True, linked=linked)
    return None


def _groups(folded: Normalised) -> Iterator[list[_Token]]:
    """Yield runs of tokens that make up one number together."""
    group: list[_Token] = []
    for token in _tokens(folded):
        if group and not _continues(group, token, folded.text):
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def _continues(group: list[_Token], token: _Token, text: str) -> bool:
    """Tell whether ``token`` goes on with the number that ``group`` began."""
    last = group[-1]
    between = text[last.end : token.start]
    if token.linked:
        between = between.removesuffix("و")
    if not _LINK.match(between) or token.word[0].isdigit():
        return False
    if token.scale:
        return not last.scale or token.value > last.value
    if last.word[0].isdigit():
        return False
    joined = token.linked or between != " "
    return _adds(last, token, joined)


def _adds(last: _Token, token: _Token, joined: bool) -> bool:
    """Tell whether two number words in a row add up, as in ``twenty three`` and ``ثلاثة عشر``."""
    if last.scale:
        return token.value < last.value
    if 1 <= last.value <= 9:
        return token.word in ("عشر", "عشره") or (joined and 20 <= token.value <= 90)
    return last.value >= 20 and token.value < 10 ** (len(str(last.value)) - 1)


def _value(group: list[_Token]) -> int | float | None:
    """Return what the tokens are worth together; None where they are no number after all."""
    if len(group) == 1 and (group[0].scale or group[0].word in _NEVER_ALONE):
        return None
    total: int | float = 0
    current: int | float = 0
    for token in group:
        if not token.scale:
            current += token.value
        elif token.value == 100:
            current = max(current, 1) * 100
        else:
            total += max(current, 1) * token.value
            current = 0
    return total + current
