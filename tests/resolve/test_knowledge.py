"""Entity files are read strictly; the built-in places and bodies are there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marsad.errors import ConfigError
from marsad.model import EntityKind
from marsad.resolve import Directory, builtin_entities, read_entities

ROW = {
    "id": "per-vosk",
    "kind": "Person",
    "names": [{"text": "Tamir Vosk", "language": "en", "canonical": True}],
    "roles": [{"title": "spokesman", "organisation_id": "org-heron", "since": "2026-01-01"}],
    "context": ["heron"],
}


def test_reads_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    path.write_text(json.dumps([ROW]), encoding="utf-8")
    (entity,) = read_entities(path)
    assert entity.kind is EntityKind.PERSON
    assert entity.name() == "Tamir Vosk"
    assert entity.roles[0].until is None
    assert entity.context == ("heron",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ("{}", "does not hold a list"),
        (json.dumps([{**ROW, "kind": "Robot"}]), "no such kind"),
        (json.dumps([{**ROW, "phone": "1"}]), "unknown field: phone"),
        (json.dumps([{"id": "x", "kind": "Person"}]), "missing field: names"),
        (json.dumps([{**ROW, "names": "Tamir"}]), "has to be a list"),
        (json.dumps([{**ROW, "id": 7}]), "has to be text"),
        (json.dumps(["x"]), "expected an object"),
    ],
)
def test_wrong_files_are_explained(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "entities.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        read_entities(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_entities(tmp_path / "none.json")


def test_builtin_names_in_three_scripts() -> None:
    directory = Directory(builtin_entities())
    for name in ("Baghdad", "بغداد", "Iran", "ایران", "إيران", "الأمم المتحدة", "سازمان ملل"):
        assert directory.find(name) is not None, name


def test_builtin_ids_are_unique() -> None:
    ids = [entity.id for entity in builtin_entities()]
    assert len(ids) == len(set(ids))
