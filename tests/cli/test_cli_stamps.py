"""``marsad stamp`` with OpenTimestamps, from the promise to the block."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.conftest import DOCUMENTS, write_documents
from tests.servers.calendars import Calendar
from tests.servers.faults import status
from tests.servers.hostile import Hostile


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace with nothing in it."""
    assert marsad("init", "desk", cwd=tmp_path).returncode == 0
    return tmp_path / "desk"


def _fill(desk: Path) -> None:
    write_documents(desk.parent / "documents.jsonl", DOCUMENTS)
    assert marsad("source", "add", "../documents.jsonl", cwd=desk).returncode == 0


def test_a_promise_is_listed_as_pending_and_then_as_a_block(desk: Path, hostile: Hostile) -> None:
    calendar = Calendar(hostile, "a")
    hostile.script("/b/digest", status(503))
    toml = desk / "marsad.toml"
    chosen = f'calendars = "{calendar.url} {hostile.url}/b"'
    toml.write_text(toml.read_text().replace('calendars = ""', chosen))
    assert marsad("stamp", "--opentimestamps", cwd=desk).stdout == "Nothing is sealed yet.\n"
    assert marsad("stamp", "--list", cwd=desk).stdout == "No stamps yet.\n"
    _fill(desk)
    done = marsad("stamp", "--opentimestamps", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert f"The ledger up to capture number 1: promised by {calendar.url}." in done.stdout
    assert "marsad stamp --upgrade" in done.stdout
    assert f"  {hostile.url}/b/digest: the calendar answered with status 503" in done.stdout
    assert "promised by" in marsad("stamp", "--upgrade", cwd=desk).stdout
    calendar.keep()
    kept = marsad("stamp", "--upgrade", cwd=desk)
    assert f"in Bitcoin block 913000 if its Merkle root is {calendar.root}." in kept.stdout
    listed = json.loads(marsad("stamp", "--list", "--json", cwd=desk).stdout)
    block = {"height": 913000, "merkle_root": calendar.root}
    anchor = {"seq": 1, "complete": True, "pending": [], "blocks": [block]}
    assert listed == {"stamps": [], "anchors": [anchor]}
    assert marsad("stamp", "--upgrade", cwd=desk).stdout == "Nothing is pending.\n"
    assert "1 captures verified" in marsad("verify", cwd=desk).stdout


def test_calendars_can_be_named_in_the_call(desk: Path, hostile: Hostile) -> None:
    calendar = Calendar(hostile, "a")
    _fill(desk)
    named = ("--calendar", calendar.url)
    assert marsad("stamp", "--opentimestamps", *named, cwd=desk).returncode == 0
    calendar.keep()
    unnamed = marsad("stamp", "--upgrade", cwd=desk)
    assert "not a calendar that is known; name it" in unnamed.stdout
    assert "Bitcoin block 913000" in marsad("stamp", "--upgrade", *named, cwd=desk).stdout


def test_mistakes_are_named(desk: Path, hostile: Hostile) -> None:
    _fill(desk)
    assert marsad("stamp", cwd=desk).returncode == 2
    wrong = marsad("stamp", "--opentimestamps", "--calendar", "nowhere", cwd=desk)
    assert "'nowhere' is not the address of a calendar" in wrong.stderr
    away = marsad("stamp", "--opentimestamps", "--calendar", f"{hostile.url}/none", cwd=desk)
    assert away.returncode == 1
    assert "no calendar gave a promise" in away.stderr
    toml = desk / "marsad.toml"
    toml.write_text(toml.read_text().replace('calendars = ""', 'calendars = "a.example"'))
    assert "archive.calendars must be" in marsad("stamp", "--list", cwd=desk).stderr


def test_the_file_is_about_the_head_beside_it(desk: Path, hostile: Hostile) -> None:
    """Clients of OpenTimestamps look for the head under the proof's name without ``.ots``."""
    _fill(desk)
    url = Calendar(hostile, "a").url
    assert marsad("stamp", "--opentimestamps", "--calendar", url, cwd=desk).returncode == 0
    proof = desk / "archive/stamps/1.json.ots"
    digest = hashlib.sha256(proof.with_suffix("").read_bytes()).digest()
    assert proof.read_bytes()[33:65] == digest
