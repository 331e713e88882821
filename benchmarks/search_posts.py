"""Posts and vectors in any number, for measuring search: made up, or real ones with variation.

What is made up has words that are as frequent as in language (Zipf); what is real is told again
with one word in eight replaced by another of the same texts, so that no two posts are alike.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from marsad.encoder.space import SIZE, Bytes, packed, shipped_means
from marsad.model import Capture, Dated, Post, Precision, Source, Version
from marsad.pipeline.embedding import RECIPE
from marsad.ports import ParsedPost, Store

__all__ = ["LANGUAGES", "fill", "made_up", "told_again"]

LANGUAGES = ("fa", "ar", "en")
_START = datetime(2020, 1, 1, tzinfo=UTC)
_LETTERS = {
    "fa": "ابپتجچحخدذرزسشصطظعغفقکگلمنوهی",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "en": "abcdefghijklmnoprstuvwy",
}
_REPLACED = 8
_SUBJECTS = 5_000
"""Points of the space that vectors are mixtures of, as posts tell of so many things."""


def made_up(rng: random.Random, words: int = 45) -> Iterator[str]:
    """Yield texts of made-up words without end."""
    known = {
        language: ["".join(rng.choices(letters, k=rng.randint(2, 9))) for _ in range(60_000)]
        for language, letters in _LETTERS.items()
    }
    while True:
        for language in LANGUAGES:
            chosen = known[language]
            places = (int(rng.paretovariate(0.7)) for _ in range(words))
            yield " ".join(chosen[min(place, len(chosen)) - 1] for place in places)


def told_again(rng: random.Random, folder: Path) -> Iterator[str]:
    """Yield the texts of the posts in ``folder`` (``*.jsonl.gz``), again and again, varied."""
    texts = [text for path in sorted(folder.glob("*.jsonl.gz")) for text in _texts(path)]
    pool = [word for text in texts for word in text.split(" ")]
    while True:
        for text in texts:
            words = text.split(" ")
            for place in rng.sample(range(len(words)), len(words) // _REPLACED):
                words[place] = rng.choice(pool)
            yield " ".join(words)


def _texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["versions"][-1]["text"]
            if text:
                yield text


def fill(store: Store, texts: Iterator[str], total: int, batch: int = 500) -> int:
    """Store ``total`` posts with vectors; return how many bytes their texts have in UTF-8."""
    size = 0
    vectors = _vectors(np.random.default_rng(0), batch)
    with store.write() as writer:
        for number in range(20):
            writer.put_source(
                Source(f"s{number}", "feed", "https://news.invalid/", f"Source {number}")
            )
    for seq in range(1, total // batch + 1):
        chosen = list(islice(texts, batch))
        size += sum(len(text.encode()) for text in chosen)
        _put(store, seq, chosen, next(vectors))
    return size


def _put(store: Store, seq: int, texts: list[str], rows: Bytes) -> None:
    source = f"s{seq % 20}"
    posts = [_post(seq * 100_000 + n, text) for n, text in enumerate(texts)]
    capture = _capture(seq, source)
    with store.write() as writer:
        writer.ingest(capture, posts)
        writer.mark_parsed(capture.id)
        ids = [Version.make_id(Post.make_id(source, p.native_id), p.text) for p in posts]
        for n, key in enumerate(ids):
            writer.put_language(key, LANGUAGES[n % len(LANGUAGES)], 0.9)
        writer.put_vectors(RECIPE, {i: r.tobytes() for i, r in zip(ids, rows, strict=True)})


def _post(number: int, text: str) -> ParsedPost:
    moment = Dated(_START + timedelta(minutes=number // 100), Precision.MINUTE, "made up")
    address = f"https://news.invalid/{number}"
    return ParsedPost(str(number), address, text, published=moment)


def _vectors(chance: np.random.Generator, batch: int) -> Iterator[Bytes]:
    """Yield packed vectors: the mean of a language, up to three subjects, and each one's own."""
    subjects = chance.standard_normal((_SUBJECTS, SIZE)).astype(np.float32) / SIZE**0.5
    means = shipped_means()
    language = np.stack([means.of(code) for code in LANGUAGES])
    while True:
        shares = chance.dirichlet([1.2, 0.6, 0.4], batch).astype(np.float32)
        about = subjects[chance.integers(0, _SUBJECTS, (batch, 3))]
        own = chance.standard_normal((batch, SIZE)).astype(np.float32) / SIZE**0.5
        said = 0.5 * np.einsum("ij,ijk->ik", shares, about) + 0.1 * own
        yield packed(language[np.arange(batch) % len(LANGUAGES)] + said)


def _capture(seq: int, source: str) -> Capture:
    return Capture(
        id=f"c_{seq:016x}",
        source_id=source,
        url=f"https://news.invalid/page/{seq}",
        fetched_at=_START,
        status=200,
        media_type="text/html",
        sha256=f"{seq:064x}",
        size=1,
        seq=seq,
        entry_hash=f"{seq:064x}",
        warc="made-up.warc.gz",
        offset=seq,
        tool="benchmark",
    )
