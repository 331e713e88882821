"""A small workspace, built through the API from three local sources, and the workbench over it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from marsad.api import Workspace
from marsad.model import Entity, EntityKind, Name, Reliability, Source
from marsad.web import create_app

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> & "quoted" \u202egnp.exe'
ARABIC = "قال المتحدث باسم جبهة المنارة سالم قادر: «إن لم تنسحبوا خلال 72 ساعة فسنستهدف القاعدة»."
ARABIC_ENGLISH = (
    "Salim Qadir, the spokesman of the Beacon Front, said: “If you do not withdraw within 72 "
    "hours, we will target the base”."
)
PERSIAN = "سخنگوی وزارت گفت: «جاده بسته می‌ماند»."
ENGLISH = "Beacon Front spokesman Salim Qadir said: “We will strike the base if they stay.”"
LABEL = "Exercise <Beacon>: fictional"

_TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="paragraph"
 o-tmf="t" adminlang="en" srclang="*all*" datatype="plaintext"/><body><tu>
<prop type="reviewed">human</prop><tuv xml:lang="ar"><seg>{source}</seg></tuv>
<tuv xml:lang="en"><seg>{target}</seg></tuv></tu></body></tmx>
"""


def _message(number: int, day: int, text: str, **more: Any) -> dict[str, Any]:
    date = f"2026-03-{day:02}T08:15:00"
    return {"id": number, "type": "message", "date": date, "text": text, **more}


def _messages(council: str) -> list[dict[str, Any]]:
    return [
        _message(10, 2, ARABIC),
        _message(11, 3, PERSIAN, forwarded_from="صدای <b>جاده</b>"),
        _message(12, 4, ENGLISH),
        _message(13, 5, f"The council has {council} members."),
        *(_message(100 + i, 7, f"Rain is expected in valley number {i}.") for i in range(45)),
        _message(200, 9, HOSTILE),
    ]


def _write_export(path: Path, council: str) -> None:
    data = {"name": "C", "type": "public_channel", "id": 77, "messages": _messages(council)}
    path.write_text(json.dumps(data), encoding="utf-8")


def _sources(folder: Path) -> tuple[Source, ...]:
    def local(source_id: str, kind: str, path: str, name: str, **more: Any) -> Source:
        return Source(source_id, kind, str(folder / path), name, local=True, **more)

    return (
        local(
            "beacon",
            "telegram_export",
            "result.json",
            "Beacon <i>channel</i>",
            owner="org-beacon",
            languages=("ar", "fa", "en"),
            reliability=Reliability.B,
            label=LABEL,
        ),
        local("desk", "documents", "documents.jsonl", "Desk"),
        local("gone", "documents", "missing.jsonl", "Gone"),
    )


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Posts in three languages, hostile text, an edit, a failing source and a drafted report."""
    folder = tmp_path_factory.mktemp("web")
    undated = {"id": "d1", "url": "https://desk.example/1", "text": "No date is known for this."}
    (folder / "documents.jsonl").write_text(json.dumps(undated) + "\n", encoding="utf-8")
    with Workspace.create(folder / "workspace") as created:
        memory = created.layout.root / "memory"
        memory.mkdir()
        tmx = _TMX.format(source=ARABIC, target=ARABIC_ENGLISH)
        (memory / "m.tmx").write_text(tmx, encoding="utf-8")
        names = (Name("Beacon Front", "en", canonical=True), Name("جبهة المنارة", "ar"))
        created.add_entities([Entity("org-beacon", EntityKind.ORGANIZATION, names)])
        for source in _sources(folder):
            created.add_source(source)
        for council in ("40", "60"):
            _write_export(folder / "result.json", council)
            created.ingest()
        created.run()
        created.draft_brief()
        yield created


@contextmanager
def _serving(app: Starlette) -> Iterator[httpx.Client]:
    """Serve ``app`` on a free port of this machine; give a client of it.

    The socket listens before the server runs, so that no request comes too early.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            port = listening.getsockname()[1]
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                client.get("/help")
                yield client
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def client(workspace: Workspace) -> Iterator[httpx.Client]:
    """A client of the workbench as it is really served."""
    with _serving(create_app(workspace, signed_by="Dana")) as client:
        yield client


@pytest.fixture(scope="session")
def serving() -> Callable[[Starlette], AbstractContextManager[httpx.Client]]:
    """Serve another application, for the time of a ``with`` block."""
    return _serving
