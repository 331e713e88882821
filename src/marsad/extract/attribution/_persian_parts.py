"""Where verbs of saying stand in a Persian sentence, and what of it belongs to each."""

from __future__ import annotations

from bisect import bisect_left

from ._open_speech import is_speech
from ._persian_frames import Frames
from ._persian_lexicon import Cue, verb_form
from ._persian_verbs import is_finite
from ._words import Kind, Run

__all__ = ["Parts"]

_REACH = 90
"""Tokens in which the end of a split verb stands, since the verb is last."""

_LEAD_TOKENS = 20
"""Tokens after a semicolon in which a new speaker is looked for."""

_JOINED_TOKENS = 24
"""Tokens before a verb of saying in which the "and" that joins its clause is looked for."""

_BECAME = frozenset(
    ["شد", "شدند", "شده", "است", "هستند", "شدهاند", "شدهاست", "ميشود", "ميشوند", "گرديد", "گرديدند"]
)


_TOLD = frozenset(["داد", "دادند", "داده", "دادهاند", "ميدهد", "ميدهند"])

_UNSAID = frozenset(["نه", "راست", "دروغ"])
"""Words before a verb that says nothing: "neither denied", "he tells the truth"."""


class Parts(Frames):
    """The part of reading a Persian page that cuts sentences up."""

    def parts(self, run: Run) -> list[Run]:
        """Split ``run`` after quotations that are sentences, and where somebody else speaks."""
        first, parts = run.first, list[Run]()
        for index in self.page.outside(run):
            end = self.page.skip(index)
            if end > index + 1 and end < run.last and self._closes(index, end, run):
                parts += self._turning(Run(first, end))
                first = end
        return [*parts, *self._turning(Run(first, run.last))]

    def _closes(self, quote: int, end: int, run: Run) -> bool:
        """Tell whether a quotation with a full stop inside ends its sentence: said: «….» She …"""
        page = self.page
        introduced = quote > run.first and (
            page.kind(quote - 1) is Kind.COLON or page.form(quote - 1) == "كه"
        )
        stopped = page.kind(end - 2) is Kind.STOP
        goes_on = page.kind(end) is not Kind.WORD or page.form(end) in ("و", "را")
        return introduced and stopped and not goes_on

    def _turning(self, run: Run) -> list[Run]:
        """Split ``run`` at semicolons after which somebody else speaks."""
        page = self.page
        marks = [i for i in page.outside(run) if page.form(i) in ("؛", ";")]
        if not marks:
            return [run]
        cues = self.cues(run)
        after = sorted(
            [cue.run.first for cue in cues] + [i for i in page.outside(run) if is_speech(page, i)]
        )
        closed = {cue.run.last for cue in cues}
        parts: list[Run] = []
        first = run.first
        for mark in marks:
            at = bisect_left(after, mark)
            turns = at < len(after) and self._turns(Run(mark + 1, after[at]))
            if mark not in closed and turns and self._says(Run(first, mark)):
                parts.append(Run(first, mark))
                first = mark + 1
        return [*parts, Run(first, run.last)]

    def _says(self, left: Run) -> bool:
        """Tell whether ``left`` is more than a quotation whose speaker is still to come."""
        words = self.page.trim(left)
        quote = self.page.quotes.get(words.first)
        return not (quote and quote[0].last >= words.last) and self.page.count(words) > 1

    def _turns(self, lead: Run) -> bool:
        """Tell whether another speaker stands in the words before a verb of saying."""
        if self.page.form(lead.first) in ("اما", "ولي", "با", "همچنين"):
            return True
        forms = self._forms(Run(lead.first, min(lead.last, lead.first + _LEAD_TOKENS)))
        return bool(forms & (self.known | self.lex.lists["pronouns"]))

    def cues(self, run: Run) -> list[Cue]:
        cues: list[Cue] = []
        last = run.first
        for index in self.page.outside(run):
            if index < last or self._is_noun(index) or self._says_nothing(index):
                continue
            cue = self.lex.cue(self.page, index) or self._demand(index, run)
            if cue is not None and not self._neither(cue, run):
                cues.append(cue)
                last = cue.run.last
        return cues

    def _is_noun(self, index: int) -> bool:
        """Tell whether "گفته" and the like stand in "according to" or in a relative clause."""
        form, before = self.page.form(index), self.page.form(index - 1)
        if form == "خواسته":
            return before in self.lex.lists["demonstratives"]
        return form == "گفته" and before in self.lex.lists["according_openers"]

    def _says_nothing(self, index: int) -> bool:
        """Tell whether a verb at ``index`` is denied ("neither confirmed nor …") or an idiom."""
        return self.page.form(index - 1) in _UNSAID

    def _neither(self, cue: Cue, run: Run) -> bool:
        """Tell whether "nor" follows ``cue`` and "neither" stands before it: nothing was said."""
        page, after = self.page, cue.run.last
        if page.form(after) != "و" or page.form(after + 1) != "نه":
            return False
        near = Run(max(run.first, cue.run.first - _JOINED_TOKENS), cue.run.first)
        return any(page.form(index) == "نه" for index in page.outside(near))

    def _demand(self, index: int, run: Run) -> Cue | None:
        """A verb that is split from its noun (خواستار … شد), or that asks somebody."""
        page = self.page
        form, length = verb_form(page, index)
        verb = Run(index, index + length)
        if form in ("خواست", "خواستند", "خواسته", "خواستهاند", "خواستهاست"):
            verb = Run(index, verb.last + (page.form(verb.last) in ("است", "بود", "اند")))
            return Cue(verb, form, frozenset({"say"})) if page.form(index - 1) != "مي" else None
        if form in ("ميخواهد", "ميخواهند", "ميپرسيم") and self._asks(index, run):
            return Cue(verb, "خواست", frozenset({"say"}))
        if form in ("امده", "امدهاست", "ميخوانيم"):
            last = verb.last + (page.form(verb.last) in ("است", "بود"))
            return Cue(Run(index, last), form, frozenset({"say", "doc"}))
        if form == "به" and page.form(index + 1) in ("اطلاع", "اگاهي", "استحضار", "عرض"):
            return self._informs(index, run)
        return self._split(index, run)

    def _split(self, index: int, run: Run) -> Cue | None:
        """A noun and its verb with what is said between them, or before them with را."""
        page = self.page
        form = page.form(index)
        told = form == "خبر" and page.form(index + 1) == "از"
        if not told and form not in ("خواستار", "خواهان", "منكر"):
            return None
        verbs = _TOLD if told else _BECAME
        for end in page.outside(Run(index + 1, min(run.last, index + _REACH))):
            if page.form(end) in verbs:
                frame = "within" if end > index + 1 else "ra"
                return Cue(Run(index, end + 1), form, frozenset({frame}))
        return None

    def _asks(self, index: int, run: Run) -> bool:
        """Tell whether "wants" at ``index`` wants something from somebody."""
        first = max(run.first, index - 14)
        return any(self.page.form(i) == "از" for i in self.page.outside(Run(first, index)))

    def _informs(self, index: int, run: Run) -> Cue | None:
        """به اطلاع … می‌رساند: lets somebody know."""
        for end in self.page.outside(Run(index + 2, min(run.last, index + 14))):
            form, length = verb_form(self.page, end)
            if form in ("ميرساند", "ميرسانند", "رساند", "رساندند", "رسانده", "ميرسانيم"):
                return Cue(Run(index, end + length), "اعلام", frozenset({"say"}))
        return None

    def ends(self, cues: list[Cue], run: Run) -> list[int]:
        """Return for each cue where what follows it is over: at "and added", or at the end."""
        end = run.last
        ends: list[int] = []
        for cue in reversed(cues):
            ends.append(end)
            end = min(end, self.joined(cue, run) or end)
        return ends[::-1]

    def joined(self, cue: Cue, run: Run) -> int:
        """Return the "and" before ``cue`` that begins its clause, or 0 where there is none."""
        page = self.page
        first = max(run.first + 1, cue.run.first - _JOINED_TOKENS)
        if page.form(cue.run.first - 1) == "و" and cue.head in self.lex.lists["additive"]:
            return cue.run.first - 1
        for index in reversed(list(page.outside(Run(first, cue.run.first)))):
            if page.form(index) in ("كه", "تا") or page.kind(index) is Kind.COLON:
                return 0
            before = index - 2 if page.kind(index - 1) is Kind.COMMA else index - 1
            ended = page.quoted[before] >= 0 or is_finite(page.form(before), persons=False)
            if page.form(index) in ("و", "اما", "ولي") and ended:
                return index
        return 0
