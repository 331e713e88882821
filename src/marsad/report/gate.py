"""The citation gate: no sentence without a source, no quotation that its source does not hold.

Errors stop publication: a cited sentence without citation, a citation that does not fit its
version, words in quotation marks that are neither in the cited original nor in its translation.
Flags are shown to the editor: names, numbers and dates that the cited passages do not hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ..errors import UncitedError
from ..model import Block, Report, Sentence, Version
from ..text.dates import find_dates
from ..text.lexicon import words as word_set
from ..text.numbers import find_numbers
from ._english import MONTHS, quotations
from ._words import LANGUAGES

__all__ = ["Finding", "assert_publishable", "check"]

_BRACKETS = re.compile(r"\[[^\]]*\]")
_QUOTES = str.maketrans(dict.fromkeys('“”„‟«»‹›"‘’‚‛`´', "'"))
_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks of direction, which no reader sees and paragraphs lose at their edges."""

_CAPITALISED = re.compile(r"(?<![\w'’])[A-Z][\w'’-]*")
_FUNCTION_WORDS = word_set(
    "a according additionally against all also although an and another as at both but by during "
    "each earlier few five for four from further he her his however i in it its later most no "
    "none of on one only other our residents several she since six some sources still ten that "
    "the their there these they this those three two under until when while witnesses with "
    "telegram utc ocr deadline post posts"
)
_COMMON = (
    _FUNCTION_WORDS
    | word_set("monday tuesday wednesday thursday friday saturday sunday")
    | {name.casefold() for name in MONTHS}
    | {part.casefold() for name in LANGUAGES.values() for part in name.split()}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the gate found in a sentence.

    :ivar severity: ``error`` stops publication, ``flag`` asks for a look.
    :ivar block: index of the block, from 0.
    :ivar sentence: index of the sentence in its block, from 0.
    """

    severity: Literal["error", "flag"]
    block: int
    sentence: int
    message: str


def check(
    report: Report, versions: Mapping[str, Version], known: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return everything that the gate finds, in the order of the text.

    :param versions: the cited versions by id; one that is missing is an error.
    :param known: fixed facts besides the passages: names of sources, speakers and places.
    """
    gate = _Gate(report, versions, known)
    return tuple(
        Finding(severity, b, s, f"Block {b + 1}, sentence {s + 1}: {message}")
        for b, block in enumerate(report.blocks)
        for s, sentence in enumerate(block.sentences)
        for severity, message in gate.sentence(block, sentence)
    )


def assert_publishable(report: Report, versions: Mapping[str, Version]) -> None:
    """Let a report pass that has no errors; flags do not stop it.

    :raises UncitedError: names every sentence that stops publication.
    """
    errors = tuple(f.message for f in check(report, versions) if f.severity == "error")
    if errors:
        raise UncitedError(report.id, errors)


_Found = Iterator[tuple[Literal["error", "flag"], str]]


class _Gate:
    def __init__(
        self, report: Report, versions: Mapping[str, Version], known: Collection[str]
    ) -> None:
        self._versions = versions
        self._known = _tokens(" ".join(known))
        self._anchor = next((d for d in reversed(report.period) if d), None)
        self._days: dict[str, set[str]] = {}
        for block in report.blocks:
            for cited in (c.version_id for s in block.sentences for c in s.citations):
                self._days.setdefault(cited, set()).update({block.day} if block.day else set())

    def sentence(self, block: Block, sentence: Sentence) -> _Found:
        """Yield what is wrong with one sentence."""
        yield from self._citations(sentence)
        if sentence.kind.own:
            if quotations(sentence.text):
                yield "flag", "a sentence of the analyst’s own quotes somebody; cite the passage"
            return
        if not sentence.citations:
            yield "error", f"nothing is cited for “{_shortened(sentence.text)}”"
            return
        texts = _texts(sentence)
        yield from _quoted(sentence.text, texts)
        yield from self._facts(block, sentence, "\n".join(texts))

    def _citations(self, sentence: Sentence) -> _Found:
        """Check that every citation is what its version says there."""
        for citation in sentence.citations:
            version = self._versions.get(citation.version_id)
            span = citation.span
            if version is None:
                yield "error", f"the cited version {citation.version_id} does not exist"
            elif span.end > len(version.text) or span.start == span.end:
                yield "error", f"the cited span {span.start}–{span.end} is not in the text"
            elif span.of(version.text) != citation.quote:
                yield "error", f"the cited words differ from the sealed text of {version.id}"

    def _facts(self, block: Block, sentence: Sentence, evidence: str) -> _Found:
        """Flag names, numbers and dates of the analyst's words that the passages do not hold."""
        own = _BRACKETS.sub(lambda m: " " * len(m[0]), _without_quotations(sentence.text))
        days = {d for c in sentence.citations for d in self._days.get(c.version_id, ())}
        day = block.day or self._anchor
        anchor = datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else None
        for found in find_dates(own, "en", anchor):
            if found.calendar == "gregorian":
                held = {f.date.day for f in find_dates(evidence, None, anchor)} | days
                if found.date.day is None or found.date.day not in held:
                    yield "flag", f"the date “{found.span.of(own)}” is not in the cited passages"
                own = (
                    own[: found.span.start] + " " * len(found.span.of(own)) + own[found.span.end :]
                )
        numbers = find_numbers(own)
        values = {n.value for n in find_numbers(evidence)} if numbers else set()
        for number in numbers:
            if number.value not in values:
                yield "flag", f"the number “{number.span.of(own)}” is not in the cited passages"
        for name in self._unknown_names(own, evidence):
            yield "flag", f"the name “{name}” is not in the cited passages"

    def _unknown_names(self, own: str, evidence: str) -> list[str]:
        allowed = _tokens(evidence) | self._known | _COMMON
        found = [m[0] for m in _CAPITALISED.finditer(own)]
        return [name for name in dict.fromkeys(found) if not _tokens(name) <= allowed]


def _texts(sentence: Sentence) -> list[str]:
    """Return every text on which the sentence may rest."""
    quotes = [c.quote for c in sentence.citations]
    joined = ["\n".join(quotes)] if len(quotes) > 1 else []
    return [*quotes, *joined, *([sentence.translation] if sentence.translation else [])]


def _quoted(text: str, texts: Collection[str]) -> _Found:
    """Check that each quotation stands, piece by piece and in order, in one of ``texts``."""
    if text.count("“") != text.count("”"):
        yield "error", f"a quotation mark has no partner in “{_shortened(text)}”"
    plain = [_plain(t) for t in texts]
    for quotation in quotations(text):
        pieces = [p for q in _BRACKETS.split(quotation) if (p := _plain(q))]
        if not pieces:
            yield "error", "a quotation is empty"
        elif not any(_in_order(pieces, hay) for hay in plain):
            yield "error", f"the cited passages do not say “{_shortened(quotation)}”"


def _in_order(pieces: Collection[str], text: str) -> bool:
    """Tell whether ``pieces`` stand in ``text`` one after the other, each cut between words."""
    position = 0
    for piece in pieces:
        match = _whole_words(piece).search(text, position)
        if match is None:
            return False
        position = match.end()
    return True


def _whole_words(piece: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if piece[0].isalnum() else ""
    after = r"(?!\w)" if piece[-1].isalnum() else ""
    return re.compile(f"{before}{re.escape(piece)}{after}")


def _plain(text: str) -> str:
    """Even out white space and the shapes of quotation marks, and drop what is invisible."""
    return " ".join(_INVISIBLE.sub("", text).translate(_QUOTES).split())


def _without_quotations(text: str) -> str:
    for quotation in quotations(text):
        text = text.replace(quotation, " " * len(quotation))
    return text


def _tokens(text: str) -> frozenset[str]:
    """Return the words of ``text``, folded, without possessive endings; hyphens part them."""
    bare = re.sub(r"['’]s?\b", "", text.casefold())
    return frozenset(re.findall(r"[^\W_]+", bare))


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"
