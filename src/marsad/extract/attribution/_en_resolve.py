"""Who an English speaker is: kind of mention, fuller name, relays, hedges."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.model import Basis, Span

from ._en_lexicon import lexicon
from ._en_model import Found
from ._en_offices import has_other_office, holds_office
from ._en_tokens import Chunk, Document

__all__ = ["Memory", "basis_of", "hedges_of"]

MAX_BACK = 40
"""Tokens before "who" in which its noun phrase is sought."""

_MAX_HEDGED = 60
"""Tokens on either side of a cue in which it is weakened; a bound for hostile text."""

MAX_SPEAKERS = 40
"""Speakers that are remembered: a pronoun reaches no further back, and hostile text is no reason
to look through thousands."""

_SENTENCES = 8
"""Sentences over which "he" is still whoever has spoken by a title; a choice, not tuned."""

_GROUP = frozenset(["they", "their", "we", "our", "us"])
_NEUTRAL = frozenset(["it", "its"])
_POINTING = frozenset(["the", "this", "that", "his", "her", "its", "their"])
MAX_DESCRIBED = 12
"""Tokens behind a name, between commas, that say who it is."""
_PERSONAL = frozenset(["he", "his", "she", "her"])


def basis_of(doc: Document, source: Chunk | None) -> Basis:
    """Return how the phrase names the speaker."""
    if source is None:
        return Basis.UNNAMED
    if source.kind in ("pronoun", "possessive", "who"):
        return Basis.PRONOUN
    named = "N" in doc.classes[source.start : source.head + 1]
    if named or _is_apposed(doc, source):
        return Basis.NAMED
    first, head = doc.low[source.start], doc.low[source.head]
    classes = lexicon().classes
    bare = doc.classes[source.start] != "D"
    if first in classes["indefinite"] or (bare and head in classes["anonymous"]):
        return Basis.UNNAMED
    return Basis.TITLE


def _is_apposed(doc: Document, source: Chunk) -> bool:
    """Tell whether a name follows between commas: "a spokesman, Jo Quill,"."""
    comma = next((i for i in range(source.head, source.end) if doc.classes[i] == ","), source.end)
    return source.kind in ("described", "name") and doc.classes[comma + 1 : source.end][:1] == ["N"]


@dataclass(slots=True)
class _Named:
    chunk: Chunk
    words: frozenset[str]
    organisation: bool
    gender: str


@dataclass(slots=True)
class Memory:
    """Speakers and names met so far in one text, the newest last; feed it in text order."""

    doc: Document
    speakers: list[_Named] = field(default_factory=list)
    _names: dict[str, Chunk] = field(default_factory=dict)
    _titled: list[_Named] = field(default_factory=list)
    _unnamed: list[Chunk] = field(default_factory=list)
    _seen: int = 0

    def resolve(self, source: Chunk | None, before: int) -> Span | None:
        """Return the fuller mention behind ``source``, as far as the text says, and remember it.

        :param before: token index before which the antecedent stands.
        """
        if source is None:
            return None
        self._read_names(before)
        basis = basis_of(self.doc, source)
        if basis is Basis.NAMED and self._is_office(source):
            basis = Basis.TITLE
        if basis is Basis.NAMED:
            found = self._full_name(source)
            self.speakers.append(self._named(source, found))
            del self.speakers[:-MAX_SPEAKERS]
        elif basis is Basis.PRONOUN:
            found = self._antecedent(source)
        elif basis is Basis.TITLE:
            found = self._holder(source)
            if found is None:
                self._met(source)
        else:
            self._met(source)
            return None
        return None if found is None else self.doc.span(found.start, found.end)

    def _met(self, source: Chunk) -> None:
        """Remember a speaker without a name, so that "the source" and "he" may stand for him."""
        self._unnamed.append(source)
        del self._unnamed[:-MAX_SPEAKERS]

    def _is_office(self, source: Chunk) -> bool:
        """Tell "the Naqsha prayer leader" and "the Ministry" from names."""
        head, doc = self.doc.low[source.head], self.doc
        classes = lexicon().classes
        if doc.low[source.start] not in _POINTING or source.head == source.start:
            return False
        if doc.classes[source.head] == "n":
            return head in classes["person"] or head in classes["organisation"]
        one_word = source.head == source.start + 1 and source.end == source.head + 1
        return one_word and (head in classes["person"] or head in classes["organisation"])

    @staticmethod
    def _is_person(head: str) -> bool:
        classes = lexicon().classes
        return head in classes["person"] and head not in classes["organisation"] | classes["many"]

    def _only_person(self, head: str) -> Chunk | None:
        """Return the one person who has spoken so far, if it is one who may be ``head``."""
        people = {s.chunk.start: s for s in self.speakers if not s.organisation}
        if len(people) != 1:
            return None
        person = next(iter(people.values()))
        return None if has_other_office(person.words, head) else person.chunk

    def _holds(self, speaker: _Named, source: Chunk) -> bool:
        """Tell whether a naming has the office that ``source`` says."""
        return holds_office(speaker.words, self.doc.low[source.start : source.head + 1])

    def _named(self, chunk: Chunk, fuller: Chunk | None) -> _Named:
        words = {p for w in self.doc.low[chunk.start : chunk.end] for p in (w, *w.split("-"))}
        words.update(self._description(chunk))
        if fuller is not None:
            words.update(self.doc.low[fuller.start : fuller.end])
        gender = (
            "f"
            if words & lexicon().classes["female"]
            else "m"
            if words & lexicon().classes["male"]
            else ""
        )
        core = set(self.doc.low[chunk.start : chunk.head + 1])
        title = lexicon().classes["person"] - lexicon().classes["organisation"]
        organisation = bool(core & lexicon().classes["organisation"]) and not core & title
        return _Named(fuller or chunk, frozenset(words), organisation, gender)

    def _description(self, chunk: Chunk) -> list[str]:
        """Return the words of "…, commander of the coast," behind a name."""
        doc, end = self.doc, chunk.end
        if end + 1 >= len(doc.low) or doc.classes[end] != "," or doc.classes[end + 1] not in "DSn":
            return []
        stop = min(len(doc.low), end + MAX_DESCRIBED)
        close = next((at for at in range(end + 1, stop) if doc.classes[at] in ",.;:VX"), stop)
        return [part for word in doc.low[end + 1 : close] for part in (word, *word.split("-"))]

    def _read_names(self, before: int) -> None:
        """Remember the names that stand before token ``before``."""
        chunks = self.doc.chunks
        while self._seen < len(chunks) and chunks[self._seen].start < before:
            self._remember(chunks[self._seen])
            self._seen += 1

    def _remember(self, chunk: Chunk) -> None:
        doc = self.doc
        names = [i for i in range(chunk.start, chunk.head + 1) if doc.classes[i] == "N"]
        if chunk.kind in ("name", "person") and len(names) > 1:
            self._names.setdefault(doc.low[names[-1]], chunk)
        if chunk.kind in ("name", "person") and len(names) > 1 and not self._is_office(chunk):
            self._titled.append(self._named(chunk, None))
            del self._titled[:-MAX_SPEAKERS]

    def _full_name(self, source: Chunk) -> Chunk | None:
        fuller = self._names.get(self.doc.low[source.head])
        if fuller is None or fuller.start >= source.start:
            return None
        said = [word for word in self.doc.low[source.start : source.head + 1] if word[0].isalpha()]
        bare = [word for word in said if word not in lexicon().classes["honorific"]]
        return fuller if fuller.end - fuller.start > len(bare) else None

    def _antecedent(self, source: Chunk) -> Chunk | None:
        word = self.doc.low[source.start]
        if source.kind == "who":
            return self._name_before(source.start)
        if word in _PERSONAL:
            wanted = "f" if word in ("she", "her") else "m"
            return self._person(wanted, source.start)
        if word in _NEUTRAL or word in _GROUP:
            spoken = (s.chunk for s in reversed(self.speakers) if s.organisation)
            return self._body_before(source.start) or next(spoken, None)
        return None

    def _body_before(self, at: int) -> Chunk | None:
        """Return the organisation that opens the sentence in which "what it called" stands."""
        lo = max(at - MAX_BACK, self.doc.bounds[self.doc.sentence[at]][0])
        if self.doc.low[at - 1] != "what":
            return None
        bodies = lexicon().classes["organisation"]
        near = (c for c in self.doc.phrases(lo, at) if self.doc.low[c.head] in bodies)
        return min(near, key=lambda c: (c.start, -c.end), default=None)

    def _person(self, gender: str, before: int) -> Chunk | None:
        """Return who "he" is: the last one named, else the last who has spoken by a title."""
        for speaker in reversed(self.speakers):
            if not speaker.organisation and speaker.gender in ("", gender):
                speaker.gender = gender
                return speaker.chunk
        near = (c for c in reversed(self._unnamed) if self._is_person(self.doc.low[c.head]))
        met = next(near, None)
        return None if met is None or self._turned(met, before) else met

    def _turned(self, met: Chunk, before: int) -> bool:
        """Tell whether a sentence between is about another person, or too many stand between."""
        doc, first, last = self.doc, self.doc.sentence[met.start], self.doc.sentence[before]
        opens = (doc.bounds[n][0] for n in range(first + 1, last))
        opening = (chunk for at in opens for chunk in doc.phrases(at, at + 1))
        return last - first > _SENTENCES or any(c.kind in ("person", "name") for c in opening)

    def _holder(self, source: Chunk) -> Chunk | None:
        """Return the last speaker whose mention holds the head word ("the minister")."""
        head = self.doc.low[source.head]
        if self.doc.low[source.start] not in _POINTING:
            return None
        for speaker in reversed(self.speakers):
            if self._holds(speaker, source):
                return speaker.chunk
        for named in reversed(self._titled):
            if self._holds(named, source):
                return named.chunk
        for chunk in reversed(self._unnamed):
            if self.doc.low[chunk.head] == head:
                return chunk
        if self._is_person(head):
            return self._only_person(head)
        if head in ("group", "movement", "organisation", "organization", "party", "militia"):
            return next((s.chunk for s in reversed(self.speakers) if s.organisation), None)
        return None

    def _name_before(self, at: int) -> Chunk | None:
        lo = max(at - MAX_BACK, self.doc.bounds[self.doc.sentence[at]][0])
        near = self.doc.phrases(lo, at)
        fits = [c for c in near if c.end <= at and c.kind in ("name", "person")]
        return max(fits, key=lambda c: (c.end, c.start), default=None)


def hedges_of(doc: Document, found: Found) -> tuple[Span, ...]:
    """Return the words in the cue's sentence, outside quotations, that weaken the report."""
    at = found.cue.at
    lo, hi = max(found.cue.lo, at - _MAX_HEDGED), min(found.cue.hi, at + _MAX_HEDGED)
    weak = lexicon().classes["hedge"]
    return tuple(
        doc.span(i, i + 1)
        for i in range(lo, hi)
        if doc.low[i] in weak and i != found.cue.at and doc.quoted[i] == doc.quoted[found.cue.at]
    )
