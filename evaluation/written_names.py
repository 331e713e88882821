"""Score how search finds names of texts in other scripts, on parallel sentences.

    python -m evaluation.written_names DATA

The sentences of ``DATA/dev/mt_flores_inputs.jsonl`` and their English are stored as posts with the
names that the model finds in them; no entity is known. Each word of those names is asked for. A
spelling that search adds is right where it is named in a translation of a sentence that names the
word. Printed for each likeness that could be asked for; the one that is asked for has a star.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from evaluation.cross_language import parallel
from marsad.encoder.understanding import understood
from marsad.model import Capture, Mention, Post, Source, Version
from marsad.ports import Extraction, ParsedPost
from marsad.store import SqliteStore
from marsad.store.sqlite import SqliteDatabase
from marsad.store.written_names import ALIKE, spellings, words_of_name

_LEAST = (7.0, 10.0, ALIKE, 16.0, 20.0)
_KINDS = ("PER", "ORG", "LOC")
_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

Named = Mapping[str, Mapping[str, set[int]]]
"""Language → word of a name → the sentences that name it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    given = parser.parse_args(arguments)
    print(f"{'asked in':10}{'likeness':>9}{'words':>8}{'found':>8}{'added':>8}{'right':>8}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.sqlite3"
        named = _stored(path, parallel(given.data))
        for language in sorted(named):
            for least in _LEAST:
                _score(path, named, language, least)


def _score(path: Path, named: Named, language: str, least: float) -> None:
    asked = sorted(named[language])
    added = right = found = 0
    database = SqliteDatabase(path, 1.0)
    with database.reading() as connection:
        for word in asked:
            others = spellings(connection, word, least)
            hits = [other for other in others if _translated(named, language, word, other)]
            added, right, found = added + len(others), right + len(hits), found + bool(hits)
    database.close()
    share = f"{100 * right / max(1, added):.1f} %"
    star = "*" if least == ALIKE else ""
    print(
        f"{language:10}{least:8.0f}{star:1}{len(asked):8}{found:8}{added:8}{share:>8}", flush=True
    )


def _translated(named: Named, language: str, word: str, other: str) -> bool:
    places = named[language][word]
    return any(
        places & words.get(other, set()) for code, words in named.items() if code != language
    )


def _stored(path: Path, sentences: Mapping[str, Sequence[str]]) -> Named:
    """Store the sentences with their names, and return those."""
    named: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    store = SqliteStore.open(path, clock=lambda: _NOON)
    for seq, (code, texts) in enumerate(sentences.items()):
        sealed = Capture(f"c_{code}", "s", "u", _NOON, 200, "t", "0", 1, seq, "0", "w", 0, "test")
        with store.write() as writer:
            writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
            writer.ingest(sealed, [ParsedPost(f"{code}{n}", "u", t) for n, t in enumerate(texts)])
            for number, text in enumerate(texts):
                version_id = Version.make_id(Post.make_id("s", f"{code}{number}"), text)
                mentions = _mentions(version_id, text)
                writer.put_extraction(version_id, Extraction(mentions))
                for word in (w for m in mentions for w in words_of_name(m.span.of(text))):
                    named[code][word].add(number)
    store.close()
    return named


def _mentions(version_id: str, text: str) -> tuple[Mention, ...]:
    seen = [each for each in understood().of(text).mentions if each.kind in _KINDS]
    return tuple(
        Mention(f"{version_id}-{n}", version_id, each.span, each.kind, None, each.score, "model")
        for n, each in enumerate(seen)
    )


if __name__ == "__main__":
    main()
