"""The words of ``fa_attribution.toml``, folded, with the forms of each verb of saying."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ._words import Kind, Page, Run, fold

__all__ = ["Cue", "Lexicon", "lexicon"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying found in a text.

    :ivar run: its tokens, auxiliaries included.
    :ivar head: its first word, folded.
    :ivar frames: ``say``, ``ra`` and prepositions, folded.
    """

    run: Run
    head: str
    frames: frozenset[str]


_PASSIVE = frozenset(["شد", "شده", "ميشود", "نشد", "نشده"])
"""After a participle: "was asked" says nothing."""


_ABOUT = frozenset(["از", "به", "با"])
"""Prepositions of what a compound verb is about."""

_SHARED_TOKENS = 4
"""Tokens between such a preposition and the second of two compounds; not tuned."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Simple verbs, compounds by their first word, and word lists; all folded."""

    simple: dict[str, frozenset[str]]
    compounds: dict[str, tuple[tuple[tuple[str, ...], frozenset[str], frozenset[str]], ...]]
    auxiliaries: frozenset[str]
    lists: dict[str, frozenset[str]]
    passive: frozenset[tuple[str, ...]]

    def cue(self, page: Page, index: int) -> Cue | None:
        """Return the verb of saying that begins at ``index``, the longest that fits."""
        form = page.form(index)
        if page.kind(index) is not Kind.WORD:
            return None
        for nouns, light, frames in self.compounds.get(form, ()):
            end = index + len(nouns)
            if all(page.form(index + n) == noun for n, noun in enumerate(nouns)):
                word, length = verb_form(page, end)
                if word in light and self._is_passive(page, end + length):
                    return None
                if word in light:
                    return Cue(Run(index, self._auxiliary(page, end + length)), form, frames)
                if word == "و" and self._shares(page, end + 1, light):
                    return Cue(Run(index, end), form, frames)
        word, length = verb_form(page, index)
        frames_of = self.simple.get(word)
        if frames_of is None or (word in self.lists["participles"] and self._is_noun(page, index)):
            return None
        if self._is_passive(page, index + length):
            return None
        return Cue(Run(index, self._auxiliary(page, index + length)), word, frames_of)

    def _is_passive(self, page: Page, index: int) -> bool:
        """Tell whether "was" or "will be" at ``index`` makes the participle before it passive."""
        form, _ = verb_form(page, index)
        future = form == "خواهد" and page.form(index + 1) == "شد"
        return future or form in _PASSIVE

    def _shares(self, page: Page, index: int, light: frozenset[str]) -> bool:
        """Tell whether a compound at ``index`` has the light verb of the one before it.

        What it is about may stand before it: "welcomed [the offer] and thanked [the drivers]".
        """
        if page.form(index) in _ABOUT:
            near = range(index + 2, index + 2 + _SHARED_TOKENS)
            found = (i for i in near if page.form(i) in self.compounds)
            index = next(found, index)
        for nouns, own, _ in self.compounds.get(page.form(index), ()):
            end = index + len(nouns)
            if all(page.form(index + n) == noun for n, noun in enumerate(nouns)):
                word, _ = verb_form(page, end)
                return word in light and word in own
        return False

    def has_cue(self, page: Page, run: Run) -> bool:
        """Tell whether a verb of saying stands in ``run``, outside quotations."""
        return any(self.cue(page, index) for index in page.outside(run))

    def noun(self, page: Page, index: int) -> tuple[int, frozenset[str]]:
        """Return how many words the noun of a compound at ``index`` has, and its frames."""
        for nouns, _, frames in self.compounds.get(page.form(index), ()):
            if all(page.form(index + n) == noun for n, noun in enumerate(nouns)):
                return len(nouns), frames
        return 0, frozenset()

    def _is_noun(self, page: Page, index: int) -> bool:
        """Tell whether a bare participle is no verb here: nothing that a verb has follows."""
        after = page.form(index + 1)
        marked = page.kind(index + 1) in (Kind.COLON, Kind.QUOTE)
        return not (after in self.auxiliaries or after == "كه" or marked)

    def _auxiliary(self, page: Page, end: int) -> int:
        return end + 1 if page.form(end) in self.auxiliaries else end


def verb_form(page: Page, index: int) -> tuple[str, int]:
    """Return the verb at ``index`` and how many tokens it has: "می کند" is written in two."""
    form = page.form(index)
    if form in ("مي", "نمي") and page.kind(index + 1) is Kind.WORD:
        return form + page.form(index + 1), 2
    return form, 1


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with the package."""
    raw = tomllib.loads(
        files("marsad.extract").joinpath("data/fa_attribution.toml").read_text("utf-8")
    )
    light = {fold(k): _conjugated(*v) for k, v in raw["light"].items()}
    simple: dict[str, frozenset[str]] = {}
    compounds: dict[str, list[tuple[tuple[str, ...], frozenset[str], frozenset[str]]]] = {}
    for noun, verbs, frames in raw["verbs"]:
        if not noun:
            simple |= dict.fromkeys(_folded(verbs.split()), _folded(frames.split()))
            continue
        nouns = tuple(fold(word) for word in noun.split())
        forms = frozenset[str]().union(*(light[fold(verb)] for verb in verbs.split()))
        compounds.setdefault(nouns[0], []).append((nouns, forms, _folded(frames.split())))
    return Lexicon(
        simple=simple,
        compounds={k: tuple(sorted(v, key=lambda c: -len(c[0]))) for k, v in compounds.items()},
        auxiliaries=_folded(["است", "بود", "اند", "بودند", "هستند"]),
        lists={k: _folded(v) for k, v in raw["lists"].items()},
        passive=frozenset(tuple(map(fold, phrase.split())) for phrase in raw["lists"]["passive"]),
    )


def _conjugated(past: str, present: str) -> frozenset[str]:
    """Return the third persons of a verb, folded, from its past and present stems."""
    perfect = [f"{past}ه{end}" for end in ("", "است", "اند", "شده")]
    forms = [past, f"{past}ند", f"می{past}", f"می{past}ند", *perfect]
    if present == "است":
        return _folded([*forms, "است", "هستند", "اند"])
    spoken = {"گوی": "گ", "ده": "د"}.get(present, present)
    forms += [f"می{present}د", f"می{present}ند", f"می{spoken}ه", f"می{spoken}ن"]
    forms += {"نما": ["مینماید"], "دار": ["دارد", "دارند"]}.get(present, [])
    return _folded(forms)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
