"""STIX 2.1: a bundle that others can load beside their own (OASIS Standard, 10 June 2021).

The entity and its neighbours are identities. A designated armed group is a threat-actor too: no
one else is called so. Ties are relationships, statements are notes that quote them, disputes and
contradictions are opinions. Identifiers are UUIDs of version 5, so that what is the same in two
exports has the same one; ``created`` never changes, ``modified`` is the moment of the dossier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from ....model import EntityKind
from ..sayings import heading
from ..values import Designation, Dossier, Ground, GroundKind, Node, Question, Said, Tie, When
from ._ids import first_known, moment, stable_uuid

__all__ = ["StixExporter", "armed_and_designated"]

Object = dict[str, Any]

_TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"
_MARKING: Object = {
    "type": "marking-definition",
    "spec_version": "2.1",
    "id": _TLP_CLEAR,
    "created": "2022-10-01T00:00:00.000Z",
    "name": "TLP:CLEAR",
    "extensions": {_TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": "clear"}},
}
"""As published by OASIS for version 2.0 of the Traffic Light Protocol."""

_CLASSES = {
    "Person": "individual",
    "Organization": "organization",
    "PublicBody": "organization",
    "Company": "organization",
    "LegalEntity": "organization",
    "Channel": "system",
}
_ARMED = re.compile(
    r"(?i)\b(?:armed|militant|paramilitary|militia|terroris[tm]|al-?qaida|isil)|crime\.terror"
)
"""Words of topics, programmes and backgrounds; the last two are a programme of the United Nations
that lists terrorist groups alone."""

_OPINIONS = {"contradiction": "neutral", "disputed": "disagree", "undecided": "neutral"}


class StixExporter:
    """Writes one bundle, objects by type and id."""

    name = "stix"
    suffix = "json"
    media_type = "application/stix+json;version=2.1"

    def export(self, dossier: Dossier, desk: str) -> bytes:
        """Return the bundle in UTF-8."""
        objects = {each["id"]: each for each in _Bundle(dossier, desk or "Marsad").objects()}
        bundle = {
            "type": "bundle",
            "id": f"bundle--{stable_uuid('bundle', dossier.entity_id, dossier.at.isoformat())}",
            "objects": sorted(objects.values(), key=lambda o: (o["type"], o["id"])),
        }
        text = json.dumps(bundle, ensure_ascii=False, indent=1, sort_keys=True)
        return (text + "\n").encode("utf-8", "replace")


def armed_and_designated(dossier: Dossier) -> bool:
    """Tell whether an authority lists it now, as an armed or terrorist organisation."""
    if dossier.kind not in (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY):
        return False
    if not dossier.designated:
        return False
    told = [
        p.value for p in dossier.properties if p.prop in ("topics", "legalForm", "summary", "notes")
    ]
    told += [f"{d.programme} {d.list}" for d in dossier.designations if d.lifted is None]
    return any(_ARMED.search(words) for words in (*told, dossier.background))


class _Bundle:
    def __init__(self, dossier: Dossier, desk: str) -> None:
        self.dossier = dossier
        self.desk = f"identity--{stable_uuid('desk', desk)}"
        self.desk_name = desk
        self.grounds = {ground.number: ground for ground in dossier.grounds}
        self.subject = self._id(dossier.entity_id)

    def objects(self) -> Iterator[Object]:
        """Yield every object, some more than once."""
        dossier = self.dossier
        yield dict(_MARKING)
        yield self._desk()
        yield self._identity()
        if armed_and_designated(dossier):
            yield from self._actor()
        for tie in dossier.ties:
            yield from (self._node(node) for node in (tie.start, tie.end) if node.id)
            if tie.start.id and tie.end.id and tie.start.id != tie.end.id:
                yield self._relationship(tie)
        yield from (self._designation(each) for each in dossier.designations)
        for said in dossier.said:
            yield from self._statement(said)
        yield from (self._opinion(q) for q in dossier.questions if q.kind in _OPINIONS)

    # -------------------------------------------------------- identities

    def _desk(self) -> Object:
        found = self._plain("identity", self.desk, ())
        del found["created_by_ref"]
        return found | {"name": self.desk_name, "identity_class": "organization"}

    def _identity(self) -> Object:
        dossier = self.dossier
        notes = [n for title in dossier.names for n in title.notes]
        found = self._plain("identity", self.subject, notes)
        kind = _CLASSES.get(dossier.kind.value, "unknown")
        return found | {
            "name": dossier.name,
            "identity_class": kind,
            "description": self._description(),
        }

    def _description(self) -> str:
        told = (
            self.dossier.background,
            _listing("Other names", self._others(former=False)),
            _listing("Former names", self._others(former=True)),
        )
        return " ".join(filter(None, told)) or "No more is known here."

    def _others(self, *, former: bool) -> list[str]:
        dossier = self.dossier
        found = [t.text for t in dossier.names if (t.use == "former name") is former]
        return list(dict.fromkeys(text for text in found if text != dossier.name))

    def _actor(self) -> Iterator[Object]:
        key = f"threat-actor--{stable_uuid('actor', self.dossier.entity_id)}"
        notes = [n for d in self.dossier.designations for n in d.notes]
        others = self._others(former=False)
        found = self._plain("threat-actor", key, notes)
        aliases = {"aliases": others} if others else {}
        yield found | {"name": self.dossier.name, "description": self._description()} | aliases
        tie = f"relationship--{stable_uuid('actor-is', self.dossier.entity_id)}"
        yield self._plain("relationship", tie, notes) | {
            "relationship_type": "attributed-to",
            "source_ref": key,
            "target_ref": self.subject,
        }

    def _id(self, entity_id: str) -> str:
        return f"identity--{stable_uuid('entity', entity_id)}"

    def _node(self, node: Node) -> Object:
        if self._id(node.id) == self.subject:
            return self._identity()
        found = self._plain("identity", self._id(node.id), ())
        kind = _CLASSES.get(node.kind, "unknown")
        return found | {"name": node.name, "identity_class": kind}

    # -------------------------------------------------------- what is said of it

    def _relationship(self, tie: Tie) -> Object:
        found = self._plain(
            "relationship", f"relationship--{stable_uuid('tie', tie.id)}", tie.notes
        )
        told = [f"{tie.start.name}: {tie.role or tie.word}, {tie.end.name}."]
        told += ["Only said to be so."] if tie.said else []
        told += ["It is no longer so."] if tie.past else []
        begun, ended = _start(tie.since), _start(tie.until)
        found |= {"start_time": moment(begun)} if begun else {}
        found |= {"stop_time": moment(ended)} if ended and (not begun or ended > begun) else {}
        labels = [word for word, holds in (("said-to-be", tie.said), ("past", tie.past)) if holds]
        found |= {"labels": labels} if labels else {}
        return found | {
            "relationship_type": _slug(tie.word),
            "source_ref": self._id(tie.start.id),
            "target_ref": self._id(tie.end.id),
            "description": " ".join(told),
        }

    def _designation(self, item: Designation) -> Object:
        key = f"note--{stable_uuid('designation', self.dossier.entity_id, item.id)}"
        parts = [item.authority, item.list, item.programme, item.reference]
        told = ", ".join(dict.fromkeys(p for p in parts if p))
        since = f"; listed {item.since.value}" if item.since else ""
        lifted = f"; lifted {item.lifted.value}" if item.lifted else ""
        return self._plain("note", key, item.notes) | {
            "abstract": "Designation",
            "content": f"{told}{since}{lifted}. {item.reason}".strip(),
            "object_refs": [self.subject],
        }

    def _statement(self, said: Said) -> Iterator[Object]:
        refs = [self.subject]
        for key, name in ((said.speaker_id, said.speaker), (said.target_id, said.target)):
            if key and self._id(key) not in refs:
                yield self._node(Node(key, name, ""))
                refs.append(self._id(key))
        quoted = f"“{said.original}”"
        english = f" [{said.language}; in English:] “{said.english}”" if said.english else ""
        machine = " [machine translation]" if said.english and said.machine else ""
        yield self._plain("note", f"note--{stable_uuid('statement', said.id)}", said.notes) | {
            "abstract": f"{said.speaker}: {heading(said.act, said.target)}",
            "content": f"{quoted}{english}{machine}",
            "labels": [_slug(said.act.value)],
            "object_refs": refs,
        }

    def _opinion(self, question: Question) -> Object:
        key = stable_uuid("opinion", self.dossier.entity_id, question.kind, question.text)
        return self._plain("opinion", f"opinion--{key}", question.notes) | {
            "opinion": _OPINIONS[question.kind],
            "explanation": question.text,
            "object_refs": [self.subject],
        }

    # -------------------------------------------------------- common properties

    def _plain(self, kind: str, key: str, notes: Sequence[int]) -> Object:
        created = min(first_known(self.dossier, notes), self.dossier.at)
        references = [_reference(g) for n in dict.fromkeys(notes) if (g := self.grounds.get(n))]
        found: Object = {
            "type": kind,
            "spec_version": "2.1",
            "id": key,
            "created_by_ref": self.desk,
            "created": moment(created),
            "modified": moment(self.dossier.at),
            "object_marking_refs": [_TLP_CLEAR],
        }
        return found | ({"external_references": references} if references else {})


def _reference(ground: Ground) -> Object:
    """Return where a note points: the list and entry, or the post and its capture's hash."""
    found: Object = {"source_name": ground.title or ground.kind.value}
    if ground.kind is GroundKind.LIST:
        found["external_id"] = ground.reference
        if ground.gone:
            found["description"] = f"Not in this list since {ground.gone.date().isoformat()}."
    elif ground.kind is GroundKind.POST:
        found["external_id"] = ground.post_id
        found["description"] = f"Cited passage: {ground.id}"
    else:
        found["external_id"] = ground.id
        found["description"] = ground.kind.value
    if ground.url.startswith(("http://", "https://")):
        found["url"] = ground.url
        if ground.sha256:
            found["hashes"] = {"SHA-256": ground.sha256}
    elif ground.sha256:
        found["description"] += f"; SHA-256 of the sealed capture {ground.sha256}"
    return found


def _listing(title: str, names: Sequence[str]) -> str:
    return f"{title}: {', '.join(names)}." if names else ""


def _start(when: When | None) -> datetime | None:
    """Return the first moment of a day, month or year."""
    if when is None:
        return None
    return datetime.fromisoformat(when.value + "-01-01"[len(when.value) - 4 :]).replace(tzinfo=UTC)


def _slug(words: str) -> str:
    """Return words as names of relationships and labels are written."""
    return re.sub("[^a-z0-9]+", "-", words.lower()).strip("-")[:250] or "related-to"
