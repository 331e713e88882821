"""A sealed page is drawn from its bytes alone, and what is hostile in it does nothing."""

from __future__ import annotations

import http.server
import shutil
import threading
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from marsad.archive import screenshot
from marsad.model import Response

_SIZE = (300, 200)
_GREEN, _RED, _WHITE = (0, 128, 0), (255, 0, 0), (255, 255, 255)
_HEAD = "<!doctype html><style>body{margin:0;background:green}div{height:200px}</style>"


def _page(body: str, media_type: str = "text/html; charset=utf-8") -> Response:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    return Response("https://a.example/", body.encode(), moment, media_type=media_type)


def _middle(page: str, media_type: str = "text/html; charset=utf-8") -> tuple[int, ...]:
    png = screenshot(_page(page, media_type), size=_SIZE)
    assert png is not None
    with Image.open(BytesIO(png)) as picture:
        assert picture.size == _SIZE
        found = picture.convert("RGB").getpixel((150, 100))
    assert isinstance(found, tuple)
    return found


@pytest.fixture
def _chromium() -> None:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("Chromium is not installed")


@pytest.mark.browser
@pytest.mark.usefixtures("_chromium")
@pytest.mark.parametrize(
    "media_type", ["text/html", "TEXT/HTML; charset=none-such", 'text/html; charset="utf-8"']
)
def test_a_page_is_drawn(media_type: str) -> None:
    assert _middle(_HEAD, media_type) == _GREEN


_HOSTILE = {
    "script": "<script>document.body.style.background='red'</script>",
    "handler": "<img src='data:,x' onerror=\"document.body.style.background='red'\">",
    "refresh": "<meta http-equiv=refresh content='0;url=data:text/html,<body bgcolor=red>'>",
    "frame": "<iframe src='data:text/html,<body bgcolor=red>' width=300 height=200>",
}


@pytest.mark.browser
@pytest.mark.usefixtures("_chromium")
@pytest.mark.parametrize("name", _HOSTILE)
def test_what_is_hostile_is_not_seen(name: str) -> None:
    assert _middle(_HEAD + _HOSTILE[name]) != _RED


@pytest.mark.browser
@pytest.mark.usefixtures("_chromium")
@pytest.mark.parametrize(
    "tag", ["<img src='{}' width=300 height=200>", "<iframe src='{}'></iframe>"]
)
def test_files_of_this_machine_are_not_shown(tmp_path: Path, tag: str) -> None:
    Image.new("RGB", _SIZE, _RED).save(tmp_path / "private.png")
    address = (tmp_path / "private.png").as_uri()
    assert _middle(_HEAD + tag.format(address)) != _RED
    refresh = f"<meta http-equiv=refresh content='0;url={address}'>"
    assert _middle(refresh + _HEAD) != _RED


@pytest.mark.browser
@pytest.mark.usefixtures("_chromium")
def test_nothing_is_asked_of_the_network() -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        host = f"http://127.0.0.1:{server.server_port}"
        _middle(
            f"{_HEAD}<link rel=stylesheet href='{host}/css'><img src='{host}/img'>"
            f"<iframe src='{host}/frame'></iframe><link rel=preload as=image href='{host}/pre'>"
            f"<link rel=dns-prefetch href='{host}'><video src='{host}/video' autoplay></video>"
            f"<meta http-equiv=refresh content='0;url={host}/refresh'>"
        )
        server.shutdown()
        thread.join()
    assert asked == []


def test_what_is_no_page_is_not_drawn() -> None:
    for media_type in ("text/plain", "image/svg+xml", "application/pdf", ""):
        assert screenshot(_page(_HEAD, media_type)) is None


@pytest.mark.parametrize(
    "script", ["exit 1", "sleep 60 & sleep 60", "echo no picture", "kill -SEGV $$"]
)
def test_a_program_that_fails_gives_no_picture(tmp_path: Path, script: str) -> None:
    program = tmp_path / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    assert screenshot(_page(_HEAD), program=str(program), timeout=0.5) is None
