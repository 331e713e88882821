"""Persian attribution: verbs at the end, که and colons, relays, headlines, the channel's voice.

What is said follows the verb (گفت که …) or stands before it (… را محکوم کرد). A sentence is read
from its verbs of saying outwards: the subject is the first noun phrase before the verb.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from marsad.model import Basis, Span

from ._adverts import is_advert
from ._persian_lexicon import Cue, lexicon, verb_form
from ._persian_objects import Objects
from ._persian_verbs import is_finite
from ._persian_voice import VOICE, speaks_as_we
from ._several_acts import apart
from ._speakers import Found, resolve
from ._types import Attribution
from ._voice import voice_passages
from ._words import Kind, Run, read

__all__ = ["attributions"]

_CLAUSE_TOKENS = 90
"""Tokens before a verb in which its subject and object are looked for, since the verb is last."""

_NEAR_TOKENS = 40
"""Tokens in which what somebody says tells of somebody else's words; not tuned."""

_ASKING = frozenset(
    [
        "خواست",
        "خواستند",
        "خواسته",
        "دستور",
        "تقاضا",
        "درخواست",
        "دعوت",
        "فرمان",
        "توصيه",
        "فراخواند",
    ]
)


def attributions(text: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content.

    :param voice: True where the text was published by a group in its own name.
    """
    page = read(text)
    lex = lexicon()
    lists = lex.lists
    if is_advert(page, lists["selling"]):
        return ()
    finder = _Finder(page, lex)
    finder.owned = voice
    named = resolve(
        page,
        finder.run(),
        hedges=lists["hedges"],
        light=lists["honorifics"] | lists["roles"] | lists["bodies"] | lists["relational"],
        antecedent=finder.antecedent,
    )
    named = tuple(apart(text, named, "fa"))
    if not voice:
        return named
    spoken = voice_passages(page, VOICE, named, lists["hedges"])
    return tuple(sorted((*named, *spoken), key=lambda a: a.content[0].start))


class _Matter(NamedTuple):
    """What stands after a verb of saying: where, and what opens it."""

    run: Run
    marker: str
    content: tuple[Span, ...]
    direct: bool
    follows: bool


class _Finder(Objects):
    """One pass over the sentences of a Persian page.

    :ivar relaying: True while what a relay reports is read, so that relays are not nested.
    """

    relaying = False

    def is_cue(self, index: int) -> bool:
        return self.lex.cue(self.page, index) is not None

    def relays(self, index: int) -> bool:
        near = (self.page.form(index - 1), self.page.form(index), self.page.form(index + 1))
        return "نقل" in near

    def speaks_as_we(self, run: Run) -> bool:
        return speaks_as_we(self.page, run)

    def tells_of_another(self, rest: Run) -> bool:
        near = Run(rest.first, min(rest.last, rest.first + _NEAR_TOKENS))
        cue = next(iter(self.cues(near)), None)
        if cue is None or "say" not in cue.frames:
            return False
        subject, _, _ = self.subject(Run(rest.first, cue.run.first))
        return subject is not None and bool(self._forms(subject) & self.known)

    def headline_source(self, first: int, colon: int) -> Run | None:
        """Return the speaker before a colon; no words with a verb name one."""
        run = self.page.trim(Run(first, colon))
        form, _ = verb_form(self.page, run.last - 1)
        return None if is_finite(form) else super().headline_source(first, colon)

    def resumes(self, item: Found) -> bool:
        """He, or somebody with a title, at the start of a sentence: "He also praised …"."""
        source = item.source
        if source is None or item.recipe.endswith("headline-colon"):
            return False
        opens = source.first <= self.page.trim(item.sentence).first + 1
        known = item.basis is Basis.PRONOUN or bool(self._forms(source) & self.known)
        return opens and known

    # A sentence.

    def clauses(self, run: Run, number: int) -> None:
        for part in self.parts(run):
            self._clause(part, number)

    def _clause(self, run: Run, number: int) -> None:
        if self.passive(run):
            return
        run, chain = self.split_report(run)
        before = len(self.found)
        self._verbs(run, number)
        if len(self.found) == before:
            self.according(run)
        if chain is None:
            if len(self.found) == before:
                self.beside(run)
            return
        if len(self.found) == before:
            self.agency(run, chain)
            return
        for index in range(before, len(self.found)):
            item = self.found[index]
            self.found[index] = replace(item, chain=(chain, *item.chain))

    def _verbs(self, run: Run, number: int) -> None:
        """Read ``run`` from its verbs of saying outwards."""
        start = run.first
        cues = self.cues(run)
        ends = self.ends(cues, run)
        for cue, end in zip(cues, ends, strict=True):
            if cue.run.first < start:
                continue
            before = Run(max(start, cue.run.first - _CLAUSE_TOKENS), cue.run.first)
            if "doc" in cue.frames and not self._document(run, cue):
                continue
            if self._after(cue, before, end, run, number):
                start = end
            elif self._before(cue, before, run):
                start = cue.run.last

    def _document(self, run: Run, cue: Cue) -> bool:
        return self.document_owner(self._lead(run, cue))[0]

    def _lead(self, run: Run, cue: Cue) -> Run:
        return Run(max(run.first, cue.run.first - _CLAUSE_TOKENS), cue.run.first)

    def _after(self, cue: Cue, before: Run, end: int, run: Run, number: int) -> bool:
        """What is said follows the verb."""
        if self._interrupts(cue, before, end, run):
            return True
        matter = self._matter(cue, end)
        if matter is None:
            return False
        subject, chain, rest = self._speaker(cue, before, run)
        if subject and self._forms(subject) & self.lex.lists["sacred"]:
            return True
        if self._relayed(cue, matter.run, (subject, chain), number):
            return True
        self.subordinate(rest, subject, run)
        self.nominal(cue, rest, subject, run)
        item = Found(
            source=subject,
            cue=cue.run,
            content=matter.content,
            direct=matter.direct or matter.follows,
            basis=self.basis(subject) if subject else Basis.PRONOUN,
            recipe=f"fa/verb-{matter.marker}",
            score=0.85 if matter.marker != "bare" else 0.7,
            sentence=run,
            chain=(chain,) if chain else (),
        )
        goes_on = matter.follows and matter.run.last == run.last
        kept = self.keep(item, matter.run.first, number if goes_on else None)
        if kept:
            self._beside_speech(cue, matter, rest)
        return kept

    def _beside_speech(self, cue: Cue, matter: _Matter, rest: Run) -> None:
        """Keep the second part of what was just found: "denied A: «B»", "said that A: «B»"."""
        item = self.found[-1]
        if matter.marker == "colon" and "say" not in cue.frames:
            said = self.object(cue, rest)
            content = self.page.content(self.bare_object(said))[0] if said else ()
            if content:
                self.found.insert(-1, replace(item, content=content, direct=False))
            return
        if matter.marker not in ("clause", "bare"):
            return
        colon = next((i for i in self.page.outside(matter.run) if self._announces(i, matter)), 0)
        if colon:
            before, _ = self.page.content(Run(matter.run.first, colon))
            after, direct = self.page.content(self.page.quotes[colon + 1][0])
            self.found[-1] = replace(item, content=before)
            self.found.append(replace(item, content=after, direct=direct))

    def _announces(self, index: int, matter: _Matter) -> bool:
        """Tell whether a colon inside what is said announces a quotation that ends it."""
        quote = self.page.quotes.get(index + 1)
        if self.page.kind(index) is not Kind.COLON or not quote:
            return False
        return self.page.count(Run(quote[0].last, matter.run.last)) == 0

    def _matter(self, cue: Cue, end: int) -> _Matter | None:
        """Return what is said between ``cue`` and ``end``; None where it opens nothing."""
        start, marker = self._opening(cue, end)
        if not marker:
            return None
        quoted = self.page.quotes.get(start)
        if quoted and marker in ("colon", "quote"):
            end = quoted[0].last
        content, direct = self.page.content(Run(start, end))
        follows = marker == "colon" and not quoted
        if not content and not follows:
            return None
        return _Matter(Run(start, end), marker, content, direct, follows)

    def _interrupts(self, cue: Cue, before: Run, end: int, run: Run) -> bool:
        """«…»، X said، «…»: a quotation that is interrupted by who says it."""
        page, mark = self.page, cue.run.last
        opening = page.quotes.get(page.trim(before).first)
        closing = page.quotes.get(mark + 1)
        commas = page.kind(mark) is Kind.COMMA and mark + 1 < end
        if not (opening and closing and commas and "say" in cue.frames):
            return False
        if page.kind(opening[0].last) is not Kind.COMMA:
            return False
        subject = self.phrase(Run(opening[0].last + 1, cue.run.first))
        content = tuple(span for quote in (opening, closing) for span in page.content(quote[0])[0])
        self.found.append(
            Found(
                source=subject,
                cue=cue.run,
                content=content,
                direct=True,
                basis=self.basis(subject) if subject else Basis.PRONOUN,
                recipe="fa/quote-verb",
                score=0.8,
                sentence=run,
            )
        )
        return True

    def _opening(self, cue: Cue, end: int) -> tuple[int, str]:
        """Return where what is said begins after ``cue``, and what opens it."""
        page = self.page
        index = cue.run.last
        semicolon = page.kind(index) is Kind.COMMA and page.form(index) in "؛;"
        if semicolon and "say" in cue.frames:
            return index + 1, "colon"
        if page.kind(index) is Kind.COMMA:
            index += 1
        if page.kind(index) is Kind.COLON:
            return index + 1, "colon"
        if "say" not in cue.frames:
            return index, ""
        if page.form(index) == "كه" or (page.form(index) == "تا" and cue.head in _ASKING):
            return index + 1, "clause"
        if page.kind(index) is Kind.QUOTE and index in page.quotes:
            return index, "quote"
        rest = page.trim(Run(index, end), tags=True)
        bare = page.kind(index) in (Kind.WORD, Kind.NUMBER) and page.form(index) != "و"
        return index, "bare" if bare and index == cue.run.last and page.count(rest) > 1 else ""

    def _before(self, cue: Cue, before: Run, run: Run) -> bool:
        """What is said stands before the verb: a quotation, or its object."""
        page = self.page
        subject, chain, rest = self._speaker(cue, before, run)
        quote = self.last_quote(before) if cue.frames & {"say", "quoted"} else None
        said = quote or self.object(cue, rest)
        if quote is None and subject is not None:
            said, subject = self.fronted(cue, said, subject)
        if said is None:
            return False
        if quote is not None and (subject is None or subject.first >= quote.first):
            subject = self.phrase(Run(quote.last, cue.run.first)) or subject
        said = self.bare_object(said)
        content, direct = page.content(said)
        if not content or page.count(said) == 0:
            return False
        self.nominal(cue, Run(rest.first, min(rest.last, said.first)), subject, run)
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

    def _speaker(self, cue: Cue, before: Run, run: Run) -> tuple[Run | None, Run | None, Run]:
        """Return the subject of ``cue``, its relay and the rest; for a document, its owner."""
        if "doc" in cue.frames:
            _, owner = self.document_owner(self._lead(run, cue))
            return owner, None, Run(cue.run.first, cue.run.first)
        return self.subject(before)

    def _relayed(
        self, cue: Cue, clause: Run, outer: tuple[Run | None, Run | None], number: int
    ) -> bool:
        """Read what a relay reports ("wrote that X said …"); False where nobody else speaks."""
        relays = outer[1] or cue.head in self.lex.lists["relaying"] or self.tells_of_another(clause)
        if self.relaying or not relays:
            return False
        before = len(self.found)
        self.relaying = True
        self._verbs(clause, number)
        self.relaying = False
        named = [item for item in self.found[before:] if item.source is not None]
        del self.found[before:]
        chain = tuple(run for run in (outer[1], outer[0]) if run is not None)
        self.found += [replace(item, chain=(*chain, *item.chain)) for item in named]
        return bool(named)
