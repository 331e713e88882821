"""Write the trained model as the file that ships: ONNX with weights of eight bits.

    python -m models.encoder.export --start FOLDER --trained FOLDER/train.pt --out FOLDER

Writes ``encoder.onnx``, ``pieces.model`` and ``heads.npz`` (what is left to do in NumPy: joining
the words of a statement to the one that it hangs on). Matrices and word vectors become integers
of eight bits; of matrices one of them is spared, as processors without VNNI overflow otherwise.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from marsad.encoder.labels import TAGGED

from .losses import mean
from .model import CLASSES, Model
from .network import load

__all__ = ["main"]

_BY_WORD = ("words", "anchors", "asks", "answers", *TAGGED)
_BY_TEXT = ("text", *CLASSES)
_OPSET = 18


class Shipped(nn.Module):
    """The model as one function of arrays."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs, those of texts first; ``mask`` is 1.0 where a piece stands."""
        vectors = self.model.encode(ids, mask)
        means = mean(vectors, mask)
        said = self.model(vectors, firsts)
        text = means / means.norm(dim=-1, keepdim=True)
        kinds = [layer(means) for layer in self.model.classes.values()]
        tagged = [said.tags[head] for head in TAGGED]
        return text, *kinds, said.words, said.anchors, said.asks, said.answers, *tagged


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    model = Model(load(chosen.start / "student.pt"))
    model.load_state_dict(torch.load(chosen.trained, weights_only=True)["model"])
    model.eval()
    chosen.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(chosen.start / "pieces.model", chosen.out / "pieces.model")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _export(model, whole)
        _shrink(whole, chosen.out / "encoder.onnx")
    _save_rest(model, chosen.out / "heads.npz")


def _export(model: Model, path: Path) -> None:
    batch, length, words = (torch.export.Dim(each) for each in ("batch", "length", "words"))
    pieces = {0: batch, 1: length}
    ids = torch.ones(2, 9, dtype=torch.long)
    torch.onnx.export(
        Shipped(model),
        (ids, torch.ones(2, 9), torch.ones(2, 5, dtype=torch.long)),
        path,
        input_names=["ids", "mask", "firsts"],
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
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )


def _save_rest(model: Model, path: Path) -> None:
    """Save the small weights that are used outside of the graph, by name."""
    names = ("distance.weight", "roles.weight", "roles.bias")
    acts = ("acts.0.weight", "acts.0.bias", "acts.3.weight", "acts.3.bias")
    state = model.state_dict()
    kept: dict[str, Any] = {name: state[name].numpy() for name in (*names, *acts)}
    np.savez(path, **kept)


if __name__ == "__main__":
    main()
