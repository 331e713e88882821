"""The signed head shows what a chain cannot: that its end was rewritten or cut off."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from marsad.archive import FolderArchive, check_head, decode_head, encode_head
from marsad.archive.ledger import canonical
from marsad.archive.signing import _fields, _load_key
from marsad.errors import ArchiveError, WorkspaceError
from marsad.model import Response

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]


@pytest.fixture
def sealed(open_archive: Open, response: Make) -> FolderArchive:
    """Five captures, closed and so signed."""
    with open_archive() as archive:
        archive.seal_many("s", [response(n) for n in range(5)])
    return archive


def _problems(archive: FolderArchive) -> list[str]:
    return [f"{problem.record} {problem.message}" for problem in archive.verify()]


def _cut_last(root: Path) -> None:
    """Remove the newest capture without a trace in ledger or WARC file."""
    lines = (root / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    (root / "ledger.jsonl").write_bytes(b"".join(lines[:-1]))
    warc = root / "warc" / "000001.warc.gz"
    warc.write_bytes(warc.read_bytes()[: json.loads(lines[-1])["offset"]])


def test_closing_signs_the_newest_entry(sealed: FolderArchive, root: Path) -> None:
    head = sealed.signed_head()
    assert head is not None
    assert (head.seq, head.entry_hash) == sealed.head()
    assert check_head(head)
    assert (root / "key.pub").read_text() == head.public_key + "\n"
    assert stat.S_IMODE((root / "key.pem").stat().st_mode) == 0o600
    load_pem_private_key((root / "key.pem").read_bytes(), None)
    assert not _problems(sealed)


def test_the_head_follows_the_ledger(open_archive: Open, response: Make) -> None:
    with open_archive() as archive:
        assert archive.sign_head() is None
        assert archive.signed_head() is None
        for n in range(9):
            archive.seal("s", response(n))
            head = archive.sign_head()
            assert head is not None
            assert head.seq == n + 1
            assert archive.sign_head() == archive.signed_head() == head
            assert _problems(archive) == []


def test_signing_now_and_then_or_once_gives_the_same_tree(
    tmp_path: Path, open_archive: Open, response: Make, root: Path
) -> None:
    with open_archive() as archive:
        for n in range(11):
            archive.seal("s", response(n))
            if n % 4 == 2:
                archive.sign_head()
        often = archive.sign_head()
    shutil.copytree(root, tmp_path / "copy")
    (root / "head.json").unlink()
    with open_archive() as archive:
        once = archive.sign_head()
    assert often == once


def test_an_archive_without_a_head_is_no_fault(sealed: FolderArchive, root: Path) -> None:
    for name in ("head.json", "key.pem", "key.pub"):
        (root / name).unlink()
    assert not _problems(sealed)


@pytest.mark.parametrize("name", ["head.json", "key.pub"])
def test_every_flipped_byte_of_the_head_is_found(
    sealed: FolderArchive, root: Path, name: str
) -> None:
    data = bytearray((root / name).read_bytes())
    for position in range(len(data)):
        data[position] ^= 1
        (root / name).write_bytes(data)
        assert _problems(sealed), f"byte {position}"
        data[position] ^= 1


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b"[" * 9999, b"\xff\n", b'{"seq":1e400}', b"null"]
)
def test_a_head_of_nonsense_is_named(sealed: FolderArchive, root: Path, content: bytes) -> None:
    (root / "head.json").write_bytes(content)
    assert "head.json The signed head cannot be read" in str(_problems(sealed))
    with pytest.raises(ArchiveError, match="signed head"):
        sealed.signed_head()


def test_the_cut_off_end_is_found_by_the_signed_head(sealed: FolderArchive, root: Path) -> None:
    _cut_last(root)
    assert _problems(sealed) == [
        "ledger ends at entry 4, but entry 5 was signed: the newest entries are missing"
    ]


@pytest.mark.usefixtures("sealed")
def test_a_head_that_shows_tampering_is_never_overwritten(
    root: Path, open_archive: Open, response: Make
) -> None:
    _cut_last(root)
    signed = (root / "head.json").read_bytes()
    archive = open_archive()
    capture = archive.seal("s", response(9))
    with pytest.raises(ArchiveError, match="does not agree with the ledger"):
        archive.close()
    assert (root / "head.json").read_bytes() == signed
    assert archive.read(capture) == response(9)
    assert "the ledger was rewritten" in str(_problems(archive))


def test_a_head_signed_by_a_stranger_is_named(
    sealed: FolderArchive, root: Path, tmp_path: Path, response: Make
) -> None:
    """Whoever rewrites the ledger without the key can sign only with another."""
    with FolderArchive(tmp_path / "other", clock=sealed._clock) as other:
        other.seal_many("s", [response(n) for n in range(5)])
    shutil.copy(tmp_path / "other" / "head.json", root / "head.json")
    assert _problems(sealed) == ["head.json was signed with another key than that in key.pub"]


def test_a_changed_tree_is_found_even_where_the_key_was_used(
    sealed: FolderArchive, root: Path
) -> None:
    """A fault of the program that signed."""
    head = decode_head((root / "head.json").read_bytes())
    wrong = replace(head, peaks=(head.peaks[1], head.peaks[0]))
    key = _load_key(sealed._layout)
    wrong = replace(wrong, signature=key.sign(canonical(_fields(wrong))).hex())
    (root / "head.json").write_bytes(encode_head(wrong))
    assert "with another tree below it" in str(_problems(sealed))


@pytest.mark.usefixtures("sealed")
def test_a_damaged_key_stops_no_sealing(root: Path, open_archive: Open, response: Make) -> None:
    (root / "key.pem").write_text("nonsense")
    archive = open_archive()
    assert archive.seal("s", response(5)).seq == 6
    with pytest.raises(ArchiveError, match="signing key"):
        archive.close()
    assert list(open_archive(readonly=True).verify()) == []


def test_a_lost_public_key_is_written_again(
    sealed: FolderArchive, root: Path, open_archive: Open, response: Make
) -> None:
    public = (root / "key.pub").read_text()
    (root / "key.pub").unlink()
    assert "another key" in str(_problems(sealed))
    with open_archive() as archive:
        archive.seal("s", response(5))
    assert (root / "key.pub").read_text() == public


def test_a_lost_private_key_is_followed_by_a_new_pair(
    sealed: FolderArchive, root: Path, open_archive: Open
) -> None:
    public = (root / "key.pub").read_text()
    (root / "key.pem").unlink()
    with open_archive() as archive:
        archive.recover()
    assert (root / "key.pub").read_text() != public
    assert not _problems(sealed)


def test_what_a_kill_left_of_key_and_head_does_no_harm(
    root: Path, open_archive: Open, response: Make
) -> None:
    root.mkdir()
    for name in ("key.pem.part", "key.pub.part", "head.json.part"):
        (root / name).write_text("half a f")
    with open_archive() as archive:
        archive.seal("s", response())
    assert archive.signed_head() is not None
    assert not _problems(archive)
    assert not list(root.glob("*.part"))
    assert stat.S_IMODE((root / "key.pem").stat().st_mode) == 0o600


def test_an_error_in_the_block_is_not_hidden_by_signing(
    sealed: FolderArchive, root: Path, open_archive: Open, response: Make
) -> None:
    (root / "key.pem").write_text("nonsense")

    def seal_and_break() -> None:
        with open_archive() as archive:
            archive.seal("s", response(5))
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        seal_and_break()
    assert [capture.seq for capture in sealed.captures(5)] == [6]


@pytest.mark.usefixtures("sealed")
def test_a_read_only_archive_refuses_to_sign(open_archive: Open) -> None:
    with open_archive(readonly=True) as archive, pytest.raises(WorkspaceError, match="reading"):
        archive.sign_head()
