"""Arabic attribution: verbs with إن, colons and quotations, relays, headlines, the channel's voice.

``attributions`` reads a text once, splits its sentences into clauses at each new act of
speaking, and asks of each clause who speaks and where what is said begins.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ._adverts import is_advert
from ._arabic_antecedents import antecedent
from ._arabic_basis import is_paper
from ._arabic_clauses import clauses, fits, is_asserted, is_speaker, leads
from ._arabic_context import is_addressee, is_document, is_fiction, verb_at
from ._arabic_frames import Frame, after_verb, chain_and_source
from ._arabic_lexicon import Verb, lexicon
from ._arabic_relays import Relays
from ._arabic_voice import VOICE
from ._open_speech import is_speech
from ._speakers import Found, resolve
from ._types import Attribution
from ._voice import voice_passages
from ._words import Kind, Run, read

__all__ = ["attributions"]

_APPOSED = 6
"""Words before "who said" that may name the speaker."""

_SPOKEN = frozenset({"clause", "colon", "quote"})
"""What must follow "who said" for it to attribute."""

_LOOSE = ("preposition", "joined", "object", "guess")
"""Markers before which whom the speaker addresses may stand."""

_IN_IT = frozenset({"فيه", "فيها", "خلاله", "خلالها"})

_LATTER = frozenset({"الاخير", "الاخيره"})

_RELATIVES = frozenset({"الذي", "التي", "والذي", "والتي"})

_OF_OBJECTS = frozenset({"وصف"})
"""Verbs with what they are about before "that": without a title it is no subject."""

_THESE_WORDS = frozenset(
    {"بهذه", "بهذا", "بتلك", "هكذا", "العباره", "العبارات", "الكلمات", "القول"}
)
"""Words between a quotation and the verb after it: "with these words ended …"."""


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content.

    :param voice: True where the text was published by a group in its own name.
    """
    page = read(text)
    lex = lexicon()
    if is_advert(page, lex.lists["selling"]):
        return ()
    finder = _Finder(page, lex)
    finder.owned = voice
    named = resolve(
        page,
        finder.run(),
        within=finder.subject_within,
        hedges=lex.lists["hedges"],
        light=lex.lists["titles"] | lex.lists["bodies"] | lex.lists["relational"],
        antecedent=lambda run: antecedent(page, lex, run),
    )
    if not voice:
        return named
    spoken = voice_passages(page, VOICE, named, lex.lists["hedges"])
    return tuple(sorted((*named, *spoken), key=lambda a: a.content[0].start))


class _Said(NamedTuple):
    """A verb of saying, and where it stands: in which clause of which sentence and paragraph."""

    at: int
    verb: Verb
    clause: Run
    sentence: Run
    number: int


