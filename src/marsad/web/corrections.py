"""A correction as a form: filled from a mark, and read back into one.

Every part is told by its words, and by where they begin (``…_at``, in code points of the text)
where the same words occur more than once. White space in words stands for any white space, since
forms do not keep line ends as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ..model import (
    UNDATED,
    Act,
    Basis,
    Dated,
    Mention,
    Precision,
    Span,
    Speaker,
    Statement,
)
from ..model.review import Mark, target_of
from ..ports import PostView

__all__ = ["BASES", "MENTION_KINDS", "Draft", "Slot", "filled", "located", "read_back", "slots"]

MENTION_KINDS = {
    "Person": "Person",
    "Organization": "Organisation",
    "Place": "Place",
    "Weapon": "Weapon",
    "Date": "Date",
}
"""Kinds that a reader can give to a name, as stored and as shown."""

BASES = {
    "named": "in these words",
    "voice": "the channel itself",
    "unnamed": "somebody not named",
}
"""Who speaks."""

_MOST_PARTS = 99
"""Runs of what is said, and hedges, that a form may hold; in the demonstration none has over 13."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a statement that is told by words of the text.

    :ivar kind: the key of :data:`marsad.web.marks.KINDS` that draws it; may be empty.
    """

    name: str
    title: str
    help: str = ""
    kind: str = ""


_ONE = (
    Slot("speaker", "Speaker", "title and name, as in the text", "source"),
    Slot("cue", "Word of saying", "such as “said”", "cue"),
    Slot("target", "Target", "whom or what it is aimed at"),
    Slot("condition", "Condition", "the clause with “if”", "condition"),
    Slot("deadline", "Deadline", "such as “by Thursday”", "deadline"),
    Slot("capability", "Means", "weapons, fighters, money", "capability"),
)


def slots(fields: Mapping[str, str]) -> tuple[Slot, ...]:
    """Return the slots of a statement's form; content and hedges have one after the last filled."""
    return (
        *_numbered("content", "What is said", "statement", fields),
        *_ONE,
        *_numbered("hedge", "Hedge", "hedge", fields),
    )


