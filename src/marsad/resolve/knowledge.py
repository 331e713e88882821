"""Read entities: a user's own file, and the countries, cities and bodies that come with Marsad."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from ..errors import ConfigError
from ..model import Entity, EntityKind, Name, Role
from ..text import normalise
from .pack import added_names, packed_bodies, packed_places

__all__ = ["builtin_entities", "read_entities"]

_ENTITY_FIELDS = frozenset(
    ("id", "kind", "names", "roles", "background", "provenance", "context", "decoys"),
)
_NAME_FIELDS = frozenset(("text", "language", "canonical", "ambiguous"))
_ROLE_FIELDS = frozenset(("title", "organisation_id", "since", "until"))


def read_entities(path: Path) -> tuple[Entity, ...]:
    """Return the entities of a JSON file: a list of objects with the fields of :class:`Entity`.

    A private person is none: an entry of a person says which public role it holds, or in
    ``provenance`` on whose list it stands or for which reason an editor recorded it.

    :raises ConfigError: the file is missing, is not JSON, or an entry has a missing, unknown or
        ill-typed field, or is of a person without role or reason; the message names the entry.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read: {error.strerror}.", hint="Check the path and permissions."
        ) from error
    except ValueError as error:
        raise ConfigError(
            f"{path} is not JSON: {error}.", hint="It has to be one list of entities in UTF-8."
        ) from error
    if not isinstance(rows, list):
        raise ConfigError(f"{path} does not hold a list.", hint="Write [ {…}, {…} ].")
    return tuple(_entity(row, f"{path}, entry {n}") for n, row in enumerate(rows, start=1))


def _entity(row: Any, where: str) -> Entity:
    _check(row, _ENTITY_FIELDS, {"id", "kind", "names"}, where)
    try:
        kind = EntityKind(row["kind"])
    except ValueError as error:
        known = ", ".join(kind.value for kind in EntityKind)
        raise ConfigError(
            f"{where}: no such kind: {row['kind']}.", hint=f"One of {known}."
        ) from error
    names = tuple(_name(value, where) for value in _list(row, "names", where))
    roles = tuple(_role(value, where) for value in _list(row, "roles", where))
    if kind is EntityKind.PERSON and not (roles or _text(row, "provenance", where).strip()):
        raise ConfigError(
            f"{where}: a person without public role or reason.",
            hint="Name the role, or say in provenance why this person is a public matter.",
        )
    return Entity(
        id=_text(row, "id", where),
        kind=kind,
        names=names,
        roles=roles,
        background=_text(row, "background", where),
        provenance=_text(row, "provenance", where),
        context=tuple(str(word) for word in _list(row, "context", where)),
        decoys=tuple(str(phrase) for phrase in _list(row, "decoys", where)),
    )


def _name(row: Any, where: str) -> Name:
    _check(row, _NAME_FIELDS, {"text", "language"}, where)
    text = _text(row, "text", where)
    said = row.get("ambiguous")
    ambiguous = None if said is None else bool(said)
    return Name(text, _text(row, "language", where), bool(row.get("canonical", False)), ambiguous)


def _role(row: Any, where: str) -> Role:
    _check(row, _ROLE_FIELDS, {"title"}, where)
    return Role(
        _text(row, "title", where),
        *(_text(row, key, where) or None for key in ("organisation_id", "since", "until")),
    )


def _check(row: Any, known: frozenset[str], needed: set[str], where: str) -> None:
    if not isinstance(row, dict):
        raise ConfigError(
            f"{where}: expected an object.", hint="See the reference of entity files."
        )
    wrong = sorted(set(row) - known) or sorted(needed - set(row))
    if wrong:
        word = "unknown" if set(row) - known else "missing"
        raise ConfigError(
            f"{where}: {word} field: {', '.join(wrong)}.",
            hint=f"Fields: {', '.join(sorted(known))}.",
        )


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key) or ""
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {key} has to be text.", hint="Put it in quotation marks.")
    return value


