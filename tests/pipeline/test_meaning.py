"""What posts mean: read once, joined and found across languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest

from marsad.api import Workspace
from marsad.encoder.space import SIZE
from marsad.encoder.understanding import understood
from marsad.errors import ExtractionError, WorkspaceError
from marsad.model import Source
from marsad.pipeline import embed_posts
from marsad.pipeline.embedding import RECIPE, embed_texts
from marsad.pipeline.tasks_meaning import cluster_rows, retrieve

BRIDGE = {
    "en": "Gunmen attacked the police post at the old bridge of Sahara on Tuesday, killing three.",
    "ar": "هاجم مسلحون يوم الثلاثاء نقطة الشرطة عند الجسر القديم في سهارى وقتلوا ثلاثة من عناصرها.",
    "fa": "افراد مسلح روز سه‌شنبه به پاسگاه پلیس در پل قدیمی سهارا حمله کردند و سه مأمور را کشتند.",
    "he": "חמושים תקפו ביום שלישי את עמדת המשטרה ליד הגשר הישן בסהרה והרגו שלושה שוטרים.",
    "ru": "Боевики во вторник напали на полицейский пост у старого моста в Сахаре и убили троих.",
}
WHEAT = {
    "en": "The ministry of agriculture expects the best wheat harvest in ten years after rains.",
    "ar": "تتوقع وزارة الزراعة أفضل محصول من القمح منذ عشر سنوات بعد هطول الأمطار.",
    "fa": "وزارت کشاورزی پس از بارندگی‌ها بهترین برداشت گندم در ده سال گذشته را پیش‌بینی می‌کند.",
    "he": "משרד החקלאות צופה את יבול החיטה הטוב ביותר זה עשר שנים בעקבות הגשמים.",
    "ru": "Министерство сельского хозяйства ожидает лучший за десять лет урожай пшеницы.",
}
POSTS = {f"{name}-{lang}": text for name, story in (("bridge", BRIDGE), ("wheat", WHEAT))
         for lang, text in story.items()}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("meaning")
    rows = [
        {
            "id": key,
            "url": f"https://desk.example/{n}",
            "text": text,
            "published": f"2026-03-03T{9 + n:02}:00:00Z",
        }
        for n, (key, text) in enumerate(POSTS.items())
    ]
    path = folder / "documents.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with Workspace.create(folder / "workspace") as created:
        created.add_source(Source("desk", "documents", str(path), "Desk", local=True))
        created.ingest()
        yield created


def test_before_the_first_run_a_search_says_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="not yet read") as caught:
        workspace.search_by_meaning("attack on a bridge")
    assert "marsad run" in caught.value.hint


def test_a_story_told_in_five_languages_is_one_story(workspace: Workspace) -> None:
    workspace.run()
    views = workspace.read.posts_by_id([p for s in workspace.stories() for p in s.post_ids])
    found = [{views[p].post.native_id for p in s.post_ids} for s in workspace.stories()]
    wanted = [{key for key in POSTS if key.startswith(name)} for name in ("bridge", "wheat")]
    assert sorted(found, key=min) == wanted


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("attack on a bridge", "bridge"),
        ("حصاد القمح هذا العام", "wheat"),
        ("нападение на полицию", "bridge"),
    ],
)
def test_posts_in_all_languages_are_found_from_any(
    workspace: Workspace, question: str, name: str
) -> None:
    workspace.run()
    hits = workspace.search_by_meaning(question, 5)
    assert {hit.view.post.native_id for hit in hits} == {key for key in POSTS if name in key}
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(hit.spans == () for hit in hits)
    assert workspace.search_by_meaning(question, 2, 1) == hits[1:3]
    assert workspace.search_by_meaning(" ?! ") == ()


def test_what_is_new_is_read_and_nothing_twice(workspace: Workspace) -> None:
    workspace.run()
    assert dict(workspace.run().stages)["embed"] == 0
    reader = workspace.read
    vectors = reader.new_vectors(RECIPE, 0, 100)
    assert len(vectors) == len(POSTS)
    assert {len(v.numbers) for v in vectors} == {SIZE}


def test_a_stage_that_is_told_to_stop_ends_after_a_batch(workspace: Workspace) -> None:
    stop = Event()
    stop.set()
    assert embed_posts(workspace.store, understood, stop=stop) in (0, len(POSTS))


def test_an_empty_workspace_has_nothing_to_find(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "empty") as empty:
        assert empty.search_by_meaning("bridge") == ()


def test_texts_without_a_word_have_no_vector_and_long_ones_are_read_in_windows() -> None:
    long = BRIDGE["en"] + "\n" + 300 * "So it goes. "
    rows = embed_texts(["", " \n ", BRIDGE["en"], long], understood())
    assert [bool(row.any()) for row in rows] == [False, False, True, True]
    assert embed_texts([], understood()).shape == (0, SIZE)


def test_evaluation_groups_texts_across_languages() -> None:
    rows = [{"id": key, "lang": key[-2:], "text": text} for key, text in POSTS.items()]
    found = {row["id"]: row["cluster"] for row in cluster_rows(rows)}
    assert len(set(found.values())) == 2
    assert len({found[key] for key in POSTS if "wheat" in key}) == 1


def test_evaluation_of_one_language_needs_no_model() -> None:
    rows = [{"id": "1", "lang": "en", "text": "a"}, {"id": "2", "lang": "en", "text": "b"}]

    def none() -> NoReturn:
        raise AssertionError("the model was loaded")

    assert len(list(cluster_rows(rows, none))) == 2


def test_evaluation_ranks_passages_of_each_language() -> None:
    questions = [
        {"id": "q1", "lang": "fa", "text": "حمله به پلیس"},
        {"id": "q2", "lang": "en", "text": "good harvest"},
    ]
    passages = [{"id": key, "lang": key[-2:], "text": text} for key, text in POSTS.items()]
    found = list(retrieve(questions, passages))
    assert [(row["id"], row["target"]) for row in found] == [
        (query, target) for query in ("q1", "q2") for target in ("en", "ar", "fa", "he", "ru")
    ]
    for row in found:
        name = "bridge" if row["id"] == "q1" else "wheat"
        assert row["ranked"][0] == f"{name}-{row['target']}"
        assert len(row["ranked"]) == 2
    assert list(retrieve([], passages)) == []


def test_a_row_without_text_is_named() -> None:
    with pytest.raises(ExtractionError, match="7"):
        list(cluster_rows([{"id": 7}]))
