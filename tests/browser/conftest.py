"""The exercise's workbench in Chromium, as a person on this machine meets it."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from marsad.api import Workspace
from marsad.demo import DemoResult
from marsad.web import create_app


@pytest.fixture(scope="session")
def workspace(demo: DemoResult, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A copy of the demonstration, as the tests decide on what was found in it."""
    folder = tmp_path_factory.mktemp("browser") / "workspace"
    shutil.copytree(demo.workspace, folder)
    with Workspace.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def address(workspace: Workspace) -> Iterator[str]:
    """Serve the workbench; the socket listens before the server runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        app = create_app(workspace, signed_by="Dana")
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            found = f"http://127.0.0.1:{listening.getsockname()[1]}"
            httpx.get(f"{found}/help", timeout=60)
            yield found
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; tests are skipped where there is none."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("Chromium is not installed")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=flags)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A wide page; the test fails if it complains, or asks any other host for anything."""
    complaints: list[str] = []
    with browser.new_context(base_url=address, viewport={"width": 1400, "height": 900}) as context:
        opened = context.new_page()
        opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("request", lambda r: complaints.append(r.url) if _other(r.url, address) else None)
        yield opened
    assert complaints == []


def _other(url: str, address: str) -> bool:
    return urlsplit(url).scheme != "data" and urlsplit(url).netloc != urlsplit(address).netloc
