"""Pages with known text are read as well as was measured, and no fact of them is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.shared
def test_pages_with_known_text_are_read_as_measured(shared: Path, repository: Path) -> None:
    command = [sys.executable, "-m", "evaluation.web_scores", "--data", str(shared)]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    total = re.search(r"all words: F1 (\d\.\d+)", done.stdout)
    assert total
    assert float(total.group(1)) >= 0.96
    assert done.stdout.count("day right") == 3
    assert "WRONG" not in done.stdout
