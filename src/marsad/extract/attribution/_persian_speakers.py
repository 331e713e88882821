"""Who speaks in a Persian clause: the noun phrase before a verb, and how it makes him known."""

from __future__ import annotations

import re

from marsad.model import Basis

from ._open_speech import is_speech
from ._persian_lexicon import Lexicon
from ._persian_verbs import is_finite
from ._reading import Reading
from ._words import Kind, Page, Run

__all__ = ["Speakers", "is_event", "is_somebody"]

_ASKED = frozenset(["پرسيديم", "پرسيدم", "پرسيدند", "پرسيد", "پرسيدهايم", "پرسيدهشد"])

_JOINING = frozenset(["و", "همچنين", "اما", "ولي", "ايا", "اگر", "شايد", "مگر", "چنانچه", "كاش"])
"""Words before a subject that are no part of it: "and", "if", "whether"."""

_PREPOSITIONS = frozenset(
    ["از", "به", "با", "در", "براي", "طي", "ضمن", "درباره", "بر", "نسبت", "و"]
)

_ELIDING = frozenset(["از", "به", "نسبت", "خطاب"])
"""After "and" they open a clause whose subject is that of the clause before."""


_INFINITIVE = re.compile(
    r"^\w{2,}(?:شدن|كردن|دادن|گرفتن|ساختن|باختن|ماندن|زدن|رفتن|داشتن|بردن|خوردن)$"
)

_LONE = 2
"""Words of "the union drivers", where both may be the object; with more the first ones speak."""

_PERSONS = frozenset(["تن", "نفر"])
"""They stand between a number and whom it counts."""

_RELATIVE_WORDS = 4
"""Words of a relative clause before its verb, "who" included ("who yesterday said"); not tuned."""

_NAME_WORDS = 18
"""Words of a speaker, appositions included, above which a phrase is none; not tuned."""

_TIME_WORDS = 6
"""Words of an adverbial of time before its comma; not tuned."""

_TIMES = frozenset(
    ["پيش", "پيشتر", "روز", "شب", "ساعت", "ساعتي", "ساعاتي", "هفته", "ماه", "سال", "لحظاتي", "بعد"]
)
"""Words of an adverbial of time before a comma, whatever word opens it."""


