"""Write the trained model as the files that ship: ONNX with weights of eight bits.

    python -m models.encoder.export --start FOLDER --trained FOLDER --out FOLDER

Writes ``shared.onnx``, ``texts.onnx`` and ``heads.onnx`` (the layers that are shared, those that
lead to vectors of texts, those of the heads), ``pieces.model``, ``words.npz`` (vectors of the
pieces in blocks of four bits, in which the encoder came) and ``heads.npz`` (what is left to do in
NumPy: joining the words of a statement to the one that it hangs on).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnx import TensorProto

from marsad.encoder.labels import TAGGED
from marsad.encoder.space import Floats
from marsad.encoder.vectors import BLOCK

from .arguments import parser
from .calibrate import PRIOR
from .graph import Graph
from .model import SHARED, Model, trained

__all__ = ["main"]

_VERSION = 2
"""Goes up with each model that ships."""

_FLAT: list[str | int] = ["texts * pieces", "hidden"]
_GRID: list[str | int] = ["texts", "pieces"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    chosen = parser(__doc__, "start", "trained", "out").parse_args(arguments)
    model = trained(chosen.start, chosen.trained)
    temperatures = chosen.trained / "temperatures.json"
    if temperatures.exists():
        _cool(model, json.loads(temperatures.read_text()))
    chosen.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(chosen.start / "pieces.model", chosen.out / "pieces.model")
    graphs = (
        _shared(model, chosen.out / "shared.onnx"),
        _texts(model, chosen.out / "texts.onnx"),
        _heads(model, chosen.out / "heads.onnx"),
    )
    _save_words(model.encoder.words.weight.detach().numpy(), chosen.out / "words.npz")
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in graphs)).hexdigest()
    _save_rest(model, f"{_VERSION}-{digest[:8]}", chosen.out / "heads.npz")


def _cool(model: Model, temperatures: Mapping[str, float]) -> None:
    """Divide the heads' logits by their temperatures (see :mod:`.calibrate`)."""
    with torch.no_grad():
        model.anchors.bias -= PRIOR
        layers = {**model.tagging, **model.classes, "anchors": model.anchors}
        for name, temperature in temperatures.items():
            layers[name].weight /= temperature
            layers[name].bias /= temperature


def _shared(model: Model, path: Path) -> Path:
    """Write vectors of pieces without neighbours to those of the shared layers."""
    encoder = model.encoder
    graph = Graph(encoder.words.embedding_dim)
    start, length = graph.whole("start", [0]), graph.op("Shape", "mask", start=1, end=2)
    table = graph.weights("positions", encoder.positions.weight)
    placed = graph.op("Add", "pieces", graph.op("Slice", table, start, length, start))
    x = graph.flat(graph.normed(placed, "norm", encoder.norm))
    for number, layer in enumerate(encoder.layers[:SHARED]):
        x = graph.layer(x, "mask", f"layers.{number}", layer)
    pieces: list[str | int] = [*_GRID, "hidden"]
    inputs = {"pieces": (TensorProto.FLOAT, pieces), "mask": (TensorProto.INT32, _GRID)}
    return graph.save(path, inputs, {"shared": x})


def _texts(model: Model, path: Path) -> Path:
    """Write the shared layers' vectors to those of texts."""
    graph = Graph(model.encoder.words.embedding_dim)
    x = "shared"
    for number, layer in enumerate(model.encoder.layers[SHARED:]):
        x = graph.layer(x, "mask", f"layers.{number}", layer)
    whole = graph.mean(graph.apart(x, "mask"), "mask")
    size = graph.op("ReduceL2", whole, graph.whole("last", [-1]), keepdims=1)
    outputs = {"text": graph.op("Div", whole, size)}
    inputs = {"shared": (TensorProto.FLOAT, _FLAT), "mask": (TensorProto.INT32, _GRID)}
    return graph.save(path, inputs, outputs)


def _heads(model: Model, path: Path) -> Path:
    """Write the shared layers' vectors to what the heads say of texts and words."""
    graph = Graph(model.encoder.words.embedding_dim)
    x = "shared"
    for number, layer in enumerate(model.upper):
        x = graph.layer(x, "mask", f"layers.{number}", layer)
    apart = graph.apart(x, "mask")
    mean = graph.mean(apart, "mask")
    places = graph.op("Unsqueeze", "firsts", graph.whole("last", [-1]))
    words = graph.op("GatherND", apart, places, batch_dims=1)
    outputs = {name: graph.linear(mean, name, layer) for name, layer in model.classes.items()}
    outputs["words"] = words
    layers = {name: getattr(model, name) for name in ("anchors", "asks", "answers")}
    layers |= {name: model.tagging[name] for name in TAGGED}
    outputs |= {name: graph.linear(words, name, layer) for name, layer in layers.items()}
    grid: list[str | int] = ["texts", "words"]
    inputs = {
        "shared": (TensorProto.FLOAT, _FLAT),
        "mask": (TensorProto.INT32, _GRID),
        "firsts": (TensorProto.INT64, grid),
    }
    return graph.save(path, inputs, outputs)


def _save_words(vectors: Floats, path: Path) -> None:
    """Save vectors as whole numbers from -8 to 7 times a scale of each block."""
    blocks = vectors.reshape(len(vectors), -1, BLOCK)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(-1, keepdims=True), -1)
    scales = (extreme / -8).astype(np.float16)
    safe = np.where(scales == 0, 1, scales).astype(np.float32)
    numbers = np.clip(np.rint(blocks / safe) + 8, 0, 15).astype(np.uint8)
    halves = numbers[..., : BLOCK // 2] | numbers[..., BLOCK // 2 :] << 4
    np.savez_compressed(path, numbers=halves, scales=scales[..., 0])


def _save_rest(model: Model, name: str, path: Path) -> None:
    """Save the small weights that are used outside of the graph, and what the model is called."""
    names = ("distance.weight", "roles.weight", "roles.bias")
    acts = ("acts.0.weight", "acts.0.bias", "acts.3.weight", "acts.3.bias")
    state = model.state_dict()
    kept: dict[str, Any] = {name: state[name].numpy() for name in (*names, *acts)}
    np.savez_compressed(path, name=np.array(name), **kept)


if __name__ == "__main__":
    main()
