"""The OpenTimestamps format: as the reference library writes it, and against hostile bytes.

The files in ``ots`` were written by python-opentimestamps 0.4.5 about the file ``lantern\\n``.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib import import_module
from pathlib import Path as FilePath
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.archive.opentimestamps import (
    BITCOIN,
    MAX_FILE,
    PENDING,
    Attestation,
    Detached,
    Path,
    Step,
    read_detached,
    read_paths,
    write_detached,
)
from marsad.archive.verifier import TROUBLE, Wrong, check_anchor
from marsad.errors import ArchiveError

_FOLDER = FilePath(__file__).parent / "ots"
_LINE = b"lantern\n"
_DIGEST = hashlib.sha256(_LINE).digest()
_HEADER = (_FOLDER / "pending.ots").read_bytes()[:65]
_ROOT = "1d9991c890b2b75df48f53bb49f7d65f2fcada351bbee29470d0601afd8f08dc"


def _pending(url: bytes) -> bytes:
    """Return a whole tree: a calendar's promise and nothing else."""
    payload = bytes([len(url)]) + url
    return b"\0" + PENDING + bytes([len(payload)]) + payload


@pytest.mark.parametrize("name", ["pending", "complete", "every"])
def test_files_of_the_reference_library_come_back_byte_for_byte(name: str) -> None:
    data = (_FOLDER / f"{name}.ots").read_bytes()
    assert read_detached(data).digest == _DIGEST
    assert write_detached(read_detached(data)) == data


def test_the_ends_are_those_that_the_reference_library_computes() -> None:
    detached = read_detached((_FOLDER / "complete.ots").read_bytes())
    found = {
        (path.attestation.height or path.attestation.calendar, (path.message(_DIGEST) or b"").hex())
        for path in detached.paths
    }
    promised = "919dbf4c19007a79fa756d6d810876dc3076f83db030c434f2afe5e03d98488a"
    assert found == {(913000, _ROOT), ("https://finney.calendar.eternitywall.com", promised)}


def test_hashes_that_are_not_computed_leave_the_rest_readable() -> None:
    detached = read_detached((_FOLDER / "every.ots").read_bytes())
    skipped = [path for path in detached.paths if path.message(_DIGEST) is None]
    assert sorted(path.steps[0].tag for path in skipped) == [0x03, 0x67]
    assert {path.attestation.height for path in detached.paths} == {None, 2, 300}


_ARGUMENTS = st.binary(min_size=1, max_size=40)
_STEPS = st.one_of(
    st.builds(Step, st.sampled_from([0xF0, 0xF1]), _ARGUMENTS),
    st.sampled_from([0xF2, 0x02, 0x08]).map(Step),
)
_URLS = st.text("abcXYZ019.:/_-", max_size=100).map(str.encode)


def _numbered(value: int) -> bytes:
    groups = [value >> shift & 0x7F | 0x80 for shift in range(0, max(value.bit_length(), 1), 7)]
    return bytes([*groups[:-1], groups[-1] & 0x7F])


_ENDS = st.one_of(
    _URLS.map(lambda url: Attestation(PENDING, bytes([len(url)]) + url)),
    st.integers(0, 2**40).map(lambda height: Attestation(BITCOIN, _numbered(height))),
    st.builds(Attestation, st.just(b"unknown!"), st.binary(max_size=300)),
)
_PATHS = st.builds(Path, st.lists(_STEPS, max_size=12).map(tuple), _ENDS)
_TREES = st.frozensets(_PATHS, min_size=1, max_size=8)


@settings(deadline=None)
@given(_TREES)
def test_what_is_written_is_read_again(paths: frozenset[Path]) -> None:
    data = write_detached(Detached(_DIGEST, paths))
    assert read_detached(data) == Detached(_DIGEST, paths)
    assert read_paths(data[65:], _DIGEST) == paths


