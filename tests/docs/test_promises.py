"""Each promise names the tests that hold it, and those tests exist."""

from __future__ import annotations

import re
from pathlib import Path

_PROMISES = (
    "Nothing is lost",
    "Evidence holds",
    "No sentence without a source",
    "Original first",
    "Reversible",
    "Honest uncertainty",
    "Collected text is hostile",
    "People",
    "Works offline and alone",
)
_ROW = re.compile(r"^\| (\d) \| \*\*(.+?)\*\*(.*)$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def _rows(docs: Path) -> list[tuple[str, str, str]]:
    return _ROW.findall((docs / "promises.md").read_text(encoding="utf-8"))


def test_all_nine_are_listed_in_order(docs: Path) -> None:
    rows = _rows(docs)
    assert [int(number) for number, _, _ in rows] == list(range(1, 10))
    assert tuple(name.rstrip(".") for _, name, _ in rows) == _PROMISES


def test_each_names_a_test_or_says_that_it_is_not_held(docs: Path) -> None:
    for number, _, rest in _rows(docs):
        assert _TEST.search(rest) or "not yet held" in rest.lower(), number


def test_the_named_tests_exist(docs: Path) -> None:
    root = docs.parent
    named = _TEST.findall((docs / "promises.md").read_text(encoding="utf-8"))
    assert named
    for path, function in named:
        source = (root / path).read_text(encoding="utf-8")
        assert re.search(rf"^(async )?def {function}\(", source, re.MULTILINE), (
            f"{path}::{function}"
        )
