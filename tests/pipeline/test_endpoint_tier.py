"""The endpoint tier from end to end: what the server does, and what is left when it does not."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from tests.pipeline.conftest import DOCUMENTS, documents_source, write_documents
from tests.servers.endpoint import Asked, Reply, ScriptedEndpoint, says, silent, status

from marsad.api import PostView, Workspace
from marsad.errors import ConfigError
from marsad.extract.endpoint import KEY_VARIABLE, SAMPLE, SAMPLE_CONTENT
from marsad.model import Entity, EntityKind, Failure, Name

TEXTS = {r["id"]: "\n\n".join(r[k] for k in ("title", "text") if k in r) for r in DOCUMENTS}
OURS = SAMPLE.version.text

NOTHING: dict[str, Any] = {"mentions": [], "statements": []}
CROFT = {
    "speaker_kind": "named",
    "speaker": "Dalia Croft",
    "cue": "said",
    "content": [SAMPLE_CONTENT],
    "act": "announcement",
}
DOLAN = {
    "speaker_kind": "named",
    "speaker": "Karim Dolan",
    "cue": "said",
    "content": ["the road will stay closed"],
    "act": "announcement",
}
INVENTED = {**DOLAN, "content": ["the bridge will be blown up"]}
ATLANTIS = {"text": "Atlantis", "kind": "Place"}
ANSWERS: dict[str, dict[str, Any]] = {
    OURS: {"mentions": [], "statements": [CROFT]},
    TEXTS["d1"]: {"mentions": [ATLANTIS], "statements": [DOLAN, INVENTED]},
}


def good(asked: Asked) -> Reply:
    """Answer as a model that reads some posts, and finds nothing in the others."""
    return says(ANSWERS.get(asked.passage, NOTHING))


def but(words: str, reply: Reply) -> Callable[[Asked], Reply]:
    """Answer so where the passage holds ``words``, and well elsewhere."""
    return lambda asked: reply if words in asked.passage else good(asked)


@pytest.fixture
def server() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint() as running:
        running.rule(good)
        yield running


def serve(
    root: Path, server: ScriptedEndpoint, model: str = "small-model", **settings: float
) -> Path:
    """Set the workspace at ``root`` to have its posts read by ``server``."""
    given = {"endpoint_timeout": 20.0, "endpoint_workers": 2, **settings}
    lines = [f"{key} = {value}" for key, value in given.items()]
    named = ['tier = "endpoint"', f'endpoint = "{server.url}"', f'model = "{model}"']
    (root / "marsad.toml").write_text("\n".join(["[models]", *named, *lines]), encoding="utf-8")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with four posts, collected and not yet read."""
    documents = write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    with Workspace.create(tmp_path / "desk") as workspace:
        workspace.add_source(documents_source(documents))
        workspace.ingest()
    return tmp_path / "desk"


def run(root: Path) -> dict[str, int]:
    with Workspace.open(root) as workspace:
        return dict(workspace.run().stages)


def failures(root: Path) -> tuple[Failure, ...]:
    with Workspace.open(root) as workspace:
        return workspace.failures()


def post(root: Path, native_id: str) -> PostView:
    with Workspace.open(root) as workspace:
        return next(v for v in workspace.posts() if v.post.native_id == native_id)


def contents(view: PostView) -> list[str]:
    text = view.version.text
    return [span.of(text) for statement in view.statements for span in statement.content]


def recipes(view: PostView) -> set[str]:
    return {statement.recipe for statement in view.statements}


def asked_for(server: ScriptedEndpoint) -> Counter[str]:
    return Counter(asked.passage for asked in server.asked)


def test_posts_are_read_by_the_model_once(root: Path, server: ScriptedEndpoint) -> None:
    serve(root, server)
    assert run(root)["extract"] == 4
    assert asked_for(server) == dict.fromkeys(TEXTS.values(), 1)
    view = post(root, "d1")
    assert contents(view) == ["the road will stay closed"]
    assert all("small-model" in recipe for recipe in recipes(view))
    assert not failures(root)
    assert run(root)["extract"] == 0
    assert len(server.asked) == 4


def test_what_does_not_stand_in_the_post_is_counted(root: Path, server: ScriptedEndpoint) -> None:
    serve(root, server)
    run(root)
    with Workspace.open(root) as workspace:
        assert workspace.tally() == {"read by the model": 4, "dropped: not in the passage": 2}
        figures = workspace.metrics().decode()
    assert 'marsad_endpoint{what="dropped: not in the passage"} 2.0' in figures


