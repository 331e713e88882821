"""Sealed files in a store: nothing is lost on the way there, there, or on the way back."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.archive import (
    FolderArchive,
    Shelf,
    check_bundle,
    decode,
    encode,
    entry_hash,
    shelf_at,
    write_bundle,
)
from marsad.archive.copies import Copies, Copy, read_copies, write_copies
from marsad.archive.layout import Layout
from marsad.archive.locking import acquire, release
from marsad.errors import (
    ArchiveError,
    ConfigError,
    NotFoundError,
    UnreachableError,
    WorkspaceError,
)
from marsad.model import Response

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The folder of a store that is a folder."""
    (tmp_path / "other").mkdir()
    return tmp_path / "other"


@pytest.fixture
def shelf(other: Path) -> Shelf:
    """A store that a test can look into and spoil."""
    return shelf_at(other.as_uri())


@pytest.fixture
def archive(open_archive: Open, response: Make, shelf: Shelf) -> Iterator[FolderArchive]:
    """Seven captures in four WARC files, of which three are closed."""
    archive = open_archive(max_warc_bytes=700, shelf=shelf)
    archive.seal_many("s", [response(n) for n in range(7)])
    archive.close()
    yield archive
    archive.close()


def _names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _warcs(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "warc").iterdir())


def _whole(archive: FolderArchive, response: Make, count: int = 7) -> bool:
    """Everything is there, reads as it was sealed, and verifies."""
    captures = list(archive.captures())
    read = [archive.read(capture) for capture in captures]
    return read == [response(n) for n in range(count)] and not list(archive.verify())


def test_what_is_copied_is_an_archive_without_the_private_key(
    archive: FolderArchive, root: Path, other: Path, response: Make
) -> None:
    done = archive.push()
    assert not done.problems
    assert _names(other) == [
        "head.json",
        "key.pub",
        "ledger.jsonl",
        "warc/000001.warc.gz",
        "warc/000002.warc.gz",
        "warc/000003.warc.gz",
    ]
    assert set(done.files) == set(_names(other))
    for name in _names(other):
        assert (other / name).read_bytes() == (root / name).read_bytes()
    private = (root / "key.pem").read_bytes()
    assert all(private not in path.read_bytes() for path in other.rglob("*") if path.is_file())
    archive.close_warc()
    archive.push()
    moved = FolderArchive(other, clock=archive._clock, readonly=True)
    assert _whole(moved, response)


def test_what_is_there_is_not_sent_again(archive: FolderArchive, other: Path) -> None:
    archive.push()
    before = {name: (other / name).stat().st_ino for name in _names(other)}
    assert archive.push().files == ()
    assert {name: (other / name).stat().st_ino for name in _names(other)} == before


def test_the_ledger_follows_and_the_head_with_it(
    archive: FolderArchive, other: Path, root: Path, response: Make
) -> None:
    archive.push()
    archive.seal_many("s", [response(n) for n in range(7, 9)])
    assert archive.unpushed() == ("000004.warc.gz",)
    archive.push()
    assert archive.unpushed() == ()
    assert (other / "ledger.jsonl").read_bytes() == (root / "ledger.jsonl").read_bytes()
    assert (other / "head.json").read_bytes() == (root / "head.json").read_bytes()
    assert _whole(archive, response, 9)


def test_stamps_are_copied_up_to_the_head(archive: FolderArchive, root: Path, other: Path) -> None:
    (root / "stamps").mkdir()
    for name in ("7.tsr", "7.json", "7.tsr.part", "9.tsr", "notes.txt"):
        (root / "stamps" / name).write_text(name)
    archive.push()
    assert [n for n in _names(other) if n.startswith("stamps")] == ["stamps/7.json", "stamps/7.tsr"]


