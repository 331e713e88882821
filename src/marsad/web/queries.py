"""What the address bar asks for: filters and pages, with a notice for what is not understood."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from ..model import Act
from ..ports import PostFilter, StatementFilter

__all__ = ["Asked", "Pages"]

_MOST_PAGES = 100_000


class Asked:
    """The parameters of one request. Reading a wrong one adds to ``notices``.

    :param params: as they were sent; blank values count as absent.
    """

    def __init__(self, params: Mapping[str, str]) -> None:
        self._params = {k: v.strip() for k, v in params.items() if v.strip()}
        self.notices: list[str] = []

    def text(self, key: str, most: int = 400) -> str | None:
        """Return a text of at most ``most`` code points, or None."""
        found = self._params.get(key)
        return found[:most] if found else None

    def choice(self, key: str, known: Collection[str], what: str) -> str | None:
        """Return a value that is among ``known``, or None."""
        found = self.text(key)
        if found is None or found in known:
            return found
        self.notices.append(f"There is no {what} “{found}”; the filter was left out.")
        return None

    def day(self, key: str) -> str | None:
        """Return a day as ``YYYY-MM-DD``, or None."""
        found = self.text(key)
        if found is None:
            return None
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            self.notices.append(f"“{found}” is not a day; write it as YYYY-MM-DD.")
            return None

    def page(self) -> int:
        """Return the page asked for, from 1."""
        found = self.text("page", 12) or "1"
        number = int(found) if found.isascii() and found.isdigit() else 1
        return min(max(1, number), _MOST_PAGES)

    def posts(self, sources: Collection[str]) -> PostFilter:
        """Return the filter over posts."""
        return PostFilter(
            source_id=self.choice("source", sources, "source"),
            language=self.text("language", 16),
            day_from=self.day("from"),
            day_to=self.day("to"),
            story_id=self.text("story", 40),
        )

    def statements(self, sources: Collection[str]) -> StatementFilter:
        """Return the filter over statements."""
        return StatementFilter(
            act=self.choice("act", set(Act), "act"),
            speaker=self.text("speaker"),
            source_id=self.choice("source", sources, "source"),
            story_id=self.text("story", 40),
            language=self.text("language", 16),
            day_from=self.day("from"),
            day_to=self.day("to"),
        )

    def address(self, path: str, **changed: str | int) -> str:
        """Return ``path`` with the present parameters; those in ``changed`` replace or, if blank,
        remove."""
        merged = {**self._params, **{k: str(v) for k, v in changed.items()}}
        query = urlencode({k: v for k, v in merged.items() if v})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a list.

    :ivar number: the present page, from 1.
    :ivar last: the last page, or None where only the next is known to exist or not.
    """

    number: int
    size: int
    last: int | None
    more: bool

    @classmethod
    def of(cls, number: int, size: int, total: int) -> Pages:
        """Return the pages of a list of known length; past its end is its last page."""
        last = max(1, -(-total // size))
        number = min(number, last)
        return cls(number, size, last, number < last)

    @property
    def offset(self) -> int:
        """How many items come before this page."""
        return (self.number - 1) * self.size
