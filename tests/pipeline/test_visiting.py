"""What one visit tells: its first failure in words, and the language that was declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest

from marsad.api import PostFilter, Workspace
from marsad.errors import UnreadableError
from marsad.model import Outcome, Response, Source, Visit
from marsad.monitor import FileTransport
from marsad.pipeline import Collection, Rhythm, visit
from marsad.plugins import Registry
from marsad.ports import (
    NO_HISTORY,
    Connector,
    History,
    ItemFailure,
    Limits,
    ParsedItem,
    ParsedPost,
    Transport,
)

SOURCE = Source("channel", "scripted", "https://x.example", "Channel")
GOOD = ParsedPost("1", "https://x.example/1", "The road stays closed until further notice.")


def unread(words: str) -> ItemFailure:
    return ItemFailure(words, UnreadableError("channel", words))


class Scripted:
    """A connector whose one page holds what a test lays down."""

    name = "scripted"
    summary = "For this test."

    def __init__(self, items: Sequence[ParsedItem]) -> None:
        self.items = items

    def fetch(
        self,
        source: Source,
        transport: Transport,  # noqa: ARG002 - it answers by itself
        history: History = NO_HISTORY,  # noqa: ARG002 - as above
    ) -> Iterator[Response]:
        yield Response(source.address, b"x", datetime(2026, 3, 5, tzinfo=UTC))

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:  # noqa: ARG002
        yield from self.items


def visited(workspace: Workspace, *items: ParsedItem) -> Visit:
    registry: Registry[Connector] = Registry("connector")
    registry.add(Scripted(items))
    with workspace.store.write() as writer:
        writer.put_source(SOURCE)
    transport = FileTransport(Limits())
    collection = Collection(
        workspace.store, workspace.archive, transport, registry, workspace.clock
    )
    return visit(collection, SOURCE, Rhythm())[0]


def test_a_page_of_which_nothing_could_be_read_says_why(workspace: Workspace) -> None:
    entry = visited(workspace, unread("no number"), unread("no text"))
    assert entry.outcome is Outcome.FAILED
    assert entry.message == "channel: no number"


def test_where_some_was_read_the_visit_is_no_failure(workspace: Workspace) -> None:
    entry = visited(workspace, unread("no number"), GOOD)
    assert (entry.outcome, entry.message, entry.failures) == (Outcome.NEW, "", 1)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("خبر مهم", "fa", "fa"),
        ("خبر مهم", None, "ar"),
        ("The road stays closed until further notice, he said on Tuesday.", "de", "en"),
        ("الطريق سيبقى مغلقا حتى إشعار آخر", "en", "ar"),
    ],
)
def test_a_declared_language_breaks_ties_alone(
    workspace: Workspace, text: str, declared: str | None, language: str
) -> None:
    visited(workspace, ParsedPost("1", "https://x.example/1", text, language=declared))
    workspace.run()
    (view,) = workspace.posts(PostFilter(source_id="channel"))
    assert view.version.language == language
