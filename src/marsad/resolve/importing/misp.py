"""MISP galaxies: clusters of threat actors, intelligence agencies and other organised actors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...errors import UnreadableError
from .files import Member
from .records import Draft, Part, Skipped
from .schemata import country
from .scripts import language_of_name

__all__ = ["read_misp"]

_BODIES = {
    "threat-actor": "Organization",
    "microsoft-activity-group": "Organization",
    "mitre-intrusion-set": "Organization",
    "360net-threat-actor": "Organization",
    "intelligence-agency": "PublicBody",
    "producer": "Organization",
}
"""Galaxies whose clusters are bodies; others hold techniques, tools and kinds of actors."""

_RELATIONS = {
    "similar": "similar to",
    "same-as": "same as",
    "part-of": "part of",
    "member-of": "member of",
    "attributed-to": "attributed to",
    "linked-to": "linked to",
}


def read_misp(member: Member) -> Iterator[Part]:
    """Yield the bodies of a galaxy's cluster file, and how they are related.

    :raises UnreadableError: not such a file, or a galaxy whose clusters are no bodies.
    """
    galaxy = _galaxy(member)
    kind = str(galaxy.get("type"))
    schema = _BODIES.get(kind)
    if schema is None:
        raise UnreadableError(
            member.name,
            f"a galaxy of “{kind[:60]}”, which are no persons or organisations",
            hint=f"Galaxies that can be imported: {', '.join(sorted(_BODIES))}.",
        )
    clusters = galaxy.get("values")
    known = {str(c.get("uuid")) for c in _dicts(clusters)}
    for number, cluster in enumerate(clusters if isinstance(clusters, list) else (), start=1):
        if (
            not isinstance(cluster, dict)
            or not _text(cluster, "uuid")
            or not _text(cluster, "value")
        ):
            key = _text(cluster, "uuid") if isinstance(cluster, dict) else ""
            yield Skipped(f"cluster {number}", "no uuid or no name", key and f"misp-{key}")
            continue
        yield _body(cluster, schema)
        yield from _related(cluster, known)


def _galaxy(member: Member) -> dict[str, Any]:
    data = member.whole()
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            member.name, f"it is not JSON ({str(error)[:80]})", hint="Fetch the file again."
        ) from error
    return found if isinstance(found, dict) else {}


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [v for v in values if isinstance(v, dict)] if isinstance(values, list) else []


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""


def _listed(row: dict[str, Any], key: str) -> list[str]:
    value = row.get(key)
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _body(cluster: dict[str, Any], schema: str) -> Part:
    uuid = _text(cluster, "uuid")
    draft = Draft(f"misp-{uuid}", schema, uuid)
    found = cluster.get("meta")
    meta: dict[str, Any] = found if isinstance(found, dict) else {}
    draft.add("name", _text(cluster, "value"))
    for synonym in _listed(meta, "synonyms"):
        draft.add("alias", synonym, language=language_of_name(synonym))
    for land in _listed(meta, "country"):
        draft.add("country", country(land))
    for sponsor in _listed(meta, "cfr-suspected-state-sponsor"):
        draft.add("country", country(sponsor))
    for address in _listed(meta, "refs"):
        if address.startswith(("https://", "http://")):
            draft.add("sourceUrl", address)
    draft.add("description", _text(cluster, "description"))
    return draft.record()


def _related(cluster: dict[str, Any], known: set[str]) -> Iterator[Part]:
    uuid = _text(cluster, "uuid")
    for relation in _dicts(cluster.get("related")):
        other, role = _text(relation, "dest-uuid"), _RELATIONS.get(_text(relation, "type"))
        if role is not None and other in known and other != uuid:
            link = Draft(f"misp-{uuid}-{other}", "UnknownLink", uuid)
            link.refer("subject", f"misp-{uuid}").refer("object", f"misp-{other}")
            tags = [tag for tag in _listed(relation, "tags") if "likelihood" in tag]
            yield link.add("role", role).add("description", "; ".join(tags)).record()
