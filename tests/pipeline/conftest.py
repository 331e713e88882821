"""A small workspace with documents in three languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marsad.api import Workspace
from marsad.model import Reliability, Source

DOCUMENTS = [
    {
        "id": "d1",
        "url": "https://desk.example/1",
        "title": "Minister warns",
        "text": "Interior Minister Karim Dolan said on Tuesday that the road will stay closed.\n"
        "“We will not open it under threat,” he added.",
        "published": "2026-03-03T10:00:00Z",
    },
    {
        "id": "d2",
        "url": "https://desk.example/2",
        "text": "قال المتحدث باسم الوزارة سالم قادر إن الطريق سيبقى مغلقًا.",
        "published": "2026-03-03T11:00:00Z",
    },
    {
        "id": "d3",
        "url": "https://desk.example/3",
        "text": "سخنگوی وزارت گفت: «جاده بسته می‌ماند».",
        "published": "2026-03-04T09:00:00Z",
    },
    {"id": "d4", "url": "https://desk.example/4", "text": "No date is known for this page."},
]


def write_documents(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    return path


def documents_source(path: Path, source_id: str = "desk") -> Source:
    return Source(source_id, "documents", str(path), "Desk", reliability=Reliability.B, local=True)


NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hand:
    """A clock that stands at noon."""
    return Hand()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace that follows one collection of four documents, not yet visited."""
    path = write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    with Workspace.create(tmp_path / "workspace") as created:
        created.add_source(documents_source(path))
        yield created
