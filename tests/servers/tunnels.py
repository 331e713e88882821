"""A SOCKS 5 and HTTP CONNECT proxy on 127.0.0.1 that notes what it is asked to connect to."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from .certificates import Authority

__all__ = ["TunnelProxy", "open_tunnels"]

_IDLE = 10.0
_REFUSED = (b"HTTP/1.1 403 Not there\r\n\r\n", b"\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00")
_DONE = (b"HTTP/1.1 200 Connected\r\n\r\n", b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")


@dataclass
class TunnelProxy:
    """The proxy.

    :ivar onward: port of this machine to which every connection leads; None refuses them all.
    :ivar tls: whose certificates are shown, in the name that was asked for; None for no TLS.
    :ivar asked: ``host:port`` of each connection that was asked for.
    """

    port: int
    onward: int | None = None
    tls: Authority | None = None
    asked: list[str] = field(default_factory=list)

    def url(self, scheme: str) -> str:
        """Return its address, for ``http`` or ``socks5``."""
        return f"{scheme}://127.0.0.1:{self.port}"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    state: TunnelProxy


class _Handler(socketserver.BaseRequestHandler):
    server: _Server
    request: socket.socket

    def handle(self) -> None:
        self.request.settimeout(_IDLE)
        with suppress(OSError):  # the client's leaving is part of the game
            is_socks = self.request.recv(1, socket.MSG_PEEK) == b"\x05"
            host, port = self._greeted() if is_socks else self._connect_line()
            self._serve(host, port, is_socks)

    def _serve(self, host: str, port: int, is_socks: int) -> None:
        state = self.server.state
        state.asked.append(f"{host}:{port}")
        if state.onward is None:
            self.request.sendall(_REFUSED[is_socks])
            return
        self.request.sendall(_DONE[is_socks])
        near = self.request
        if state.tls is not None:
            near = state.tls.server(host).wrap_socket(near, server_side=True)
        with near, socket.create_connection(("127.0.0.1", state.onward), _IDLE) as far:
            back = threading.Thread(target=_copy, args=(far, near), daemon=True)
            back.start()
            _copy(near, far)
            back.join()

    def _greeted(self) -> tuple[str, int]:
        _, methods = self.request.recv(2)
        self.request.recv(methods)
        self.request.sendall(b"\x05\x00")
        kind = self.request.recv(4)[3]
        size = {1: 4, 4: 16}.get(kind) or self.request.recv(1)[0]
        host = self.request.recv(size)
        name = host.decode() if kind == 3 else socket.inet_ntop(socket.AF_INET, host)
        return name, int.from_bytes(self.request.recv(2), "big")

    def _connect_line(self) -> tuple[str, int]:
        head = b""
        while not head.endswith(b"\r\n\r\n") and (byte := self.request.recv(1)):
            head += byte
        host, _, port = head.split(b" ")[1].decode("ascii").rpartition(":")
        return host, int(port)


def _copy(this: socket.socket, that: socket.socket) -> None:
    with suppress(OSError):
        while data := this.recv(65_536):
            that.sendall(data)
        that.shutdown(socket.SHUT_WR)


@contextmanager
def open_tunnels() -> Iterator[TunnelProxy]:
    """Run the proxy; at first it refuses every connection."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.state = TunnelProxy(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
