"""Find the names of known entities in text, in any script, with what languages glue to them.

All matching happens on folded text (:func:`marsad.text.normalise`), all results are spans of the
original. The search is one pass of an Aho–Corasick automaton (Aho and Corasick 1975) over the
text, so its cost does not grow with the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import ahocorasick

from ..model import Entity, EntityKind, Span
from ..text import Normalised, normalise
from ._lexicon import fold, pattern, read_toml

__all__ = ["CONTEXT_WORDS", "Found", "Gazetteer"]

CONTEXT_WORDS = 12
"""How many words either side of a name are searched for its context words. A post's sentence has
about 20 words; 12 reaches its other half without reaching the next subject."""

_SEPARATORS = str.maketrans({"_": " ", "-": " ", "#": " ", "@": " ", "\u0640": " "})
"""Characters that join words of a name in hashtags and handles; each becomes one space."""

_ARABIC_LETTER = re.compile("[\u0620-\u06d3]")
_CLITICS = re.compile(r"(?:[وف]?[بلک]?|[وف]?(?:ب|ک)?ال|[وف]?لل|[وف]?س)\Z")
"""What may stand before an Arabic name inside its word: and/so, by/to/as, the article."""

_HEBREW_LETTER = re.compile("[\u05d0-\u05ea]")
_HEBREW_CLITICS = re.compile(r"[ושהבלמכ]{1,3}\Z")
"""And, that, the, in, to, from, as: written together with the Hebrew word that follows."""

_SUFFIXES = re.compile(r"(?:ها|های|هایی|هایش|ام|ات|اش|مان|تان|شان)?(?!\w)")
_SUFFIX_AFTER_VOWEL = re.compile(r"(?:ی|یی|یه)?(?!\w)")
_SHORT_FOR_CLITICS = 4
"""Shorter names are not looked for behind a one-letter clitic: «ورد» is a word, not «و» + «رد»."""

_ORGANISATIONS = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a known entity in a text.

    :ivar span: of the original text, without clitics and suffixes.
    :ivar folded: the same run in the folded text.
    :ivar score: 0–1; lower where several entities bear the name or support is indirect.
    """

    span: Span
    folded: Span
    entity: Entity
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name of one entity, as the automaton stores it."""

    entity: Entity
    order: int
    cased: str
    needs_support: bool


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Organisational head words, and words that show that an organisation is meant."""
    data = read_toml("mentions.toml")
    return {
        "head": re.compile(rf"(?<!\w){_optional_clitics(data['organisation_heads'])}\s\Z"),
        "support": pattern(rf"\w{{0,3}}{word}\w{{0,3}}" for word in data["organisation_context"]),
    }


def _optional_clitics(heads: Iterable[str]) -> str:
    joined = "|".join(sorted({fold(h) for h in heads}, key=len, reverse=True))
    return rf"(?:[وف]?[بل]?(?:ال|لل)?)(?:{joined})(?:های|ی)?"


def _flat(text: str) -> str:
    """Return folded text of the same length in which hashtags are words."""
    return text.translate(_SEPARATORS)


def _key(name: str) -> str:
    return " ".join(_flat(fold(name)).split())


