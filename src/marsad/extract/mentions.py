"""Find the names of known entities in text, in any script, with what languages glue to them.

All matching happens on folded text (:func:`marsad.text.normalise`), all results are spans of the
original. The search is one pass of an Aho–Corasick automaton (Aho and Corasick 1975) over the
text, so its cost does not grow with the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from itertools import groupby, islice

import ahocorasick

from ..model import Entity, EntityKind, Name, Span
from ..text import Normalised, normalise
from ..text.lexicon import words as word_set
from ._lexicon import fold, pattern, read_toml
from ._russian import cases

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

_OFTEN_SMALL = word_set(
    "army navy police parliament government ministry party movement group militia brigade "
    "brigades agency newspaper network television"
)
"""Words of bodies that many writers do not capitalise and that leave no doubt what is meant."""

_ORGANISATIONS = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a known entity in a text.

    :ivar span: of the original text, without clitics and suffixes.
    :ivar folded: the same run in the folded text.
    :ivar score: 0–1; lower where several entities bear the name or support is indirect.
    :ivar others: further entities that the name may mean as well, in the order of the list.
    """

    span: Span
    folded: Span
    entity: Entity
    score: float
    others: tuple[Entity, ...] = ()


class _Need(Enum):
    """What must be near a name before it counts."""

    NOTHING = 0
    ORGANISATION = 1
    """A word that tells that an organisation is meant."""
    CONTEXT = 2
    """One of the entity's own context words."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name of one entity, as the automaton stores it."""

    entity: Entity
    cased: str
    need: _Need


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
        self._decoys: set[str] = set()
        for entity in entities:
            self._add(entity)
        self._automaton = ahocorasick.Automaton()
        for key in (*self._entries, *self._decoys):
            self._automaton.add_word(key, key)
        if self._entries:
            self._automaton.make_automaton()
        self._contexts: dict[str, re.Pattern[str]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def _add(self, entity: Entity) -> None:
        self._decoys.update(map(_key, entity.decoys))
        keys = {_key(name.text): name for name in reversed(entity.names)}
        short = _short_forms(entity, keys)
        for key, name in reversed(keys.items()):
            if len(key) < 2:
                continue
            entry = _Entry(entity, name.text, _need(entity, name, key in short))
            for form in (key, *(cases(key) if name.language == "ru" else ())):
                self._entries.setdefault(form, []).append(entry)
            if key.startswith("ال") and len(key) > _SHORT_FOR_CLITICS:
                # «لل» is written for ل + ال.
                self._entries.setdefault("لل" + key[2:], []).append(entry)

    def find(
        self, text: str | Normalised, *, owners: frozenset[str] = frozenset()
    ) -> tuple[Found, ...]:
        """Return the names that ``text`` holds, in order, none overlapping another.

        The longest name wins. An ambiguous name counts when a word of its entity's context is
        within :data:`CONTEXT_WORDS` words, another name of the entity anywhere in the text, or an
        organisational head word before it.

        :param owners: ids of entities that need no support here, such as the channel's owner.
        """
        return self.look(text, owners=owners)[0]

    def look(
        self, text: str | Normalised, *, owners: frozenset[str] = frozenset()
    ) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
        """Return what :meth:`find` does, and the ambiguous names that nothing supports.

        The latter lie outside the former and each other; they may mean something else.
        """
        folded = text if isinstance(text, Normalised) else normalise(text)
        flat = _flat(folded.text)
        hits = self._hits(flat)
        full = {
            entry.entity.id
            for start, minus_end, key in hits
            for entry in self._fitting(key, folded, folded.original(Span(start, -minus_end)))
            if entry.need is _Need.NOTHING
        }
        found: list[Found] = []
        doubtful: list[Found] = []
        for start, group in groupby(hits, key=lambda hit: hit[0]):
            if found and start < found[-1].folded.end:
                continue
            each = list(group)
            best = next(self._read(each, flat, folded, full, owners), None)
            if best is not None:
                found.append(best)
            elif not doubtful or start >= doubtful[-1].folded.end:
                doubtful += islice(self._read(each, flat, folded, None, owners), 1)
        return tuple(found), tuple(d for d in doubtful if not _touches(d, found))

    def _hits(self, flat: str) -> list[tuple[int, int, str]]:
        """Return (start, minus end, key) of all names on word boundaries, longest first.

        Names inside a decoy are left out.
        """
        if not self._entries:
            return []
        hits: list[tuple[int, int, str]] = []
        decoys: list[Span] = []
        for last, key in self._automaton.iter(flat):
            start = last + 1 - len(key)
            if not _bounded(flat, start, last + 1):
                continue
            if key in self._decoys:
                decoys.append(Span(start, last + 1))
            if key in self._entries:
                hits.append((start, -(last + 1), key))
        kept = [h for h in hits if not any(d.start <= h[0] and -h[1] <= d.end for d in decoys)]
        return sorted(kept)

    def _read(
        self,
        hits: Iterable[tuple[int, int, str]],
        flat: str,
        folded: Normalised,
        full: set[str] | None,
        owners: frozenset[str],
    ) -> Iterator[Found]:
        """Yield the entities of names that are supported, or of any where ``full`` is None."""
        for start, minus_end, key in hits:
            span = Span(start, -minus_end)
            original = folded.original(span)
            fitting = [
                entry
                for entry in self._fitting(key, folded, original)
                if full is None or self._supported(entry, flat, span, full, owners)
            ]
            if fitting:
                entity, *others = {entry.entity.id: entry.entity for entry in fitting}.values()
                score = 0.6 if others else 0.95
                inner = _inner(original, key, flat, span)
                yield Found(inner, span, entity, score, tuple(others))

    def _fitting(self, key: str, folded: Normalised, original: Span) -> list[_Entry]:
        """Return the entries of a name that is written in the text as it is in the list."""
        seen = original.of(folded.source)
        return [
            _as_written(entry, seen)
            for entry in self._entries[key]
            if _case_fits(entry.cased, folded.source, original)
        ]

    def _supported(
        self, entry: _Entry, flat: str, span: Span, full: set[str], owners: frozenset[str]
    ) -> bool:
        entity = entry.entity
        if entry.need is _Need.NOTHING or entity.id in owners or entity.id in full:
            return True
        if entity.kind in _ORGANISATIONS and _head_before(flat, span):
            return True
        if entry.need is _Need.CONTEXT and not entity.context:
            return False
        near = _words()["support"] if entry.need is _Need.ORGANISATION else self._context(entity)
        return any(near.search(words) for words in _window(flat, span))

    def _context(self, entity: Entity) -> re.Pattern[str]:
        if entity.id not in self._contexts:
            words = [rf"\w{{0,3}}{re.escape(_key(w))}\w{{0,3}}" for w in entity.context]
            self._contexts[entity.id] = pattern(words)
        return self._contexts[entity.id]


def _as_written(entry: _Entry, seen: str) -> _Entry:
    """Return ``entry``; a body's needs support where a word that has a capital is without.

    "Lebanese forces" are seldom the party "Lebanese Forces"; the "Iraqi army" is the Iraqi Army.
    """
    words = zip(entry.cased.split(), seen.split(), strict=False)
    lowered = any(w[0].isupper() and s[0].islower() and s not in _OFTEN_SMALL for w, s in words)
    if lowered and entry.need is _Need.NOTHING and entry.entity.kind in _ORGANISATIONS:
        return replace(entry, need=_Need.ORGANISATION)
    return entry


def _need(entity: Entity, name: Name, short: bool) -> _Need:
    """Return what ``name`` needs: what is said of it, else what its form and its entity imply."""
    if name.ambiguous is None:
        implied = _Need.ORGANISATION if short else _Need.NOTHING
        return _Need.CONTEXT if entity.context else implied
    return _Need.CONTEXT if name.ambiguous else _Need.NOTHING


def _head_before(flat: str, span: Span) -> bool:
    return bool(_words()["head"].search(flat, max(0, span.start - 24), span.start))


def _touches(one: Found, others: Iterable[Found]) -> bool:
    return any(one.folded.overlap(other.folded) for other in others)


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
    """Tell whether a name is capitalised as names are, in scripts that have capitals.

    Acronyms have to be written as they are ("US", not "us"; "LeT", not "Let"); text without
    capitals is given the benefit of the doubt for names of six letters and more.
    """
    seen = span.of(source)
    if not written[0].isupper():
        return True
    if len(written) <= 5 and sum(map(str.isupper, written)) > 1:
        return written == seen or (written.isupper() and seen.isupper())
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
