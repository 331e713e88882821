"""Posts of any size: refused with one clear error, in bounded memory, beside what is in order."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.conftest import GOOD_POSTS, follow, good_source_arrived, only_failure, posts_of

from marsad.api import Workspace, make_source

BAD = "bad"
MEGABYTE = 1024 * 1024
# The peak is told by the kernel for this program alone; ru_maxrss would count its parent's too.
INGEST = """
import json, re, sys
from pathlib import Path
from marsad.api import Workspace
with Workspace.open(sys.argv[1]) as desk:
    counts = desk.ingest()
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps({"posts": counts.posts, "failures": counts.failures, "kib": int(peak[1])}))
"""


def line(number: int, size: int) -> bytes:
    url = f"https://e.example/{number}"
    return json.dumps({"id": str(number), "url": url, "text": "x" * size}).encode() + b"\n"


def ingest_apart(desk: Workspace) -> dict[str, Any]:
    """Ingest in a process of its own; return what it counted and its peak memory."""
    desk.close()
    done = subprocess.run(
        [sys.executable, "-c", INGEST, str(desk.layout.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_a_post_just_over_the_limit_fails_alone(desk: Workspace, tmp_path: Path) -> None:
    limit = desk.config.limits.post_chars
    path = tmp_path / "bad.jsonl"
    path.write_bytes(line(1, 10) + line(2, limit + 1) + line(3, limit) + line(4, 20))
    follow(desk, make_source(str(path), source_id=BAD))
    counts = desk.ingest()
    assert (counts.posts, counts.failures) == (GOOD_POSTS + 3, 1)
    failure = only_failure(desk, BAD)
    assert (failure.stage, failure.item) == ("parse", "line 2")
    assert "1,000,001" in failure.message
    assert sorted(map(len, posts_of(desk, BAD))) == [10, 20, limit]
    good_source_arrived(desk)


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [65, 200])
def test_a_file_over_the_limit_is_refused_before_it_fills_memory(
    desk: Workspace, tmp_path: Path, megabytes: int
) -> None:
    path = tmp_path / "bad.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": "1", "url": "https://e.example/1", "text": "')
        for _ in range(megabytes):
            file.write(b"x" * MEGABYTE)
        file.write(b'"}\n')
    follow(desk, make_source(str(path), source_id=BAD))
    idle = ingest_apart_without(desk, BAD, tmp_path)
    result = ingest_apart(desk)
    failure = only_failure(desk, BAD)
    assert failure.stage == "fetch"
    assert failure.item == str(path)
    assert "67,108,864 bytes" in failure.message
    assert result["failures"] == 1
    # The limit's own 64 MiB, once as read and once joined.
    assert result["kib"] < idle + 2.5 * 64 * 1024
    good_source_arrived(desk)


@pytest.mark.slow
def test_a_small_file_that_unpacks_to_200_megabytes_is_refused(
    desk: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "bad.jsonl.gz"
    with gzip.open(path, "wb") as file:
        file.write(line(1, 10))
        file.write(b'{"id": "2", "url": "https://e.example/2", "text": "')
        for _ in range(200):
            file.write(b"x" * MEGABYTE)
        file.write(b'"}\n')
    follow(desk, make_source(str(path), source_id=BAD))
    idle = ingest_apart_without(desk, BAD, tmp_path)
    result = ingest_apart(desk)
    failure = only_failure(desk, BAD)
    assert failure.stage == "parse"
    assert failure.item == path.as_uri()
    assert "unpacks to more than" in failure.message
    assert posts_of(desk, BAD) == ["x" * 10]
    assert result["failures"] == 1
    assert result["kib"] < idle + 64 * 1024
    good_source_arrived(desk)


def ingest_apart_without(desk: Workspace, source_id: str, tmp_path: Path) -> int:
    """Return the peak, in KiB, of visiting all sources but one, in a workspace beside this one."""
    with Workspace.create(tmp_path / "idle") as idle:
        for source in desk.sources():
            if source.id != source_id:
                idle.add_source(source)
        return int(ingest_apart(idle)["kib"])
