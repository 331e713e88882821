# /// script
# requires-python = ">=3.11"
# dependencies = ["marsad"]
# ///
"""Build the packed word lists of the Arabic and Persian name finder, ``ner_*.txt.gz``.

    python models/recipes/name_lists.py --ner INPUTS GOLD --social INPUTS GOLD --names NAMES \\
        --arabic AR.tsv.xz --persian FA.tsv.xz --out src/marsad/extract/data

Inputs, of which other parts are passed over:

- ``--ner``: ParsTwiNER (MIT), the rows whose gold says ``"set": "fa_parstwiner"``;
- ``--social``: the English and Arabic posts of IDRISI-RE (CC BY 4.0). Both are two files of one
  JSON object a line: ``{"id", "text", "lang"}`` and ``{"id", "entities": [[start, end, kind]]}``,
  offsets in code points;
- ``--names``: Arabic name tokens of the transliterated-names set of COLING 2018 (MIT-style),
  one object a line with ``name``;
- ``--arabic``, ``--persian``: sentence pairs ``foreign<TAB>english<TAB>set``, xz, of which only
  the sets of ``PARALLEL`` count, all under MIT, CC BY, Apache-2.0 or, Tatoeba, CC BY 2.0 FR.

Written into ``--out``: single words and names, sorted, below a line that names the sources; no
running text. ``ner_common_{ar,fa}`` words outside names, ``ner_names_ar`` name tokens,
``ner_given_fa`` given names, ``ner_org_fa`` words inside names of organisations, ``ner_known``
whole names with their kind. The same inputs give the same bytes as long as
:func:`marsad.text.normalise` and the matching of :class:`marsad.extract.mentions.Gazetteer` stay
as they are, under the same zlib; under another, the same lines.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marsad.extract.mentions import Gazetteer
from marsad.model import Entity, EntityKind, Name
from marsad.text import normalise

NER_SETS = frozenset({"fa_parstwiner"})
SOCIAL_SETS = frozenset({"loc_ar", "loc_en"})
EVERYDAY = "tatoeba"
_ARABIC_SETS = """
open_sdg_un ml_cheatsheets opensource_guide ms_project_ops_docs react_docs vue_docs
wikipedia_android kolibri_docs ms_dynamics_docs tatoeba
"""
_PERSIAN_SETS = "opensource_guide vue_docs react_dev hf_course tatoeba"
PARALLEL = {"ar": frozenset(_ARABIC_SETS.split()), "fa": frozenset(_PERSIAN_SETS.split())}
"""Sets whose licence lets counts of their words ship."""

LEAST_SEEN = 2
GIVEN_SHARE = 0.4
"""Share of its occurrences that a given name has inside names of persons."""
KNOWN_SHARE = 0.7
"""Share of its occurrences at which a whole name is right."""
PREFIX = 3
"""Code points by which an annotation may begin earlier: "#", "al-", a preposition."""

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_LETTER = re.compile("[\u0620-\u06d3]")

HEADERS = {
    "common_ar": "Frequent Arabic words outside names (words only), counted in IDRISI-RE "
    "(CC BY 4.0), documentation translations (MIT, CC BY 4.0, Apache-2.0) and Tatoeba "
    "(CC BY 2.0 FR).",
    "common_fa": "Frequent Persian words outside names (words only), counted in ParsTwiNER "
    "(MIT), documentation translations (CC BY 4.0, Apache-2.0) and Tatoeba (CC BY 2.0 FR).",
    "names_ar": "Name tokens in Arabic script, from the transliterated-names data set of COLING "
    "2018 (MIT-style licence).",
    "given_fa": "Persian given names seen in ParsTwiNER (MIT).",
    "org_fa": "Words seen inside names of organisations in ParsTwiNER (MIT), after the first.",
    "known": "Names seen at least twice in ParsTwiNER (MIT) and IDRISI-RE (CC BY 4.0) training "
    "texts and right in seven of ten places: kind, tab, name.",
}
"""First line of each list."""

Gold = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Text:
    """An annotated text; ``gold`` is (start, end, kind) in code points."""

    text: str
    language: str
    gold: tuple[Gold, ...]


def _by_language() -> dict[str, Counter[str]]:
    return {language: Counter() for language in PARALLEL}


@dataclass(slots=True)
class Counts:
    """How often words stand inside and outside of names."""

    first: Counter[str] = field(default_factory=Counter)
    in_person: Counter[str] = field(default_factory=Counter)
    in_organisation: Counter[str] = field(default_factory=Counter)
    names: dict[str, None] = field(default_factory=dict)
    outside: dict[str, Counter[str]] = field(default_factory=_by_language)
    everyday: dict[str, Counter[str]] = field(default_factory=_by_language)


def fold(text: str) -> str:
    """Return ``text`` as the name finder compares it."""
    return normalise(text).text


def words(text: str) -> list[str]:
    """Return the words of folded ``text``."""
    return _WORD.findall(text)


# ---------------------------------------------------------------- reading


def read_texts(inputs: Path, gold: Path) -> Iterator[tuple[str, Text]]:
    """Yield each annotated text with the name of its set."""
    notes = {row["id"]: row for row in _rows(gold)}
    for row in _rows(inputs):
        note = notes[row["id"]]
        entities = tuple((start, end, kind) for start, end, kind in note["entities"])
        name = note.get("set") or f"loc_{row['lang']}"
        yield name, Text(row["text"], row["lang"], entities)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_names(path: Path) -> set[str]:
    """Return the name tokens of three letters and more."""
    folded = (fold(row["name"]) for row in _rows(path))
    return {name for name in folded if _WORD.fullmatch(name) and len(name) > 2}


# ---------------------------------------------------------------- counting


def count_text(text: Text, counts: Counts) -> None:
    """Add one annotated text."""
    for start, end, kind in text.gold:
        name = " ".join(fold(text.text[start:end]).replace("_", " ").replace("#", " ").split())
        counts.names[name] = None
        parts = words(name)
        if kind == "PER":
            counts.first.update(parts[:1] if len(parts) > 1 else ())
            counts.in_person.update(parts)
        elif kind == "ORG":
            counts.in_organisation.update(parts[1:])
    if text.language in counts.outside:
        counts.outside[text.language].update(words(fold(_outside(text))))


def _outside(text: Text) -> str:
    """Return what stands between the annotated names."""
    last, pieces = 0, []
    for start, end, _ in sorted(text.gold):
        pieces.append(text.text[last:start])
        last = max(last, end)
    return " ".join([*pieces, text.text[last:]])


def count_pairs(path: Path, language: str, counts: Counts) -> None:
    """Add the foreign side of sentence pairs."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            foreign, _, name = line.rstrip("\n").split("\t")
            if name in PARALLEL[language]:
                into = counts.everyday if name == EVERYDAY else counts.outside
                into[language].update(words(fold(foreign)))


