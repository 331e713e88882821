"""Turkish attribution: the verb of saying stands last, what is said before it.

What is said is a quotation ("…" dedi), a clause in the accusative (… olduğunu söyledi) or a noun
(… çağrısında bulundu). The speaker opens the sentence and ends at a comma, at a particle, or
where capitals end; verbs after the first share him.
"""

from __future__ import annotations

import re

from ._open_speech import is_speech
from ._said import finished
from ._said_cues import At
from ._said_headlines import SPEAKER_TOKENS
from ._said_lexicon import lexicon
from ._said_voice import with_own_voice
from ._turkish_speakers import TurkishSpeakers
from ._types import Attribution
from ._words import Kind, Run, read

__all__ = ["attributions"]

_NOMINAL = re.compile(r"(?:[dt][iuü][ğk]\w*|[ae]c[ae][ğk]\w*|m[ae][sly]\w*)[iuü]$")
"""Clauses as objects, folded: -dığını, -acağını, -mesini, -malarını."""

_ACCUSATIVE = re.compile(r"[iuü]$")

_NEGATED = re.compile(r"\w+m[aeiuü](?:di|du|dü|mişti|yor)(?:m|k|lar|ler)?$")
"""Verbs that say that nothing was said, folded: demedi, söylemedi, açıklamıyor."""

_LEAST = 2
"""Words of a clause before ", dedi X"."""

_WITH = re.compile(r"(?:m[ae]kl[ae]|[iuü]yl[ae])$")
"""What somebody is accused of or threatened with, folded: olmakla, iddiasıyla."""

_TOWARDS = re.compile(r"[ae]$")
"""A noun in the dative: "called on the workers to strike"."""

_GENITIVE = re.compile(r"n?[iuü]n$")
"""Whose report it is, folded: 'nin, ajansının."""

_COMPARED = frozenset(["daha", "yüzde"])
"""Words after "göre" where it compares rather than names a speaker."""

