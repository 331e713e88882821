"""What a post's page tells of its files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from selectolax.lexbor import LexborHTMLParser
from starlette.applications import Starlette

from marsad.api import PostFilter, Workspace
from marsad.model import MediaFile, Source
from marsad.web import create_app

_EXPORT = """{"name": "Quay", "type": "public_channel", "id": 5, "messages": [
 {"id": 1, "type": "message", "date_unixtime": "1772360430", "text": "x", "photo": "a.jpg"}]}"""


def test_files_are_told_by_their_hashes_also_from_an_earlier_address(
    tmp_path: Path, serving: Callable[[Starlette], AbstractContextManager[httpx.Client]]
) -> None:
    (tmp_path / "result.json").write_text(_EXPORT, "utf-8")
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    with Workspace.create(tmp_path / "workspace") as workspace:
        workspace.add_source(Source("quay", "telegram_export", str(tmp_path), "Quay", local=True))
        workspace.ingest()
        (view,) = workspace.posts(PostFilter(source_id="quay"))
        now = datetime.now(UTC)
        old = MediaFile(view.post.id, "https://x.example/<b>", "e" * 64, 7, "image/png", now)
        with workspace.store.write() as writer:
            writer.put_media(old)
        with serving(create_app(workspace, signed_by="Dana")) as client:
            page = LexborHTMLParser(client.get(f"/posts/{view.post.id}").text)
    told = [" ".join(line.text().split()) for line in page.css("#h-media ~ ul li")]
    assert len(told) == 2
    assert "a.jpg10 bytes, SHA-256" in told[0]
    assert told[1] == f"at an earlier address7 bytes, SHA-256 {'e' * 64}, not kept"
