"""A server on 127.0.0.1 that answers as scripted, well or badly, over real sockets.

One port speaks HTTP and HTTPS, and is a proxy too (HTTP with CONNECT, and SOCKS 5): whatever
address a client asks its proxy for, this server answers in its name, so that connectors can be
tested with the addresses that they really use. Behaviours are in :mod:`tests.servers.faults`.

    hostile.script("/feed", status(503), ok(b"<rss/>"))    # first 503, then always the feed
    hostile.script("https://t.me/s/fanous", ok(page))      # asked through hostile.proxy
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from marsad.model import Source

from .certificates import Authority

__all__ = ["Behaviour", "Exchange", "Hostile", "Seen"]

# A connection that nobody uses any more ends after this time, in seconds.
_IDLE = 20.0


@dataclass(frozen=True)
class Seen:
    """One request that arrived.

    :ivar key: what it was looked up by: the path, or the whole address for a proxied one.
    :ivar headers: by name in lower case.
    :ivar connection: number of the connection it came on, from 1.
    """

    key: str
    headers: dict[str, str]
    connection: int


@dataclass
class Exchange:
    """One request and the connection to answer it on."""

    seen: Seen
    connection: socket.socket
    stopping: threading.Event
    last: bool = False

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; ``Content_Length`` given by hand may lie."""
        head = {"Content-Length": str(len(body)), **_dashed(headers)}
        self.head(status, **head)
        self.send(body)

    def head(self, status: int, **headers: str) -> None:
        """Send the status line and the headers, and keep the connection as HTTP/1.1 does."""
        lines = [f"HTTP/1.1 {status} Scripted"]
        lines += [f"{name}: {value}" for name, value in _dashed(headers).items()]
        self.send("\r\n".join([*lines, "", ""]).encode())

    def send(self, data: bytes) -> None:
        """Send raw bytes."""
        self.connection.sendall(data)

    def pause(self, seconds: float) -> bool:
        """Wait; True where the server is being stopped."""
        return self.stopping.wait(seconds)

    def hang_up(self) -> None:
        """End the connection after this answer."""
        self.last = True

    def reset(self) -> None:
        """End the connection with a reset instead of a proper end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.last = True

    def wait_for_the_client(self) -> None:
        """Wait until the client leaves."""
        with suppress(OSError):
            self.connection.recv(1)
        self.last = True


Behaviour = Callable[[Exchange], None]


@dataclass
class Hostile:
    """The server: what it answers, and what it was asked.

    :ivar url: ``http://127.0.0.1:PORT``; ``tls_url`` is the same with https.
    :ivar proxy: its address as an HTTP proxy; ``socks`` is that as a SOCKS proxy.
    :ivar tls: trusts the certificates that it shows, for any name.
    :ivar seen: the requests in the order of their arrival.
    """

    seen: list[Seen] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._port = int(self._listening.getsockname()[1])
        self._authority = Authority()
        self._scripts: dict[str, list[Behaviour]] = {}
        self._open: dict[int, socket.socket] = {}
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._threads[0].join()
        with self._lock:
            for connection in self._open.values():
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def tls_url(self) -> str:
        return f"https://127.0.0.1:{self._port}"

    @property
    def proxy(self) -> str:
        return self.url

    @property
    def socks(self) -> str:
        return f"socks5://127.0.0.1:{self._port}"

    @property
    def tls(self) -> ssl.SSLContext:
        return self._authority.client()

    @property
    def connections(self) -> int:
        """How many connections requests came on."""
        return len({seen.connection for seen in self.seen})

    def asked(self, key: str) -> int:
        """Return how often ``key`` was asked for."""
        return sum(seen.key == key for seen in self.seen)

    def script(self, key: str, *behaviours: Behaviour) -> str:
        """Answer ``key`` with each behaviour once, then always with the last; return its address.

        :param key: a path, or a whole address that is asked for through the proxy.
        """
        with self._lock:
            self._scripts[key] = list(behaviours)
        return self.url + key if key.startswith("/") else key

    def source(self, key: str, kind: str = "feed", *, local: bool = True) -> Source:
        """Return a source at ``key``, allowed to be on this machine."""
        address = self.url + key if key.startswith("/") else key
        return Source("hostile", kind, address, "Hostile source", local=local)

    def _accept(self) -> None:
        number = 0
        while not self._stopping.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            number += 1
            thread = threading.Thread(target=self._serve, args=(connection, number), daemon=True)
            with self._lock:
                self._open[number] = connection
                self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        connection.settimeout(_IDLE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            # The client's leaving, at any point, is part of the game.
            with suppress(OSError):
                self._talk(connection, number)
        finally:
            with self._lock:
                secured_or_not = self._open.pop(number)
            secured_or_not.close()

    def _talk(self, connection: socket.socket, number: int) -> None:
        origin = ""
        if connection.recv(1, socket.MSG_PEEK) == b"\x05":
            origin = _socks(connection)
        if connection.recv(1, socket.MSG_PEEK) == b"\x16":
            connection = self._secured(connection, number, origin)
        while request := _read_head(connection):
            target, headers = request
            if "://" not in target and not target.startswith("/"):  # CONNECT host:port
                connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                origin = "https://" + target.removesuffix(":443")
                connection = self._secured(connection, number, origin)
                continue
            exchange = self._exchange(target, origin, headers, connection, number)
            self._behaviour(exchange.seen.key)(exchange)
            if exchange.last:
                return

    def _secured(self, plain: socket.socket, number: int, origin: str) -> socket.socket:
        host = origin.rpartition("/")[2].partition(":")[0] or "127.0.0.1"
        secured = self._authority.server(host).wrap_socket(plain, server_side=True)
        with self._lock:
            self._open[number] = secured
        return secured

    def _exchange(
        self,
        target: str,
        origin: str,
        headers: dict[str, str],
        connection: socket.socket,
        number: int,
    ) -> Exchange:
        if origin.endswith(":443") and isinstance(connection, ssl.SSLSocket):
            origin = origin.removesuffix(":443").replace("http:", "https:")
        key = target if "://" in target else origin + target
        seen = Seen(key, headers, number)
        with self._lock:
            self.seen.append(seen)
        return Exchange(seen, connection, self._stopping)

    def _behaviour(self, key: str) -> Behaviour:
        with self._lock:
            left = self._scripts.get(key, [_nothing_here])
            return left.pop(0) if len(left) > 1 else left[0]


def _nothing_here(exchange: Exchange) -> None:
    exchange.answer(404)


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _read_head(connection: socket.socket) -> tuple[str, dict[str, str]] | None:
    """Return the target and the headers of the next request; None at the connection's end."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            return None
        head += byte
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines if line)
    return first.split(" ")[1], {name.lower(): value for name, _, value in pairs}


def _socks(connection: socket.socket) -> str:
    """Shake hands as a SOCKS 5 proxy (RFC 1928) without authentication; return the origin."""
    _, methods = connection.recv(2)
    connection.recv(methods)
    connection.sendall(b"\x05\x00")
    kind = connection.recv(4)[3]
    size = {1: 4, 4: 16}.get(kind) or connection.recv(1)[0]
    host = connection.recv(size)
    port = int.from_bytes(connection.recv(2), "big")
    connection.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
    name = host.decode() if kind == 3 else socket.inet_ntop(socket.AF_INET, host)
    return f"http://{name}" if port == 80 else f"http://{name}:{port}"
