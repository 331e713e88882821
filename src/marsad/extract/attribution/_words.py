"""A text as words, sentences and quotations: what the Arabic and Persian rules look at.

Rules compare the folded form of a word, so tatweel, vowel signs, joiners and the two writings
of yeh and kaf never matter, while every word keeps its place in the stored text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import NamedTuple

from marsad.model import Span

from ._quotes import Quotation, quotations

__all__ = ["Kind", "Page", "Run", "Word", "fold", "read"]

# Arabic vowel and Quranic signs, joiners, bidirectional controls, tatweel.
_DROPPED = "".join(map(chr, [*range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE), 0x640]))
_FORMAT = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\xad"
)
_FOLDS = str.maketrans("أإآٱىیکةۀؤئھہİıёЁ״", 'ااااييكههويههiiее"', _DROPPED + _FORMAT)

_HEBREW_SHORT = r"""[א-ת]+["״][א-ת](?![א-ת])|[ובלמהשכ]*[אגדזחטינסעפצקרת][א-ת]*["״][א-ת]+"""
"""Hebrew abbreviations: a mark before the last letter, or after letters that are no prefix."""

_CYRILLIC_COMPOUND = r"[Ѐ-ӿ]+(?:-[Ѐ-ӿ]+)+"
"""Russian words with hyphens are one: a spokesman, "something"."""

_WORD = re.compile(
    rf"""
    (?P<tag>(?:https?://|www\.|t\.me/)\S+
      |[A-Za-z0-9-]{{1,40}}(?:\.[A-Za-z0-9-]{{1,40}}){{0,3}}\.(?:com|net|org|ir|info|tv|example)\b\S*
      |[#@][\w{_DROPPED}\u200c]+)
  | (?P<number>\d(?:[\d.,٫٬/:]*\d)?[%٪]?)
  | (?P<word>{_HEBREW_SHORT}|{_CYRILLIC_COMPOUND}|[^\W\d](?:[\w{_DROPPED}{_FORMAT}])*)
  | (?P<stop>[.؟?!…۔]+)
  | (?P<comma>[،,؛;])
  | (?P<colon>[:：])
  | (?P<quote>[«»“”„‟‹›❝❞"״＂]|``|''|’’|‘‘)
  | (?P<line>\n(?!\s{{0,20}}[:：]))
  | (?P<other>[^\s{_FORMAT}])
    """,
    re.VERBOSE,
)


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    TAG = "tag"
    STOP = "stop"
    COMMA = "comma"
    COLON = "colon"
    QUOTE = "quote"
    LINE = "line"
    OTHER = "other"


_KINDS = {kind.value: kind for kind in Kind}


class Word(NamedTuple):
    """A token: where it stands, its folded form and its kind."""

    start: int
    end: int
    form: str
    kind: Kind


class Run(NamedTuple):
    """Tokens ``first`` up to, not including, ``last``."""

    first: int
    last: int


def fold(word: str) -> str:
    """Return ``word`` without signs and joiners, with variant letters made one."""
    return word.translate(_FOLDS).lower()


@dataclass(frozen=True, slots=True)
class Page:
    """A text read once.

    :ivar paragraphs: runs of tokens between line breaks, without lines of only marks;
        a paragraph that a quotation continues is a paragraph of its own.
    :ivar sentences: runs inside paragraphs; a full stop inside a quotation ends none, and a
        quotation over several paragraphs keeps its sentence open.
    :ivar quotes: the outermost quotation that starts at a token: its run, marks included.
    :ivar quoted: for each token, the first token of the quotation around it, or -1.
    :ivar counted: for each token, how many words, numbers and tags stand before it.
    """

    text: str
    words: tuple[Word, ...]
    paragraphs: tuple[Run, ...]
    sentences: tuple[Run, ...]
    quotes: dict[int, tuple[Run, Quotation]]
    quoted: tuple[int, ...]
    counted: tuple[int, ...]

    def form(self, index: int) -> str:
        """Return the folded form at ``index``, or an empty string outside the text."""
        return self.words[index].form if 0 <= index < len(self.words) else ""

    def kind(self, index: int) -> Kind:
        """Return the kind at ``index``; outside the text that of a line break."""
        return self.words[index].kind if 0 <= index < len(self.words) else Kind.LINE

    def span(self, run: Run) -> Span:
        """Return the characters of a run that is not empty."""
        return Span(self.words[run.first].start, self.words[run.last - 1].end)

    def skip(self, index: int) -> int:
        """Return the token after ``index``, jumping over the quotation that starts there."""
        found = self.quotes.get(index)
        return found[0].last if found else index + 1

    def outside(self, run: Run) -> Iterator[int]:
        """Yield the tokens of ``run`` that no quotation covers; of one, its opening mark."""
        index = run.first
        while index < run.last:
            yield index
            index = self.skip(index)

    def trim(self, run: Run, *, tags: bool = False) -> Run:
        """Drop marks, line breaks and symbols (and ``tags``) from both ends of ``run``."""
        loose = _LOOSE | {Kind.TAG} if tags else _LOOSE
        first, last = run
        while first < last and self.words[first].kind in loose:
            first += 1
        while last > first and self.words[last - 1].kind in loose:
            last -= 1
        return Run(first, last)

    def unlisted(self, run: Run) -> Run:
        """Drop from the start of ``run`` its number in a list ("2-", "٣.") or a clock time."""
        first = self.trim(run, tags=True).first
        if first < run.last and self._is_ordinal(first):
            return self.trim(Run(first + 2, run.last))
        if first >= run.last or self.kind(first) is not Kind.NUMBER:
            return run
        mark = self.form(first + 1)
        if ":" in self.form(first) and self.kind(first + 1) is Kind.WORD:
            return Run(first + 1, run.last)
        listed = mark in _AFTER_NUMBER or mark.startswith("\ufe0f")
        return self.trim(Run(first + 2, run.last)) if listed else run

    def _is_ordinal(self, index: int) -> bool:
        """Tell whether "firstly:" or "a -" in Arabic script opens an item of a list."""
        form, mark = self.form(index), self.words[min(index + 1, len(self.words) - 1)]
        if form in _ORDINALS:
            return mark.kind in (Kind.COLON, Kind.COMMA) or mark.form in _AFTER_NUMBER
        return form in _LETTERS and mark.form in (*_AFTER_NUMBER, "")

    def listed(self, run: Run) -> bool:
        """Tell whether ``run`` is an item of a list: a number or a symbol begins its line."""
        marks = (Kind.NUMBER, Kind.OTHER, Kind.STOP)
        index = run.first - 1
        while run.first - index < _BULLET and self.kind(index) in marks:
            index -= 1
        return index < run.first - 1 and self.kind(index) is Kind.LINE

    def count(self, run: Run) -> int:
        """Return how many words, numbers and tags ``run`` has."""
        if run.first >= run.last:
            return 0
        return self.counted[min(run.last, len(self.words))] - self.counted[run.first]

    def content(self, run: Run) -> tuple[tuple[Span, ...], bool]:
        """Return the spans of what ``run`` says and whether it is one quotation."""
        run = self._trim_content(run)
        if run.first >= run.last:
            return (), False
        found = self.quotes.get(run.first)
        if found and found[0].last >= run.last:
            return found[1].parts, True
        return (self.span(run),), False

    def _trim_content(self, run: Run) -> Run:
        """Trim ``run``, but give back one bracket that closes another inside it."""
        run = self.trim(run, tags=True)
        closing = self.form(run.last)
        if run.first < run.last and closing in _BRACKETS:
            inside = [w.form for w in self.words[run.first : run.last]]
            if inside.count(_BRACKETS[closing]) > inside.count(closing):
                return Run(run.first, run.last + 1)
        return run


_AFTER_NUMBER = frozenset({"-", "–", ")", ".", "ـ"})
"""Marks after the number of an item in a list."""

_ORDINALS = frozenset(
    {"اولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"}
)
_LETTERS = frozenset("ابجدهوزحط")
"""Words and letters, folded, that number the items of a list in Arabic script."""

_BULLET = 5
"""Tokens that a bullet and its number have at most: some are written as several symbols."""

_LOOSE = frozenset({Kind.STOP, Kind.COMMA, Kind.COLON, Kind.LINE, Kind.OTHER})
_BRACKETS = {")": "(", "]": "["}
_SOLID = frozenset({Kind.WORD, Kind.NUMBER, Kind.TAG})


def read(text: str) -> Page:
    """Read ``text`` into a page; linear in its length."""
    words = _tokens(text)
    quotes, quoted = _place_quotes(text, words)
    paragraphs = tuple(_paragraphs(words))
    sentences = tuple(_sentences(words, paragraphs, quoted))
    counted = tuple(accumulate((w.kind in _SOLID for w in words), initial=0))
    return Page(text, words, paragraphs, sentences, quotes, quoted, counted)


def _tokens(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    for match in _WORD.finditer(text):
        kind = _KINDS[match.lastgroup or "other"]
        form = fold(match.group()) if kind in (Kind.WORD, Kind.TAG) else match.group()
        found.append(Word(match.start(), match.end(), form, kind))
    return tuple(found)


def _place_quotes(
    text: str, words: tuple[Word, ...]
) -> tuple[dict[int, tuple[Run, Quotation]], tuple[int, ...]]:
    quotes: dict[int, tuple[Run, Quotation]] = {}
    quoted = [-1] * len(words)
    index = 0
    for quotation in quotations(text):
        if quotation.depth:
            continue
        while index < len(words) and words[index].start < quotation.outer.start:
            index += 1
        first = index
        while index < len(words) and words[index].end <= quotation.outer.end:
            quoted[index] = first
            index += 1
        if index > first:
            quotes[first] = (Run(first, index), quotation)
    return quotes, tuple(quoted)


def _paragraphs(words: tuple[Word, ...]) -> Iterator[Run]:
    first = 0
    for index in range(len(words) + 1):
        if index == len(words) or words[index].kind is Kind.LINE:
            run = Run(first, index)
            if any(w.kind in _SOLID for w in words[run.first : run.last]):
                yield run
            first = index + 1


def _sentences(
    words: tuple[Word, ...], paragraphs: tuple[Run, ...], quoted: tuple[int, ...]
) -> Iterator[Run]:
    first = -1
    for paragraph in paragraphs:
        first = paragraph.first if first < 0 else first
        for index in range(paragraph.first, paragraph.last):
            if _ends_sentence(words, quoted, index):
                yield Run(first, index + 1)
                first = index + 1
        last = paragraph.last - 1
        open_quote = quoted[last] >= 0 and _reaches(quoted, last, len(words))
        if first <= last and not open_quote:
            yield Run(first, paragraph.last)
        if not open_quote:
            first = -1
    if first >= 0 and paragraphs and first < paragraphs[-1].last:
        yield Run(first, paragraphs[-1].last)


def _reaches(quoted: tuple[int, ...], last: int, length: int) -> bool:
    """Tell whether the quotation around token ``last`` goes on after the paragraph's break."""
    return last + 1 < length and quoted[last + 1] == quoted[last]


def _ends_sentence(words: tuple[Word, ...], quoted: tuple[int, ...], index: int) -> bool:
    word = words[index]
    if word.kind is not Kind.STOP or quoted[index] >= 0:
        return False
    before = words[index - 1] if index else word
    initial = word.form == "." and len(before.form) == 1 and before.kind is Kind.WORD
    return not (initial or _numbers(words, index))


def _numbers(words: tuple[Word, ...], index: int) -> bool:
    """Tell whether the full stop at ``index`` belongs to the number of an item in a list."""
    if index < 1 or words[index].form != "." or words[index - 1].kind is not Kind.NUMBER:
        return False
    return index == 1 or words[index - 2].kind is Kind.LINE