@pytest.mark.parametrize(
    "reply",
    [
        says("", refusal="I cannot help with that."),
        says("Certainly! Here is what I found."),
        says("{}", finish="length"),
        status(400),
    ],
    ids=["refusal", "prose", "cut short", "too long"],
)
def test_a_post_that_the_model_cannot_read_is_read_by_rules(
    root: Path, server: ScriptedEndpoint, reply: Reply
) -> None:
    run(root)
    by_rules = post(root, "d2")
    assert by_rules.statements
    serve(root, server)
    server.rule(but("سالم قادر", reply))
    assert run(root)["extract"] == 4
    assert post(root, "d2").statements == by_rules.statements
    assert contents(post(root, "d1")) == ["the road will stay closed"]
    (failure,) = failures(root)
    assert (failure.stage, failure.item) == ("extract", by_rules.version.id)
    assert "Rules read the post instead" in failure.message
    with Workspace.open(root) as workspace:
        assert workspace.tally()["read by rules instead"] == 1
        (health,) = workspace.source_health()
        assert health.failure is None
    assert run(root)["extract"] == 0


def test_what_was_answered_is_not_asked_for_again(root: Path, server: ScriptedEndpoint) -> None:
    """A decision on a name, or a new entity, changes what is made of an answer, not the answer."""
    serve(root, server)
    run(root)
    tally = {"read by the model": 4, "dropped: not in the passage": 2}
    known = Entity("org-mu", EntityKind.ORGANIZATION, (Name("Ministry of Unheard Things", "en"),))
    with Workspace.open(root) as workspace:
        workspace.add_entities([known])
    server.rule(lambda _: status(500))
    assert run(root)["extract"] == 4
    assert len(server.asked) == 4
    assert contents(post(root, "d1")) == ["the road will stay closed"]
    with Workspace.open(root) as workspace:
        assert workspace.tally() == tally


def test_answers_of_another_model_go_once_all_posts_are_read_anew(
    root: Path, server: ScriptedEndpoint
) -> None:
    serve(root, server)
    run(root)
    serve(root, server, model="large-model")
    server.rule(but("سالم قادر", status(503, Retry_After="3600")))
    assert run(root)["extract"] == 3
    serve(root, server)
    asked = len(server.asked)
    run(root)
    assert len(server.asked) == asked  # not all were read anew, so nothing was forgotten
    serve(root, server, model="large-model")
    server.rule(good)
    run(root)
    serve(root, server)
    asked = len(server.asked)
    assert run(root)["extract"] == 4
    assert len(server.asked) == asked + 4


def test_an_answer_without_meaning_is_asked_for_again(root: Path, server: ScriptedEndpoint) -> None:
    serve(root, server, endpoint_workers=1)
    server.script(says("Sorry."), says(NOTHING))
    assert run(root)["extract"] == 4
    assert not failures(root)


DEAD = {
    "silent": silent(),
    "overloaded": status(503, Retry_After="0"),
    "too many": status(429, Retry_After="3600"),
    "key": status(401),
    "another address": status(404),
    "prose to all": says("Certainly!"),
    "refuses all": says("", refusal="No."),
}


@pytest.mark.parametrize("reply", DEAD.values(), ids=DEAD)
def test_a_server_that_reads_nothing_loses_nothing(
    root: Path, server: ScriptedEndpoint, reply: Reply
) -> None:
    serve(root, server, endpoint_timeout=0.3)
    server.rule(lambda _: reply)
    stages = run(root)
    assert (stages["language"], stages["extract"]) == (4, 0)
    (failure,) = failures(root)
    assert failure.item == server.url
    assert failure.error == "UnansweredError"
    assert "The next run goes on with them." in failure.hint
    serve(root, server)
    server.rule(good)
    assert run(root)["extract"] == 4
    assert contents(post(root, "d1")) == ["the road will stay closed"]
    assert not failures(root)


def test_a_dead_server_is_not_asked_about_every_post(
    tmp_path: Path, server: ScriptedEndpoint
) -> None:
    many = [{"id": f"m{n}", "url": f"https://desk.example/{n}", "text": f"{n}"} for n in range(40)]
    with Workspace.create(tmp_path / "desk") as workspace:
        workspace.add_source(documents_source(write_documents(tmp_path / "many.jsonl", many)))
        workspace.ingest()
    serve(tmp_path / "desk", server, endpoint_timeout=0.3)
    server.rule(lambda _: silent())
    run(tmp_path / "desk")
    assert len(server.asked) < 8
    serve(tmp_path / "desk", server)
    server.rule(good)
    assert run(tmp_path / "desk")["extract"] == 40


