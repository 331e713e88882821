"""Annotated texts as training examples, one reader a corpus, all in one shape.

Only what may be fitted to (see models/CARD.md): PEYMA, ARMAN and NEMO are read for measuring
alone. NewsFANE annotates the same articles as ANERcorp, whose held-out part it would give away,
and is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from marsad.encoder.events import between
from models.data.examples import (
    EventExample,
    PostExample,
    StatementExample,
    read_events,
    read_posts,
)
from models.data.vocabulary import KINDS

__all__ = [
    "NER_FITTED",
    "NER_MEASURED",
    "Attribution",
    "Example",
    "crisis_posts",
    "entity_sets",
    "kept_back",
    "last_tenth",
    "muc4",
    "muc4_roles",
    "own_events",
    "own_posts",
    "plover_sentences",
    "polnear",
    "re3d",
]

Span = tuple[int, int]
T = TypeVar("T")
NER_FITTED = ("ar_anercorp", "fa_parstwiner")
NER_MEASURED = ("ar_anercorp", "fa_parstwiner", "fa_peyma", "he_nemo")
NAMES = frozenset({"PER", "ORG", "LOC"})
_RE3D_KINDS = {
    "Person": "PER",
    "Organisation": "ORG",
    "Location": "LOC",
    "Weapon": "WEAPON",
    "Temporal": "DATE",
}
_RE3D_OPEN = (
    "Australian Department of Foreign Affairs",
    "CENTCOM",
    "Delegation of the European Union to Syria",
    "UK Government",
    "US State Department",
    "Wikipedia",
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement as spans by role: source, cue, content, and slots where they are marked.

    :ivar act: None where the corpus does not say.
    """

    roles: Mapping[str, tuple[Span, ...]]
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what is marked in it.

    :ivar kinds: the kinds of mention that were looked for; empty where none was.
    :ivar attributions: None where statements were not looked for.
    :ivar slots: target, condition and so on were looked for.
    :ivar incident: roles in an attack; None where they were not looked for.
    :ivar parts: trigger, actors and place of the one event of the text; None as above.
    :ivar plover: code of that event, or empty; ``acled`` likewise.
    """

    id: str
    lang: str
    text: str
    kinds: frozenset[str] = frozenset()
    mentions: tuple[tuple[int, int, str], ...] = ()
    attributions: tuple[Attribution, ...] | None = None
    slots: bool = False
    incident: tuple[tuple[int, int, str], ...] | None = None
    parts: tuple[tuple[int, int, str], ...] | None = None
    plover: str = ""
    acled: str = ""
    corpus: str = field(default="", compare=False)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _joined(data: Path, name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    gold = {each["id"]: each for each in _lines(data / "dev" / f"{name}_gold.jsonl")}
    for item in _lines(data / "dev" / f"{name}_inputs.jsonl"):
        yield item, gold[item["id"]]


def entity_sets(data: Path, names: Sequence[str], *, held_out: bool) -> list[Example]:
    """Return sentences of ``ner_train``: the last tenth of each set, or the rest.

    The sets follow their documents in order, so the tenth is of whole documents, but for one.
    """
    found: list[Example] = []
    by_set: dict[str, list[Example]] = {name: [] for name in names}
    for item, gold in _joined(data, "ner_train"):
        if gold["set"] in by_set:
            by_set[gold["set"]].append(_names(item, gold, NAMES, gold["set"]))
    for listed in by_set.values():
        found += last_tenth(listed, held_out=held_out)
    return found


def last_tenth(listed: Sequence[T], *, held_out: bool) -> Sequence[T]:
    """Return what is kept back of a set of names, or the rest."""
    cut = len(listed) * 9 // 10
    return listed[cut:] if held_out else listed[:cut]


def kept_back(posts: Iterable[T], *, held_out: bool) -> list[T]:
    """Return what is kept back of crisis posts, twenty of each two hundred, or the rest."""
    return [each for n, each in enumerate(posts) if (n // 20 % 10 == 9) == held_out]


def crisis_posts(data: Path, *, held_out: bool) -> list[Example]:
    """Return posts of IDRISI-RE, in which places are marked; one in ten is held out."""
    every = (
        _names(item, gold, frozenset({"LOC"}), f"crisis_{item['lang']}")
        for item, gold in _joined(data, "loc_social_train")
    )
    return kept_back(every, held_out=held_out)


def _names(
    item: Mapping[str, Any], gold: Mapping[str, Any], kinds: frozenset[str], corpus: str
) -> Example:
    spans = sorted((int(s), int(e), str(kind)) for s, e, kind in gold["entities"])
    return Example(item["id"], item["lang"], item["text"], kinds, tuple(spans), corpus=corpus)


def polnear(data: Path, part: str) -> list[Example]:
    """Return articles of PolNeAR: ``train`` or ``dev``."""
    return [
        Example(
            item["id"],
            "en",
            item["text"],
            attributions=tuple(
                Attribution({r: tuple(map(tuple, a[r])) for r in ("source", "cue", "content")})
                for a in gold["attributions"]
            ),
            corpus="polnear",
        )
        for item, gold in _joined(data, f"polnear_{part}")
    ]


def re3d(data: Path, *, held_out: bool) -> list[Example]:
    """Return documents of re3d without the BBC's; every fifth is held out."""
    found: list[Example] = []
    for folder in _RE3D_OPEN:
        root = data / "samples" / "re3d" / folder
        marks: dict[str, list[tuple[int, int, str]]] = {}
        for each in _lines(root / "entities.json"):
            if each["type"] in _RE3D_KINDS:
                run = int(each["begin"]), int(each["end"]), _RE3D_KINDS[each["type"]]
                marks.setdefault(each["documentId"], []).append(run)
        for each in _lines(root / "documents.json"):
            found.append(
                Example(
                    each["_id"],
                    "en",
                    each["text"],
                    frozenset(KINDS),
                    tuple(_apart(marks.get(each["_id"], ()))),
                    corpus="re3d",
                )
            )
    return [each for n, each in enumerate(found) if (n % 5 == 4) == held_out]


