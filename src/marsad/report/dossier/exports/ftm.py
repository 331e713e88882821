"""FollowTheMoney: one entity a line, with properties and with the statements behind them.

Facts of lists go out as they came in, under the entity that they were judged to be of; those that
their list dropped do not. A designation or membership that is wholly gone goes out with the day on
which it ended. What this workspace itself says (names, roles, such days, what was said) is of the
dataset ``marsad``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from ....model import EntityKind, Fact
from ..identity import standing
from ..sayings import heading
from ..ties import EDGES
from ..values import Dossier, GroundKind, Node, Said, Tie

__all__ = ["FtmExporter"]

Line = dict[str, Any]

_OWN = "marsad"
_SCHEMATA = {
    EntityKind.PLACE: "Address",
    EntityKind.CHANNEL: "UserAccount",
    EntityKind.WORK: "Document",
    EntityKind.WEAPON: "Asset",
}
"""FollowTheMoney has no places, works and weapons; these are the nearest that hold a name. Other
kinds are called as it calls them."""

_ENDING = (*EDGES, "Sanction")
"""Schemata that have an end; of others that are gone nothing goes out."""

_LANGUAGES = {
    "ar": "ara",
    "ckb": "ckb",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fa": "fas",
    "fr": "fra",
    "he": "heb",
    "ku": "kur",
    "prs": "prs",
    "ps": "pus",
    "ru": "rus",
    "tr": "tur",
    "uk": "ukr",
    "ur": "urd",
}
_USES = {
    "name": "name",
    "alias": "alias",
    "acronym": "alias",
    "former name": "previousName",
    "weak alias": "weakAlias",
    "handle": "weakAlias",
}


class FtmExporter:
    """Writes JSON lines, the entity first; ``statements`` are FollowTheMoney's own."""

    name = "ftm"
    suffix = "jsonl"
    media_type = "application/x-ndjson"

    def export(self, dossier: Dossier, desk: str) -> bytes:  # noqa: ARG002 - the format has no author
        """Return the lines in UTF-8."""
        lines = (json.dumps(each, ensure_ascii=False, sort_keys=True) for each in _lines(dossier))
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _lines(dossier: Dossier) -> Iterator[Line]:
    merged = {dossier.entity_id, *dossier.merged}
    groups: dict[str, list[Line]] = defaultdict(list)
    schemata = {dossier.entity_id: _schema(dossier.kind)}
    for key, facts in _told(dossier, merged).items():
        schemata.setdefault(key, facts[0].schema)
        groups[key] += [_of_fact(fact, key, dossier, merged) for fact in facts]
        groups[key] += _end(dossier, key, facts)
    told = {s["value"] for s in groups[dossier.entity_id]}
    groups[dossier.entity_id] += [
        _own(
            dossier,
            dossier.entity_id,
            schemata[dossier.entity_id],
            _USES[t.use],
            t.text,
            t.language,
        )
        for t in dossier.names
        if t.text not in told
    ]
    yield _line(dossier.entity_id, schemata.pop(dossier.entity_id), groups[dossier.entity_id])
    for key, schema in sorted(schemata.items()):
        yield _line(key, schema, groups[key])
    for tie in dossier.ties:
        yield from _tie(dossier, tie, schemata)
    for said in dossier.said:
        yield _note(dossier, said)


def _told(dossier: Dossier, merged: set[str]) -> dict[str, list[Fact]]:
    """Return id → the facts that lists still hold; all of a record that ended, where it can."""
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for fact in dossier.facts:
        grouped[dossier.entity_id if fact.entity_id in merged else fact.entity_id].append(fact)
    kept = {key: standing(facts) for key, facts in grouped.items()}
    return {
        key: [f for f in facts if f.gone is None or not _later(f)]
        for key, facts in kept.items()
        if facts[0].gone is None or facts[0].schema in _ENDING
    }


def _later(fact: Fact) -> bool:
    """Tell whether a list dropped what it said would end later."""
    return fact.prop == "endDate" and fact.gone is not None and fact.value > _day(fact.gone)


