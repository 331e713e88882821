"""Every link between the pages leads somewhere, and the pages stay light enough to ship."""

from __future__ import annotations

import re
from pathlib import Path

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_HEAVIEST = 300 * 1024


def _pages(docs: Path) -> list[Path]:
    root = docs.parent
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted(docs.rglob("*.md"))]


def _anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to a page's headings."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    plain = (re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings)
    return set(plain)


def test_links_lead_somewhere(docs: Path) -> None:
    broken = []
    for page in _pages(docs):
        for target in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
            path, _, anchor = target.partition("#")
            if "://" in path:
                continue
            file = (page.parent / path).resolve() if path else page
            if not file.exists() or (anchor and anchor not in _anchors(file)):
                broken.append(f"{page.relative_to(docs.parent)}: {target}")
    assert broken == []


def test_every_page_is_reached_from_the_index(docs: Path) -> None:
    index = (docs / "index.md").read_text(encoding="utf-8")
    linked = {(docs / target).resolve() for target in _LINK.findall(index)}
    pages = set(docs.rglob("*.md")) - {docs / "index.md"}
    assert {p.relative_to(docs) for p in pages if p.resolve() not in linked} == set()


def test_pictures_are_light(docs: Path) -> None:
    heavy = [p.name for p in (docs / "images").glob("*.png") if p.stat().st_size > _HEAVIEST]
    assert heavy == []
