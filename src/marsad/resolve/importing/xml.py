"""XML of lists, read entry by entry: no entities, no network, no document type, bounded depth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from lxml import etree

from ...errors import TooLargeError, UnreadableError

__all__ = ["Element", "entries", "local", "text", "texts"]

Element = Any
"""An element of lxml, which has no types."""

_ENTRY = 4 * 1024 * 1024
"""Bytes of one entry, or of what stands before the first element, where entities would be
declared. The largest of the UN's has 9 KB; 4 MiB of empty elements were measured to take 70 MB
of memory."""


class _Measured:
    """A stream that is read only so far without an entry coming to its end."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        if self.since > _ENTRY:
            raise TooLargeError(
                self._name,
                f"one entry of it, or what stands before the first, has more than "
                f"{_ENTRY // 1024**2} MiB",
                hint="Fetch the file again from the authority's own address.",
            )
        piece = self._stream.read(size)
        self.since += len(piece)
        return piece


def entries(stream: BinaryIO, name: str, tags: frozenset[str]) -> Iterator[Element]:
    """Yield the elements of these local names, namespaces taken off, each only until the next.

    The root element comes first, without its children. libxml2 itself refuses more than 256
    levels and texts of more than 10 MB.

    :param name: of the file, for messages.
    :raises UnreadableError: not well-formed, cut off, or with a document type, in which
        entities would be declared. A file that is cut off must not count as one that has lost
        its last entries.
    :raises TooLargeError: one entry has more than 4 MiB. The file is then refused as a whole:
        who was skipped would count as no longer listed.
    """
    measured = _Measured(stream, name)
    parsing = etree.iterparse(
        measured,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    with _explained(name):
        yield from _cut(parsing, measured, name, tags)


def _cut(
    parsing: Iterator[tuple[str, Element]], measured: _Measured, name: str, tags: frozenset[str]
) -> Iterator[Element]:
    root: Element | None = None
    inside = 0
    for event, element in parsing:
        if root is None:
            root = element
            _no_doctype(root, name)
            yield root
        wanted = local(element) in tags
        if event == "start":
            inside += wanted
        elif wanted:
            inside -= 1
            if not inside:
                yield _bare(element)
        if event == "end" and not inside:
            _forget(element)
            measured.since = 0


def _no_doctype(root: Element, name: str) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(
            name,
            "it declares a document type, which no official list does",
            hint="Fetch the file again from the authority's own address.",
        )


def _forget(element: Element) -> None:
    """Free an element and what stands before it, so that memory does not grow with the file."""
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]


def _bare(entry: Element) -> Element:
    for element in entry.iter():
        if isinstance(element.tag, str):
            element.tag = local(element)
    return entry


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise UnreadableError(
            name,
            f"it is not well-formed XML, or is cut off ({str(error)[:120]})",
            hint="Fetch the file again; nothing of it was imported.",
        ) from error


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text(element: Element | None, path: str = ".") -> str:
    """Return the text at ``path`` below ``element``, trimmed; empty where there is none."""
    found = None if element is None else element.find(path)
    return "" if found is None else " ".join("".join(found.itertext(tag="*")).split())


def texts(element: Element, path: str) -> Iterator[str]:
    """Yield the texts at ``path`` that are not empty."""
    for found in element.iterfind(path):
        value = " ".join((found.text or "").split())
        if value:
            yield value
