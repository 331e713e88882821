"""Our own posts again, with other people's and places' names in them.

So few posts name few people; the heads should learn where names stand rather than which they are.
The names come from the pairs of COLING 2018 and from GeoNames, both of which may be fitted to.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .corpora import Attribution, Example

__all__ = ["Names", "read_names", "swapped"]

Names = Mapping[tuple[str, str], Sequence[str]]
"""Names by language and kind (``PER``, ``LOC``)."""

_SCRIPTS = {"ar": "ar", "fa": "ar", "ur": "ar", "he": "he", "ru": "ru", "en": "en", "tr": "en"}
"""The language whose names are lent to posts of a language."""

_SHARE = 0.7
"""Of the names of a post are swapped; a choice, not tuned."""


def read_names(data: Path) -> Names:
    """Return the names of the development data that may be fitted to."""
    found: dict[tuple[str, str], list[str]] = {}
    for lang in ("ar", "he", "ru"):
        with (data / "dev" / f"names_{lang}_train.jsonl").open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        found[lang, "PER"] = [row["name"] for row in rows]
        found.setdefault(("en", "PER"), []).extend(row["en"].title() for row in rows)
    places = data / "samples" / "gazetteer_translit" / "geonames_me_cities.jsonl.gz"
    with gzip.open(places, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found.setdefault(("en", "LOC"), []).append(row["name"])
            found.setdefault(("ar", "LOC"), []).extend(row["arabic_script"])
    return found


def swapped(examples: Iterable[Example], names: Names, seed: int) -> Iterator[Example]:
    """Yield each example that names someone or somewhere, with other names."""
    draw = random.Random(seed)
    for example in examples:
        changes = list(_changes(example, names, draw))
        if changes:
            yield _changed(example, changes, f"{example.id}~{seed}")


def _changes(example: Example, names: Names, draw: random.Random) -> Iterator[tuple[int, int, str]]:
    script = _SCRIPTS.get(example.lang, "")
    for start, end, kind in example.mentions:
        listed = names.get((script, kind))
        if listed and draw.random() < _SHARE:
            words = example.text[start:end].split() if kind == "PER" else [""]
            drawn = " ".join(draw.choice(listed) for _ in words[:2])
            yield start, end, drawn.replace("ي", "ی") if example.lang in ("fa", "ur") else drawn


def _changed(example: Example, changes: Sequence[tuple[int, int, str]], name: str) -> Example:
    text, at, moves = "", 0, []
    for start, end, new in changes:
        text += example.text[at:start] + new
        moves.append((start, end, len(new)))
        at = end

    def moved(place: int, *, last: bool) -> int:
        shift = 0
        for start, end, length in moves:
            if place >= end:
                shift += length - (end - start)
            elif place > start:
                return start + shift + (length if last else 0)
        return place + shift

    def span(run: tuple[int, int]) -> tuple[int, int]:
        return moved(run[0], last=False), moved(run[1], last=True)

    return replace(
        example,
        id=name,
        text=text + example.text[at:],
        mentions=tuple((*span((start, end)), kind) for start, end, kind in example.mentions),
        attributions=None
        if example.attributions is None
        else tuple(
            Attribution({r: tuple(map(span, runs)) for r, runs in each.roles.items()}, each.act)
            for each in example.attributions
        ),
    )
