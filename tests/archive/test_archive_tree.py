"""The tree over the ledger agrees with RFC 9162, and its paths lead where they must."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.archive.tree import Tree, climb, paths, peak_of
from marsad.archive.verifier import climb as stranger_s_climb

_hashes = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=70)


def _rfc9162(entries: list[str]) -> bytes:
    """Merkle tree hash as the RFC's section 2.1.1 defines it, by recursion."""
    if len(entries) == 1:
        return sha256(b"\0" + bytes.fromhex(entries[0])).digest()
    half = 1 << (len(entries) - 1).bit_length() - 1
    return sha256(b"\1" + _rfc9162(entries[:half]) + _rfc9162(entries[half:])).digest()


def _grown(entries: list[str]) -> Tree:
    tree = Tree()
    for entry in entries:
        tree.add(entry)
    return tree


@settings(deadline=None)
@given(_hashes)
def test_the_peaks_fold_to_the_tree_head_of_the_rfc(entries: list[str]) -> None:
    folded, *rest = (bytes.fromhex(peak) for peak in reversed(_grown(entries).peaks))
    for peak in rest:
        folded = sha256(b"\1" + peak + folded).digest()
    assert folded == _rfc9162(entries)


@settings(deadline=None)
@given(_hashes, st.data())
def test_a_path_leads_to_its_peak_and_no_other_entry_does(
    entries: list[str], data: st.DataObject
) -> None:
    size, peaks = len(entries), _grown(entries).peaks
    chosen = data.draw(st.sets(st.integers(0, size - 1), min_size=1))
    for index, path in paths(chosen, size, entries).items():
        number, height = peak_of(index, size)
        assert len(path) == height
        assert climb(index, entries[index], path) == peaks[number]
        assert stranger_s_climb(index, entries[index], path) == peaks[number]
        assert climb(index, sha256(entries[index].encode()).hexdigest(), path) != peaks[number]


@settings(deadline=None)
@given(_hashes, _hashes)
def test_growth_goes_on_from_peaks(before: list[str], after: list[str]) -> None:
    tree = Tree(len(before), _grown(before).peaks)
    for entry in after:
        tree.add(entry)
    assert tree.peaks == _grown(before + after).peaks


@pytest.mark.parametrize(("size", "peaks"), [(-1, []), (0, ["00"]), (3, ["00"]), (1, ["xx"])])
def test_a_tree_that_cannot_be_is_refused(size: int, peaks: list[str]) -> None:
    with pytest.raises(ValueError, match=r"tree|hexadecimal"):
        Tree(size, peaks)


def test_entries_that_are_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match="not among"):
        paths([3], 3, ["00" * 32] * 3)
    with pytest.raises(ValueError, match="2 entries where 3"):
        paths([0], 3, ["00" * 32] * 2)