def _apart(marks: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the longer of marks that overlap, in order."""
    taken: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(marks, key=lambda m: m[0] - m[1]):
        if not any(a < end and start < b for a, b, _ in taken):
            taken.append((start, end, kind))
    yield from sorted(taken)


def own_posts(folder: Path, *, test: bool) -> list[Example]:
    """Return our own posts: those of the files named ``…-test``, or the others."""
    found: list[Example] = []
    for path in sorted((folder / "statements").glob("*.yaml")):
        if path.stem.endswith("-test") == test:
            posts, errors = read_posts(path)
            if errors:
                raise errors[0]
            found += map(_own, posts)
    return found


def _own(post: PostExample) -> Example:
    return Example(
        post.id,
        post.lang,
        post.text,
        frozenset(KINDS),
        post.mentions,
        tuple(_statement(each) for each in post.statements),
        slots=True,
        corpus=f"own_{post.lang}",
    )


def _statement(statement: StatementExample) -> Attribution:
    source = statement.source or statement.speaker
    roles: dict[str, tuple[Span, ...]] = {"content": statement.content}
    if source:
        roles["source"] = (source,)
    if statement.cue:
        roles["cue"] = (statement.cue,)
    roles |= {name: (span,) for name, span in statement.slots.items()}
    return Attribution(roles, statement.act)


def muc4(data: Path, part: str) -> list[Example]:
    """Return texts of MUC-4 (``train`` or ``dev``) with every occurrence of a role's strings."""
    return [
        Example(
            item["id"],
            "en",
            item["text"],
            incident=tuple(_apart(_filled(item["text"], gold["roles"]))),
            corpus="muc4",
        )
        for item, gold in _joined(data, f"muc4_{part}")
    ]


def plover_sentences(data: Path) -> list[Example]:
    """Return sentences with PLOVER's root codes: for measuring only."""
    return [
        Example(
            item["id"],
            "en",
            between(item.get("source", ""), item.get("target", ""), item["text"]),
            plover=gold["label"],
        )
        for item, gold in _joined(data, "ev_plover_train")
    ]


def muc4_roles(data: Path, part: str) -> dict[str, dict[str, list[list[str]]]]:
    """Return the entities of each role, each as its mentions, by text."""
    return {gold["id"]: gold["roles"] for _, gold in _joined(data, f"muc4_{part}")}


def _filled(
    text: str, roles: Mapping[str, Sequence[Sequence[str]]]
) -> Iterator[tuple[int, int, str]]:
    for role, entities in roles.items():
        for string in sorted({each for entity in entities for each in entity}):
            for found in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", text):
                yield *found.span(), role


def own_events(folder: Path, *, held_out: bool) -> list[Example]:
    """Return our own sentences about events; every sixth is held out."""
    found: list[Example] = []
    for path in sorted((folder / "events").glob("*.yaml")):
        events, errors = read_events(path)
        if errors:
            raise errors[0]
        for n, each in enumerate(events):
            if (n % 6 == 5) == held_out:
                found.append(_event(each, f"{path.stem}-{n}"))
                found.append(_asked(each, f"{path.stem}-{n}"))
    return found


def _asked(event: EventExample, name: str) -> Example:
    """Return the sentence with its actors before it: what happens between them is the code."""
    actors = [event.text[slice(*span)] if span else "" for span in (event.source, event.target)]
    text = between(actors[0], actors[1], event.text)
    return Example(f"asked-{name}", event.lang, text, plover=event.plover, corpus="event")


def _event(event: EventExample, name: str) -> Example:
    spans = {name: getattr(event, name) for name in ("trigger", "source", "target", "place")}
    parts = [(*span, kind) for kind, span in spans.items() if span]
    return Example(
        f"event-{name}",
        event.lang,
        event.text,
        parts=tuple(_apart(parts)),
        plover=event.plover,
        acled=event.acled,
        corpus="event",
    )
