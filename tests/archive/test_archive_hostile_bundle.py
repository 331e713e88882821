"""A bundle that lies, or is made to hurt whoever checks it, is refused in plain words."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.archive import FolderArchive, check_bundle, write_bundle
from marsad.archive.verifier import main
from marsad.model import Response

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]
Files = dict[str, bytes]

LEDGER, PROOF, HEAD = "evidence/ledger.jsonl", "evidence/proof.json", "evidence/head.json"
WARC, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdxj", "pages/pages.jsonl"


@pytest.fixture
def bundled(open_archive: Open, response: Make, tmp_path: Path) -> Path:
    """A bundle of two captures out of seven."""
    with open_archive() as archive:
        captures = archive.seal_many("s", [response(n) for n in range(7)])
        archive.sign_head()
        moment = captures[0].fetched_at
        target = tmp_path / "e.wacz"
        return write_bundle(target, captures[2:4], archive, title="T", created=moment)


def _files(path: Path) -> Files:
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def _pack(path: Path, files: Files) -> None:
    """Write a bundle whose list of files is right, whatever they hold."""
    kept = {name: data for name, data in files.items() if not name.startswith("datapackage")}
    resources = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        for name, data in kept.items()
    ]
    package = json.dumps({"resources": resources}).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    kept |= {"datapackage.json": package, "datapackage-digest.json": json.dumps(digest).encode()}
    with zipfile.ZipFile(path, "w") as bundle:
        for name, data in kept.items():
            method = zipfile.ZIP_STORED if name == WARC else zipfile.ZIP_DEFLATED
            bundle.writestr(name, data, method)


def _told(path: Path) -> str:
    """Return what does not hold; the last finding, as nothing is looked at behind it."""
    findings = list(check_bundle(str(path)))
    assert not findings[-1].ok
    assert all(finding.ok for finding in findings[:-1])
    return findings[-1].text


def _line(files: Files, number: int, **fields: object) -> bytes:
    """Return a ledger line with fields changed and its hash made right."""
    entry = json.loads(files[LEDGER].splitlines()[number]) | fields
    del entry["hash"]
    plain = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    entry["hash"] = hashlib.sha256(plain).hexdigest()
    return json.dumps(entry, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _replace_first(files: Files, line: bytes) -> Files:
    return files | {LEDGER: line + files[LEDGER].splitlines(keepends=True)[1]}


_LIES: dict[str, tuple[Callable[[Files], Files], str]] = {
    "body of another": (
        lambda f: f | {WARC: f[WARC][: len(f[WARC]) // 2] * 2},
        "",
    ),
    "line rehashed": (
        lambda f: _replace_first(f, _line(f, 0, url="https://forged.example/")),
        "does not belong to the ledger",
    ),
    "line changed": (
        lambda f: f | {LEDGER: f[LEDGER].replace(b"lantern", b"lanterN", 1)},
        "its fields do not give its hash",
    ),
    "line respaced": (
        lambda f: f | {LEDGER: f[LEDGER].replace(b",", b", ", 1)},
        "not spelled as it was written",
    ),
    "lines swapped": (
        lambda f: f | {LEDGER: b"".join(f[LEDGER].splitlines(keepends=True)[::-1])},
        "it has another address",
    ),
    "line doubled": (
        lambda f: f | {LEDGER: f[LEDGER] + f[LEDGER].splitlines(keepends=True)[1]},
        "out of order",
    ),
    "line left out": (
        lambda f: f | {LEDGER: f[LEDGER].splitlines(keepends=True)[0]},
        "the WARC file holds more",
    ),
    "no lines": (lambda f: f | {LEDGER: b""}, "holds no capture"),
    "number moved": (lambda f: _replace_first(f, _line(f, 0, seq=5)), ""),
    "number below": (lambda f: _replace_first(f, _line(f, 0, seq=-3)), ""),
    "number is text": (lambda f: _replace_first(f, _line(f, 0, seq="3")), ""),
    "head changed": (
        lambda f: f | {HEAD: f[HEAD].replace(b'"seq":7', b'"seq":8')},
        "signature of the head does not hold",
    ),
    "head of nothing": (lambda f: f | {HEAD: b"{}\n"}, "KeyError"),
    "head is a list": (lambda f: f | {HEAD: b"[]\n"}, "not a JSON object"),
    "no paths": (lambda f: f | {PROOF: b'{"paths":{}}'}, "KeyError"),
    "long path": (lambda f: f | {PROOF: b'{"paths":{"3":[%s""]}}' % (b'"",' * 99)}, "its path"),
    "path is no list": (lambda f: f | {PROOF: b'{"paths":{"3":7}}'}, "its path"),
    "index names another": (
        lambda f: f | {INDEX: f[INDEX].replace(b'"https://t.me/s/lantern?before=2"', b'"x:"')},
        "the index is not that of the records",
    ),
    "index moved": (
        lambda f: f | {INDEX: f[INDEX].replace(b'"offset": "0"', b'"offset": "1"')},
        "the index is not that of the records",
    ),
    "page of another": (
        lambda f: f | {PAGES: f[PAGES].replace(b"before=2", b"before=9")},
        "a page is not among the captures",
    ),
    "stamp on another": (
        lambda f: f | {"evidence/stamp.tsr": b"0" * 99},
        "no time stamp on the head",
    ),
    "anchor on another": (
        lambda f: f | {"evidence/head.json.ots": b"0" * 99},
        "is not about the head",
    ),
    "warc with more": (lambda f: f | {WARC: f[WARC] + b"more"}, "the WARC file holds more"),
    "warc cut short": (lambda f: f | {WARC: f[WARC][:-9]}, "cut short"),
    "deep json": (lambda f: f | {LEDGER: b"[" * 100_000 + b"\n"}, "RecursionError"),
    "huge number": (lambda f: f | {LEDGER: b'{"seq":' + b"9" * 10_000 + b"}\n"}, "ValueError"),
    "not utf-8": (lambda f: f | {LEDGER: b"\xff\xfe\n"}, "UnicodeDecodeError"),
}


@pytest.mark.parametrize("name", _LIES)
def test_lies_are_named(bundled: Path, name: str) -> None:
    lie, expected = _LIES[name]
    _pack(bundled, lie(_files(bundled)))
    assert expected in _told(bundled)


def test_every_flipped_byte_is_found(bundled: Path) -> None:
    """Each file in turn, at every 23rd byte, the list of files included and not made right."""
    files = _files(bundled)
    for name, data in files.items():
        for position in range(0, len(data), 23):
            changed = bytearray(data)
            changed[position] ^= 1
            with zipfile.ZipFile(bundled, "w") as bundle:
                for other, kept in files.items():
                    bundle.writestr(other, bytes(changed) if other == name else kept)
            assert _told(bundled), f"{name} at {position}"


def test_every_flipped_byte_of_the_proof_is_found_though_the_list_is_right(bundled: Path) -> None:
    files = _files(bundled)
    for name in (LEDGER, HEAD, WARC):
        for position in range(0, len(files[name]), 7):
            changed = bytearray(files[name])
            changed[position] ^= 1
            _pack(bundled, files | {name: bytes(changed)})
            assert _told(bundled), f"{name} at {position}"


def _forged(files: Files, record: bytes, **fields: object) -> Files:
    """Put ``record`` first; only the ledger's hash can show that now."""
    second = json.loads(files[LEDGER].splitlines()[0])["length"]
    sha256 = hashlib.sha256(record).hexdigest()
    line = _line(files, 0, length=len(record), record_sha256=sha256, **fields)
    return _replace_first(files, line) | {WARC: record + files[WARC][second:]}


