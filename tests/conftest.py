"""Fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers.hostile import Hostile

_ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Development data beside the checkout; the test is skipped where it is absent."""
    for candidate in (_ROOT.parent / "shared" / "data", _ROOT / "shared" / "data"):
        if candidate.is_dir():
            return candidate
    pytest.skip("development data is not beside this checkout")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return _ROOT


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    """A server and proxy on 127.0.0.1 that answers as scripted; see tests/servers/hostile.py."""
    from tests.servers.hostile import Hostile

    with Hostile() as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With MARSAD_REQUIRE_TOOLS set, a test that lacks its program fails instead of skipping."""
    report = yield
    needs_tool = any(item.get_closest_marker(name) for name in ("browser", "ocr"))
    if report.skipped and needs_tool and os.environ.get("MARSAD_REQUIRE_TOOLS"):
        report.outcome = "failed"
    return report
