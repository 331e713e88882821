"""The words of one language that attribute, read from its list (``he``, ``ru``, ``tr``, ``ur``)."""

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
    """Words of saying found in a text.

    :ivar run: their tokens.
    :ivar frames: how they join to what is said, such as ``say`` or ``object``.
    """

    run: Run
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases of saying by their first word, longest first, and word lists; all folded.

    :ivar ranks: words of office that may stand for a name, each with what of it stays the same
        beside one ("the minister", "Minister X").
    :ivar joined: letters that may stand before a verb as part of its word ("and", "that").
    """

    phrases: dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]
    lists: dict[str, frozenset[str]]
    joined: tuple[str, ...]
    ranks: dict[str, str]

    def cue(self, page: Page, index: int) -> Cue | None:
        """Return the longest phrase of saying that begins at ``index``."""
        if page.kind(index) is not Kind.WORD:
            return None
        form = page.form(index)
        found = self._from(page, index, form)
        if found is None and form[:1] in self.joined and len(form) > _SHORT:
            found = self._from(page, index, form[1:])
        return found

    def _from(self, page: Page, index: int, form: str) -> Cue | None:
        for words, frames in self.phrases.get(form, ()):
            if all(page.form(index + n) == word for n, word in enumerate(words[1:], 1)):
                return Cue(Run(index, index + len(words)), frames)
        return None

    def has(self, name: str, form: str) -> bool:
        """Tell whether the folded ``form`` is in the list ``name``."""
        return form in self.lists[name]


_SHORT = 3
"""Letters of a word from whose front no joined letter is taken off."""


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of ``language`` that ships with the package."""
    name = f"data/{language}_attribution.toml"
    raw = tomllib.loads(files("marsad.extract").joinpath(name).read_text("utf-8"))
    phrases: dict[str, dict[tuple[str, ...], set[str]]] = {}
    for frame, table in raw["verbs"].items():
        for phrase in _forms(table):
            words = tuple(map(fold, phrase.split()))
            phrases.setdefault(words[0], {}).setdefault(words, set()).add(frame)
    return Lexicon(
        phrases={first: _longest_first(found) for first, found in phrases.items()},
        lists={name: frozenset(map(fold, words)) for name, words in raw["lists"].items()},
        joined=tuple(raw.get("joined", "")),
        ranks={fold(word): fold(stem) for word, stem in raw.get("ranks", {}).items()},
    )


def _forms(table: dict[str, list[str]]) -> Iterable[str]:
    """Yield phrases as they stand, and stems with each ending at their first or last word."""
    yield from table.get("forms", ())
    for stem in table.get("last_stems", ()):
        yield from (_joined(stem, ending) for ending in table["last_endings"])
    for stem in table.get("stems", ()):
        first, *rest = stem.split()
        yield from (" ".join((first + ending, *rest)) for ending in table["endings"])


def _joined(stem: str, ending: str) -> str:
    """Join a Turkish ending; "et" becomes "ed" before a vowel."""
    soft = stem.endswith("et") and ending[0] in "aeiıuü"
    return f"{stem[:-1]}d{ending}" if soft else stem + ending


def _longest_first(
    found: dict[tuple[str, ...], set[str]],
) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    ordered = sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))
    return tuple((words, frozenset(frames)) for words, frames in ordered)