class Speakers(Reading):
    """The half of reading a Persian page that finds speakers."""

    language = "fa"

    def __init__(self, page: Page, lex: Lexicon) -> None:
        super().__init__(page)
        self.lex = lex
        lists = lex.lists
        self.urgent = lists["urgent"]
        self.labels = lists["labels"]
        self.openers = lists["openers"]
        self.papers = lists["papers"]
        self.titles = lists["honorifics"] | lists["roles"]
        self.known = self.titles | lists["bodies"] | lists["unnamed"] | lists["media"]
        self.unlikely = lists["unlikely"]

    def ends_phrase(self, index: int) -> bool:
        page, lists = self.page, self.lex.lists
        if page.kind(index) in (Kind.STOP, Kind.LINE, Kind.COLON):
            return True
        if page.kind(index) is Kind.QUOTE:
            return is_speech(page, index)
        if page.form(index) not in lists["boundaries"]:
            return False
        told = page.form(index) == "به" and page.form(index + 1) in lists["media"]
        return told or page.form(index - 1) not in lists["relational"]

    def basis(self, run: Run) -> Basis:
        return _basis(self.page, self.lex, run)

    def relay(self, run: Run) -> tuple[Run | None, Run]:
        return _relay(self.page, run)

    def antecedent(self, sentence: Run) -> Run | None:
        """Return the last titled person named before ``sentence``, at most 120 words back."""
        for index in range(sentence.first - 1, max(-1, sentence.first - 120), -1):
            if self.page.form(index) in self.titles and self.page.quoted[index] < 0:
                first = index
                while self.page.form(first - 1) in self.titles:
                    first -= 1
                return self.phrase(Run(first, sentence.first))
        return None

    def subject(self, before: Run) -> tuple[Run | None, Run | None, Run]:
        """Return the subject in the words before a verb, its relay, and the words after it.

        No subject means a pronoun that is not written.
        """
        page = self.page
        asked = self._asked(before) or self._who(before)
        if asked is not None:
            return asked, None, Run(asked.last, before.last)
        elided = self._elided(before)
        if elided is not None:
            return None, None, elided
        whole = page.trim(before)
        while whole.first < whole.last and page.form(whole.first) in _JOINING:
            whole = page.trim(Run(whole.first + 1, whole.last))
        run = self._skip_opener(self._skip_this(self._skip_adverbs(whole)))
        if run.first >= run.last:
            return None, None, whole
        for index in reversed(list(page.outside(run))):
            if page.form(index) in ("نقل", "قول") and page.form(index - 1) in ("به", "از"):
                start = index + 1 + (page.form(index + 1) == "از")
                chain = page.trim(Run(run.first, index - 1))
                source = self.phrase(Run(start, run.last))
                if source:
                    return source, chain if page.count(chain) else None, Run(source.last, run.last)
        subject = self.phrase(run)
        if subject is not None and self.page.form(subject.last) == "را":
            subject = self._before_object(subject, goes_on=page.form(before.first) == "و")
        if subject is None or self._is_unsaid(subject, run, before):
            return None, None, run
        return subject, None, Run(subject.last, run.last)

    def _elided(self, before: Run) -> Run | None:
        """Return what "and" and "it" open after a clause with the same subject, else None."""
        page, first = self.page, before.first + 1
        if page.form(before.first) != "و":
            return None
        if page.form(first) in _ELIDING:
            return Run(first, before.last)
        it = page.form(first) in self.lex.lists["demonstratives"] and page.form(first + 1) == "را"
        return Run(first + 2, before.last) if it else None

    def _who(self, run: Run) -> Run | None:
        """Return X in "to X, who yesterday said …", before the verb of the relative clause."""
        page = self.page
        whole = page.trim(run)
        if page.form(whole.first) not in _PREPOSITIONS:
            return None
        that = [i for i in page.outside(whole) if page.form(i) == "كه"]
        if not that or page.count(Run(that[-1], whole.last)) > _RELATIVE_WORDS:
            return None
        source = self.phrase(Run(whole.first + 1, that[-1]))
        return source if source is not None and source.last == that[-1] else None

    def _before_object(self, run: Run, *, goes_on: bool) -> Run | None:
        """Return the speaker in "the paper «X» the state", where the state is the object.

        The speaker ends with a quoted name, or before a lone noun for whom one speaks to. Where
        the clause does not go on from another (``goes_on``), a title stands before its object.
        """
        page = self.page
        named = [i for i in range(*run) if i in page.quotes]
        if named and page.quotes[named[-1]][0].last < run.last:
            return Run(run.first, page.quotes[named[-1]][0].last)
        last = page.form(run.last - 1)
        addressed = last in self.lex.lists["addressed"] and page.count(run) > 1
        body = page.form(run.first) in self.lex.lists["bodies"] | self.lex.lists["roles"]
        many = last.endswith(("ان", "ها", "ين")) and page.count(run) > _LONE
        if addressed or (body and many):
            return Run(run.first, run.last - 1)
        return None if goes_on else self._titled(run)

    def _titled(self, run: Run) -> Run | None:
        """Return the speaker in "the minister of X [the neighbour]": a title and its noun."""
        page, lists = self.page, self.lex.lists
        head, words = page.form(run.first), page.count(run)
        pointed = self._forms(run) & lists["demonstratives"]
        if head not in self.titles | lists["bodies"] or pointed:
            return None
        described = page.form(run.last - 1).endswith("ي") and words > _LONE + 1
        whole = words == _LONE and head in lists["whole_titles"]
        if words <= _LONE and not whole:
            return None
        return Run(run.first, run.last - 1 - described)

    def _is_unsaid(self, subject: Run, run: Run, before: Run) -> bool:
        """Tell whether ``subject`` speaks not: a verb, or what is said of somebody named before."""
        page = self.page
        first = page.form(subject.first)
        if is_finite(first, persons=False) and not first.startswith("مي"):
            return True
        if subject.last >= run.last or not self._before_ra(subject.last, run):
            return False
        lone = subject.last == subject.first + 1 and page.form(before.first) == "و"
        unknown = first not in self.known | self.lex.lists["pronouns"]
        return unknown and (lone or is_event(page, self.lex, subject.first))

    def _asked(self, run: Run) -> Run | None:
        """When we asked X about …, (he) answered: return X."""
        page = self.page
        asks = [i for i in page.outside(run) if page.form(i) in _ASKED]
        if not asks:
            return None
        starts = [i for i in page.outside(Run(run.first, asks[0])) if page.form(i) == "از"]
        return self.phrase(Run(starts[0] + 1, asks[0])) if starts else None

    def _skip_this(self, run: Run) -> Run:
        """Step over "this" as an object: این را X گفت."""
        page = self.page
        if page.form(run.first) in self.lex.lists["demonstratives"]:
            for index in range(run.first + 1, min(run.last, run.first + 4)):
                if page.form(index) == "را":
                    return page.trim(Run(index + 1, run.last))
        return run

    def _skip_adverbs(self, run: Run) -> Run:
        """Step over adverbs before the subject: "at the same time", "yesterday"."""
        first = run.first
        lists = self.lex.lists
        while first + 1 < run.last:
            pair = self.page.form(first) + self.page.form(first + 1)
            phrase = pair + self.page.form(first + 2)
            length = 3 if phrase in lists["meanwhile"] else 2 if pair in lists["meanwhile"] else 1
            if length == 1 and self.page.form(first) not in lists["adverbs"]:
                break
            first += length
        return self.page.trim(Run(first, run.last)) if first < run.last else run

    def _skip_opener(self, run: Run) -> Run:
        """Step over an adverbial that opens a clause, to its comma or to a known speaker."""
        page = self.page
        for index in page.outside(run):
            if page.form(index) == "كه" and page.form(index - 1) in ("بود", "است"):
                return Run(index + 1, run.last)
        if run.first >= run.last:
            return run
        several = page.form(run.first) == "چند" and page.form(run.first + 1) in self.known
        if page.form(run.first) not in self.openers or several:
            return self._after_time(run)
        speakers = self.titles | self.lex.lists["bodies"] | self.lex.lists["pronouns"]
        for index in page.outside(Run(run.first + 1, run.last)):
            if page.kind(index) is Kind.COMMA:
                return page.trim(Run(index + 1, run.last))
            if page.form(index) in speakers and page.form(index - 1) not in _PREPOSITIONS:
                return Run(index, run.last)
        return Run(run.last, run.last)

    def _after_time(self, run: Run) -> Run:
        """Step over "two days ago," before the subject."""
        page = self.page
        near = Run(run.first, min(run.last, run.first + _TIME_WORDS))
        comma = next((i for i in page.outside(near) if page.kind(i) is Kind.COMMA), -1)
        lead = self._forms(Run(run.first, comma)) if comma > 0 else set()
        timed = lead & _TIMES and not lead & self.known
        return page.trim(Run(comma + 1, run.last)) if timed else run

    def phrase(self, run: Run) -> Run | None:
        """Return the first noun phrase of ``run``, with appositions between commas."""
        page = self.page
        run = self._skip_this(page.trim(run))
        end, commas = run.first, 0
        while end < run.last and page.count(Run(run.first, end)) <= _NAME_WORDS:
            if self._phrase_ends(end, run, commas):
                break
            commas += page.kind(end) is Kind.COMMA
            end = page.skip(end)
        found = page.trim(Run(run.first, min(end, run.last)))
        return found if 0 < page.count(found) <= _NAME_WORDS else None

    def _phrase_ends(self, index: int, run: Run, commas: int) -> bool:
        page = self.page
        if page.kind(index) is Kind.COMMA:
            after = page.form(index + 1)
            return commas > 2 or not (after in self.known or commas == 1 or self._encloses(index))
        if page.kind(index) is Kind.QUOTE and is_speech(page, index):
            return True
        if index == run.first:
            return False
        if page.form(index) in ("اين", "ان"):
            near = range(index + 1, min(run.last, index + 5))
            somebody = is_somebody(page, self.lex, index + 1)
            return not somebody and any(page.form(i) == "را" for i in near)
        lists, before = self.lex.lists, page.form(index - 1)
        act = page.form(index) in lists["objects"]
        head = before in lists["roles"] | lists["rooms"]
        head = head or (page.form(index) == "محل" and before in lists["unnamed"])
        if (act and not head) or self.ends_phrase(index):
            return True
        return is_event(page, self.lex, index) and self._before_ra(index, run)

    def _before_ra(self, index: int, run: Run) -> bool:
        """Tell whether the object that begins at ``index`` ends in را before the verb."""
        for at in self.page.outside(Run(index + 1, run.last)):
            if self.page.form(at) == "را":
                return True
            if self.page.kind(at) in (Kind.COLON, Kind.STOP) or self.page.form(at) == "كه":
                return False
        return False

    def _encloses(self, comma: int) -> bool:
        """Tell whether another comma soon closes an apposition that ``comma`` opens."""
        for index in range(comma + 1, comma + 9):
            if self.page.kind(index) is Kind.COMMA:
                return index > comma + 1
            if self.ends_phrase(index):
                return False
        return False


