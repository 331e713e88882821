"""Review: what people decided about the marks of one version, laid over what was found there.

A mark is a :class:`Mention` or a :class:`Statement`. The subject of a decision about one is the
version and the mark, ``v_…/m_…``; its value is JSON with what the person saw (``was``, absent for
what was added), what they read instead (``now``, only of a correction), or which judgement is
taken back (``undoes``). What was found is never changed: it can be found again by another recipe,
and a decision that is taken back leaves it exactly as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from .entity import Mention
from .ids import make_id
from .judgement import Judgement, Verdict
from .post import Span, iou
from .statement import Statement

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter

__all__ = [
    "PERSON",
    "Mark",
    "Review",
    "added_id",
    "choice",
    "correction",
    "mark_id",
    "review",
    "seen",
    "standing",
    "subject",
    "target_of",
    "undoes",
    "undoing",
    "value_of",
    "version_of",
]

Mark = Mention | Statement
_M = TypeVar("_M", Mention, Statement)

PERSON = "person/1"
"""Begins the recipe of every mark that stands as a person read it."""

_HALF = 0.5
"""Two marks are about the same words where what both cover is at least this share of what either
covers: with less, most of the words are different ones. A choice, not a measurement."""

_MOSTLY = 0.8
"""The same for a mark that a reader added beside what was found: two statements may well share
words, and only one that is nearly the same was found since. A choice, not a measurement."""

_ELSEWHERE = frozenset((Verdict.SAME, Verdict.NOT_SAME))


@dataclass(frozen=True, slots=True)
class Review:
    """The marks of one version as they stand.

    :ivar mentions: without those that were rejected.
    :ivar statements: with those that were rejected; ``judged`` tells.
    :ivar rejected: mentions that were rejected.
    :ivar judged: the judgement that stands on each mark, by the mark's id.
    :ivar lost: judgements about what is no longer found; accepted and corrected marks stay
        among the others all the same.
    """

    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    rejected: tuple[Mention, ...] = ()
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    lost: tuple[Judgement, ...] = ()


# ---------------------------------------------------------------- subjects and values


def subject(version_id: str, mark: str) -> str:
    """Return the subject of decisions about the mark with this id."""
    return f"{version_id}/{mark}"


def mark_id(subject: str) -> str:
    """Return the id of the mark that ``subject`` names."""
    return subject.rpartition("/")[2]


def version_of(subject: str) -> str | None:
    """Return the version that ``subject`` is about; None where it is about no mark."""
    version, slash, mark = subject.partition("/")
    known = version.startswith("v_") and mark.startswith(("m_", "s_"))
    return version if slash and known else None


def added_id(mark: Mark) -> str:
    """Return the id of a mark that a person added."""
    kind = mark.kind if isinstance(mark, Mention) else mark.speaker.text
    bounds = [edge for span in _spans(mark) for edge in (span.start, span.end)]
    letter = "m" if isinstance(mark, Mention) else "s"
    return make_id(letter, mark.version_id, PERSON, kind, *bounds)


@cache
def _converter() -> JsonConverter:
    from cattrs.preconf.json import make_converter  # here, so that the model imports at once

    return make_converter(detailed_validation=False)


def seen(mark: Mark) -> str:
    """Return the value of a judgement that accepts or rejects ``mark``."""
    return _json({"was": _plain(mark)})


def correction(was: Mark | None, now: Mark, target: Span | None = None) -> str:
    """Return the value of a judgement that puts ``now`` in place of ``was``, or adds it.

    :param target: where the target of a statement stands, whose name may be told otherwise.
    """
    value = {"was": _plain(was) if was else None, "now": _plain(now)}
    return _json(value | ({"target": _plain(target)} if target else {}))


def choice(was: Mention, entity_id: str | None) -> str:
    """Return the value of a judgement that says whom a name means, or that it is nobody known."""
    now = replace(was, entity_id=entity_id, candidates=())
    return _json({"was": _plain(was), "now": _plain(now), "chosen": True})


def target_of(judgement: Judgement) -> Span | None:
    """Return where a person found the target of a statement, or None."""
    found = _values(judgement).get("target")
    return _converter().structure(found, Span) if isinstance(found, dict) else None


def undoing(judgement: Judgement) -> str:
    """Return the value of a judgement that takes back ``judgement``."""
    return _json({"undoes": judgement.id})


def undoes(judgement: Judgement) -> str | None:
    """Return the id of the judgement that this one takes back, or None."""
    found = _values(judgement).get("undoes") if judgement.verdict is Verdict.UNDECIDED else None
    return found if isinstance(found, str) else None


def _plain(mark: Mark | Span) -> object:
    return _converter().unstructure(mark)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def value_of(judgement: Judgement, key: str, kind: type[_M]) -> _M | None:
    """Return the mark under ``key`` (``was`` or ``now``) of a judgement's value, or None."""
    found = _values(judgement).get(key)
    return _converter().structure(found, kind) if isinstance(found, dict) else None


def _values(judgement: Judgement) -> dict[str, object]:
    found = json.loads(judgement.value) if judgement.value else None
    return found if isinstance(found, dict) else {}


# ---------------------------------------------------------------- what stands


def standing(judgements: Iterable[Judgement]) -> Judgement | None:
    """Return the judgement that stands after all of one subject's, in the order made.

    UNDECIDED takes back the judgement that it names, and what stood before that stands again;
    one that names none takes back all.
    """
    stack: list[Judgement] = []
    for judgement in judgements:
        if judgement.verdict in _ELSEWHERE:
            continue
        if judgement.verdict is not Verdict.UNDECIDED:
            stack.append(judgement)
            continue
        undone = undoes(judgement)
        stack = [j for j in stack if j.id != undone] if undone else []
    return stack[-1] if stack else None


