"""Arabic attribution: verbs with إن, colons and quotations, relays, headlines, the channel's voice.

``attributions`` reads a text once, splits its sentences into clauses at each new act of
speaking, and asks of each clause who speaks and where what is said begins.
"""

from __future__ import annotations

from dataclasses import replace

from marsad.model import Basis

from ._arabic_clauses import clauses, fits, is_asserted, is_speaker, leads
from ._arabic_context import document, is_addressee, is_document, is_fiction, verb_at
from ._arabic_frames import Frame, after_verb, chain_and_source
from ._arabic_lexicon import Verb, lexicon
from ._arabic_speakers import Speakers, antecedent, is_paper
from ._arabic_voice import VOICE
from ._reading import is_speech
from ._speakers import Found, resolve, voice_passages
from ._types import Attribution
from ._words import Kind, Run, read

__all__ = ["attributions"]

_APPOSED = 6
"""Words before "who said" that may name the speaker."""

_SPOKEN = frozenset({"clause", "colon", "quote"})
"""What must follow "who said" for it to attribute."""

_RELATIVES = frozenset({"الذي", "التي", "والذي", "والتي"})

_THESE_WORDS = frozenset(
    {"بهذه", "بهذا", "بتلك", "هكذا", "العباره", "العبارات", "الكلمات", "القول"}
)
"""Words between a quotation and the verb after it: "with these words ended …"."""

_FROM = frozenset({"عن", "عنه", "عنها"})