@settings(deadline=None)
@given(_TREES)
def test_the_program_for_strangers_reads_the_same(paths: frozenset[Path]) -> None:
    data = write_detached(Detached(_DIGEST, paths))
    blocks = [(p.attestation.height, p.message(_DIGEST)) for p in paths]
    heights = {height for height, _ in blocks if height is not None}
    if any(height is not None and len(root or b"") != 32 for height, root in blocks):
        with pytest.raises(Wrong, match="does not lead to a Merkle root"):
            list(check_anchor(data, _LINE))
        return
    told = " ".join(finding.text for finding in check_anchor(data, _LINE))
    assert all(f"Bitcoin block {height} " in told for height in heights)


@pytest.mark.filterwarnings("ignore:OpReverse may get removed")
@settings(deadline=None, max_examples=30)
@given(_TREES)
def test_the_reference_library_reads_what_is_written(paths: frozenset[Path]) -> None:
    pytest.importorskip("opentimestamps", reason="python-opentimestamps is not installed")
    library = SimpleNamespace(
        **vars(import_module("opentimestamps.core.timestamp")),
        serialize=import_module("opentimestamps.core.serialize"),
    )
    data = write_detached(Detached(_DIGEST, paths))
    reader = library.serialize.BytesDeserializationContext(data)
    read = library.DetachedTimestampFile.deserialize(reader)
    writer = library.serialize.BytesSerializationContext()
    read.serialize(writer)
    assert writer.getbytes() == data
    theirs = {(message, end.TAG) for message, end in read.timestamp.all_attestations()}
    assert theirs == {(path.message(_DIGEST), path.attestation.tag) for path in paths}


_BROKEN = {
    "nothing": (b"", "cut short"),
    "promise cut short": (_pending(b"https://a.example")[:-3], "cut short"),
    "more behind": (_pending(b"https://a.example") + b"\0", "follows behind its end"),
    "too deep": (b"\x08" * 100_000, "too deep"),
    "forks without end": (b"\xff\x08" * 100_000, "too deep"),
    "unknown operation": (b"\x99" + _pending(b"https://a.example"), "unknown or empty operation"),
    "a fork in a fork": (b"\xff\xff", "unknown or empty operation"),
    "empty append": (b"\xf0\0" + _pending(b"https://a.example"), "unknown or empty operation"),
    "long append": (b"\xf0\x81\x20" + bytes(4097), "a part is too long"),
    "huge number": (b"\xf0" + b"\xff" * 40, "a number is too large"),
    "long message": (b"\xf3" * 9, "a message is too long"),
    "address with a line end": (_pending(b"https://a.example/\nX: 1"), "forbidden characters"),
    "address with a query": (_pending(b"https://a.example/?q"), "forbidden characters"),
    "address and more": (b"\0" + PENDING + b"\x04\x01aaa", "follows behind its end"),
    "long payload": (b"\0unknown!\x81\x40" + bytes(8193), "a part is too long"),
}


@pytest.mark.parametrize("name", _BROKEN)
def test_broken_trees_are_refused_in_plain_words(name: str) -> None:
    tree, expected = _BROKEN[name]
    with pytest.raises(ArchiveError, match=expected):
        read_paths(tree, _DIGEST)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    for attempt in (data, _HEADER + data):
        with suppress(ArchiveError):
            read_detached(attempt)
        with suppress(Wrong, *TROUBLE):
            list(check_anchor(attempt, _LINE))


def test_other_files_are_refused() -> None:
    data = (_FOLDER / "pending.ots").read_bytes()
    for wrong, expected in (
        (b"GIF89a" + data, "does not begin as one"),
        (data[:31] + b"\x02" + data[32:], "does not begin as one"),
        (data.replace(b"\x01\x08\x5e", b"\x01\x02\x5e", 1), "not about a SHA-256"),
        (data + bytes(MAX_FILE), "too large"),
    ):
        with pytest.raises(ArchiveError, match=expected):
            read_detached(wrong)