def _numbered(name: str, title: str, kind: str, fields: Mapping[str, str]) -> list[Slot]:
    last = max((i for i in range(1, _MOST_PARTS + 1) if fields.get(f"{name}{i}")), default=0)
    shown = min(_MOST_PARTS, max(last + 1, 2 if name == "content" else 1))
    return [
        Slot(f"{name}{i}", title if i == 1 else f"{title}, part {i}", kind=kind)
        for i in range(1, shown + 1)
    ]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says.

    :ivar mark: None where it has ``problems``.
    :ivar target: where a statement's target stands.
    """

    mark: Mark | None
    problems: tuple[str, ...] = ()
    target: Span | None = None


# ---------------------------------------------------------------- filling


def filled(view: PostView, mark: Mark) -> dict[str, str]:
    """Return the fields that stand for ``mark``, a mention or statement of ``view``."""
    text = view.version.text
    if isinstance(mark, Mention):
        return {"kind": mark.kind, **_words("words", mark.span, text)}
    basis = mark.speaker.basis.value
    fields = {
        "act": mark.act.value,
        "basis": basis if basis in BASES else Basis.NAMED.value,
        "direct": "on" if mark.direct else "",
        "deadline_day": mark.deadline_at.day or "",
        **_words("speaker", mark.speaker.span, text),
        **_words("cue", mark.cue, text),
        **_words("condition", mark.condition, text),
        **_words("deadline", mark.deadline, text),
        **_words("capability", mark.capability, text),
    }
    for i, span in enumerate(mark.content[:_MOST_PARTS], 1):
        fields |= _words(f"content{i}", span, text)
    for i, span in enumerate(mark.hedges[:_MOST_PARTS], 1):
        fields |= _words(f"hedge{i}", span, text)
    standing = view.judged.get(mark.id)
    aimed = target_of(standing) if standing else None
    return fields | (_words("target", aimed, text) if aimed else {"target": mark.target or ""})


def _words(name: str, span: Span | None, text: str) -> dict[str, str]:
    return {name: span.of(text), f"{name}_at": str(span.start)} if span else {}


# ---------------------------------------------------------------- reading back


def located(text: str, words: str, near: int = 0) -> Span | None:
    """Return where ``words`` stand in ``text``, the place nearest to ``near``; None where nowhere.

    :param near: in code points.
    """
    parts = words.split()
    if not parts:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    there = pattern.match(text, near)  # what is found one after the other does not overlap
    found = [there] if there else pattern.finditer(text)
    nearest = min(found, key=lambda match: abs(match.start() - near), default=None)
    return Span(*nearest.span()) if nearest else None


@dataclass(slots=True)
class _Reader:
    """Reads fields; what is not understood is noted."""

    text: str
    fields: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def span(self, name: str, title: str, *, needed: bool = False) -> Span | None:
        words = self.fields.get(name, "").strip()
        if not words:
            if needed:
                self.problems.append(f"{title}: nothing is written there.")
            return None
        at = self.fields.get(f"{name}_at", "")
        near = int(at) if at.isascii() and at.isdigit() and len(at) < 10 else 0
        found = located(self.text, words, near)
        if found is None:
            self.problems.append(f"{title}: these words are not in the text.")
        return found

    def several(self, name: str, title: str) -> tuple[Span, ...]:
        spans = (self.span(f"{name}{i}", title) for i in range(1, _MOST_PARTS + 1))
        return tuple(sorted({span for span in spans if span}))


def read_back(view: PostView, fields: Mapping[str, str], was: Mark | None, part: str) -> Draft:
    """Return the mark that a form tells, in place of ``was`` or added.

    :param part: ``mention`` or ``statement``.
    """
    reader = _Reader(view.version.text, fields)
    if part == "mention":
        mention = _mention(reader, was if isinstance(was, Mention) else None)
        return Draft(None if reader.problems else mention, tuple(reader.problems))
    said, target = _statement(reader, view, was if isinstance(was, Statement) else None)
    return Draft(None if reader.problems else said, tuple(reader.problems), target)


def _mention(reader: _Reader, was: Mention | None) -> Mention | None:
    span = reader.span("words", "The name", needed=True)
    kind = reader.fields.get("kind", "")
    if kind not in MENTION_KINDS and (was is None or kind != was.kind):
        reader.problems.append("Choose a kind.")
    return Mention("", "", span, kind, None, 1.0, "") if span else None


def _statement(
    reader: _Reader, view: PostView, was: Statement | None
) -> tuple[Statement | None, Span | None]:
    act = reader.fields.get("act", "")
    content = reader.several("content", "What is said")
    if not content and not reader.problems:
        reader.problems.append("What is said: nothing is written there.")
    if act not in set(Act):
        reader.problems.append("Choose an act.")
    target, aimed = _target(reader, was)
    deadline = reader.span("deadline", "Deadline")
    speaker = _speaker(reader, view, was)
    cue = reader.span("cue", "Word of saying")
    condition = reader.span("condition", "Condition")
    capability = reader.span("capability", "Means")
    hedges = reader.several("hedge", "Hedge")
    day = _day(reader, was) if deadline else UNDATED
    if reader.problems:
        return None, None
    base = was or Statement("", "", speaker, content, Act(act), view.post.published)
    said = replace(
        base,
        speaker=speaker,
        content=content,
        act=Act(act),
        cue=cue,
        direct=bool(reader.fields.get("direct")),
        target=target,
        condition=condition,
        deadline=deadline,
        deadline_at=day,
        capability=capability,
        hedges=hedges,
    )
    return said, aimed


def _speaker(reader: _Reader, view: PostView, was: Statement | None) -> Speaker:
    basis = reader.fields.get("basis", "")
    if basis == Basis.VOICE.value:
        return Speaker(view.source.owner or view.source.name, Basis.VOICE)
    span = reader.span("speaker", "Speaker", needed=basis != Basis.UNNAMED.value)
    if was is not None and span is not None and was.speaker.span == span:
        same = was.speaker.basis.value if was.speaker.basis.value in BASES else "named"
        if basis == same:
            return was.speaker
    chosen = Basis.UNNAMED if basis == Basis.UNNAMED.value else Basis.NAMED
    return Speaker(span.of(reader.text) if span else "", chosen, span)


def _target(reader: _Reader, was: Statement | None) -> tuple[str | None, Span | None]:
    """Return the target's words and place; a name of ours that is not in the text may stay."""
    words = reader.fields.get("target", "").strip()
    if was is not None and words and words == was.target and words not in reader.text:
        return was.target, None
    span = reader.span("target", "Target")
    return (span.of(reader.text) if span else None), span


def _day(reader: _Reader, was: Statement | None) -> Dated:
    day = reader.fields.get("deadline_day", "").strip()
    if was is not None and day == (was.deadline_at.day or ""):
        return was.deadline_at
    if not day:
        return UNDATED
    try:
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        reader.problems.append("The day of the deadline: write it as YYYY-MM-DD.")
        return UNDATED
    return Dated(moment, Precision.DAY, "given by a reader")
