"""How far two readers agree: ``python -m models.data.agreement [--texts LANG COUNT]``.

``second/LANG.yaml`` holds posts of the test files as a second reader marked them, who saw the
texts and the guide alone. Without arguments the agreement by language is printed, as F1 between
the two; with ``--texts`` the posts that the second reader is to mark, without any marks.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from evaluation.scorers.attribution import Prf, iou
from evaluation.scorers.entities import entity_prf

from .examples import DATA, PostExample, Span, StatementExample, read_posts
from .vocabulary import ACTS, KINDS

__all__ = ["main"]

_FIELDS = ("id", "style", "owner", "voice", "date", "text")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the agreement, or texts to be marked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", nargs=2, metavar=("LANG", "COUNT"))
    chosen = parser.parse_args(arguments)
    if chosen.texts:
        print(_texts(chosen.texts[0], int(chosen.texts[1])))
        return
    print(
        f"{'':6}{'posts':>7}{'mentions':>10}{'statements':>12}{'speakers':>10}{'acts':>7}{'κ':>6}"
    )
    for path in sorted((DATA / "second").glob("*.yaml")):
        print(_line(path))


def _texts(lang: str, count: int) -> str:
    """Return posts of the test file, drawn by chance, as YAML without marks."""
    path = DATA / "statements" / f"{lang}-test.yaml"
    items = yaml.safe_load(path.read_text(encoding="utf-8"))
    drawn = sorted(random.Random(3).sample(range(len(items)), count))
    bare = [{key: items[n][key] for key in _FIELDS} for n in drawn]
    return str(yaml.safe_dump(bare, allow_unicode=True, sort_keys=False, width=1000))


def _line(path: Path) -> str:
    first = {p.id: p for p in _read(DATA / "statements" / f"{path.stem}-test.yaml")}
    pairs = [(first[post.id], post) for post in _read(path)]
    mentions = _sum(entity_prf(a.mentions, b.mentions, KINDS) for a, b in pairs)
    matches = [list(_matched(a, b)) for a, b in pairs]
    counts = [(len(a.statements), len(b.statements)) for a, b in pairs]
    same = _sum(Prf(len(m), n[1], n[0]) for m, n in zip(matches, counts, strict=True))
    both = [match for listed in matches for match in listed]
    speakers = sum(_same_speaker(a, b) for a, b in both) / max(1, len(both))
    acts = [(a.act, b.act) for a, b in both]
    agreed = sum(a == b for a, b in acts) / max(1, len(acts))
    return (
        f"{path.stem:6}{len(pairs):7}{mentions.f1:10.2f}{same.f1:12.2f}{speakers:10.2f}"
        f"{agreed:7.2f}{_kappa(acts):6.2f}"
    )


def _read(path: Path) -> list[PostExample]:
    posts, errors = read_posts(path)
    if errors:
        raise errors[0]
    return posts


def _sum(counts: Iterable[Prf]) -> Prf:
    total = Prf()
    for each in counts:
        total += each
    return total


def _matched(
    one: PostExample, other: PostExample
) -> Iterator[tuple[StatementExample, StatementExample]]:
    """Yield statements whose contents share at least half of their characters, one to one."""
    left = list(other.statements)
    for statement in one.statements:
        best = max(left, key=lambda s: iou(statement.content, s.content), default=None)
        if best is not None and iou(statement.content, best.content) >= 0.5:
            left.remove(best)
            yield statement, best


def _characters(spans: Sequence[Span]) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}


def _same_speaker(one: StatementExample, other: StatementExample) -> bool:
    if one.speaker is None or other.speaker is None:
        return one.speaker is other.speaker
    return bool(_characters([one.speaker]) & _characters([other.speaker]))


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa of the acts: agreement beyond chance."""
    if not pairs:
        return 0.0
    share: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for a, b in pairs:
        share[a][0] += 1 / len(pairs)
        share[b][1] += 1 / len(pairs)
    chance = sum(share[act][0] * share[act][1] for act in ACTS)
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


if __name__ == "__main__":
    main()
