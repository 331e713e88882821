"""``sources.json`` and ``entities.json``: what a workspace of the exercise begins with."""

from __future__ import annotations

import json

from exercise.material import LABEL, Exercise, Row, Source

__all__ = ["entities", "sources"]

_CONTEXT = {
    # The name is a phrase of scripture; one of these tells that the group is meant.
    "org-pearly-star": (
        *("كتائب", "متحدث", "عسكري", "بلاغ", "هجوم", "عملية", "مقاتل", "تسجيل", "صادر عن"),
        *("گردان", "سخنگو", "بیانیه", "حمله", "مسئولیت", "رزمنده"),
        *(
            "brigades",
            "spokesman",
            "attack",
            "communiqué",
            "statement",
            "fighters",
            "armed",
            "alert",
        ),
    ),
}


def sources(exercise: Exercise) -> bytes:
    """Return the fields of each Source; paths are relative to the exercise's data folder."""
    return _json([_source(source) for source in exercise.sources])


def _source(source: Source) -> Row:
    return {
        "id": source.id,
        "kind": source.kind,
        "address": _address(source),
        "name": source.name,
        "owner": source.owner,
        "voice": source.voice,
        "languages": list(source.languages),
        "reliability": source.reliability,
        "licence": "Apache-2.0",
        "credit": "The Marsad project",
        "label": LABEL,
        "local": source.kind in ("telegram_export", "files"),
    }


def _address(source: Source) -> str:
    if source.kind == "telegram_web":
        return f"https://t.me/s/{source.handle}"
    if source.kind == "telegram_export":
        return "telegram_export/result.json"
    return "files" if source.kind == "files" else source.handle


def entities(exercise: Exercise) -> bytes:
    """Return the fields of each Entity; the first name in each language is its canonical one."""
    return _json([_entity(row) for row in exercise.entities])


def _entity(row: Row) -> Row:
    return {
        "id": row["id"],
        "kind": row["kind"],
        "names": [
            {"text": name, "language": language, "canonical": n == 0}
            for language, names in row["names"].items()
            for n, name in enumerate(names)
        ],
        "roles": [
            {
                "title": role["role"]["en"],
                "organisation_id": role["org"],
                "since": _day(role["since"]),
                "until": _day(role["until"]),
            }
            for role in row.get("roles", [])
        ],
        "background": row["description"],
        "provenance": "exercise",
        "context": list(_CONTEXT.get(row["id"], ())),
    }


def _day(value: object) -> str | None:
    return None if value is None else str(value)


def _json(rows: list[Row]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
