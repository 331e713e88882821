"""Train all heads at once, and the layers that are theirs.

    python -m models.encoder.train --start START --folder FOLDER --data DATA --own models/data

``START`` is what :mod:`.trim` wrote. Goes on from ``train.pt`` in the folder where there is one:
another start, or other texts, want a folder of their own.
Each batch is of one corpus, so that texts are of alike length; small corpora come round more
often than large ones (``_SHARE``).
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from marsad.encoder.pieces import Pieces

from . import corpora, losses
from .arguments import parser
from .batches import shuffled_batches
from .corpora import Example
from .features import Features
from .model import Model
from .network import load
from .swapping import read_names, swapped
from .targets import Row, rows_of

__all__ = ["main"]

_SHARE = {
    "own": 2.5,
    "event": 3.0,
    "re3d": 3.0,
    "ar_anercorp": 2.5,
    "fa_parstwiner": 2.0,
    "crisis_ar": 0.8,
    "crisis_en": 0.4,
    "muc4": 0.8,
}
"""How often a corpus comes round while the average one does once; a choice, not tuned."""

_DROP = 0.1
_SWAPPED = 3
"""How often our own posts come with other names in one round; a choice, not tuned."""

_HEADS_RATE = 5
"""The new heads learn faster than the encoder by this factor; not tuned."""


def examples(data: Path, own: Path, *, opened: bool) -> list[Example]:
    """Return what is fitted to; with ``opened`` only openly licensed texts and our own."""
    found = corpora.own_posts(own, test=False)
    names = read_names(data)
    found += [each for seed in range(_SWAPPED) for each in swapped(tuple(found), names, seed)]
    found += corpora.entity_sets(data, corpora.NER_FITTED, held_out=False)
    found += corpora.crisis_posts(data, held_out=False)
    found += corpora.re3d(data, held_out=False)
    found += corpora.own_events(own, held_out=False)
    if not opened:
        found += corpora.polnear(data, "train") + corpora.muc4(data, "train")
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the recipe."""
    wanted = parser(__doc__, "start", "folder", "data", "own", opened=True)
    wanted.add_argument("--tokens", type=int, default=1500, help="pieces in a batch")
    wanted.add_argument("--steps", type=int, default=6000)
    wanted.add_argument("--rate", type=float, default=1.5e-4)
    wanted.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    Training(wanted.parse_args(arguments)).run()


class Training:
    """One run, which can be interrupted and taken up again."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        self._chosen = chosen
        chosen.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(7)
        start = chosen.start
        self._pieces = Pieces((start / "pieces.model").read_bytes())
        self.model = Model(load(start / "student.pt")).train()
        encoder = list(self.model.upper.parameters())
        kept = ("encoder.", "upper.")
        heads = [n for name, n in self.model.named_parameters() if not name.startswith(kept)]
        self._optimiser = torch.optim.AdamW(
            [
                {"params": encoder, "lr": chosen.rate},
                {"params": heads, "lr": chosen.rate * _HEADS_RATE},
            ],
            weight_decay=0.01,
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._fade)
        listed = examples(chosen.data, chosen.own, opened=chosen.open)
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in rows_of(listed, self._pieces):
            self._rows[row.corpus].append(row)
        every = [row.window.ids for rows in self._rows.values() for row in rows]
        self._features = Features(self.model, every, chosen.folder)
        self._done = 0

    def _fade(self, step: int) -> float:
        warm = self._chosen.steps * 0.06
        if step < warm:
            return (step + 1) / warm
        return max(0.02, (self._chosen.steps - step) / (self._chosen.steps - warm))

    def run(self) -> None:
        """Train until all steps are made, or the time is up."""
        self._resume()
        if self._done >= self._chosen.steps:
            return
        began = time.time()
        sums: dict[str, list[float]] = defaultdict(list)
        for name, batch in self._batches():
            sums[name.split("_")[0]].append(self._step(batch))
            self._done += 1
            if self._done % 100 == 0:
                print(self._done, f"{time.time() - began:.0f} s", _means(sums), flush=True)
                sums.clear()
            over = time.time() - began > 60 * self._chosen.minutes
            if self._done % 200 == 0 or self._done >= self._chosen.steps or over:
                self._save()
            if self._done >= self._chosen.steps or over:
                return

    def _batches(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield batches from where the last run stopped: of a corpus drawn by its weight."""
        draw = random.Random(11)
        names = sorted(self._rows)
        weights = [self._weight(name) for name in names]
        streams = {name: self._stream(name) for name in names}
        number = 0
        while True:
            name = draw.choices(names, weights)[0]
            batch = next(streams[name])
            number += 1
            if number > self._done:
                yield name, batch

    def _weight(self, name: str) -> float:
        size = sum(len(row.window.ids) for row in self._rows[name])
        return float(size**0.75 * _SHARE.get(name, _SHARE.get(name.split("_", maxsplit=1)[0], 1.0)))

    def _stream(self, name: str) -> Iterator[list[Row]]:
        rows = self._rows[name]
        lengths = [len(row.window.ids) for row in rows]
        for round_ in range(10_000):
            for batch in shuffled_batches(lengths, self._chosen.tokens, seed=round_):
                yield [rows[each] for each in batch]

    def _step(self, batch: Sequence[Row]) -> float:
        shared = self._features.batch([row.window.ids for row in batch])
        loss = losses.of(self.model, batch, shared, _DROP)
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        return float(loss.detach())

    def _resume(self) -> None:
        path = self._chosen.folder / "train.pt"
        if path.exists():
            kept = torch.load(path, weights_only=True)
            self.model.load_state_dict(kept["model"], strict=False)
            self._optimiser.load_state_dict(kept["optimiser"])
            self._schedule.load_state_dict(kept["schedule"])
            self._done = int(kept["done"])

    def _save(self) -> None:
        state = {
            "model": self.model.trained(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "done": self._done,
        }
        path = self._chosen.folder / "train.pt"
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)


def _means(sums: dict[str, list[float]]) -> str:
    return " ".join(f"{name} {sum(v) / len(v):.3f}({len(v)})" for name, v in sorted(sums.items()))


if __name__ == "__main__":
    main()
