"""Find for each head the temperature at which its probabilities are the least surprised.

    python -m models.encoder.calibrate --start START --folder FOLDER --data DATA --own models/data

On texts that were set aside: names of ``ner_train``, crisis posts, re3d, PolNeAR's and MUC-4's
development parts and our own sentences about events. Logits are divided by the temperature (Guo
et al., "On Calibration of Modern Neural Networks", ICML 2017). Writes ``temperatures.json`` beside
``train.pt``; :mod:`.export` puts it into the weights.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from marsad.encoder.labels import TAGGED
from marsad.encoder.pieces import Pieces

from . import corpora, losses
from .arguments import parser
from .batches import padded, shuffled_batches
from .corpora import Example
from .model import Model, Outputs, trained
from .targets import Row, rows_of

__all__ = ["main"]

_EACH = 250
"""Windows of a corpus; not tuned."""

_HEADS = (*TAGGED, "anchors", "plover", "acled")

_GRID = tuple(np.geomspace(0.5, 3.0, 37).round(3).tolist())
"""Temperatures that are tried."""

PRIOR = torch.tensor([0.0, *[math.log(losses.ANCHOR_WEIGHT)] * 2])
"""By how much training puts the odds of an anchor too high, as it counts them several times."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the heads say of a batch, before it is divided by a temperature."""

    batch: list[Row]
    outputs: Outputs
    means: Tensor
    words: Tensor


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe and print the temperatures."""
    chosen = parser(__doc__, "start", "folder", "data", "own").parse_args(arguments)
    model = trained(chosen.start, chosen.folder)
    pieces = Pieces((chosen.start / "pieces.model").read_bytes())
    rows = list(rows_of(held_out(chosen.data, chosen.own), pieces))
    with torch.no_grad():
        told = list(_told(model, rows))
        found = {name: _best(told, partial(_surprise, model, name)) for name in _HEADS}
    print(json.dumps(found))
    (chosen.folder / "temperatures.json").write_text(json.dumps(found, indent=1) + "\n")


def held_out(data: Path, own: Path) -> list[Example]:
    """Return texts that nothing is fitted to, but for temperatures."""
    found = corpora.entity_sets(data, corpora.NER_FITTED, held_out=True)
    found += corpora.crisis_posts(data, held_out=True)
    found += corpora.re3d(data, held_out=True)
    found += corpora.polnear(data, "dev") + corpora.muc4(data, "dev")
    return found + corpora.own_events(own, held_out=True)


def _told(model: Model, rows: Sequence[Row]) -> Iterator[Told]:
    by_corpus: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_corpus[row.corpus].append(row)
    for listed in by_corpus.values():
        few = listed[:: max(1, len(listed) // _EACH)][:_EACH]
        for numbers in shuffled_batches([len(row.window.ids) for row in few], 1500, seed=0):
            batch = [few[n] for n in numbers]
            ids, mask = padded([row.window.ids for row in batch])
            firsts, words = padded([row.window.firsts for row in batch], fill=0)
            shared = model.shared(model.encoder.words(ids), mask)
            vectors = model.encode(shared, mask)
            yield Told(batch, model(vectors, firsts), losses.mean(vectors, mask), words)


def _best(told: Sequence[Told], loss: Callable[[Told, float], float]) -> float:
    return min(_GRID, key=lambda t: sum(loss(each, t) for each in told))


def _surprise(model: Model, head: str, told: Told, temperature: float) -> float:
    """Return how surprising the right answers of a batch are at a temperature."""
    if head in TAGGED:
        logits = told.outputs.tags[head] / temperature
        return float(losses.tags_off(head, logits, told.batch, told.words))
    if head == "anchors":
        logits = (told.outputs.anchors - PRIOR) / temperature
        return float(losses.anchors_off(logits, told.batch, told.words, few=1.0))
    rows = [n for n, row in enumerate(told.batch) if head in row.classes]
    if not rows:
        return 0.0
    right = torch.tensor([told.batch[n].classes[head] for n in rows])
    logits = model.classes[head](told.means[rows]) / temperature
    return float(functional.cross_entropy(logits, right, reduction="sum"))


if __name__ == "__main__":
    main()