# ---------------------------------------------------------------- choosing


def given_names(counts: Counts) -> set[str]:
    """Return words that begin names of persons and mostly stand in such names."""

    def share(word: str) -> float:
        inside = counts.in_person[word]
        return inside / (inside + counts.outside["fa"][word])

    return {word for word in counts.first if len(word) > 2 and share(word) >= GIVEN_SHARE}


def common_words(language: str, counts: Counts, given: set[str], names: set[str]) -> set[str]:
    """Return words that stand outside of names again and again and are none themselves.

    Everyday sentences are not annotated, so there a word that is in ``names`` does not count.
    """

    def often(found: Counter[str]) -> set[str]:
        seen = {w for w, times in found.items() if times >= LEAST_SEEN and _ARABIC_LETTER.match(w)}
        return seen - given

    outside = counts.outside[language]
    annotated = {w for w in often(outside) if counts.in_person[w] <= outside[w]}
    return annotated | (often(counts.everyday[language]) - names)


def known_names(texts: Sequence[Text], names: Iterable[str]) -> list[tuple[str, str]]:
    """Return (kind, name) of names that are right nearly wherever they stand."""
    entities = [Entity(n, EntityKind.WORK, (Name(n, "und"),)) for n in names if len(n) > 2]
    gazetteer = Gazetteer(entities)
    seen: Counter[str] = Counter()
    right: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        places = {(start, end): kind for start, end, kind in text.gold}
        for found in gazetteer.find(text.text):
            seen[found.entity.id] += 1
            for (start, end), kind in places.items():
                if 0 <= found.span.start - start <= PREFIX and end == found.span.end:
                    right[found.entity.id][kind] += 1
    best = ((name, *right[name].most_common(1)[0]) for name in list(right))
    return [
        (kind, name)
        for name, kind, times in best
        if times >= LEAST_SEEN and times / seen[name] >= KNOWN_SHARE
    ]


# ---------------------------------------------------------------- writing


def write(path: Path, header: str, lines: Iterable[str]) -> None:
    """Write ``lines``, gzipped without time or file name: equal lines are equal bytes."""
    text = "\n".join([f"# {header}", *lines]) + "\n"
    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out,
    ):
        out.write(text.encode())


def choose(texts: Sequence[Text], counts: Counts, names: set[str]) -> dict[str, list[str]]:
    """Return the lines of each list, by the names of ``HEADERS``."""
    given = given_names(counts)
    common = {language: common_words(language, counts, given, names) for language in PARALLEL}
    inner = counts.in_organisation
    known = known_names(texts, counts.names)
    return {
        "common_ar": sorted(common["ar"]),
        "common_fa": sorted(common["fa"]),
        "names_ar": sorted(names - common["ar"]),
        "given_fa": sorted(given),
        "org_fa": sorted(word for word, times in inner.items() if times >= LEAST_SEEN),
        "known": sorted(f"{kind}\t{name}" for kind, name in known),
    }


def main() -> None:
    """Read the inputs, count, write the lists."""
    parser = argparse.ArgumentParser(description="Build the word lists of the name finder.")
    pair = ("INPUTS", "GOLD")
    parser.add_argument("--ner", type=Path, nargs=2, metavar=pair, required=True)
    parser.add_argument("--social", type=Path, nargs=2, metavar=pair, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--arabic", type=Path, required=True)
    parser.add_argument("--persian", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the lists")
    parser.add_argument(
        "--half", action="store_true", help="leave out every second text, to score the rest on"
    )
    options = parser.parse_args()
    rows = [*read_texts(*options.ner), *read_texts(*options.social)]
    kept = rows[::2] if options.half else rows
    texts = [text for name, text in kept if name in NER_SETS | SOCIAL_SETS]
    counts = Counts()
    for text in texts:
        count_text(text, counts)
    for language, path in (("ar", options.arabic), ("fa", options.persian)):
        count_pairs(path, language, counts)
    for name, lines in choose(texts, counts, read_names(options.names)).items():
        write(options.out / f"ner_{name}.txt.gz", HEADERS[name], lines)
        sys.stderr.write(f"ner_{name}: {len(lines)}\n")


if __name__ == "__main__":
    main()
