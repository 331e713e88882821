"""The encoder with its heads."""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from torch import Tensor, nn

from marsad.encoder.labels import (
    ACTS,
    ANCHORS,
    CLASSES,
    REACH,
    ROLES,
    TAGGED,
    tags,
)

from .network import Encoder, load, through

__all__ = ["SHARED", "Model", "Outputs", "trained"]

SHARED, OWN = 6, 5
"""Layers that heads and vectors of texts share, and layers that are the heads' own.

What the encoder says of whole texts must not get worse, so its layers stay as they are; the heads
have copies of the next five, which are trained. The last is left out: it is made for vectors of
texts alone. Where to part them is a choice, not tuned.
"""

_WIDTH = 192


class Outputs:
    """What the heads say of the words of a batch: shapes (texts, words, …)."""

    def __init__(self, words: Tensor, model: Model) -> None:
        self.words = words
        self.tags = {head: layer(words) for head, layer in model.tagging.items()}
        self.anchors = model.anchors(words)
        self.asks = model.asks(words)
        self.answers = model.answers(words)


class Model(nn.Module):
    """One encoder, many heads."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        hidden = encoder.words.embedding_dim
        self.encoder = encoder.requires_grad_(requires_grad=False)
        self.upper = copy.deepcopy(encoder.layers[SHARED : SHARED + OWN])
        self.upper.requires_grad_()
        self.tagging = nn.ModuleDict({n: nn.Linear(hidden, len(tags(n))) for n in TAGGED})
        self.classes = nn.ModuleDict(
            {n: nn.Linear(hidden, len(each)) for n, each in CLASSES.items()}
        )
        self.anchors = nn.Linear(hidden, len(ANCHORS))
        self.asks = nn.Linear(hidden, _WIDTH)
        self.answers = nn.Linear(hidden, _WIDTH)
        self.distance = nn.Embedding(2 * REACH + 1, _WIDTH)
        self.roles = nn.Linear(_WIDTH, len(ROLES))
        self.acts = nn.Sequential(
            nn.Linear(2 * hidden, _WIDTH), nn.ReLU(), nn.Dropout(0.2), nn.Linear(_WIDTH, len(ACTS))
        )

    def shared(self, words: Tensor, mask: Tensor) -> Tensor:
        """Return vectors of the pieces, given the words', from the layers that are shared."""
        return through(self.encoder.layers[:SHARED], self.encoder.placed(words), mask)

    def whole(self, shared: Tensor, mask: Tensor) -> Tensor:
        """Return vectors of the pieces as the encoder gave them before the heads were trained."""
        return through(self.encoder.layers[SHARED:], shared, mask)

    def encode(self, shared: Tensor, mask: Tensor, drop: float = 0.0) -> Tensor:
        """Return vectors of the pieces from the layers of the heads."""
        return through(self.upper, shared, mask, drop)

    def trained(self) -> dict[str, Tensor]:
        """Return the weights that training changes."""
        state = self.state_dict()
        return {name: each for name, each in state.items() if not name.startswith("encoder.")}

    def forward(self, vectors: Tensor, firsts: Tensor) -> Outputs:
        """Return what the heads say of the words whose first pieces are ``firsts``."""
        places = firsts[..., None].expand(-1, -1, vectors.shape[-1])
        return Outputs(vectors.gather(1, places), self)

    def roles_of(self, outputs: Outputs, rows: Tensor, anchors: Tensor) -> Tensor:
        """Return logits (statements, words, roles) of the statements that hang on ``anchors``."""
        count = outputs.answers.shape[1]
        places = torch.arange(count, device=anchors.device)
        far = (places[None, :] - anchors[:, None]).clamp(-REACH, REACH) + REACH
        mixed = outputs.asks[rows, anchors][:, None] + outputs.answers[rows] + self.distance(far)
        logits: Tensor = self.roles(torch.relu(mixed))
        return logits

    def acts_of(self, outputs: Outputs, rows: Tensor, anchors: Tensor, content: Tensor) -> Tensor:
        """Return logits (statements, acts); ``content`` weighs the words (statements, words)."""
        weight = content / content.sum(-1, keepdim=True).clamp(min=1e-6)
        said = (outputs.words[rows] * weight[..., None]).sum(1)
        logits: Tensor = self.acts(torch.cat([outputs.words[rows, anchors], said], dim=-1))
        return logits


def trained(start: Path, folder: Path) -> Model:
    """Return the model of a training, whose encoder is that of ``start``, for use."""
    model = Model(load(start / "student.pt"))
    kept = torch.load(folder / "train.pt", weights_only=True)["model"]
    model.load_state_dict(kept, strict=False)  # the encoder's weights are not among them
    return model.eval()
