"""What an English channel says in its own voice: "We declare …", "our fighters will …"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from marsad.model import Basis, Span
from marsad.text import sentences

from ._quotes import Quotation
from ._types import Attribution

__all__ = ["voiced"]

_VOICE = re.compile(
    r"\b(?:we|our|ours|ourselves)\b|\blet (?:the|all|every|our|this)\b.{0,80}?\bknow\b",
    re.IGNORECASE,
)
_JOURNALISM = re.compile(
    r"\bour (?:copy|correspondent|reporter|archive|readers?|column|newsroom|website|comments)\b"
    r"|\bwe (?:could|can) not (?:verify|confirm)\b",
    re.IGNORECASE,
)


def voiced(text: str, quotes: tuple[Quotation, ...]) -> tuple[Attribution, ...]:
    """Return the sentences in the first person plural, neighbours joined into one attribution.

    Sentences are taken whole, without white space at their edges. Words inside quotation marks
    do not count: they are somebody's quotation.
    """
    outer = [quote.outer for quote in quotes if quote.depth == 0 and quote.closed]
    starts = [span.start for span in outer]
    joined: list[Span] = []
    previous = False
    for sentence in sentences(text, "en"):
        speaks = _speaks(text, sentence, outer, starts)
        if speaks and previous:
            joined[-1] = Span(joined[-1].start, sentence.end)
        elif speaks:
            joined.append(sentence)
        previous = speaks
    return tuple(_attribution(span) for span in joined)


def _speaks(text: str, sentence: Span, outer: list[Span], starts: list[int]) -> bool:
    lo = max(0, bisect_right(starts, sentence.start) - 1)
    hi = bisect_left(starts, sentence.end)
    bare = []
    at = sentence.start
    for quote in outer[lo:hi]:
        if quote.end > at:
            bare.append(text[at : max(at, quote.start)])
            at = min(max(at, quote.end), sentence.end)
    bare.append(text[at : sentence.end])
    own = " ".join(bare)
    return _VOICE.search(own) is not None and _JOURNALISM.search(own) is None


def _attribution(span: Span) -> Attribution:
    return Attribution(
        source=None, cue=None, content=(span,), direct=False, basis=Basis.VOICE, resolved=None,
        chain=(), hedges=(), recipe="en/voice", score=0.8,
    )  # fmt: skip
