"""The search box through the Python API: words with meaning, more like one, data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marsad.api import By, Workspace, found_csv, found_jsonl
from marsad.errors import NotFoundError, QueryError
from marsad.model import Source

POSTS = {
    "bridge-en": "Gunmen attacked the police post at the old bridge on Tuesday, killing three.",
    "bridge-ar": "هاجم مسلحون يوم الثلاثاء نقطة الشرطة عند الجسر القديم وقتلوا ثلاثة من عناصرها.",
    "bridge-ru": "Боевики во вторник напали на полицейский пост у старого моста и убили троих.",
    "wheat-en": "The ministry of agriculture expects the best wheat harvest in ten years.",
    "wheat-fa": "وزارت کشاورزی بهترین برداشت گندم ده سال گذشته را پیش‌بینی می‌کند.",
    "formula": "=HYPERLINK(1) is a text that begins as formulas do",
}

OTHERS = (
    "The football team lost its third match.",
    "The singer cancelled her concert.",
    "The court postponed the hearing.",
    "Parliament votes on the budget.",
    "Two climbers were rescued.",
)


def write(path: Path, posts: dict[str, str]) -> None:
    rows = [
        {
            "id": k,
            "url": f"https://desk.example/{k}",
            "text": t,
            "published": f"2026-03-{min(day, 9):02}",
        }
        for day, (k, t) in enumerate(posts.items(), 1)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("searching")


@pytest.fixture(scope="module")
def workspace(folder: Path) -> Iterator[Workspace]:
    write(folder / "desk.jsonl", POSTS)
    with Workspace.create(folder / "w") as created:
        source = Source("desk", "documents", str(folder / "desk.jsonl"), "Desk", local=True)
        created.add_source(source)
        created.ingest()
        created.run()
        yield created


def keys(workspace: Workspace, query: str, **how: Any) -> list[str]:
    found = workspace.find(query, **how)
    return [hit.view.post.native_id for hit in found.hits]


def test_words_and_meaning_are_joined_and_either_can_be_asked_for(workspace: Workspace) -> None:
    by_words = workspace.find("police bridge", by=By.WORDS)
    assert (by_words.total, by_words.by) == (1, By.WORDS)
    assert keys(workspace, "by:words police bridge") == ["bridge-en"]
    by_meaning = keys(workspace, "by:meaning police bridge")
    assert set(by_meaning[:3]) == {"bridge-en", "bridge-ar", "bridge-ru"}
    both = workspace.find("police bridge")
    assert both.by is By.BOTH
    assert both.hits[0].view.post.native_id == "bridge-en"
    assert both.total == len(both.hits) >= by_words.total


def test_exact_wording_asks_for_words(workspace: Workspace) -> None:
    for query in ('"old bridge"', "bridg*", "bridge OR wheat", "bridge -wheat", "source:desk"):
        assert workspace.find(query).by is By.WORDS, query


def test_fields_hold_for_meaning_too(workspace: Workspace) -> None:
    assert keys(workspace, "by:meaning lang:ru attack on the police") == ["bridge-ru"]
    assert "bridge-ru" not in keys(workspace, "by:meaning -lang:ru attack on the police")
    with pytest.raises(QueryError):
        workspace.find("by:meaning source:nowhere attack")


def test_pages_and_the_whole_are_the_same(workspace: Workspace) -> None:
    whole = [hit.view.post.id for hit in workspace.every("by:meaning attack on a bridge")]
    paged = [
        workspace.find("attack on a bridge", 1, n, by=By.MEANING).hits[0].view.post.id
        for n in range(len(whole))
    ]
    assert paged == whole
    assert len(list(workspace.every("by:meaning attack on a bridge", most=2))) == 2


def test_more_like_a_post_is_in_any_language_and_without_itself(workspace: Workspace) -> None:
    ids = {v.post.native_id: v.post.id for v in workspace.posts()}
    found = [hit.view.post.native_id for hit in workspace.like(ids["bridge-ar"])]
    assert set(found[:2]) == {"bridge-en", "bridge-ru"}
    assert "bridge-ar" not in found
    with pytest.raises(NotFoundError):
        workspace.like("p_0000000000000000")


def test_the_newest_first_is_asked_of_words(workspace: Workspace) -> None:
    assert workspace.find("police bridge").by is By.BOTH
    assert workspace.find("police bridge sort:newest").by is By.WORDS


@pytest.mark.parametrize("query", ["by:meaning police bridge", "by:both bridge OR wheat OR police"])
def test_the_newest_first_holds_however_it_is_searched(workspace: Workspace, query: str) -> None:
    best, newest = (keys(workspace, f"{query} sort:{order}") for order in ("best", "newest"))
    days = list(POSTS)
    assert newest == sorted(best, key=days.index, reverse=True) != best
    paged = [keys(workspace, f"{query} sort:newest", limit=1, offset=n) for n in range(len(best))]
    assert [key for page in paged for key in page] == newest
    assert [h.view.post.native_id for h in workspace.every(f"{query} sort:newest")] == newest


def test_what_only_meaning_found_stands_among_the_others_by_its_date(tmp_path: Path) -> None:
    wheat = {
        "old": "The wheat harvest began.",
        "crop": "Farmers bring in a record crop of wheat.",
        "new": "The wheat harvest was good.",
    }
    others = {f"n{n}": f"{OTHERS[n % len(OTHERS)]} ({n})" for n in range(48)}
    write(tmp_path / "desk.jsonl", wheat | others)
    with Workspace.create(tmp_path / "w") as made:
        file = str(tmp_path / "desk.jsonl")
        made.add_source(Source("desk", "documents", file, "Desk", local=True))
        made.ingest()
        made.run()
        assert keys(made, "wheat harvest by:words sort:newest") == ["new", "old"]
        assert set(keys(made, "wheat harvest by:both")) == {"old", "crop", "new"}
        assert keys(made, "wheat harvest by:both sort:newest") == ["new", "crop", "old"]
        paged = [
            keys(made, "wheat harvest by:both sort:newest", limit=1, offset=n) for n in (0, 1, 2)
        ]
        assert paged == [["new"], ["crop"], ["old"]]


def test_old_calls_still_answer(workspace: Workspace) -> None:
    assert workspace.search("wheat harvest", 5, 0)[0].view.post.native_id == "wheat-en"
    nearest = {h.view.post.native_id for h in workspace.search_by_meaning("wheat harvest", 2)}
    assert nearest == {"wheat-en", "wheat-fa"}


def test_data_is_whole_and_no_formula_runs(workspace: Workspace) -> None:
    rows = [json.loads(line) for line in found_jsonl(workspace.every("wheat by:words"))]
    assert [row["text"] for row in rows] == [POSTS["wheat-en"]]
    start, end = map(int, rows[0]["spans"].split("-"))
    assert rows[0]["text"][start:end] == "wheat"
    text = "".join(found_csv(workspace.every("formulas by:words")))
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["text"] == "'" + POSTS["formula"]
    assert row["source"] == "desk"