def test_the_present_file_is_closed_on_demand_and_never_appended_to(
    archive: FolderArchive, root: Path, response: Make
) -> None:
    archive.close_warc()
    assert archive.push().files[-1] == "warc/000004.warc.gz"
    size = (root / "warc" / "000004.warc.gz").stat().st_size
    archive.close()
    assert archive.seal("s", response(7)).warc == "000005.warc.gz"
    archive.close()
    archive.close_warc()
    archive.close_warc()  # an empty one is not closed once more
    assert archive.seal("s", response(8)).warc == "000006.warc.gz"
    assert (root / "warc" / "000004.warc.gz").stat().st_size == size
    assert _whole(archive, response, 9)


def test_freed_files_are_read_from_the_store(
    archive: FolderArchive, root: Path, other: Path, response: Make, tmp_path: Path
) -> None:
    archive.push()
    assert archive.freeable() == ("000001.warc.gz", "000002.warc.gz", "000003.warc.gz")
    done = archive.free()
    assert len(done.files) == 3
    assert not done.problems
    assert _warcs(root) == ["000004.warc.gz"]
    assert _whole(archive, response)
    captures = list(archive.captures())
    bundle = write_bundle(
        tmp_path / "e.wacz", captures, archive, title="t", created=captures[0].fetched_at
    )
    assert all(finding.ok for finding in check_bundle(str(bundle)))
    seen = []
    list(archive.verify(lambda stage, done, total: seen.append((stage, done, total))))
    assert (f"read files from {other.as_uri()}", 3, 3) in seen


def test_sealing_goes_on_when_every_file_is_freed(
    archive: FolderArchive, open_archive: Open, shelf: Shelf, root: Path, response: Make
) -> None:
    archive.close_warc()
    archive.push()
    archive.free()
    assert _warcs(root) == []
    with open_archive(shelf=shelf) as again:
        assert again.seal("s", response(7)).warc == "000005.warc.gz"
        assert _whole(again, response, 8)


def test_fetched_files_are_here_again(
    archive: FolderArchive, root: Path, other: Path, response: Make
) -> None:
    before = {name: (root / "warc" / name).read_bytes() for name in _warcs(root)}
    archive.push()
    archive.free()
    assert archive.fetch(["000002.warc.gz"]).files == ("warc/000002.warc.gz",)
    assert _warcs(root) == ["000002.warc.gz", "000004.warc.gz"]
    assert len(archive.fetch().files) == 2
    assert {name: (root / "warc" / name).read_bytes() for name in _warcs(root)} == before
    for path in (other / "warc").iterdir():
        path.unlink()
    assert _whole(archive, response)


def test_the_list_says_where_each_file_is(archive: FolderArchive, shelf: Shelf) -> None:
    archive.push()
    archive.free(["000001.warc.gz"])
    held = {each.name: (each.here, each.store, each.closed) for each in archive.holdings()}
    assert held == {
        "head.json": (True, shelf.url, False),
        "key.pub": (True, shelf.url, False),
        "ledger.jsonl": (True, shelf.url, False),
        "warc/000001.warc.gz": (False, shelf.url, True),
        "warc/000002.warc.gz": (True, shelf.url, True),
        "warc/000003.warc.gz": (True, shelf.url, True),
        "warc/000004.warc.gz": (True, "", False),
    }


# ------------------------------------------------------------ damage


@pytest.mark.parametrize("spoil", ["flip", "cut", "grow", "remove"])
def test_a_copy_that_was_spoiled_never_replaces_the_file_here(
    archive: FolderArchive, root: Path, other: Path, response: Make, spoil: str
) -> None:
    archive.push()
    _spoil(other / "warc" / "000002.warc.gz", spoil)
    done = archive.free()
    assert [p.record for p in done.problems] == ["warc/000002.warc.gz"]
    assert _warcs(root) == ["000002.warc.gz", "000004.warc.gz"]
    assert _whole(archive, response)


