"""Whose words a colon leads to: the channel's own ("our answer: …"), or somebody else's."""

from __future__ import annotations

import re

from ._said_lexicon import lexicon
from ._words import Kind, Page, Run

__all__ = ["Leads"]

_NAME_WORDS = 4
"""Words of a name or title before a colon, where no list shows whose words follow; a choice."""

_FOE_WORDS = 8
"""The same where the enemy is named, or whose words follow ("word of the day, of …")."""

_BARE_WORDS = 3
"""Words of a name in a language without capitals."""

_CAPITALS = frozenset({"ru", "tr"})

_DATIVES = {
    "ru": re.compile(r"\w{3,}(?:у|ю|ам|ям|ому|ему|ові|еві|ым|им)$"),
    "he": re.compile(r"ו?ל\w{2}"),
    "ur": re.compile(r"(?:كو|نام|سے)$"),
}
"""Words that tell to whom something is said: folded."""


_ADDRESSES = {
    "ru": (0, re.compile(r"(?!(?:поч|пот)ему)\w{2,}(?:ам|ям|ому|ему)|отдельно")),
    "he": (0, re.compile(r"אל|לכל|לתושבי|למשפחות|לאנשי|לבני|להורי")),
    "tr": (-1, re.compile(r"\w{2,}(?:l[ae]r(?:i(?:miz|n))?[ae]|imiz[ae])|herkese")),
    "ur": (-1, re.compile(r"نام")),
}
"""The word of a lead that shows that it is an address, first or last, and how: folded."""


class Leads:
    """How one language tells whose words follow a colon."""

    def __init__(self, language: str) -> None:
        self.lists = lexicon(language).lists
        self._language = language
        self._capitals = language in _CAPITALS
        self._dative = _DATIVES.get(language)

    def own(self, page: Page, lead: Run) -> bool:
        """Tell whether "we" speak after ``lead``: "to the young I say", "our answer", "answer"."""
        forms, lists = _forms(page, lead), self.lists
        if self._ours(forms) or forms & lists["voice_leads"]:
            return bool(forms & (lists["voice_leads"] | lists["voice_words"]))
        alone = forms <= lists["voice_words"] | lists["lead_words"]
        said = bool(forms & lists["voice_words"]) and not self._foe(page, lead)
        return said and (alone or self._addressed(forms))

    def addresses(self, page: Page, lead: Run) -> bool:
        """Tell whether ``lead`` only names whom "we" speak to: "to the women of the village"."""
        where, pattern = _ADDRESSES.get(self._language, (0, None))
        words = [page.form(i) for i in range(*lead) if page.kind(i) is Kind.WORD]
        commas = [i for i in range(*lead) if page.kind(i) is Kind.COMMA]
        clause = any(page.form(i + 1) not in self.lists.get("relative", ()) for i in commas)
        if pattern is None or clause or not 0 < len(words) <= _FOE_WORDS:
            return False
        return pattern.fullmatch(words[where]) is not None

    def another(self, page: Page, lead: Run) -> bool:
        """Tell whether somebody else speaks after ``lead``: an enemy, a title, a bare name."""
        forms, words = _forms(page, lead), page.count(lead)
        if not forms or self._ours(forms) or self.own(page, lead):
            return False
        if self._foe(page, lead):
            return words <= _FOE_WORDS
        quoted = forms & self.lists["voice_words"]
        short = words <= (_FOE_WORDS if quoted else _NAME_WORDS) and not self._addressed(forms)
        return (
            short
            and page.form(lead.first) not in self.lists["addressed"]
            and (self._is_titled(page, lead) or self._is_named(page, lead))
        )

    def is_foe(self, page: Page, lead: Run) -> bool:
        """Tell whether ``lead`` names an enemy, or a title."""
        return bool(_forms(page, lead) & (self.lists["enemies"] | self.lists["known"]))

    def _foe(self, page: Page, lead: Run) -> bool:
        """Tell whether an enemy stands in ``lead``, and not as whom something is said to."""
        foes = [i for i in range(*lead) if page.form(i) in self.lists["enemies"]]
        return any(page.form(i + 1) != "كو" and page.form(i + 2) != "نام" for i in foes)

    def _ours(self, forms: set[str]) -> bool:
        return bool(forms & (self.lists["we"] | self.lists["voice_subjects"]))

    def _addressed(self, forms: set[str]) -> bool:
        """Tell whether one of ``forms`` names to whom something is said."""
        dative = self._dative
        return dative is not None and any(dative.match(form) for form in forms)

    def _is_titled(self, page: Page, lead: Run) -> bool:
        """Tell whether a pronoun opens ``lead``, or a title stands in it."""
        pronoun = page.form(lead.first) in self.lists["pronouns"]
        return pronoun or bool(_forms(page, lead) & (self.lists["known"] - self.lists["labels"]))

    def _is_named(self, page: Page, lead: Run) -> bool:
        """Tell whether ``lead`` is written as a name is, or says whose answer or message it is."""
        words = page.words[lead.first : lead.last]
        if any(word.kind in (Kind.NUMBER, Kind.COMMA, Kind.OTHER) for word in words):
            return False
        forms, lists = _forms(page, lead), self.lists
        if not self._capitals:
            verb = page.form(lead.last - 1) in lists.get("finite", ())
            label = page.form(lead.first) in lists["labels"] | lists["headline_openers"]
            return len(words) <= _BARE_WORDS and not verb and not label
        written = [page.text[word.start].isupper() for word in words]
        if forms & lists["voice_words"]:
            return any(written[1:])
        return all(written) and not forms & lists["labels"]


def _forms(page: Page, run: Run) -> set[str]:
    return {w.form for w in page.words[run.first : run.last] if w.kind is Kind.WORD}
