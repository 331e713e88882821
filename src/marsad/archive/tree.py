"""A Merkle tree over the ledger's entries: shows that an entry is there without the others.

A chain proves a capture only together with every line behind it, and those lines name
whatever else is followed. A tree proves it with a few dozen hashes that say nothing. Leaf
and node are those of RFC 9162, section 2.1: SHA-256 over a zero byte and the entry's hash,
and over a one byte and both children. As the number of entries is seldom a power of two,
the tree is a row of full trees, largest and oldest first, one for each binary digit of that
number that is 1; their roots are the *peaks*. Adding an entry changes only the last of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

__all__ = ["Tree", "climb", "paths", "peak_of"]


def _leaf(entry_hash: str) -> bytes:
    return hashlib.sha256(b"\0" + bytes.fromhex(entry_hash)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """Grows by one entry at a time and remembers only its peaks.

    :param size: entries that are in it already.
    :param peaks: their peaks, in hexadecimal.
    :raises ValueError: not as many peaks as ``size`` has, or not hexadecimal.
    """

    def __init__(self, size: int = 0, peaks: Iterable[str] = ()) -> None:
        self.size = size
        self._peaks = [bytes.fromhex(peak) for peak in peaks]
        if size < 0 or len(self._peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} entries does not have {len(self._peaks)} peaks")

    @property
    def peaks(self) -> tuple[str, ...]:
        """Roots of the full trees, the largest first, in hexadecimal."""
        return tuple(peak.hex() for peak in self._peaks)

    def add(self, entry_hash: str) -> None:
        """Add the entry whose hash is ``entry_hash`` (64 hex digits)."""
        for _ in self.nodes(entry_hash):
            pass

    def nodes(self, entry_hash: str) -> Iterator[tuple[int, int, bytes]]:
        """Add an entry and yield the nodes that it completes: level, index in it, hash."""
        level, index, node = 0, self.size, _leaf(entry_hash)
        yield level, index, node
        while index & 1:
            level, index, node = level + 1, index >> 1, _node(self._peaks.pop(), node)
            yield level, index, node
        self._peaks.append(node)
        self.size += 1


def peak_of(index: int, size: int) -> tuple[int, int]:
    """Return number and height of the peak above entry ``index`` (from 0) of ``size``.

    :raises ValueError: there is no such entry.
    """
    if not 0 <= index < size:
        raise ValueError(f"entry {index} is not among {size}")
    number = start = 0
    for height in reversed(range(size.bit_length())):
        if size >> height & 1:
            if index < start + (1 << height):
                return number, height
            number, start = number + 1, start + (1 << height)
    raise AssertionError("every entry is below a peak")


def paths(
    indexes: Iterable[int], size: int, entry_hashes: Iterable[str]
) -> dict[int, tuple[str, ...]]:
    """Return for each of ``indexes`` (from 0) the hashes that lead from it up to its peak.

    :param entry_hashes: of the first ``size`` entries, in order; no more are read.
    :raises ValueError: an index is not below ``size``, or there are fewer hashes.
    """
    needed = {index: _siblings(index, size) for index in indexes}
    wanted = {place for places in needed.values() for place in places}
    found: dict[tuple[int, int], str] = {}
    tree = Tree()
    for _, entry_hash in zip(range(size), entry_hashes, strict=False):
        for level, index, node in tree.nodes(entry_hash):
            if (level, index) in wanted:
                found[level, index] = node.hex()
    if tree.size != size:
        raise ValueError(f"{tree.size} entries where {size} were to be")
    return {index: tuple(found[place] for place in places) for index, places in needed.items()}


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    _, height = peak_of(index, size)
    return [(level, index >> level ^ 1) for level in range(height)]


def climb(index: int, entry_hash: str, path: Iterable[str]) -> str:
    """Return the peak to which ``path`` leads from the entry at ``index`` (from 0)."""
    node = _leaf(entry_hash)
    for level, sibling in enumerate(map(bytes.fromhex, path)):
        node = _node(sibling, node) if index >> level & 1 else _node(node, sibling)
    return node.hex()
