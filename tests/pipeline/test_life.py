"""Coverage, gaps, names and announced successors of sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.pipeline.conftest import DOCUMENTS, Hand, documents_source, write_documents

from marsad.api import CoverageState, PostFilter, Scope, Workspace, make_source
from marsad.errors import ConfigError, NotFoundError, ReportError, UnreadableError
from marsad.model import Outcome, Response, Source
from marsad.monitor import FileTransport
from marsad.monitor.successors import announced_successor
from marsad.pipeline import Collection, Rhythm, visit
from marsad.plugins import Registry
from marsad.ports import (
    NO_HISTORY,
    Connector,
    Coverage,
    History,
    Limits,
    ParsedItem,
    ParsedPost,
    ParsedSource,
    Transport,
)

CHANNEL = Source("lantern", "telegram_web", "https://t.me/s/lantern", "Lantern")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Follow our backup channel: @lantern_two", "https://t.me/s/lantern_two"),
        ("قناتنا الاحتياطية:\nhttps://t.me/lantern_b", "https://t.me/s/lantern_b"),
        ("کانال جدید ما: @lantern_fa", "https://t.me/s/lantern_fa"),
        ("We have moved to https://t.me/new_home.", "https://t.me/s/new_home"),
        ("our new channel is @lantern", None),
        ("the new channel tunnel opened", None),
        ("Thanks to @someone for the picture", None),
    ],
)
def test_an_announced_home_is_found(text: str, address: str | None) -> None:
    assert announced_successor(ParsedPost("1", "u", text), CHANNEL) == address


def announcing(workspace: Workspace, folder: Path) -> None:
    rows = [
        {"id": "1", "url": "https://desk.example/1", "text": "Our backup channel: @lantern_two"}
    ]
    path = write_documents(folder / "channel.jsonl", rows)
    workspace.add_source(make_source(str(path), source_id="channel", owner="Lantern"))
    workspace.ingest(["channel"])


def test_a_successor_is_proposed_followed_and_linked(workspace: Workspace, tmp_path: Path) -> None:
    announcing(workspace, tmp_path)
    (found,) = workspace.successors()
    assert (found.source.id, found.address) == ("channel", "https://t.me/s/lantern_two")
    new = workspace.follow_successor(found)
    assert (new.kind, new.owner, new.predecessor) == ("telegram_web", "Lantern", "channel")
    assert workspace.source("channel").successor == new.id
    assert workspace.successors() == ()


def test_a_dismissed_successor_stays_away(workspace: Workspace, tmp_path: Path) -> None:
    announcing(workspace, tmp_path)
    workspace.dismiss_successor(workspace.successors()[0], by="analyst", reason="a trap")
    assert workspace.successors() == ()


def test_coverage_tells_followed_silent_failed_and_never_visited(
    workspace: Workspace, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.jsonl"
    missing.write_text("{}", encoding="utf-8")
    workspace.add_source(make_source(str(missing), source_id="missing"))
    missing.unlink()
    workspace.ingest()
    workspace.add_source(make_source(str(tmp_path), source_id="new"))
    now = workspace.clock()
    hours = timedelta(hours=12)
    found = {c.source.id: c for c in workspace.coverage(now - hours, now + hours)}
    assert found["missing"].state is CoverageState.FAILED
    assert "missing.jsonl" in found["missing"].message
    assert found["new"].state is CoverageState.NOT_VISITED
    (other,) = found.keys() - {"missing", "new"}
    assert found[other].state is CoverageState.SILENT
    assert found[other].succeeded == 1
    assert found[other].since is not None


def test_a_source_that_was_not_read_for_days_is_late(tmp_path: Path, clock: Hand) -> None:
    path = write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    Workspace.create(tmp_path / "workspace").close()
    with Workspace.open(tmp_path / "workspace", clock=clock) as workspace:
        workspace.add_source(documents_source(path))
        start = clock.now
        for day in (0, 1, 4):
            clock.now = start + timedelta(days=day)
            workspace.ingest()

        def state(first: int, last: int) -> CoverageState:
            period = start + timedelta(days=first), start + timedelta(days=last)
            return workspace.coverage(*period)[0].state

        assert state(-3, 2) is CoverageState.FOLLOWED
        assert state(0, 9) is CoverageState.LATE
        assert state(-3, -1) is CoverageState.READ_LATER
        assert state(5, 9) is CoverageState.NOT_VISITED


def test_a_brief_ends_with_the_coverage_of_its_period(tmp_path: Path, clock: Hand) -> None:
    path = write_documents(tmp_path / "documents.jsonl", DOCUMENTS)
    Workspace.create(tmp_path / "workspace").close()
    with Workspace.open(tmp_path / "workspace", clock=clock) as workspace:
        workspace.add_source(documents_source(path))
        workspace.add_source(documents_source(tmp_path / "missing.jsonl", "other"))
        workspace.ingest()
        workspace.run()

        def told(scope: Scope) -> str:
            report = workspace.draft_brief(scope, keep=False)
            assert [f for f in workspace.check(report) if f.severity == "error"] == []
            heading, coverage = report.blocks[-3:-1]
            assert heading.sentences[0].text == "Coverage"
            return " ".join(s.text for s in coverage.sentences)

        past = Scope("2026-03-03", "2026-03-04")
        assert "One source was not visited: Desk." in told(past)
        alone = told(Scope("2026-03-03", "2026-03-04", ("desk",)))
        assert "the one source followed for it; it was read only after" in alone
        assert "the period 3–5 March 2026" in told(Scope("2026-03-03", "2026-12-31"))
        assert "One source was visited, but no visit succeeded: Desk." in told(Scope("2026-03-03"))
        assert "the period 3–5 March 2026" in told(Scope())
        assert told(Scope("20260303", "20260304")) == told(past)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01"])
def test_a_brief_wants_days(workspace: Workspace, day: str) -> None:
    with pytest.raises(ReportError, match="not made of days"):
        workspace.draft_brief(Scope(day))
    with pytest.raises(ReportError, match="not made of days"):
        workspace.draft_brief(Scope(None, day))


def test_lists_go_out_and_come_back(workspace: Workspace, tmp_path: Path) -> None:
    workspace.add_source(
        make_source("@lantern", owner="A, “B”", languages=("ar", "fa"), reliability="C", voice=True)
    )
    for suffix in ("opml", "csv"):
        data = workspace.export_sources(suffix)
        with Workspace.create(tmp_path / suffix) as other:
            with pytest.raises(ConfigError, match="files of this machine"):
                other.import_sources(data, suffix)
            assert other.sources() == ()
            added = other.import_sources(data, suffix, local=True)
            assert {s.id for s in added} == {s.id for s in workspace.sources()}
            assert other.source("lantern") == workspace.source("lantern")
            assert other.import_sources(data, suffix, local=True) == ()


def test_two_addresses_never_share_an_id(workspace: Workspace) -> None:
    listed = b"address\nhttps://news.example/one\nhttps://news.example/two\n"
    one, two = workspace.import_sources(listed, "list.csv")
    assert one.id != two.id
    again = workspace.with_free_id(make_source("https://news.example/one"))
    assert again.id == one.id


def test_a_list_with_one_unknown_kind_is_followed_not_at_all(workspace: Workspace) -> None:
    before = workspace.sources()
    listed = b"address,kind\nhttps://a.example/x,web\nhttps://b.example/y,gopher\n"
    with pytest.raises(NotFoundError, match="gopher"):
        workspace.import_sources(listed, "list.csv")
    assert workspace.sources() == before


def test_a_successor_never_takes_the_place_of_a_source(
    workspace: Workspace, tmp_path: Path
) -> None:
    announcing(workspace, tmp_path)
    other = make_source("https://other.example/feed.xml", source_id="lantern-two")
    workspace.add_source(other)
    new = workspace.follow_successor(workspace.successors()[0])
    assert new.id != other.id
    assert workspace.source(other.id) == other


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"name,url\nx,y\n",
        b"<opml><body/></opml>",
        b"<opml",
        b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body><outline xmlUrl="&a;"/></body></opml>',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_list_is_refused(workspace: Workspace, data: bytes) -> None:
    before = workspace.sources()
    with pytest.raises(UnreadableError):
        workspace.import_sources(data, "list")
    assert workspace.sources() == before


class TakenOver:
    """A connector whose page has a new owner after the first visit."""

    name = "taken_over"
    summary = "For this test."

    def __init__(self) -> None:
        self.visits = 0

    def fetch(
        self,
        source: Source,
        transport: Transport,  # noqa: ARG002 - it answers by itself
        history: History = NO_HISTORY,  # noqa: ARG002 - as above
    ) -> Iterator[Response]:
        self.visits += 1
        yield Response(source.address, str(self.visits).encode(), datetime.now(UTC))

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        visit = response.body.decode()
        yield ParsedSource(number=visit)
        yield ParsedPost(visit, source.address, f"Post of owner {visit}")
        yield Coverage(1, 9, frozenset({visit}))


def test_a_name_that_went_to_somebody_else_adds_and_deletes_nothing(workspace: Workspace) -> None:
    registry: Registry[Connector] = Registry("connector")
    registry.add(TakenOver())
    source = Source("channel", "taken_over", "https://x.example", "Channel")
    with workspace.store.write() as writer:
        writer.put_source(source)
    collection = Collection(
        workspace.store, workspace.archive, FileTransport(Limits()), registry, workspace.clock
    )
    first, second = (visit(collection, source, Rhythm())[0] for _ in range(2))
    assert (first.outcome, second.outcome) == (Outcome.NEW, Outcome.FAILED)
    assert "somebody else" in second.message
    (post,) = workspace.posts(PostFilter(source_id="channel"))
    assert (post.version.text, post.observations) == ("Post of owner 1", ())
    assert "somebody else" in workspace.failures()[0].message
    assert len(list(workspace.archive.captures())) == 2
