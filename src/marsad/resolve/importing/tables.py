"""Rows of delimited text: lists in CSV and tab-separated dumps."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from ...errors import UnreadableError

__all__ = ["cells", "rows"]

_LONGEST = 1_000_000
"""Code points of a cell; a quotation mark that is never closed would otherwise take the file."""


_END = "\x1a"
"""Ends the tables of OFAC, as MS-DOS had it."""


def cells(stream: BinaryIO, name: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row that is not empty, from 1.

    Bytes that are not UTF-8 become U+FFFD; so does NUL, which the csv module refuses.

    :raises UnreadableError: a cell of more than a million code points; or the last row has fewer
        cells than the first, as where a download broke off: what is missing would be taken for
        delisted.
    """
    csv.field_size_limit(_LONGEST)
    lines = io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="")
    pieces = iter(lambda: lines.readline(_LONGEST), "")
    clean = (piece.replace("\0", "\ufffd") for piece in pieces)
    first = last = 0
    try:
        for number, row in enumerate(csv.reader(clean, delimiter=delimiter), start=1):
            if row == [_END]:
                last = first
            elif any(row):
                first, last = first or len(row), len(row)
                yield number, row
    except csv.Error as error:
        raise UnreadableError(
            name,
            f"it is no table ({error})",
            hint="Save it as CSV in UTF-8, with commas and quotation marks.",
        ) from error
    finally:
        lines.detach()
    if last < first:
        raise UnreadableError(name, "its last row is cut off", hint="Fetch the file again.")


def rows(stream: BinaryIO, name: str, *, header: str = "") -> Iterator[tuple[int, dict[str, str]]]:
    """Yield rows by the names of their columns.

    :param header: a column that the row of names holds; what comes before that row is passed over.
    """
    columns: list[str] | None = None
    for number, row in cells(stream, name):
        if columns is None:
            columns = [cell.strip() for cell in row] if not header or header in row else None
            continue
        yield number, dict(zip(columns, (cell.strip() for cell in row), strict=False))
