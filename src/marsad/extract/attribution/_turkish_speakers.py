"""Who speaks in a Turkish clause: the name that opens it, up to a comma, a particle or capitals."""

from __future__ import annotations

import re

from marsad.model import Basis

from ._said import SpeakerReading
from ._words import Kind, Run

__all__ = ["TurkishSpeakers"]

_PARTICIPLE = re.compile(r"\w{2}[ae]n$")

_LOCATIVE = re.compile(r"(?:[dt][ae]|ken|nda|nde|sonra|önce|üzerine|ilgili|ilişkin)$")

_PARTICLES = frozenset(["ise", "da", "de"])

_NOT_NAMES = frozenset(["bu", "şu", "dün", "bugün", "her", "bir", "son", "ancak", "ama"])

_NAME_PARTS = frozenset(["el", "er", "es", "eş", "ed", "ez", "en", "et", "ut", "üd", "ül", "al"])
"""Articles inside Arabic names: "Seccad el-Basri"."""

_CASES = frozenset(["i", "u", "ü", "yi", "yu", "yü", "ni", "nu", "nü"])
"""Endings of the accusative, folded."""

_APOSTROPHES = frozenset("'’")

_DATIVES = ("ye", "ya", "ne", "na", "e", "a")
"""Endings of the dative, folded, longest first."""

_MARKED = 3
"""Tokens of a name of one word with its ending: "AFP'ye"."""

_NEAR_TOKENS = 6
"""Tokens in which "close to X" stands at the start of a name, and its noun after it."""

_SHORT_NAME = 5
"""Words before a comma and a quotation that are a speaker, though nothing shows it."""

_LEAD = 16
"""Tokens in which "who spoke at …" stands before a name."""

_SETTING_TOKENS = 14
"""Tokens in which "at the press conference" stands after a speaker."""

_SHORT_SETTING = 6
"""Words between commas that tell where or when something was said."""


