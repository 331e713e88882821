"""Verbs by which an English channel does what it says: "we condemn …", "staff are asked to …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ._en_lexicon import lexicon
from ._words import Page, Run

__all__ = ["KINDS", "Performed", "either", "masked", "performed"]

KINDS = (
    "blame", "asking", "demanding", "mourning", "thanks", "warning", "saying", "promising",
    "denying", "claiming",
)  # fmt: skip

_SUBJECT = r"\b(?P<we>we|i)\b(?:,[^,;:]{1,80},| of [^,;:.]{1,60}?| and [^,;:.]{1,30}? else)?"
_COLON = re.compile(r"(?:[^:.;]{0,100}?:\s+)")
_THAT = re.compile(r"(?:(?:[\w'’-]+ ){0,6}?that\s+)")

_BY_OTHERS = r"(?:(?! to | that |[.,:;]).){0,40}? by (?!\d|\w+day\b|phone\b|e?mail\b)"
"""Behind "are asked": somebody other than the channel asks, rather than by a day or by phone."""

_FRAMED = frozenset(("say", "said", "tell", "told", "repeat", "answer", "reply"))
"""Verbs that perform nothing without "that" or a colon: "we said it in Darn"."""


@dataclass(frozen=True, slots=True)
class Performed:
    """A verb by which the channel acts, in code points of its sentence.

    :ivar start: of "we", or of the verb where nobody says "we".
    :ivar cue: from the verb's auxiliary to its end, preposition included.
    :ivar said: where what is said begins.
    :ivar kind: the kind of act, one of the lists under ``[voice]``.
    """

    start: int
    cue: tuple[int, int]
    said: int
    kind: str


def masked(page: Page, run: Run) -> str:
    """Return the words of ``run``, those inside quotation marks made lines of ``_``."""
    whole = page.span(run)
    pieces: list[str] = []
    at = whole.start
    for index in page.outside(run):
        quote = page.quotes.get(index)
        if quote is not None:
            inner = page.span(quote[0])
            end = min(inner.end, whole.end)
            pieces += (page.text[at : inner.start], "_" * (end - inner.start))
            at = end
    return "".join((*pieces, page.text[at : whole.end]))


def performed(words: str) -> list[Performed]:
    """Return the acts that a sentence performs, in its order."""
    found = [act for match in _verbs().finditer(words) if (act := _by_verb(words, match))]
    found += [_by_noun(match) for match in _nouns().finditer(words)]
    found += [
        Performed(match.start(), match.span("cue"), match.end(), "told")
        for match in _passives().finditer(words)
    ]
    return sorted(found, key=lambda each: each.start)


def _by_verb(words: str, match: re.Match[str]) -> Performed | None:
    kind, cue = _kinds()[match["verb"].lower()], match["cue"].lower()
    if cue.endswith("refuse to") or ("would" in cue.split() and kind != "asking"):
        return None
    ahead = (_COLON, _THAT) if kind in ("saying", "warning") else (_THAT,)
    led = next((found for each in ahead if (found := each.match(words, match.end()))), None)
    if led is None and match["verb"].lower() in _FRAMED:
        return None
    said = led.end() if led else match.end()
    return Performed(match.start(), match.span("cue"), said, kind)


def _by_noun(match: re.Match[str]) -> Performed:
    kind = "thanks" if match["noun"].lower() in ("thanks", "gratitude") else "mourning"
    return Performed(match.start(), match.span("cue"), match.end(), kind)


@cache
def _kinds() -> dict[str, str]:
    words = lexicon()
    forms: dict[str, str] = {}
    for kind in KINDS:
        for form, lemma in words.lemmas.items():
            if lemma in words.voice[kind]:
                forms[form] = kind
        forms.update(dict.fromkeys(words.voice[kind], kind))
    return forms


def either(words: frozenset[str]) -> str:
    """Return a pattern of any of ``words``, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def _verbs() -> re.Pattern[str]:
    between = either(lexicon().voice["between"])
    particles = either(lexicon().voice["particles"])
    shapes = lexicon().shapes
    verbs = frozenset(form for form in _kinds() if shapes.get(form) != "s")
    return re.compile(
        rf"{_SUBJECT}(?P<cue>(?:,? (?:{between}|\w+ly)\b,?)*"
        rf" (?P<verb>{either(verbs)})\b(?: (?:{particles})\b)?)\s*",
        re.IGNORECASE,
    )


@cache
def _nouns() -> re.Pattern[str]:
    voice = lexicon().voice
    return re.compile(
        rf"(?P<cue>(?:\b(?:we|i) (?:{either(voice['offering'])}) )?"
        rf"\b(?:our|my) (?:[\w-]+ ){{0,4}}(?P<noun>{either(voice['offered'])})"
        rf"(?: and (?:[\w-]+ ){{0,3}}(?:{either(voice['offered'])}))? to)\b\s*",
        re.IGNORECASE,
    )


@cache
def _passives() -> re.Pattern[str]:
    return re.compile(
        r"\b(?P<cue>(?:is|are) (?:(?:hereby|kindly|strictly|once|again|strongly|therefore|also) )*"
        rf"(?:{either(lexicon().voice['told'])}|called (?:up)?on))\b"
        rf"(?!{_BY_OTHERS})(?:, [^,:]{{1,60}},)?(?: that)?\s*(?=(?:not )?to |\w+)",
        re.IGNORECASE,
    )
