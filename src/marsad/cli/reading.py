"""``marsad statements`` and ``marsad story``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..model import quotation
from ._context import AsJson, emit, open_workspace, say, table

if TYPE_CHECKING:
    from ..api import StatementView, Workspace
    from ..model import Story

__all__ = ["register"]

Limit = Annotated[int, typer.Option(help="At most so many.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (statements, story):
        app.command()(command)


def statements(
    context: typer.Context,
    act: Annotated[str, typer.Option(help="threat, denial, readiness, …")] = "",
    speaker: Annotated[str, typer.Option(help="Part of the speaker's name.")] = "",
    source: Annotated[str, typer.Option(help="Source id.")] = "",
    language: Annotated[str, typer.Option(help="Language code of the original.")] = "",
    since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "",
    until: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD.")] = "",
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List who said what, with the act, the original and its translation."""
    from ..api import StatementFilter

    query = StatementFilter(
        act=_act(act),
        speaker=speaker or None,
        source_id=source or None,
        language=language or None,
        day_from=since or None,
        day_to=until or None,
        limit=limit,
    )
    with open_workspace(context) as workspace:
        found = workspace.statements(query)
        names = {key: e.name() for key, e in workspace.entities().items()}
        english = workspace.in_english(found)
    if as_json:
        emit([{"statement": view, "english": english.get(view.statement.id)} for view in found])
        return
    table(
        ("date", "speaker", "act", "original", "English", "source"),
        [_statement(view, names, english) for view in found],
        "No statements. Run `marsad ingest` and `marsad run` first, or widen the filter.",
    )


def story(
    context: typer.Context,
    story_id: Annotated[str, typer.Argument(help="Story id. Without: list the stories.")] = "",
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List the stories, or show one with its posts and distinct origins."""
    with open_workspace(context) as workspace:
        if story_id:
            _show_story(workspace, workspace.story(story_id), as_json)
            return
        found = workspace.stories(limit)
    if as_json:
        emit(found)
        return
    table(
        ("story", "days", "posts", "origins", "title"),
        [(s.id, _days(s), str(len(s.post_ids)), str(len(s.origin_ids)), s.title) for s in found],
        "No stories. Run `marsad ingest` and `marsad run` first.",
    )


def _act(name: str) -> str | None:
    from ..errors import NotFoundError
    from ..model import Act

    if name and name not in set(Act):
        raise NotFoundError("act", name, hint=f"Known: {', '.join(Act)}.")
    return name or None


def _show_story(workspace: Workspace, found: Story, as_json: bool) -> None:
    origins = workspace.origins(found)
    if as_json:
        emit({"story": found, "origins": origins})
        return
    say(f"{found.title}\n{_days(found)}: {len(found.post_ids)} posts, {len(origins)} origins\n")
    views = workspace.read.posts_by_id(found.post_ids)
    origin_of = {p: number for number, o in enumerate(origins, 1) for p in o.post_ids}
    table(
        ("date", "origin", "source", "text"),
        [
            (
                views[p].post.published.day or "undated",
                str(origin_of.get(p, "")),
                views[p].source.name,
                _shortened(views[p].version.text),
            )
            for p in found.post_ids
        ],
        "The story is empty.",
    )


def _statement(
    view: StatementView, names: dict[str, str], english: dict[str, str]
) -> tuple[str, ...]:
    statement = view.statement
    speaker = names.get(statement.speaker.entity_id or "", statement.speaker.text)
    content = quotation(view.version.text, statement.content)
    day = statement.date.day or "undated"
    translated = english.get(statement.id, "(not translated)")
    if (view.version.language or "").startswith("en"):
        translated = ""
    return (
        day,
        speaker,
        statement.act,
        _shortened(content),
        _shortened(translated),
        view.source.name,
    )


def _shortened(text: str, most: int = 140) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _days(found: Story) -> str:
    if found.first_day is None or found.first_day == found.last_day:
        return found.first_day or "undated"
    return f"{found.first_day} – {found.last_day}"
