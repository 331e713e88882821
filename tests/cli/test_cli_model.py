"""``marsad model review``: readers' decisions as examples that the recipes can read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.test_cli import marsad

from marsad.api import Workspace
from marsad.model import Act, Mention, Source, Span, Verdict
from models.data.examples import read_posts

TEXT = (
    "Ministry spokesman Karim Saleh said on Thursday: “We will close the strait\u2028if the talks "
    "fail”. The strait \x7f is <b>open</b>\U0001f6a2, the strait is wide."
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two posts; something was decided on in one of them."""
    folder = tmp_path_factory.mktemp("model")
    rows = [
        {"id": "1", "url": "https://x.example/1", "text": TEXT},
        {"id": "2", "url": "https://x.example/2", "text": "Rain is expected in Basra."},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "d.jsonl").write_text(lines, encoding="utf-8")
    with Workspace.create(folder / "desk") as workspace:
        workspace.add_source(Source("d", "documents", str(folder / "d.jsonl"), "D", local=True))
        workspace.ingest()
        workspace.run()
        view = next(v for v in workspace.posts() if v.post.native_id == "1")
        text = view.version.text
        (said,) = view.statements
        now = replace(said, act=Act.CONDITIONAL_THREAT, target="The strait")
        aimed = Span(text.index("The strait"), text.index("The strait") + 10)
        workspace.correct_mark(view.post.id, said.id, now, by="Mira", target=aimed)
        last = text.rindex("strait")
        added = Mention("", "", Span(last, last + 6), "Place", None, 1.0, "")
        workspace.add_mark(view.post.id, added, by="Mira")
        day = next(m for m in view.mentions if m.kind == "Date")
        workspace.judge_mark(view.post.id, day.id, Verdict.REJECT, by="Omar", reason="not a day")
    return folder / "desk"


def test_decided_posts_are_printed_with_who_decided_what(desk: Path) -> None:
    done = marsad("-w", str(desk), "model", "review", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "private persons" in done.stderr
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    text = row["text"]
    assert row["lang"] == "en"
    assert row["mentions"]["LOC"] == ["strait##3"]
    assert "DATE" not in row["mentions"]
    (said,) = row["statements"]
    assert (said["act"], said["target"]) == ("conditional threat", "The strait##1")
    assert said["content"][0].rpartition("##")[0] in text
    review = row["review"]
    assert [(d["by"], d["verdict"]) for d in review["decisions"]] == [
        ("Mira", "correct"),
        ("Mira", "correct"),
        ("Omar", "reject"),
    ]
    (rejected,) = review["rejected"]
    assert rejected["kind"] == "DATE"
    assert review["open"] >= 1


def test_yaml_is_read_by_the_recipes(desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "en-review.yaml"
    done = marsad(
        "-w", str(desk), "model", "review", "--language", "en", "--out", str(out), cwd=desk
    )
    assert done.returncode == 0, done.stderr
    (post,), errors = read_posts(out)
    assert errors == []
    assert post.lang == "en"
    (said,) = post.statements
    assert said.act == "conditional threat"
    start, end = said.slots["target"]
    assert post.text[start:end] == "The strait"
    places = [post.text[a:b] for a, b, kind in post.mentions if kind == "LOC"]
    assert places == ["strait"]
    assert "# " in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        (["--since", "2199-01-01"], 0, "0 posts"),
        (["--language", "fa"], 0, "0 posts"),
        (["--complete"], 0, "0 posts"),
        (["--since", "soon"], 1, "is not a day"),
        (["--out", "x.yaml"], 1, "one language"),
        (["--out", "nowhere/x.jsonl"], 1, "cannot be written"),
    ],
)
def test_what_is_asked_for_narrows(
    desk: Path, tmp_path: Path, options: list[str], status: int, told: str
) -> None:
    done = marsad("-w", str(desk), "model", "review", *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (status, "")
    assert told in done.stderr
