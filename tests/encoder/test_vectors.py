"""Vectors of the pieces, kept in four bits a number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from marsad.encoder.vectors import BLOCK, PieceVectors


@pytest.mark.parametrize("scale", [0.5, -0.25])
def test_numbers_are_four_bits_less_eight_times_the_scale_of_their_block(
    tmp_path: Path, scale: float
) -> None:
    draw = np.random.default_rng(4)
    kept = draw.integers(0, 16, (3, 2, BLOCK), dtype=np.uint8)
    halves = kept[..., : BLOCK // 2] | kept[..., BLOCK // 2 :] << 4
    scales = np.full((3, 2), scale, np.float16)
    scales[1, 1] = 4
    np.savez(tmp_path / "words.npz", numbers=halves, scales=scales)
    found = PieceVectors(tmp_path / "words.npz")[np.array([[1, 0]])]
    assert found.shape == (1, 2, 2 * BLOCK)
    wanted = kept.astype(float) - 8
    assert found[0, 0].tolist() == [*(scale * wanted[1, 0]), *(4 * wanted[1, 1])]
    assert found[0, 1].tolist() == [*(scale * wanted[0, 0]), *(scale * wanted[0, 1])]
