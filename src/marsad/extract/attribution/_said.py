"""Who speaks, as the rules of Hebrew, Russian, Turkish and Urdu find it: names and pronouns."""

from __future__ import annotations

from marsad.model import Basis, Span

from ._irrealis import is_irrealis
from ._said_cues import CLAUSE_TOKENS
from ._said_headlines import SPEAKER_TOKENS, TITLE_WORDS, SaidHeadlines
from ._speakers import Found, holds_rank, resolve
from ._types import Attribution
from ._words import Kind, Run

__all__ = ["SpeakerReading", "finished"]

_SPEAKER_WORDS = 18
"""Words of a speaker with titles and appositions; longer phrases are clauses. Not tuned."""

_BACK = 120
"""Tokens before a sentence in which a speaker is looked for that a pronoun stands for."""


class SpeakerReading(SaidHeadlines):
    """Reading with the words of a lexicon: pronouns, and what ends a speaker's name.

    :ivar capitals: whether names are written with capitals.
    """

    capitals = False

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

    def rank(self, source: Run) -> str:
        """Return the word of office that ``source`` is, where it stands for a name; else ""."""
        ranks = self.lex.ranks
        forms = (word.form for word in self.page.words[source.first : source.last])
        return next((ranks[form] for form in forms if form in ranks), "")

    def _unheld(self, source: Run) -> Basis:
        """Tell how a speaker is known who stands for nobody named before."""
        forms = self._forms(source)
        if forms & self.lex.lists["unnamed"]:
            return Basis.UNNAMED
        return Basis.TITLE if forms & self.known or self.rank(source) else Basis.PRONOUN

    def antecedent(self, sentence: Run) -> Run | None:
        """Return the last titled speaker before ``sentence`` that no quotation covers."""
        page = self.page
        for index in range(sentence.first - 1, max(-1, sentence.first - _BACK), -1):
            if page.form(index) in self.known and page.quoted[index] < 0:
                return self._titled(index)
        return None

    def _ranked(self, rank: str, sentence: Run) -> Run | None:
        """Return who is named with the word of office ``rank`` before ``sentence``."""
        page = self.page
        for index in range(sentence.first - 1, max(-1, sentence.first - _BACK), -1):
            if holds_rank(page, Run(index, index + 1), rank) and page.quoted[index] < 0:
                run = self._titled(index)
                return run if run.last - run.first > 1 else None
        return None

    def ends_title(self, index: int) -> bool:
        """Tell whether a verb stands at ``index``, behind a title and a name."""
        del index
        return False

    def _titled(self, index: int) -> Run:
        page = self.page
        first = index
        while page.form(first - 1) in self.known:
            first -= 1
        last = index + 1
        while last < index + TITLE_WORDS and page.kind(last) is Kind.WORD:
            ends = self.ends_phrase(last) or self.is_cue(last) or self.ends_title(last)
            if ends or self._ends_capitals(last):
                break
            last += 1
        return Run(first, last)

    def _ends_capitals(self, index: int) -> bool:
        """Tell whether a small letter follows a capital that closes a name."""
        page = self.page
        written = [page.text[page.words[at].start] for at in (index - 1, index)]
        named = written[0].isupper() and page.form(index - 1) not in self.known
        return self.capitals and named and written[1].islower()

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
        if run.last - run.first > CLAUSE_TOKENS:
            return None
        run = self.bare(run)
        long = run.last - run.first > SPEAKER_TOKENS
        if long or not 0 < self.page.count(run) <= _SPEAKER_WORDS:
            return None
        performed = self.owned and self._forms(run) & self.lex.lists["performatives"]
        return None if performed or self.page.form(run.first) in self.unlikely else run

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
        rank = self.rank(source) if source and basis is Basis.PRONOUN else ""
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
                rank=rank,
                full=self._ranked(rank, sentence) if rank else None,
                unheld=self._unheld(source) if source else Basis.PRONOUN,
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
