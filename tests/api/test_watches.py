"""Searches that are kept: what runs find for them, once each, and what a person has seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marsad.api import By, Workspace
from marsad.errors import DecisionError, NotFoundError, QueryError, WorkspaceError
from marsad.model import Entity, EntityKind, Name, Source
from marsad.pipeline import alerting
from marsad.pipeline.alerts import Raised, note_seen
from marsad.store import search

OLD = {"old": "The old bridge is closed.", "wheat": "The ministry expects the best wheat harvest."}
HOSTILE = (
    "bridge <script>alert(1)</script> \u202egnp.exe \x07; DROP TABLE posts -- ignore all rules"
)

OTHERS = (
    "Farmers asked for water for their fields.",
    "The price of bread rose again in the capital.",
    "The football team lost its third match.",
    "The singer cancelled her concert.",
    "The court postponed the hearing.",
    "A ship left the port with cement.",
    "Parliament votes on the budget.",
    "Two climbers were rescued.",
)


class Desk:
    """A workspace over a file of posts that grows."""

    def __init__(self, folder: Path) -> None:
        self.posts = dict(OLD)
        self.path = folder / "desk.jsonl"
        self.workspace = Workspace.create(folder / "w")
        self.write()
        self.workspace.add_source(Source("desk", "documents", str(self.path), "Desk", local=True))
        self.workspace.ingest()

    def write(self) -> None:
        rows = [
            {"id": k, "url": f"https://d.example/{k}", "text": t} for k, t in self.posts.items()
        ]
        self.path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def add(self, **posts: str) -> int:
        """Publish posts, collect and run; return how many alerts that raised."""
        self.posts |= posts
        self.write()
        self.workspace.ingest()
        return self.workspace.run().alerts

    def told(self, name: str, *, new: bool = False) -> list[str]:
        """Return the posts of alerts, the newest first."""
        raised = self.workspace.alerts(name, new=new)
        return [hit.view.post.native_id for hit in self.workspace.alert_hits(name, raised)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.workspace.close()


def test_each_post_that_came_to_match_is_told_once(desk: Desk) -> None:
    workspace = desk.workspace
    watch = workspace.save_search("  Bridges  and\npolice", "bridge", by="Dana")
    assert (watch.name, watch.by, watch.new) == ("Bridges and police", "Dana", 0)
    assert workspace.run().alerts == 0  # what was there when it was saved is no news
    assert desk.add(late="The bridge is open again.", other="Rain.") == 1
    assert desk.told(watch.name) == ["late"]
    assert workspace.run().alerts == 0
    assert desk.add(old="The old bridge is closed for good.") == 0  # an edit is no new post
    assert desk.add(third=HOSTILE) == 1
    assert desk.told(watch.name, new=True) == ["third", "late"]
    newest = workspace.alerts(watch.name)[0]
    assert (newest.number, newest.raised) == (2, workspace.alerts(watch.name, new=True)[0].raised)
    (hit,) = workspace.alert_hits(watch.name, (newest,))
    assert hit.spans[0].of(hit.view.version.text) == "bridge"


def test_what_was_seen_stays_seen_and_what_came_meanwhile_is_new(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.save_search("bridges", "bridge", by="Dana")
    desk.add(one="A bridge.")
    shown = workspace.alerts("bridges", new=True)
    desk.add(two="Another bridge.")
    assert workspace.mark_seen("bridges", shown[0].number).new == 1
    assert desk.told("bridges", new=True) == ["two"]
    assert workspace.mark_seen("bridges").new == 0
    assert workspace.mark_seen("bridges", shown[0].number).new == 0
    assert workspace.mark_seen("bridges", 99).new == 0
    assert desk.add(three="A third bridge.") == 1
    assert desk.told("bridges", new=True) == ["three"]
    assert desk.told("bridges") == ["three", "two", "one"]


def test_what_comes_to_match_later_is_told_then(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.save_search("threats", "act:conditional-threat", by="Dana")
    workspace.save_search("bridges", "bridge", by="Dana")
    said = "Front spokesman Salim Qadir said: “We will strike the base if they stay.”"
    assert desk.add(said=said, weather="Rain.") == 1
    assert desk.told("threats") == ["said"]
    assert desk.add(weather="Rain at the bridge.") == 1
    assert desk.add(weather="Rain at the bridge, and wind.") == 0
    assert desk.told("bridges") == ["weather"]


def test_how_it_is_searched_is_kept_with_it(desk: Desk) -> None:
    workspace = desk.workspace
    exact = workspace.save_search("exact", 'rocket OR "two sh', by="Dana", exact=True)
    assert exact.query == '(rocket OR "two sh") spelling:exact'
    same = workspace.save_search("same", "by:words a OR b", by="Dana", way=By.WORDS)
    assert same.query == "by:words a OR b"
    desk.add(one="Two rockets fell.", two="A rocket fell.")
    assert desk.told("exact") == ["two"]
    meant = workspace.save_search("meant", "by:words wheat", by="Dana", way=By.MEANING)
    assert workspace.find(meant.query).by is By.MEANING


def test_by_meaning_only_what_stands_out_is_told(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.run()
    workspace.save_search("harvest", "wheat harvest", by="Dana", way=By.MEANING)
    others = {f"n{n}": f"{OTHERS[n % len(OTHERS)]} ({n})" for n in range(48)}
    desk.add(crop="A record harvest of wheat: farmers are glad.", **others)
    assert workspace.find("by:meaning wheat harvest", 9).total > 2
    assert desk.told("harvest") == ["crop"]


def test_a_search_that_cannot_be_asked_is_not_kept(desk: Desk) -> None:
    workspace = desk.workspace
    for wrong in (
        "after:never",
        "source:nowhere",
        "entity:nobody bridge",
        "",
        "-bridge",
        "by:words",
    ):
        with pytest.raises(QueryError):
            workspace.save_search("wrong", wrong, by="Dana")
    with pytest.raises(QueryError, match="2,000"):
        workspace.save_search("wrong", "bridge " * 300, by="Dana")
    for name in (" ", "\x1b]0;owned\x07", "egnp\u202eexe", "\udcff", "n" * 81):
        with pytest.raises(WorkspaceError, match="name"):
            workspace.save_search(name, "bridge", by="Dana")
    workspace.save_search("نیم\u200cفاصله", "bridge", by="Dana")
    for ask in (workspace.saved, workspace.alerts, workspace.mark_seen, workspace.delete_search):
        with pytest.raises(NotFoundError):
            ask("wrong")


def test_a_search_that_cannot_be_asked_any_more_is_told_and_stops_no_other(desk: Desk) -> None:
    workspace = desk.workspace
    lost = Source("lost", "documents", "lost.jsonl", "Lost Desk", local=True, paused=True)
    workspace.add_source(lost)
    workspace.save_search("a lost one", 'source:"lost desk" OR bridge', by="Dana")
    workspace.save_search("bridges", "bridge", by="Dana")
    desk.add(one="A bridge.")
    assert desk.told("a lost one") == ["one"]
    workspace.add_source(replace(lost, name="Another"))
    assert desk.add(two="Another bridge.") == 1
    assert desk.told("bridges") == ["two", "one"]
    assert set(workspace.watch_trouble()) == {"a lost one"}
    assert desk.told("a lost one") == ["one"]  # what it found before is still shown
    workspace.add_source(lost)
    assert workspace.run().alerts == 1
    assert workspace.watch_trouble() == {}


def test_saving_another_or_forgetting_leaves_nothing_of_the_former(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.save_search("same", "bridge", by="Dana")
    desk.add(one="A bridge.")
    workspace.mark_seen("same")
    with pytest.raises(DecisionError, match="Dana"):
        workspace.save_search("same", "wheat", by="Omar")
    assert workspace.save_search("same", "bridge", by="Omar").by == "Dana"
    assert desk.told("same") == ["one"]  # nothing was changed
    workspace.save_search("same", "wheat", by="Omar", replace=True)
    assert [(w.query, w.new, w.seen) for w in workspace.watches()] == [("wheat", 0, 0)]
    assert workspace.alerts("same") == ()
    desk.add(two="More wheat.")
    assert [(w.raised, w.new) for w in workspace.watches()] == [(1, 1)]
    workspace.delete_search("same")
    assert workspace.watches() == ()
    assert workspace.save_search("same", "wheat", by="Dana").new == 0


def test_a_decision_about_entities_holds_in_a_search_at_once(desk: Desk) -> None:
    workspace = desk.workspace
    one = Entity("per-dolan", EntityKind.PERSON, (Name("Karim Dolan", "en", canonical=True),))
    other = Entity("per-qadir", EntityKind.PERSON, (Name("Salim Qadir", "en", canonical=True),))
    workspace.add_entities([one, other])
    desk.add(a="Interior Minister Karim Dolan spoke.", b="Interior Minister Salim Qadir spoke.")

    def told(query: str) -> set[str]:
        return {hit.view.post.native_id for hit in workspace.find(query).hits}

    assert told("entity:per-dolan") == told('entity:"karim dolan"') == {"a"}
    merge = workspace.merge("per-qadir", "per-dolan", by="Dana", reason="one person")
    spellings = ('"Karim DOLAN"', '"salim qadir"', "dolan", '"Saleem Kader"')
    for named in ("per-dolan", "per-qadir", *spellings):
        assert told(f"entity:{named}") == {"a", "b"}, named
        assert told(f"(entity:{named} OR nothing) spoke") == {"a", "b"}, named
    assert told("spoke -entity:per-qadir") == set()
    workspace.undo(merge.id, by="Dana")
    assert told("entity:per-dolan") == {"a"}


def test_a_merged_place_is_found_though_a_body_is_called_as_part_of_it_is(desk: Desk) -> None:
    workspace = desk.workspace
    named = {"l-arven": "Sel Arven", "l-old": "Qarvenia"}
    places = [Entity(k, EntityKind.PLACE, (Name(n, "en"),)) for k, n in named.items()]
    body = Entity("o-sel", EntityKind.ORGANIZATION, (Name("Sel", "en"),))
    workspace.add_entities([*places, body])
    desk.add(new="Rain fell on Sel Arven.", old="Rain fell on Qarvenia.")
    workspace.merge("l-arven", "l-old", by="Dana")
    found = {hit.view.post.native_id for hit in workspace.find("place:sel").hits}
    assert found == {"new", "old"}


def test_a_watch_that_finds_very_much_keeps_the_newest_and_tells_none_twice() -> None:
    """What is forgotten is not looked at again, so it cannot come back as new."""
    at, kept = datetime(2026, 3, 5, tzinfo=UTC), Raised()
    for n in range(1, 8):
        kept = kept.plus(at, n * 1_000, [f"p{n}-{m}" for m in range(1_000)])
    assert (len(kept.posts), kept.floor) == (5_000, 2_000)
    flood = kept.plus(at, 20_000, [f"q{m}" for m in range(6_000)])
    assert (len(flood.posts), flood.floor) == (5_000, 20_000)
    assert "q5999" in flood.posts
    uneven = Raised().plus(at, 10, [f"a{m}" for m in range(4_999)]).plus(at, 20, ["b", "c"])
    assert (uneven.count, len(uneven.posts), uneven.floor) == (5_001, 5_000, 10)
    assert {"a0", "a1", "b"} & uneven.posts == {"a1", "b"}


def test_no_run_misses_a_post_however_many_were_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerting, "_LOOKED_BACK", 5)
    monkeypatch.setattr(search, "_NARROWED", 5)
    desk.workspace.save_search("plain", "bridge", by="Dana")
    desk.workspace.save_search("narrow", "bridge source:desk", by="Dana")
    desk.workspace.save_search("both", "bridge source:desk by:both", by="Dana")
    many = {f"n{n}": f"Bridge number {n}." for n in range(20)}
    assert desk.add(**many) == 60
    for name in ("plain", "narrow", "both"):
        assert set(desk.told(name)) == set(many), name
    assert desk.workspace.run().alerts == 0
    assert desk.add(n3="Rain.", late="Another bridge.") == 3


def test_a_run_writes_nothing_for_a_search_that_was_replaced_meanwhile(desk: Desk) -> None:
    workspace = desk.workspace
    for name in ("lost", "same"):
        workspace.save_search(name, "bridge", by="Dana")
    desk.posts |= {"one": "A bridge is open."}
    desk.write()
    workspace.ingest()

    def meanwhile(stage: str, done: int, _: int | None) -> None:
        if stage == "alerts" and done == 1:  # both were read, and "lost" was asked
            workspace.save_search("same", "wheat", by="Omar", replace=True)

    assert workspace.run(progress=meanwhile).alerts == 1
    assert [(w.name, w.query, w.raised) for w in workspace.watches()] == [
        ("lost", "bridge", 1),
        ("same", "wheat", 0),
    ]
    assert workspace.alerts("same") == ()


def test_a_failure_of_a_search_that_was_forgotten_meanwhile_is_not_kept(desk: Desk) -> None:
    workspace = desk.workspace
    gone = Source("gone", "documents", "gone.jsonl", "Gone Desk", local=True, paused=True)
    workspace.add_source(gone)
    workspace.save_search("a", "bridge", by="Dana")
    workspace.save_search("b", 'source:"gone desk"', by="Dana")
    workspace.add_source(replace(gone, name="Another"))

    def meanwhile(stage: str, done: int, _: int | None) -> None:
        if stage == "alerts" and done == 1:
            workspace.delete_search("b")

    workspace.run(progress=meanwhile)
    assert workspace.watch_trouble() == {}
    assert workspace.read.states("watch-") == {}


def test_what_two_people_saw_at_once_is_the_most_of_it(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.save_search("bridges", "bridge", by="Dana")
    desk.add(one="A bridge.", two="Another bridge.")
    stale = workspace.saved("bridges")
    workspace.mark_seen("bridges")
    note_seen(workspace.store, stale, 1)
    assert workspace.saved("bridges").new == 0
    workspace.delete_search("bridges")
    note_seen(workspace.store, stale, 2)
    assert workspace.save_search("bridges", "bridge", by="Dana").seen == 0


def test_a_search_that_was_kept_before_there_were_alerts_is_read(desk: Desk) -> None:
    workspace = desk.workspace
    watch = workspace.save_search("bridges", "bridge", by="Dana")
    told = json.loads(workspace.read.states("watch/")[f"watch/{watch.id}"])
    told["seen"] = told.pop("since")
    with workspace.store.write() as writer:
        writer.put_state(f"watch/{watch.id}", json.dumps(told))
    assert workspace.watches() == (watch,)
    assert desk.add(one="A bridge.") == 1
    assert desk.told("bridges") == ["one"]


def test_a_name_comes_before_an_id(desk: Desk) -> None:
    workspace = desk.workspace
    first = workspace.save_search("zebra", "bridge", by="Dana")
    workspace.save_search(first.id, "wheat", by="Dana")
    assert workspace.saved(first.id).query == "wheat"
    workspace.delete_search(first.id)
    assert workspace.saved(first.id).query == "bridge"
