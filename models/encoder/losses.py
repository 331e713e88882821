"""What a batch costs: how far the heads are from their targets."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from marsad.encoder.labels import ROLES, TAGGED, tags

from .batches import padded
from .model import Model, Outputs
from .targets import Row

__all__ = ["ANCHOR_WEIGHT", "anchors_off", "mean", "of", "tags_off"]

_CORE = 3
"""Roles that every corpus of statements marks: source, cue, content."""

ANCHOR_WEIGHT = 3.0
"""Of words on which a statement hangs, which are few. It, like the weights that the heads' losses
have in their sum, is a choice, not tuned."""


def of(model: Model, batch: Sequence[Row], shared: Tensor, drop: float) -> Tensor:
    """Return the sum of the heads' losses; a head without targets in ``batch`` adds nothing.

    :param shared: what the shared layers say of the windows: (windows, pieces, hidden).
    """
    _, mask = padded([row.window.ids for row in batch])
    firsts, words = padded([row.window.firsts for row in batch], fill=0)
    vectors = model.encode(shared, mask, drop)
    outputs = model(vectors, firsts)
    loss = _statements(model, outputs, batch, words)
    for head, logits in outputs.tags.items():
        loss = loss + tags_off(head, logits, batch, words)
    return loss + _classes(model, mean(vectors, mask), batch)


def mean(vectors: Tensor, mask: Tensor) -> Tensor:
    """Return the means over the pieces: (texts, hidden)."""
    return (vectors * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)


def _classes(model: Model, means: Tensor, batch: Sequence[Row]) -> Tensor:
    loss = means.new_zeros(())
    for head in model.classes:
        rows = [n for n, row in enumerate(batch) if head in row.classes]
        if rows:
            right = torch.tensor([batch[n].classes[head] for n in rows])
            logits = model.classes[head](functional.dropout(means[rows], 0.1, model.training))
            loss = loss + functional.cross_entropy(logits, right, label_smoothing=0.05)
    return loss


def tags_off(head: str, logits: Tensor, batch: Sequence[Row], words: Tensor) -> Tensor:
    """Return the mean cross-entropy of the tags of a head: (windows, words, tags) to a number.

    Where kinds were not looked for, "outside" includes them.
    """
    rows = [n for n, row in enumerate(batch) if head in row.tags]
    if not rows:
        return logits.new_zeros(())
    logs = functional.log_softmax(logits[rows], dim=-1)
    right = torch.zeros(len(rows), words.shape[1], dtype=torch.long)
    for at, n in enumerate(rows):
        right[at, : len(batch[n].tags[head])] = torch.tensor(batch[n].tags[head])
    looked = [batch[n].kinds if head == "mentions" else frozenset(TAGGED[head]) for n in rows]
    outside = torch.stack([_outside(head, kinds) for kinds in looked])[:, None, :]
    nothing = torch.logsumexp(logs.masked_fill(~outside, -1e9), dim=-1)
    chosen = torch.where(right == 0, nothing, logs.gather(-1, right[..., None])[..., 0])
    return -(chosen * words[rows]).sum() / words[rows].sum()


def _outside(head: str, kinds: frozenset[str]) -> Tensor:
    unknown = set(TAGGED[head]) - kinds
    return torch.tensor([tag == "O" or tag[2:] in unknown for tag in tags(head)])


def _statements(model: Model, outputs: Outputs, batch: Sequence[Row], words: Tensor) -> Tensor:
    known = [n for n, row in enumerate(batch) if row.statements is not None]
    if not known:
        return outputs.words.new_zeros(())
    loss = 4 * anchors_off(outputs.anchors, batch, words)
    listed = [(n, s) for n in known for s in batch[n].statements or ()]
    if not listed:
        return loss
    rows = torch.tensor([n for n, _ in listed])
    anchors = torch.tensor([s.anchor for _, s in listed])
    goals = torch.zeros(len(listed), words.shape[1], len(ROLES))
    for at, (_, statement) in enumerate(listed):
        for role, members in enumerate(statement.roles):
            goals[at, list(members), role] = 1.0
    loss = loss + _roles(model, outputs, batch, words, rows, anchors, goals)
    acts = torch.tensor([s.act for _, s in listed])
    if bool((acts >= 0).any()):
        logits = model.acts_of(outputs, rows, anchors, goals[..., ROLES.index("content")])
        loss = loss + 0.5 * functional.cross_entropy(
            logits[acts >= 0], acts[acts >= 0], label_smoothing=0.05
        )
    return loss


def anchors_off(
    logits: Tensor, batch: Sequence[Row], words: Tensor, few: float = ANCHOR_WEIGHT
) -> Tensor:
    """Return the mean cross-entropy of what hangs on the words: (windows, words, 3) to a number.

    :param few: weight of words on which something hangs.
    """
    known = [n for n, row in enumerate(batch) if row.statements is not None]
    if not known:
        return logits.new_zeros(())
    goals = torch.zeros(len(known), words.shape[1], dtype=torch.long)
    for at, n in enumerate(known):
        for statement in batch[n].statements or ():
            goals[at, statement.anchor] = 1 if statement.cued else 2
    weight = torch.tensor([1.0, few, few])
    each = functional.cross_entropy(
        logits[known].transpose(1, 2), goals, weight=weight, reduction="none"
    )
    return (each * words[known]).sum() / words[known].sum()


def _roles(
    model: Model,
    outputs: Outputs,
    batch: Sequence[Row],
    words: Tensor,
    rows: Tensor,
    anchors: Tensor,
    goals: Tensor,
) -> Tensor:
    logits = model.roles_of(outputs, rows, anchors)
    each = functional.binary_cross_entropy_with_logits(logits, goals, reduction="none")
    slots = torch.tensor([float(batch[int(n)].slots) for n in rows])[:, None, None]
    marked = torch.ones(len(rows), 1, len(ROLES))
    marked[..., _CORE:] = slots
    each = each * marked * words[rows][..., None]
    return 10 * each.sum() / (words[rows].sum() * len(ROLES))