class _Finder(Relays):
    """One pass over the sentences of an Arabic page."""

    def clauses(self, run: Run, number: int) -> None:
        previous: Run | None = None
        for clause in clauses(self.page, self.lex, run):
            self._clause(clause, previous, run, number)
            previous = clause

    # One clause.

    def _clause(self, clause: Run, previous: Run | None, sentence: Run, number: int) -> None:
        form = self.page.form(clause.first)
        if form in self.lex.lists["according"]:
            self.according(clause, previous, sentence)
            return
        if form in self.lex.lists["passive"]:
            self.passive(clause, sentence)
            return
        for index in self.page.outside(clause):
            if self.page.kind(index) is Kind.WORD and self.cue(index, clause, sentence, number):
                return

    def cue(self, index: int, clause: Run, sentence: Run, number: int) -> bool:
        """Try the word at ``index`` as the cue of its clause."""
        page, lex = self.page, self.lex
        form = page.form(index)
        if form.removeprefix("و") in lex.lists["relay_verbs"]:
            return self.relay_verb(index, clause, sentence, number)
        if form.removeprefix("و") in lex.lists["contained"]:
            return self.document(index, clause, sentence, number)
        verb = verb_at(page, lex, index, clause.first)
        if verb is None or is_fiction(page, lex, verb, Run(sentence.first, index)):
            return False
        said = _Said(index, verb, clause, sentence, number)
        if page.form(index - 1) in _RELATIVES and index - 1 > clause.first:
            return self._relative(said)
        if page.form(index + 1) in _IN_IT and self._recorded(said):
            return True
        if not is_asserted(page, lex, index, verb, clause.first):
            return False
        if self._interrupts(index, clause) and self._after_quote(said):
            return True
        before = self.before(Run(clause.first, index))
        frame = after_verb(page, lex, verb, Run(index + 1, clause.last))
        frame = fits(page, verb, frame, before, index)
        if frame is None:
            return self._after_quote(said)
        return self._add(said, frame, before)

    def _relative(self, said: _Said) -> bool:
        """X, who said that …: the speaker stands before the relative pronoun."""
        page, index, clause = self.page, said.at, said.clause
        frame = after_verb(page, self.lex, said.verb, Run(index + 1, clause.last))
        if frame is None or frame.marker not in _SPOKEN or frame.mark > index + 8:
            return False
        first = last = page.trim(Run(clause.first, index - 1)).last
        while first > clause.first and last - first < _APPOSED and not self.ends_phrase(first - 1):
            first -= 1
            if page.form(first) in self.lex.lists["titles"] and last - first > 1:
                break
        before = page.trim(Run(first, last))
        frame = replace(frame, subject=Run(index + 1, index + 1))
        named = page.count(before) > 0 and is_speaker(page, before)
        return named and self._add(said, frame, before)

    def _recorded(self, said: _Said) -> bool:
        """A recording of X, in which he says …: X stands behind "of", "by" or "from"."""
        voice = self.recorded(Run(said.sentence.first, said.at))
        if voice is None:
            return False
        source, skip = voice
        frame = after_verb(self.page, self.lex, said.verb, Run(said.at + 2, said.clause.last))
        if frame is None:
            return False
        before = len(self.found)
        none = Run(said.at + 1, said.at + 1)
        if not self._add(said, replace(frame, subject=none), source):
            return False
        self.found[before] = replace(
            self.found[before], source=source, basis=self.basis(source), source_skip=skip
        )
        return True

    def _add(self, said: _Said, frame: Frame, before: Run) -> bool:
        """Keep what a verb attributes; False where nothing is said."""
        page, verb = self.page, said.verb
        chain, subject = self._who(said, frame, before)
        if verb.form == "participle" and subject.first >= subject.last:
            subject = self.nearer(said.sentence, said.at) or subject
        if is_paper(page, self.lex, subject) or self.is_sacred(subject):
            return False
        quoted = page.quotes.get(frame.start)
        end = quoted[0].last if quoted and frame.marker in ("colon", "quote") else said.clause.last
        content, direct = page.content(self.matter(Run(frame.start, end)))
        follows = frame.marker == "colon" and not quoted
        participle = verb.form == "participle"
        item = Found(
            source=subject if subject.first < subject.last else None,
            cue=Run(said.at, said.at + 1),
            content=content,
            direct=direct or follows,
            basis=self.basis(subject),
            recipe=f"ar/{'participle' if participle else 'verb'}-{frame.marker}",
            score=0.5 if frame.marker == "guess" else 0.85,
            sentence=said.sentence,
            feminine=verb.feminine,
            chain=(chain,) if chain else (),
            same=participle,
            full=self._in_full(said.at, subject),
        )
        after = frame.start if follows and page.kind(frame.start) is Kind.LINE else None
        return self.keep(item, after, said.number if follows else None)

    def _in_full(self, at: int, subject: Run) -> Run | None:
        """Return a fuller naming of ``subject``; "the latter" is the last one named."""
        if self.page.form(subject.first) in _LATTER and subject.first < subject.last:
            return antecedent(self.page, self.lex, Run(at, at))
        return self.mentions.before(subject)

    def _who(self, said: _Said, frame: Frame, before: Run) -> tuple[Run | None, Run]:
        """Return the relay, if there is one, and the speaker; empty for an unwritten pronoun."""
        page, verb = self.page, said.verb
        chain, subject = self._named(frame, before, leads(page, verb, frame, before, said.at))
        subject = self.speaker(subject)
        goes_on = self._goes_on(said)
        unwritten = Run(said.at + 1, said.at + 1)
        if is_document(page, self.lex, subject) or is_addressee(
            page, self.lex, verb, frame, subject, goes_on=goes_on
        ):
            return chain, unwritten
        if subject.last - subject.first > 1 and frame.marker in (*_LOOSE, "quote"):
            subject = self.shortened(subject)
        if verb.lemma in _OF_OBJECTS and not self._forms(subject) & self.known:
            return chain, unwritten
        return chain, subject

    def _goes_on(self, said: _Said) -> bool:
        """Tell whether a verb may go on with the speaker before it, without naming him."""
        page, verb, at = self.page, said.verb, said.at
        if said.clause.first == at > said.sentence.first and self._beside(said.sentence):
            return True
        joined = page.form(at)[:1] == "و" and page.form(at) not in self.lex.verbs
        if not (joined or page.form(at - 1) == "كما") or not self.found:
            return False
        agrees = self.found[-1].feminine is verb.feminine
        return agrees and verb.lemma in self.lex.lists["transitive"]

    def _named(self, frame: Frame, before: Run, leads_verb: bool) -> tuple[Run | None, Run]:
        """Return the relay, if there is one, and the speaker, of a verb with its frame."""
        subject = before if leads_verb else frame.subject
        chain, subject = chain_and_source(self.page, self.lex, subject)
        if chain is None and frame.mark > subject.last:
            return self._quoting(subject, frame.mark)
        return chain, subject

    def _beside(self, sentence: Run) -> bool:
        """Tell whether something was already found in ``sentence``."""
        return bool(self.found) and sentence.first <= self.found[-1].cue.first < sentence.last

    def _quoting(self, subject: Run, mark: int) -> tuple[Run | None, Run]:
        """Look for "quoting X" between the subject and what is said."""
        whole = self.page.trim(Run(subject.first, mark))
        if any(w.form == "نقلا" for w in self.page.words[subject.last : mark]):
            return chain_and_source(self.page, self.lex, whole)
        return None, subject

    def _after_quote(self, said: _Said) -> bool:
        """«…» said X: the quotation stands before the verb; it may go on after X."""
        page = self.page
        index, verb, clause, sentence, _ = said
        quote = self._quote_before(index, sentence)
        if quote is None or verb.form == "participle" or not self._parted(quote, index):
            return False
        end = self._speaker_end(Run(index + 1, clause.last))
        more = self._quote_after(end, clause)
        if more is None and not is_speech(page, quote.first):
            return False
        subject = self.speaker(Run(index + 1, end))
        content, direct = page.content(quote)
        self.found.append(
            Found(
                source=subject if subject.first < subject.last else None,
                cue=Run(index, index + 1),
                content=(*content, *page.content(more)[0]) if more else content,
                direct=direct,
                basis=self.basis(subject),
                recipe="ar/quote-verb",
                score=0.85,
                sentence=sentence,
                feminine=verb.feminine,
            )
        )
        return True

    def _speaker_end(self, run: Run) -> int:
        """Return where the speaker is over who stands at the start of ``run``."""
        end = run.first
        while end < run.last and not self.ends_phrase(end):
            if self.page.kind(end) in (Kind.COMMA, Kind.COLON, Kind.QUOTE):
                break
            end = self.page.skip(end)
        return end

    def _interrupts(self, index: int, clause: Run) -> bool:
        """Tell whether a verb stands between two halves of a quotation: «…»، said X، «…»."""
        quote = self._quote_before(index, clause)
        return quote is not None and self._quote_after(index, clause) is not None

    def _quote_before(self, index: int, sentence: Run) -> Run | None:
        """Return the quotation that ends just before ``index``, with or without "thus"."""
        back = index - 1
        marks = (Kind.COMMA, Kind.OTHER, Kind.STOP)
        while back >= sentence.first and (
            self.page.kind(back) in marks or self.page.form(back) in _THESE_WORDS
        ):
            back -= 1
        if back < 0 or self.page.quoted[back] < 0:
            return None
        return self.page.quotes[self.page.quoted[back]][0]

    def _parted(self, quote: Run, index: int) -> bool:
        """Tell whether more than a space parts ``quote`` from the verb: it is no quoted name."""
        return quote.last < index

    def _quote_after(self, end: int, clause: Run) -> Run | None:
        """Return the quotation that goes on after the comma that closes "said X"."""
        page = self.page
        commas = (i for i in page.outside(Run(end, clause.last)) if page.kind(i) is Kind.COMMA)
        comma = next(commas, -1)
        found = page.quotes.get(comma + 1) if comma >= 0 else None
        return found[0] if found else None