def _spoil(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "remove":
        path.unlink()
        return
    changed = {"flip": bytes([data[0] ^ 1]) + data[1:], "cut": data[:-1], "grow": data + b"x"}
    path.write_bytes(changed[how])


def test_a_copy_that_went_missing_is_sent_again(
    archive: FolderArchive, other: Path, response: Make
) -> None:
    archive.push()
    (other / "warc" / "000002.warc.gz").unlink()
    assert archive.free(["000002.warc.gz"]).problems
    assert archive.push().files == ("warc/000002.warc.gz",)
    assert archive.free(["000002.warc.gz"]).files == ("warc/000002.warc.gz",)
    assert _whole(archive, response)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("flip", "was changed: its bytes"),
        ("cut", "is cut short"),
        ("grow", "that no ledger line names"),
        ("remove", "is missing (also from "),
    ],
)
def test_verify_finds_damage_in_the_store(
    archive: FolderArchive, root: Path, other: Path, spoil: str, said: str
) -> None:
    archive.push()
    archive.free()
    _spoil(other / "warc" / "000002.warc.gz", spoil)
    [problem] = archive.verify()
    assert said in problem.message
    assert "000002.warc.gz" in problem.record
    fetched = archive.fetch()
    assert [p.record for p in fetched.problems] == ["warc/000002.warc.gz"]
    assert "000002.warc.gz" not in _warcs(root)
    assert not list((root / "incoming").iterdir())


def test_a_file_that_differs_here_is_not_removed(archive: FolderArchive, root: Path) -> None:
    archive.push()
    _spoil(root / "warc" / "000001.warc.gz", "flip")
    [problem] = archive.free(["000001.warc.gz"]).problems
    assert "differs here" in problem.message
    assert "000001.warc.gz" in _warcs(root)


def test_a_file_of_another_archive_is_not_written_over(archive: FolderArchive, other: Path) -> None:
    (other / "warc").mkdir()
    (other / "warc" / "000001.warc.gz").write_bytes(b"another archive's")
    done = archive.push()
    [problem] = done.problems
    assert "other bytes" in problem.message
    assert (other / "warc" / "000001.warc.gz").read_bytes() == b"another archive's"
    assert "warc/000002.warc.gz" in done.files
    assert archive.freeable() == ("000002.warc.gz", "000003.warc.gz")


@pytest.mark.parametrize("forget", [False, True])
def test_a_ledger_that_does_not_go_on_from_the_copy_is_not_written_over_it(
    archive: FolderArchive, root: Path, other: Path, open_archive: Open, shelf: Shelf, forget: bool
) -> None:
    archive.push()
    kept = (other / "ledger.jsonl").read_bytes()
    lines = kept.splitlines(keepends=True)
    for name in ("ledger.jsonl", "head.json"):
        (root / name).unlink()
    (root / "ledger.jsonl").write_bytes(b"".join(lines[:5]))
    if forget:
        (root / "copies.json").unlink()
    with open_archive(shelf=shelf) as again:
        again.recover()
        again.sign_head()
        with pytest.raises(ArchiveError, match="not the beginning of the ledger here"):
            again.push()
    assert (other / "ledger.jsonl").read_bytes() == kept


def test_a_lost_list_is_made_anew_from_the_store(
    archive: FolderArchive, root: Path, response: Make
) -> None:
    archive.push()
    archive.free()
    before = json.loads((root / "copies.json").read_bytes())
    (root / "copies.json").unlink()
    assert _whole(archive, response)
    assert len(archive.push().files) == 5  # the ledger needs not be sent
    after = json.loads((root / "copies.json").read_bytes())
    for each in (before, after):
        for copy in each["files"].values():
            copy.pop("checked_at")
    assert after == before


def test_a_damaged_list_stops_no_sealing_and_is_named(
    archive: FolderArchive, root: Path, open_archive: Open, shelf: Shelf, response: Make
) -> None:
    archive.close_warc()
    archive.push()
    (root / "copies.json").write_text("{}")
    with open_archive(shelf=shelf) as again:
        assert again.seal("s", response(7)).warc == "000005.warc.gz"
        assert [problem.record for problem in again.verify()] == ["copies.json"]
        with pytest.raises(ArchiveError, match=r"copies\.json cannot be read") as caught:
            again.push()
    assert "Move it away" in caught.value.hint
    (root / "copies.json").unlink()
    assert _whole(again, response, 8)