def is_somebody(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether a noun at ``index`` names a body or an office: "this ministry", "the group"."""
    named = ("bodies", "roles", "anaphors")
    return any(page.form(index) in lex.lists[name] for name in named)


def is_event(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether a noun at ``index`` names what happens: "release", "the killing"."""
    form = page.form(index)
    pair = form + page.form(index + 1)
    return form in lex.lists["events"] or any(map(_INFINITIVE.match, (form, pair)))


def _relay(page: Page, run: Run) -> tuple[Run | None, Run]:
    """Split "Y به نقل از X" into relay and speaker."""
    for index in page.outside(run):
        if page.form(index) == "نقل" and page.form(index + 1) == "از" and index + 2 < run.last:
            outer = page.trim(Run(run.first, max(run.first, index - 1)))
            source = page.trim(Run(index + 2, run.last))
            return (outer if page.count(outer) else None), source
    return None, run


def _basis(page: Page, lex: Lexicon, run: Run) -> Basis:
    """Tell how the words of ``run`` make the speaker known."""
    forms = [w.form for w in page.words[run.first : run.last] if w.kind is Kind.WORD]
    lists = lex.lists
    head = forms[0] if forms else ""
    after = forms[1] if len(forms) > 1 else ""
    if head in lists["pronouns"]:
        return Basis.PRONOUN
    if head in lists["demonstratives"] and (
        after in lists["roles"] | lists["bodies"] | lists["anaphors"]
    ):
        return Basis.PRONOUN
    counted = head in lists["counts"] or page.kind(run.first) is Kind.NUMBER
    several = counted and after in lists["unnamed"] | lists["roles"] | _PERSONS
    if head in lists["unnamed"] or several:
        return Basis.UNNAMED
    if after in ("ما", "خود") and head in lists["correspondents"]:
        return Basis.UNNAMED
    comma = any(w.kind is Kind.COMMA for w in page.words[run.first : run.last])
    if head in lists["roles"] and not comma and not _has_name(lex, forms):
        return Basis.TITLE
    return Basis.NAMED


def _has_name(lex: Lexicon, forms: list[str]) -> bool:
    """Tell whether an honorific stands among ``forms``: a name follows it."""
    return any(form in lex.lists["honorifics"] for form in forms)
