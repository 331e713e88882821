"""The network as ONNX in eight bits says what the network in PyTorch says, one text at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch")
onnx: Any = pytest.importorskip("onnx")

HIDDEN, HEADS = 64, 2


def _files(folder: Path) -> tuple[Any, Any]:
    """Return a layer, and a session of the graph that was made of it."""
    from onnxruntime import InferenceSession

    from models.encoder.graph import Graph
    from models.encoder.network import Layer

    torch.manual_seed(1)
    layer = Layer(HIDDEN, HEADS, 2 * HIDDEN).eval()
    graph = Graph(HIDDEN)
    told = graph.layer("x", "mask", "only", layer)
    inputs: dict[str, tuple[int, Sequence[str | int]]] = {
        "x": (onnx.TensorProto.FLOAT, ["pieces", HIDDEN]),
        "mask": (onnx.TensorProto.INT32, ["texts", "longest"]),
    }
    graph.save(folder / "layer.onnx", inputs, {"y": told})
    return layer, InferenceSession(folder / "layer.onnx", providers=["CPUExecutionProvider"])


def _asked(session: Any, x: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]) -> Any:
    flat = x.reshape(-1, HIDDEN)
    return session.run(["y"], {"x": flat, "mask": mask})[0].reshape(x.shape)


def test_a_layer_is_near_to_what_it_was_made_of(tmp_path: Path) -> None:
    from models.encoder.network import through

    layer, session = _files(tmp_path)
    x = np.random.default_rng(2).standard_normal((3, 7, HIDDEN)).astype(np.float32)
    mask = np.ones((3, 7), np.int32)
    with torch.no_grad():
        wanted = through([layer], torch.from_numpy(x), torch.from_numpy(mask)).numpy()
    found = _asked(session, x, mask)
    cosines = (found * wanted).sum(-1) / np.linalg.norm(found, axis=-1)
    assert (cosines / np.linalg.norm(wanted, axis=-1)).min() > 0.999


def test_neighbours_in_a_batch_change_nothing(tmp_path: Path) -> None:
    _, session = _files(tmp_path)
    x = np.random.default_rng(3).standard_normal((2, 9, HIDDEN)).astype(np.float32)
    x[1] *= 100
    mask = np.array([[1] * 5 + [0] * 4, [1] * 9], np.int32)
    alone = _asked(session, x[:1, :5], mask[:1, :5])
    among = _asked(session, x, mask)[:1, :5]
    assert np.allclose(alone, among, atol=1e-6)
