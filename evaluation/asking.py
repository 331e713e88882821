"""How well questions are answered: those that have an answer, and those that have none.

python -m evaluation.asking WORKSPACE [QUESTIONS]

The workspace is that of ``marsad demo``. Prints for how many questions the first quotation, and one
of the first three, is of a post that answers; and for how many of those without an answer nothing
is shown. The questions were written by somebody who knew the posts.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from marsad.api import Workspace

__all__ = ["Scores", "main", "scores"]

QUESTIONS = Path(__file__).parent / "gold" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of questions.

    :ivar answered: that have an answer; ``first`` and ``third`` of these are answered by the
        first quotation, or by one of the first three.
    :ivar unanswered: that have none; for ``silent`` of these nothing is shown.
    """

    answered: int
    first: int
    third: int
    unanswered: int
    silent: int


def scores(workspace: Workspace, path: Path = QUESTIONS) -> Scores:
    """Ask all questions of ``path`` and count."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    places = {row["id"]: _places(workspace, row["question"], row["posts"]) for row in rows}
    known = [places[row["id"]] for row in rows if row["posts"]]
    none = [places[row["id"]] for row in rows if not row["posts"]]
    return Scores(
        answered=len(known),
        first=sum(any(right[:1]) for right in known),
        third=sum(any(right[:3]) for right in known),
        unanswered=len(none),
        silent=sum(not right for right in none),
    )


def _places(workspace: Workspace, question: str, posts: list[str]) -> list[bool]:
    """Return for each quotation whether its post is among ``posts``."""
    shown = [workspace.post(item.post_id) for item in workspace.ask(question).items]
    return [f"{view.source.id}/{view.post.native_id}" in posts for view in shown]


def main(arguments: list[str]) -> None:
    """Print the scores of the workspace that ``arguments`` name."""
    with Workspace.open(arguments[0]) as workspace:
        found = scores(workspace, Path(arguments[1]) if arguments[1:] else QUESTIONS)
    print(
        f"{found.answered} questions with an answer: {found.first} by the first quotation, ", end=""
    )
    print(f"{found.third} by one of three")
    print(f"{found.unanswered} questions without: {found.silent} left without a quotation")


if __name__ == "__main__":
    main(sys.argv[1:])
