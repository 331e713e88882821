"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

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
