"""What is said of an entity by others is found by an index, however many facts there are."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from marsad.api import Workspace


def test_facts_about_an_entity_are_found_by_their_index(tmp_path: Path) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        asked.append((statement, values))

    with Workspace.create(tmp_path / "desk") as workspace:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert workspace.read.facts_about(["p-1", "p-2"]) == ()
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        statement, values = next(each for each in asked if "FROM facts" in each[0])
        (path,) = (p for p in (tmp_path / "desk").rglob("*") if p.name.endswith((".db", ".sqlite")))
        with sqlite3.connect(path) as database:
            plan = database.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    assert any("USING INDEX facts_by_reference" in row[-1] for row in plan), plan
