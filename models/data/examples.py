"""The annotated examples of this folder, read from YAML: see GUIDE.md for what the fields mean.

Offsets are Unicode code points of the text, ends exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from .vocabulary import ACLED, ACTS, KINDS, PLOVER, STYLES

__all__ = [
    "DATA",
    "ActExample",
    "EventExample",
    "ExampleError",
    "PostExample",
    "Span",
    "StatementExample",
    "read_acts",
    "read_events",
    "read_posts",
]

DATA = Path(__file__).parent
Span = tuple[int, int]

_POST_KEYS = {"id", "style", "owner", "voice", "date", "text", "mentions", "statements"}
_SLOTS = ("target", "condition", "capability", "hedge")
_STATEMENT_KEYS = {"speaker", "source", "cue", "content", "act", "direct", "via", "day"}
_STATEMENT_KEYS |= {"deadline", *_SLOTS}
_EVENT_KEYS = {"text", "plover", "acled", "trigger", "source", "target", "place"}
_ACT_KEYS = {"act", "cue", "content"}
_CLITICS = {
    "ar": "(?:[وفبكل]|ال|لل|بال|كال|وال|فال|وب|ول|فب|فل|وك|وبال|ولل)",
    "he": "[ובלמהשכ]{1,3}",
}


class ExampleError(Exception):
    """One example does not follow the guide."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")