def test_a_machine_that_was_lost_is_made_again_from_the_store(
    archive: FolderArchive, other: Path, shelf: Shelf, tmp_path: Path, response: Make
) -> None:
    archive.close_warc()
    archive.push()
    new = tmp_path / "new"
    new.mkdir()
    for name in ("ledger.jsonl", "head.json", "key.pub"):
        (new / name).write_bytes((other / name).read_bytes())
    with FolderArchive(new, clock=archive._clock, shelf=shelf) as again:
        assert _whole(again, response)
        assert again.seal("s", response(7)).warc == "000005.warc.gz"
        assert not again.push().problems
        assert len(again.fetch().files) == 4
        assert _whole(again, response, 8)


# ------------------------------------------------------------ no store, another, none that answers


def test_without_a_store_that_is_said(open_archive: Open) -> None:
    archive = open_archive()
    for use in (archive.push, archive.free, archive.fetch, archive.unpushed, archive.freeable):
        with pytest.raises(ConfigError, match="No store"):
            use()
    assert archive.holdings() == ()


def test_an_archive_is_no_store_for_itself(
    archive: FolderArchive, open_archive: Open, root: Path, tmp_path: Path, response: Make
) -> None:
    (tmp_path / "detour").symlink_to(root)
    before = {name: (root / name).read_bytes() for name in _names(root)}
    for folder in (root, tmp_path / "detour"):
        itself = open_archive(shelf=shelf_at(folder.as_uri()))
        for use in (itself.push, itself.free, itself.fetch):
            with pytest.raises(ConfigError, match="folder of an archive itself"):
                use()
    assert before.items() <= {name: (root / name).read_bytes() for name in _names(root)}.items()
    assert _whole(archive, response)


