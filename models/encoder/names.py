"""Fit a second opinion on names, over the layers that all share: ``names.npz``.

    python -m models.encoder.names --model FOLDER --data DATA --own models/data

Reads the texts that the head for mentions was fitted to, with the exported model, and writes the
file beside the model's. A small network over the vectors of the words and a sum of weights of the
forms in and beside a word are fitted together, first with every form that is seen often enough,
then anew with those that told the most. A part of the forms, in some windows all of them, is
hidden in each step, so that neither is relied upon alone. A quarter of an hour on two processors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from marsad.encoder.engine import Engine
from marsad.encoder.name_cues import NAMES_FILE, REACH, TOLD, keys
from marsad.encoder.space import SIZE, Floats

from . import corpora
from .arguments import parser
from .batches import shuffled_batches
from .corpora import Example
from .targets import Row, rows_of

__all__ = ["main"]

_OFTEN = 4
"""Windows in which a form is seen, or it is left out; not tuned."""

_KEPT = 22_000
"""Forms that are kept; with all 138,000 ANERcorp gains a point more, in a file of 1.5 MB."""

_EVERY = 4
"""One in so many English crisis posts is read, as there are so many; not tuned."""

_NEAR, _INNER = 96, 128
"""Widths of the network; 128 and 256 gain nothing (``python -m models.encoder.score``)."""

_ROUNDS, _RATE, _FORMS_RATE, _WORDS = 8, 2e-3, 0.08, 3000
_SHOWN, _BLIND = 0.7, 0.25
"""Share of a word's forms that a step is shown, and of windows in which it is shown none. They and
the numbers above are not tuned."""

_KINDS = ("PER", "ORG", "LOC")

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A window: vectors of its words, numbers of the forms of each, right tags, tags that any
    word outside may have."""

    vectors: Floats
    forms: tuple[NDArray[Any], ...]
    tags: Numbers
    outside: NDArray[np.bool_]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    chosen = parser(__doc__, "model", "data", "own").parse_args(arguments)
    torch.manual_seed(3)
    seen = list(_read(Engine(chosen.model), _examples(chosen.data, chosen.own)))
    known = _often(seen)
    numbered = _numbered(seen, known)
    told = _fitted(numbered, len(known)).forms.weight.detach().numpy()
    known = known[_telling(numbered, told)]
    _write(chosen.model / NAMES_FILE, known, _fitted(_numbered(seen, known), len(known)))


def _examples(data: Path, own: Path) -> list[Example]:
    posts = corpora.crisis_posts(data, held_out=False)
    english = [each for each in posts if each.lang == "en"]
    found = corpora.entity_sets(data, corpora.NER_FITTED, held_out=False)
    found += corpora.re3d(data, held_out=False) + corpora.own_posts(own, test=False)
    return [*found, *(each for each in posts if each.lang != "en"), *english[::_EVERY]]


def _read(engine: Engine, examples: Sequence[Example]) -> Iterator[_Seen]:
    rows = [(each.text, row) for each in examples for row in rows_of([each], engine.pieces)]
    vectors = engine.word_vectors([row.window for _, row in rows])
    for (text, row), found in zip(rows, vectors, strict=True):
        right = np.array(row.tags["mentions"])
        forms = tuple(keys(text, row.window.words))
        yield _Seen(found.astype(np.float16), forms, right * (right < TOLD), _outside(row))


def _outside(row: Row) -> NDArray[np.bool_]:
    kinds = [kind not in row.kinds for kind in _KINDS for _ in "BI"]
    return np.array([True, *kinds])


def _often(seen: Sequence[_Seen]) -> NDArray[np.uint32]:
    """Return the forms that are seen in enough windows, sorted."""
    counts = Counter(key for each in seen for key in set(np.concatenate(each.forms).tolist()))
    return np.array(sorted(k for k, count in counts.items() if count >= _OFTEN), np.uint32)


def _numbered(seen: Sequence[_Seen], known: NDArray[np.uint32]) -> list[_Seen]:
    """Return the windows with places in ``known`` instead of forms."""

    def places(asked: NDArray[Any]) -> Numbers:
        near = np.searchsorted(known, asked).clip(max=len(known) - 1)
        found: Numbers = near[known[near] == asked]
        return found

    return [
        _Seen(each.vectors, tuple(places(f) for f in each.forms), each.tags, each.outside)
        for each in seen
    ]


def _telling(seen: Sequence[_Seen], weights: Floats) -> Numbers:
    """Return the places of the forms that told the most, sorted."""
    counts = np.zeros(len(weights))
    for each in seen:
        np.add.at(counts, np.concatenate(each.forms), 1)
    told = np.abs(weights - weights.mean(axis=1, keepdims=True)).max(axis=1) * np.sqrt(counts)
    return np.sort(np.argsort(-told, kind="stable")[:_KEPT])


