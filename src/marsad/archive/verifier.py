"""Check an evidence bundle: ``python verify.py BUNDLE.wacz [--key HEX]``.

One file, nothing but Python 3.9 or newer and its standard library, no network, and nothing is
written. It prints one line for each capture and exits with 0 if everything holds, with 1 if
anything does not, and with 2 if it was called wrongly.

It checks that the files are those which the bundle lists; that each record of the WARC file has
the hash in its ledger line and holds the address, moment, status and body that the line names;
that each line belongs to the ledger whose head is in the bundle; and that the head's Ed25519
signature (RFC 8032) holds. ``--key`` says whose it must be. Of an OpenTimestamps proof it follows
every way from the head, and says what the Bitcoin block at its end must hold. Everything in a
bundle is taken for hostile: sizes are bounded, nothing is unpacked to disk, and what is printed
is plain ASCII.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any, NamedTuple
from urllib.parse import quote

__all__ = ["Finding", "check", "climb", "main", "verify_signature"]

WARC = "archive/data.warc.gz"
CHUNK = 1 << 20
MAX_TEXT = 64 << 20
"""Bytes of a file that is read as a whole: ledger lines, proof, index, pages."""
MAX_PACKED = 512 << 20
"""Bytes of all compressed files in the bundle, unpacked; the WARC file is stored as it is."""
MAX_HEAD = 1 << 20
"""Bytes of the header fields of one record."""
MAX_BODY = 1 << 30
"""Bytes of one body."""

MAX_OTS = 1 << 16
"""Bytes of an OpenTimestamps file."""

OTS = "evidence/head.json.ots"
OTS_MAGIC = b"\0OpenTimestamps\0\0Proof\0\xbf\x89\xe2\xe8\x84\xe8\x92\x94\1\x08"
"""Begins a file of version 1 about a SHA-256."""
OTS_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
OTS_BITCOIN = bytes.fromhex("0588960d73d71901")

DESCRIBED = "{seq}  {fetched_at}  {status}  {size} bytes  {url}  sha256:{sha256}"
SIGNED = "head: entry {seq}, {signed_at}, key {public_key}"

TROUBLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,  # RecursionError and NotImplementedError among them
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What a hostile file can make the standard library raise."""

Fields = dict[str, Any]


class Finding(NamedTuple):
    """One thing that was looked at, and whether it holds."""

    ok: bool
    text: str


class Wrong(Exception):  # noqa: N818  # says what is wrong with the bundle, not with this program
    """Something in the bundle is not as it must be."""


def require(holds: bool, message: str) -> None:
    """Raise :class:`Wrong` with ``message`` unless ``holds``."""
    if not holds:
        raise Wrong(message)


# ---------------------------------------------------------------- Ed25519, RFC 8032, section 5.1

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


class Point(NamedTuple):
    """A point of the curve in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z."""

    x: int
    y: int
    z: int
    t: int


def _plus(a: Point, b: Point) -> Point:
    e = (a.y - a.x) * (b.y - b.x) % P
    f = (a.y + a.x) * (b.y + b.x) % P
    g = 2 * a.t * b.t * D % P
    h = 2 * a.z * b.z % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return Point(i * j % P, k * m % P, j * k % P, i * m % P)


