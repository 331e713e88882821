"""A server on 127.0.0.1 that speaks OpenAI's chat protocol and answers from a script.

endpoint.script(says({"mentions": [], "statements": []}))     # for ever
endpoint.script(status(429, Retry_After="7"), says("no"))     # first this, then always that
endpoint.rule(lambda asked: says(asked.passage))              # what depends on what is asked
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

__all__ = ["Asked", "Reply", "ScriptedEndpoint", "body", "says", "silent", "status"]


@dataclass(frozen=True)
class Asked:
    """One request that arrived; header names are in lower case."""

    target: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def instruction(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def passage(self) -> str:
        """The text that was to be read."""
        return str(json.loads(self.body["messages"][1]["content"].split("\n")[1]))


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        with suppress(OSError):  # the client's leaving is part of the game
            content = self.rfile.read(int(headers["content-length"]))
            if len(content) == int(headers["content-length"]):
                self.server.owner.next(Asked(self.path, headers, json.loads(content)))(self)

    def do_GET(self) -> None:
        listed = self.server.owner.models
        rows = [{"id": name, "object": "model"} for name in listed or ()]
        known = listed is not None and self.path == "/v1/models"
        self.answer(200 if known else 404, json.dumps({"object": "list", "data": rows}).encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def answer(self, code: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def wait_for_the_client(self) -> None:
        self.connection.recv(1)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: ScriptedEndpoint


Reply = Callable[[_Handler], None]


class ScriptedEndpoint:
    """The server.

    :ivar url: base address; ``proxy`` is its address as an HTTP proxy.
    :ivar asked: the questions in the order of their arrival.
    :ivar models: those that it lists; None where it lists none.
    """

    models: Sequence[str] | None = None

    def __enter__(self) -> Self:
        self.asked: list[Asked] = []
        self.script(status(500))
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self.proxy}/v1"

    def script(self, *replies: Reply) -> None:
        """Answer so from now on; the last reply is repeated."""
        left = list(replies)
        self.rule(lambda _: left.pop(0) if len(left) > 1 else left[0])

    def rule(self, choose: Callable[[Asked], Reply]) -> None:
        """Answer each question from now on as ``choose`` says."""
        self._choose = choose

    def next(self, asked: Asked) -> Reply:
        """Note a request and return what it is answered."""
        self.asked.append(asked)
        return self._choose(asked)


def says(words: object, finish: str = "stop", **message: object) -> Reply:
    """Answer as a model that writes ``words``: a string, or an object as JSON."""
    text = words if isinstance(words, str) else json.dumps(words)
    said = {"role": "assistant", "content": text, **message}
    choice = {"index": 0, "message": said, "finish_reason": finish}
    return body(json.dumps({"object": "chat.completion", "choices": [choice]}).encode())


def body(content: bytes, **headers: str) -> Reply:
    """Answer with these bytes, whatever they are."""
    return lambda handler: handler.answer(200, content, **headers)


def status(code: int, content: bytes = b"", **headers: str) -> Reply:
    """Answer with a status."""
    return lambda handler: handler.answer(code, content, **headers)


def silent() -> Reply:
    """Say nothing until the client leaves."""
    return lambda handler: handler.wait_for_the_client()
