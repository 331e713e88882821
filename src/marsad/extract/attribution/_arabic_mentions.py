"""Who "the minister" or "the ministry" is in an Arabic page: the fuller naming before it."""

from __future__ import annotations

from collections import defaultdict

from ._arabic_frames import ends_name, ends_phrase
from ._arabic_lexicon import Lexicon
from ._arabic_nouns import is_doing, opens_object
from ._words import Kind, Page, Run

__all__ = ["Mentions"]

_NAME_WORDS = 10
"""Words of the longest naming; not tuned."""

_SAME = frozenset({"نفسه", "نفسها", "ذاته", "ذاتها", "نفسهم", "المذكور", "المذكوره"})
"""Words behind somebody named before: "the same diplomat"."""

_LOOKED_AT = 8
"""Mentions of one word that are looked at: the first ones name most fully. A choice."""


class Mentions:
    """The places of titles and bodies on a page, by their form without the article."""

    def __init__(self, page: Page, lex: Lexicon) -> None:
        self._page = page
        self._lex = lex
        somebody = lex.lists["titles"] | lex.lists["bodies"] | lex.lists["indefinite"]
        self._heads = {_bare(form) for form in somebody | lex.lists["unnamed"]}
        self._places: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(page.words):
            if word.kind is Kind.WORD and _bare(word.form) in self._heads:
                places = self._places[_bare(word.form)]
                if len(places) < _LOOKED_AT:
                    places.append(index)

    def before(self, run: Run) -> Run | None:
        """Return a fuller naming of ``run``, a definite title or body, that stands before it."""
        head = self._page.form(run.first)
        if not head.startswith("ال") or _bare(head) not in self._heads:
            return None
        rest = {self._page.form(index) for index in range(run.first + 1, run.last)} - _SAME
        for index in self._places[_bare(head)]:
            if index >= run.first:
                break
            found = self._naming(index)
            forms = {self._page.form(i) for i in range(*found)}
            if found.last - found.first > 1 + len(rest) and rest <= forms:
                return found
        return None

    def _naming(self, first: int) -> Run:
        page, end = self._page, first + 1
        while end < first + _NAME_WORDS and page.kind(end) in (Kind.WORD, Kind.QUOTE):
            verb = self._lex.verb(page.form(end))
            tells = verb is not None and verb.sure and verb.form == "present"
            if tells or page.form(end) in self._lex.lists["reporting"]:
                break
            if end > first + 1 and opens_object(self._lex, page.form(end), after_subject=True):
                break
            if (
                self._governed(page.form(end))
                or ends_phrase(page, self._lex, end)
                or ends_name(page, self._lex, end, first)
            ):
                break
            end = page.skip(end)
        return page.trim(Run(first, end))

    def _governed(self, form: str) -> bool:
        """Tell whether a word is what somebody is accused of or promises: a deed with ب."""
        deed = form.removeprefix("ب")
        return deed != form and (is_doing(self._lex, deed) or deed in self._lex.lists["objects"])


def _bare(form: str) -> str:
    return form.removeprefix("ال")