def review(
    mentions: Sequence[Mention], statements: Sequence[Statement], judgements: Iterable[Judgement]
) -> Review:
    """Return the marks of one version as ``judgements`` leave them.

    A decision belongs to the mark of its id; failing that, to the one that covers most of the
    same words, and at least half. A corrected or accepted mark stands as the person read it.

    :param judgements: those on marks of this version, in the order in which they were made; a
        statement's bare id as subject is understood too.
    """
    grouped: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        grouped.setdefault(mark_id(judgement.subject), []).append(judgement)
    stands = {key: found for key, group in grouped.items() if (found := standing(group))}
    named, unfound = _laid(mentions, Mention, _beginning("m_", stands))
    said, unsaid = _laid(statements, Statement, _beginning("s_", stands))
    gone = {m.id for m, j in named if j and j.verdict is Verdict.REJECT}
    return Review(
        mentions=_free([(m, j) for m, j in named if m.id not in gone], len(mentions)),
        statements=_ordered([s for s, _ in said], len(statements)),
        rejected=tuple(m for m, _ in named if m.id in gone),
        judged=_judged(named) | _judged(said),
        lost=(*unfound, *unsaid),
    )


def _beginning(letter: str, stands: Mapping[str, Judgement]) -> dict[str, Judgement]:
    return {key: judgement for key, judgement in stands.items() if key.startswith(letter)}


def _laid(
    found: Sequence[_M], kind: type[_M], stands: Mapping[str, Judgement]
) -> tuple[list[tuple[_M, Judgement | None]], list[Judgement]]:
    """Return each mark as it stands with its judgement, and judgements whose mark is not found."""
    met = {mark.id: stands[mark.id] for mark in found if mark.id in stands}
    lost: list[Judgement] = []
    added: list[tuple[_M, Judgement | None]] = []
    for key, judgement in stands.items():
        if key in met:
            continue
        nearest = _nearest(judgement, kind, [mark for mark in found if mark.id not in met])
        if nearest is not None:
            met[nearest.id] = judgement
            continue
        read = _read(judgement, kind)
        if read is not None:
            added.append((read, judgement))
        if value_of(judgement, "was", kind) or read is None:
            lost.append(judgement)
    laid: list[tuple[_M, Judgement | None]] = [
        (_as_read(mark, kind, met.get(mark.id)), met.get(mark.id)) for mark in found
    ]
    return laid + added, lost


def _judged(laid: Iterable[tuple[_M, Judgement | None]]) -> dict[str, Judgement]:
    return {mark.id: judgement for mark, judgement in laid if judgement}


def _nearest(judgement: Judgement, kind: type[_M], free: Iterable[_M]) -> _M | None:
    """Return the mark that a judgement on another one is about now, or None."""
    was, least = value_of(judgement, "was", kind), _HALF
    if was is None:
        was, least = value_of(judgement, "now", kind), _MOSTLY
    if was is None:
        return None
    shares = [(iou(_spans(was), _spans(mark)), mark) for mark in free]
    fitting = [(share, mark) for share, mark in shares if share >= least]
    if judgement.verdict is Verdict.REJECT:  # what was no person may well be a place
        fitting = [(share, mark) for share, mark in fitting if _kind(mark) == _kind(was)]
    return max(fitting, key=lambda each: each[0], default=(0.0, None))[1]


def _kind(mark: Mark) -> str:
    return mark.kind if isinstance(mark, Mention) else ""


def _spans(mark: Mark) -> tuple[Span, ...]:
    return (mark.span,) if isinstance(mark, Mention) else mark.content


def _read(judgement: Judgement, kind: type[_M]) -> _M | None:
    """Return the mark as a person read it; None where it was rejected, or not written down."""
    if judgement.verdict is Verdict.REJECT:
        return None
    key = "now" if judgement.verdict is Verdict.CORRECT else "was"
    read = value_of(judgement, key, kind)
    if read is None:
        return None
    was = value_of(judgement, "was", kind)
    verb = {"was": "accepted", "now": "corrected"}[key] if was else "added"
    found = f"; found by {was.recipe}" if was else ""
    identity = mark_id(judgement.subject)
    return replace(read, id=identity, score=1.0, recipe=f"{PERSON}: {verb}{found}")


def _as_read(mark: _M, kind: type[_M], judgement: Judgement | None) -> _M:
    """Return ``mark``, or what stands in its place; entities are those of today where they can."""
    read = _read(judgement, kind) if judgement else None
    chosen = judgement is not None and _values(judgement).get("chosen") is True
    if read is None or (_reading(read) == _reading(mark) and not chosen):
        return mark
    return replace(read, id=mark.id)


def _reading(mark: Mark) -> tuple[object, ...]:
    """Return what a person reads off the text of a mark."""
    if isinstance(mark, Mention):
        return mark.span, mark.kind
    slots = (mark.cue, mark.condition, mark.deadline, mark.deadline_at, mark.capability)
    return mark.content, mark.act, mark.speaker.span, mark.target, mark.direct, mark.hedges, slots


def _free(named: Sequence[tuple[Mention, Judgement | None]], found: int) -> tuple[Mention, ...]:
    """Return mentions without those found over words that a person read otherwise."""
    own = [m.span for m, judgement in named if judgement]
    kept = [m for m, j in named if j or not any(m.span.overlap(span) for span in own)]
    return _ordered(kept, found)


def _ordered(marks: Sequence[_M], found: int) -> tuple[_M, ...]:
    """Return marks in the order in which they were found, or of the text where more were added."""
    return tuple(marks if len(marks) <= found else sorted(marks, key=_spans))
