"""Put one statement into sentences, without ever changing what stands between the quotes."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Act, Precision, Sentence, SentenceKind, Span, Statement
from ._english import day_phrase, moment_phrase
from ._facts import Facts
from ._reading import Reading
from ._speakers import Voice, voice_of
from ._telling import Telling

__all__ = ["Saying", "say"]

_WITH_DEADLINE = (Act.THREAT, Act.CONDITIONAL_THREAT, Act.DEMAND, Act.CALL, Act.WARNING)
"""Acts whose deadline is given as a date; in others a time is seldom one."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A drafted statement: sentences, and whom they name."""

    sentences: tuple[Sentence, ...]
    voice: Voice | None


def say(
    facts: Facts, reading: Reading, statement: Statement, *, previous: Voice | None, lead: bool
) -> Saying:
    """Return the sentences that report ``statement``.

    :param previous: who spoke in the sentence before, of the same post.
    :param lead: True where the item opens; the outlet or channel is named then.
    """
    english = reading.english(statement.content)
    voice = voice_of(facts, reading, statement)
    same = voice is not None and previous is not None and voice.full == previous.full
    telling = Telling(facts, reading, statement, english, voice, lead, same)
    spans = _evidence(statement)
    cited = Sentence(
        telling.text(),
        SentenceKind.CITED,
        reading.cite(spans, telling.note()),
        reading.translation(spans),
    )
    return Saying((cited, *_additions(statement)), voice)


def _evidence(statement: Statement) -> list[Span]:
    """Return all spans that the sentence may rest on."""
    speaker = [statement.speaker.span] if statement.speaker.span else []
    cue = [statement.cue] if statement.cue else []
    slots = [s for s in (statement.condition, statement.deadline, statement.capability) if s]
    return [*statement.content, *speaker, *cue, *slots]


def _additions(statement: Statement) -> list[Sentence]:
    """Return the analyst's additions in brackets: the absolute deadline, an inferred date."""
    found = []
    deadline = statement.deadline_at
    if deadline.value is not None and statement.act in _WITH_DEADLINE:
        exact = deadline.precision in (Precision.MINUTE, Precision.SECOND)
        when = moment_phrase(deadline.value) if exact else day_phrase(deadline.day or "")
        mark = ", as reckoned from the post’s date" if deadline.estimated else ""
        found.append(Sentence(f"[The deadline is {when}{mark}.]", SentenceKind.NOTE))
    return found
