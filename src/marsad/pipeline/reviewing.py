"""People's readings of a post: resolved when they are made, and told as annotated examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from ..errors import NotFoundError
from ..model import Basis, Judgement, Mention, Span, Statement, Verdict
from ..model.review import mark_id, target_of, value_of, version_of
from ..ports import Extraction, PostView, Reader
from ..resolve import Directory, resolve_statements

__all__ = ["Reviewed", "example", "resolved_mention", "resolved_statement", "reviewed_posts"]

_KINDS = {
    "Person": "PER",
    "Organization": "ORG",
    "PublicBody": "ORG",
    "Channel": "ORG",
    "Place": "LOC",
    "Weapon": "WEAPON",
    "Date": "DATE",
}
"""Kinds of mention as annotated examples name them; others are left out."""

_BATCH = 200


# ---------------------------------------------------------------- entities


def _directory(reader: Reader) -> Directory:
    return Directory(reader.entities(), reader.judgements())


def resolved_mention(reader: Reader, view: PostView, mention: Mention) -> Mention:
    """Return ``mention`` linked to the entity that its words mean, where that is clear."""
    words = mention.span.of(view.version.text)
    entity = _directory(reader).find(words, day=view.post.published.day)
    fits = entity is not None and _KINDS.get(entity.kind.value) == _KINDS.get(mention.kind)
    return replace(mention, entity_id=entity.id if entity and fits else None)


def resolved_statement(
    reader: Reader, view: PostView, statement: Statement, target: Span | None = None
) -> Statement:
    """Return ``statement`` with the entities behind its speaker, and their roles.

    Its target is told as the reader wrote it, and by name only where a linked mention stands
    there: the same word may be a base or the name of a body.

    :param target: where the target stands.
    """
    (item,) = reader.items([view.version.id])
    directory = _directory(reader)
    plain = replace(statement.speaker, entity_id=None, role=None, affiliation_id=None)
    found = Extraction(view.mentions, (replace(statement, speaker=plain, target=None),), ())
    resolved = resolve_statements(found, item, directory).statements[0]
    named = next((m.entity_id for m in view.mentions if m.span == target and m.entity_id), None)
    entity = directory.entity(named) if named else None
    return replace(resolved, target=entity.name("en") if entity else statement.target)


# ---------------------------------------------------------------- as examples


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A post with decisions on its marks.

    :ivar judgements: that stand, on marks found or not, in the order in which they were made.
    :ivar open: mentions and statements on which nobody has decided.
    """

    view: PostView
    judgements: tuple[Judgement, ...]
    open: int


def reviewed_posts(reader: Reader) -> Iterator[Reviewed]:
    """Yield the posts on whose newest version a decision stands, by id."""
    subjects = dict.fromkeys(j.subject for j in reader.judgements())
    versions = dict.fromkeys(v for s in subjects if (v := version_of(s)))
    posts = _known(lambda version: reader.version(version).post_id, versions)
    bare = [s for s in subjects if s.startswith("s_")]  # before subjects named the version
    posts |= _known(lambda statement: reader.statement(statement).post.id, bare)
    chosen = sorted(posts)
    for start in range(0, len(chosen), _BATCH):
        for view in reader.posts_by_id(chosen[start : start + _BATCH]).values():
            standing = {j.id: j for j in (*view.judged.values(), *view.lost)}
            if standing:
                made = tuple(sorted(standing.values(), key=lambda j: j.at))
                ids = [m.id for m in view.mentions] + [s.id for s in view.statements]
                yield Reviewed(view, made, sum(i not in view.judged for i in ids))


def _known(post_of: Callable[[str], str], keys: Iterable[str]) -> set[str]:
    """Return the posts of those of ``keys`` that the workspace still holds."""
    found = set()
    for key in keys:
        with suppress(NotFoundError):
            found.add(post_of(key))
    return found


