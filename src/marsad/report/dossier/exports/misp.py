"""MISP: one event, with objects as the project misp-objects defines them.

Nothing is to be detected by it (``to_ids`` is false) and nothing correlates by itself; it is for
the owner's organisation alone until somebody shares it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ....model import EntityKind
from ..sayings import heading
from ..values import Designation, Dossier, Ground, Node, Outlet, Said, Tie
from ._ids import stable_uuid

__all__ = ["MispExporter"]

Made = dict[str, Any]

_OBJECTS = {
    "organization": ("f750e12b-127a-432c-b022-b3f9153c4e2a", "9"),
    "person": ("a15b0477-e9d1-4b9c-9546-abe78a4f4248", "21"),
    "annotation": ("5d8dc046-15a1-4ca3-a09f-ed4ede7c4487", "3"),
    "telegram-account": ("06f02ecf-5afb-42c5-9cb0-b362e222f52c", "2"),
}
"""Template and its version, of github.com/MISP/misp-objects."""

_TYPES = {
    "full-name": ("full-name", "Person"),
    "nationality": ("nationality", "Person"),
    "date-of-inception": ("datetime", "Other"),
    "creation-date": ("datetime", "Other"),
    "ref": ("link", "External analysis"),
}
_HANDLE = re.compile(r"https?://t\.me/(?:s/)?(\w{4,64})/?$")


class MispExporter:
    """Writes one event."""

    name = "misp"
    suffix = "json"
    media_type = "application/json"

    def export(self, dossier: Dossier, desk: str) -> bytes:
        """Return the event in UTF-8."""
        event = {"Event": _Event(dossier, desk or "Marsad").event()}
        text = json.dumps(event, ensure_ascii=False, indent=1, sort_keys=True)
        return (text + "\n").encode("utf-8", "replace")


class _Event:
    def __init__(self, dossier: Dossier, desk: str) -> None:
        self.dossier, self.desk = dossier, desk
        self.stamp = str(int(dossier.at.timestamp()))
        self.grounds = {ground.number: ground for ground in dossier.grounds}

    def event(self) -> Made:
        """Return the event."""
        dossier = self.dossier
        return {
            "uuid": stable_uuid("event", dossier.entity_id, dossier.at.isoformat()),
            "info": f"Dossier: {dossier.name}",
            "date": dossier.at.date().isoformat(),
            "timestamp": self.stamp,
            "threat_level_id": "4",
            "analysis": "2",
            "distribution": "0",
            "published": False,
            "Orgc": {"name": self.desk, "uuid": stable_uuid("desk", self.desk)},
            "Tag": [{"name": "tlp:clear"}, {"name": "type:OSINT"}],
            "Attribute": list(self._links()),
            "Object": list(self._objects()),
        }

    # -------------------------------------------------------- objects

    def _objects(self) -> Iterator[Made]:
        dossier = self.dossier
        told = list(self._of_entity())
        references = [r for tie in dossier.ties if (r := self._reference(tie, dossier.entity_id))]
        yield self._object(self._template(dossier.kind.value), dossier.entity_id, told, references)
        seen = {dossier.entity_id}
        for tie in dossier.ties:
            for node in (tie.start, tie.end):
                if node.id and node.id not in seen:
                    seen.add(node.id)
                    yield self._neighbour(node)
        yield from (self._annotation(item) for item in dossier.designations)
        yield from (self._statement(said) for said in dossier.said)
        yield from (made for o in dossier.outlets if (made := self._account(o)))

    def _template(self, kind: str) -> str:
        return "person" if kind == EntityKind.PERSON.value else "organization"

    def _of_entity(self) -> Iterator[tuple[str, str]]:
        dossier = self.dossier
        person = dossier.kind is EntityKind.PERSON
        yield ("full-name" if person else "name"), dossier.name
        yield from (
            ("alias", text)
            for text in dict.fromkeys(t.text for t in dossier.names)
            if text != dossier.name
        )
        if dossier.background and not person:
            yield "description", dossier.background
        for item in dossier.properties:
            if item.label == "founded" and item.when and len(item.when.value) == 10 and not person:
                yield "date-of-inception", item.when.value
            if item.label == "nationality" and person:
                yield "nationality", item.value
        for tie in dossier.ties:
            if person and tie.start.id == dossier.entity_id and tie.role:
                said = " (said to be)" if tie.said else ""
                past = " (past)" if tie.past else ""
                yield "function", f"{tie.role}, {tie.end.name}{said}{past}"

    def _neighbour(self, node: Node) -> Made:
        template = self._template(node.kind)
        name = "full-name" if template == "person" else "name"
        return self._object(template, node.id, [(name, node.name)], [])

    def _reference(self, tie: Tie, entity_id: str) -> Made | None:
        """Return the tie as a reference of the entity's object; what comes in is turned round."""
        other = tie.end if tie.start.id == entity_id else tie.start
        if not other.id or other.id == entity_id:
            return None
        outward = tie.start.id == entity_id
        said = "said to be; " if tie.said else ""
        dates = " – ".join(w.value if w else "…" for w in (tie.since, tie.until))
        past = "; no longer so" if tie.past else ""
        told = f"{said}{tie.start.name}: {tie.role or tie.word}, {tie.end.name}; {dates}{past}"
        return {
            "uuid": stable_uuid("reference", tie.id),
            "object_uuid": stable_uuid("object", entity_id),
            "referenced_uuid": stable_uuid("object", other.id),
            "relationship_type": "affiliated-with" if outward else "includes",
            "comment": told,
            "timestamp": self.stamp,
        }

    def _annotation(self, item: Designation) -> Made:
        parts = [item.authority, item.list, item.programme, item.reference]
        told = ", ".join(dict.fromkeys(p for p in parts if p))
        since = f"; listed {item.since.value}" if item.since else ""
        lifted = f"; lifted {item.lifted.value}" if item.lifted else ""
        values = [("text", f"Designation: {told}{since}{lifted}"), ("type", "Other")]
        return self._note(f"designation/{item.id}", [*values, *self._urls(item.notes)])

    def _statement(self, said: Said) -> Made:
        english = f"\n[in English] {said.english}" if said.english else ""
        machine = " [machine translation]" if said.english and said.machine else ""
        text = (
            f"{said.speaker}: {heading(said.act, said.target)}\n“{said.original}”{english}{machine}"
        )
        values = [("text", text), ("type", "Other"), ("format", "text")]
        at = said.when.value
        values += [("creation-date", at.isoformat())] if at else []
        return self._note(f"statement/{said.id}", [*values, *self._urls(said.notes)])

    def _note(self, key: str, values: Iterable[tuple[str, str]]) -> Made:
        reference = {
            "uuid": stable_uuid("reference", key),
            "object_uuid": stable_uuid("object", key),
            "referenced_uuid": stable_uuid("object", self.dossier.entity_id),
            "relationship_type": "annotates",
            "comment": "",
            "timestamp": self.stamp,
        }
        return self._object("annotation", key, values, [reference])

    def _urls(self, notes: Iterable[int]) -> list[tuple[str, str]]:
        return [("ref", g.url) for n in notes if (g := self.grounds[n]) and _public(g)]

    def _account(self, outlet: Outlet) -> Made | None:
        match = _HANDLE.match(outlet.address)
        if match is None:
            return None
        values = [("username", match[1])]
        return self._object("telegram-account", f"outlet/{outlet.address}", values, [])

    def _links(self) -> Iterator[Made]:
        """Yield the addresses of other outlets."""
        for outlet in self.dossier.outlets:
            address = outlet.address
            if address.startswith(("http://", "https://")) and not _HANDLE.match(address):
                yield self._attribute("outlet", "", address, "link", "External analysis")

    # -------------------------------------------------------- as MISP writes them

    def _object(
        self, template: str, key: str, values: Iterable[tuple[str, str]], references: list[Made]
    ) -> Made:
        uuid, version = _OBJECTS[template]
        return {
            "uuid": stable_uuid("object", key),
            "name": template,
            "meta-category": "misc",
            "template_uuid": uuid,
            "template_version": version,
            "timestamp": self.stamp,
            "distribution": "5",
            "Attribute": [
                self._attribute(key, relation, value, *_TYPES.get(relation, ("text", "Other")))
                for relation, value in dict.fromkeys(values)
            ],
            "ObjectReference": references,
        }

    def _attribute(self, key: str, relation: str, value: str, kind: str, category: str) -> Made:
        found = {
            "uuid": stable_uuid("attribute", key, relation, value),
            "type": kind,
            "category": category,
            "value": value,
            "to_ids": False,
            "disable_correlation": True,
            "distribution": "5",
            "timestamp": self.stamp,
        }
        return found | ({"object_relation": relation} if relation else {})


def _public(ground: Ground) -> bool:
    return ground.url.startswith(("http://", "https://"))
