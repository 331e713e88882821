"""Killed at any moment or out of room: nothing acknowledged is lost, none is doubled."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.archive import FolderArchive
from marsad.errors import ArchiveError
from marsad.model import Response

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]

_SEALER = """
import random, sys
from datetime import UTC, datetime
from pathlib import Path
from marsad.archive import FolderArchive
from marsad.model import Response

moment = datetime(2026, 3, 1, tzinfo=UTC)
archive = FolderArchive(Path(sys.argv[1]), clock=lambda: moment, max_warc_bytes=20_000)
dice = random.Random(int(sys.argv[2]))
while True:
    batch = [
        Response("https://a.example/", dice.randbytes(dice.randrange(3000)), moment)
        for _ in range(dice.choice([1, 1, 5]))
    ]
    for capture in archive.seal_many("s", batch):
        print(capture.seq, capture.id, capture.sha256, flush=True)
    if dice.random() < 0.3:
        archive.sign_head()
"""


def _seal_until_killed(root: Path, seed: int, acknowledged: int) -> list[tuple[int, str, str]]:
    """Kill -9 a sealing process once it has acknowledged so many, wherever it then is."""
    command = [sys.executable, "-c", _SEALER, str(root), str(seed)]
    lines: list[bytes] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while len(lines) < acknowledged and (line := process.stdout.readline()):
            lines.append(line)
        process.kill()
        lines += process.stdout.read().splitlines(keepends=True)
    whole = [line.decode().split() for line in lines if line.endswith(b"\n")]
    return [(int(seq), capture_id, sha256) for seq, capture_id, sha256 in whole]


@pytest.mark.slow
def test_kill_at_any_moment(root: Path, open_archive: Open) -> None:
    dice = random.Random(20260301)
    acknowledged: list[tuple[int, str, str]] = []
    for seed in range(24):
        acknowledged += _seal_until_killed(root, seed, dice.randrange(1, 30))
        with open_archive(max_warc_bytes=20_000) as archive:
            archive.recover()
            assert list(archive.verify()) == []
            sealed = [(c.seq, c.id, c.sha256) for c in archive.captures()]
    assert len(set(acknowledged)) == len(acknowledged) > 200
    assert set(acknowledged) <= set(sealed)
    assert [seq for seq, _, _ in sealed] == list(range(1, len(sealed) + 1))


@pytest.mark.parametrize("torn", [b"{", b'{"capture_id":"c_1"', b"\0" * 5000])
def test_a_torn_ledger_line_is_moved_aside(
    root: Path, open_archive: Open, response: Make, torn: bytes
) -> None:
    with open_archive() as archive:
        archive.seal("s", response(1))
        with (root / "ledger.jsonl").open("ab") as file:
            file.write(torn)
        assert [capture.seq for capture in archive.captures()] == [1]
    with open_archive() as archive:
        assert archive.seal("s", response(2)).seq == 2
        assert list(archive.verify()) == []
    [kept] = (root / "lost+found").iterdir()
    assert kept.read_bytes() == torn
    assert kept.name.startswith("ledger.jsonl.20260301T081530Z")


def test_records_without_a_line_are_moved_aside(
    root: Path, open_archive: Open, response: Make
) -> None:
    with open_archive() as archive:
        archive.seal("s", response(1))
    with (root / "warc" / "000001.warc.gz").open("ab") as file:
        file.write(b"half a record")
    (root / "warc" / "000002.warc.gz").write_bytes(b"a new file, just begun")
    with open_archive() as archive:
        archive.seal("s", response(2))
        assert list(archive.verify()) == []
    lost = {path.read_bytes() for path in (root / "lost+found").iterdir()}
    assert lost == {b"half a record", b"a new file, just begun"}


def test_sealing_goes_on_behind_a_damaged_file(
    root: Path, open_archive: Open, response: Make
) -> None:
    with open_archive() as archive:
        archive.seal("s", response(1))
    warc = root / "warc" / "000001.warc.gz"
    warc.write_bytes(warc.read_bytes()[:-3])
    with open_archive() as archive:
        capture = archive.seal("s", response(2))
        assert archive.read(capture) == response(2)
        [problem] = archive.verify()
    assert "is cut short" in problem.message


def test_a_ledger_that_ends_in_nonsense_is_not_appended_to(
    root: Path, open_archive: Open, response: Make
) -> None:
    with open_archive() as archive:
        archive.seal("s", response(1))
    with (root / "ledger.jsonl").open("ab") as file:
        file.write(b"nonsense\n")
    with open_archive() as archive:
        with pytest.raises(ArchiveError, match="ledger"):
            archive.seal("s", response(2))
        with pytest.raises(ArchiveError, match="ledger"):
            archive.head()
    assert (root / "ledger.jsonl").read_bytes().endswith(b"nonsense\n")


def test_a_folder_that_cannot_be_written_says_so(
    tmp_path: Path, open_archive: Open, response: Make
) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with open_archive() as archive, pytest.raises(ArchiveError, match="cannot be written"):
        archive.seal("s", response())


_FILLER = """
import random, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from marsad.archive import FolderArchive
from marsad.errors import DiskFullError
from marsad.model import Response

moment = datetime(2026, 3, 1, tzinfo=UTC)
archive = FolderArchive(Path(sys.argv[1]), clock=lambda: moment)
body, batch = int(sys.argv[2]), int(sys.argv[3])
dice = random.Random(1)

def some():
    return [Response("https://a.example/", dice.randbytes(body), moment) for _ in range(batch)]

hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
sealed = 0
try:
    while True:
        sealed += len(archive.seal_many("s", some()))
except DiskFullError as error:
    assert error.hint and "no room" in error.message
assert sealed and list(archive.verify()) == [], list(archive.verify())
assert archive.head()[0] == sealed
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
assert archive.seal_many("s", some())[0].seq == sealed + 1
assert list(archive.verify()) == []
assert not (Path(sys.argv[1]) / "lost+found").exists()
print("went on after", sealed)
"""


@pytest.mark.parametrize(("body", "batch"), [(4000, 1), (4000, 7), (0, 1), (0, 9)])
def test_a_full_disk_loses_nothing_and_sealing_goes_on(root: Path, body: int, batch: int) -> None:
    """Large bodies fill the WARC file first, empty ones the ledger."""
    command = [sys.executable, "-c", _FILLER, str(root), str(body), str(batch)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "went on after" in done.stdout


def test_verifying_while_another_process_seals_finds_no_fault(
    root: Path, open_archive: Open
) -> None:
    command = [sys.executable, "-c", _SEALER, str(root), "7"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        archive = open_archive(readonly=True)
        for _ in range(10):
            assert list(archive.verify()) == []
            assert all(archive.read(c).body is not None for c in archive.captures())
        process.kill()
        process.stdout.read()