def _list(row: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = row.get(key) or []
    if not isinstance(value, list):
        raise ConfigError(f"{where}: {key} has to be a list.", hint="Write [ … ].")
    return value


@cache
def builtin_entities() -> tuple[Entity, ...]:
    """Return the countries, cities, regions and bodies that come with Marsad.

    About 7,700 entities, read and built once when first asked for. Bodies come first, then regions
    and countries, then cities by population, so that of two places with one name the larger wins;
    towns, quarters, bases and the like come last.
    """
    data = files(__package__) / "data"
    places = tomllib.loads((data / "places.toml").read_text(encoding="utf-8"))
    stop = frozenset(
        normalise(word).text
        for word in (data / "not_places.txt").read_text(encoding="utf-8").split("\n")
        if word and not word.startswith("#")
    )
    rows = place_rows()
    listed = chain(map(_region, places["region"]), _places(rows, places["countries"], stop))
    return tuple(chain(packed_bodies(), added_names(listed), packed_places()))


@cache
def place_rows() -> tuple[Mapping[str, Any], ...]:
    """Return the countries and cities as they are packed: ``id``, ``cc``, ``pop``, ``names``."""
    packed = (files(__package__) / "data" / "places.jsonl.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def _named(values: Mapping[str, Any], stop: frozenset[str] = frozenset()) -> tuple[Name, ...]:
    """Return names by language, the first of each canonical, without duplicates and stop words."""
    return tuple(
        Name(text, language, canonical=position == 0)
        for language in ("en", "ar", "fa", "he")
        for position, text in enumerate(dict.fromkeys(values.get(language, ())))
        if normalise(text).text not in stop
    )


def _region(row: Mapping[str, Any]) -> Entity:
    slug = "-".join(normalise(row["en"][0]).text.replace(",", "").split())
    return Entity(
        id=f"region-{slug}",
        kind=EntityKind.PLACE,
        names=_named(row),
        provenance="Marsad's list of regions",
        context=tuple(row.get("context", ())),
    )


def _places(
    rows: Iterable[Mapping[str, Any]],
    everyday: Mapping[str, Mapping[str, list[str]]],
    stop: frozenset[str],
) -> Iterator[Entity]:
    """Yield countries with their everyday names, then cities by population."""
    for row in sorted(rows, key=lambda r: (r["id"][0] != "c", -r.get("pop", 0))):
        country = row["id"].startswith("country-")
        extra = everyday.get(row["cc"], {}) if country else {}
        merged = {
            language: [*extra.get(language, ()), *row["names"].get(language, ())]
            for language in ("en", "ar", "fa", "he")
        }
        names = _named(merged, stop)
        if not country:
            names = tuple(name for name in names if _telling(name.text))
        if names:
            source = "Unicode CLDR, Marsad's list" if country else "GeoNames (CC BY 4.0)"
            yield Entity(row["id"], EntityKind.PLACE, names, provenance=source)


_LETTERS_AT_LEAST = 4
"""Arabic-script city names of three letters or less are mostly other words: of 133 of them in
ParsTwiNER and IDRISI-RE training texts those kept below are the only ones right half the time."""

_SHORT_CITIES = frozenset(
    ("قم", "یزد", "عدن", "حلب", "حمص", "جده", "اهر", "دبی", "حما", "تعز", "ابین")
)
_PREFIXED = ("مدینه ", "محافظه ", "شهر ", "استان ", "قضا ", "ناحیه ", "شهرستان ")


def _telling(name: str) -> bool:
    """Tell whether a city's name is long enough, and bare of words such as "city of"."""
    folded = normalise(name).text
    if folded.isascii():
        return len(folded) > 2
    if folded.startswith(_PREFIXED):
        return False
    return len(folded) >= _LETTERS_AT_LEAST or folded in _SHORT_CITIES
