"""Decisions are recorded only if they can be read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.api import Workspace
from marsad.errors import DecisionError
from marsad.model import Verdict


def test_a_value_that_is_no_json_is_refused_and_nothing_is_recorded(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "desk").close()
    with Workspace.open(tmp_path / "desk") as workspace:
        with pytest.raises(DecisionError) as caught:
            workspace.judge("s_1", Verdict.REJECT, by="Amal", value="{not json")
        assert caught.value.hint
        assert workspace.judgements() == ()
        workspace.judge("s_1", Verdict.REJECT, by="Amal", value='{"was": null}')
        assert [each.value for each in workspace.judgements()] == ['{"was": null}']
