"""Check annotated examples against the guide: ``python -m models.data.check FILE…``.

Prints what is wrong, one line each, then the counts; ends with 1 where anything is wrong.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from .examples import DATA, ExampleError, PostExample, read_acts, read_events, read_posts

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Check the named files, or all of them."""
    paths = [Path(each) for each in arguments] or sorted(DATA.glob("*/*.yaml"))
    wrong = [error for path in paths for error in _check(path)]
    for error in wrong:
        print(error)
    return 1 if wrong else 0


def _check(path: Path) -> list[ExampleError]:
    if path.parent.name == "events":
        events, errors = read_events(path)
        print(f"{path.stem}: {len(events)} events")
        return errors
    if path.parent.name == "acts":
        sentences, errors = read_acts(path)
        acts = Counter(each.act for each in sentences)
        print(f"{path.stem}: {len(sentences)} sentences ({_listed(acts)})")
        return errors
    posts, errors = read_posts(path)
    print(f"{path.stem}: {len(posts)} posts, {_counts(posts)}")
    return errors


def _counts(posts: Sequence[PostExample]) -> str:
    acts = Counter(s.act for post in posts for s in post.statements)
    return f"{sum(acts.values())} statements ({_listed(acts)})"


def _listed(acts: Counter[str]) -> str:
    return ", ".join(f"{act} {n}" for act, n in acts.most_common())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
