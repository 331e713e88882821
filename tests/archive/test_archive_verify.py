"""Any changed, missing, added or reordered byte is found, and named in plain words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.archive import FolderArchive, decode, encode, entry_hash
from marsad.model import Response, sha256_hex

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]


@pytest.fixture
def sealed(open_archive: Open, response: Make) -> FolderArchive:
    """Five captures in three WARC files."""
    with open_archive(max_warc_bytes=700) as archive:
        archive.seal_many("s", [response(n) for n in range(5)])
    return archive


def _problems(archive: FolderArchive) -> list[str]:
    return [f"{problem.record} {problem.message}" for problem in archive.verify()]


@pytest.mark.parametrize("name", ["ledger.jsonl", "warc/000001.warc.gz"])
def test_every_flipped_byte_is_found(sealed: FolderArchive, root: Path, name: str) -> None:
    data = bytearray((root / name).read_bytes())
    for position in range(len(data)):
        data[position] ^= 0x01 << position % 8
        (root / name).write_bytes(data)
        assert _problems(sealed), f"byte {position} of {name}"
        data[position] ^= 0x01 << position % 8
    (root / name).write_bytes(data)
    assert not _problems(sealed)


@pytest.mark.parametrize("name", ["ledger.jsonl", "warc/000001.warc.gz"])
def test_every_truncation_is_found(sealed: FolderArchive, root: Path, name: str) -> None:
    data = (root / name).read_bytes()
    for size in range(len(data)):
        (root / name).write_bytes(data[:size])
        assert _problems(sealed), f"{name} cut to {size}"


@pytest.mark.parametrize("added", [b"x", b"\n", b"{}\n", b"\0" * 100])
@pytest.mark.parametrize("name", ["ledger.jsonl", "warc/000001.warc.gz", "warc/000003.warc.gz"])
def test_added_bytes_are_found_anywhere(
    sealed: FolderArchive, root: Path, name: str, added: bytes
) -> None:
    data = (root / name).read_bytes()
    for position in (0, 1, len(data) // 2, len(data) - 1, len(data)):
        (root / name).write_bytes(data[:position] + added + data[position:])
        assert _problems(sealed), f"{added!r} at {position} of {name}"


def _edit_lines(root: Path, edit: Callable[[list[bytes]], list[bytes]]) -> None:
    ledger = root / "ledger.jsonl"
    ledger.write_bytes(b"".join(edit(ledger.read_bytes().splitlines(keepends=True))))


_EDITS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "first dropped": (lambda e: e[1:], "ledger line 1 holds entry 2, but entry 1 is missing"),
    "two dropped": (lambda e: e[:1] + e[3:], "holds entry 4, but entries 2–3 are missing"),
    "last dropped": (lambda e: e[:-1], "that no ledger line names"),
    "swapped": (lambda e: [e[0], e[2], e[1], *e[3:]], "holds entry 2 again or out of order"),
    "doubled": (lambda e: [*e[:3], e[2], *e[3:]], "line 4 holds entry 3 again or out of order"),
    "reversed": (lambda e: e[::-1], "holds entry 5, but entries 1–4 are missing"),
    "respaced": (lambda e: [e[0].replace(b",", b", "), *e[1:]], "not spelled as it was written"),
    "all gone": (lambda _: [], "that no ledger line names"),
    "nonsense": (lambda e: [b"[" * 9999 + b"\n", *e[1:]], "ledger line 1 was changed"),
    "unfinished": (lambda e: [*e, b'{"capture_id"'], "ledger line 6 is unfinished (13 bytes"),
}


@pytest.mark.parametrize("name", _EDITS)
def test_ledger_edits_are_named(sealed: FolderArchive, root: Path, name: str) -> None:
    edit, expected = _EDITS[name]
    _edit_lines(root, edit)
    assert expected in "\n".join(_problems(sealed))


def _rewritten(line: bytes, **fields: object) -> bytes:
    """A line with fields changed and its own hash made right again."""
    forged = decode(json.dumps(json.loads(line) | fields).encode())
    return encode(decode(json.dumps(
        json.loads(encode(forged)) | {"hash": entry_hash(forged)}
    ).encode()))  # fmt: skip


def test_a_rehashed_line_breaks_the_chain(sealed: FolderArchive, root: Path) -> None:
    _edit_lines(root, lambda e: [e[0], _rewritten(e[1], url="https://forged.example/"), *e[2:]])
    assert "ledger line 3 does not continue the line before" in "\n".join(_problems(sealed))


def test_a_rewritten_newest_entry_is_found_with_a_noted_head(
    sealed: FolderArchive, root: Path
) -> None:
    noted = sealed.head()
    _edit_lines(root, lambda e: [*e[:-1], _rewritten(e[-1], source_id="forged")])
    (root / "head.json").unlink()
    assert not _problems(sealed)
    assert "the ledger was rewritten" in "\n".join(p.message for p in sealed.verify(head=noted))


def test_newest_captures_cut_off_with_their_records_are_found_with_a_noted_head(
    sealed: FolderArchive, root: Path
) -> None:
    noted, last = sealed.head(), list(sealed.captures())[-1]
    _edit_lines(root, lambda e: e[:-1])
    warc = root / "warc" / last.warc
    warc.write_bytes(warc.read_bytes()[: last.offset])
    assert [p.message for p in sealed.verify(head=noted)] == [
        "ends at entry 4, but entry 5 was noted: the newest entries are missing"
    ]


def test_warc_damage_is_named(sealed: FolderArchive, root: Path) -> None:
    warc = root / "warc" / "000001.warc.gz"
    size = warc.stat().st_size
    warc.write_bytes(warc.read_bytes()[:-1])
    assert f"is cut short: the file ends at byte {size - 1}, the record at {size}" in str(
        _problems(sealed)
    )
    warc.unlink()
    assert "file 000001.warc.gz is missing" in str(_problems(sealed))


def test_swapped_warc_files_and_strangers_are_found(sealed: FolderArchive, root: Path) -> None:
    folder = root / "warc"
    shutil.copy(folder / "000001.warc.gz", folder / "000009.warc.gz")
    (folder / "notes.txt").write_text("hello")
    assert "000009.warc.gz holds bytes 0–" in str(_problems(sealed))
    assert "notes.txt holds bytes 0–4" in str(_problems(sealed))


def test_one_bad_record_gives_one_problem(sealed: FolderArchive, root: Path) -> None:
    warc = root / "warc" / "000001.warc.gz"
    data = bytearray(warc.read_bytes())
    data[100] ^= 1
    warc.write_bytes(data)
    capture = next(sealed.captures())
    [problem] = sealed.verify()
    assert capture.id in problem.record
    assert "was changed" in problem.message


def test_a_record_that_never_held_its_bytes_is_found(sealed: FolderArchive, root: Path) -> None:
    """A fault of the program that sealed, which hashes over the stored bytes cannot show."""
    ledger = (root / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    (root / "ledger.jsonl").write_bytes(
        b"".join([*ledger[:-1], _rewritten(ledger[-1], sha256=sha256_hex(b"other"))])
    )
    assert "was sealed wrongly" in str(_problems(sealed))


def test_progress_is_told(sealed: FolderArchive) -> None:
    told: list[tuple[str, int, int | None]] = []
    assert not list(sealed.verify(lambda *args: told.append(args)))
    assert told[-1] == ("verify", 5, 5)
