"""The words around a statement in English, and how they go on a sentence of ours."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..text.lexicon import words as word_set
from ._english import squeeze
from ._words import REPORTING

__all__ = [
    "any_word",
    "first_time",
    "is_clause",
    "lowered",
    "past",
    "reporting_words",
    "setting",
    "straightened",
    "unfit",
]

_VERB = re.compile(
    rf"(?:\b(?:has|have|had|also|further|again|reportedly|later)\s+)*\b(?:{'|'.join(sorted(REPORTING))})\b",
)

_SENTENCE_END = re.compile(r"[.!?]['\"”’]*\s+(?=[A-Z“\"‘])")

_MOST_LIFTED = 14
"""Words; longer runs between verb and content hold a clause of somebody else."""

_PARTICIPLES = {
    "adding": "added",
    "affirming": "affirmed",
    "saying": "said",
    "stressing": "stressed",
    "warning": "warned",
    "noting": "noted",
    "denying": "denied",
    "declaring": "declared",
    "claiming": "claimed",
    "demanding": "demanded",
    "calling": "called",
    "expressing": "expressed",
}

_RELATIVE = re.compile(r"\b(?:what|which)(?: (?:he|she|it|they))? $")

_SETTING = re.compile(r"\b((?:in|at|during) an? [a-z][\w ]{2,50}?)\s*[,:]?\s*$")

_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|can|could|may|might|must|do|does"
    r"|did|cannot|won’t|not)\b|\b\w{3,}ed\b"
)

_ENDED = re.compile(r"[.!?][”\"’]*\s*$")

_AFTER = re.compile(r"[”\"’]*,?[”\"’]*\s+(?:according to|said|says|added|affirmed|stressed)\b")

_NOT_A_CLAUSE = re.compile(
    r"^(?:to|against|for|with|from|of|on|in|by|about|that|any|an end|claims?|denies|condemns"
    r"|\w+ing)\b",
    re.IGNORECASE,
)

_OPENERS = word_set(
    "The A An This That These Those It Its They Their We Our He His She Her There In At On As "
    "All Some Any No Two Three Four Five"
)


def reporting_words(before: str) -> str:
    """Return the words of ``before``, from the last verb on, that report what follows them.

    Empty where none fit.
    """
    before = _SENTENCE_END.split(before.rstrip(" “\"'‘"))[-1]
    verbs = [m for m in _VERB.finditer(before) if not _RELATIVE.search(before[: m.start()])]
    words = squeeze(before[verbs[-1].start() :]) if verbs else ""
    if len(words.split()) > _MOST_LIFTED or re.search(r'[“”"]|\b(?:who|which|and)$', words):
        return ""
    return words


def past(words: str) -> str:
    """Return reporting words with a participle at their start as a verb."""
    first, _, rest = words.partition(" ")
    return f"{_PARTICIPLES.get(first, first)} {rest}".strip()


def setting(words: str) -> str:
    """Return the occasion that reporting words end with, such as "in a filmed address"."""
    found = _SETTING.search(words)
    return found[1] if found else ""


def is_clause(words: str, before: str, after: str) -> bool:
    """Tell whether ``words``, which stand between the others, can follow “said that”."""
    opens = not before.strip() or _ENDED.search(before)
    if opens and _AFTER.match(after):
        return True
    return bool(_FINITE.search(words)) and not _NOT_A_CLAUSE.match(words)


def unfit(words: str) -> bool:
    """Tell whether indirect speech holds several sentences, or half a quotation."""
    return words.count("“") != words.count("”") or bool(_SENTENCE_END.search(words))


def first_time(words: str) -> str:
    """Return reporting words fit to open an item, where nothing stands yet to be added to."""
    words = re.sub(r"^(?:also|further|again|later) ", "", words)
    return re.sub(r"^(?:adds|added)\b", "said", words)


def straightened(words: str) -> str:
    """Return indirect speech with its own quotation marks as curly ones, white space evened."""
    words = re.sub(r'(?<![\w.,!?…])"(?=\S)', "“", squeeze(words))
    return words.replace('"', "”").rstrip(".")


def lowered(words: str) -> str:
    """Return ``words`` to go on a sentence: a capital of an article or pronoun goes."""
    return words[:1].lower() + words[1:] if words.split(" ", 1)[0] in _OPENERS else words


def any_word(text: str, words: Collection[str]) -> bool:
    """Tell whether ``text`` holds one of ``words``."""
    return not set(re.findall(r"[a-z]+", text.casefold())).isdisjoint(words)
