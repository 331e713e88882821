"""Scores on the project's own annotated texts do not fall: the floors that ``make eval`` knows."""

from __future__ import annotations

import pytest

from evaluation.run import main

_SLACK = 3
"""Points: processors round the language model's sums in other ways, and some acts are rare."""


PARTS = (
    "exercise",
    "linking",
    "name pairs",
    "names of bodies",
    "own dev",
    "own posts",
    "own test",
)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("part", PARTS)
def test_no_score_falls_below_its_floor(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    failed = main(["--only", part, "--slack", str(_SLACK)])
    assert not failed, capsys.readouterr().out
