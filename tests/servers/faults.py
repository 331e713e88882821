"""What a scripted server can do to a request, good and bad. Header names are written with _."""

from __future__ import annotations

import gzip
import itertools

from .hostile import Behaviour, Exchange

__all__ = [
    "bomb",
    "chunked",
    "cut_short",
    "drip",
    "drip_head",
    "endless",
    "gzipped",
    "hang_up",
    "huge_head",
    "ok",
    "redirect",
    "reset",
    "rubbish",
    "silent",
    "status",
    "versioned",
]

_HTML = "text/html; charset=utf-8"


def ok(body: bytes = b"", media_type: str = _HTML, **headers: str) -> Behaviour:
    """Answer well."""
    return lambda exchange: exchange.answer(200, body, Content_Type=media_type, **headers)


def status(code: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer with a status, such as 429 with ``Retry_After="120"``."""
    return lambda exchange: exchange.answer(code, body, **headers)


def redirect(location: str, code: int = 302) -> Behaviour:
    """Send the client elsewhere."""
    return lambda exchange: exchange.answer(code, Location=location)


def versioned(body: bytes, etag: str = "", last_modified: str = "", **headers: str) -> Behaviour:
    """Answer 304 where the client names the version that is served (RFC 9110, 13.1)."""
    both = {"ETag": etag, "Last-Modified": last_modified}
    given = {name: value for name, value in both.items() if value} | headers

    def behaviour(exchange: Exchange) -> None:
        asked = exchange.seen.headers
        same = asked["if-none-match"] == etag if "if-none-match" in asked else None
        if same is None and last_modified:
            same = asked.get("if-modified-since") == last_modified
        exchange.answer(304 if same else 200, b"" if same else body, **given)

    return behaviour


def gzipped(body: bytes, keep: float = 1.0) -> Behaviour:
    """Answer compressed; ``keep`` less than 1 leaves out the end and says nothing of it."""
    packed = gzip.compress(body, mtime=0)
    return ok(packed[: int(len(packed) * keep)], Content_Encoding="gzip")


def bomb(size: int) -> Behaviour:
    """Answer with so many zeros, compressed to a thousandth."""
    return ok(gzip.compress(b"\0" * size, mtime=0), Content_Encoding="gzip")


def cut_short(body: bytes, promised: int) -> Behaviour:
    """Promise more bytes than there are, and leave."""

    def behaviour(exchange: Exchange) -> None:
        exchange.answer(200, body, Content_Length=str(promised))
        exchange.hang_up()

    return behaviour


def chunked(*chunks: bytes, end: bool = True) -> Behaviour:
    """Answer in chunks; without ``end`` the last one never comes."""

    def behaviour(exchange: Exchange) -> None:
        exchange.head(200, Transfer_Encoding="chunked")
        for chunk in chunks:
            exchange.send(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if end:
            exchange.send(b"0\r\n\r\n")
        else:
            exchange.hang_up()

    return behaviour


def reset() -> Behaviour:
    """Break the connection instead of answering."""
    return Exchange.reset


def hang_up() -> Behaviour:
    """End the connection properly, without an answer."""
    return Exchange.hang_up


def silent() -> Behaviour:
    """Take the request and say nothing."""
    return Exchange.wait_for_the_client


def drip(body: bytes, gap: float) -> Behaviour:
    """Send the body byte by byte, ``gap`` seconds apart."""

    def behaviour(exchange: Exchange) -> None:
        exchange.head(200, Content_Length=str(len(body)))
        for byte in body:
            exchange.send(bytes([byte]))
            if exchange.pause(gap):
                return

    return behaviour


def drip_head(gap: float) -> Behaviour:
    """Send headers without end, ``gap`` seconds apart."""

    def behaviour(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 Scripted\r\n")
        for number in itertools.count():
            exchange.send(b"X-%d: 1\r\n" % number)
            if exchange.pause(gap):
                return

    return behaviour


def endless(piece: bytes = b"x" * 65_536) -> Behaviour:
    """Send a body that does not end."""

    def behaviour(exchange: Exchange) -> None:
        exchange.head(200)
        while True:
            exchange.send(piece)

    return behaviour


def huge_head(size: int) -> Behaviour:
    """Send one header of so many bytes."""
    return ok(b"", X_Long="x" * size)


def rubbish(data: bytes = b"\x15\x03\x01 this is not HTTP\r\n\r\n") -> Behaviour:
    """Send bytes that are no answer, and leave."""

    def behaviour(exchange: Exchange) -> None:
        exchange.send(data)
        exchange.hang_up()

    return behaviour
