"""Files of the WACZ format 1.1.1: a zip with WARC, index, pages and a list of what is in it.

Format: https://specs.webrecorder.net/wacz/1.1.1/.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ..model import Capture
from .records import harmless

__all__ = ["WARC", "Packer", "index_line", "pages"]

WARC = "archive/data.warc.gz"
"""Where the records lie in a bundle."""

_PORTS = {"http": 80, "https": 443}


@dataclass(slots=True)
class Packer:
    """Writes files into a zip and remembers what ``datapackage.json`` must say of them.

    :ivar created: stands on each file, so that the same content makes the same zip.
    """

    bundle: ZipFile
    created: datetime
    resources: list[dict[str, object]] = field(default_factory=list)

    def add(
        self, path: str, chunks: Iterable[bytes], *, expected: int = 0, compress: bool = True
    ) -> None:
        """Write the file ``path`` and list it, under a name of the letters that lists allow.

        :param expected: bytes in all, where there may be more than 2 GiB. ReplayWeb.page 2.4
            cannot read smaller files that are written as such large ones are.
        """
        digest, size = hashlib.sha256(), 0
        info = self._info(path, compress=compress)
        info.file_size = expected
        with self.bundle.open(info, "w") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        said = f"sha256:{digest.hexdigest()}"
        self.resources.append({"name": path.lower(), "path": path, "hash": said, "bytes": size})

    def finish(self, about: Mapping[str, object]) -> None:
        """Write the list of files, with what ``about`` says of the whole, and its hash."""
        package = _json(
            {"profile": "data-package", "wacz_version": "1.1.1", **about}
            | {"created": _moment(self.created), "resources": self.resources}
        )
        said = f"sha256:{hashlib.sha256(package).hexdigest()}"
        digest = _json({"path": "datapackage.json", "hash": said})
        self.bundle.writestr(self._info("datapackage.json"), package)
        self.bundle.writestr(self._info("datapackage-digest.json"), digest)

    def _info(self, path: str, *, compress: bool = True) -> ZipInfo:
        moment = self.created.astimezone(UTC)
        info = ZipInfo(path, moment.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
        info.external_attr = 0o644 << 16
        return info


def _json(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, indent=2).encode("ascii") + b"\n"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def index_line(capture: Capture, offset: int, length: int) -> bytes:
    """Return the CDXJ line of ``capture``, whose record is at ``offset`` of :data:`WARC`."""
    fields = {
        "url": harmless(capture.url),
        "mime": harmless(capture.media_type.partition(";")[0].strip()) or "unk",
        "status": str(capture.status),
        "digest": f"sha256:{capture.sha256}",
        "length": str(length),
        "offset": str(offset),
        "filename": WARC.rpartition("/")[2],
    }
    stamp = capture.fetched_at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{_sort_key(capture.url)} {stamp} {json.dumps(fields)}\n".encode("ascii")


def _sort_key(url: str) -> str:
    """Return the address in the order that indexes are sorted in: ``com,example)/path?query``."""
    plain = harmless(url).replace(" ", "%20")
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError:
        return plain
    if parts.scheme not in _PORTS or not parts.hostname:
        return plain
    labels = reversed(parts.hostname.removeprefix("www.").split("."))
    suffix = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{','.join(labels)}{suffix}){_tail(parts)}"


def _tail(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path or '/'}{query}".lower()


def pages(captures: Iterable[Capture], titles: Mapping[str, str]) -> bytes:
    """Return the list of pages that a reader is offered, titled by capture id."""
    lines: list[dict[str, object]] = [
        {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    ]
    for capture in captures:
        url, moment = harmless(capture.url), _moment(capture.fetched_at)
        title = titles.get(capture.id) or url
        lines.append({"id": capture.id, "url": url, "ts": moment, "title": title})
    return b"".join(json.dumps(line).encode("ascii") + b"\n" for line in lines)
