"""What an English channel says in its own voice: "We declare …", "our fighters will …".

A sentence belongs to the channel where it speaks in the first person, gives an order ("Keep away
from …"), or does what only a statement does without naming anybody who says it ("The hall will
reopen on Thursday", "His killers will pay"). Each act is a statement of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import islice

from marsad.model import Act, Basis, Span
from marsad.text import sentences

from ..acts import classify
from ._en_lexicon import lexicon
from ._quotes import Quotation
from ._types import Attribution

__all__ = ["voiced"]

_FIRST = re.compile(
    r"\b(?:we|our|ours|ourselves)\b|(?:^|[,;:.] |\band )I [a-z]|^My\b"
    r"|\blet (?:the|all|every|our|this)\b.{0,80}?\bknow\b",
    re.IGNORECASE,
)
_JOURNALISM = re.compile(
    r"\bour (?:copy|correspondent|reporter|archive|readers?|column|newsroom|website|comments)\b"
    r"|\bwe (?:could|can) not (?:verify|confirm)\b",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"^(?:in the name of|(?:and )?(?:there is )?(?:no )?victory (?:is|comes)"
    r"|may (?:god|allah|he|the)\b|peace (?:be )?(?:up)?on|praise be|glory (?:be )?to"
    r"|o (?:god|allah|lord)\b"
    r"|god is|and god"
    r"|(?:to|dear) (?:the|our) (?:sons|people|brothers|masses) .{0,60}:?$)",
    re.IGNORECASE,
)
_NARRATIVE = re.compile(
    r"^(?:(?:yesterday|today|this morning|last night|on \w+|overnight|since \w+|earlier)[, ]+)?"
    r"(?:we|our (?:\w+ ){1,3})\s?(?:\w+ly )?(?:[a-z]+(?<!ne)ed|met|held|sent|gave|took|went|saw"
    r"|found|came|began|brought|built|left|made)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"^we (?:announced|declared|decided|warned|demanded|called|condemned|promised|agreed|asked|"
    r"received|targeted|attacked|destroyed|bombed|shelled|bombarded|stormed|entered)\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"\b(?:will|shall) (?:not )?(?:be|remain|re-?open|open|close|resume|begin|start|continue"
    r"|stay)\b"
    r"|\b(?:is|are|has been|have been) (?:hereby |strictly |kindly )?"
    r"(?:asked|requested|required|advised|urged|invited|reminded|given|granted|suspended|cancelled|canceled|postponed|extended|"
    r"prohibited|forbidden|closed|declared|decided|called (?:up)?on|obliged)\b",
)
_ORDER = re.compile(
    r"^(?:please|let (?:us|the|every|all|no)|do not|don't|never|beware|know that|be (?:sure|warned|"
    r"patient|certain|ready)|o (?:people|sons|youth|brothers|merchants|you))\b",
    re.IGNORECASE,
)
_TURN = re.compile(r"(?:,|;|—) (?=(?:and |but |while )?(?:we|I) [a-z]+\b)|; (?=\w+ \w+)")
_WEAK = frozenset((Act.OTHER, Act.ANNOUNCEMENT))
MAX_TURNS = 4
"""Places in a sentence where it may turn to another act; hostile sentences have thousands."""

MIN_WORDS = 3
"""Words of a sentence that can say something without a first person."""


def voiced(
    text: str, quotes: tuple[Quotation, ...], said: Iterable[int] = ()
) -> tuple[Attribution, ...]:
    """Return what the channel says itself, neighbouring sentences of one act joined.

    Words inside quotation marks do not count: they are somebody's quotation.

    :param said: where cues stand that belong to somebody named, in code points; a sentence that
        holds one is only the channel's where it speaks in the first person.
    """
    outer = [quote.outer for quote in quotes if quote.depth == 0 and quote.closed]
    cues = sorted(said)
    joined: list[tuple[Span, Act]] = []
    previous: Act | None = None
    for sentence in sentences(text, "en"):
        own = _own(text, sentence, outer)
        named = bisect_left(cues, sentence.start) < bisect_left(cues, sentence.end)
        if not _speaks(own, named=named):
            previous = None
            continue
        for clause in _clauses(text, sentence):
            act = classify(clause.of(text), None, "en")[0]
            if act is previous:
                joined[-1] = Span(joined[-1][0].start, clause.end), act
            else:
                joined.append((clause, act))
            previous = act
    return tuple(_attribution(span) for span, _ in joined)


def _own(text: str, sentence: Span, outer: list[Span]) -> str:
    """Return the words of the sentence outside quotation marks."""
    lo = max(0, bisect_right(outer, sentence.start, key=lambda span: span.start) - 1)
    hi = bisect_left(outer, sentence.end, key=lambda span: span.start)
    bare = []
    at = sentence.start
    for quote in outer[lo:hi]:
        if quote.end > at:
            bare.append(text[at : max(at, quote.start)])
            at = min(max(at, quote.end), sentence.end)
    bare.append(text[at : sentence.end])
    return " ".join(bare)


def _speaks(own: str, *, named: bool) -> bool:
    own = own.strip()
    if _JOURNALISM.search(own) or _FORMULA.match(own):
        return False
    if _FIRST.search(own):
        return not _narrates(own)
    if named or len(own.split()) < MIN_WORDS or own[-1] not in ".!?":
        return False
    return (
        _ORDER.match(own) is not None
        or _is_command(own)
        or _OFFICIAL.search(own) is not None
        or classify(own, None, "en")[0] not in _WEAK
    )


def _narrates(own: str) -> bool:
    """Tell "Our teams reached the village" from a claim or a decision."""
    if not _NARRATIVE.match(own) or _SPEECH.match(own):
        return False
    return classify(own, None, "en")[0] in _WEAK


def _is_command(own: str) -> bool:
    first = own.split(maxsplit=1)[0].lower()
    words = lexicon()
    return words.shapes.get(first) == "base" and first not in words.nouns


def _clauses(text: str, sentence: Span) -> list[Span]:
    """Cut "We stress that …, and we thank …" in two where both parts do something else."""
    words = sentence.of(text)
    for turn in islice(_TURN.finditer(words), MAX_TURNS):
        first, second = words[: turn.start()], words[turn.end() :]
        acts = {classify(first, None, "en")[0], classify(second, None, "en")[0]}
        if len(acts) == 2 and Act.OTHER not in acts and not acts & {Act.CONDITIONAL_THREAT}:
            middle = sentence.start + turn.start()
            return [Span(sentence.start, middle), Span(sentence.start + turn.end(), sentence.end)]
    return [sentence]


def _attribution(span: Span) -> Attribution:
    return Attribution(
        source=None, cue=None, content=(span,), direct=False, basis=Basis.VOICE, resolved=None,
        chain=(), hedges=(), recipe="en/voice", score=0.8,
    )  # fmt: skip
