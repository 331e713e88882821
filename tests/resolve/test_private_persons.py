"""Private persons (all names are invented) become no entities, and products withhold them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from marsad.api import extract_text
from marsad.errors import ConfigError
from marsad.report._masking import mask_spans, private_spans
from marsad.resolve import builtin_entities, read_entities

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "private_persons.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
PERSON = {"id": "per-x", "kind": "Person", "names": [{"text": "Samir Barzan", "language": "en"}]}


@pytest.mark.parametrize("row", ROWS, ids=[row["names"][0] for row in ROWS])
def test_no_private_person_is_linked_and_none_is_printed(row: dict[str, Any]) -> None:
    text = row["text"]
    mentions = extract_text(text, language=row["lang"]).mentions
    for name in row["names"]:
        start = text.index(name)
        over = [m for m in mentions if start < m.span.end and m.span.start < start + len(name)]
        assert over, name
        assert [(m.entity_id, m.candidates) for m in over] == [(None, ())] * len(over)
    printed = mask_spans(text, private_spans(text, mentions, frozenset()))
    withheld = [*row["names"], *row.get("contacts", ())]
    assert [words for words in withheld if words in printed] == []


def test_the_package_holds_no_person() -> None:
    assert [e.id for e in builtin_entities() if e.kind.value == "Person"] == []


def test_a_person_of_a_file_has_a_public_role_or_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    path.write_text(json.dumps([PERSON]), encoding="utf-8")
    with pytest.raises(ConfigError, match="without public role or reason"):
        read_entities(path)
    for reason in ({"roles": [{"title": "spokesman"}]}, {"provenance": "sanctions list of 2026"}):
        path.write_text(json.dumps([PERSON | reason]), encoding="utf-8")
        assert [entity.id for entity in read_entities(path)] == ["per-x"]
