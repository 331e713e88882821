"""What a channel that speaks for itself passes on of others, as the language model sees it.

The rules take each sentence of a group's channel for the group's own unless they find somebody
else in it. Where the model does, the sentence is that one's: nothing is told twice, and nobody's
words as the channel's. Sentences in which the rules found the verb that performs the channel's act
("we demand") stay its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from marsad.model import Basis, Span

from ._types import Attribution
from ._words import fold

__all__ = ["without_relayed"]

_WORD = re.compile(r"[^\W\d_]+")

_SENTENCE = re.compile(r"[^.!?؟۔…\n]*[.!?؟۔…\n]*")

_STOP = re.compile(r"[.!?؟۔…\n]")

_NAME_WORDS = 2
"""Words of a source that no verb of saying shows to speak; shorter ones are mostly whom the
channel addresses."""

_ALONE_WORDS = 5
"""Words of a sentence that says something without the one before it; as where rules find it."""

_SELVES = frozenset(
    fold(word)
    for word in (
        *("we", "i", "our", "us", "мы", "я", "ми", "biz", "ben", "bizler", "ہم", "میں", "ما", "من"),
        *("نحن", "ونحن", "أنا", "وأنا", "אנחנו", "ואנחנו", "אנו", "ואנו", "אני", "ואני"),
    )
)
"""Sources that are the channel itself; folded."""


def without_relayed(
    text: str, found: Iterable[Attribution], modelled: Iterable[Attribution], owner: str
) -> Iterator[Attribution]:
    """Yield ``found``; of what the channel says, without sentences that others mostly fill.

    :param modelled: what the language model is sure of.
    :param owner: the name of whom the channel is of; his own name as source is no other.
    """
    own = frozenset(_words(owner))
    others = [span for e in modelled if _is_other(text, e, own) for span in _told(text, e)]
    for each in found:
        if each.basis is Basis.VOICE and each.cue is None and others:
            yield from _kept(text, each, others)
        else:
            yield each


def _is_other(text: str, each: Attribution, own: frozenset[str]) -> bool:
    if each.source is None or each.basis is Basis.VOICE:
        return False
    named = frozenset(_words(each.source.of(text)))
    if each.cue is None and (len(named) < _NAME_WORDS or each.basis is not Basis.NAMED):
        return False
    himself = named & _SELVES or named <= own or (own and own <= named)
    return not himself


def _words(name: str) -> list[str]:
    return [fold(match.group()) for match in _WORD.finditer(name)]


def _told(text: str, each: Attribution) -> list[Span]:
    """Return from where to where it is told what another says, each within a sentence."""
    parts = [*each.content, *(part for part in (each.source, each.cue) if part)]
    spans: list[Span] = []
    for part in sorted(parts):
        if spans and not _STOP.search(text, spans[-1].end, part.start):
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, part.end))
        else:
            spans.append(part)
    return spans


def _kept(text: str, each: Attribution, others: Sequence[Span]) -> Iterator[Attribution]:
    """Yield ``each``, or the runs of its sentences that are left to the channel."""
    sentences = [s for whole in each.content for s in _sentences(text, whole)]
    left = [s for s in sentences if not _is_filled(s, others)]
    if left == sentences:
        yield each
        return
    runs: list[Span] = []
    for sentence in left:
        joined = runs and not text[runs[-1].end : sentence.start].strip()
        runs[-1:] = [Span(runs[-1].start, sentence.end)] if joined else [*runs[-1:], sentence]
    for run in runs:
        if len(_words(run.of(text))) >= _ALONE_WORDS:
            yield replace(each, content=(run,))


def _is_filled(sentence: Span, others: Sequence[Span]) -> bool:
    length = sentence.end - sentence.start
    return any(2 * sentence.overlap(other) > length for other in others)


def _sentences(text: str, whole: Span) -> Iterator[Span]:
    """Yield what of ``whole`` ends in a full stop, without the space around it."""
    for match in _SENTENCE.finditer(text, whole.start, whole.end):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        if _WORD.search(words):
            yield Span(start, match.start() + len(words.rstrip()))
