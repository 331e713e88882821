"""The demonstration, opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.api import Workspace
from marsad.demo import DemoResult


@pytest.fixture
def workspace(demo: DemoResult) -> Iterator[Workspace]:
    """The demonstration workspace, opened."""
    with Workspace.open(Path(demo.workspace)) as opened:
        yield opened
