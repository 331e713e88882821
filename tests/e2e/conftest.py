"""The demonstration, built once for all tests that look at it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from marsad.api import Workspace
from marsad.demo import DemoResult, build


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """Build the demonstration with every way to the network closed."""
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _refuse)
        patch.setattr(socket, "getaddrinfo", _refuse)
        return build(folder)


def _refuse(*_: object) -> NoReturn:
    raise AssertionError("the demonstration reached for the network")


@pytest.fixture
def workspace(demo: DemoResult) -> Iterator[Workspace]:
    """The demonstration workspace, opened."""
    with Workspace.open(Path(demo.workspace)) as opened:
        yield opened
