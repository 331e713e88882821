"""Write networks as ONNX, their matrices in whole numbers of eight bits.

Each row is rounded with a scale of its own, so that what comes out for a text does not depend on
the texts that are read with it: a batch gives the same as one text after the other. With one scale
for the whole batch, as ``quantize_dynamic`` of ONNX Runtime has it, neighbours would decide how a
text is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from .network import EPS, Layer

__all__ = ["Graph"]

_MS = "com.microsoft"
_OPSET = 21
_IR = 10
_MOST = 63
"""Of a weight: one bit of eight is spared, as processors without VNNI overflow otherwise."""

_ZERO = 128
_HALF = 127
_LEAST = 1e-12
"""Keeps a row or column of zeros from being divided by zero."""


class Graph:
    """A graph that grows; values are named by strings.

    Vectors of pieces are flat within it: (texts * pieces, hidden).
    """

    def __init__(self, hidden: int) -> None:
        self._hidden = hidden
        self._nodes: list[onnx.NodeProto] = []
        self._held: dict[str, onnx.TensorProto] = {}
        self._last = self.whole("last", [-1])

    def held(self, name: str, value: NDArray[Any]) -> str:
        """Keep a constant; the same name is kept once."""
        if name not in self._held:
            self._held[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def whole(self, name: str, numbers: Sequence[int]) -> str:
        """Keep whole numbers of 64 bits."""
        return self.held(name, np.array(numbers, np.int64))

    def weights(self, name: str, tensor: Tensor) -> str:
        """Keep what was trained."""
        return self.held(name, tensor.detach().numpy().astype(np.float32))

    def op(self, kind: str, *inputs: str, domain: str = "", **settings: Any) -> str:
        """Add an operation with one output."""
        return self.ops(kind, *inputs, outputs=1, domain=domain, **settings)[0]

    def ops(
        self, kind: str, *inputs: str, outputs: int, domain: str = "", **settings: Any
    ) -> list[str]:
        """Add an operation with several outputs."""
        names = [f"{kind}.{len(self._nodes)}.{number}" for number in range(outputs)]
        self._nodes.append(helper.make_node(kind, inputs, names, domain=domain, **settings))
        return names

    # ------------------------------------------------------------ parts of a network

    def normed(self, x: str, name: str, norm: nn.LayerNorm) -> str:
        """Normalise each vector."""
        kept = (
            self.weights(f"{name}.weight", norm.weight),
            self.weights(f"{name}.bias", norm.bias),
        )
        return self.op("LayerNormalization", x, *kept, axis=-1, epsilon=EPS)

    def linear(self, x: str, name: str, layer: nn.Linear) -> str:
        """Map with a small matrix, which stays as it is."""
        product = self.op("MatMul", x, self.weights(f"{name}.weight", layer.weight.T))
        return self.op("Add", product, self.weights(f"{name}.bias", layer.bias))

    def mean(self, x: str, mask: str) -> str:
        """Return the mean over the pieces: (texts, hidden) of (texts, pieces, hidden)."""
        there = self.op("Cast", mask, to=TensorProto.FLOAT)
        weighed = self.op("Mul", x, self.op("Unsqueeze", there, self._last))
        total = self.op("ReduceSum", weighed, self.whole("second", [1]), keepdims=0)
        return self.op("Div", total, self.op("ReduceSum", there, self._last, keepdims=1))

    def flat(self, x: str) -> str:
        """Put the pieces of all texts below each other."""
        return self.op("Reshape", x, self.whole("flat", [-1, self._hidden]))

    def apart(self, x: str, mask: str) -> str:
        """Undo :meth:`flat`."""
        width = self.whole("hidden", [self._hidden])
        shape = self.op("Concat", self.op("Shape", mask), width, axis=0)
        return self.op("Reshape", x, shape)

    def layer(self, x: str, mask: str, name: str, layer: Layer) -> str:
        """Add a layer of the encoder; ``mask`` holds whole numbers."""
        joined = self._product(self._rounded(x), f"{name}.qkv", layer.qkv)
        parts = self.ops("Split", joined, outputs=3, axis=1, num_outputs=3)
        q, k, v = (self.apart(each, mask) for each in parts)
        bias = self.weights(f"{name}.qkv.bias", layer.qkv.bias)
        mixed = self.op(
            "MultiHeadAttention", q, k, v, bias, mask, domain=_MS, num_heads=layer.heads
        )
        x = self._added(x, self.flat(mixed), f"{name}.out", layer.out, layer.norm1)
        wide = self._product(self._rounded(x), f"{name}.up", layer.up)
        bent = self.op("BiasGelu", wide, self.weights(f"{name}.up.bias", layer.up.bias), domain=_MS)
        return self._added(x, bent, f"{name}.down", layer.down, layer.norm2)

    def _added(self, x: str, y: str, name: str, layer: nn.Linear, norm: nn.LayerNorm) -> str:
        """Map ``y``, add ``x``, and normalise."""
        mapped = self._product(self._rounded(y), name, layer)
        kept = (
            self.weights(f"{name}.norm.weight", norm.weight),
            self.weights(f"{name}.norm.bias", norm.bias),
            self.weights(f"{name}.bias", layer.bias),
        )
        return self.op("SkipLayerNormalization", mapped, x, *kept, domain=_MS, epsilon=EPS)

    def _rounded(self, x: str) -> tuple[str, str]:
        """Return rows as whole numbers, and the scale of each row."""
        largest = self.op("ReduceMax", self.op("Abs", x), self._last, keepdims=0)
        share = self.held("share", np.array(1 / _HALF, np.float32))
        scales = self.op(
            "Max", self.op("Mul", largest, share), self.held("least", np.array(_LEAST, np.float32))
        )
        zeros = self.op("Expand", self._zero(), self.op("Shape", scales))
        numbers = self.op("QuantizeLinear", x, scales, zeros, axis=0)
        return numbers, self.op("Unsqueeze", scales, self._last)

    def _product(self, rounded: tuple[str, str], name: str, layer: nn.Linear) -> str:
        """Multiply with a matrix of whole numbers, each column of which has a scale."""
        numbers, scales = rounded
        matrix = layer.weight.detach().numpy().T
        columns = np.maximum(np.abs(matrix).max(axis=0) / _MOST, _LEAST).astype(np.float32)
        whole = np.clip(np.rint(matrix / columns), -_MOST, _MOST).astype(np.int8)
        product = self.op(
            "MatMulIntegerToFloat",
            numbers,
            self.held(f"{name}.numbers", whole),
            self.held("one", np.array(1, np.float32)),
            self.held(f"{name}.scales", columns),
            self._zero(),
            domain=_MS,
        )
        return self.op("Mul", product, scales)

    def _zero(self) -> str:
        return self.held("zero", np.array(_ZERO, np.uint8))

    # ------------------------------------------------------------ the file

    def save(
        self,
        path: Path,
        inputs: Mapping[str, tuple[int, Sequence[str | int]]],
        outputs: Mapping[str, str],
    ) -> Path:
        """Write the graph and return ``path``; ``outputs`` maps their names to values."""
        named = [helper.make_node("Identity", [value], [name]) for name, value in outputs.items()]
        graph = helper.make_graph(
            [*self._nodes, *named],
            path.stem,
            [helper.make_tensor_value_info(name, *each) for name, each in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            list(self._held.values()),
        )
        sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MS, 1)]
        onnx.save(helper.make_model(graph, opset_imports=sets, ir_version=_IR), path)
        return path
