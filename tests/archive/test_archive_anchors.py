"""OpenTimestamps calendars over real sockets: promises, blocks, and calendars that misbehave."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.servers.calendars import HEIGHT, Calendar, attested, promise
from tests.servers.faults import (
    bomb,
    cut_short,
    drip,
    drip_head,
    endless,
    ok,
    reset,
    silent,
    status,
)
from tests.servers.hostile import Behaviour, Exchange, Hostile

from marsad.archive import FolderArchive, calendar_url, check_bundle, write_bundle
from marsad.archive.anchoring import anchor, upgrade
from marsad.archive.calendars import is_trusted
from marsad.archive.layout import Layout
from marsad.archive.opentimestamps import BITCOIN
from marsad.errors import ArchiveError, ConfigError, FetchError, WorkspaceError
from marsad.model import Response

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]


def _once_read(fault: Behaviour) -> Behaviour:
    """Misbehave only after the whole request, with its body, was read."""

    def behaviour(exchange: Exchange) -> None:
        exchange.connection.recv(32)
        fault(exchange)

    return behaviour


@pytest.fixture
def calendar(hostile: Hostile) -> Calendar:
    """A calendar that works."""
    return Calendar(hostile, "a")


@pytest.fixture
def sealed(open_archive: Open, response: Make) -> FolderArchive:
    """An archive of one capture."""
    with open_archive() as archive:
        archive.seal("s", response(1))
    return archive


def _problems(archive: FolderArchive) -> list[str]:
    return [f"{problem.record} {problem.message}" for problem in archive.verify()]


def test_a_head_is_promised_a_block_and_gets_it(
    sealed: FolderArchive, calendar: Calendar, root: Path
) -> None:
    with sealed as archive:
        done = archive.anchor_head([calendar.url + "/"])
        assert done is not None
        assert done.problems == ()
        assert (done.anchor.pending, done.anchor.blocks) == ((calendar.url,), ())
        assert archive.anchors() == (done.anchor,)
        assert archive.anchor_head([calendar.url]) == done  # not submitted twice
        assert len(calendar.received) == 1
        (still,) = archive.upgrade_anchors([calendar.url])
        assert still == done  # status 404: not yet
        calendar.keep()
        (kept,) = archive.upgrade_anchors([calendar.url])
        assert kept.problems == ()
        assert kept.anchor.blocks == ((HEIGHT, calendar.root),)
        assert kept.anchor.pending == ()
        assert archive.anchors() == (kept.anchor,)
        assert archive.upgrade_anchors([calendar.url]) == ()
        assert _problems(archive) == []
    assert sorted(p.name for p in (root / "stamps").iterdir()) == ["1.json", "1.json.ots"]


def test_an_empty_archive_is_not_submitted(open_archive: Open, calendar: Calendar) -> None:
    with open_archive() as archive:
        assert archive.anchor_head([calendar.url]) is None
    assert calendar.received == []


def test_a_calendar_sees_neither_the_head_nor_its_hash(
    sealed: FolderArchive, calendar: Calendar, root: Path
) -> None:
    with sealed as archive:
        archive.anchor_head([calendar.url])
    head = (root / "stamps/1.json").read_bytes()
    assert len(calendar.received[0]) == 32
    assert calendar.received[0] not in (head, hashlib.sha256(head).digest())


def test_one_promise_is_enough_and_the_others_are_named(
    sealed: FolderArchive, calendar: Calendar, hostile: Hostile
) -> None:
    other = Calendar(hostile, "b")
    hostile.script("/down/digest", status(503))
    with sealed as archive:
        done = archive.anchor_head([f"{hostile.url}/down", calendar.url, other.url])
        assert done is not None
        assert done.anchor.pending == (calendar.url, other.url)
        assert [problem.record for problem in done.problems] == [f"{hostile.url}/down/digest"]
        assert "status 503" in done.problems[0].message
        other.keep()
        calendar.keep(reset())
        (kept,) = archive.upgrade_anchors([calendar.url, other.url])
        assert kept.anchor.blocks == ((HEIGHT, other.root),)
        assert kept.anchor.pending == (calendar.url,)
        assert "did not answer" in kept.problems[0].message


_FAULTS: dict[str, tuple[Behaviour, str]] = {
    "refused": (status(403), "status 403"),
    "not found": (status(404), "status 404"),
    "redirected": (status(302, Location="/elsewhere"), "status 302"),
    "reset": (reset(), "did not answer"),
    "silent": (silent(), "within 0.5 seconds"),
    "slow body": (drip(promise("https://a.example"), 0.2), "within 0.5 seconds"),
    "slow head": (drip_head(0.2), "within 0.5 seconds"),
    "cut short": (cut_short(promise("https://a.example"), 999), "did not answer"),
    "endless": (endless(), "too large"),
    "bomb": (bomb(1 << 20), "cannot be read"),
    "a page": (ok(b"<html>"), "unknown or empty operation"),
    "nothing": (ok(b""), "cut short"),
    "deep": (ok(b"\x08" * 9_000), "too deep"),
    "many ends": (
        ok(b"".join(b"\xff" + promise(f"https://{n}.example") for n in range(99))
           + promise("https://x.example")),
        "too many ends",
    ),
    "no Merkle root": (ok(b"\xf0\x01x" + attested(BITCOIN, b"\x01")), "Merkle root"),
    "a hostile address": (ok(promise("https://a.example/\x1b[2J")), "forbidden characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", _FAULTS)
def test_calendars_that_misbehave_are_named_and_nothing_is_kept(
    sealed: FolderArchive, hostile: Hostile, root: Path, name: str
) -> None:
    fault, expected = _FAULTS[name]
    hostile.script("/bad/digest", _once_read(fault))
    head = sealed.signed_head()
    assert head is not None
    with pytest.raises(FetchError, match=expected):
        anchor(Layout(root), head, [f"{hostile.url}/bad"], timeout=0.5)
    assert not (root / "stamps").exists()


@pytest.mark.parametrize("name", sorted(set(_FAULTS) - {"not found"}))
def test_promises_that_are_kept_badly_stay_pending(
    sealed: FolderArchive, calendar: Calendar, root: Path, name: str
) -> None:
    fault, expected = _FAULTS[name]
    with sealed as archive:
        archive.anchor_head([calendar.url])
    before = (root / "stamps/1.json.ots").read_bytes()
    calendar.keep(fault)
    done = upgrade(Layout(root), 1, [calendar.url], timeout=0.5)
    assert done.anchor.pending == (calendar.url,)
    assert re.search(expected, done.problems[0].message)
    assert (root / "stamps/1.json.ots").read_bytes() == before


def test_another_promise_is_no_block(sealed: FolderArchive, calendar: Calendar) -> None:
    with sealed as archive:
        before = archive.anchor_head([calendar.url])
        calendar.keep(ok(b"\x08" + promise("https://elsewhere.example")))
        assert archive.upgrade_anchors([calendar.url]) == (before,)


def test_an_address_that_a_calendar_names_is_not_asked_unless_it_is_known(
    sealed: FolderArchive, calendar: Calendar, hostile: Hostile
) -> None:
    """Whoever answers for a calendar could have us ask any address."""
    with sealed as archive:
        archive.anchor_head([calendar.url])
        (done,) = archive.upgrade_anchors()
        assert "not a calendar that is known" in done.problems[0].message
        assert hostile.asked(calendar.waiting) == 0


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://alice.btc.calendar.opentimestamps.org", True),
        ("https://finney.calendar.eternitywall.com/", True),
        ("http://alice.btc.calendar.opentimestamps.org", False),
        ("https://alice.btc.calendar.opentimestamps.org.evil.example", False),
        ("https://evil.example/x.calendar.opentimestamps.org", False),
        ("https://evilcalendar.opentimestamps.org", False),
        ("https://127.0.0.1", False),
        ("https://mine.example/ots", True),
        ("https://mine.example", False),
    ],
)
def test_which_addresses_are_followed(url: str, trusted: bool) -> None:
    assert is_trusted(url, ["https://mine.example/ots"]) is trusted


@pytest.mark.parametrize(
    "text", ["", "a.example", "ftp://a.example", "https://", "https://a b.example",
             "https://u:p@a.example", "https://a.example/?q", "https://[", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_calendar_s_address_is_refused(sealed: FolderArchive, text: str) -> None:
    with pytest.raises(ConfigError, match="is not the address of a calendar"):
        calendar_url(text)
    with sealed as archive, pytest.raises(ConfigError):
        archive.anchor_head([text])


def test_calendars_are_asked_through_a_proxy(sealed: FolderArchive, hostile: Hostile) -> None:
    hostile.script("http://calendar.example/digest", ok(promise("https://p.example")))
    with sealed as archive:
        done = archive.anchor_head(["http://calendar.example"], proxy=hostile.proxy)
    assert done is not None
    assert done.anchor.pending == ("https://p.example",)


def test_changed_anchors_are_found(sealed: FolderArchive, calendar: Calendar, root: Path) -> None:
    with sealed as archive:
        archive.anchor_head([calendar.url])
    ots, head = root / "stamps/1.json.ots", root / "stamps/1.json"
    data = ots.read_bytes()
    for changed, expected in (
        (data[:-9], "cut short"),
        (data[:40] + bytes([data[40] ^ 1]) + data[41:], "about something else"),
        (b"", "cannot be read"),
    ):
        ots.write_bytes(changed)
        assert expected in str(_problems(sealed))
    ots.write_bytes(data)
    assert _problems(sealed) == []
    ots.rename(root / "stamps/2.json.ots")
    assert "entry 2 cannot be read" in str(_problems(sealed))
    head.rename(root / "stamps/2.json")
    assert "it was renamed" in str(_problems(sealed))


def test_a_ledger_rewritten_with_the_key_is_found_by_the_anchor(
    sealed: FolderArchive, calendar: Calendar, open_archive: Open, response: Make, root: Path
) -> None:
    with sealed as archive:
        archive.anchor_head([calendar.url])
    for name in ("ledger.jsonl", "head.json", "warc/000001.warc.gz"):
        (root / name).unlink()
    with open_archive() as archive:
        archive.seal_many("s", [response(3), response(4)])
        found = str(_problems(archive))
    assert "the ledger was rewritten" in found
    assert "anchored" in found


def test_promises_are_fetched_while_another_process_seals_but_not_read_only(
    sealed: FolderArchive, calendar: Calendar, open_archive: Open, response: Make
) -> None:
    with sealed as archive:
        archive.anchor_head([calendar.url])
        calendar.keep()
        archive.seal("s", response(2))
        with pytest.raises(WorkspaceError, match="for reading only"):
            open_archive(readonly=True).upgrade_anchors([calendar.url])
        (done,) = open_archive().upgrade_anchors([calendar.url])
        assert done.anchor.blocks


def _bundle(archive: FolderArchive, target: Path, *numbers: int) -> dict[str, bytes]:
    captures = [capture for capture in archive.captures() if capture.seq in numbers]
    write_bundle(target, captures, archive, title="", created=captures[0].fetched_at)
    with ZipFile(target) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def test_a_bundle_carries_the_anchor_and_says_what_remains_to_be_checked(
    sealed: FolderArchive, calendar: Calendar, root: Path, tmp_path: Path
) -> None:
    bundle = partial(_bundle, sealed, tmp_path / "e.wacz", 1)
    with sealed as archive:
        archive.anchor_head([calendar.url])
        files = bundle()
        assert files["evidence/head.json.ots"] == (root / "stamps/1.json.ots").read_bytes()
        assert b"ots upgrade" in files["evidence/README.txt"]
        told = list(check_bundle(str(tmp_path / "e.wacz")))
        assert f"only a promise of {calendar.url} so far" in told[-1].text
        calendar.keep()
        archive.upgrade_anchors([calendar.url])
        bundle()
    told = list(check_bundle(str(tmp_path / "e.wacz")))
    assert all(finding.ok for finding in told)
    expected = f"holds if Bitcoin block {HEIGHT} has the Merkle root {calendar.root}"
    assert expected in told[-1].text


def test_a_bundle_prefers_a_head_with_a_block_to_an_earlier_promise(
    sealed: FolderArchive, calendar: Calendar, root: Path, tmp_path: Path, response: Make
) -> None:
    with sealed as archive:
        archive.anchor_head([calendar.url])
        archive.seal("s", response(2))
        archive.anchor_head([calendar.url])
        calendar.keep()  # of the newer one
        archive.upgrade_anchors([calendar.url])
        archive.seal("s", response(3))
        files = _bundle(archive, tmp_path / "e.wacz", 1)
        assert files["evidence/head.json"] == (root / "stamps/2.json").read_bytes()
        assert files["evidence/head.json.ots"] == (root / "stamps/2.json.ots").read_bytes()
        assert "evidence/head.json.ots" not in _bundle(archive, tmp_path / "f.wacz", 3)


def test_a_damaged_anchor_stops_a_bundle_in_plain_words(
    sealed: FolderArchive, calendar: Calendar, root: Path, tmp_path: Path
) -> None:
    with sealed as archive:
        archive.anchor_head([calendar.url])
        (root / "stamps/1.json.ots").write_bytes(b"x")
        with pytest.raises(ArchiveError, match="Entry 1: The OpenTimestamps proof"):
            _bundle(archive, tmp_path / "e.wacz", 1)
