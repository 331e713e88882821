"""Speech that a colon opened: it goes on over the sentences after it until somebody else speaks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from dataclasses import dataclass, replace

from marsad.model import Basis, Span

from ._speakers import Found
from ._words import Kind, Page, Run

__all__ = ["Open", "OpenSpeech", "is_speech"]

_QUOTED_WORDS = 3
"""A shorter quotation is a name or a scare quote, unless a colon announces it."""


def is_speech(page: Page, index: int) -> bool:
    """Tell whether the quotation that starts at ``index`` is long enough to be speech."""
    found = page.quotes.get(index)
    return found is not None and page.count(found[0]) >= _QUOTED_WORDS


@dataclass(frozen=True, slots=True)
class Open:
    """A passage that may go on: to the end of its paragraph, or (``whole``) of the text.

    :ivar listed: True where it is an item of a list, which ends with the list.
    """

    index: int
    paragraph: int
    whole: bool
    listed: bool = False


class OpenSpeech(ABC):
    """The part of reading a page that keeps what was found, and lets it go on.

    :ivar owned: True where the channel speaks for itself; there "Weather: …" is a label, and only
        known titles and bodies speak before a colon.
    :ivar known: titles and bodies, of any of which a phrase may be a speaker.
    """

    language: str
    owned = False
    known: frozenset[str]

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[Found] = []
        self.open: Open | None = None
        self._firsts = [sentence.first for sentence in page.sentences]

    @abstractmethod
    def speaks_as_we(self, run: Run) -> bool:
        """Tell whether a sentence is said in the first person plural."""

    def keep(self, item: Found, after: int | None, number: int | None) -> bool:
        """Keep ``item``; False where nothing is said.

        :param after: where the sentence is looked for that it says if it says nothing itself.
        :param number: the paragraph in which its speech may go on; None where it may not.
        """
        said = item if item.content or after is None else self.following(item, after)
        if not said.content:
            return False
        self.found.append(said)
        self.open = None
        if number is not None and (item.content or not self._is_quoted(after)):
            self.goes_on(number, len(self.found) - 1, whole=not item.content)
        return True

    def _is_quoted(self, start: int | None) -> bool:
        """Tell whether the sentence at or after ``start`` is a quotation, which ends by itself.

        Not so the first of several behind bullets: all of them are the speaker's.
        """
        at = len(self._firsts) if start is None else bisect_left(self._firsts, start)
        if at == len(self._firsts):
            return False
        sentence = self.page.sentences[at]
        if self.page.listed(self.page.trim(sentence)):
            return False
        quote = self.page.quotes.get(self.page.trim(sentence).first)
        return quote is not None and self.page.count(Run(quote[0].last, sentence.last)) == 0

    def resumes(self, item: Found) -> bool:
        """Tell whether ``item`` is told by the channel again, after speech that a colon opened."""
        del item
        return False

    def goes_on(self, number: int, item: int, *, whole: bool) -> None:
        """Let ``found[item]``, which a colon opened, go on over the sentences after it."""
        self.open = Open(item, number, whole)

    def following(self, item: Found, start: int) -> Found:
        """Give ``item``, whose colon ends a paragraph, the next paragraph's first sentence."""
        at = bisect_left(self._firsts, start)
        if at == len(self._firsts):
            return item
        content, _ = self.page.content(self.page.unlisted(self.page.sentences[at]))
        return replace(item, content=content)

    def _inside(self, opened: Open, before: int, number: int) -> bool:
        """Tell whether what was found since ``before`` belongs to the speech still open.

        Speech goes on until another headline, or until its speaker "added" something.
        """
        if not (opened.whole or opened.paragraph == number) or len(self.found) == before:
            return False
        item = self.found[before]
        if self.resumes(item):
            return False
        speaker = self.found[opened.index].source
        if item.recipe.endswith("headline-colon") or speaker is None:
            return False
        if self.owned and opened.paragraph != number and self._led_by_known(item):
            return False
        if item.basis is Basis.PRONOUN or item.source is None:
            return not item.recipe.endswith(("-clause", "-colon", "-quote", "-bare"))
        return not self._forms(item.source) <= self._forms(speaker)

    def _led_by_known(self, item: Found) -> bool:
        """Tell whether a verb and a body or title open the sentence of ``item``."""
        near = item.cue.first <= self.page.trim(item.sentence).first + 1
        return near and item.source is not None and self.page.form(item.source.first) in self.known

    def _is_item(self, sentence: Run, starts: dict[int, int], opened: Open) -> bool:
        """Tell whether a sentence is an item of a list: a bullet or a number begins its line.

        Numbers count where a verb opened the speech; under a headline they may tell the order.
        """
        first = sentence.first
        bullet = self.page.kind(first) is Kind.OTHER and self.page.form(first) not in "()[]"
        told = not self.found[opened.index].recipe.endswith("headline-colon")
        numbered = told and self.page.unlisted(sentence) != sentence
        return (bullet or numbered) and first in starts

    def _list_item(self, run: Run, opened: Open, number: int) -> None:
        """Make each item of the list that a speech opened a statement; the first is there."""
        content, _ = self.page.content(run)
        item = self.found[opened.index]
        if not content or content[0].start <= item.content[0].start:
            self.open = replace(opened, paragraph=number, listed=True)
            return
        self.found.append(replace(item, content=content))
        self.open = Open(len(self.found) - 1, number, whole=True, listed=True)

    def _forms(self, run: Run) -> set[str]:
        return {w.form for w in self.page.words[run.first : run.last]}

    def _extend(self, sentence: Run, number: int) -> None:
        """Let an open passage go on over a sentence that attributes nothing."""
        opened = self.open
        if opened is None:
            return
        if not (opened.whole or opened.paragraph == number or self.speaks_as_we(sentence)):
            self.open = None
            return
        spans, _ = self.page.content(sentence)
        item = self.found[opened.index]
        if spans:
            self.found[opened.index] = replace(item, content=_merge(item.content, spans))


def _merge(content: tuple[Span, ...], more: tuple[Span, ...]) -> tuple[Span, ...]:
    """Join passages of one speech that follow one another."""
    return (*content[:-1], Span(content[-1].start, max(content[-1].end, more[-1].end)))
