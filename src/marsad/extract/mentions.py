"""Find the names of known entities in text, in any script, with what languages glue to them.

All matching happens on folded text (:func:`marsad.text.normalise`), all results are spans of the
original. The search is one pass of an Aho–Corasick automaton (Aho and Corasick 1975) over the
text, so its cost does not grow with the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import ahocorasick

from ..model import Entity, Span
from ..text import Normalised, normalise
from ._lexicon import pattern
from ._name_bounds import (
    CONTEXT_WORDS,
    SHORT_FOR_CLITICS,
    bounded,
    case_fits,
    inner,
    window,
)
from ._name_entries import (
    ORGANISATIONS,
    Entry,
    Need,
    as_written,
    flat_text,
    head_before,
    key_of,
    need_of,
    short_forms,
    support,
)
from ._russian import cases

__all__ = ["CONTEXT_WORDS", "Found", "Gazetteer"]


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


class Gazetteer:
    """Known names, ready to be found.

    :param entities: earlier ones win where two bear the same name.
    """

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entries: dict[str, list[Entry]] = {}
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
        self._decoys.update(map(key_of, entity.decoys))
        keys = {key_of(name.text): name for name in reversed(entity.names)}
        short = short_forms(entity, keys)
        for key, name in reversed(keys.items()):
            if len(key) < 2:
                continue
            entry = Entry(entity, name.text, need_of(entity, name, key in short))
            for form in (key, *(cases(key) if name.language == "ru" else ())):
                self._entries.setdefault(form, []).append(entry)
            if key.startswith("ال") and len(key) > SHORT_FOR_CLITICS:
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
        flat = flat_text(folded.text)
        hits = self._hits(flat)
        full = {
            entry.entity.id
            for start, minus_end, key in hits
            for entry in self._fitting(key, folded, folded.original(Span(start, -minus_end)))
            if entry.need is Need.NOTHING
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
            if not bounded(flat, start, last + 1):
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
                within = inner(original, key, flat, span)
                yield Found(within, span, entity, score, tuple(others))

    def _fitting(self, key: str, folded: Normalised, original: Span) -> list[Entry]:
        """Return the entries of a name that is written in the text as it is in the list."""
        seen = original.of(folded.source)
        return [
            as_written(entry, seen)
            for entry in self._entries[key]
            if case_fits(entry.cased, folded.source, original)
        ]

    def _supported(
        self, entry: Entry, flat: str, span: Span, full: set[str], owners: frozenset[str]
    ) -> bool:
        entity = entry.entity
        if entry.need is Need.NOTHING or entity.id in owners or entity.id in full:
            return True
        if entity.kind in ORGANISATIONS and head_before(flat, span):
            return True
        if entry.need is Need.CONTEXT and not entity.context:
            return False
        near = support() if entry.need is Need.ORGANISATION else self._context(entity)
        return any(near.search(words) for words in window(flat, span))

    def _context(self, entity: Entity) -> re.Pattern[str]:
        if entity.id not in self._contexts:
            words = [rf"\w{{0,3}}{re.escape(key_of(w))}\w{{0,3}}" for w in entity.context]
            self._contexts[entity.id] = pattern(words)
        return self._contexts[entity.id]


def _touches(one: Found, others: Iterable[Found]) -> bool:
    return any(one.folded.overlap(other.folded) for other in others)