class TurkishSpeakers(SpeakerReading):
    """The part of reading a Turkish page that finds speakers."""

    capitals = True

    def first_name(self, run: Run) -> Run | None:
        """Return the speaker at the start of ``run``; None for a verb that shares one."""
        based = self.based(run)
        if based >= 0:
            _, rest = self.split(self.page.trim(run))
            return self.speaker(Run(rest.first, max(rest.first, based)))
        whole = self._last_named(self.page.trim(run))
        source, _ = self.split(whole)
        closed = self.page.kind(whole.last) is Kind.COMMA and whole.last < run.last
        if source is None and closed and self.page.count(whole) <= _SHORT_NAME:
            return self.speaker(whole)
        return source

    def _last_named(self, run: Run) -> Run:
        """Drop what stands before a comma where only the first word looks like a name."""
        page = self.page
        commas = [i for i in page.outside(run) if page.kind(i) is Kind.COMMA]
        if not commas or self.is_capital(run.first + 1) or page.form(run.first) in self.known:
            return run
        first = self.name_end(run)
        rest = Run(commas[-1] + 1, run.last)
        titled = self._forms(rest) & self.known
        return rest if first == run.first + 1 and titled else run

    def split(self, run: Run) -> tuple[Run | None, Run]:
        """Split a clause into its speaker and what is said."""
        page, lists = self.page, self.lex.lists
        for index in page.outside(run):
            if page.kind(index) is Kind.COMMA and page.form(index - 1).endswith("ken"):
                run = Run(index + 1, run.last)
        while run.first < run.last and page.form(run.first) in lists["joins"]:
            run = Run(run.first + 1, run.last)
            if not self._opens_name(run.first):
                return None, run
        last = self.name_end(run)
        if last <= run.first:
            return None, run
        if not self._near_end(run):
            run = Run(self._after_participle(Run(run.first, last)), run.last)
        source = self.speaker(Run(run.first, last))
        rest = page.trim(Run(last, run.last))
        while page.form(rest.first) in _PARTICLES:
            rest = page.trim(Run(rest.first + 1, rest.last))
        return source, self._skip_settings(rest)

    def _after_participle(self, run: Run) -> int:
        """Return where the name begins after "who spoke at the meeting"."""
        first = run.first
        for index in range(run.first, run.last - 1):
            small = not self.is_capital(index) and self.page.kind(index) is Kind.WORD
            if small and _PARTICIPLE.search(self.page.form(index)) and self.is_capital(index + 1):
                first = index + 1
        return first

    def _skip_settings(self, run: Run) -> Run:
        """Drop what stands up to a comma and only tells where something was said."""
        page = self.page
        for index in page.outside(Run(run.first, min(run.last, run.first + _SETTING_TOKENS))):
            if page.form(index) in self.lex.lists["settings"]:
                return page.trim(Run(index + 1, run.last))
            if page.kind(index) is Kind.COMMA:
                short = page.count(Run(run.first, index)) <= _SHORT_SETTING
                if short and _LOCATIVE.search(page.form(index - 1)):
                    return self._skip_settings(Run(index + 1, run.last))
                break
        return run

    def name_end(self, run: Run) -> int:
        """Return where the name at the start of ``run`` ends; its start where none stands there."""
        page = self.page
        found = run.first
        if near := self._near_end(run):
            return near
        for index in page.outside(Run(run.first, run.last)):
            if page.kind(index) is Kind.COMMA:
                named = self.is_capital(index - 1) or page.form(index - 1) in self.known
                return index if named or found > run.first else run.first
            if page.kind(index) in (Kind.COLON, Kind.STOP):
                return found
            if index > run.first and page.form(index) in _PARTICLES and self.is_capital(index - 1):
                return index
            if self._ends_name(index) and not self._participle_follows(index, run.last):
                return index + 1
        named = self.is_capital(run.last - 1) or page.form(run.last - 1) in self.known
        return run.last if named else found

    def _near_end(self, run: Run) -> int:
        """Return where "a source close to X" ends at the start of ``run``; 0 where none stands."""
        page, near = self.page, self.lex.lists["near"]
        titles = self.known | self.lex.lists["media"]
        for index in range(run.first + 1, min(run.last, run.first + _NEAR_TOKENS)):
            if page.form(index) not in near or not page.form(index - 1).endswith(("e", "a")):
                continue
            for at in range(index + 1, min(run.last, index + _NEAR_TOKENS)):
                follows = page.form(at + 1) in titles or self.is_capital(at + 1)
                if page.form(at) in titles and not follows:
                    return at + 1
        return 0

    def basis(self, run: Run) -> Basis:
        """A source that is only close to somebody is not named by him."""
        lists, forms = self.lex.lists, self._forms(run)
        if forms & lists["near"] and self.page.form(run.last - 1) in lists["unnamed"]:
            return Basis.UNNAMED
        return super().basis(run)

    def is_told(self, run: Run) -> bool:
        """Tell whether ``run`` is a title or body in the dative, or one name with its ending."""
        page = self.page
        apart = page.form(run.last - 2) in _APOSTROPHES and run.last - run.first == _MARKED
        if apart and self.is_capital(run.first):
            return True
        form = page.form(run.last - 1)
        bare = {form.removesuffix(end) for end in _DATIVES if form.endswith(end)}
        hard = {f"{each[:-1]}k" for each in bare if each.endswith("ğ")}
        return bool((bare | hard) & (self.known | self.lex.lists["bodies"]))

    def _ends_name(self, index: int) -> bool:
        """Tell whether a capital or title without case ending stands before a small letter."""
        page = self.page
        after = index + 1
        last = index - 1
        last -= 2 * (page.form(last - 1) in _APOSTROPHES)
        after_name = self.is_capital(last) or page.form(last) in self.known
        titled = page.form(index) in self.known and after_name
        named = self.is_capital(index) or titled
        if not named or page.kind(after) not in (Kind.WORD, Kind.QUOTE):
            return False
        if titled and self._is_object(after):
            return True
        if self.is_capital(after) or page.form(after) in ("ve", "ile"):
            return False
        if page.form(after) in _NAME_PARTS and page.form(after + 1) == "-":
            return False
        if page.form(after) in self.known or page.form(after) in self.lex.lists["participles"]:
            return False
        return page.form(index) not in _NOT_NAMES and not self._leads_to_name(after)

    def _is_object(self, index: int) -> bool:
        """Tell whether a name in the accusative stands at ``index``: "Darn'ı"."""
        page = self.page
        marked = page.form(index + 1) in _APOSTROPHES and page.form(index + 2) in _CASES
        return marked and self.is_capital(index)

    def _participle_follows(self, index: int, last: int) -> bool:
        """Tell whether a word up to the next comma says what the one named after it does."""
        for at in range(index + 1, min(last, index + _LEAD)):
            if self.page.kind(at) in (Kind.COMMA, Kind.QUOTE, Kind.STOP):
                return False
            word = _PARTICIPLE.search(self.page.form(at)) and not self.is_capital(at)
            if word and self.is_capital(at + 1):
                return True
        return False

    def _leads_to_name(self, index: int) -> bool:
        """Tell whether a title and a name follow soon ("Market zinciri X'in patronu Y Z")."""
        page = self.page
        for at in range(index, index + 8):
            if page.kind(at) is not Kind.WORD and page.form(at) not in "'’-":
                return False
            if page.form(at) in self.known and self.is_capital(at + 1):
                return True
        return False

    def _opens_name(self, index: int) -> bool:
        return self.is_capital(index)

    def is_capital(self, index: int) -> bool:
        """Tell whether a word with a capital stands at ``index``."""
        page = self.page
        if not 0 <= index < len(page.words) or page.kind(index) is not Kind.WORD:
            return False
        return page.text[page.words[index].start].isupper()

    def may_speak(self, run: Run) -> bool:
        lists = self.lex.lists
        if self._forms(run) & (self.known | lists["unnamed"] | lists["pronouns"]):
            return True
        return any(self.is_capital(i) for i in range(run.first + 1, run.last))

    def based(self, run: Run) -> int:
        for index in self.page.outside(run):
            if self.page.form(index) in self.lex.lists["media_relay"]:
                return index
        return -1