class Gazetteer:
    """Known names, ready to be found.

    :param entities: earlier ones win where two bear the same name.
    """

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        for order, entity in enumerate(entities):
            self._add(entity, order)
        self._automaton = ahocorasick.Automaton()
        for key in self._entries:
            self._automaton.add_word(key, key)
        if self._entries:
            self._automaton.make_automaton()
        self._contexts: dict[str, re.Pattern[str]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def _add(self, entity: Entity, order: int) -> None:
        keys = {_key(name.text): name.text for name in entity.names}
        short = _short_forms(entity, keys)
        for key, written in keys.items():
            if len(key) < 2:
                continue
            entry = _Entry(entity, order, written, key in short)
            self._entries.setdefault(key, []).append(entry)
            if key.startswith("ال") and len(key) > _SHORT_FOR_CLITICS:
                # «لل» is written for ل + ال.
                self._entries.setdefault("لل" + key[2:], []).append(entry)

    def find(
        self, text: str | Normalised, *, owners: frozenset[str] = frozenset()
    ) -> tuple[Found, ...]:
        """Return the names that ``text`` holds, in order, none overlapping another.

        The longest name wins. A name with context words counts when one of them is within
        :data:`CONTEXT_WORDS` words, or an organisational head word stands before it.

        :param owners: ids of entities that need no support here, such as the channel's owner.
        """
        folded = text if isinstance(text, Normalised) else normalise(text)
        flat = _flat(folded.text)
        hits = self._hits(flat)
        full = {
            entry.entity.id
            for _, _, key in hits
            for entry in self._entries[key]
            if not entry.needs_support
        }
        found: list[Found] = []
        for start, group in groupby(hits, key=lambda hit: hit[0]):
            if found and start < found[-1].folded.end:
                continue
            best = next(self._read(group, flat, folded, full, owners), None)
            if best is not None:
                found.append(best)
        return tuple(found)

    def _hits(self, flat: str) -> list[tuple[int, int, str]]:
        """Return (start, minus end, key) of all names on word boundaries, longest first."""
        if not self._entries:
            return []
        hits = []
        for last, key in self._automaton.iter(flat):
            start = last + 1 - len(key)
            if _bounded(flat, start, last + 1):
                hits.append((start, -(last + 1), key))
        hits.sort()
        return hits

    def _read(
        self,
        hits: Iterable[tuple[int, int, str]],
        flat: str,
        folded: Normalised,
        full: set[str],
        owners: frozenset[str],
    ) -> Iterator[Found]:
        for start, minus_end, key in hits:
            span = Span(start, -minus_end)
            original = folded.original(span)
            fitting = [
                entry
                for entry in self._entries[key]
                if _case_fits(entry.cased, folded.source, original)
                and self._supported(entry, flat, span, full, owners)
            ]
            if fitting:
                entity = fitting[0].entity
                alone = len({entry.entity.id for entry in fitting}) == 1
                yield Found(_inner(original, key, flat, span), span, entity, 0.95 if alone else 0.6)

    def _supported(
        self, entry: _Entry, flat: str, span: Span, full: set[str], owners: frozenset[str]
    ) -> bool:
        entity = entry.entity
        if entity.id in owners or not (entity.context or entry.needs_support):
            return True
        if _words()["head"].search(flat, max(0, span.start - 24), span.start):
            return True
        before, after = _window(flat, span)
        if entity.context:
            context = self._context(entity)
            return bool(context.search(before) or context.search(after))
        support = _words()["support"]
        return entity.id in full or bool(support.search(before) or support.search(after))

    def _context(self, entity: Entity) -> re.Pattern[str]:
        if entity.id not in self._contexts:
            words = [rf"\w{{0,3}}{re.escape(_key(w))}\w{{0,3}}" for w in entity.context]
            self._contexts[entity.id] = pattern(words)
        return self._contexts[entity.id]


def _short_forms(entity: Entity, keys: Iterable[str]) -> set[str]:
    """Return the names of an organisation that are a longer name without its head words.

    "Pearly Star" of "Pearly Star Brigades" may mean a star; it counts only with support.
    """
    if entity.kind not in _ORGANISATIONS or entity.context:
        return set()
    padded = [f" {key} " for key in keys]
    return {
        key.strip()
        for key in padded
        if any(key != longer and (key in longer) for longer in padded)
        and not any(_words()["head"].match(f"{word} ") for word in key.split())
    }


def _bounded(flat: str, start: int, end: int) -> bool:
    """Tell whether ``flat[start:end]`` is a word or words, apart from clitics and suffixes."""
    arabic = bool(_ARABIC_LETTER.match(flat[start]))
    if start and (flat[start - 1].isalnum()):
        word = start
        while word and start - word < 5 and flat[word - 1].isalnum():
            word -= 1
        hebrew = bool(_HEBREW_LETTER.match(flat[start]))
        if not (arabic or hebrew) or end - start < _SHORT_FOR_CLITICS:
            return False
        if not (_HEBREW_CLITICS if hebrew else _CLITICS).match(flat[word:start]):
            return False
    if end < len(flat) and flat[end].isalnum():
        if not arabic:
            return False
        after_vowel = flat[end - 1] in "اوه"
        return bool(
            _SUFFIXES.match(flat, end) or (after_vowel and _SUFFIX_AFTER_VOWEL.match(flat, end))
        )
    return True


def _case_fits(written: str, source: str, span: Span) -> bool:
    """Tell whether a Latin name is capitalised as names are; other scripts have no case.

    Acronyms have to be in capitals ("US", not "us"); text without capitals is given the benefit
    of the doubt for names of six letters and more.
    """
    seen = span.of(source)
    if not written[:1].isascii() or not written[0].isupper():
        return True
    if written.isupper() and len(written) <= 5:
        return seen.isupper()
    return seen[:1].isupper() or (len(written) >= 6 and not any(c.isupper() for c in source[:400]))


def _window(flat: str, span: Span) -> tuple[str, str]:
    """Return the words around ``span``, at most :data:`CONTEXT_WORDS` each side."""
    reach = CONTEXT_WORDS * 8
    before = flat[max(0, span.start - reach) : span.start].split(" ")[-CONTEXT_WORDS - 1 :]
    after = flat[span.end : span.end + reach].split(" ")[: CONTEXT_WORDS + 1]
    return " ".join(before), " ".join(after)


def _inner(original: Span, key: str, flat: str, span: Span) -> Span:
    """Return the span of the name; of «لل…» the part that follows the preposition."""
    if key.startswith("لل") and not flat.startswith("ال", span.start):
        return Span(original.start + 1, original.end)
    return original
