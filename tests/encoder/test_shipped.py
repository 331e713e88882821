"""The model that comes with the package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from marsad.encoder import shipped as module
from marsad.encoder.shipped import shipped
from marsad.errors import MissingToolError


def test_it_is_loaded_once_and_reads_several_languages() -> None:
    engine = shipped()
    assert shipped() is engine
    vectors = engine.vectors(["The bridge is closed.", "الجسر مغلق."])
    assert vectors.shape == (2, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_missing_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WEIGHTS", tmp_path)
    with pytest.raises(MissingToolError) as caught:
        shipped.__wrapped__()
    assert "encoder.onnx" in caught.value.hint
