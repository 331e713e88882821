"""What the rules of Hebrew, Russian, Turkish and Urdu have in common: speakers and headlines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from marsad.model import Basis, Span

from ._irrealis import is_irrealis
from ._reading import Reading
from ._said_leads import Leads
from ._said_lexicon import Cue, Lexicon
from ._speakers import Found, resolve
from ._types import Attribution
from ._words import Kind, Page, Run

__all__ = ["SPEAKER_TOKENS", "At", "SpeakerReading", "finished"]

_SPEAKER_WORDS = 18
"""Words of a speaker with titles and appositions; longer phrases are clauses. Not tuned."""

_BACK = 120
"""Tokens before a sentence in which a speaker is looked for that a pronoun stands for."""

_CLAUSE_TOKENS = 90
"""Tokens before a verb of saying in which its speaker and object are looked for; as in Persian."""

SPEAKER_TOKENS = 60
"""Tokens of a speaker, marks included."""

_PLACE_TOKENS = 4
"""Tokens in which the colon after a place stands."""

_TITLE_WORDS = 8
"""Tokens after a title that may belong to the name that follows it."""


@dataclass(frozen=True, slots=True)
class At:
    """A verb of saying with the words of its clause.

    :ivar before: what stands before it, from the end of the clause read before.
    :ivar after: what follows it, up to the next clause.
    :ivar depth: how many relays pass on what it says.
    """

    cue: Cue
    before: Run
    after: Run
    sentence: Run
    depth: int = 0

    @property
    def frames(self) -> frozenset[str]:
        return self.cue.frames


class SpeakerReading(Reading):
    """Reading with the words of a lexicon: headlines, pronouns, what ends a speaker's name.

    :ivar capitals: whether names are written with capitals.
    """

    capitals = False

    def __init__(self, page: Page, lex: Lexicon, language: str, *, owned: bool) -> None:
        super().__init__(page)
        self.owned = owned
        self.lex = lex
        self.language = language
        self.leads = Leads(language)
        lists = lex.lists
        self.urgent = lists["urgent"]
        self.labels = lists["labels"]
        self.openers = lists["headline_openers"]
        self.papers = lists["papers"]
        self.known = lists["known"]
        self.unlikely = lists["unlikely"]

    @cached_property
    def cues(self) -> list[Cue]:
        """All words of saying of the page, outside quotations, in order."""
        return list(self._all_cues(Run(0, len(self.page.words))))

    def _all_cues(self, run: Run) -> Iterator[Cue]:
        last = run.first
        for index in self.page.outside(run):
            if index < last:
                continue
            cue = self.cue_at(index)
            if cue is not None:
                last = cue.run.last
                yield cue

    def cue_at(self, index: int) -> Cue | None:
        """Return the words of saying that begin at ``index``."""
        return self.lex.cue(self.page, index)

    def cues_in(self, run: Run) -> list[Cue]:
        """Return the words of saying that stand in ``run``."""
        starts = self._starts
        low = bisect_left(starts, run.first)
        high = bisect_left(starts, run.last, low)
        return [cue for cue in self.cues[low:high] if cue.run.last <= run.last]

    @cached_property
    def _starts(self) -> list[int]:
        return [cue.run.first for cue in self.cues]

    def is_cue(self, index: int) -> bool:
        at = bisect_left(self._starts, index)
        return at < len(self._starts) and self._starts[at] == index

    def unsaid(self, at: At) -> bool:
        """Tell whether a verb is negated, asked about or only supposed."""
        page, lists = self.page, self.lex.lists
        first, last = at.cue.run
        if page.form(last) in lists["undone"] or page.form(first - 1) in lists["negations"]:
            return True
        between = page.kind(first - 1) is Kind.WORD and page.form(first - 1) not in lists["only"]
        if between and first - 2 >= at.before.first and page.form(first - 2) in lists["negations"]:
            return True
        return page.form(page.trim(at.before, tags=True).first) in lists["doubts"]

    def ends_phrase(self, index: int) -> bool:
        kind = self.page.kind(index)
        if kind in (Kind.STOP, Kind.LINE, Kind.COLON):
            return True
        return self.page.form(index) in self.lex.lists["stops"]

    def speaks_as_we(self, run: Run) -> bool:
        return bool(self._forms(run) & self.lex.lists["we"])

    def basis(self, run: Run) -> Basis:
        """Tell how ``run`` names the speaker; a pronoun may have adverbs around it."""
        lists = self.lex.lists
        forms = [w.form for w in self.page.words[run.first : run.last] if w.kind is Kind.WORD]
        plain = [form for form in forms if form not in lists["adverbs"]]
        if plain and all(form in lists["pronouns"] for form in plain):
            return Basis.PRONOUN
        if any(form in lists["unnamed"] for form in plain[:2]):
            return Basis.UNNAMED
        return Basis.NAMED

    def antecedent(self, sentence: Run) -> Run | None:
        """Return the last titled speaker before ``sentence`` that no quotation covers."""
        page = self.page
        for index in range(sentence.first - 1, max(-1, sentence.first - _BACK), -1):
            if page.form(index) in self.known and page.quoted[index] < 0:
                return self._titled(index)
        return None

    def _titled(self, index: int) -> Run:
        page = self.page
        first = index
        while page.form(first - 1) in self.known:
            first -= 1
        last = index + 1
        while last < index + _TITLE_WORDS and page.kind(last) is Kind.WORD:
            if self.ends_phrase(last) or self.is_cue(last) or self._ends_capitals(last):
                break
            last += 1
        return Run(first, last)

    def _ends_capitals(self, index: int) -> bool:
        """Tell whether a small letter follows a capital that closes a name."""
        page = self.page
        written = [page.text[page.words[at].start] for at in (index - 1, index)]
        named = written[0].isupper() and page.form(index - 1) not in self.known
        return self.capitals and named and written[1].islower()

    def after_place(self, run: Run) -> Run:
        """Drop a place or label and its colon from the start of a sentence ("Ankara: …")."""
        for index in range(run.first + 1, min(run.last, run.first + _PLACE_TOKENS)):
            if self.page.kind(index) is Kind.COLON and not self.is_cue(index - 1):
                quoted = index + 1 in self.page.quotes
                return run if quoted else Run(index + 1, run.last)
        return run

    def before(self, start: int, end: int) -> Run:
        """Return the words before ``end`` that its clause may have, from ``start`` on.

        They begin at a quotation rather than inside it. The bound keeps reading linear.
        """
        first = max(start, end - _CLAUSE_TOKENS)
        opening = self.page.quoted[first] if first < end else -1
        return Run(max(start, opening) if opening >= 0 else first, end)

    def bare(self, run: Run) -> Run:
        """Drop marks and adverbs from both ends of ``run``."""
        page, adverbs = self.page, self.lex.lists["adverbs"]
        run = page.trim(run, tags=True)
        first, last = run
        while first < last and (page.form(first) in adverbs or page.kind(first) in _EDGES):
            first += 1
        while last > first and (page.form(last - 1) in adverbs or page.kind(last - 1) in _EDGES):
            last -= 1
        return page.trim(Run(first, last))

    def speaker(self, run: Run) -> Run | None:
        """Return ``run`` where it may name a speaker."""
        if run.last - run.first > _CLAUSE_TOKENS:
            return None
        run = self.bare(run)
        long = run.last - run.first > SPEAKER_TOKENS
        if long or not 0 < self.page.count(run) <= _SPEAKER_WORDS:
            return None
        performed = self.owned and self._forms(run) & self.lex.lists["performatives"]
        return None if performed or self.page.form(run.first) in self.unlikely else run

    def _inside(self, opened: object, before: int, number: int) -> bool:
        """Speech that a colon opened ends where somebody is named as saying something."""
        del opened, before, number
        return False

    def _extend(self, sentence: Run, number: int) -> None:
        """In a group's channel each paragraph under its spokesman's name is a statement."""
        opened, page = self.open, self.page
        if opened is not None and self._is_headed(sentence) and self._headline(sentence, number):
            return
        if opened is not None and self.owned and opened.whole:
            item = self.found[opened.index]
            gap = page.text[item.content[-1].end : page.words[sentence.first].start]
            content, _ = page.content(sentence)
            if "\n" in gap and content:
                self.found.append(replace(item, content=content))
                self.goes_on(number, len(self.found) - 1, whole=True)
                return
        super()._extend(sentence, number)

    def _is_headed(self, sentence: Run) -> bool:
        """Tell whether a title, a name and a colon open a sentence: another one speaks there."""
        colon = self._headline_colon(sentence)
        lead = self.page.trim(Run(sentence.first, max(colon, sentence.first)))
        titled = self.page.form(lead.first) in self.known - self.labels
        return colon >= 0 and titled and self.page.count(lead) <= _TITLE_WORDS

    def _headline(self, run: Run, number: int) -> bool:
        """X: …; where X said something after the colon, or passes it on, that is read instead."""
        colon = self._headline_colon(run)
        source = self.headline_source(run.first, colon) if colon >= 0 else None
        if source is None:
            return False
        passes_on = bool(self._forms(source) & self.lex.lists["media"])
        before = len(self.found)
        if passes_on or self._goes_on_telling(colon):
            self.clauses(Run(colon + 1, run.last), number)
        if len(self.found) == before:
            return super()._headline(run, number)
        for index in range(before, len(self.found)):
            item = self.found[index]
            if item.basis is Basis.PRONOUN:
                self.found[index] = replace(item, source=source, basis=self.basis(source))
            elif passes_on:
                self.found[index] = replace(item, chain=(source, *item.chain))
        return True

    def _goes_on_telling(self, colon: int) -> bool:
        """Tell whether a pronoun and a verb of saying follow a colon: "…: he said that"."""
        pronoun = self.page.form(colon + 1) in self.lex.lists["pronouns"]
        return self.is_cue(colon + 1) or (pronoun and self.is_cue(colon + 2))

    def headline_source(self, first: int, colon: int) -> Run | None:
        """What holds no title is a label or a place, unless it is written as a name is."""
        source = super().headline_source(first, colon)
        if source is None and self.owned:
            return self._other_than_owner(self.page.trim(Run(first, colon)))
        if source is None or self._forms(source) & self.known:
            return source
        if source.first in self.page.quotes and self.page.quotes[source.first][0].last >= colon:
            return None
        return source if self.is_name(source) else None

    def _other_than_owner(self, lead: Run) -> Run | None:
        """Return the enemy, or who says "we" after a colon in a group's channel."""
        page = self.page
        last = lead.last
        while page.kind(last) not in (Kind.STOP, Kind.LINE) and last < lead.last + SPEAKER_TOKENS:
            last += 1
        named = self.leads.another(page, lead) and not self._forms(lead) & self._not_names
        named = named and page.form(lead.first) not in self.openers
        foe = self._forms(lead) & self.lex.lists["enemies"]
        return lead if named and (foe or self.speaks_as_we(Run(lead.last, last))) else None

    @cached_property
    def _not_names(self) -> frozenset[str]:
        return self.lex.lists["voice_words"] | self.unlikely

    def parts(self, run: Run) -> list[Run]:
        """Split a sentence after quotations that end one themselves ("… it is." Then X …)."""
        page = self.page
        found: list[Run] = []
        first = run.first
        for opening in page.outside(run):
            quote = page.quotes.get(opening)
            if quote is None or not self._closes_sentence(quote[0]):
                continue
            found.append(Run(first, quote[0].last))
            first = quote[0].last
        return [*found, Run(first, run.last)] if first < run.last else found

    def _closes_sentence(self, quote: Run) -> bool:
        """Tell whether a quotation ends in a full stop and no verb of saying follows it."""
        page = self.page
        last = quote.last - 1
        while last > quote.first and page.kind(last) in (Kind.QUOTE, Kind.OTHER):
            last -= 1
        follows = page.kind(quote.last) is Kind.WORD and not self.is_cue(quote.last)
        return follows and page.kind(last) is Kind.STOP

    def is_name(self, run: Run) -> bool:
        """Tell whether ``run``, in which no title stands, is written as a name is."""
        written = [w for w in self.page.words[run.first : run.last] if w.kind is Kind.WORD]
        capital = [self.page.text[w.start].isupper() for w in written]
        return len(written) > 1 and all(capital)

    def add(
        self,
        source: Run | None,
        cue: Run,
        content: tuple[tuple[Span, ...], bool],
        recipe: str,
        sentence: Run,
        *,
        chain: tuple[Run, ...] = (),
        skip: int = 0,
    ) -> bool:
        """Add a passage; False where it says nothing, and where the channel says it as "we"."""
        spans, direct = content
        if not spans or (self.owned and source is not None and self._is_we(source)):
            return False
        basis = Basis.PRONOUN if source is None else self.basis(source)
        self.open = None
        self.found.append(
            Found(
                source=source,
                cue=cue,
                content=spans,
                direct=direct,
                basis=basis,
                recipe=f"{self.language}/{recipe}",
                score=0.8,
                sentence=sentence,
                chain=chain,
                source_skip=skip,
            )
        )
        return True

    def _is_we(self, source: Run) -> bool:
        return bool(self._forms(source) & self.lex.lists["voice_subjects"])


_EDGES = frozenset({Kind.NUMBER})


def finished(reading: SpeakerReading) -> tuple[Attribution, ...]:
    """Run ``reading`` over its page and return what it attributes, speakers resolved."""
    lists = reading.lex.lists
    found = resolve(
        reading.page,
        reading.run(),
        hedges=lists["hedges"],
        light=lists["known"],
        antecedent=reading.antecedent,
    )
    text = reading.page.text
    return tuple(each for each in found if not is_irrealis(text, each, reading.language))
