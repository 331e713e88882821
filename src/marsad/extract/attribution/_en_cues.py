"""Cues in full: their words, whether they tell of speech, and the name of the rule."""

from __future__ import annotations

from ._en_lexicon import lexicon
from ._en_model import Found
from ._en_tokens import Document

__all__ = ["cue_range", "is_told", "no_speech", "recipe_of", "says_we"]

_SPEECH = frozenset(["say", "tell", "act"])
_NAMING = frozenset(["call", "name", "dub", "title", "describe", "know", "label", "term"])
_NOBODY = frozenset(["neither", "nobody", "none", "no"])
_ANONYMITY = ["not", "to", "be"]


def cue_range(doc: Document, found: Found) -> tuple[int, int]:
    """Return the tokens of the cue with its auxiliaries and its particle."""
    at, lo = found.cue.at, found.cue.lo
    start, end = at, at + 1
    while (
        start > lo and at - start < 5 and doc.classes[start - 1] in "XR" and _free(found, start - 1)
    ):
        start -= 1
    while start < at and doc.classes[start] == "R":
        start += 1
    if doc.low[start] == "to" and doc.classes[at] != "V":
        start = at
    following = doc.low[end] if end < found.cue.hi else ""
    if following in lexicon().classes["particle"] and _free(found, end):
        end += 1
    return start, end


def _free(found: Found, index: int) -> bool:
    """Tell whether the token is neither content nor source."""
    source = found.source
    if source is not None and source.start <= index < source.end:
        return False
    return not any(start <= index < end for start, end in found.content)


def no_speech(doc: Document, found: Found, *, known: bool, nested: bool) -> bool:
    """Tell whether the passage is no speech act: a thought, a wish, a deed, or nothing said.

    :param known: whether the source was found to be a name met before.
    :param nested: whether it stands in somebody's words; then what "we" say there and hedges are
        part of those words.
    """
    low = doc.low[found.cue.at]
    if _says_nothing(doc, found) or _is_future(doc, found):
        return True
    if found.cue.kinds == "behind":
        return False
    if nested and (low in lexicon().adverbs or _is_own(doc, found)):
        return True
    if low == ":":
        return not _speaking_colon(doc, found, known)
    if low == "according":
        return False
    words = lexicon()
    if doc.classes[found.cue.at] == "n":
        return low not in words.nouns or low in words.classes["feeling"]
    if low in words.adverbs:
        return False
    if not words.verbs.get(low, frozenset()) & _SPEECH:
        return True
    return found.cue.lemma in lexicon().classes["deed"] and not says_we(doc, found)


def says_we(doc: Document, found: Found) -> bool:
    """Tell whether the words after a deed are somebody's own: "X wrote yesterday, we will …"."""
    start, end = found.content[0]
    start += start + 1 < end and doc.low[start] == ","
    named = found.source is not None and found.source.kind in ("name", "person")
    return named and start > found.cue.at and doc.low[start] in lexicon().classes["first_person"]


def _says_nothing(doc: Document, found: Found) -> bool:
    """Tell whether nobody speaks, nothing is said, or the sentence is an order or a naming."""
    source, at = found.source, found.cue.at
    if source is not None and doc.low[source.start] in _NOBODY:
        return True
    if source is None and (
        doc.quoted[at] >= 0 or (at == found.cue.lo and found.cue.lemma == "ask")
    ):
        return True
    if source is None and (found.cue.lemma in _NAMING or _is_order(doc, at)):
        return True
    start, end = found.content[0]
    if (
        len(found.content) == 1
        and end - start == 1
        and doc.low[start] in lexicon().classes["empty"]
    ):
        return True
    return doc.low[at + 1 : at + 2] == ["nothing"] or doc.low[at + 1 : at + 4] == _ANONYMITY


def _is_own(doc: Document, found: Found) -> bool:
    source = found.source
    return source is not None and doc.low[source.start] in lexicon().classes["first_person"]


def _is_future(doc: Document, found: Found) -> bool:
    """Tell whether it has yet to be said: "will respond", "could announce"."""
    at, lo = found.cue.at, found.cue.lo
    modal = lexicon().classes["modal"]
    return any(
        doc.classes[index] in "XR" and doc.low[index] in modal and doc.low[index + 1] != "not"
        for index in range(max(lo, at - 3), at)
        if all(letter in "XR" for letter in doc.classes[index:at])
    )


def _is_order(doc: Document, at: int) -> bool:
    shape = lexicon().shapes.get(doc.low[at])
    return shape == "base" and (at == 0 or doc.classes[at - 1] != "X")


def _speaking_colon(doc: Document, found: Found, known: bool) -> bool:
    """Tell "NAME: …" from "Weather: …": a quotation, a person, a full or a known name."""
    source = found.source
    if source is None:
        return False
    quoted = doc.classes[found.content[0][0]] == "Q"
    if not quoted and doc.low[source.head] in lexicon().classes["paper"]:
        return False
    long = source.head > source.start and "N" in doc.classes[source.start : source.head + 1]
    return quoted or known or long or source.kind == "person"


def recipe_of(doc: Document, found: Found, *, direct: bool) -> str:
    """Return the name of the rule: how the content is marked, and the base form of the cue."""
    low = doc.low[found.cue.at]
    if found.cue.kinds == "behind":
        return "en/behind"
    if low == ":":
        return "en/colon"
    if low == "according":
        return "en/according-to"
    start, _ = found.content[0]
    if direct:
        shape = "quote"
    elif doc.low[start] == "that" or doc.low[start - 1 if start else 0] == "that":
        shape = "that"
    elif start < found.cue.at:
        shape = "before"
    else:
        shape = "clause"
    return f"en/{shape}-{found.cue.lemma}"


def is_told(doc: Document, found: Found) -> bool:
    """Tell whether whom the channel tells was taken for who speaks: "Staff are asked to …"."""
    at, source = found.cue.at, found.source
    told = lexicon().voice["told"] | {"called"}
    if source is None or source.end > at or doc.low[at] not in told:
        return False
    return any(doc.low[i] in ("is", "are") for i in range(source.end, at))
