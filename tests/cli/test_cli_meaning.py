"""``marsad search --meaning``: a question in any language, posts in any language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad
from tests.pipeline.conftest import write_documents

POSTS = {
    "bridge-ar": "هاجم مسلحون يوم الثلاثاء نقطة الشرطة عند الجسر القديم وقتلوا ثلاثة من عناصرها.",
    "bridge-ru": "Боевики во вторник напали на полицейский пост у старого моста и убили троих.",
    "wheat-fa": "وزارت کشاورزی پس از بارندگی‌ها بهترین برداشت گندم ده سال گذشته را پیش‌بینی می‌کند.",
    "wheat-en": "The ministry of agriculture expects the best wheat harvest in ten years.",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which posts were brought, and not yet read."""
    root = tmp_path_factory.mktemp("meaning")
    rows = [
        {"id": key, "url": f"https://desk.example/{key}", "text": text}
        for key, text in POSTS.items()
    ]
    write_documents(root / "documents.jsonl", rows)
    for arguments in (("init", "desk"), ("-w", "desk", "source", "add", "documents.jsonl")):
        done = marsad(*arguments, cwd=root)
        assert done.returncode == 0, done.stderr
    return root / "desk"


@pytest.fixture(scope="module")
def read(desk: Path) -> Path:
    """The same after a run, and after a search before it."""
    early = marsad("search", "--meaning", "attack on a bridge", cwd=desk)
    assert early.returncode == 1
    assert "marsad run" in early.stderr
    done = marsad("run", cwd=desk)
    assert done.returncode == 0, done.stderr
    return desk


@pytest.mark.parametrize(
    ("question", "story"), [("attack on police", "bridge"), ("محصول القمح", "wheat")]
)
def test_posts_near_in_meaning_come_first_in_whatever_language(
    read: Path, question: str, story: str
) -> None:
    done = marsad("search", "--meaning", question, "--limit", "2", "--json", cwd=read)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    wanted = {key for key in POSTS if key.startswith(story)}
    assert {hit["post"]["native_id"] for hit in found} == wanted
    assert all(hit["spans"] == [] for hit in found)
    assert found[0]["score"] >= found[1]["score"]


def test_the_list_shows_how_the_posts_begin(read: Path) -> None:
    done = marsad("search", "--meaning", "attack on police", "--limit", "2", cwd=read)
    assert done.returncode == 0, done.stderr
    assert "Боевики" in done.stdout
    assert "wheat" not in done.stdout
    assert "Nothing found" in marsad("search", '"attack on police"', cwd=read).stdout
    assert "Nothing found" in marsad("search", "--meaning", "?!", cwd=read).stdout