def _times(factor: int, point: Point) -> Point:
    result = Point(0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _plus(result, point)
        point = _plus(point, point)
        factor >>= 1
    return result


def _packed(point: Point) -> bytes:
    inverse = pow(point.z, P - 2, P)
    x, y = point.x * inverse % P, point.y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpacked(data: bytes) -> Point | None:
    number = int.from_bytes(data, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (odd and not x):
        return None
    x = P - x if x & 1 != odd else x
    return Point(x, y, 1, x * y % P)


BASE = _unpacked((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verify_signature(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` (64 bytes) on ``message`` is that of ``public_key`` (32 bytes)."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, factor = _unpacked(public_key), int.from_bytes(signature[32:], "little")
    if key is None or BASE is None or factor >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    minus = Point(P - key.x, key.y, 1, P - key.t)
    challenge = int.from_bytes(digest, "little") % ORDER
    return _packed(_plus(_times(factor, BASE), _times(challenge, minus))) == signature[:32]


# ---------------------------------------------------------------- the ledger


def canonical(fields: Fields) -> bytes:
    """Return the one JSON that is hashed: ASCII, keys sorted, no spaces."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def _object(line: bytes, name: str) -> Fields:
    fields: Fields = json.loads(line)
    require(isinstance(fields, dict), f"{name} is not a JSON object")
    return fields


def _without(fields: Fields, name: str) -> bytes:
    return canonical({key: value for key, value in fields.items() if key != name})


def climb(index: int, entry_hash: str, path: Iterable[str]) -> str:
    """Return the hash to which ``path`` leads from entry ``index`` (from 0): RFC 9162, 2.1."""
    node = hashlib.sha256(b"\0" + bytes.fromhex(entry_hash)).digest()
    for level, sibling in enumerate(map(bytes.fromhex, path)):
        pair = sibling + node if index >> level & 1 else node + sibling
        node = hashlib.sha256(b"\1" + pair).digest()
    return node.hex()


def _peak(index: int, head: Fields, height: int) -> str | None:
    """Return the root of the full tree of ``height`` above entry ``index``, if it has one."""
    size, peaks = head["seq"], head["peaks"]
    above = (size >> (height + 1)) << (height + 1)
    if not size >> height & 1 or not above <= index < above + (1 << height):
        return None
    return str(peaks[bin(size >> (height + 1)).count("1")])  # noqa: FURB161  # bit_count is newer


def _check_head(line: bytes, key: str | None) -> Fields:
    head = _object(line, "the head")
    require(canonical(head) + b"\n" == line, "the head is not spelled as it was written")
    require(head["format"] == "marsad-head/1", "the head is of an unknown format")
    public_key = str(head["public_key"])
    require(key is None or key.lower() == public_key, f"the head was signed by {public_key}")
    signature = bytes.fromhex(head["signature"])
    message = _without(head, "signature")
    require(
        verify_signature(bytes.fromhex(public_key), message, signature),
        "the signature of the head does not hold",
    )
    require(isinstance(head["seq"], int) and 0 < head["seq"] < 1 << 60, "the head has no number")
    return head


def _check_entry(line: bytes, entry: Fields, head: Fields, paths: Fields) -> None:
    require(canonical(entry) + b"\n" == line, "its ledger line is not spelled as it was written")
    said = entry["hash"]
    found = hashlib.sha256(_without(entry, "hash")).hexdigest()
    require(said == found, "its ledger line was changed: its fields do not give its hash")
    index, path = entry["seq"] - 1, paths[str(entry["seq"])]
    require(isinstance(path, list) and len(path) < 60, "its path is not a list of hashes")
    peak = _peak(index, head, len(path))
    require(
        peak is not None and climb(index, said, path) == peak,
        "its ledger line does not belong to the ledger that was signed",
    )


# ---------------------------------------------------------------- a record


class _Bytes:
    """Reads an iterator of chunks up to a mark, or a number of bytes, or to its end."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def until(self, mark: bytes) -> bytes:
        """Return what comes before ``mark``, and skip the mark."""
        while mark not in self._held:
            require(len(self._held) < MAX_HEAD, "its header fields are too long")
            more = next(self._chunks, None)
            if more is None:
                raise Wrong("its header fields have no end")
            self._held += more
        head, _, self._held = self._held.partition(mark)
        return head

    def take(self, size: int) -> Iterator[bytes]:
        """Yield the next ``size`` bytes."""
        while size > 0:
            if not self._held:
                more = next(self._chunks, None)
                if more is None:
                    raise Wrong("its body is cut short")
                self._held = more
                continue
            part, self._held = self._held[:size], self._held[size:]
            size -= len(part)
            yield part

    def rest(self, bound: int) -> bytes:
        """Return what is left; more than ``bound`` bytes are wrong."""
        for chunk in self._chunks:
            self._held += chunk
            require(len(self._held) <= bound, "it goes on behind its end")
        return self._held


def _stored(file: IO[bytes], length: int, digest: Any) -> Iterator[bytes]:
    while length > 0:
        data = file.read(min(length, CHUNK))
        require(bool(data), "its record is cut short")
        length -= len(data)
        digest.update(data)
        yield data


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=31)
    for data in chunks:
        require(not inflate.eof, "its record has more than one gzip member")
        more = inflate.decompress(data, CHUNK)
        while more:
            yield more
            more = inflate.decompress(inflate.unconsumed_tail, CHUNK)
    require(inflate.eof and not inflate.unused_data, "its record is not one gzip member")


def harmless(text: str) -> str:
    """Return ``text`` as it stands in a record: printable ASCII, the rest percent-encoded."""
    if re.fullmatch(r"(?:[!-~](?:[ -~]*[!-~])?)?", text):
        return text
    safe = "".join(map(chr, range(0x21, 0x7F)))
    return quote(text, safe=safe, errors="surrogatepass")


def _check_record(file: IO[bytes], entry: Fields) -> None:
    packed, body = hashlib.sha256(), hashlib.sha256()
    require(0 <= entry["size"] <= MAX_BODY, "its body is larger than this program reads")
    reader = _Bytes(_inflated(_stored(file, entry["length"], packed)))
    kind, size = _check_fields(reader.until(b"\r\n\r\n").decode("utf-8"), entry)
    if kind == "response":
        http = reader.until(b"\r\n\r\n")
        size -= len(http) + 4
        require(http.split(b" ")[1] == b"%d" % entry["status"], "it has another status")
    require(size == entry["size"], "its body has another size")
    for chunk in reader.take(size):
        body.update(chunk)
    require(reader.rest(4) == b"\r\n\r\n", "it goes on behind its body")
    require(packed.hexdigest() == entry["record_sha256"], "its record was changed")
    require(body.hexdigest() == entry["sha256"], "its body was changed")


def _check_fields(head: str, entry: Fields) -> tuple[str, int]:
    first, *lines = head.split("\r\n")
    require(first == "WARC/1.1", "it is no WARC record")
    fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    moment = datetime.fromisoformat(entry["fetched_at"]).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    require(fields.get("warc-target-uri", "") == harmless(entry["url"]), "it has another address")
    require(fields["warc-date"] == moment, "it has another moment")
    return fields["warc-type"], int(fields["content-length"])


# ---------------------------------------------------------------- OpenTimestamps


def _take(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    require(len(data) == size, f"{OTS} is cut short")
    return data


def _number(file: IO[bytes]) -> int:
    value = 0
    for shift in range(0, 63, 7):
        byte = _take(file, 1)[0]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
    raise Wrong(f"{OTS} holds a number that is too large")


def _sized(file: IO[bytes], most: int) -> bytes:
    size = _number(file)
    require(size <= most, f"{OTS} holds a part that is too long")
    return _take(file, size)


def _result(tag: int, message: bytes | None, file: IO[bytes]) -> bytes | None:
    """Return what operation ``tag`` makes of ``message``; None if it is not computed here."""
    more = _sized(file, 4096) if tag in (0xF0, 0xF1) else b""
    require(tag in (0xF2, 0xF3, 2, 3, 8, 0x67) or bool(more), f"{OTS} has an unknown operation")
    if message is None or tag in (3, 0x67):  # RIPEMD-160 and Keccak-256
        return None
    if tag == 8:
        return hashlib.sha256(message).digest()
    if tag == 2:
        return hashlib.new("sha1", message, usedforsecurity=False).digest()
    found = {0xF2: message[::-1], 0xF3: message.hex().encode("ascii"), 0xF0: message + more}
    result = found.get(tag, more + message)
    require(len(result) <= 4096, f"{OTS} holds a message that is too long")
    return result


def _ends(file: IO[bytes], start: bytes) -> Iterator[tuple[bytes | None, bytes, bytes]]:
    """Yield message, kind and content of each attestation to which ``file`` leads."""
    unfinished: list[tuple[int, bytes | None]] = [(0, start)]
    while unfinished:
        depth, message = unfinished.pop()
        require(depth < 256, f"{OTS} is too deep")
        tag = _take(file, 1)[0]
        if tag == 0xFF:
            unfinished.append((depth, message))
            tag = _take(file, 1)[0]
        if tag:
            unfinished.append((depth + 1, _result(tag, message, file)))
        else:
            yield message, _take(file, 8), _sized(file, 8192)
    require(not file.read(1), f"{OTS} goes on behind its end")


def _witness(message: bytes | None, kind: bytes, content: bytes) -> str:
    if kind == OTS_PENDING:
        url = _sized(io.BytesIO(content), 1000).decode("ascii")
        return f"OpenTimestamps: only a promise of {url} so far; README.txt says how to go on"
    if kind != OTS_BITCOIN or message is None:
        return "OpenTimestamps: a way that this program cannot follow; it was not checked"
    require(len(message) == 32, f"{OTS} does not lead to a Merkle root")
    height, root = _number(io.BytesIO(content)), message[::-1].hex()
    return f"OpenTimestamps: holds if Bitcoin block {height} has the Merkle root {root}; look it up"


def check_anchor(data: bytes, line: bytes) -> Iterator[Finding]:
    """Yield what the OpenTimestamps file ``data`` says of the head on ``line``."""
    start = OTS_MAGIC + hashlib.sha256(line).digest()
    require(data.startswith(start), f"{OTS} is not about the head")
    require(len(data) <= MAX_OTS, f"{OTS} is too large")
    ends = list(_ends(io.BytesIO(data[len(start) :]), start[-32:]))
    for text in sorted({_witness(*end) for end in ends}):
        yield Finding(True, _shown(text))


# ---------------------------------------------------------------- the bundle


def _members(bundle: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    members = {info.filename: info for info in bundle.infolist()}
    require(len(members) == len(bundle.infolist()), "two files of the bundle have one name")
    packed = sum(info.file_size for info in members.values() if info.compress_type)
    require(packed <= MAX_PACKED, "it is larger, unpacked, than this program reads")
    require(not members[WARC].compress_type, f"{WARC} is compressed once more")
    return members


def _text(bundle: zipfile.ZipFile, name: str) -> bytes:
    require(bundle.getinfo(name).file_size <= MAX_TEXT, f"{name} is too large")
    return bundle.read(name)


def _check_files(bundle: zipfile.ZipFile, names: Iterable[str]) -> None:
    package = _text(bundle, "datapackage.json")
    digest = _object(_text(bundle, "datapackage-digest.json"), "datapackage-digest.json")
    said = "sha256:" + hashlib.sha256(package).hexdigest()
    same = (digest["path"], digest["hash"]) == ("datapackage.json", said)
    require(same, "datapackage.json is not the one that datapackage-digest.json names")
    listed = {str(item["path"]): item for item in _object(package, "datapackage.json")["resources"]}
    files = set(names) - {"datapackage.json", "datapackage-digest.json"}
    require(files == set(listed), f"not the files that are listed: {files ^ set(listed)}")
    for name in sorted(files):
        found = hashlib.sha256()
        with bundle.open(name) as file:
            for chunk in iter(lambda: file.read(CHUNK), b""):
                found.update(chunk)
        require(listed[name]["hash"] == "sha256:" + found.hexdigest(), f"{name} was changed")


def _check_index(bundle: zipfile.ZipFile, places: set[tuple[str, str, str]]) -> None:
    found = set()
    for line in _text(bundle, "indexes/index.cdxj").splitlines():
        item = json.loads(line.split(b" ", 2)[2])
        require(item["filename"] == WARC.rpartition("/")[2], "the index names another file")
        found.add((item["url"], item["offset"], item["length"]))
    require(found == places, "the index is not that of the records")
    pages = [json.loads(line) for line in _text(bundle, "pages/pages.jsonl").splitlines()]
    urls = {url for url, _, _ in places}
    require(all(page["url"] in urls for page in pages[1:]), "a page is not among the captures")


def _shown(text: object) -> str:
    """Return ``text`` in printable ASCII, so that no terminal is steered by it."""
    plain = str(text).encode("ascii", "backslashreplace").decode("ascii")
    return "".join(c if " " <= c <= "~" else f"\\x{ord(c):02x}" for c in plain)


def _check_captures(bundle: zipfile.ZipFile, head: Fields, size: int) -> Iterator[Finding]:
    lines = _text(bundle, "evidence/ledger.jsonl").splitlines(keepends=True)
    paths = _object(_text(bundle, "evidence/proof.json"), "the proof")["paths"]
    require(bool(lines), "the bundle holds no capture")
    places: set[tuple[str, str, str]] = set()
    offset = seq = 0
    with bundle.open(WARC) as file:
        for number, line in enumerate(lines, 1):
            name = f"line {number} of the ledger"
            try:
                entry = _object(line, "it")
                name = DESCRIBED.format_map(entry)
                _check_entry(line, entry, head, paths)
                require(entry["seq"] > seq, "it is out of order")
                _check_record(file, entry)
            except Wrong as wrong:
                raise Wrong(f"{name}: {wrong}") from wrong
            except TROUBLE as error:
                raise Wrong(f"{name}: {type(error).__name__}: {error}") from error
            yield Finding(True, _shown(name))
            seq = entry["seq"]
            places.add((harmless(entry["url"]), str(offset), str(entry["length"])))
            offset += entry["length"]
    require(offset == size, "the WARC file holds more than the captures that are listed")
    _check_index(bundle, places)


def check(path: str, key: str | None = None) -> Iterator[Finding]:
    """Yield what was looked at in the bundle at ``path``; ends at the first that is wrong.

    :param key: public key, 64 hex digits, that must have signed the head.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            yield from _check_bundle(bundle, key)
    except Wrong as wrong:
        yield Finding(False, _shown(wrong))
    except TROUBLE as error:
        yield Finding(False, _shown(f"cannot be read: {type(error).__name__}: {error}"))


def _check_bundle(bundle: zipfile.ZipFile, key: str | None) -> Iterator[Finding]:
    members = _members(bundle)
    _check_files(bundle, members)
    line = _text(bundle, "evidence/head.json")
    head = _check_head(line, key)
    yield from _check_captures(bundle, head, members[WARC].file_size)
    yield Finding(True, _shown(SIGNED.format_map(head)))
    if "evidence/stamp.tsr" in members:
        stamped = hashlib.sha256(line).digest() in _text(bundle, "evidence/stamp.tsr")
        require(stamped, "evidence/stamp.tsr is no time stamp on the head")
        yield Finding(True, "time stamp on the head: check it as README.txt says")
    if OTS in members:
        yield from check_anchor(_text(bundle, OTS), line)


def main(arguments: list[str]) -> int:
    """Check the bundle that ``arguments`` name and return the exit status."""
    key = None
    if len(arguments) == 3 and arguments[1] == "--key":
        key = arguments.pop()
        arguments.pop()
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: python verify.py BUNDLE.wacz [--key HEX]\n")
        return 2
    holds = True
    for finding in check(arguments[0], key):
        holds = holds and finding.ok
        sys.stdout.write(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.text}\n")
    sys.stdout.write("Everything holds.\n" if holds else "NOT VERIFIED.\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
