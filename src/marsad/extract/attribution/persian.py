"""Persian attribution: verbs at the end, که and colons, relays, headlines, the channel's voice.

What is said follows the verb (گفت که …) or stands before it (… را محکوم کرد). A sentence is read
from its verbs of saying outwards: the subject is the first noun phrase before the verb.
"""

from __future__ import annotations

from dataclasses import replace

from marsad.model import Basis

from ._persian_lexicon import Cue, lexicon, verb_form
from ._persian_speakers import Speakers
from ._persian_voice import VOICE, speaks_as_we
from ._reading import is_speech
from ._speakers import Found, resolve, voice_passages
from ._types import Attribution
from ._words import Kind, Page, Run, read

__all__ = ["attributions"]

_CLAUSE_TOKENS = 90
"""Tokens before a verb in which its subject and object are looked for, since the verb is last."""


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content.

    :param voice: True where the text was published by a group in its own name.
    """
    page = read(text)
    lex = lexicon()
    lists = lex.lists
    finder = _Finder(page, lex)
    named = resolve(
        page,
        finder.run(),
        hedges=lists["hedges"],
        light=lists["honorifics"] | lists["roles"] | lists["bodies"] | lists["relational"],
        antecedent=finder.antecedent,
    )
    if not voice:
        return named
    spoken = voice_passages(page, VOICE, named, lists["hedges"])
    return tuple(sorted((*named, *spoken), key=lambda a: a.content[0].start))


class _Finder(Speakers):
    """One pass over the sentences of a Persian page."""

    def is_cue(self, index: int) -> bool:
        return self.lex.cue(self.page, index) is not None

    def relays(self, index: int) -> bool:
        near = (self.page.form(index - 1), self.page.form(index), self.page.form(index + 1))
        return "نقل" in near

    def speaks_as_we(self, run: Run) -> bool:
        return speaks_as_we(self.page, run)

    # A sentence.

    def clauses(self, run: Run, number: int) -> None:
        if self._passive(run):
            return
        run, chain = self._split_report(run)
        before = len(self.found)
        self._verbs(run, number)
        if len(self.found) == before:
            self._according(run)
        if chain is None:
            return
        if len(self.found) == before:
            self._agency(run, chain)
            return
        for index in range(before, len(self.found)):
            item = self.found[index]
            self.found[index] = replace(item, chain=(chain, *item.chain))

    def _verbs(self, run: Run, number: int) -> None:
        """Read ``run`` from its verbs of saying outwards."""
        start = run.first
        cues = self._cues(run)
        ends = self._ends(cues, run)
        for cue, end in zip(cues, ends, strict=True):
            if cue.run.first < start:
                continue
            before = Run(max(start, cue.run.first - _CLAUSE_TOKENS), cue.run.first)
            if self._after(cue, before, end, run, number):
                start = end
            elif self._before(cue, before, run):
                start = cue.run.last

    def _cues(self, run: Run) -> list[Cue]:
        cues: list[Cue] = []
        last = run.first
        for index in self.page.outside(run):
            if index < last or self._is_noun(index):
                continue
            cue = self.lex.cue(self.page, index) or self._demand(index, run)
            if cue is not None:
                cues.append(cue)
                last = cue.run.last
        return cues

    def _is_noun(self, index: int) -> bool:
        """Tell whether "گفته" and the like stand in "according to" or in a relative clause."""
        before = self.page.form(index - 1)
        return self.page.form(index) == "گفته" and before in self.lex.lists["according_openers"]

    def _demand(self, index: int, run: Run) -> Cue | None:
        """خواستار … شد, and از … خواست: a verb that is split, or that asks somebody."""
        page = self.page
        form = page.form(index)
        if form in ("خواست", "خواستند", "خواسته") and page.form(index - 1) != "مي":
            return Cue(Run(index, index + 1), form, frozenset({"say"}))
        if form != "خواستار":
            return None
        for end in page.outside(Run(index + 1, min(run.last, index + _CLAUSE_TOKENS))):
            if page.form(end) in ("شد", "شدند", "شده", "است", "هستند", "شدهاند", "شدهاست"):
                return Cue(Run(index, end + 1), form, frozenset({"within"}))
        return None

    def _ends(self, cues: list[Cue], run: Run) -> list[int]:
        """Return for each cue where what follows it is over: at "and added", or at the end."""
        end = run.last
        ends: list[int] = []
        for cue in reversed(cues):
            ends.append(end)
            joined = self.page.form(cue.run.first - 1) == "و"
            if joined and cue.head in self.lex.lists["additive"]:
                end = cue.run.first - 1
        return ends[::-1]

    def _after(self, cue: Cue, before: Run, end: int, run: Run, number: int) -> bool:
        """What is said follows the verb."""
        page = self.page
        start, marker = self._opening(cue, end)
        if not marker:
            return False
        quoted = page.quotes.get(start)
        if quoted and marker in ("colon", "quote"):
            end = quoted[0].last
        content, direct = page.content(Run(start, end))
        follows = marker == "colon" and not quoted
        if not content and not follows:
            return False
        subject, chain, rest = self.subject(before)
        self._subordinate(rest, subject, run)
        item = Found(
            source=subject,
            cue=cue.run,
            content=content,
            direct=direct or follows,
            basis=self.basis(subject) if subject else Basis.PRONOUN,
            recipe=f"fa/verb-{marker}",
            score=0.85 if marker != "bare" else 0.7,
            sentence=run,
            chain=(chain,) if chain else (),
        )
        item = item if content else self.following(item, start)
        if not item.content:
            return False
        self.found.append(item)
        self.open = None
        if follows and end == run.last:
            self.goes_on(number, len(self.found) - 1, whole=not content)
        return True

    def _opening(self, cue: Cue, end: int) -> tuple[int, str]:
        """Return where what is said begins after ``cue``, and what opens it."""
        page = self.page
        index = cue.run.last
        if page.kind(index) is Kind.COMMA and page.form(index) in "؛;":
            return index + 1, "colon"
        if page.kind(index) is Kind.COMMA:
            index += 1
        if page.kind(index) is Kind.COLON:
            return index + 1, "colon"
        if "say" not in cue.frames:
            return index, ""
        if page.form(index) == "كه" or (page.form(index) == "تا" and cue.head.startswith("خواست")):
            return index + 1, "clause"
        if page.kind(index) is Kind.QUOTE and index in page.quotes:
            return index, "quote"
        rest = page.trim(Run(index, end), tags=True)
        bare = page.kind(index) in (Kind.WORD, Kind.NUMBER) and page.form(index) != "و"
        return index, "bare" if bare and index == cue.run.last and page.count(rest) > 1 else ""

    def _before(self, cue: Cue, before: Run, run: Run) -> bool:
        """What is said stands before the verb: a quotation, or its object."""
        page = self.page
        subject, chain, rest = self.subject(before)
        quote = self._last_quote(before) if cue.frames & {"say", "quoted"} else None
        said = quote or self._object(cue, rest)
        if said is None:
            return False
        if quote is not None and (subject is None or subject.first >= quote.first):
            subject = self.phrase(Run(quote.last, cue.run.first)) or subject
        content, direct = page.content(said)
        if not content or page.count(said) == 0:
            return False
        self.found.append(
            Found(
                source=subject,
                cue=Run(cue.run.first, cue.run.first + 1) if "within" in cue.frames else cue.run,
                content=content,
                direct=direct,
                basis=self.basis(subject) if subject else Basis.PRONOUN,
                recipe="fa/quote-verb" if quote else "fa/object-verb",
                score=0.8,
                sentence=run,
                chain=(chain,) if chain else (),
            )
        )
        return True

    def _last_quote(self, run: Run) -> Run | None:
        quotes = [i for i in self.page.outside(run) if is_speech(self.page, i)]
        return self.page.quotes[quotes[-1]][0] if quotes else None

    def _object(self, cue: Cue, rest: Run) -> Run | None:
        """Return the object of a verb in ``rest``, what stands between subject and verb."""
        page = self.page
        if "within" in cue.frames:
            return Run(cue.run.first + 1, cue.run.last - 1)
        if "ra" in cue.frames:
            ends = [i for i in page.outside(rest) if page.form(i) == "را"]
            if ends:
                return self._direct_object(rest, ends[-1])
        for index in page.outside(rest):
            form = page.form(index)
            pair = form + page.form(index + 1)
            if pair in cue.frames and page.count(Run(index + 2, rest.last)):
                return Run(index + 2, rest.last)
            if form in cue.frames and page.count(Run(index + 1, rest.last)) > 1:
                return Run(index + 1, rest.last)
        return None

    def _direct_object(self, rest: Run, marker: int) -> Run | None:
        """Return the object that ends with را at ``marker``, and what is said of it.

        Where and when it was said is skipped: it starts at a known noun or a comma.
        """
        page = self.page
        start = self._object_start(Run(rest.first, marker))
        if start is None:
            return None
        return Run(start, rest.last if page.count(Run(marker + 1, rest.last)) else marker)

    def _object_start(self, run: Run) -> int | None:
        page = self.page
        for index in page.outside(run):
            if page.form(index) in self.lex.lists["objects"]:
                return index
        commas = [i for i in page.outside(run) if page.kind(i) is Kind.COMMA]
        if commas:
            return commas[-1] + 1
        first = run.first
        if page.form(first) in ("در", "با", "طي"):
            first += 2
        return first if page.count(Run(first, run.last)) else None

    # Other ways to attribute.

    def _subordinate(self, rest: Run, subject: Run | None, run: Run) -> None:
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

    def _split_report(self, run: Run) -> tuple[Run, Run | None]:
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

    def _agency(self, run: Run, chain: Run) -> None:
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

    def _according(self, run: Run) -> None:
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

    def _passive(self, run: Run) -> bool:
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
