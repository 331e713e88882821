"""Promise 1 while watching: kill -9 at 200 random moments of a watch over growing feeds."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from marsad.api import PostFilter, Workspace, make_source

pytestmark = pytest.mark.slow

_KILLS = 200
_GUID = re.compile("<guid>(.*?)</guid>")
_SOURCES = 6

# One process forks a watch again and again, so that a kill does not cost a start of Python. Each
# watch notes what the archive acknowledged, after the archive has said so.
_PROGRAM = """
import ctypes, os, random, signal, sys, time
from threading import Event
from marsad.api import Workspace
from marsad.monitor import FileTransport, HttpTransport, RouterTransport
from marsad.ports import Limits

root, notes, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])

def watch(rounds, begun=None):
    note = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Workspace.open(root) as workspace:
        seal = workspace.archive.seal
        def acknowledged(source_id, response):
            if begun is not None:
                os.write(begun, b".")
            capture = seal(source_id, response)
            os.write(note, f"{capture.id}\\n".encode())
            return capture
        workspace.archive.seal = acknowledged
        transport = RouterTransport({"http": HttpTransport(Limits(), pause=0)})
        workspace.watch(Event(), every=0.001, rounds=rounds, transport=transport)

watch(1)  # loads all that a watch needs
dice = random.Random(20261122)
for number in range(kills):
    ready, begun = os.pipe()
    child = os.fork()
    if child == 0:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: never outlive the test
        watch(None, begun)
    os.close(begun)
    if number % 5:
        os.read(ready, 1)  # else before it has fetched anything
    time.sleep(dice.uniform(0.0, 0.25))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)
watch(1)
"""


class _Growing(BaseHTTPRequestHandler):
    """Feeds that gain an item with every request and show the newest thirty."""

    asked: ClassVar[Counter[str]] = Counter()
    lock: ClassVar[threading.Lock] = threading.Lock()

    def do_GET(self) -> None:
        with self.lock:
            self.asked[self.path] += 1
            count = self.asked[self.path]
        items = "".join(
            f"<item><guid>{self.path}/{n}</guid><link>http://x.example{self.path}/{n}</link>"
            f"<title>Item {n}</title><description>Text of item {n} of {self.path}, long enough to "
            "be kept as it is without another page.</description></item>"
            for n in range(max(1, count - 29), count + 1)
        )
        body = f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def feeds() -> Iterator[list[str]]:
    """Addresses of growing feeds on this machine."""
    _Growing.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Growing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield [f"http://127.0.0.1:{server.server_port}/feed{n}.xml" for n in range(_SOURCES)]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.timeout(600)
def test_a_watch_that_is_killed_200_times_loses_and_doubles_nothing(
    tmp_path: Path, feeds: list[str]
) -> None:
    root, notes = tmp_path / "workspace", tmp_path / "acknowledged"
    with Workspace.create(root) as workspace:
        for n, address in enumerate(feeds):
            workspace.add_source(make_source(address, kind="feed", source_id=f"f{n}", local=True))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(root), str(notes), str(_KILLS)],
        capture_output=True, text=True, check=False, timeout=560,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    acknowledged = notes.read_text(encoding="utf-8").split()
    with Workspace.open(root) as workspace:
        assert workspace.verify() == ()
        captures = list(workspace.archive.captures())
        held = workspace.counts()
        posts = workspace.posts(PostFilter(limit=100_000))
        bodies = {c.id: workspace.archive.read(c).body.decode() for c in captures}
    assert len(acknowledged) > _KILLS / 4, "the kills came before any work"
    assert Counter(c.id for c in captures).most_common(1)[0][1] == 1
    assert set(acknowledged) <= {c.id for c in captures}
    assert [c.seq for c in captures] == list(range(1, len(captures) + 1))
    assert (held["captures"], held["unparsed"]) == (len(captures), 0)
    sealed = {guid for c in captures for guid in _GUID.findall(bodies[c.id])}
    shown = [view.post.native_id for view in posts]
    assert sorted(shown) == sorted(sealed)
    assert all(len(view.versions) == 1 for view in posts)
