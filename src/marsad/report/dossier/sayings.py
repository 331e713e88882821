"""Statements by the entity and about it: the newest quoted, all of them counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ...model import GAP, Act, Statement
from ...ports import StatementView
from .._masking import mask_spans
from .._words import NOUNS, RANK, TARGETED
from .grounds import Register
from .ties import node
from .values import Count, Said, Target

__all__ = ["counts", "heading", "said", "targets"]


def said(register: Register, found: Sequence[StatementView], *, own: bool) -> Iterator[Said]:
    """Yield the statements of which the post is at hand, with the words of the original."""
    posts = register.material.told.posts
    for view in found:
        if view.post.id in posts:
            yield _said(register, view, own=own)


def _said(register: Register, view: StatementView, *, own: bool) -> Said:
    statement, reading = view.statement, register.reading(view.post.id)
    text = reading.view.version.text
    english = reading.english(statement.content)
    original = GAP.join(
        mask_spans(span.of(text), reading.withheld, span.start) for span in statement.content
    )
    language = english.language if statement.content else "und"
    shown = english.translated and not language.startswith("en")
    speaker = register.facts.entity(statement.speaker.entity_id)
    target_id, target = _target(register, view)
    spans = [s for s in (statement.speaker.span, statement.cue) if s]
    return Said(
        id=statement.id,
        own=own,
        act=statement.act,
        speaker=speaker.name() if speaker else _masked(register, view),
        speaker_id=speaker.id if speaker else "",
        role=statement.speaker.role or "",
        target=target,
        target_id=target_id,
        when=statement.date if statement.date.value else view.post.published,
        original=original,
        language=language,
        english=english.text if shown else "",
        machine=english.machine,
        source=view.source.name,
        post_id=view.post.id,
        notes=register.passages(view.post.id, [*statement.content, *spans]),
    )


def _masked(register: Register, view: StatementView) -> str:
    """Return the speaker's words in the post; a private person's name is withheld."""
    speaker = view.statement.speaker
    if speaker.span is None:
        return speaker.text
    withheld = register.reading(view.post.id).withheld
    return mask_spans(speaker.text, withheld, speaker.span.start) or "speaker not named"


def _target(register: Register, view: StatementView) -> tuple[str, str]:
    """Return the id and name of whom a statement is directed at; a private name is withheld."""
    reference = view.statement.target or view.statement.addressee or ""
    entity = register.facts.entity(reference or None)
    if entity is not None:
        shown = node(register, entity.id)
        return shown.id, shown.name
    return "", register.withheld(view.post.id, reference)


def heading(act: Act, target: str = "") -> str:
    """Return ``a threat against X``."""
    joint = TARGETED.get(act, "concerning") if target else ""
    return " ".join(filter(None, (NOUNS[act], joint, target)))


# ------------------------------------------------------------ over all of them


def counts(by: Iterable[StatementView], about: Iterable[StatementView]) -> tuple[Count, ...]:
    """Count statements by whose they are, by act and by month, weightiest acts first."""
    found: dict[tuple[bool, Act, str], list[str]] = defaultdict(list)
    for own, views in ((True, by), (False, about)):
        for view in views:
            found[own, view.statement.act, _month(view)].append(view.statement.id)
    ranked = sorted(found.items(), key=lambda i: (not i[0][0], -RANK[i[0][1]], i[0][1], i[0][2]))
    return tuple(Count(*key, tuple(ids)) for key, ids in ranked)


def _month(view: StatementView) -> str:
    date = view.statement.date if view.statement.date.value else view.post.published
    return f"{date.value:%Y-%m}" if date.value and date.precision.value != "year" else ""


def targets(register: Register, by: Iterable[StatementView]) -> tuple[Target, ...]:
    """Return whom the entity's statements are directed at, the most often named first.

    Only entities are counted: a name that is none may be a private person's.
    """
    found: dict[str, list[Statement]] = defaultdict(list)
    for view in by:
        entity = register.facts.entity(view.statement.target or None)
        if entity is not None:
            found[entity.id].append(view.statement)
    told = [
        Target(
            key,
            node(register, key).name,
            tuple(Counter(s.act for s in group).most_common()),
            tuple(s.id for s in group),
        )
        for key, group in found.items()
    ]
    return tuple(sorted(told, key=lambda t: (-len(t.statements), t.name)))
