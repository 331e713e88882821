"""Write the trained model as the files that ship: ONNX with weights of eight bits.

    python -m models.encoder.export --start FOLDER --trained FOLDER --out FOLDER

Writes ``encoder.onnx``, ``pieces.model``, ``words.npz`` (vectors of the pieces in blocks of four
bits, in which the encoder came) and ``heads.npz`` (what is left to do in NumPy: joining the words
of a statement to the one that it hangs on). Matrices become integers of eight bits, one of which
is spared, as processors without VNNI overflow otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from marsad.encoder.labels import TAGGED
from marsad.encoder.vectors import BLOCK

from .calibrate import PRIOR
from .losses import mean
from .model import CLASSES, Model
from .network import load

__all__ = ["main"]

_BY_WORD = ("words", "anchors", "asks", "answers", *TAGGED)
_BY_TEXT = ("text", "language", *CLASSES)
_OPSET = 18
_VERSION = 1
"""Goes up with each model that ships."""

Floats = NDArray[np.float32]


class Shipped(nn.Module):
    """The model as one function of arrays."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, mask: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs, those of texts first; ``mask`` is 1.0 where a piece stands."""
        shared = self.model.shared(pieces, mask)
        whole = mean(self.model.whole(shared, mask), mask)
        vectors = self.model.encode(shared, mask)
        said = self.model(vectors, firsts)
        text = whole / whole.norm(dim=-1, keepdim=True)
        means = mean(vectors, mask)
        kinds = [layer(means) for layer in self.model.classes.values()]
        tagged = [said.tags[head] for head in TAGGED]
        return (
            text,
            self.model.language(whole),
            *kinds,
            said.words,
            said.anchors,
            said.asks,
            said.answers,
            *tagged,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--trained", type=Path, required=True, help="folder of the training")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    model = Model(load(chosen.start / "student.pt"))
    trained = torch.load(chosen.trained / "train.pt", weights_only=True)["model"]
    language = chosen.trained / "language.pt"
    if language.exists():
        trained |= torch.load(language, weights_only=True)
    model.load_state_dict(trained, strict=False)
    temperatures = chosen.trained / "temperatures.json"
    if temperatures.exists():
        _cool(model, json.loads(temperatures.read_text()))
    model.eval()
    chosen.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(chosen.start / "pieces.model", chosen.out / "pieces.model")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _export(model, whole)
        _shrink(whole, chosen.out / "encoder.onnx")
    _save_words(model.encoder.words.weight.detach().numpy(), chosen.out / "words.npz")
    digest = hashlib.sha256((chosen.out / "encoder.onnx").read_bytes()).hexdigest()
    _save_rest(model, f"{_VERSION}-{digest[:8]}", chosen.out / "heads.npz")


def _cool(model: Model, temperatures: Mapping[str, float]) -> None:
    """Divide the heads' logits by their temperatures (see :mod:`.calibrate`)."""
    with torch.no_grad():
        model.anchors.bias -= PRIOR
        layers = {**model.tagging, **model.classes, "anchors": model.anchors}
        for name, temperature in temperatures.items():
            layers[name].weight /= temperature
            layers[name].bias /= temperature


def _export(model: Model, path: Path) -> None:
    batch, length, words = (torch.export.Dim(each) for each in ("batch", "length", "words"))
    pieces = {0: batch, 1: length}
    hidden = model.encoder.words.embedding_dim
    torch.onnx.export(
        Shipped(model),
        (torch.ones(2, 9, hidden), torch.ones(2, 9), torch.ones(2, 5, dtype=torch.long)),
        path,
        input_names=["pieces", "mask", "firsts"],
        output_names=[*_BY_TEXT, *_BY_WORD],
        dynamic_shapes=(pieces, pieces, {0: batch, 1: words}),
        opset_version=_OPSET,
        external_data=False,
        dynamo=True,
    )


def _shrink(whole: Path, out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        whole,
        out,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gemm"],
    )


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
