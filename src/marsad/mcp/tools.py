"""What an assistant may ask a workspace for. Every argument is looked up, none is opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import Annotated, Any, ParamSpec

from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from pydantic import Field

from ..api import PostView, Scope, StatementFilter, StatementView, Told, Workspace
from ..api.asking import period
from ..errors import MarsadError, NotFoundError
from ..model import Act, Report, Span, Story, Version
from . import shapes
from .shapes import told

__all__ = ["READING", "Tools", "document", "explained"]

_P = ParamSpec("_P")
_MOST_FINDINGS = 50
_PARAGRAPHS = 10

Words = Annotated[str, Field(min_length=1, max_length=1000)]
Id = Annotated[str, Field(min_length=1, max_length=200)]
MaybeId = Annotated[str, Field(max_length=200)]
Day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="YYYY-MM-DD, UTC")]
Limit = Annotated[int, Field(ge=1, le=25)]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]
ActName = Annotated[str, Field(description=f"One of: {', '.join(Act)}.")]


def explained(tool: Callable[_P, dict[str, Any]]) -> Callable[_P, dict[str, Any]]:
    """Return ``tool`` so that our errors reach the assistant with their hints, and no others."""

    @wraps(tool)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> dict[str, Any]:
        try:
            return tool(*args, **kwargs)
        except MarsadError as error:
            raise ToolError(str(error)) from error

    return call


def document(tool: Callable[[str], dict[str, Any]], key: str) -> str:
    """Return what ``tool`` tells of ``key``, as a document.

    :raises ResourceNotFoundError: there is no such thing.
    """
    try:
        return json.dumps(tool(key), ensure_ascii=False)
    except MarsadError as error:
        raise ResourceNotFoundError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools over one workspace.

    :ivar drafts: whether drafts of reports are kept in it; nothing else is ever written.
    """

    workspace: Workspace
    drafts: bool = False

    # ------------------------------------------------------------ finding

    def search(self, query: Words, limit: Limit = 10, offset: Offset = 0) -> dict[str, Any]:
        """Find posts by words of any script, of the original or of its English translation."""
        hits = self.workspace.search(query, limit + 1, offset)
        begun = self._beginnings([hit.view for hit in hits])
        rows = [
            {**row, "matches": shapes.spans(hit.spans[:20])}
            for row, hit in zip(begun, hits, strict=True)
        ]
        return told(shapes.page(rows, offset, limit))

    def ask(
        self, question: Words, limit: Limit = 8, day_from: Day = "", day_to: Day = ""
    ) -> dict[str, Any]:
        """Find statements and passages that are near to a question, in all languages, each with
        its seal. Says so where nothing is near enough."""
        found = self.workspace.ask(
            question, limit, day_from=day_from or None, day_to=day_to or None
        )
        return told(shapes.answer(found))

    # ------------------------------------------------------------ reading

    def get_post(self, post_id: Id, version_id: MaybeId = "", offset: Offset = 0) -> dict[str, Any]:
        """Return a post: text from an offset on, versions, deletions, seal."""
        view = self.workspace.post(post_id)
        chosen = _version(view, version_id)
        capture = self.workspace.read.capture(chosen.capture_id)
        whole, post = Span(0, len(chosen.text)), self.workspace.told(view, chosen)
        return told(
            {
                **_about(view),
                "version": shapes.version(chosen),
                "text": shapes.passage(post, whole, offset, shapes.TEXT),
                "versions": [shapes.version(each) for each in view.versions[-25:]],
                "observed": [
                    {"what": o.kind.value, "at": o.at.isoformat()} for o in view.observations[-25:]
                ],
                "seal": shapes.seal(capture, view.post.id),
            }
        )

    def get_passage(
        self, post_id: Id, start: Offset, end: Offset, version_id: MaybeId = ""
    ) -> dict[str, Any]:
        """Return a run of a post’s text, in code points as other tools give them, with the hash of
        the sealed bytes, its place in the ledger, and how to verify them."""
        view = self.workspace.post(post_id)
        chosen = _version(view, version_id)
        span, post = _span(start, end, chosen), self.workspace.told(view, chosen)
        capture = self.workspace.read.capture(chosen.capture_id)
        return told(
            {
                **_about(view),
                "version": shapes.version(chosen),
                "span": {"start": span.start, "end": span.end},
                "passage": shapes.passage(post, span, 0, shapes.TEXT),
                "english_of_paragraphs": _english(post, span),
                "seal": shapes.seal(capture, view.post.id),
            }
        )

    def get_entity(
        self, entity_id: MaybeId = "", name: Annotated[str, Field(max_length=200)] = ""
    ) -> dict[str, Any]:
        """Return an organisation, place, channel or public person: by id, or those of a name in
        any script."""
        if entity_id:
            return told([shapes.entity(self.workspace.entity(entity_id).entity)])
        if not name.strip():
            raise NotFoundError("entity", "", hint="Give an entity_id or a name.")
        return told(
            [shapes.entity(each) for each in self.workspace.entities_called(name, limit=10)]
        )

    def list_statements(
        self,
        act: ActName = "",
        speaker: Annotated[str, Field(max_length=200)] = "",
        entity_id: MaybeId = "",
        source_id: MaybeId = "",
        post_id: MaybeId = "",
        story_id: MaybeId = "",
        language: Annotated[str, Field(max_length=10)] = "",
        day_from: Day = "",
        day_to: Day = "",
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """List who said what, newest first; every filter given narrows. ``speaker`` is part of a
        name; ``entity_id`` speaks, is addressed or is aimed at."""
        days = period(day_from, day_to)
        query = StatementFilter(
            act=_act(act),
            speaker=speaker or None,
            entity_id=entity_id or None,
            source_id=source_id or None,
            post_id=post_id or None,
            story_id=story_id or None,
            language=language or None,
            day_from=days.first,
            day_to=days.last,
            limit=limit + 1,
            offset=offset,
        )
        rows = self._said(self.workspace.statements(query))
        return told(shapes.page(rows, offset, limit))

    def list_stories(self, limit: Limit = 10, offset: Offset = 0) -> dict[str, Any]:
        """List developments, the newest first, each with its posts and distinct origins counted."""
        found = self.workspace.stories(limit + 1, offset)
        titles = self._titles(found)
        rows = [shapes.story(each, titles[each.id]) for each in found]
        return told(shapes.page(rows, offset, limit))

    def get_story(self, story_id: Id, limit: Limit = 10, offset: Offset = 0) -> dict[str, Any]:
        """Return a development: how its posts begin, and which of them share an origin."""
        found = self.workspace.story(story_id)
        views = self.workspace.read.posts_by_id(found.post_ids[offset : offset + limit + 1])
        rows = self._beginnings(list(views.values()))
        title, origins = self._titles([found])[found.id], self.workspace.origins(found)
        posts = shapes.page(rows, offset, limit)
        return told({**shapes.story(found, title, origins), "post_list": posts})

    def kept_report(self, report_id: str) -> dict[str, Any]:
        """Return a report that is kept in the workspace."""
        return self._report(self.workspace.report(report_id), 0)

    def _beginnings(self, views: Sequence[PostView]) -> list[dict[str, Any]]:
        posts = self.workspace.told_each(views)
        return [_beginning(posts[view.post.id]) for view in views]

    def _said(self, found: Sequence[StatementView]) -> list[dict[str, Any]]:
        english = self.workspace.in_english(found)
        views = self.workspace.read.posts_by_id(list({v.post.id: None for v in found}))
        posts = self.workspace.told_each(views.values())
        return [_said(v, posts[v.post.id], english.get(v.statement.id, "")) for v in found]

    def _titles(self, stories: Sequence[Story]) -> dict[str, str]:
        """Return titles by story; each is the first line of the story's first post."""
        first = self.workspace.read.posts_by_id([story.post_ids[0] for story in stories])
        posts = self.workspace.told_each(first.values())
        return {story.id: posts[story.post_ids[0]].words(story.title) for story in stories}

    # ------------------------------------------------------------ drafting

    def draft_report(
        self,
        day_from: Day = "",
        day_to: Day = "",
        source_ids: Annotated[list[Id], Field(max_length=50)] | None = None,
        story_id: MaybeId = "",
        title: Annotated[str, Field(max_length=200)] = "",
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """Draft a brief of a period, some sources or a story: Markdown from an offset on, every
        sentence cited, with what the citation gate finds. An editor reviews and publishes."""
        scope = Scope(day_from or None, day_to or None, tuple(source_ids or ()), story_id or None)
        draft = self.workspace.draft_brief(scope, title or None, keep=self.drafts)
        return self._report(draft, offset)

    def _report(self, report: Report, offset: int) -> dict[str, Any]:
        markdown = self.workspace.render(report, "markdown").decode("utf-8")
        found = self.workspace.check(report)
        findings = [{"severity": f.severity, "message": f.message} for f in found[:_MOST_FINDINGS]]
        kept = any(each.id == report.id for each in self.workspace.reports())
        return told({**shapes.report(report, markdown, offset, findings), "kept": kept})


READING = (
    Tools.search,
    Tools.ask,
    Tools.get_post,
    Tools.get_passage,
    Tools.get_entity,
    Tools.list_statements,
    Tools.list_stories,
    Tools.get_story,
)
"""Tools that change nothing, whatever is allowed."""


def _about(view: PostView) -> dict[str, Any]:
    return {
        "post_id": view.post.id,
        "url": shapes.address(view.post.url),
        "published": shapes.when(view.post.published),
        "source": shapes.source(view.source),
    }


def _beginning(post: Told) -> dict[str, Any]:
    text = shapes.passage(post, Span(0, len(post.version.text)))
    return {**_about(post.view), "version": shapes.version(post.version), "text": text}


def _said(found: StatementView, post: Told, english: str) -> dict[str, Any]:
    return {**shapes.statement(found.statement, post, english), **_about(post.view)}


def _version(view: PostView, version_id: str) -> Version:
    if not version_id:
        return view.version
    found = next((each for each in view.versions if each.id == version_id), None)
    if found is None:
        raise NotFoundError("version of the post", version_id, hint="get_post lists them.")
    return found


def _act(name: str) -> str | None:
    if name and name not in set(Act):
        raise NotFoundError("act", name[:40], hint=f"Known: {', '.join(Act)}.")
    return name or None


def _span(start: int, end: int, version: Version) -> Span:
    if not start < end <= len(version.text):
        raise NotFoundError(
            "passage",
            f"{start}–{end}",
            hint=f"start must be before end, and end at most {len(version.text)}.",
        )
    return Span(start, end)


def _english(post: Told, span: Span) -> list[dict[str, Any]]:
    """Return the translations of the paragraphs that ``span`` touches; of the newest version."""
    view = post.view
    if post.version.id != view.version.id:
        return []
    touched = (p for p in view.passages if p.span.overlap(span))
    found = ((p, t) for p in touched if (t := view.translations.get(p.id)) and t.translated)
    return [
        {**shapes.quoted(post.english(t.text, [p.span])), "engine": t.engine, "machine": t.machine}
        for p, t in islice(found, _PARAGRAPHS)
    ]
