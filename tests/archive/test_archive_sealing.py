"""What is sealed is read back exactly, in order, from files that other tools can read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from marsad.archive import GENESIS, FolderArchive
from marsad.errors import ArchiveError, WorkspaceError
from marsad.model import Response, make_id, sha256_hex

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]

_hostile = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    ["a\r\nX-Evil: 1", "\n\n", "\r\n\r\n<script>", " padded ", "é", "\ud800", "\x00", ":", "%20"]
)
_header_names = _hostile | st.sampled_from(
    ["Content-Encoding", "transfer-encoding", "Content-Length", "X-Archive-Orig-Date", "ETag"]
)
_urls = st.builds(
    "{}{}".format,
    st.sampled_from(["https://t.me/s/", "http://a.example/", "file:///data/", "", "mailto:"]),
    _hostile,
)
_responses = st.builds(
    Response,
    url=_urls,
    body=st.binary(max_size=300),
    fetched_at=st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001  # Hypothesis adds the zone
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=3, minutes=30))]),
    ),
    status=st.integers(100, 599),
    media_type=_hostile,
    headers=st.lists(st.tuples(_header_names, _hostile), max_size=5).map(tuple),
)


@settings(deadline=None)
@given(source_id=_hostile, responses=st.lists(_responses, min_size=1, max_size=4))
def test_any_response_comes_back_as_it_was(source_id: str, responses: list[Response]) -> None:
    with TemporaryDirectory() as folder, _archive(Path(folder)) as archive:
        captures = archive.seal_many(source_id, responses)
        assert [archive.read(capture) for capture in captures] == responses
        assert list(archive.captures()) == list(captures)
        assert list(archive.verify()) == []


def _archive(root: Path) -> FolderArchive:
    return FolderArchive(root, clock=lambda: datetime(2026, 3, 1, tzinfo=UTC))


def test_a_capture_states_its_facts(open_archive: Open, response: Make) -> None:
    with open_archive(tool="marsad/test") as archive:
        archive.seal("lantern", response(1))
        capture = archive.seal("lantern", response(2))
    body = response(2).body
    assert capture.seq == 2
    assert capture.sha256 == sha256_hex(body)
    assert capture.size == len(body)
    assert capture.tool == "marsad/test"
    assert capture.id == make_id("c", "lantern", capture.url, capture.sha256, 2)


def test_sealing_the_same_twice_makes_two_captures(open_archive: Open, response: Make) -> None:
    with open_archive() as archive:
        first, second = archive.seal("s", response()), archive.seal("s", response())
        assert first.id != second.id
        assert archive.read(first) == archive.read(second) == response()


def test_another_warc_reader_agrees(open_archive: Open, response: Make, root: Path) -> None:
    packed = dataclasses.replace(response(), headers=(("Content-Encoding", "gzip"),))
    local = dataclasses.replace(response(), url="file:///data/a.pdf", headers=())
    with open_archive() as archive:
        archive.seal_many("s", [response(1), packed, local])
    with (root / "warc" / "000001.warc.gz").open("rb") as file:
        records = list(_described(ArchiveIterator(file, check_digests="raise")))
    assert records == [
        ("response", response(1).url, "200", response(1).body),
        ("response", packed.url, "200", packed.body),
        ("resource", local.url, None, local.body),
    ]


def _described(records: ArchiveIterator) -> Iterator[tuple[str, str, str | None, bytes]]:
    for record in records:
        http = record.http_headers
        yield (
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI"),
            http.get_statuscode() if http else None,
            record.content_stream().read(),
        )


def test_a_new_warc_file_is_begun_when_one_is_full(
    open_archive: Open, response: Make, root: Path
) -> None:
    with open_archive(max_warc_bytes=1500) as archive:
        captures = archive.seal_many("s", [response(n) for n in range(12)])
        assert [archive.read(capture) for capture in captures] == [response(n) for n in range(12)]
    names = sorted(path.name for path in (root / "warc").iterdir())
    assert names == sorted({capture.warc for capture in captures})
    assert len(names) > 2
    with open_archive(max_warc_bytes=1500) as archive:
        archive.seal("s", response(99))
        assert list(archive.verify()) == []


@pytest.mark.parametrize("after", [0, 1, 7, 199, 200, 500])
def test_captures_after_a_number(open_archive: Open, response: Make, after: int) -> None:
    with open_archive() as archive:
        archive.seal_many("s", [response(n) for n in range(200)])
        seqs = [capture.seq for capture in archive.captures(after)]
    assert seqs == list(range(after + 1, 201))


def test_an_unused_archive_is_empty_and_touches_no_disk(open_archive: Open, root: Path) -> None:
    with open_archive() as archive:
        assert archive.head() == (0, GENESIS)
        assert list(archive.captures()) == []
        assert list(archive.verify()) == []
    assert not root.exists()


def test_head_is_the_newest_entry(open_archive: Open, response: Make) -> None:
    with open_archive() as archive:
        capture = archive.seal_many("s", [response(n) for n in range(3)])[-1]
        assert archive.head() == (3, capture.entry_hash)


def test_a_failing_batch_seals_nothing(open_archive: Open, response: Make, root: Path) -> None:
    def breaking() -> Iterator[Response]:
        yield response(1)
        raise ConnectionError

    with open_archive(max_warc_bytes=1) as archive:
        kept = archive.seal("s", response(0))
        with pytest.raises(ConnectionError):
            archive.seal_many("s", breaking())
        assert archive.head() == (1, kept.entry_hash)
        assert archive.seal("s", response(2)).seq == 2
        assert list(archive.verify()) == []
    assert not (root / "lost+found").exists()


def test_a_time_without_a_zone_is_refused(open_archive: Open, response: Make) -> None:
    naive = dataclasses.replace(response(), fetched_at=datetime(2026, 3, 1))  # noqa: DTZ001  # the point
    with open_archive() as archive, pytest.raises(ArchiveError, match="time zone"):
        archive.seal("s", naive)


def test_reading_another_capture_s_record_is_refused(open_archive: Open, response: Make) -> None:
    with open_archive() as archive:
        first, second = archive.seal_many("s", [response(1), response(2)])
        for wrong in (
            dataclasses.replace(first, offset=second.offset),
            dataclasses.replace(first, url="https://elsewhere.example/"),
            dataclasses.replace(first, offset=first.offset + 1),
            dataclasses.replace(first, offset=10**9),
            dataclasses.replace(first, warc="../ledger.jsonl"),
            dataclasses.replace(first, warc="000009.warc.gz"),
        ):
            with pytest.raises(ArchiveError):
                archive.read(wrong)


def test_two_writers_are_refused_and_readers_are_not(open_archive: Open, response: Make) -> None:
    import os

    with open_archive() as writer:
        capture = writer.seal("s", response(1))
        other = open_archive()
        with pytest.raises(WorkspaceError, match=f"Process {os.getpid()} "):
            other.seal("s", response(2))
        assert other.read(capture) == response(1)
        assert list(other.verify()) == []
        writer.close()
        assert other.seal("s", response(2)).seq == 2
        other.close()
        assert writer.seal("s", response(3)).seq == 3


def test_a_read_only_archive_refuses_to_seal(open_archive: Open, response: Make) -> None:
    with open_archive(readonly=True) as archive, pytest.raises(WorkspaceError, match="reading"):
        archive.seal("s", response())
