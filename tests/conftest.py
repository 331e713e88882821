"""Fixtures that every test may use."""

from __future__ import annotations

import fcntl
import os
import pickle
import socket
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from marsad.demo import DemoResult, build

if TYPE_CHECKING:
    from tests.servers.hostile import Hostile

_ROOT = Path(__file__).resolve().parent.parent
_BUILDING = 1200
"""Seconds; ten times what two cores need."""


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """The demonstration, built with every way to the network closed; to be looked at only.

    It takes minutes, so the first process that needs it builds it for all that run at the time.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    kept = folder / "demonstration.pickle"
    with (folder / "demonstration.lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            patch.setattr(socket.socket, "connect", _refuse)
            patch.setattr(socket, "getaddrinfo", _refuse)
            kept.write_bytes(pickle.dumps(build(folder / "demonstration")))
    found: DemoResult = pickle.loads(kept.read_bytes())
    return found


def _refuse(*_: object) -> NoReturn:
    raise AssertionError("the demonstration reached for the network")


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Give tests of the demonstration the time that building it takes on a slow machine."""
    for item in items:
        if "demo" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(_BUILDING))


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
