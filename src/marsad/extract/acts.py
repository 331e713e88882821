"""What a statement does: threat, pledge, denial and so on, from word lists and the language model.

Of the word lists, in seven languages, the weights of what speaks for an act are summed; the
weights were set by hand and checked on the demonstration exercise. Where the words say little the
language model decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from ..encoder.act_cues import OUTRIGHT
from ..model import Act
from ..text import normalise
from ._lexicon import alternation, pattern, read_toml, rules_language
from .slots import has_condition

__all__ = ["Asked", "classify", "hints"]

Asked = Callable[[Mapping[Act, float]], Mapping[Act, float] | None]
"""Asks the language model how probable each act is, given how much words speak for some."""

_IN_CONTENT = 2.0
_MORE_CONTENT = 0.5
_IN_CUE = 3.0
_HINT = 0.5
"""A cue names the act outright ("denied", "condemned"), so it outweighs one content phrase;
every further phrase for the same act adds a little. Announcements are what is left over: nearly
every official text "announces", so their evidence counts less."""

_COMMON_ACTS = {Act.ANNOUNCEMENT: 0.5, Act.READINESS: 0.9}

_PRIORITY = (
    Act.CLAIM,
    Act.DENIAL,
    Act.CONDOLENCE,
    Act.CONDEMNATION,
    Act.THREAT,
    Act.DEMAND,
    Act.CALL,
    Act.PLEDGE,
    Act.READINESS,
    Act.WARNING,
    Act.CONDITIONAL_THREAT,
    Act.PRAISE,
    Act.ANNOUNCEMENT,
)
"""Which act wins a tie: the more specific one."""

_TAKEN_BACK = frozenset(
    {
        Act.THREAT,
        Act.CLAIM,
        Act.PLEDGE,
        Act.READINESS,
        Act.CALL,
        Act.CONDEMNATION,
        Act.DEMAND,
        Act.PRAISE,
    }
)
"""Acts that nobody performs with negated words; a denial negates as a matter of course."""

_HEAD = 1200
"""Code points of a content that are read: an act is performed at the beginning of a speech."""


@dataclass(frozen=True, slots=True)
class _Signals:
    content: re.Pattern[str] | None
    cue: re.Pattern[str] | None
    hint: re.Pattern[str] | None


@cache
def _condition(language: str) -> re.Pattern[str] | None:
    """Return what opens a condition in a language that :mod:`.slots` has no lists for."""
    words = read_toml("acts.toml")["conditions"].get(language)
    return pattern(words) if words else None


def _code(language: str | None) -> str:
    """Return the language whose list of acts is read; English for those without one."""
    code = (language or "").split("-")[0]
    code = "ru" if code == "uk" else code  # whose lists hold Ukrainian words, too
    return code if _condition(code) else rules_language(language)


@dataclass(frozen=True, slots=True)
class _Negations:
    """What takes an act back where it ends right before its words, or begins right after them."""

    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    def cover(self, said: str, match: re.Match[str]) -> bool:
        """Tell whether ``match`` in ``said`` is negated by what stands around it."""
        lead = said[max(0, match.start() - _NEAR) : match.start()]
        if self.before is not None and self.before.search(lead):
            return True
        return self.after is not None and self.after.match(said, match.end()) is not None


_NEAR = 24
"""Code points before a match in which a negation stands; longer than every one in the list."""


@cache
def _negations(language: str) -> _Negations:
    words = read_toml("acts.toml")["negations"].get(language, {"before": [], "after": []})
    before, after = (
        alternation(words[side]) if words[side] else "" for side in ("before", "after")
    )
    return _Negations(
        re.compile(rf"(?<!\w){before} +$") if before else None,
        re.compile(rf" +{after}(?!\w)") if after else None,
    )


@cache
def _signals(language: str) -> dict[Act, _Signals]:
    table = read_toml("acts.toml")[language]
    prefix = "[وف]?" if language == "ar" else ""

    def compiled(patterns: list[str]) -> re.Pattern[str] | None:
        if not patterns:
            return None
        return re.compile(rf"(?<!\w){prefix}{alternation(patterns)}(?!\w)")

    return {
        Act(name): _Signals(
            compiled(entry["content"]), compiled(entry["cue"]), compiled(entry.get("hint", []))
        )
        for name, entry in table.items()
    }


def classify(
    content: str,
    cue: str | None,
    language: str | None,
    asked: Asked | None = None,
) -> tuple[Act, float, str]:
    """Return the act of a statement, a score from 0 to 1, and what decided.

    :param content: what is said, in the original.
    :param cue: the words that attribute it; None for the channel's own voice.
    :param language: ISO 639 code; languages without lists are read as English.
    :param asked: the language model, which decides where no word names an act outright, and is not
        asked elsewhere.
    """
    listed = hints(content, cue, language)
    weights = {act: weight for act, (weight, _) in listed.items()}
    outright = any(weight >= OUTRIGHT for weight in weights.values())
    modelled = asked(weights) if asked and not outright else None
    if modelled is None:
        return _heaviest(listed)
    best = max(modelled, key=modelled.__getitem__)
    return best, modelled[best], "encoder/acts"


def _heaviest(listed: Mapping[Act, tuple[float, str]]) -> tuple[Act, float, str]:
    if not listed:
        return Act.OTHER, 0.3, "no cue words"
    best = max(listed, key=lambda act: (listed[act][0], -_PRIORITY.index(act)))
    weight, words = listed[best]
    return best, min(0.95, 0.4 + 0.15 * weight), words


def hints(content: str, cue: str | None, language: str | None) -> dict[Act, tuple[float, str]]:
    """Return for each act that words speak for how much they do, and which."""
    code = _code(language)
    said = normalise(content[:_HEAD]).text
    attributed = normalise(cue or "").text
    found: dict[Act, tuple[float, str]] = {}
    for act, signals in _signals(code).items():
        guard = _negations(code) if act in _TAKEN_BACK else _Negations()
        weight, words = _weigh(signals, guard, said, attributed)
        if weight:
            found[act] = weight * _COMMON_ACTS.get(act, 1.0), words
    opens = _condition(code)
    held = opens.search(said) is not None if opens else has_condition(said, code)
    return _conditional(found) if held else found


def _conditional(found: dict[Act, tuple[float, str]]) -> dict[Act, tuple[float, str]]:
    """Make a threat, or a warning that also threatens, conditional where it wins."""
    if not found:
        return found
    best = max(found, key=lambda act: (found[act][0], -_PRIORITY.index(act)))
    if best is Act.THREAT or _threatens(found, best):
        weight, words = found.pop(best)
        # A little more, so that it still wins where the threat would have won a tie.
        found[Act.CONDITIONAL_THREAT] = weight + 1e-6, f"condition; {words}"
    return found


def _weigh(signals: _Signals, guard: _Negations, said: str, attributed: str) -> tuple[float, str]:
    weight = 0.0
    words = []
    if signals.content is not None:
        meant = (m for m in signals.content.finditer(said) if not guard.cover(said, m))
        hits = list(dict.fromkeys(m.group() for m in meant))
        if hits:
            weight += _IN_CONTENT + _MORE_CONTENT * (min(len(hits), 3) - 1)
            words += hits[:3]
    named, word = _named_by(signals, attributed)
    if word:
        weight += named
        words.append(word)
    if signals.hint is not None and signals.hint.search(said):
        weight += _HINT
    return weight, ", ".join(words)


def _named_by(signals: _Signals, attributed: str) -> tuple[float, str]:
    """Return how much the cue speaks for an act, and its word.

    In the channel's own voice the cue may be the verb that does the act ("we condemn"), which the
    lists hold among the words of contents.
    """
    for pattern_, weight in ((signals.cue, _IN_CUE), (signals.content, _IN_CONTENT)):
        hit = pattern_.search(attributed) if pattern_ is not None else None
        if hit and hit.group():
            return weight, hit.group()
    return 0.0, ""


def _threatens(scores: dict[Act, tuple[float, str]], best: Act) -> bool:
    """Tell whether a condition turns the best act into a threat: a warning that also threatens."""
    threats = (scores.get(act, (0.0, ""))[0] for act in (Act.THREAT, Act.CONDITIONAL_THREAT))
    return best is Act.WARNING and max(threats) >= _IN_CONTENT
