"""Names in Arabic and Persian that no gazetteer holds: titles, given names and head nouns.

Arabic script has no capitals, so a name shows by the word before it ("Sheikh", "ministry of") or
by being made of words that are otherwise rare. All offsets here are of folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Span
from ._ner_lists import Cues, cues

__all__ = ["arabic_script_names"]

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_LETTERS = re.compile("[\u0620-\u06d3]{2,}")
_PREFIX = re.compile(r"(?:[وف]?[بلک]?(?=.{3}))?(?:لل|ال)?(?=.{2})|[وف]")
_NISBA = re.compile(r"ال.{2,}(?:ی|یه)\Z")
_SURNAME = re.compile(r".{2,}(?:زاده|پور|نژاد|یان|فر|نیا|وند|لو|چی|کیا|دوست|خانی|آبادی|ابادی)\Z")

_OPENERS = frozenset(("ابو", "ابی", "ابا", "ابن", "بن", "عبد", "سید", "سیده"))
"""Words that only ever open or join names of persons."""

_FUNCTION = frozenset(("علی", "فان", "لدی", "مدی", "سوی", "حتی", "متی", "الی"))
"""Function words that folding makes equal to names («على» and «علي»)."""

_PERSON_WORDS = 4
"""Longest name of a person taken without particles; Arabic names of four words are the longest
that news prints."""

Token = tuple[str, int, int]
Named = tuple[Span, str, float]


def arabic_script_names(text: str, language: str) -> tuple[Named, ...]:
    """Return (folded span, kind, score) of names in folded ``text``; kinds PER, LOC and ORG.

    They may overlap; the order is that of the text.
    """
    lists = cues(language)
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    rules = _Rules(tokens, lists, persian=language == "fa")
    return tuple(rules.run())


class _Rules:
    """One text's tokens with what the rules ask about them."""

    def __init__(self, tokens: list[Token], lists: Cues, *, persian: bool) -> None:
        self._tokens = tokens
        self._lists = lists
        self._persian = persian

    def run(self) -> Iterator[Named]:
        at = 0
        while at < len(self._tokens):
            found = self._person(at) or self._organisation(at) or self._place(at)
            if found is None:
                at += 1
                continue
            first, last, kind, score = found
            yield Span(self._tokens[first][1], self._tokens[last - 1][2]), kind, score
            at = max(at + 1, last)

    # ------------------------------------------------------------ words

    def _word(self, at: int) -> str:
        return self._tokens[at][0] if at < len(self._tokens) else ""

    def _bare(self, at: int, words: frozenset[str]) -> bool:
        """Tell whether the word at ``at``, perhaps behind "and", "by" or "to", is in ``words``."""
        word = self._word(at)
        if word in words:
            return True
        return not self._persian and len(word) > 3 and word[0] in "وفبل" and word[1:] in words

    def _common(self, word: str) -> bool:
        common = self._lists.common
        if word in common:
            return True
        if self._persian:
            return word.endswith(("ها", "های")) or (word[-1:] == "ی" and word[:-1] in common)
        prefix = _PREFIX.match(word)
        rest = word[prefix.end() :] if prefix else word
        return rest in common or f"ال{rest}" in common

    def _name_like(self, at: int) -> bool:
        """Tell whether the word may be part of a person's name."""
        word = self._word(at)
        if not _LETTERS.fullmatch(word):
            return False
        if word in self._lists.given or _SURNAME.match(word):
            return True
        return not self._common(word)

    # ------------------------------------------------------------ persons

    def _person(self, at: int) -> tuple[int, int, str, float] | None:
        if self._bare(at, self._lists.titles):
            start = self._after_titles(at)
            end = self._name_end(start)
            return (start, end, "PER", 0.8) if end > start else None
        if self._bare(at, self._lists.offices):
            start = self._after_office(at + 1)
            end = self._name_end(start)
            strong = end > start and self._name_evidence(start, end)
            return (start, end, "PER", 0.7) if strong else None
        return self._bare_person(at)

    def _after_titles(self, at: int) -> int:
        while at < len(self._tokens) and self._bare(at, self._lists.titles):
            at += 1
        return at

    def _after_office(self, at: int) -> int:
        for _ in range(6):
            word = self._word(at)
            skip = word in self._lists.between or (not self._persian and _NISBA.match(word))
            if not (skip or word in self._lists.titles):
                break
            at += 1
        return at

    def _name_end(self, start: int) -> int:
        end = start
        while end < len(self._tokens) and end - start < _PERSON_WORDS:
            if end > start and not self._persian and self._foreign(self._word(end)):
                break
            if self._word(end) in self._lists.particles:
                if end + 1 >= len(self._tokens) or not _LETTERS.fullmatch(self._word(end + 1)):
                    break
                end += 2
            elif self._name_like(end):
                end += 1
            else:
                break
        return min(end, len(self._tokens))

    def _foreign(self, word: str) -> bool:
        """Tell whether an Arabic word is more likely to go on with the sentence than the name."""
        return (
            word in _FUNCTION
            or word.startswith(("لل", "بال"))
            or (word[:1] in "وفبل" and len(word) > 4 and word not in self._lists.names)
        )

    def _name_evidence(self, start: int, end: int) -> bool:
        """Tell whether one of the words is known as a name."""
        words = [self._word(at) for at in range(start, end)]
        known = self._lists.given if self._persian else self._lists.names
        return any(w in known or w in self._lists.particles for w in words)

    def _bare_person(self, at: int) -> tuple[int, int, str, float] | None:
        """Two or more words of names in a row, or one that opens a headline before a colon."""
        if self._bare(at, self._lists.says) and not self._persian:
            end = self._listed_end(at + 1)
            return (at + 1, end, "PER", 0.6) if end > at + 1 else None
        if self._persian:
            return self._bare_persian(at)
        end = self._listed_end(at)
        return (at, end, "PER", 0.6) if end - at >= 2 else None

    def _bare_persian(self, at: int) -> tuple[int, int, str, float] | None:
        word = self._word(at)
        if at == 0 and not self._common(word) and _LETTERS.fullmatch(word):
            end = self._name_end(at)
            if end <= 3 and self._word(end) == ":":
                return at, end, "PER", 0.5
        if word not in self._lists.given and word not in _OPENERS:
            return None
        end = self._name_end(at)
        while end > at + 1 and not self._extends(end - 1):
            end -= 1
        return (at, end, "PER", 0.6) if end - at >= 2 else None

    def _listed_end(self, at: int) -> int:
        """Return the end of a run of Arabic words that are listed names or follow a particle."""
        end = at
        while end < len(self._tokens) and end - at < _PERSON_WORDS:
            word = self._word(end)
            if word in _OPENERS and _LETTERS.fullmatch(self._word(end + 1)):
                end += 2
            elif word in self._lists.names and word not in _FUNCTION and not self._common(word):
                end += 1
            else:
                break
        return end

    def _extends(self, at: int) -> bool:
        return not self._common(self._word(at)) or self._word(at) in self._lists.given

    # ------------------------------------------------------------ organisations and places

    def _organisation(self, at: int) -> tuple[int, int, str, float] | None:
        if not self._bare(at, self._lists.organisations):
            return None
        end = at + 1
        words = self._lists.organisation_words
        while end < len(self._tokens) and end - at < 5:
            word = self._word(end)
            if self._persian:
                fits = word in words or (end == at + 1 and not self._common(word))
            else:
                fits = word.startswith("ال") and len(word) > 4 and word not in self._lists.between
                fits = fits or (end == at + 1 and not self._common(word))
            if not fits or not _LETTERS.fullmatch(word):
                break
            end += 1
        return (at, end, "ORG", 0.6) if end > at + 1 else None

    def _place(self, at: int) -> tuple[int, int, str, float] | None:
        lists = self._lists
        inside = self._bare(at, lists.places_inside)
        if not inside and not self._bare(at, lists.places):
            return None
        if not _LETTERS.fullmatch(self._word(at + 1)) or self._common(self._word(at + 1)):
            return None
        return (at if inside else at + 1), at + 2, "LOC", 0.6