def example(reviewed: Reviewed) -> dict[str, Any]:
    """Return a reviewed post in the fields of an annotated example, and ``lang`` and ``review``.

    Every marked value is a run of characters of ``text``, and after ``##`` which of its
    occurrences is meant. ``review`` tells who decided what and when, what was rejected, how many
    marks nobody has decided on (``open``), and how many cannot be told in these fields
    (``left_out``): kinds that the examples do not know, runs that hold ``##``, and statements
    whose speaker stands nowhere in the text.
    """
    view = reviewed.view
    text = view.version.text
    mentions, odd = _mentions(view.mentions, text)
    said = [s for s in view.statements if not _rejected(view.judged.get(s.id))]
    statements = [_statement(s, view) for s in said]
    day = view.post.published.day or view.version.seen_at.date().isoformat()
    return {
        "id": view.post.id,
        "lang": view.version.language or "und",
        "style": "communiqué" if view.source.voice else "agency",
        "owner": view.source.owner or view.source.name,
        "voice": view.source.voice,
        "date": day,
        "text": text,
        "mentions": mentions,
        "statements": [s for s in statements if s],
        "review": {
            "decisions": [_decision(j) for j in reviewed.judgements],
            "rejected": _what_was_rejected(reviewed),
            "open": reviewed.open,
            "left_out": odd + statements.count(None),
        },
    }


def _rejected(judgement: Judgement | None) -> bool:
    return judgement is not None and judgement.verdict is Verdict.REJECT


def _mentions(mentions: Sequence[Mention], text: str) -> tuple[dict[str, list[str]], int]:
    found: dict[str, list[str]] = {}
    odd = 0
    for mention in mentions:
        kind, run = _KINDS.get(mention.kind), _run(text, mention.span)
        if kind is None or run is None:
            odd += 1
        else:
            found.setdefault(kind, []).append(run)
    return found, odd


def _run(text: str, span: Span | None, after: int = 0) -> str | None:
    """Return the words at ``span``, and which of their occurrences from ``after`` on they are."""
    words = span.of(text) if span else ""
    if span is None or not words.strip() or "##" in words:
        return None
    number, start = 0, after - 1
    while start < span.start:
        start = text.find(words, start + 1)
        number += 1
    return f"{words}##{number}"


def _statement(statement: Statement, view: PostView) -> dict[str, Any] | None:
    """Return a statement's fields, or None where they cannot tell it."""
    text, speaker = view.version.text, statement.speaker
    own = speaker.basis is Basis.VOICE and view.source.voice
    content, after = [], 0
    for span in statement.content:
        content.append(_run(text, span, after))
        after = span.end
    named = None if own else _run(text, speaker.span)
    if not (own or named) or None in content:
        return None
    slots = {
        "cue": _run(text, statement.cue),
        "target": _target(statement, view),
        "condition": _run(text, statement.condition),
        "deadline": _deadline(statement, text),
        "capability": _run(text, statement.capability),
        "hedge": _run(text, next(iter(statement.hedges), None)),
    }
    told = {name: run for name, run in slots.items() if run}
    acts = {"act": statement.act.value, "direct": statement.direct}
    return {"speaker": named, "content": content, **acts, **told}


def _target(statement: Statement, view: PostView) -> str | None:
    """Return where the target stands: as a person said, else the first place of its name."""
    judgement = view.judged.get(statement.id)
    span = target_of(judgement) if judgement else None
    text, name = view.version.text, statement.target or ""
    at = text.find(name) if name else -1
    return _run(text, span or (Span(at, at + len(name)) if at >= 0 else None))


def _deadline(statement: Statement, text: str) -> dict[str, str] | None:
    run, day = _run(text, statement.deadline), statement.deadline_at.day
    return {"text": run, **({"day": day} if day else {})} if run else None


def _decision(judgement: Judgement) -> dict[str, str]:
    mark = mark_id(judgement.subject)
    return {
        "mark": mark,
        "verdict": judgement.verdict.value,
        "by": judgement.by,
        "at": judgement.at.isoformat(),
        **({"reason": judgement.reason} if judgement.reason else {}),
    }


def _what_was_rejected(reviewed: Reviewed) -> list[dict[str, Any]]:
    """Return what was rejected, with the words at issue; an earlier decision has none."""
    text = reviewed.view.version.text
    found: list[dict[str, Any]] = []
    for judgement in reviewed.judgements:
        if judgement.verdict is not Verdict.REJECT:
            continue
        mark = mark_id(judgement.subject)
        if mark.startswith("m_") and (mention := value_of(judgement, "was", Mention)):
            kind = _KINDS.get(mention.kind, mention.kind)
            found.append({"mark": mark, "kind": kind, "text": _run(text, mention.span)})
        elif mark.startswith("s_") and (said := value_of(judgement, "was", Statement)):
            runs = [_run(text, span) for span in said.content]
            found.append({"mark": mark, "act": said.act.value, "content": runs})
        else:
            found.append({"mark": mark})
    return found
