"""The model that comes with the package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from marsad.encoder import shipped as module
from marsad.encoder.shipped import shipped
from marsad.encoder.words import windows
from marsad.errors import MissingToolError


def test_it_is_loaded_once_and_reads_several_languages() -> None:
    engine = shipped()
    assert shipped() is engine
    vectors = engine.vectors(["The bridge is closed.", "الجسر مغلق."])
    assert vectors.shape == (2, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_vectors_of_windows_are_read_where_they_are_asked_for() -> None:
    engine = shipped()
    cut = [windows(text, engine.pieces)[0] for text in ("It is closed.", "הגשר סגור.", "Yes.")]
    first, second, third = engine.read(cut, [False, True, False])
    assert first.text is None
    assert third.text is None
    assert second.text is not None
    assert np.allclose(second.text, engine.meanings(cut)[1], atol=1e-6)
    assert all(each.text is None for each in engine.read(cut))


def test_missing_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WEIGHTS", tmp_path)
    with pytest.raises(MissingToolError, match="language model") as caught:
        shipped.__wrapped__()
    assert "shared.onnx" in caught.value.hint