_RELAY_WORDS = 30
"""Words after "quoted" in which "from X" must come."""


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content.

    :param voice: True where the text was published by a group in its own name.
    """
    page = read(text)
    lex = lexicon()
    finder = _Finder(page, lex)
    named = resolve(
        page,
        finder.run(),
        hedges=lex.lists["hedges"],
        light=lex.lists["titles"] | lex.lists["bodies"] | lex.lists["relational"],
        antecedent=lambda run: antecedent(page, lex, run),
    )
    if not voice:
        return named
    spoken = voice_passages(page, VOICE, named, lex.lists["hedges"])
    return tuple(sorted((*named, *spoken), key=lambda a: a.content[0].start))


class _Finder(Speakers):
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
            self._according(clause, previous, sentence)
            return
        if form in self.lex.lists["passive"]:
            self._passive(clause, sentence)
            return
        for index in self.page.outside(clause):
            if self.page.kind(index) is Kind.WORD and self._cue(index, clause, sentence, number):
                return

    def _cue(self, index: int, clause: Run, sentence: Run, number: int) -> bool:
        """Try the word at ``index`` as the cue of its clause."""
        page, lex = self.page, self.lex
        form = page.form(index)
        if form.removeprefix("و") in lex.lists["relay_verbs"]:
            return self._relay(index, clause, sentence, number)
        if form.removeprefix("و") in lex.lists["contained"]:
            return self._document(index, clause, sentence, number)
        verb = verb_at(page, lex, index, clause.first)
        if verb is None or is_fiction(page, lex, verb, Run(sentence.first, index)):
            return False
        if page.form(index - 1) in _RELATIVES and index - 1 > clause.first:
            return self._relative(index, verb, clause, sentence, number)
        if not is_asserted(page, lex, index, verb, clause.first):
            return False
        before = self.before(Run(clause.first, index))
        frame = after_verb(page, lex, verb, Run(index + 1, clause.last))
        frame = fits(page, verb, frame, before, index)
        if frame is None:
            return self._after_quote(index, verb, clause, sentence)
        return self._add(index, verb, frame, before, clause, sentence, number)

    def _relative(self, index: int, verb: Verb, clause: Run, sentence: Run, number: int) -> bool:
        """X, who said that …: the speaker stands before the relative pronoun."""
        page = self.page
        frame = after_verb(page, self.lex, verb, Run(index + 1, clause.last))
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
        return named and self._add(index, verb, frame, before, clause, sentence, number)

    def _add(
        self,
        index: int,
        verb: Verb,
        frame: Frame,
        before: Run,
        clause: Run,
        sentence: Run,
        number: int,
    ) -> bool:
        """Keep what the verb at ``index`` attributes; False where nothing is said."""
        page = self.page
        quoted = page.quotes.get(frame.start)
        end = quoted[0].last if quoted and frame.marker in ("colon", "quote") else clause.last
        content, direct = page.content(Run(frame.start, end))
        chain, subject = self._who(frame, before, leads(page, verb, frame, before, index))
        goes_on = clause.first == index > sentence.first and self._beside(sentence)
        if is_document(page, self.lex, subject) or is_addressee(
            page, self.lex, verb, frame, subject, goes_on=goes_on
        ):
            subject = Run(index + 1, index + 1)
        if is_paper(page, self.lex, subject):
            return False
        follows = frame.marker == "colon" and not quoted
        item = Found(
            source=subject if subject.first < subject.last else None,
            cue=Run(index, index + 1),
            content=content,
            direct=direct or follows,
            basis=self.basis(subject),
            recipe=f"ar/{'participle' if verb.form == 'participle' else 'verb'}-{frame.marker}",
            score=0.5 if frame.marker == "guess" else 0.85,
            sentence=sentence,
            feminine=verb.feminine,
            chain=(chain,) if chain else (),
            same=verb.form == "participle",
        )
        if not content and follows and page.kind(frame.start) is Kind.LINE:
            item = self.following(item, frame.start)
        if not item.content:
            return False
        self.found.append(item)
        self.open = None
        if follows:
            self.goes_on(number, len(self.found) - 1, whole=not content)
        return True

    def _who(self, frame: Frame, before: Run, leads_verb: bool) -> tuple[Run | None, Run]:
        """Return the relay, if there is one, and the speaker, of a verb with its frame."""
        subject = before if leads_verb else frame.subject
        chain, subject = chain_and_source(self.page, self.lex, subject)
        if chain is None and frame.mark > subject.last:
            return self._quoting(subject, frame.mark)
        return chain, subject

    def _beside(self, sentence: Run) -> bool:
        """Tell whether something was already found in ``sentence``."""
        return bool(self.found) and sentence.first <= self.found[-1].cue.first < sentence.last

    def _document(self, index: int, clause: Run, sentence: Run, number: int) -> bool:
        """It came in the speech of X: … or that …"""
        read = document(self.page, self.lex, index, clause)
        if read is None:
            return False
        author, mark = read
        source = self.cut(author)
        quoted = self.page.quotes.get(mark + 1)
        content, direct = self.page.content(quoted[0] if quoted else Run(mark + 1, clause.last))
        colon = self.page.kind(mark) is Kind.COLON
        item = Found(
            source=source if source.first < source.last else None,
            cue=Run(index, index + 1),
            content=content,
            direct=direct or colon,
            basis=self.basis(source),
            recipe="ar/document-colon" if colon else "ar/document-clause",
            score=0.8,
            sentence=sentence,
        )
        item = item if content else self.following(item, mark + 1)
        if not item.content:
            return False
        self.found.append(item)
        self.open = None
        if colon and not quoted:
            self.goes_on(number, len(self.found) - 1, whole=not content)
        return True

    def _quoting(self, subject: Run, mark: int) -> tuple[Run | None, Run]:
        """Look for "quoting X" between the subject and what is said."""
        whole = self.page.trim(Run(subject.first, mark))
        if any(w.form == "نقلا" for w in self.page.words[subject.last : mark]):
            return chain_and_source(self.page, self.lex, whole)
        return None, subject

    def _after_quote(self, index: int, verb: Verb, clause: Run, sentence: Run) -> bool:
        """«…» said X: the quotation stands before the verb."""
        page = self.page
        quote = self._quote_before(index, sentence)
        if quote is None or "clause" not in verb.frames:
            return False
        end = index + 1
        while end < clause.last and not self.ends_phrase(end):
            if page.kind(end) in (Kind.COMMA, Kind.COLON):
                break
            end += 1
        subject = page.trim(Run(index + 1, end))
        content, direct = page.content(quote)
        self.found.append(
            Found(
                source=subject if subject.first < subject.last else None,
                cue=Run(index, index + 1),
                content=content,
                direct=direct,
                basis=self.basis(subject),
                recipe="ar/quote-verb",
                score=0.85,
                sentence=sentence,
                feminine=verb.feminine,
            )
        )
        return True

    def _quote_before(self, index: int, sentence: Run) -> Run | None:
        """Return the quotation that ends just before ``index``."""
        back = index - 1
        marks = (Kind.COMMA, Kind.OTHER, Kind.STOP)
        while back >= sentence.first and (
            self.page.kind(back) in marks or self.page.form(back) in _THESE_WORDS
        ):
            back -= 1
        if back < sentence.first or self.page.quoted[back] < 0:
            return None
        start = self.page.quoted[back]
        return self.page.quotes[start][0] if is_speech(self.page, start) else None

    # Other ways to attribute.

    def _relay(self, index: int, clause: Run, sentence: Run, number: int) -> bool:
        """Agency quoted X as saying …"""
        page = self.page
        reach = Run(index + 1, min(clause.last, index + 1 + _RELAY_WORDS))
        about = next((i for i in page.outside(reach) if page.form(i) in _FROM), -1)
        if about < 0:
            return False
        mark = self._relay_mark(Run(about + 1, clause.last))
        if mark < 0:
            return False
        start = mark
        reporting = self.lex.lists["reporting"] | self.lex.lists["clause"]
        while page.form(start) in reporting or page.kind(start) is Kind.COLON:
            start += 1
        quoted = page.quotes.get(start)
        content, direct = page.content(quoted[0] if quoted else Run(start, clause.last))
        named = page.form(about) == "عن"
        source = self.cut(Run(about + 1, mark))
        chain = page.trim(Run(index + 1, about)) if named else source
        chain = chain if page.count(chain) else self.before(Run(clause.first, index))
        if not content or (named and page.count(source) == 0):
            return False
        chains = (self.cut(chain), source) if page.count(chain) else (source,)
        if named and not quoted and self._nested(Run(start, clause.last), sentence, number, chains):
            return True
        self.found.append(
            Found(
                source=source if named else None,
                cue=Run(index, index + 1),
                content=content,
                direct=direct,
                basis=self.basis(source) if named else Basis.PRONOUN,
                recipe="ar/relay",
                score=0.85,
                sentence=sentence,
                feminine=None if named else page.form(about) == "عنها",
                chain=(self.cut(chain),) if page.count(chain) else (),
            )
        )
        return True

    def _nested(self, run: Run, sentence: Run, number: int, chain: tuple[Run, ...]) -> bool:
        """Look for "that Y said …" at the start of what a relay tells; Y is then the speaker."""
        for index in self.page.outside(Run(run.first, min(run.last, run.first + 14))):
            verb = self.lex.verb(self.page.form(index))
            if verb is None or not verb.sure or self.page.kind(index) is not Kind.WORD:
                continue
            before = len(self.found)
            if self._cue(index, run, sentence, number) and self.found[before].source is not None:
                self.found[before] = replace(self.found[before], chain=chain)
                return True
            del self.found[before:]
            return False
        return False

    def _relay_mark(self, run: Run) -> int:
        """Return where the speaker that a relay names is over."""
        marks = self.lex.lists["reporting"] | self.lex.lists["clause"]
        for index in self.page.outside(Run(run.first, min(run.last, run.first + 40))):
            if self.page.form(index) in marks or self.page.kind(index) is Kind.COLON:
                return index
            if is_speech(self.page, index):
                return index
        return -1

    def _according(self, clause: Run, previous: Run | None, sentence: Run) -> None:
        """According to X, … and …, according to X."""
        page, lex = self.page, self.lex
        start = clause.first + 1
        if page.form(start) in ("ما", "لما"):
            start += 2
        elif lex.verb(page.form(start)) or page.form(start) in lex.lists["relay_verbs"]:
            start += 1
        end = start
        while end < clause.last and not self._ends_source(end):
            end += 1
        source = page.trim(Run(start + (page.form(start) == "ل"), end))
        rest, leads_on = self._after_source(Run(end, clause.last))
        said = rest if previous is None or leads_on else previous
        content, direct = page.content(said)
        if page.count(source) == 0 or not content or page.count(said) < 2:
            return
        if is_paper(page, lex, source):
            return
        if said is previous and self.found and self._says(previous):
            last = self.found[-1]
            self.found[-1] = replace(last, chain=(source, *last.chain))
            return
        self.found.append(
            Found(
                source=source,
                cue=Run(clause.first, clause.first + 1),
                content=content,
                direct=direct,
                basis=self.basis(source),
                recipe="ar/according",
                score=0.8,
                sentence=sentence,
                source_skip=self._joined_to(clause.first, source.first),
            )
        )

    def _ends_source(self, index: int) -> bool:
        """Tell whether the speaker of "according to" is over at ``index``."""
        marks = self.page.kind(index) in (Kind.COMMA, Kind.COLON)
        return marks or self.page.form(index) in self.lex.lists["clause"] or self.ends_phrase(index)

    def _after_source(self, run: Run) -> tuple[Run, bool]:
        """Return what follows "according to X", and whether it opens with "then"."""
        for index in range(run.first, min(run.last, run.first + 10)):
            if self.page.form(index) in self.lex.lists["clause"]:
                return Run(index + 1, run.last), self.page.form(index).startswith("فان")
            if self.page.kind(index) is Kind.COMMA and not self.page.form(index + 1).startswith(
                "فان"
            ):
                return Run(index + 1, run.last), False
        return run, False

    def _joined_to(self, cue: int, index: int) -> int:
        """Return how many letters of "to" and the article are joined to a speaker's first word."""
        form = self.page.form(index)
        if index != cue + 1 or self.page.form(cue) not in self.lex.lists["according_to"]:
            return 0
        if form.startswith("لل") and len(form) > 4:
            return 2
        return int(form.startswith("ل") and len(form) > 3)

    def _says(self, clause: Run) -> bool:
        """Tell whether the newest passage was found in ``clause``."""
        return clause.first <= self.found[-1].cue.first < clause.last

    def _passive(self, clause: Run, sentence: Run) -> None:
        """It is said that …"""
        page = self.page
        for index in page.outside(Run(clause.first + 1, min(clause.last, clause.first + 8))):
            if page.form(index) in self.lex.lists["clause"]:
                content, direct = page.content(Run(index + 1, clause.last))
                if content:
                    self.found.append(
                        Found(
                            source=None,
                            cue=Run(clause.first, clause.first + 1),
                            content=content,
                            direct=direct,
                            basis=Basis.UNNAMED,
                            recipe="ar/passive",
                            score=0.6,
                            sentence=sentence,
                        )
                    )
                return