def test_a_forged_record_cannot_be_joined_to_the_head(bundled: Path) -> None:
    files = _files(bundled)
    _pack(bundled, _forged(files, gzip.compress(b"x" * 1000, mtime=0), size=1000))
    assert "does not belong to the ledger" in _told(bundled)


@pytest.mark.parametrize(
    "record",
    [
        gzip.compress(bytes(300_000_000), mtime=0),
        gzip.compress(b"WARC/1.1\r\n" + b"a: b\r\n" * 50_000_000, 9, mtime=0),
        b"not gzip",
        b"",
        gzip.compress(b"WARC/1.1\r\n\r\n", mtime=0),
    ],
    ids=["zeros", "endless fields", "not gzip", "nothing", "no fields"],
)
def test_a_record_that_swells_is_given_up_early(
    bundled: Path, record: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if whoever made it had the key: what comes before the record is taken as right."""
    monkeypatch.setattr("marsad.archive.verifier._check_entry", lambda *_: None)
    import tracemalloc

    _pack(bundled, _forged(_files(bundled), record, size=10))
    tracemalloc.start()
    assert _told(bundled)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_zip_that_swells_is_not_unpacked(bundled: Path) -> None:
    files = _files(bundled)
    with zipfile.ZipFile(bundled, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data, zipfile.ZIP_STORED if name == WARC else None)
        with bundle.open("evidence/bomb", "w", force_zip64=True) as file:
            for _ in range(600):
                file.write(bytes(1 << 20))
    assert "larger, unpacked" in _told(bundled)


def test_a_compressed_warc_file_is_refused(bundled: Path) -> None:
    files = _files(bundled)
    with zipfile.ZipFile(bundled, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    assert "compressed once more" in _told(bundled)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(bundled: Path) -> None:
    with zipfile.ZipFile(bundled, "a") as bundle:
        bundle.writestr(LEDGER, b"{}")
    assert "one name" in _told(bundled)


@pytest.mark.parametrize("name", ["../../../tmp/evil", "/etc/evil", "a\x1b[2J", "evidence/new"])
def test_files_that_are_not_listed_are_named_and_never_unpacked(
    bundled: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(bundled.parent.rglob("*"))
    with zipfile.ZipFile(bundled, "a") as bundle:
        bundle.writestr(name, b"evil")
    assert main([str(bundled)]) == 1
    told = capsys.readouterr().out
    assert "not the files that are listed" in told
    assert "\x1b" not in told
    assert sorted(bundled.parent.rglob("*")) == before


@settings(deadline=None, max_examples=200)
@given(content=st.binary(max_size=400))
def test_no_file_makes_it_crash(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.wacz"
    for data in (content, b"PK\x05\x06" + content, b"PK\x03\x04" + content):
        path.write_bytes(data)
        assert not all(finding.ok for finding in check_bundle(str(path)))


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_no_content_of_its_files_makes_it_crash(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    values = st.sampled_from(
        [None, True, -1, 2**70, 1.5, "", "x", "ab" * 32, [], ["x"], {}, {"3": 1}]
    )
    keys = st.sampled_from(["seq", "hash", "peaks", "paths", "format", "signature", "public_key"])
    fields = st.dictionaries(keys, values, max_size=7).map(json.dumps).map(str.encode)
    lines = st.lists(fields | st.binary(max_size=20), max_size=3)
    names = (LEDGER, PROOF, HEAD, WARC, INDEX, PAGES)
    path = tmp_path_factory.getbasetemp() / "any.wacz"
    _pack(path, {name: b"\n".join(data.draw(lines)) for name in names})
    assert not all(finding.ok for finding in check_bundle(str(path)))
