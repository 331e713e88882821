"""The encoder with its heads."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from marsad.encoder.labels import (
    ACLED,
    ACTS,
    ANCHORS,
    LANGUAGES,
    PLOVER,
    REACH,
    ROLES,
    TAGGED,
    tags,
)

from .network import Encoder

__all__ = ["CLASSES", "Model", "Outputs"]

CLASSES = {"language": LANGUAGES, "plover": PLOVER, "acled": ACLED}
"""Heads that tell kinds of text apart, by the mean over its pieces."""

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
        self.encoder = encoder
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

    def encode(self, ids: Tensor, mask: Tensor, drop: float = 0.0) -> Tensor:
        """Return vectors of the pieces."""
        vectors: Tensor = self.encoder(ids, mask, drop)
        return vectors

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
