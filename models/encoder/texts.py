"""Plain texts that the encoder may be fitted to: which they are, and under what licence.

All are read from the folder of development data, which is not part of the package. Sets that
are for measuring only (PEYMA, ARMAN, NEMO, FLORES, Telegram posts) are never read here.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from .corpora import NER_FITTED

__all__ = ["monolingual", "pairs"]

_OPEN = ("ner_train", "loc_social_train")
_UNSAID = ("polnear_train", "muc4_train")
_LANGUAGES = ("ar", "ckb", "fa", "he", "ps", "ru", "tr", "ur")


def pairs(data: Path) -> Iterator[tuple[str, str, str]]:
    """Yield language, sentence and English sentence of the parallel texts."""
    for lang in _LANGUAGES:
        with lzma.open(data / "parallel" / f"{lang}.tsv.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                foreign, english, *_ = line.rstrip("\n").split("\t")
                yield lang, foreign, english


def monolingual(data: Path, *, opened: bool) -> Iterator[tuple[str, str]]:
    """Yield language and text of what may be fitted to besides: news and posts.

    ANERcorp (CC BY-SA), ParsTwiNER (MIT), IDRISI-RE (CC BY), Tehran Times and Mehr (CC BY), and
    but for ``opened`` PolNeAR and MUC-3/4, which have no licence text.
    """
    for name in _OPEN if opened else (*_OPEN, *_UNSAID):
        with (data / "dev" / f"{name}_inputs.jsonl").open(encoding="utf-8") as lines:
            for item in map(json.loads, lines):
                if name != "ner_train" or item["id"].startswith(NER_FITTED):
                    yield item.get("lang", "en"), item["text"]
    articles = data / "samples" / "tehran_times_mehr" / "tehran_times_236.json"
    for article in json.loads(articles.read_text(encoding="utf-8")):
        yield "en", article["text"]
