"""Words around a verb of saying that tell that nothing was said: negated, future, only supposed.

The patterns of each language are in ``data/irrealis.toml``; they see the clause of the verb as one
line, with the verb marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from marsad.model import Span

from .._lexicon import read_toml
from ._types import Attribution
from ._words import fold

__all__ = ["is_irrealis", "is_rumour"]

_BEFORE = 80
"""Code points before a verb of saying in which its clause begins; a choice, not tuned."""

_AFTER = 24
"""Code points after it in which a word follows that undoes it; a choice, not tuned."""

_EDGE = re.compile(r"[.!?؟۔…\n:;؛,،()«»“”„‟‹›❝❞\"״＂]")
"""What ends the clause before."""

_SHARED = {"uk": "ru", "arz": "ar", "apc": "ar", "ary": "ar", "prs": "fa"}
"""Languages whose patterns stand in the table of another one."""

_SENTENCE = re.compile(r"[.!?؟۔…\n]")

_SPACE = re.compile(r"[\s<>]+")


@dataclass(frozen=True, slots=True)
class _Patterns:
    verb: re.Pattern[str]
    opens: re.Pattern[str]
    rumours: re.Pattern[str] | None


def is_irrealis(text: str, attribution: Attribution, language: str) -> bool:
    """Tell whether the words around the cue deny, foretell or only suppose that it was said.

    :param language: ISO 639 code of a language that has rules.
    """
    cue = attribution.cue
    if cue is None:
        return False
    patterns = _patterns(language)
    behind = _line(_behind(text, attribution, cue))
    verb = f"<{_line(cue.of(text))}>{'' if behind == ':' else ' '}{behind}"
    whole = f"{_clause(text, attribution, cue.start)} {verb}".strip()
    if patterns.verb.search(whole):
        return True
    source = attribution.source
    first = min(cue.start, source.start) if source else cue.start
    return patterns.opens.match(f"{_clause(text, attribution, first)} ") is not None


def is_rumour(text: str, attribution: Attribution, language: str) -> bool:
    """Tell whether the channel only tells of something that people say: "they write that we fled".

    :param attribution: what a model takes for the channel's own words.
    """
    patterns = _patterns(language).rumours
    if patterns is None or attribution.cue is not None or attribution.source is not None:
        return False
    first, last = attribution.content[0].start, attribution.content[-1].end
    start = max(0, first - _BEFORE)
    lead = _SENTENCE.split(text[start:first])[-1]
    opening, closing = text[first : first + _BEFORE], text[max(first, last - _BEFORE) : last]
    return patterns.search(f"{_line(lead)}<{_line(opening)} {_line(closing)}>") is not None


def _clause(text: str, attribution: Attribution, end: int) -> str:
    """Return the words of a clause before ``end``, without what is said there, folded."""
    start = max(0, end - _BEFORE)
    start = max([start, *(said.end for said in attribution.content if said.end <= end)])
    edges = [edge.end() for edge in _EDGE.finditer(text, start, end)]
    return _line(text[edges[-1] if edges else start : end])


def _behind(text: str, attribution: Attribution, cue: Span) -> str:
    """Return the words between the cue and what is said after it, or the words behind it."""
    end = min([cue.end + _AFTER, *(s.start for s in attribution.content if s.start >= cue.end)])
    words = text[cue.end : end].lstrip()
    return ":" if words.startswith(":") else _EDGE.split(words, maxsplit=1)[0]


def _line(words: str) -> str:
    return _SPACE.sub(" ", fold(words)).strip()


@cache
def _patterns(language: str) -> _Patterns:
    table = read_toml("irrealis.toml")[_SHARED.get(language, language)]
    verb, opens = (_either(table[name]) for name in ("verb", "opens"))
    rumours = re.compile(_either(table["rumours"])) if "rumours" in table else None
    return _Patterns(re.compile(verb), re.compile(rf"(?:\w+ )?{opens} "), rumours)


def _either(patterns: list[str]) -> str:
    return "(?:" + "|".join(fold(pattern) for pattern in patterns) + ")"
