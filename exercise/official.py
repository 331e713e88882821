"""Turn the re3d and Tehran Times collections into the demonstration's document files.

    python exercise/official.py --re3d DIR --tehran-times FILE

re3d (Defence Science and Technology Laboratory): one folder a publisher with
``documents.json``. Tehran Times: one JSON list. Nothing is added to the texts; a date is
given only where the address or the article's number gives one, and says so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "src/marsad/demo/data/official"

# Folder → id, owner, reliability on the Admiralty scale, licence. BBC is not among them: its
# licence is for non-commercial use. Reliability is the demonstration's own judgement.
PUBLISHERS = {
    "CENTCOM": ("centcom", "United States Central Command", "B", "public domain"),
    "US State Department": ("us-state", "United States Department of State", "B", "public domain"),
    "UK Government": ("uk-government", "Government of the United Kingdom", "B", "OGL-UK-3.0"),
    "Australian Department of Foreign Affairs": (
        "dfat",
        "Australian Department of Foreign Affairs and Trade",
        "B",
        "CC-BY-3.0-AU",
    ),
    "Delegation of the European Union to Syria": (
        "eu-syria",
        "Delegation of the European Union to Syria",
        "B",
        "reuse with credit",
    ),
    "Wikipedia": ("wikipedia-en", "Wikipedia contributors", "C", "CC-BY-SA-3.0"),
}
_MONTH_IN_URL = re.compile(r"/(20\d\d)/(0[1-9]|1[0-2])/")
# Quds Day, 7 May 2021, has numbers 4606xx; the run 460383–461900 spans that month.
_MAY_2021 = range(460_383, 461_901)


def main() -> None:
    """Write one ``.jsonl.gz`` a publisher and ``sources.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--re3d", type=Path, required=True)
    parser.add_argument("--tehran-times", type=Path, required=True)
    given = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    sources = []
    for folder, (key, owner, grade, licence) in PUBLISHERS.items():
        rows = list(_re3d(given.re3d / folder / "documents.json"))
        _write(key, rows)
        credit = f"{owner}; collected by Dstl and Aleph Insights (re3d)"
        sources.append(_source(key, owner, grade, licence, credit))
        print(f"{key}: {len(rows)} documents")
    rows = list(_tehran_times(given.tehran_times))
    _write("tehran-times", rows)
    print(f"tehran-times: {len(rows)} documents")
    credit = "Tehran Times / Mehr News Agency, www.tehrantimes.com"
    sources.append(_source("tehran-times", "Mehr News Agency", "C", "CC-BY-4.0", credit))
    text = json.dumps(sources, ensure_ascii=False, indent=1) + "\n"
    (OUT / "sources.json").write_text(text, encoding="utf-8")


def _re3d(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = {"id": row["_id"], "url": row["sourceUrl"], "title": row["title"].strip()}
        yield {**found, "text": row["text"].strip(), "lang": "en", **_month(row["sourceUrl"])}


def _month(url: str) -> dict[str, Any]:
    match = _MONTH_IN_URL.search(url)
    if match is None:
        return {}
    return {
        "published": f"{match[1]}-{match[2]}-01T00:00:00Z",
        "published_precision": "month",
        "published_basis": "year and month in the address",
    }


def _tehran_times(path: Path) -> Iterator[dict[str, Any]]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        found = {"id": str(row["id"]), "url": row["url"], "title": row["slug"].strip()}
        yield {**found, "text": row["text"].strip(), "lang": "en", **_estimate(row["id"])}


def _estimate(number: int) -> dict[str, Any]:
    if number not in _MAY_2021:
        return {}
    return {
        "published": "2021-05-01T00:00:00Z",
        "published_precision": "month",
        "published_basis": "estimated from the article's number: 4606xx is 7 May 2021",
        "published_estimated": True,
    }


def _source(key: str, owner: str, grade: str, licence: str, credit: str) -> dict[str, Any]:
    return {
        "id": key,
        "kind": "documents",
        "address": f"{key}.jsonl.gz",
        "name": "Tehran Times" if key == "tehran-times" else owner,
        "owner": owner,
        "voice": False,
        "languages": ["en"],
        "reliability": grade,
        "licence": licence,
        "credit": credit,
        "label": "",
        "local": True,
    }


def _write(key: str, rows: list[dict[str, Any]]) -> None:
    body = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    packed = gzip.compress(body.encode("utf-8"), mtime=0)
    (OUT / f"{key}.jsonl.gz").write_bytes(packed)


if __name__ == "__main__":
    main()
