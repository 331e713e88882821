"""Ways to attribute in Arabic without a verb and its subject: relays, "according to", documents."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from marsad.model import Basis

from ._arabic_basis import is_paper
from ._arabic_context import document as document_author
from ._arabic_frames import is_quoted
from ._arabic_speakers import Speakers
from ._speakers import Found
from ._words import Kind, Run

__all__ = ["Relays"]

_FROM = frozenset({"عن", "عنه", "عنها"})

_OPENING = 6
"""Words after a semicolon among which "we" stands where the channel speaks again; not tuned."""

_LEARNT_WORDS = 4
"""Words after "learnt", the agency's name, in which "from X" must come; not tuned."""

_RELAY_WORDS = 30
"""Words after "quoted" in which "from X" must come."""


class Relays(Speakers):
    """The part of reading an Arabic page that finds who passes on what another said."""

    @abstractmethod
    def cue(self, index: int, clause: Run, sentence: Run, number: int) -> bool:
        """Try the word at ``index`` as the cue of its clause."""

    def matter(self, run: Run) -> Run:
        """Return what of ``run`` is said: up to the end of a quotation, or to when it was said."""
        page = self.page
        start = run.first + (page.form(run.first) == "ب")
        quoted = page.quotes.get(start)
        if quoted and quoted[0].last < run.last:
            after = quoted[0].last
            if page.kind(after) is Kind.COMMA or page.form(after) in self.lex.lists["conditions"]:
                return quoted[0]
        for index in page.outside(run):
            if page.kind(index) is not Kind.COMMA:
                continue
            which = page.form(index + 1) == "وهو" and page.form(index + 2) == "ما"
            if which or page.form(index + 1) in self.lex.lists["asides"]:
                return Run(run.first, index)
            opening = Run(index + 1, min(run.last, index + 1 + _OPENING))
            if self.owned and page.form(index) == "؛" and self.speaks_as_we(opening):
                return Run(run.first, index)
        return run

    def relay_verb(self, index: int, clause: Run, sentence: Run, number: int) -> bool:
        """Agency quoted X as saying …"""
        page = self.page
        parts = self._relay_parts(index, clause)
        if parts is None:
            return False
        about, mark, start = parts
        quoted = page.quotes.get(start)
        content, direct = page.content(quoted[0] if quoted else Run(start, clause.last))
        named = page.form(about) in ("عن", "من")
        source = self.cut(Run(about + 1, mark))
        if not content or (named and page.count(source) == 0):
            return False
        chain = page.trim(Run(index + 1, about)) if named else source
        chain = chain if page.count(chain) else self.before(Run(clause.first, index))
        outer = (self.cut(chain),) if page.count(chain) else ()
        relays, source = self._innermost(outer, Run(about + 1, mark), source)
        told = Run(start, clause.last)
        if named and not quoted and self._nested(told, sentence, number, (*relays, source)):
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
                chain=relays,
            )
        )
        return True

    def _innermost(
        self, relays: tuple[Run, ...], run: Run, source: Run
    ) -> tuple[tuple[Run, ...], Run]:
        """Read "from A from B" in ``run``: A is another relay, and B the speaker."""
        page = self.page
        abouts = [i for i in page.outside(run) if page.form(i) == "عن" and i > run.first]
        if not abouts:
            return relays, source
        outer, inner = page.trim(Run(run.first, abouts[0])), Run(abouts[-1] + 1, run.last)
        return (*relays, self.cut(outer)), self.cut(inner)

    def _relay_parts(self, index: int, clause: Run) -> tuple[int, int, int] | None:
        """Return where "from", the end of the speaker, and what is said stand after a relay."""
        page = self.page
        learnt = page.form(index).removeprefix("و").startswith("علم")
        froms, words = ({"من"}, _LEARNT_WORDS) if learnt else (_FROM, _RELAY_WORDS)
        reach = Run(index + 1, min(clause.last, index + 1 + words))
        about = next((i for i in page.outside(reach) if page.form(i) in froms), -1)
        mark = self._relay_mark(Run(about + 1, clause.last)) if about >= 0 else -1
        if mark < 0:
            return None
        start = mark
        reporting = self.lex.lists["reporting"] | self.lex.lists["clause"]
        while page.form(start) in reporting or page.kind(start) is Kind.COLON:
            start += 1
        return about, mark, self._after_aside(Run(start, clause.last))

    def _after_aside(self, run: Run) -> int:
        """Return where speech begins after when and where it was: "his threat, at …, to «…»"."""
        page = self.page
        if page.kind(run.first) is not Kind.COMMA:
            return run.first
        quotes = (i for i in page.outside(run) if is_quoted(page, self.lex, i))
        return next(quotes, run.first)

    def _nested(self, run: Run, sentence: Run, number: int, chain: tuple[Run, ...]) -> bool:
        """Look for "that Y said …" at the start of what a relay tells; Y is then the speaker."""
        for index in self.page.outside(Run(run.first, min(run.last, run.first + 14))):
            verb = self.lex.verb(self.page.form(index))
            if verb is None or not verb.sure or self.page.kind(index) is not Kind.WORD:
                continue
            before = len(self.found)
            if self.cue(index, run, sentence, number) and self.found[before].source is not None:
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
            if is_quoted(self.page, self.lex, index):
                return index
        return -1

    def according(self, clause: Run, previous: Run | None, sentence: Run) -> None:
        """According to X, … and …, according to X."""
        page = self.page
        source, end = self._according_source(clause)
        rest, leads_on = self._after_source(Run(end, clause.last))
        said = rest if previous is None or leads_on else previous
        beside = page.quotes.get(end)
        if beside and is_quoted(page, self.lex, end) and not leads_on:
            said = beside[0]
        content, direct = page.content(said)
        if page.count(source) == 0 or not content or page.count(said) < 2:
            return
        if is_paper(page, self.lex, source):
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

    def _according_source(self, clause: Run) -> tuple[Run, int]:
        """Return the speaker that "according to" at the start of ``clause`` names, and its end."""
        page, lex = self.page, self.lex
        start = clause.first + 1
        if page.form(start) in ("ما", "لما"):
            start += 2
        elif lex.verb(page.form(start)) or page.form(start) in lex.lists["relay_verbs"]:
            start += 1
        end = start
        while end < clause.last and not self._ends_source(end):
            end += 1
        return page.trim(Run(start + (page.form(start) == "ل"), end)), end

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

    def passive(self, clause: Run, sentence: Run) -> None:
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

    def document(self, index: int, clause: Run, sentence: Run, number: int) -> bool:
        """It came in the speech of X: … or that …"""
        read = document_author(self.page, self.lex, index, clause)
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
        return self.keep(item, mark + 1, number if colon and not quoted else None)