class _Opinion(nn.Module):
    def __init__(self, mean: Tensor, spread: Tensor, forms: int) -> None:
        super().__init__()
        self.mean, self.spread = mean, spread
        self.a = nn.Linear(2 * SIZE, _NEAR)
        self.b = nn.Linear(_NEAR * (2 * REACH + 1), _INNER)
        self.c = nn.Linear(_INNER, TOLD)
        self.forms = nn.EmbeddingBag(forms, TOLD, mode="sum")
        nn.init.zeros_(self.forms.weight)

    def forward(self, vectors: Tensor, there: Tensor, forms: Sequence[Sequence[Numbers]]) -> Tensor:
        """Return logits: (windows, words, tags)."""
        count = vectors.shape[1]
        even = functional.dropout((vectors - self.mean) / self.spread, 0.1)
        near = functional.relu(self.a(even)) * there[..., None]
        near = functional.pad(near, (0, 0, REACH, REACH))
        wide = torch.cat([near[:, far : far + count] for far in range(2 * REACH + 1)], dim=-1)
        inner = functional.relu(self.b(functional.dropout(wide, 0.2)))
        none = np.zeros(0, np.int64)
        flat = [f for each in forms for f in (*each, *[none] * (count - len(each)))]
        starts = torch.from_numpy(np.cumsum([0, *map(len, flat[:-1])]))
        told = self.forms(torch.from_numpy(np.concatenate(flat)), starts) / _SHOWN
        logits: Tensor = self.c(functional.dropout(inner, 0.2)) + told.view(*there.shape, TOLD)
        return logits


def _fitted(seen: Sequence[_Seen], forms: int) -> _Opinion:
    draw = np.random.default_rng(5)
    some = np.concatenate([seen[n].vectors for n in draw.integers(0, len(seen), 2000)])
    spread = torch.from_numpy(some.astype(np.float32).std(axis=0) + 1e-3)
    mean = torch.from_numpy(some.astype(np.float32).mean(axis=0))
    model = _Opinion(mean, spread, forms)
    layers = [each for name in "abc" for each in getattr(model, name).parameters()]
    optimisers = (
        torch.optim.AdamW(layers, lr=_RATE, weight_decay=0.02),
        torch.optim.Adagrad([model.forms.weight], lr=_FORMS_RATE),
    )
    lengths = [len(each.tags) for each in seen]
    batches = [b for n in range(_ROUNDS) for b in shuffled_batches(lengths, _WORDS, seed=n)]
    for step, batch in enumerate(batches):
        for group in optimisers[0].param_groups:
            group["lr"] = _RATE * min(1.0, (step + 1) / 100) * max(0.02, 1 - step / len(batches))
        loss = _off(model, [seen[n] for n in batch], draw)
        for optimiser in optimisers:
            optimiser.zero_grad()
        loss.backward()
        for optimiser in optimisers:
            optimiser.step()
    return model


def _off(model: _Opinion, batch: Sequence[_Seen], draw: np.random.Generator) -> Tensor:
    """Return the mean cross-entropy; where kinds were not looked for, "outside" includes them."""
    shape = len(batch), max(len(each.tags) for each in batch)
    vectors = torch.zeros(*shape, 2 * SIZE)
    right, there = torch.zeros(shape, dtype=torch.long), torch.zeros(shape)
    for row, each in enumerate(batch):
        vectors[row, : len(each.tags)] = torch.from_numpy(each.vectors.astype(np.float32))
        right[row, : len(each.tags)] = torch.from_numpy(each.tags)
        there[row, : len(each.tags)] = 1
    logits = model(vectors, there, [_shown(each, draw) for each in batch])
    logs = functional.log_softmax(logits, dim=-1)
    outside = torch.from_numpy(np.stack([each.outside for each in batch]))[:, None, :]
    nothing = torch.logsumexp(logs.masked_fill(~outside, -1e9), dim=-1)
    chosen = torch.where(right == 0, nothing, logs.gather(-1, right[..., None])[..., 0])
    return -(chosen * there).sum() / there.sum()


def _shown(each: _Seen, draw: np.random.Generator) -> list[Numbers]:
    share = 0.0 if draw.random() < _BLIND else _SHOWN
    return [forms[draw.random(len(forms)) < share].astype(np.int64) for forms in each.forms]


def _write(path: Path, known: NDArray[np.uint32], model: _Opinion) -> None:
    """Write the weights in whole numbers of eight bits; the first layer evens the vectors out."""
    told = model.forms.weight.detach().numpy()
    scale = np.float32(np.abs(told).max() / 127)
    kept = {"keys": known, "numbers": np.round(told / scale).astype(np.int8), "scale": scale}
    for name in "abc":
        layer = getattr(model, name)
        matrix, bias = layer.weight.detach().numpy().T, layer.bias.detach().numpy()
        if name == "a":
            matrix = matrix / model.spread.numpy()[:, None]
            bias = bias - model.mean.numpy() @ matrix
        scales = np.abs(matrix).max(axis=0).astype(np.float32) / 127
        kept |= {name: np.round(matrix / scales).astype(np.int8), f"{name}_scale": scales}
        kept[f"{name}_bias"] = bias.astype(np.float32)
    np.savez_compressed(path, **kept)


if __name__ == "__main__":
    main()
