"""Recorded answers mean what they meant when they were recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from marsad.errors import FetchError, GoneError, RefusedError
from marsad.model import Source
from marsad.monitor import ReplayTransport
from marsad.monitor.answers import final_url

SOURCE = Source("s", "feed", "https://agency.example/rss", "S")


def recorded(folder: Path, **row: Any) -> ReplayTransport:
    (folder / "a").write_bytes(b"body")
    rows = [{"url": SOURCE.address, "file": "a", **row}]
    (folder / "replay.json").write_text(json.dumps({"responses": rows}), "utf-8")
    return ReplayTransport(folder)


@pytest.mark.parametrize(
    ("status", "kind"), [(404, GoneError), (410, GoneError), (403, RefusedError), (500, FetchError)]
)
def test_a_recorded_status_is_the_error_that_it_was(
    tmp_path: Path, status: int, kind: type[FetchError]
) -> None:
    with pytest.raises(FetchError, match=str(status)) as caught:
        recorded(tmp_path, status=status).get(SOURCE.address, SOURCE)
    assert type(caught.value) is kind


def test_recorded_headers_arrive(tmp_path: Path) -> None:
    headers = {"X-Archive-Redirect": "https://www.agency.example/rss"}
    response = recorded(tmp_path, headers=headers).get(SOURCE.address, SOURCE)
    assert final_url(response) == "https://www.agency.example/rss"
