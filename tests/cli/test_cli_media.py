"""What the command line says of the files of posts."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_cli import marsad

_NAMES = ("photos/1.jpg", "photos/2.jpg", "../secret.jpg")


def test_files_that_cannot_be_had_are_told_in_one_line_and_fail_nothing(tmp_path: Path) -> None:
    messages = [
        {"id": n, "type": "message", "date_unixtime": "1772360430", "text": "x", "photo": name}
        for n, name in enumerate(_NAMES, 1)
    ]
    chat = {"name": "Quay", "type": "public_channel", "id": 5, "messages": messages}
    (tmp_path / "quay").mkdir()
    (tmp_path / "quay/result.json").write_text(json.dumps(chat), "utf-8")
    assert marsad("init", "desk", cwd=tmp_path).returncode == 0
    desk = tmp_path / "desk"
    added = marsad("source", "add", "../quay", "--id", "quay", "--no-visit", cwd=desk)
    assert added.returncode == 0, added.stderr
    done = marsad("ingest", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "3 new posts" in done.stdout
    assert "1 file of posts could not be had; the last: quay: " in done.stdout
    assert "3 files in all could not be read" in done.stdout
    assert "failed:" not in done.stdout
    told = json.loads(marsad("ingest", "--json", cwd=desk).stdout)
    assert [failure["stage"] for failure in told["failures"]] == ["media"]
    ran = marsad("run", cwd=desk)
    assert "could not be had" in ran.stdout
