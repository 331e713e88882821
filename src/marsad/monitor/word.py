"""Text of Word documents (.docx), through python-docx; what they link to is never fetched."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from ..errors import TooLargeError, UnreadableError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

__all__ = ["read_word"]

_RECIPE = "python-docx"
# A document has a dozen parts and one for each picture.
_PARTS = 10_000
_TITLES = frozenset({"title", "heading 1"})
# A table inside a table inside a table: deeper is layout gone wrong, or an attack.
_DEPTH = 8
# What zipfile, lxml and python-docx raise on files that are damaged or made to be odd: among
# them KeyError for a missing part, SyntaxError for bad XML, RuntimeError for an encrypted part.
_DAMAGE = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    KeyError,
    IndexError,
    ValueError,
    AttributeError,
    TypeError,
    SyntaxError,
    RuntimeError,
)


def read_word(body: bytes, source_id: str, label: str, max_bytes: int) -> tuple[str | None, str]:
    """Return title and text: a line a paragraph, a row of a table a line with tabs.

    The title is the first paragraph in the style Title or Heading 1; properties of the file are
    not used, as they are mostly those of an old document that was written over.

    :param max_bytes: the document may not unpack to more.
    :raises UnreadableError: damaged, encrypted, or no Word document.
    :raises TooLargeError: it unpacks to more than ``max_bytes``.
    """
    try:
        _check_size(body, source_id, label, max_bytes)
        document = docx.Document(io.BytesIO(body))
        lines = [line.strip() for line in _lines(document, _DEPTH)]
        title = _title(document)
    except _DAMAGE as error:
        raise UnreadableError(
            source_id,
            f"{label} is not a Word document that can be read ({str(error)[:120]})",
            hint="Open it in a word processor and save it again as .docx or PDF.",
        ) from error
    return title, "\n".join(line for line in lines if line)


def _check_size(body: bytes, source_id: str, label: str, max_bytes: int) -> None:
    """Refuse by the sizes that the archive states; zipfile never unpacks more than these."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = packed.infolist()
    total = sum(part.file_size for part in parts)
    if total > max_bytes or len(parts) > _PARTS:
        raise TooLargeError(
            source_id,
            f"{label} unpacks to {total:,} bytes in {len(parts):,} parts",
            hint="Raise fetch.max_response_mb in marsad.toml if the document is really that large.",
        )


def _lines(holder: Document | _Cell, depth: int) -> Iterator[str]:
    for block in holder.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif depth:
            yield from _rows(block, depth - 1)


def _rows(table: Table, depth: int) -> Iterator[str]:
    for row in table.rows:
        # A cell that spans columns is given once for each of them.
        cells = {id(cell._tc): cell for cell in row.cells}  # noqa: SLF001 - its only identity
        yield "\t".join(" ".join(" ".join(_lines(c, depth)).split()) for c in cells.values())


def _title(document: Document) -> str | None:
    for paragraph in document.paragraphs[:20]:
        style = paragraph.style.name if paragraph.style else ""
        if (style or "").lower() in _TITLES and paragraph.text.strip():
            return " ".join(paragraph.text.split())
    return None