_DATIVE = re.compile(r"(?:m[ae]y[ae]|[ae]c[ae][ğk]\w*n[ae]|m[ae]l[ae]r[iı]n[ae])$")
"""A verb in the dative: "(called on …) to come", "(promised) that they will come"."""


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content."""
    page, lex = read(text), lexicon("tr")
    named = finished(_Turkish(page, lex, "tr", owned=voice))
    return with_own_voice(page, lex, "tr", named) if voice else named


class _Turkish(TurkishSpeakers):
    """One pass over the sentences of a Turkish page."""

    def clauses(self, run: Run, number: int) -> None:
        del number
        for part in self.parts(run):
            self._part(self.after_place(part))

    def headline_source(self, first: int, colon: int) -> Run | None:
        """Nobody speaks in "X: '…' demedi": after the quotation a verb takes it back."""
        quote = self.page.quotes.get(colon + 1)
        denied = quote is not None and _NEGATED.match(self.page.form(quote[0].last))
        source = None if denied else super().headline_source(first, colon)
        return self._cut_to_name(source) if source is not None and quote else source

    def _cut_to_name(self, source: Run) -> Run:
        """Drop what a speaker does from "X lost no time: '…'"."""
        last = self.name_end(source)
        named = source.first < last < source.last and self.page.form(last) not in self.known
        return Run(source.first, last) if named else source

    def _part(self, run: Run) -> None:
        known = len(self.found)
        self._told(run)
        if len(self.found) == known:
            self._announced(run)

    def _announced(self, run: Run) -> None:
        """Read "X lost no time: '…'", where a colon alone tells that somebody speaks."""
        page = self.page
        for colon in page.outside(run):
            if page.kind(colon) is Kind.COLON and is_speech(page, colon + 1):
                quote = page.quotes[colon + 1][0]
                source = self.first_name(Run(run.first, colon))
                closes = page.count(Run(quote.last, run.last)) == 0
                if closes and source is not None and self.may_speak(source):
                    said = page.content(quote)
                    self.add(source, Run(colon, colon + 1), said, "colon-quote", run)
                return

    def _told(self, run: Run) -> None:
        start = run.first
        for cue in self.cues_in(run):
            if cue.run.first < start:
                continue
            at = At(cue, self.before(start, cue.run.first), Run(cue.run.last, run.last), run)
            before = len(self.found)
            end = self._read(at)
            self.relayed(before, self._relay_of(at) if end else None)
            start = end or start

    def _read(self, at: At) -> int:
        frames = at.frames
        if self.unsaid(at):
            return at.cue.run.last
        if "according" in frames:
            return self._according(at)
        ways = (
            ("before", self._before),
            ("quote", self._quoted),
            ("say", self._quoted),
            ("quote", self._closed),
            ("say", self._closed),
            ("say", self._colon),
            ("quote", self._colon),
            ("passive", self._passive),
            ("say", self._clause),
            ("clause", self._clause),
            ("dative", self._dative),
            ("dative", self._call),
            ("noun", self._noun),
            ("object", self._object),
            ("object", self._object_first),
            ("with", self._accused),
        )
        return next((end for frame, way in ways if frame in frames and (end := way(at))), 0)

    def _relay_of(self, at: At) -> Run | None:
        """Return who passes on what he bases on the speaker: "X, basing it on Y, …"."""
        if self.based(at.before) < 0:
            return None
        return self.speaker(Run(at.before.first, self.name_end(at.before)))

    # Quotations.

    def _quoted(self, at: At) -> int:
        """X, "…" dedi; "…" dedi X; "…" dedi X, "…"; "…" dedi."""
        page = self.page
        quote = self._quote_before(at)
        if quote is None:
            return 0
        source = self.first_name(Run(at.before.first, quote.first))
        end = at.cue.run.last
        more = self._second_part(end, at.sentence)
        if source is None and page.count(Run(at.before.first, quote.first)) == 0 and not more:
            source, end = self._inverted(at)
            more = self._second_part(end, at.sentence)
        parts, _ = page.content(quote)
        spans = (*parts, *(page.content(more)[0] if more else ()))
        self.add(source, at.cue.run, (spans, True), "quote-verb", at.sentence)
        return more.last if more else end

    def _closed(self, at: At) -> int:
        """..., dedi X."""
        page = self.page
        said = Run(at.before.first, at.cue.run.first - 1)
        if page.kind(said.last) is not Kind.COMMA or page.count(said) < _LEAST:
            return 0
        source, end = self._inverted(at)
        if source is None:
            return 0
        content = page.content(said)
        return end * self.add(source, at.cue.run, content, "clause-closed", at.sentence)

    def _before(self, at: At) -> int:
        """ "…" diyen X …"""
        quote = self._quote_before(at)
        if quote is None:
            return 0
        near = min(at.after.last, at.cue.run.last + SPEAKER_TOKENS)
        last = self.name_end(Run(at.cue.run.last, near))
        source = self.speaker(Run(at.cue.run.last, last))
        said = self.page.content(quote)
        return at.cue.run.last * self.add(source, at.cue.run, said, "quote-who", at.sentence)

    def _quote_before(self, at: At) -> Run | None:
        page = self.page
        index = at.cue.run.first - 1
        while index > at.before.first and page.kind(index) is Kind.COMMA:
            index -= 1
        opening = page.quoted[index] if index >= at.before.first else -1
        return page.quotes[opening][0] if opening >= at.before.first else None

    def _second_part(self, end: int, sentence: Run) -> Run | None:
        quote = self.page.quotes.get(end + 1)
        comma = self.page.kind(end) is Kind.COMMA
        return quote[0] if quote and comma and end + 1 < sentence.last else None

    def _inverted(self, at: At) -> tuple[Run | None, int]:
        """Return the speaker after a verb that a quotation precedes, and where he ends."""
        run = Run(at.cue.run.last, at.sentence.last)
        parted = (i for i in self.page.outside(run) if self._second_part(i, at.sentence))
        end = next(parted, at.sentence.last)
        source = self.speaker(Run(run.first, end))
        if source is None or not (self._forms(source) & self._speaking or self.is_name(source)):
            return None, at.cue.run.last
        return source, end

    @property
    def _speaking(self) -> frozenset[str]:
        return self.known | self.lex.lists["enemies"]

    # Colons.

    def _colon(self, at: At) -> int:
        """X anlattı: …"""
        page = self.page
        colon = at.cue.run.last
        if page.kind(colon) is not Kind.COLON:
            return 0
        quote = page.quotes.get(colon + 1)
        said = page.content(quote[0] if quote else Run(colon + 1, at.sentence.last))
        source = self.first_name(at.before)
        if not self.add(source, at.cue.run, said, "verb-colon", at.sentence):
            return 0
        return quote[0].last if quote else at.sentence.last

    # Clauses and objects.

    def _clause(self, at: At) -> int:
        return self._object_like(at, _NOMINAL, "clause-verb")

    def _passive(self, at: At) -> int:
        """X'ten yapılan açıklamada … bildirildi"""
        page = self.page
        for index in page.outside(at.before):
            if page.form(index) in self.lex.lists["settings"]:
                return self._stated(at, index)
        return 0

    def _stated(self, at: At, setting: int) -> int:
        """Read what is said in the statement that the token ``setting`` names."""
        page = self.page
        last = setting
        while last > at.before.first and page.form(last - 1) in self.lex.lists["made"]:
            last -= 1
        source = self.speaker(Run(at.before.first, last))
        quote = self._quote_before(at)
        said = page.content(quote or Run(setting + 1, at.cue.run.first))
        return at.cue.run.last * self.add(source, at.cue.run, said, "passive", at.sentence)

    def _object(self, at: At) -> int:
        return self._object_like(at, _ACCUSATIVE, "object-verb")

    def _accused(self, at: At) -> int:
        """X, Y'yi … olmakla suçladı"""
        return self._object_like(at, _WITH, "accusing-verb")

    def _object_first(self, at: At) -> int:
        """Saldırıyı X örgütü üstlendi: between its object and a verb stands who did it."""
        page = self.page
        whole = page.trim(at.before)
        for index in reversed(range(whole.first + 1, whole.last - 1)):
            opens = index - 1 == whole.first and page.form(index - 1) not in self.known
            common = opens or not self._names(index - 1)
            if common and _ACCUSATIVE.search(page.form(index - 1)):
                source = self._group(Run(index, whole.last))
                said = page.content(Run(whole.first, index))
                if source is None:
                    return 0
                end = at.cue.run.last
                return end * self.add(source, at.cue.run, said, "object-first", at.sentence)
        return 0

    def _names(self, index: int) -> bool:
        """Tell whether a word belongs to a name: it has a capital, or is a title."""
        return self.is_capital(index) or self.page.form(index) in self.known

    def _group(self, run: Run) -> Run | None:
        """Return ``run`` where a capital or quotation opens it and a title or capital ends it."""
        opens = self.is_capital(run.first) or run.first in self.page.quotes
        return self.speaker(run) if opens and self._names(run.last - 1) else None

    def _dative(self, at: At) -> int:
        return self._object_like(at, _DATIVE, "wish-verb")

    def _call(self, at: At) -> int:
        """X, Y'yi greve çağırdı"""
        if self.page.form(self.page.trim(at.before).last - 1) == "üzerine":
            return 0
        return self._object_like(at, _TOWARDS, "call-verb")

    def _noun(self, at: At) -> int:
        return self._object_like(at, None, "noun-verb")

    def _object_like(self, at: At, ending: re.Pattern[str] | None, recipe: str) -> int:
        page = self.page
        whole = page.trim(at.before)
        last = whole.last
        while last > whole.first and page.form(last - 1) in self.lex.lists["adverbs"]:
            last -= 1
        if ending is not None and not self._ends_with(last, ending):
            return 0
        source, rest = self.split(Run(whole.first, last))
        said = page.content(rest)
        shared = at.before.first > at.sentence.first
        if page.count(rest) < 1 + (source is None) or (
            ending in (_ACCUSATIVE, _TOWARDS) and not (source or shared)
        ):
            return 0
        return at.cue.run.last * self.add(source, at.cue.run, said, recipe, at.sentence)

    def _ends_with(self, last: int, ending: re.Pattern[str]) -> bool:
        """Tell whether the word before token ``last``, or in a quotation there, has ``ending``."""
        page = self.page
        index = last - 1
        while index > 0 and page.kind(index) is not Kind.WORD:
            index -= 1
        return ending.search(page.form(index)) is not None

    # According to X.

    def _according(self, at: At) -> int:
        page, lists = self.page, self.lex.lists
        name = page.trim(at.before, tags=True)
        if page.form(name.last - 1) in lists["told"]:
            name = page.trim(Run(name.first, name.last - 1))
        if not page.count(name) or page.form(name.last - 1) in lists["not_speakers"]:
            return 0
        source = self.speaker(name)
        content = page.content(Run(at.cue.run.last, at.sentence.last))
        foe = page.form(name.last - 1) in lists["enemies_told"]
        if source is None or self._is_compared(at) or not self._may_be_told(source, foe=foe):
            return 0
        chain: tuple[Run, ...] = ()
        if (relayed := self._relayed_by(source)) is not None:
            source, chain = relayed[0], (relayed[1],)
        said = self.add(source, at.cue.run, content, "according", at.sentence, chain=chain)
        return at.sentence.last * said

    def _may_be_told(self, source: Run, *, foe: bool) -> bool:
        relayed = self._relayed_by(source) is not None
        return foe or relayed or self.may_speak(source) or self.is_told(source)

    def _is_compared(self, at: At) -> bool:
        """Tell whether "göre" compares: "colder than last year"."""
        return self.page.form(at.cue.run.last) in _COMPARED

    def _relayed_by(self, run: Run) -> tuple[Run, Run] | None:
        """Return on whom the report of an agency is based, and the agency."""
        page = self.page
        based = self.based(run)
        if based < 0:
            return None
        for index in range(run.first + 1, based - 1):
            if _GENITIVE.search(page.form(index)) and self._names(run.first):
                apart = page.kind(index - 1) is not Kind.WORD
                source = self.speaker(Run(index + 1, based))
                return (source, Run(run.first, index - apart)) if source else None
        return None
