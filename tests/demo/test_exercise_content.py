"""The exercise contains what the demonstration promises to show."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]


@pytest.fixture(scope="module")
def sources(repository: Path) -> list[Row]:
    """The sources that the demonstration ships."""
    path = repository / "src/marsad/demo/data/silent_lantern/sources.json"
    rows: list[Row] = json.loads(path.read_text("utf-8"))
    return rows


@pytest.fixture(scope="module")
def posts(repository: Path) -> list[Row]:
    """The posts as the gold describes them, oldest first."""
    return _gold(repository, "posts")


@pytest.fixture(scope="module")
def statements(repository: Path) -> list[Row]:
    """The statements of the gold."""
    return _gold(repository, "statements")


@pytest.fixture(scope="module")
def events(repository: Path) -> list[Row]:
    """The events of the gold."""
    return _gold(repository, "events")


def _gold(repository: Path, name: str) -> list[Row]:
    path = repository / "evaluation" / "gold" / "silent_lantern" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _tagged(posts: list[Row], *tags: str) -> list[Row]:
    return [post for post in posts if set(tags) <= set(post["tags"])]


def test_channels_and_sites_of_every_kind(sources: list[Row]) -> None:
    kinds = Counter(source["kind"] for source in sources)
    assert set(kinds) == {"telegram_web", "telegram_export", "feed", "files"}
    assert kinds["telegram_web"] + kinds["telegram_export"] + kinds["feed"] >= 6
    assert all(source["label"] for source in sources)


def test_one_feed_is_in_windows_1256(repository: Path) -> None:
    feeds = (repository / "src/marsad/demo/data/silent_lantern/third").glob("*.xml")
    starts = [path.read_bytes()[:60] for path in feeds]
    assert sum(b'encoding="windows-1256"' in start for start in starts) == 1 < len(starts)


def test_a_pdf_and_a_picture(repository: Path) -> None:
    folder = repository / "src/marsad/demo/data/silent_lantern/files"
    starts = {path.suffix: path.read_bytes()[:5] for path in folder.iterdir()}
    assert starts[".pdf"] == b"%PDF-"
    assert starts[".png"] == b"\x89PNG\r"


def test_at_least_sixty_posts_over_nine_days_in_three_languages(posts: list[Row]) -> None:
    assert len(posts) >= 60
    assert {post["published"][:10] for post in posts} == {f"2026-03-0{day}" for day in range(1, 10)}
    languages = Counter(post["language"] for post in posts)
    assert set(languages) == {"ar", "fa", "en"}
    assert min(languages.values()) >= 20


@pytest.mark.parametrize(
    "tag",
    [
        *("readiness", "conditional-threat", "capability", "relay", "chain", "probable-place"),
        *("edited", "deleted", "forward", "original", "near-copy", "other-language-version"),
        *("toll", "deadline", "deadline-passed", "claim", "denial", "condemnation", "demand"),
        *("call-to-action", "condolence", "praise", "scripture-trap", "group-of-that-name"),
        *("prompt-injection", "html", "spam", "sarcasm", "headline-colon", "long-quotation"),
    ],
)
def test_every_ingredient(posts: list[Row], tag: str) -> None:
    assert _tagged(posts, tag)


def test_readiness_in_all_three_languages(posts: list[Row]) -> None:
    assert {post["language"] for post in _tagged(posts, "readiness")} == {"ar", "fa", "en"}


def test_one_text_is_forwarded_by_three_channels(posts: list[Row]) -> None:
    [original] = _tagged(posts, "original")
    forwards = [post for post in _tagged(posts, "forward") if post["text"] == original["text"]]
    assert len({post["source"] for post in forwards} - {original["source"]}) == 3
    assert all(post["published"] > original["published"] for post in forwards)


def test_tolls_contradict_each_other(events: list[Row]) -> None:
    tolls = {
        (row["casualties"]["killed"], row["casualties"]["injured"])
        for row in events
        if row["place"] == "pla-nahla-bridge" and "casualties" in row
    }
    assert {(3, 7), (5, 12), (4, None), (11, None)} <= tolls


def test_a_deadline_is_set_and_passes(posts: list[Row], statements: list[Row]) -> None:
    threats = [row for row in statements if row["act"] == "conditional threat" and row["deadline"]]
    assert {row["deadline_date"] for row in threats} == {"2026-03-06"}
    assert any(row["condition"] for row in threats)
    passed = [post["published"] for post in _tagged(posts, "deadline-passed")]
    assert min(passed) > "2026-03-06T15:00"


def test_one_attack_is_claimed_and_denied(statements: list[Row], events: list[Row]) -> None:
    attack = [row for row in events if row["actor"] == "org-pearly-star"]
    assert {"claimed", "denied"} <= {row["certainty"] for row in attack}
    acts = {row["act"] for row in statements if row["post"] in {row["post"] for row in attack}}
    assert {"claim of responsibility", "denial"} <= acts


def test_a_pledge_of_support_names_its_capability(statements: list[Row]) -> None:
    pledges = [row for row in statements if row["act"] == "pledge of support"]
    assert [row for row in pledges if row["capability"] and row["speaker"]["basis"] == "voice"]
    assert [row for row in pledges if row["capability"] and len(row["chain"]) == 2]


def test_a_meeting_took_place_only_probably(events: list[Row]) -> None:
    assert [row for row in events if row["type"] == "CONSULT" and row["certainty"] == "probable"]


@pytest.mark.parametrize("tag", ["scripture-trap", "prompt-injection", "html", "not-a-statement"])
def test_what_looks_like_a_statement_and_is_none(
    posts: list[Row], statements: list[Row], tag: str
) -> None:
    traps = {post["post"] for post in _tagged(posts, tag)}
    assert len(traps) >= 2
    assert not [row for row in statements if row["post"] in traps]


def test_hostile_posts_hold_markup_and_orders(posts: list[Row]) -> None:
    assert all("<script>" in post["text"] for post in _tagged(posts, "html"))
    assert len({post["language"] for post in _tagged(posts, "prompt-injection")}) == 2


def test_faults_of_the_yaml_stop_the_build(repository: Path, tmp_path: Path) -> None:
    copy = tmp_path / "exercise"
    shutil.copytree(repository / "exercise", copy, ignore=shutil.ignore_patterns("__pycache__"))
    _replace(copy / "silent_lantern" / "posts_en.yaml", "act: praise", "act: applause")
    _replace(
        copy / "silent_lantern" / "posts_ar.yaml", "2026-03-07T04:40:00Z", "2026-03-07T02:40:00Z"
    )
    _replace(copy / "silent_lantern" / "posts_fa.yaml", "entity: pla-rudsaran\n", "entity: pla-x\n")
    _replace(copy / "silent_lantern" / "sources.yaml", "owner: org-arjuwan\n", "owner: org-x\n")
    command = [sys.executable, str(copy / "build.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert [line.partition(": ")[2] for line in done.stderr.splitlines()] == [
        "unknown entity org-x",
        "mention of an unknown entity pla-x",
        "deleted before it was published",
        "statement 2: unknown act applause",
    ]
    assert not (tmp_path / "src").exists()


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