@dataclass(frozen=True, slots=True)
class StatementExample:
    """One annotated statement.

    :ivar speaker: the fullest naming, None where the channel speaks for itself.
    :ivar source: the words that stand for the speaker at the statement, if any do.
    :ivar slots: target, condition, capability, hedge and deadline, where they are there.
    :ivar via: who passed it on, outermost first: source and cue.
    """

    speaker: Span | None
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    act: str
    direct: bool
    slots: Mapping[str, Span] = field(default_factory=dict)
    deadline_day: date | None = None
    day: date | None = None
    via: tuple[tuple[Span, Span | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PostExample:
    """One annotated post; ``mentions`` are ``(start, end, kind)``, sorted, apart."""

    id: str
    lang: str
    style: str
    owner: str
    voice: bool
    date: date
    text: str
    mentions: tuple[tuple[int, int, str], ...]
    statements: tuple[StatementExample, ...]


@dataclass(frozen=True, slots=True)
class EventExample:
    """One annotated sentence about one event."""

    lang: str
    text: str
    plover: str
    acled: str
    trigger: Span
    source: Span | None
    target: Span | None
    place: Span | None


@dataclass(frozen=True, slots=True)
class ActExample:
    """What somebody said, and which act it is; ``cue`` is empty where nobody else reports it."""

    lang: str
    content: str
    cue: str
    act: str


def read_posts(path: Path) -> tuple[list[PostExample], list[ExampleError]]:
    """Return the posts of one file and what is wrong with the others."""
    posts: list[PostExample] = []
    errors: list[ExampleError] = []
    seen: set[str] = set()
    for item in _items(path):
        where = str(item.get("id", "?")) if isinstance(item, dict) else "?"
        if where in seen:
            errors.append(ExampleError(where, "this id occurs twice"))
        seen.add(where)
        try:
            posts.append(_post(item, path.stem.split("-")[0], where))
        except ExampleError as error:
            errors.append(error)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            errors.append(ExampleError(where, f"{type(error).__name__}: {error}"))
    return posts, errors


def read_events(path: Path) -> tuple[list[EventExample], list[ExampleError]]:
    """Return the events of one file and what is wrong with the others."""
    events: list[EventExample] = []
    errors: list[ExampleError] = []
    for number, item in enumerate(_items(path), 1):
        where = f"{path.stem} number {number}"
        try:
            events.append(_event(item, path.stem.split("-")[0], where))
        except ExampleError as error:
            errors.append(error)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            errors.append(ExampleError(where, f"{type(error).__name__}: {error}"))
    return events, errors


def read_acts(path: Path) -> tuple[list[ActExample], list[ExampleError]]:
    """Return the single sentences of one file and what is wrong with the others."""
    found: list[ActExample] = []
    errors: list[ExampleError] = []
    for number, item in enumerate(_items(path), 1):
        where = f"{path.stem} number {number}"
        try:
            found.append(_act(item, path.stem.split("-")[0], where))
        except ExampleError as error:
            errors.append(error)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            errors.append(ExampleError(where, f"{type(error).__name__}: {error}"))
    return found, errors


def _act(item: Mapping[str, Any], lang: str, where: str) -> ActExample:
    _known(item, _ACT_KEYS, where)
    if item["act"] not in ACTS:
        raise ExampleError(where, f"unknown act {item['act']!r}")
    content = item["content"]
    if not isinstance(content, str) or not content.strip():
        raise ExampleError(where, "no content")
    return ActExample(lang, content, str(item.get("cue") or ""), str(item["act"]))


def _items(path: Path) -> list[Any]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8")) or ())


def _post(item: Mapping[str, Any], lang: str, where: str) -> PostExample:
    _known(item, _POST_KEYS, where)
    text = _text(item, where)
    if item["style"] not in STYLES:
        raise ExampleError(where, f"unknown style {item['style']!r}")
    if not isinstance(item["voice"], bool):
        raise ExampleError(where, "voice is neither true nor false")
    return PostExample(
        id=where,
        lang=lang,
        style=str(item["style"]),
        owner=str(item["owner"]),
        voice=item["voice"],
        date=_day(item["date"], where),
        text=text,
        mentions=_mentions(text, item.get("mentions") or {}, lang, where),
        statements=tuple(
            _statement(text, each, bool(item["voice"]), f"{where} statement {number}")
            for number, each in enumerate(item["statements"], 1)
        ),
    )


def _statement(text: str, item: Mapping[str, Any], voice: bool, where: str) -> StatementExample:
    _known(item, _STATEMENT_KEYS, where)
    if item["act"] not in ACTS:
        raise ExampleError(where, f"unknown act {item['act']!r}")
    if item.get("speaker") is None and not voice:
        raise ExampleError(where, "no speaker, though the channel has no voice of its own")
    deadline = item.get("deadline") or {}
    runs = {name: item.get(name) for name in _SLOTS} | {"deadline": deadline.get("text")}
    return StatementExample(
        speaker=_span(text, item["speaker"], where),
        source=_span(text, item.get("source"), where),
        cue=_span(text, item.get("cue"), where),
        content=_content(text, item["content"], where),
        act=str(item["act"]),
        direct=_flag(item["direct"], where),
        slots={name: _found(text, run, where) for name, run in runs.items() if run},
        deadline_day=_day(deadline["day"], where) if deadline.get("day") else None,
        day=_day(item["day"], where) if item.get("day") else None,
        via=tuple(
            (_found(text, each["source"], where), _span(text, each.get("cue"), where))
            for each in item.get("via") or ()
        ),
    )


def _event(item: Mapping[str, Any], lang: str, where: str) -> EventExample:
    _known(item, _EVENT_KEYS, where)
    text = _text(item, where)
    if item["plover"] not in PLOVER or item["acled"] not in ACLED:
        raise ExampleError(where, f"unknown code {item['plover']} or {item['acled']}")
    return EventExample(
        lang=lang,
        text=text,
        plover=str(item["plover"]),
        acled=str(item["acled"]),
        trigger=_found(text, item["trigger"], where),
        source=_span(text, item.get("source"), where),
        target=_span(text, item.get("target"), where),
        place=_span(text, item.get("place"), where),
    )


def _known(item: Mapping[str, Any], keys: set[str], where: str) -> None:
    unknown = set(item) - keys
    if unknown:
        raise ExampleError(where, f"unknown fields {sorted(unknown)}")


def _text(item: Mapping[str, Any], where: str) -> str:
    text = item["text"]
    if not isinstance(text, str) or not text.strip():
        raise ExampleError(where, "no text")
    return text.strip("\n")


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise ExampleError(where, "direct is neither true nor false")
    return value


def _day(value: object, where: str) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise ExampleError(where, f"{value!r} is no day") from error


def _content(text: str, runs: object, where: str) -> tuple[Span, ...]:
    if not isinstance(runs, list) or not runs:
        raise ExampleError(where, "content is not a list of runs")
    found: list[Span] = []
    for run in runs:
        after = found[-1][1] if found else 0
        found.append(_found(text, run, where, after))
    return tuple(found)


def _span(text: str, run: object, where: str) -> Span | None:
    return None if run is None else _found(text, run, where)


def _found(text: str, run: object, where: str, after: int = 0) -> Span:
    """Return the place of ``run``, or of its n-th occurrence where it ends in ``##n``."""
    if not isinstance(run, str) or not run.strip():
        raise ExampleError(where, f"{run!r} is not a run of characters")
    wanted, _, number = run.partition("##")
    start = after - 1
    for _ in range(int(number or 1)):
        start = text.find(wanted, start + 1)
        if start < 0:
            raise ExampleError(where, f"does not occur (often enough): {run!r}")
    return start, start + len(wanted)


def _mentions(
    text: str, kinds: Mapping[str, Any], lang: str, where: str
) -> tuple[tuple[int, int, str], ...]:
    _known(kinds, set(KINDS), where)
    runs = [(str(run), kind) for kind, listed in kinds.items() for run in listed or ()]
    taken: list[tuple[int, int, str]] = []
    for run, kind in sorted(runs, key=lambda pair: -len(pair[0])):
        taken += list(_occurrences(text, run, kind, lang, where, taken))
    return tuple(sorted(taken))


def _occurrences(
    text: str, run: str, kind: str, lang: str, where: str, taken: list[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the places of ``run`` where a word begins and ends and nothing longer stands."""
    if "##" in run:
        places = [_found(text, run, where)]
    else:
        clitic = _CLITICS.get(lang, "")
        pattern = re.compile(re.escape(run) + r"(?![^\W_])")
        places = [m.span() for m in pattern.finditer(text) if _begins(text, m.start(), clitic)]
    if not places:
        raise ExampleError(where, f"no mention {run!r}")
    for start, end in places:
        if not any(a < end and start < b for a, b, _ in taken):
            yield start, end, kind


def _begins(text: str, start: int, clitic: str) -> bool:
    """True where a word begins at ``start``, or only attached particles stand before it."""
    first = start
    while first and (text[first - 1].isalnum()):
        first -= 1
    before = text[first:start]
    return not before or bool(clitic and re.fullmatch(clitic, before))
