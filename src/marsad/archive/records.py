"""Response <-> WARC record: one gzip member of WARC 1.1.

What came over HTTP becomes a ``response`` record with its status line and headers, anything
else a ``resource`` record. A body is stored as the connector got it, that is after transfer
and content encoding were taken off; header fields that no longer describe it are kept under
the ``X-Archive-Orig-`` prefix that web archives use. Header fields that cannot stand on a line
as they are (line breaks, control characters, letters outside ASCII) stand there in a harmless
spelling, and exactly as received in ``Marsad-Headers``, as JSON.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable
from datetime import UTC
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from ..errors import ArchiveError
from ..model import Capture, Response, sha256_hex

__all__ = ["from_record", "harmless", "holds", "to_record", "unpack"]

_LEVEL = 6
"""Compression level. Channel preview pages shrink to 18.6 % at level 1, 16.6 % at 6 and 16.5 %
at 9; dense text takes twice the time at 9 that it takes at 6 (benchmarks/archive_speed.py)."""

_EXACT = "Marsad-Headers"
_UNTYPED = "application/octet-stream"
_PREFIX = "X-Archive-Orig-"
_STALE = frozenset({"content-encoding", "transfer-encoding"})
_END = b"\r\n\r\n"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PLAIN_VALUE = re.compile(r"(?:[!-~](?:[ -~]*[!-~])?)?")

_MALFORMED = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    ValueError,
    AttributeError,  # what warcio raises for a record without WARC-Target-URI
)

Headers = tuple[tuple[str, str], ...]


def to_record(response: Response, sha256: str) -> bytes:
    """Return the gzip member that stores ``response``, whose body has hash ``sha256``."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="WARC/1.1")
    http = _http_block(response) if _over_http(response) else None
    record = writer.create_warc_record(
        harmless(response.url),
        "response" if http else "resource",
        payload=BytesIO(response.body),
        length=len(response.body),
        warc_content_type="" if http else harmless(response.media_type) or _UNTYPED,
        warc_headers_dict=_warc_headers(response, sha256, http),
        http_headers=http,
    )
    writer.write_record(record)
    return gzip.compress(out.getvalue(), _LEVEL, mtime=0)


def _over_http(response: Response) -> bool:
    return response.url.startswith(("http:", "https:"))


def _warc_headers(response: Response, sha256: str, http: StatusAndHeaders | None) -> dict[str, str]:
    head = http.to_ascii_bytes() if http else b""
    moment = response.fetched_at.astimezone(UTC)
    headers = {
        "WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "WARC-Payload-Digest": f"sha256:{sha256}",
        "WARC-Block-Digest": f"sha256:{sha256_hex(head + response.body) if head else sha256}",
    }
    if _restored(http) != response.headers:
        headers[_EXACT] = json.dumps(response.headers)
    return headers


def _http_block(response: Response) -> StatusAndHeaders:
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = "Unknown"
    size = str(len(response.body))
    fields = [_http_field(name, value, size) for name, value in response.headers]
    return StatusAndHeaders(f"{response.status} {phrase}", fields, protocol="HTTP/1.1")


def _http_field(name: str, value: str, size: str) -> tuple[str, str]:
    lower = name.lower()
    stale = lower in _STALE or (lower == "content-length" and value != size)
    plain = name if _PLAIN_NAME.fullmatch(name) else "X-Unprintable"
    return (_PREFIX if stale else "") + plain, harmless(value)


def harmless(text: str) -> str:
    """Percent-encode all but the printable ASCII characters, and spaces at the ends."""
    if _PLAIN_VALUE.fullmatch(text):
        return text
    safe = "".join(map(chr, range(0x21, 0x7F)))
    return quote(text, safe=safe, errors="surrogatepass")


def _restored(http: StatusAndHeaders | None) -> Headers:
    fields = http.headers if http else []
    return tuple((name.removeprefix(_PREFIX), value) for name, value in fields)


def unpack(chunks: Iterable[bytes]) -> bytes:
    """Return the uncompressed record of the gzip member with which ``chunks`` begin.

    Takes no more chunks than the member needs, so ``chunks`` may go on behind it.

    :raises ArchiveError: not one whole gzip member.
    """
    inflate = zlib.decompressobj(wbits=31)
    parts = []
    try:
        for chunk in chunks:
            parts.append(inflate.decompress(chunk))
            if inflate.eof:
                return b"".join(parts)
    except zlib.error as error:
        raise _unreadable(str(error)) from error
    raise _unreadable("the compressed data end too early")


def holds(raw: bytes, capture: Capture) -> bool:
    """Tell whether the uncompressed record ``raw`` is plainly that of ``capture``.

    Looks at address, length and body, at a third of what it costs to take the record apart.
    False says only that :func:`from_record` is to be asked.
    """
    start, end = len(raw) - len(_END) - capture.size, len(raw) - len(_END)
    block = raw.find(_END) + len(_END)
    fields = dict(line.partition(b": ")[::2] for line in raw[:block].split(b"\r\n"))
    return (
        fields.get(b"Content-Length") == str(end - block).encode("ascii")
        and fields.get(b"WARC-Target-URI") == harmless(capture.url).encode("ascii")
        and raw.endswith(_END)
        and start in (block, raw.find(_END, block) + len(_END))
        and sha256_hex(raw[start:end]) == capture.sha256
    )


def from_record(raw: bytes, capture: Capture) -> Response:
    """Return the response that the uncompressed record ``raw`` stores for ``capture``.

    :raises ArchiveError: not a record, or not the one that ``capture`` was made from.
    """
    record = _load(raw)
    body = record.raw_stream.read()
    if sha256_hex(body) != capture.sha256:
        raise ArchiveError(
            f"Capture {capture.id} does not hold the bytes that were sealed.",
            hint="Run `marsad verify` and restore the archive from a copy.",
        )
    if record.rec_headers.get_header("WARC-Target-URI", "") != harmless(capture.url):
        raise ArchiveError(
            f"Capture {capture.id} is not the record of {capture.url!r}.",
            hint="The archive and the capture belong to different workspaces.",
        )
    return Response(
        url=capture.url,
        body=body,
        fetched_at=capture.fetched_at,
        status=capture.status,
        media_type=capture.media_type,
        headers=_headers(record),
    )


def _load(raw: bytes) -> ArcWarcRecord:
    try:
        return ArcWarcRecordLoader().parse_record_stream(BytesIO(raw), known_format="warc")
    except _MALFORMED as error:
        raise _unreadable(str(error)) from error


def _headers(record: ArcWarcRecord) -> Headers:
    exact = record.rec_headers.get_header(_EXACT)
    if exact is None:
        return _restored(record.http_headers)
    return tuple((str(name), str(value)) for name, value in json.loads(exact))


def _unreadable(why: str) -> ArchiveError:
    return ArchiveError(
        f"A WARC record cannot be read ({why}).",
        hint="Run `marsad verify` to see which, and restore the archive from a copy.",
    )
