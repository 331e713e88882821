"""The annotated examples: the reader, and that every file follows the guide."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from models.data.examples import DATA, read_events, read_posts
from models.data.vocabulary import ACLED, ACTS, PLOVER

POSTS = sorted((DATA / "statements").glob("*.yaml"))
EVENTS = sorted((DATA / "events").glob("*.yaml"))

ONE = """
- id: ar-x-1
  style: agency
  owner: وكالة سدرة
  voice: false
  date: 2026-05-03
  text: |-
    وفي بغداد قال قاسم الهادي: لا. ثم قال قاسم الهادي: «نعم» وببغداد.
  mentions:
    PER: [قاسم الهادي]
    LOC: [بغداد]
  statements:
    - speaker: "قاسم الهادي##2"
      cue: "قال##2"
      content: ["نعم"]
      act: other
      direct: true
      deadline: {text: بغداد, day: 2026-05-07}
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "ar-x.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_marked_runs_are_found_where_the_guide_says(tmp_path: Path) -> None:
    (post,), errors = read_posts(_written(tmp_path, ONE))
    assert not errors
    (statement,) = post.statements
    assert statement.speaker is not None
    assert statement.speaker[0] == post.text.rindex("قاسم")
    assert [post.text[a:b] for a, b in statement.content] == ["نعم"]
    assert statement.deadline_day is not None
    assert statement.deadline_day.isoformat() == "2026-05-07"


def test_a_run_listed_once_marks_all_occurrences_also_after_attached_particles(
    tmp_path: Path,
) -> None:
    (post,), _ = read_posts(_written(tmp_path, ONE))
    marked = Counter(post.text[a:b] for a, b, _ in post.mentions)
    assert marked == {"بغداد": 2, "قاسم الهادي": 2}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("act: other", "act: boast", "unknown act"),
        ('["نعم"]', '["لعم"]', "does not occur"),
        ("قال##2", "قال##3", "does not occur"),
        ("LOC:", "PLACE:", "unknown fields"),
        ("style: agency", "style: wire", "unknown style"),
        ('speaker: "قاسم الهادي##2"', "speaker: null", "no speaker"),
        ("direct: true", "direct: maybe", "neither true nor false"),
        ("day: 2026-05-07", "day: Thursday", "is no day"),
    ],
)
def test_what_breaks_the_guide_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in ONE
    posts, errors = read_posts(_written(tmp_path, ONE.replace(old, new)))
    assert not posts
    assert said in str(errors[0])
    assert "ar-x-1" in str(errors[0])


@pytest.mark.parametrize("path", POSTS, ids=lambda path: str(path.stem))
def test_every_file_of_posts_follows_the_guide(path: Path) -> None:
    posts, errors = read_posts(path)
    assert [str(error) for error in errors] == []
    acts = Counter(s.act for post in posts for s in post.statements)
    assert set(acts) == set(ACTS)
    assert any(not post.statements for post in posts)


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: str(path.stem))
def test_every_file_of_events_follows_the_guide(path: Path) -> None:
    events, errors = read_events(path)
    assert [str(error) for error in errors] == []
    assert {event.acled for event in events} == set(ACLED)
    assert {event.plover for event in events} == set(PLOVER)


def test_no_text_is_in_two_files_and_no_id_is_used_twice() -> None:
    posts = [post for path in POSTS for post in read_posts(path)[0]]
    assert [n for n, times in Counter(post.id for post in posts).items() if times > 1] == []
    assert [t for t, times in Counter(post.text for post in posts).items() if times > 1] == []
