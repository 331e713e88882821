"""Whether a watch keeps up: ``python -m benchmarks.watch_speed --sources 2000 --every 60``.

A server on this machine answers for as many feeds, of which each visit finds a new post; a watch
visits each of them every so many seconds for a while. Printed is how late visits began, and what
that cost.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer
from typing import ClassVar

from benchmarks.machine import describe
from marsad.api import Workspace, make_source
from marsad.monitor import FileTransport, HttpTransport, RouterTransport


class _Feeds(BaseHTTPRequestHandler):
    """Answers each address with a feed that has one more item each time, twenty at most."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        newest = self.asked[self.path]
        items = "".join(
            f"<item><guid>{self.path}/{n}</guid><link>http://x.example{self.path}/{n}</link>"
            f"<title>Item {n}</title><description>{'Words of the item. ' * 20}</description></item>"
            for n in range(max(1, newest - 19), newest + 1)
        )
        body = f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@contextmanager
def _server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Feeds)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two visits")
    parser.add_argument("--seconds", type=float, default=180.0, help="how long to watch")
    given = parser.parse_args()
    with (
        TemporaryDirectory() as folder,
        _server() as server,
        Workspace.create(Path(folder) / "workspace") as workspace,
    ):
        for number in range(given.sources):
            address = f"{server}/{number}.xml"
            workspace.add_source(
                make_source(address, kind="feed", source_id=f"s{number}", local=True)
            )
        _watch(workspace, given.every, given.seconds)
        for line in _report(workspace, given.sources, given.every):
            print(line)


def _watch(workspace: Workspace, every: float, seconds: float) -> None:
    limits = workspace.config.limits
    web = HttpTransport(limits, pause=0)
    stop = Event()
    timer = Timer(seconds, stop.set)
    timer.start()
    transport = RouterTransport({"http": web, "file": FileTransport(limits)})
    workspace.watch(stop, every=every, transport=transport)
    timer.cancel()


def _report(workspace: Workspace, sources: int, every: float) -> Iterator[str]:
    due: dict[str, datetime] = {}
    late: list[float] = []
    visits = workspace.read.visits()
    for visit in visits:
        if visit.source_id in due:
            late.append((visit.began - due[visit.source_id]).total_seconds())
        if visit.due is not None:
            due[visit.source_id] = visit.due
    took = (visits[-1].ended - visits[0].began).total_seconds()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    late.sort()
    yield f"Machine: {describe()}; the server runs on it too."
    yield f"{sources} sources, each every {every:.0f} s, for {took:.0f} s"
    yield f"visits: {len(visits)} ({len(visits) / took:.0f}/s), {workspace.counts()['posts']} posts"
    yield f"failed: {sum(not v.succeeded for v in visits)}"
    if late:
        yield (
            f"late by: median {statistics.median(late):.2f} s, "
            f"95 % {late[int(len(late) * 0.95)]:.2f} s, most {late[-1]:.2f} s"
        )
    cpu = usage.ru_utime + usage.ru_stime
    yield f"processor: {cpu / took:.2f} cores; memory: {usage.ru_maxrss / 1000:.0f} MB at most"


if __name__ == "__main__":
    main()