def test_a_post_without_answer_holds_up_no_other(root: Path, server: ScriptedEndpoint) -> None:
    serve(root, server, endpoint_timeout=5.0, endpoint_workers=1)
    slow = [TEXTS[each] for each in ("d1", "d2", "d3")]
    server.rule(lambda asked: silent() if asked.passage in slow else good(asked))
    assert run(root)["extract"] == 1
    rows = failures(root)
    assert {row.item for row in rows} == {post(root, d).version.id for d in ("d1", "d2", "d3")}
    assert all("The next run tries it again." in row.hint for row in rows)
    serve(root, server)
    server.rule(good)
    assert run(root)["extract"] == 3
    assert not failures(root)


def test_a_key_that_cannot_be_sent_loses_nothing(
    root: Path, server: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(root, server)
    monkeypatch.setenv(KEY_VARIABLE, "a\nb")
    assert run(root)["extract"] == 0
    (failure,) = failures(root)
    assert KEY_VARIABLE in failure.message
    monkeypatch.delenv(KEY_VARIABLE)
    assert run(root)["extract"] == 4


def test_going_back_to_the_rules_needs_no_server(root: Path, server: ScriptedEndpoint) -> None:
    serve(root, server, endpoint_timeout=0.3)
    server.rule(lambda _: silent())
    run(root)
    assert failures(root)
    (root / "marsad.toml").write_text("", encoding="utf-8")
    assert run(root)["extract"] == 4
    assert not failures(root)


def test_others_write_while_the_server_thinks(root: Path, server: ScriptedEndpoint) -> None:
    thinking, go_on = Event(), Event()

    def slowly(asked: Asked) -> Reply:
        thinking.set()
        assert go_on.wait(20)
        return good(asked)

    serve(root, server)
    server.rule(slowly)
    reading = threading.Thread(target=run, args=(root,))
    reading.start()
    assert thinking.wait(20)
    with Workspace.open(root) as beside:
        beside.pause_source("desk")
    go_on.set()
    reading.join()
    assert len(server.asked) == 4
    with Workspace.open(root) as workspace:
        assert workspace.source("desk").paused


def test_a_kill_in_the_middle_repeats_only_what_was_under_way(
    root: Path, server: ScriptedEndpoint
) -> None:
    """Promise 1: what the model has read stays read, and is counted once."""
    serve(root, server, endpoint_workers=1)
    third = Event()

    def stuck(asked: Asked) -> Reply:
        if len(server.asked) < 3:
            return good(asked)
        third.set()
        return silent()

    server.rule(stuck)
    program = "import sys; from marsad.api import Workspace; Workspace.open(sys.argv[1]).run()"
    process = subprocess.Popen([sys.executable, "-c", program, str(root)])
    assert third.wait(60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    server.rule(good)
    assert run(root)["extract"] == 2
    assert sorted(asked_for(server).values()) == [1, 1, 1, 2]
    assert contents(post(root, "d1")) == ["the road will stay closed"]
    with Workspace.open(root) as workspace:
        assert workspace.tally()["read by the model"] == 4
        assert not workspace.failures()


def test_a_stop_ends_after_the_posts_under_way(root: Path, server: ScriptedEndpoint) -> None:
    serve(root, server, endpoint_workers=1)
    stop = Event()

    def stopping(asked: Asked) -> Reply:
        stop.set()
        return good(asked)

    server.rule(stopping)
    with Workspace.open(root) as workspace:
        workspace.watch(stop, rounds=1)
    assert len(server.asked) == 1
    assert run(root)["extract"] == 3


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('tier = "endpoint"', "models.endpoint"),
        ('tier = "endpoint"\nendpoint = "http://127.0.0.1:8000/v1"', "models.model"),
        ('tier = "endpoint"\nendpoint = "127.0.0.1"\nmodel = "m"', "http://127.0.0.1"),
    ],
)
def test_a_tier_without_its_server_is_named(root: Path, settings: str, said: str) -> None:
    (root / "marsad.toml").write_text(f"[models]\n{settings}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"models\.tier") as caught:
        Workspace.open(root)
    assert said in caught.value.hint
