"""Ways to attribute in Persian that need no verb of saying, or stand beside one."""

from __future__ import annotations

from marsad.model import Basis

from ._open_speech import is_speech
from ._persian_lexicon import Cue, verb_form
from ._persian_speakers import Speakers
from ._speakers import Found
from ._words import Kind, Page, Run

__all__ = ["Frames"]

_LEAD_WORDS = 14
"""Words of the clause around a quotation that no verb of saying introduces."""


class Frames(Speakers):
    """Subordinate speech, "according to", quotations that only stand beside a speaker."""

    def nominal(self, cue: Cue, before: Run, subject: Run | None, run: Run) -> None:
        """X, while condemning A, said B: A is said by X too."""
        page = self.page
        for index in page.outside(before):
            if page.form(index) not in ("با", "ضمن"):
                continue
            length, frames = self.lex.noun(page, index + 1)
            if not length or page.form(index + 1) in self.lex.lists["unsaid"] - {"ابراز"}:
                continue
            start = self._nominal_start(index + 1 + length, frames)
            end = self._nominal_end(Run(start, before.last), cue) if start else start
            content, direct = page.content(Run(start, end))
            if not start or page.form(start) in ("اينكه", "اين", "انكه") or not content:
                continue
            self.found.append(
                Found(
                    source=subject,
                    cue=Run(index, index + 1 + length),
                    content=content,
                    direct=direct,
                    basis=self.basis(subject) if subject else Basis.PRONOUN,
                    recipe="fa/nominal",
                    score=0.7,
                    sentence=run,
                )
            )
            return

    def _nominal_start(self, index: int, frames: frozenset[str]) -> int:
        """Return where the object of a verbal noun begins, or 0 where it has none."""
        page = self.page
        if page.form(index) + page.form(index + 1) in frames:
            return index + 2
        if page.form(index) in frames:
            return index + 1
        if "ra" not in frames or page.kind(index) is not Kind.WORD:
            return 0
        return index + 1 if page.form(index) in ("كردن", "دانستن", "خواندن") else index

    def _nominal_end(self, run: Run, cue: Cue) -> int:
        page = self.page
        asked = page.form(cue.run.first).startswith("خواست")
        for index in page.outside(run):
            if page.kind(index) is Kind.COMMA:
                return index
        if asked:
            return max((i for i in page.outside(run) if page.form(i) == "از"), default=run.last)
        return run.last

    def is_document(self, index: int) -> bool:
        """Tell whether a statement, a letter or the like is named at ``index``."""
        form, documents = self.page.form(index), self.lex.lists["documents"]
        ends = ("", "ي", "اي", "ها", "هاي")
        return any(form.removesuffix(end) in documents for end in ends if form.endswith(end))

    def document_owner(self, run: Run) -> tuple[bool, Run | None]:
        """Return whether "in the statement (of X)" or "by X" stands in ``run``, and who X is."""
        page, lists = self.page, self.lex.lists
        for index in page.outside(run):
            if page.form(index) in ("از", "توسط") and page.form(index + 1) in ("سوي", "طرف"):
                return True, self.phrase(Run(index + 2, run.last))
            inside = "در" in (page.form(index - n) for n in range(1, 6))
            if not inside or not self.is_document(index):
                continue
            start = index + 1
            while page.form(start) in lists["document_adjectives"] | {"ي"}:
                start += 1
            demonstrated = page.form(index - 1) in lists["demonstratives"]
            owner = None if demonstrated else self.phrase(Run(start, run.last))
            named = owner is not None and page.kind(start) is Kind.WORD and owner.first == start
            return True, owner if named else None
        return False, None

    def beside(self, run: Run) -> None:
        """X sees it differently: «…», and «…»; X, in his sermon."""
        quote = next((i for i in self.page.outside(run) if is_speech(self.page, i)), -1)
        if quote < 0:
            return
        said = self.page.quotes[quote][0]
        if self.page.kind(quote - 1) is Kind.COLON and quote > run.first + 1:
            around = Run(run.first, quote - 1)
        elif self.page.trim(Run(run.first, quote)).first >= quote and self._breaks(said.last):
            around = Run(said.last, run.last)
        else:
            return
        source, _, _ = self.subject(around)
        sacred = source is not None and self._forms(source) & self.lex.lists["sacred"]
        if source is None or sacred or not self._likely(source):
            return
        if around.last < quote:
            source = self._without_verb(source)
        content, _ = self.page.content(said)
        self.found.append(
            Found(
                source=source,
                cue=Run(quote, quote + 1),
                content=content,
                direct=True,
                basis=self.basis(source),
                recipe="fa/beside-quote",
                score=0.6,
                sentence=run,
            )
        )

    def _without_verb(self, source: Run) -> Run:
        """Drop what is told of a speaker after the comma that closes an apposition."""
        page = self.page
        commas = [i for i in page.outside(source) if page.kind(i) is Kind.COMMA]
        return Run(source.first, commas[-1]) if len(commas) > 1 else source

    def _breaks(self, index: int) -> bool:
        return self.page.kind(index) is Kind.COMMA or self.page.form(index) in ("-", "–", "—")

    def _likely(self, source: Run) -> bool:
        """Tell whether a title, a body or a pronoun makes ``source`` one who speaks."""
        forms = self._forms(source)
        known = self.known | self.lex.lists["pronouns"]
        comma = any(self.page.kind(i) is Kind.COMMA for i in self.page.outside(source))
        head = self.page.form(source.first) not in self.labels
        return head and bool(forms & known or comma) and self.page.count(source) <= _LEAD_WORDS

    def subordinate(self, rest: Run, subject: Run | None, run: Run) -> None:
        """X, stating that A, said B: A is said by X too."""
        page, lists = self.page, self.lex.lists
        for index in page.outside(rest):
            form = page.form(index) + ("كه" if page.form(index + 1) == "كه" else "")
            if form not in lists["that"]:
                continue
            start = index + (2 if page.form(index) in ("اين", "ان") else 1)
            cue = next(
                (i for i in range(index - 1, index - 5, -1) if page.form(i) in ("با", "ضمن")), -1
            )
            content, direct = page.content(Run(start, rest.last))
            if cue < rest.first - 1 or not content:
                return
            self.found.append(
                Found(
                    source=subject,
                    cue=Run(cue, start),
                    content=content,
                    direct=direct,
                    basis=self.basis(subject) if subject else Basis.PRONOUN,
                    recipe="fa/subordinate",
                    score=0.75,
                    sentence=run,
                )
            )
            return

    def split_report(self, run: Run) -> tuple[Run, Run | None]:
        """Split "به گزارش Y، …" into what follows and the relay."""
        page = self.page
        opens = page.form(run.first + 1) in ("گزارش", "نقل") and self.lex.has_cue(page, run)
        if page.form(run.first) != "به" or not (opens or page.form(run.first + 1) == "گزارش"):
            return run, None
        for index in page.outside(Run(run.first + 2, min(run.last, run.first + 20))):
            quoting = page.form(index) == "به" and page.form(index + 1) == "نقل"
            quoting = quoting and index > run.first + 2
            if page.kind(index) in (Kind.COMMA, Kind.COLON) or quoting:
                start = run.first + 2 + (page.form(run.first + 2) == "از")
                chain = page.trim(Run(start, index))
                rest = Run(index if quoting else index + 1, run.last)
                return rest, chain if page.count(chain) else None
        return run, None

    def agency(self, run: Run, chain: Run) -> None:
        """What an agency itself reports."""
        content, direct = self.page.content(run)
        if content:
            self.found.append(
                Found(
                    source=chain,
                    cue=Run(chain.first - 2, chain.first),
                    content=content,
                    direct=direct,
                    basis=self.basis(chain),
                    recipe="fa/agency",
                    score=0.5,
                    sentence=run,
                )
            )

    def according(self, run: Run) -> None:
        """به گفته X، … and …، به گفته X."""
        page = self.page
        for index in page.outside(run):
            start = self._according_at(index)
            if start < 0:
                continue
            source = self.phrase(Run(start, run.last))
            if source is None:
                return
            after, before = Run(source.last, run.last), Run(run.first, index)
            after = _without_that(page, after)
            said = after if page.count(before) < 3 else before
            content, direct = page.content(said)
            if said is before and page.count(after) > 2:
                content = (*content, *page.content(after)[0])
            if content and page.count(said) > 1:
                self.found.append(
                    Found(
                        source=source,
                        cue=Run(index, start),
                        content=content,
                        direct=direct,
                        basis=self.basis(source),
                        recipe="fa/according",
                        score=0.75,
                        sentence=run,
                    )
                )
            return

    def _according_at(self, index: int) -> int:
        """Return where the speaker begins after "according to" at ``index``, or -1."""
        page, lists = self.page, self.lex.lists
        if page.form(index) not in lists["according_openers"]:
            return -1
        noun = index + 1
        if page.form(noun) in ("به", "بر", "اساس"):
            noun += 1
        if page.form(noun) == "اساس":
            noun += 1
        if page.form(noun) not in lists["according"]:
            return -1
        return noun + 2 if page.form(noun + 1) in ("از", "ي", "به") else noun + 1

    def passive(self, run: Run) -> bool:
        """It is said that …; a discourse marker attributes nothing, but is not read further."""
        page = self.page
        for phrase in self.lex.passive:
            end = run.first + len(phrase)
            forms: list[str] = []
            index = run.first
            while len(forms) < len(phrase) and index < run.last:
                form, length = verb_form(page, index)
                forms.append(form)
                index += length
            end = index
            if tuple(forms) == phrase:
                content, direct = page.content(_without_that(page, Run(end, run.last)))
                if content:
                    self.found.append(
                        Found(
                            source=None,
                            cue=Run(run.first, end),
                            content=content,
                            direct=direct,
                            basis=Basis.UNNAMED,
                            recipe="fa/passive",
                            score=0.6,
                            sentence=run,
                        )
                    )
                return True
        return False


def _without_that(page: Page, run: Run) -> Run:
    run = page.trim(run)
    return Run(run.first + 1, run.last) if page.form(run.first) == "كه" else run
