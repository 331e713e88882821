"""What looks like speech and is none: negated, asked, supposed, or told of nobody who spoke."""

from __future__ import annotations

import re

from ._adverts import is_advert
from ._en_cues import says_we
from ._en_lexicon import lexicon
from ._en_model import Found
from ._en_tokens import Document
from ._words import Page

__all__ = ["is_unsaid", "says_nothing"]

_MAX_AUXILIARIES = 5
"""Tokens between a negation and its verb."""

_LONG = 120
"""Words beyond which a post tells more than what it quotes from scripture; a choice."""

_OLD_WORDS = 2
"""Different words of scripture that make a post a reading from it; a choice, not tuned."""

_SAW = re.compile(r"\b(?:peace be upon him|pbuh)\b\W* sa(?:id|ys)\b|ﷺ", re.IGNORECASE)

_WH = frozenset(("who", "why", "when", "where", "what", "which"))


def says_nothing(page: Page, *, voice: bool) -> bool:
    """Tell whether nobody states anything in a post: it sells something, or reads scripture."""
    if is_advert(page, lexicon().classes["selling"]):
        return True
    if voice or page.counted[-1] > _LONG:
        return False
    forms = {word.form for word in page.words}
    return len(forms & lexicon().classes["scripture"]) >= _OLD_WORDS or bool(_SAW.search(page.text))


def is_unsaid(doc: Document, found: Found, *, voice: bool) -> bool:
    """Tell whether nobody said it: it is negated, asked or supposed, or no act of speaking.

    :param voice: whether a "we" outside quotations is the channel, which then speaks itself.
    """
    return (
        _is_negated(doc, found)
        or _is_asked(doc, found)
        or _is_supposed(doc, found)
        or _is_anybody(doc, found, voice=voice)
        or _is_deed(doc, found)
    )


def _is_negated(doc: Document, found: Found) -> bool:
    at, lo = found.cue.at, found.cue.lo
    if _denied(doc, found):
        return True
    for index in range(at - 1, max(lo, at - _MAX_AUXILIARIES) - 1, -1):
        if doc.low[index] in lexicon().classes["negation"]:
            return doc.low[index + 1] not in ("only", "just", "merely")
        if doc.low[index] == "to" and index > lo and _refuses(doc, index - 1):
            return True
        if doc.classes[index] not in "XR":
            return False
    return False


_AT = frozenset(["call", "point", "report"])
"""Verbs that say nothing before "at": "every ship that calls at the port"."""

_LEAD = 8
"""Tokens before a speaker or a verb that may deny what is told of him; a choice."""

_NOT_SAYING = re.compile(
    r"(?:\b(?:den(?:y|ies|ied|ying)|without|avoid\w*|(?:short|instead) of|refrain\w* from"
    r"|rather than)(?: having| ever| even| \w+ly)*|\bnot (?:the )?\w+ who)$"
)
_NOT_TRUE = re.compile(
    r"(?:\b(?:not|never) (?:true|right|correct|the case) that"
    r"|\b(?:untrue|false|no evidence|a lie|nonsense) that"
    r"|\b(?:fake|false|forged|fabricated|doctored) (?:[\w-]+ ){1,3}?(?:in which|where|that|of|by)"
    r"|\b(?:neither|nor)(?: (?:did|do|does|has|have|had|will|would))?"
    r"|\b(?:few|hardly any)|(?:^|[,;] )had)$"
)


def _denied(doc: Document, found: Found) -> bool:
    """Tell whether the words before the speaker or the verb deny that it was said."""
    at, lo, source = found.cue.at, doc.inner[found.cue.at][0], found.source
    if doc.classes[at] == "V" and _NOT_SAYING.search(" ".join(doc.low[max(lo, at - _LEAD) : at])):
        return True
    if source is None or source.start > at:
        return False
    start = source.start + (doc.low[source.start] in ("few", "neither"))
    return bool(_NOT_TRUE.search(" ".join(doc.low[max(lo, start - _LEAD) : start])))


def _refuses(doc: Document, index: int) -> bool:
    return lexicon().lemmas.get(doc.low[index], doc.low[index]) in lexicon().classes["refusing"]


def _is_asked(doc: Document, found: Found) -> bool:
    """Tell whether the sentence asks whether, or who, said it."""
    at = found.cue.at
    lo, hi = doc.inner[at]
    if doc.quoted[at] >= 0 or found.cue.lemma == "ask" or doc.low[hi - 1] != "?":
        return False
    opens = doc.classes[lo] == "X" or doc.low[lo] in _WH
    return opens and doc.quoted[hi - 1] < 0 and (doc.quoted[lo] < 0)


def _is_supposed(doc: Document, found: Found) -> bool:
    source = found.source
    if source is None or source.start > found.cue.at or source.start <= found.cue.lo:
        return False
    return doc.low[source.start - 1] in lexicon().classes["supposing"]


def _is_anybody(doc: Document, found: Found, *, voice: bool) -> bool:
    """Tell whether the source is whoever does it, or the writer of a channel without a voice."""
    source = found.source
    if source is None or doc.quoted[found.cue.at] >= 0:
        return False
    first = doc.low[source.start]
    if first in lexicon().classes["anybody"] or source.kind == "possessive" or first.isdigit():
        return True
    if doc.low[found.cue.at] == ":" and _addresses(doc, source.start):
        return True
    return not voice and first in lexicon().classes["first_person"] and source.kind == "pronoun"


def _addresses(doc: Document, start: int) -> bool:
    """Tell whether the name before a colon is who is spoken to: "To the people of Darn: …"."""
    lo, _ = doc.inner[start]
    opening = [low for low in doc.low[lo:start] if low[0].isalnum() and low not in ("and", "as")]
    if opening[:1] in (["to"], ["for"], ["dear"]) or doc.low[start] in ("to", "dear"):
        return True
    sent = next((at for at, word in enumerate(opening) if word in _SENT), len(opening))
    return "to" in opening[sent:]


_SENT = frozenset(["word", "message", "warning", "letter", "appeal", "advice", "note", "reminder"])
"""What is sent to whom it addresses: "A clear word to the crew of the ship X: …"."""


def _is_deed(doc: Document, found: Found) -> bool:
    """Tell whether the verb tells of a deed here: it "extended a hand", or what it says is none."""
    at, (start, end) = found.cue.at, found.content[0]
    words = doc.low[start:end]
    if not any(char.isalpha() for word in words for char in word):
        return True
    if doc.classes[start] == "Q" or "Q" in doc.classes[start:end] or doc.low[at] == ":":
        return False
    lemma, classes = found.cue.lemma, lexicon().classes
    if doc.low[at + 1 : at + 2] == ["at"] and lemma in _AT:
        return True
    if says_we(doc, found):
        return False
    if lemma in classes["bare_deed"]:
        return start > at and not {"that", "of", ":"} & set(doc.low[at : start + 1])
    if lemma in classes["offering"]:
        return not set(doc.low[at:end]) & classes["offered"]
    return lemma in classes["naming"] and doc.low[at + 1 : at + 2] in _ITSELF


_ITSELF = (["itself"], ["himself"], ["herself"], ["themselves"])