def _end(dossier: Dossier, key: str, facts: Sequence[Fact]) -> list[Line]:
    """Return the end of a record that is gone from its list, which itself names no end."""
    gone = [fact.gone for fact in facts if fact.gone is not None]
    if not gone or any(fact.prop == "endDate" for fact in facts):
        return []
    return [_own(dossier, key, facts[0].schema, "endDate", _day(max(gone)))]


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _schema(kind: EntityKind) -> str:
    return _SCHEMATA.get(kind, kind.value)


def _line(key: str, schema: str, statements: Sequence[Line]) -> Line:
    properties: dict[str, list[str]] = defaultdict(list)
    for each in statements:
        if each["value"] not in properties[each["prop"]]:
            properties[each["prop"]].append(each["value"])
    return {
        "id": key,
        "schema": schema,
        "properties": dict(properties),
        "datasets": sorted({each["dataset"] for each in statements}),
        "statements": list(statements),
    }


def _of_fact(fact: Fact, key: str, dossier: Dossier, merged: set[str]) -> Line:
    value = dossier.entity_id if fact.refers and fact.value in merged else fact.value
    return {
        "id": fact.id,
        "canonical_id": key,
        "entity_id": fact.entity_id,
        "prop": fact.prop,
        "schema": fact.schema,
        "value": value,
        "dataset": fact.dataset,
        "lang": _LANGUAGES.get(fact.language, fact.language) or None,
        "original_value": fact.original or None,
        "first_seen": _seconds(fact.first_seen),
        "last_seen": _seconds(fact.last_seen),
        "external": False,
        "origin": fact.reference or None,
    }


def _seconds(at: datetime) -> str:
    return at.isoformat(timespec="seconds")[:19]


def _own(
    dossier: Dossier, key: str, schema: str, prop: str, value: str, language: str = ""
) -> Line:
    """Return a statement of this workspace."""
    at = _seconds(dossier.at)
    return {
        "id": Fact.make_id(_OWN, key, prop, value, language=language),
        "canonical_id": key,
        "entity_id": key,
        "prop": prop,
        "schema": schema,
        "value": value,
        "dataset": _OWN,
        "lang": _LANGUAGES.get(language) if language else None,
        "original_value": None,
        "first_seen": at,
        "last_seen": at,
        "external": False,
        "origin": None,
    }


def _tie(dossier: Dossier, tie: Tie, known: dict[str, str]) -> Iterator[Line]:
    """Yield a role that is an entry of this workspace; those of lists went out as they came."""
    kinds = {g.number: g.kind for g in dossier.grounds}
    if any(kinds.get(n) is not GroundKind.ENTRY for n in tie.notes) or not tie.end.id:
        return
    values = [
        ("member", tie.start.id),
        ("organization", tie.end.id),
        ("role", tie.role or tie.word),
        ("startDate", tie.since.value if tie.since else ""),
        ("endDate", tie.until.value if tie.until else ""),
    ]
    told = [_own(dossier, tie.id, "Membership", prop, value) for prop, value in values if value]
    yield _line(tie.id, "Membership", told)
    for node in (tie.start, tie.end):
        if node.id != dossier.entity_id and node.id not in known:
            known[node.id] = node.kind
            yield _node(dossier, node)


def _node(dossier: Dossier, node: Node) -> Line:
    schema = _schema(EntityKind(node.kind)) if node.kind in set(EntityKind) else "LegalEntity"
    return _line(node.id, schema, [_own(dossier, node.id, schema, "name", node.name)])


def _note(dossier: Dossier, said: Said) -> Line:
    key = f"note-{said.id}"
    posts = {g.number: g for g in dossier.grounds}
    urls = [posts[n].url for n in said.notes if posts[n].url.startswith(("http://", "https://"))]
    at = said.when.value
    values = [
        ("entity", dossier.entity_id),
        ("name", f"{said.speaker}: {heading(said.act, said.target)}"),
        ("description", said.original),
        ("summary", said.english),
        ("publisher", said.source),
        ("sourceUrl", urls[0] if urls else ""),
        ("createdAt", at.date().isoformat() if at else ""),
    ]
    told = [_own(dossier, key, "Note", prop, value) for prop, value in values if value]
    return _line(key, "Note", told)
