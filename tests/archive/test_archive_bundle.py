"""A bundle opens as a WACZ file and verifies on a machine that has never seen Marsad."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from marsad.archive import FolderArchive, check_bundle, verifier_source, write_bundle
from marsad.archive.verifier import verify_signature
from marsad.errors import ArchiveError, WorkspaceError
from marsad.model import Capture, Response

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]

MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def sealed(open_archive: Open, response: Make) -> FolderArchive:
    """Thirteen captures in many WARC files; the last is a local file, with a hostile name."""
    local = Response("file:///data/\x1b[2J بيان.txt", b"hello", response().fetched_at)
    with open_archive(max_warc_bytes=1500) as archive:
        archive.seal_many("s", [response(n) for n in range(12)])
        archive.seal("s", local)
    return archive


@pytest.fixture
def bundled(sealed: FolderArchive, tmp_path: Path) -> Path:
    """A bundle of four of them."""
    return _bundle(sealed, tmp_path, [1, 4, 8, 12])


def _bundle(archive: FolderArchive, folder: Path, chosen: Sequence[int]) -> Path:
    captures = list(archive.captures())
    return write_bundle(
        folder / "evidence.wacz",
        [captures[n] for n in chosen],
        archive,
        title="Lantern",
        created=MOMENT,
        notes={"cover.txt": b"for the court"},
        screenshots={captures[chosen[0]].id: b"\x89PNG"},
    )


def _wrong(path: Path, key: str | None = None) -> list[str]:
    return [finding.text for finding in check_bundle(str(path), key) if not finding.ok]


def _run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=program.parent)


def test_a_stranger_verifies_it_with_the_program_inside(bundled: Path, tmp_path: Path) -> None:
    """Neither Marsad nor any package is in reach: -I -S leaves only the standard library."""
    with ZipFile(bundled) as bundle:
        program = Path(bundle.extract("evidence/verify.py", tmp_path / "stranger"))
    done = _run(program, str(bundled))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:4]] == [["ok", n] for n in ("2", "5", "9", "13")]
    assert "https://t.me/s/lantern?before=4" in lines[1]
    assert lines[-1] == "Everything holds."
    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout


def test_the_program_exits_with_1_for_what_is_wrong_and_2_for_misuse(
    bundled: Path, tmp_path: Path
) -> None:
    program = tmp_path / "verify.py"
    program.write_bytes(verifier_source())
    assert _run(program).returncode == 2
    assert _run(program, "--help").returncode == 2
    assert _run(program, str(tmp_path / "missing.wacz")).returncode == 1
    done = _run(program, str(bundled), "--key", "0" * 64)
    assert done.returncode == 1
    assert "was signed by" in done.stdout


def test_the_right_key_is_accepted(bundled: Path, root: Path) -> None:
    assert _wrong(bundled, (root / "key.pub").read_text().strip().upper()) == []


def test_the_program_needs_only_python_3_9_and_its_library() -> None:
    tree = ast.parse(verifier_source(), feature_version=(3, 9))
    imports = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.partition(".")[0] for name in imports} <= sys.stdlib_module_names


def test_records_are_copied_byte_for_byte(bundled: Path, root: Path) -> None:
    ledger = (root / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    lines = [ledger[n] for n in (1, 4, 8, 12)]
    with ZipFile(bundled) as bundle:
        assert bundle.read("evidence/ledger.jsonl") == b"".join(lines)
        warc = bundle.read("archive/data.warc.gz")
        assert bundle.getinfo("archive/data.warc.gz").compress_type == ZIP_STORED
    for line in map(json.loads, lines):
        original = (root / "warc" / line["warc"]).read_bytes()
        member = original[line["offset"] : line["offset"] + line["length"]]
        assert warc.startswith(member)
        warc = warc[len(member) :]
    assert warc == b""


def test_it_is_a_wacz_file(bundled: Path, response: Make) -> None:
    with ZipFile(bundled) as bundle:
        package = json.loads(bundle.read("datapackage.json"))
        digest = json.loads(bundle.read("datapackage-digest.json"))
        listed = {item["path"]: item for item in package["resources"]}
        for path, item in listed.items():
            data = bundle.read(path)
            assert item["bytes"] == len(data)
            assert item["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        names = set(bundle.namelist()) - {"datapackage.json", "datapackage-digest.json"}
        [kind, *pages] = map(json.loads, bundle.read("pages/pages.jsonl").splitlines())
        index = bundle.read("indexes/index.cdxj").splitlines()
        with bundle.open("archive/data.warc.gz") as file:
            urls = [
                (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
                for record in ArchiveIterator(file, check_digests="raise")
            ]
    assert set(listed) == names
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert (package["title"], package["created"]) == ("Lantern", "2026-03-02T00:00:00Z")
    assert digest["path"] == "datapackage.json"
    assert kind["format"] == "json-pages-1.0"
    assert [page["url"] for page in pages] == [url for url, _ in urls]
    assert pages[0]["ts"] == "2026-03-01T08:15:30Z"
    assert urls[0] == (response(1).url, response(1).body)
    assert index == sorted(index)
    assert index[1].startswith(b"me,t)/s/lantern?before=1 20260301081530 {")
    assert listed["evidence/note-cover.txt"]["bytes"] == 13


def test_the_index_points_at_the_records(bundled: Path) -> None:
    with ZipFile(bundled) as bundle:
        for line in bundle.read("indexes/index.cdxj").splitlines():
            item = json.loads(line.split(b" ", 2)[2])
            start, length = int(item["offset"]), int(item["length"])
            member = bundle.read("archive/data.warc.gz")[start : start + length]
            [url] = [
                record.rec_headers.get_header("WARC-Target-URI")
                for record in ArchiveIterator(BytesIO(member))
            ]
            assert url == item["url"]


def test_other_captures_are_not_named_in_it(sealed: FolderArchive, tmp_path: Path) -> None:
    target = _bundle(sealed, tmp_path, [4])
    others = [capture for capture in sealed.captures() if capture.seq != 5]
    with ZipFile(target) as bundle:
        content = b"".join(bundle.read(name) for name in bundle.namelist())
    for other in others:
        assert other.id.encode() not in content
        assert other.url.encode("unicode_escape") + b'"' not in content


@pytest.mark.parametrize("count", range(1, 10))
def test_any_capture_of_an_archive_of_any_size_verifies(
    count: int, open_archive: Open, response: Make, tmp_path: Path
) -> None:
    with open_archive() as archive:
        archive.seal_many("s", [response(n) for n in range(count)])
        for n in range(count):
            assert _wrong(_bundle(archive, tmp_path, [n])) == []
        assert _wrong(_bundle(archive, tmp_path, range(count))) == []


@pytest.mark.usefixtures("sealed")
def test_the_head_is_signed_anew_where_it_lags_behind(
    open_archive: Open, response: Make, tmp_path: Path
) -> None:
    with open_archive() as archive:
        archive.seal("s", response(99))
        assert _wrong(_bundle(archive, tmp_path, [13])) == []
        archive.seal("s", response(100))
        with pytest.raises(WorkspaceError):
            _bundle(open_archive(readonly=True), tmp_path, [14])
        assert _wrong(_bundle(open_archive(readonly=True), tmp_path, [13])) == []


def test_damaged_evidence_is_not_bundled(sealed: FolderArchive, root: Path, tmp_path: Path) -> None:
    captures = list(sealed.captures())
    warc = root / "warc" / captures[4].warc
    data = bytearray(warc.read_bytes())
    data[captures[4].offset + 50] ^= 1
    warc.write_bytes(data)
    with pytest.raises(ArchiveError, match=captures[4].id):
        _bundle(sealed, tmp_path, [1, 4])
    assert list(tmp_path.glob("evidence*")) == []
    warc.unlink()
    with pytest.raises(ArchiveError, match=captures[4].id):
        _bundle(sealed, tmp_path, [4])


def test_captures_that_are_not_in_the_ledger_are_refused(
    sealed: FolderArchive, tmp_path: Path
) -> None:
    capture = next(sealed.captures())
    strangers: list[list[Capture]] = [
        [],
        [dataclasses.replace(capture, url="https://forged.example/")],
        [dataclasses.replace(capture, seq=99)],
        [dataclasses.replace(capture, seq=0)],
    ]
    for captures in strangers:
        with pytest.raises(ArchiveError):
            write_bundle(tmp_path / "e.wacz", captures, sealed, title="", created=MOMENT)
    assert not (tmp_path / "e.wacz").exists()


@pytest.mark.parametrize("name", ["../x", "a/b", "", "A", "a b", "x" * 200, "\u0628"])
def test_names_that_are_paths_or_worse_are_refused(
    sealed: FolderArchive, tmp_path: Path, name: str
) -> None:
    captures = list(sealed.captures())[:1]
    target = tmp_path / "e.wacz"
    with pytest.raises(ArchiveError, match="no name"):
        write_bundle(target, captures, sealed, title="", created=MOMENT, notes={name: b""})
    with pytest.raises(ArchiveError, match="no name"):
        write_bundle(tmp_path / "e.zip", captures, sealed, title="", created=MOMENT)


def test_a_bundle_outlives_the_archive(bundled: Path, root: Path) -> None:
    shutil.rmtree(root)
    assert _wrong(bundled) == []


@settings(deadline=None, max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 511))
def test_the_small_ed25519_agrees_with_the_library(seed: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify_signature(public, message, signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not verify_signature(public, message, bytes(flipped))
    assert not verify_signature(public, message + b"x", signature)


def test_the_small_ed25519_agrees_with_rfc_8032() -> None:
    """Section 7.1, TEST 2; then S + L, which section 5.1.7 forbids."""
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verify_signature(public, b"\x72", signature)
    order = 2**252 + 27742317777372353535851937790883648493
    larger = int.from_bytes(signature[32:], "little") + order
    assert not verify_signature(public, b"\x72", signature[:32] + larger.to_bytes(32, "little"))
    assert not verify_signature(b"\xff" * 32, b"\x72", signature)
    assert not verify_signature(public, b"\x72", signature[:63])
