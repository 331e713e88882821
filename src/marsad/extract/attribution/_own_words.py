"""What a channel says in its own voice with a verb that performs the act: "we demand …"."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.model import Basis, Span

from ._said_lexicon import Lexicon
from ._types import Attribution
from ._words import Kind, Page, Run

__all__ = ["with_own_words"]

_LONGEST = 4
"""Words of the longest performative."""

_WE_REACH = 3
"""Words before a verb in which "we" stands; a choice, not tuned."""

_LEAST = 2
"""Words that something said has at least."""


def with_own_words(
    page: Page, lex: Lexicon, language: str, named: tuple[Attribution, ...], *, last: bool
) -> tuple[Attribution, ...]:
    """Return ``named`` with what the channel says with performatives where nobody else speaks.

    :param last: True where the verb ends its clause, so that what is said stands before it.
    """
    said = sorted((span for each in named for span in each.content), key=lambda s: s.start)
    found = list(named)
    at = 0
    for sentence in page.sentences:
        span = page.span(sentence)
        while at < len(said) and said[at].end <= span.start:
            at += 1
        if at < len(said) and said[at].start < span.end:
            continue
        found += _performed(page, lex, language, sentence, last=last)
    return tuple(sorted(found, key=lambda each: each.content[0].start))


def _performed(
    page: Page, lex: Lexicon, language: str, sentence: Run, *, last: bool
) -> Iterable[Attribution]:
    """Yield the acts of one sentence, each with what stands before or after its verb.

    Where "we" is written beside the verb the language model reads it, as who speaks.
    """
    cues = [
        Run(index, index + length)
        for index in page.outside(sentence)
        if (length := _performative(page, lex, index))
    ]
    start = sentence.first
    for number, cue in enumerate(cues):
        if cue.first < start or _written_we(page, lex, cue) or _not_meant(page, lex, cue, start):
            continue
        end = cues[number + 1].first if number + 1 < len(cues) else sentence.last
        run = Run(start, cue.first) if last else Run(cue.last, end)
        run = _after_colon(page, run)
        start = cue.last
        if page.count(run) >= _LEAST:
            yield _spoken(page.span(cue), page.content(run)[0], language)


def _written_we(page: Page, lex: Lexicon, cue: Run) -> bool:
    """Tell whether "we" stands in the clause before a verb, with a few words between."""
    for index in range(cue.first - 1, cue.first - 1 - _WE_REACH, -1):
        if page.kind(index) is not Kind.WORD:
            return False
        if page.form(index) in lex.lists["we"]:
            return True
    return False


def _not_meant(page: Page, lex: Lexicon, cue: Run, start: int) -> bool:
    """Tell whether a verb is negated, asked about or only supposed ("we do not demand")."""
    lists = lex.lists
    if page.form(cue.first - 1) in lists["negations"] or page.form(cue.last) in lists["undone"]:
        return True
    led = page.trim(Run(start, cue.last), tags=True).first
    return page.form(led) in lists["doubts"]


def _after_colon(page: Page, run: Run) -> Run:
    """Return what a colon in ``run`` opens ("to all I ask of: …"); all of it where none stands."""
    for index in page.outside(run):
        if page.kind(index) is Kind.COLON:
            return Run(index + 1, run.last)
    return run


def _performative(page: Page, lex: Lexicon, index: int) -> int:
    """Return how many tokens a performative at ``index`` has, or 0."""
    if page.kind(index) is not Kind.WORD:
        return 0
    forms = [page.form(index + n) for n in range(_LONGEST)]
    for length in range(_LONGEST, 0, -1):
        if " ".join(forms[:length]) in lex.lists["performatives"]:
            return length
    return 0


def _spoken(cue: Span, content: tuple[Span, ...], language: str) -> Attribution:
    return Attribution(
        source=None,
        cue=cue,
        content=content,
        direct=True,
        basis=Basis.VOICE,
        resolved=None,
        chain=(),
        hedges=(),
        recipe=f"{language}/own-words",
        score=0.8,
    )