@pytest.mark.parametrize("name", ["../key.pem", "/etc/hostname", "000001.warc.gz/../../head.json"])
def test_names_in_a_forged_ledger_lead_nowhere(
    archive: FolderArchive, root: Path, name: str
) -> None:
    archive.push()
    [*kept, last] = (root / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    entry = decode(last)
    forged = replace(entry, capture=replace(entry.capture, warc=name))
    forged = replace(forged, capture=replace(forged.capture, entry_hash=entry_hash(forged)))
    (root / "ledger.jsonl").write_bytes(b"".join([*kept, encode(forged)]))
    assert f"file {name}" in [problem.record for problem in archive.verify()]
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.read(forged.capture)
    with pytest.raises(ArchiveError, match="does not agree with the ledger"):
        archive.push()


def test_an_empty_archive_has_nothing_to_copy(open_archive: Open, shelf: Shelf) -> None:
    archive = open_archive(shelf=shelf)
    assert archive.push().files == archive.free().files == archive.fetch().files == ()


def test_a_store_that_does_not_answer_is_not_taken_for_changed_bytes(
    archive: FolderArchive, other: Path, tmp_path: Path, response: Make
) -> None:
    archive.push()
    archive.free()
    other.rename(tmp_path / "unplugged")
    [first, *_] = archive.captures()
    for use in (
        lambda: archive.read(first),
        lambda: list(archive.verify()),
        lambda: archive.fetch(),
        lambda: archive.record(archive.prove([first]).entries[0]),
    ):
        with pytest.raises(UnreachableError, match="no such folder") as caught:
            use()
        assert "Nothing that was sealed is lost" in caught.value.hint
    (tmp_path / "unplugged").rename(other)
    assert _whole(archive, response)


@pytest.mark.parametrize("instead", ["none", "another"])
def test_files_in_a_store_that_is_not_set_are_said_to_be_there(
    archive: FolderArchive, open_archive: Open, shelf: Shelf, tmp_path: Path, instead: str
) -> None:
    archive.push()
    archive.free()
    (tmp_path / "another").mkdir()
    set_now = shelf_at((tmp_path / "another").as_uri()) if instead == "another" else None
    elsewhere = open_archive(shelf=set_now)
    with pytest.raises(UnreachableError, match="was moved to the store") as caught:
        elsewhere.read(next(elsewhere.captures()))
    assert shelf.url in caught.value.message
    with pytest.raises(UnreachableError, match="was moved to the store"):
        list(elsewhere.verify())


def test_another_store_gets_what_is_here_and_finds_what_was_moved(
    archive: FolderArchive, open_archive: Open, other: Path, tmp_path: Path, response: Make
) -> None:
    archive.push()
    archive.free(["000001.warc.gz", "000002.warc.gz"])
    (tmp_path / "another" / "warc").mkdir(parents=True)
    moved = tmp_path / "another" / "warc" / "000001.warc.gz"
    moved.write_bytes((other / "warc" / "000001.warc.gz").read_bytes())
    again = open_archive(shelf=shelf_at((tmp_path / "another").as_uri()))
    done = again.push()
    assert [p.record for p in done.problems] == ["warc/000002.warc.gz"]
    assert "it was in " + other.as_uri() in done.problems[0].message
    assert {"warc/000001.warc.gz", "warc/000003.warc.gz"} <= set(done.files)
    moved.with_name("000002.warc.gz").write_bytes((other / "warc" / "000002.warc.gz").read_bytes())
    assert again.push().files == ("warc/000002.warc.gz",)
    assert _whole(again, response)


def test_only_one_process_copies_at_a_time(archive: FolderArchive, root: Path) -> None:
    held = acquire(root / "copies.lock")
    with pytest.raises(WorkspaceError, match="is copying files of the archive"):
        archive.push()
    release(held)
    assert archive.push().files


@pytest.mark.parametrize("name", ["000009.warc.gz", "../key.pem", "warc/000001.warc.gz", ""])
def test_only_warc_files_that_are_here_can_be_removed(archive: FolderArchive, name: str) -> None:
    archive.push()
    with pytest.raises(NotFoundError, match="WARC file"):
        archive.free([name])


def test_what_was_not_copied_is_not_removed(archive: FolderArchive, root: Path) -> None:
    archive.push()
    [problem] = archive.free(["000004.warc.gz"]).problems
    assert "push it first" in problem.message
    assert "000004.warc.gz" in _warcs(root)


def test_a_stop_is_obeyed_and_the_next_call_goes_on(archive: FolderArchive) -> None:
    stop = Event()
    done = archive.push(lambda *_: stop.set(), stop)
    assert len(archive.unpushed()) == 3
    assert not done.problems
    archive.push()
    assert archive.unpushed() == ()


_copies = st.builds(
    Copy,
    size=st.integers(0),
    sha256=st.text(max_size=64),
    store=st.text(max_size=20),
    checked_at=st.datetimes(timezones=st.just(UTC)),
)


@settings(deadline=None)
@given(closed=st.integers(0), files=st.dictionaries(st.text(max_size=20), _copies, max_size=4))
def test_any_list_is_read_as_it_was_written(closed: int, files: dict[str, Copy]) -> None:
    with TemporaryDirectory() as folder:
        write_copies(Layout(Path(folder)), Copies(closed, files))
        assert read_copies(Layout(Path(folder))) == Copies(closed, files)


# ------------------------------------------------------------ killed at any moment


class _PulledPlugError(BaseException):
    """The machine is off; nothing catches it."""


class _Failing:
    """A store whose connection, or machine, breaks at the ``fuse``-th thing asked of it."""

    def __init__(self, shelf: Shelf, fuse: int, error: BaseException) -> None:
        self.shelf = shelf
        self.url = shelf.url
        self.fuse = fuse
        self.error = error

    def _burn(self) -> None:
        self.fuse -= 1
        if self.fuse == 0:
            raise self.error

    def size(self, name: str) -> int | None:
        self._burn()
        return self.shelf.size(name)

    def open(self, name: str, buffering: int = 1) -> BinaryIO:
        self._burn()
        return self.shelf.open(name, buffering)

    def put(self, name: str, chunks: Iterable[bytes], size: int) -> None:
        self._burn()
        self.shelf.put(name, self._passed(chunks), size)
        self._burn()

    def _passed(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            yield chunk[: len(chunk) // 2]
            self._burn()
            yield chunk[len(chunk) // 2 :]


@pytest.mark.parametrize("error", [_PulledPlugError(), UnreachableError("gone")])
def test_broken_off_at_any_step_everything_is_whole_and_goes_on(
    open_archive: Open, response: Make, root: Path, shelf: Shelf, error: BaseException
) -> None:
    """Each of push, free and fetch breaks off at its first step, its second, and so on."""
    with open_archive(max_warc_bytes=700, shelf=shelf) as archive:
        archive.seal_many("s", [response(n) for n in range(5)])
    steps = 0
    for work, present in (("push", [1, 2, 3]), ("free", [3]), ("fetch", [1, 2, 3])):
        before = root.parent / f"before {work}"
        for folder in ("archive", "other"):
            shutil.copytree(root.parent / folder, before / folder)
        for fuse in range(1, 99):
            failing = _Failing(shelf, fuse, error)
            if _breaks(getattr(open_archive(shelf=failing), work), type(error)):
                assert _whole(open_archive(shelf=shelf), response, 5)
                getattr(archive, work)()
                steps += 1
            assert _warcs(root) == [f"{number:06d}.warc.gz" for number in present]
            assert _whole(archive, response, 5)
            if failing.fuse > 0:
                break
            for folder in ("archive", "other"):
                shutil.rmtree(root.parent / folder)
                shutil.copytree(before / folder, root.parent / folder)
    assert steps > 20
    assert not archive.push().problems


def _breaks(work: Callable[[], object], kind: type[BaseException]) -> bool:
    try:
        work()
    except kind:
        return True
    return False


_MOVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from marsad.archive import FolderArchive, shelf_at
from marsad.model import Response
import random

moment = datetime(2026, 3, 1, tzinfo=UTC)
dice = random.Random(int(sys.argv[3]))
shelf = shelf_at(Path(sys.argv[2]).as_uri())
print("ready", flush=True)
while True:
    with FolderArchive(
        Path(sys.argv[1]), clock=lambda: moment, max_warc_bytes=20_000, shelf=shelf
    ) as archive:
        for _ in range(8):
            batch = [Response("https://a.example/", dice.randbytes(2500), moment)] * 3
            for capture in archive.seal_many("s", batch):
                print(capture.seq, capture.id, capture.sha256, flush=True)
        if dice.random() < 0.3:
            archive.close_warc()
        problems = archive.push().problems
        problems += archive.free(archive.freeable()[:2]).problems
        if dice.random() < 0.3:
            problems += archive.fetch().problems
        assert not problems, problems
"""


@pytest.mark.slow
def test_killed_at_random_moments_nothing_acknowledged_is_lost(
    open_archive: Open, root: Path, other: Path, shelf: Shelf
) -> None:
    dice = random.Random(20260301)
    acknowledged: set[tuple[str, ...]] = set()
    for seed in range(30):
        command = [sys.executable, "-c", _MOVER, str(root), str(other), str(seed)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline() == b"ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(dice.uniform(0.05, 0.5))
            process.kill()
            lines = process.stdout.read().splitlines(keepends=True)
            assert process.stderr.read() == b""
        acknowledged |= {tuple(line.decode().split()) for line in lines if line.endswith(b"\n")}
        archive = open_archive(max_warc_bytes=20_000, shelf=shelf)
        archive.recover()
        assert list(archive.verify()) == []
        archive.close()
    sealed = {(str(c.seq), c.id, c.sha256) for c in archive.captures()}
    assert len(acknowledged) > 300
    assert acknowledged <= sealed
    assert any(not each.here for each in archive.holdings())
    assert archive.push().problems == ()
    assert archive.fetch().problems == ()
    assert list(open_archive().verify()) == []
