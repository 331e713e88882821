"""A workspace of posts that name private persons, all invented: see ``tests/resolve``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.pipeline.conftest import documents_source, write_documents

from marsad.api import Workspace

__all__ = ["ROWS", "private", "private_desk"]

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "resolve" / "private_persons.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def private(row: dict[str, Any]) -> list[str]:
    """Return what of a row nobody is told."""
    return [*row["names"], *row.get("contacts", ())]


def private_desk(folder: Path) -> Path:
    """Return a workspace in ``folder`` in which everything was read."""
    posts = [
        {
            "id": f"post-{number}",
            "url": f"https://desk.example/{number}",
            "text": row["text"],
            "published": "2026-03-03T10:00:00Z",
        }
        for number, row in enumerate(ROWS)
    ]
    with Workspace.create(folder / "desk") as workspace:
        workspace.add_source(documents_source(write_documents(folder / "desk.jsonl", posts)))
        workspace.ingest()
        workspace.run()
    return folder / "desk"
