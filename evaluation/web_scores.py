"""Score the reading of web pages on pages with known text.

    python -m evaluation.web_scores --data DIR

``DIR`` holds ``samples/html_gold``. Prints word F1 of the text (with and without the headline,
which some gold texts leave out), title, day and author for each page, and pages a second. Only the
public interface of the package is used.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evaluation.scorers.attribution import Prf
from evaluation.scorers.pages import fact, word_prf
from marsad.model import Response, Source
from marsad.monitor import Web
from marsad.ports import Limits, ParsedPost

_SEEN = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Gold:
    """A page and what is known about it; None where nothing is.

    :ivar day: ``YYYY-MM-DD``.
    """

    name: str
    url: str
    body: bytes
    text: str
    day: str
    title: str | None = None
    author: str | None = None


def pages(folder: Path) -> Iterator[Gold]:
    """Yield the pages of ``folder`` whose text is known."""
    name = "cnn_arabic_2013"
    yield Gold(
        name,
        "http://arabic.cnn.com/2013/middle_east/8/3/syria.clashes/index.html",
        (folder / f"{name}.html").read_bytes(),
        (folder / f"{name}.gold.txt").read_text("utf-8"),
        "2013-08-03",
    )
    for packed in sorted(folder.glob("fundus_*.html.gz")):
        found = re.fullmatch(r"(fundus_\w+?)_(\d{4})_(\d\d)_(\d\d)\.html\.gz", packed.name)
        if found is None:
            continue
        publisher, day = found.group(1), "-".join(found.groups()[1:])
        versions = json.loads((folder / f"{publisher}.json").read_text("utf-8")).values()
        row = next((row for row in versions if row["publishing_date"].startswith(day)), None)
        if row is None:
            print(f"{packed.name}: no gold of {day}, left out")
            continue
        yield Gold(
            publisher,
            f"https://{publisher.removeprefix('fundus_').lower()}.example/news/1",
            gzip.decompress(packed.read_bytes()),
            "\n".join(_paragraphs(row["body"])),
            day,
            row.get("title"),
            ", ".join(row.get("authors", [])) or None,
        )


def _paragraphs(body: dict[str, object]) -> Iterator[str]:
    summary, sections = body["summary"], body["sections"]
    assert isinstance(summary, list)
    assert isinstance(sections, list)
    yield from summary
    for section in sections:
        yield from section["headline"]
        yield from section["paragraphs"]


def main() -> None:
    """Read, compare, print."""
    parser = argparse.ArgumentParser(description="Score the reading of web pages.")
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    connector, total, seconds, count = Web(Limits()), Prf(), 0.0, 0
    for gold in pages(options.data / "samples" / "html_gold"):
        source = Source("page", "web", gold.url, gold.name)
        response = Response(gold.url, gold.body, _SEEN, 200, "text/html")
        began = time.perf_counter()
        (post,) = connector.parse(source, response)
        seconds += time.perf_counter() - began
        assert isinstance(post, ParsedPost)
        bare = post.text.removeprefix(post.title or "").strip()
        score, whole = word_prf(gold.text, bare), word_prf(gold.text, post.text)
        total, count = total + score, count + 1
        facts = [
            f"{label} {fact(wanted, given)}"
            for label, wanted, given in (
                ("title", gold.title, post.title),
                ("day", gold.day, post.published.day),
                ("author", gold.author, post.author),
            )
            if wanted
        ]
        print(f"{gold.name:24} F1 {score.f1:.3f} P {score.precision:.3f} R {score.recall:.3f}")
        print(f"{'':24} with the headline F1 {whole.f1:.3f}; {', '.join(facts)}")
        print(f"{'':24} day from: {post.published.basis}")
    print(f"all words: F1 {total.f1:.3f}; {count / seconds:.1f} pages a second")


if __name__ == "__main__":
    main()
