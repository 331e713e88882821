"""``marsad ask``."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from ._context import ISOLATES, AsJson, emit, open_workspace, printable, say

if TYPE_CHECKING:
    from ..model import Dated
    from ..model.answer import Answer, Quoted

__all__ = ["register"]

_WIDEST = 100
_APART, _END = ISOLATES[2], ISOLATES[3]
"""Around collected text, which is read from its own side and leaves the rest of the line alone."""


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(ask)


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="In any language.")],
    limit: Annotated[int, typer.Option(help="Quotations at most.", min=1, max=50)] = 8,
    write: Annotated[
        bool, typer.Option("--write", help="Have the model server write an answer from them.")
    ] = False,
    first: Annotated[str, typer.Option("--from", help="First UTC day, YYYY-MM-DD.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last UTC day.")] = "",
    as_json: AsJson = False,
) -> None:
    """Answer a question with statements and passages, each with its source and seal.

    Posts in all languages are looked through. What is shown is near to the question; whether it
    answers it, and is true, is for the reader. --write needs a model server (tier endpoint), and
    keeps only sentences that pass the citation gate.
    """
    with open_workspace(context) as workspace:
        answer = workspace.ask(
            question, limit, day_from=first or None, day_to=last or None, write=write
        )
    if as_json:
        emit(answer)
        return
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    for line in _lines(answer, width):
        say(line, keep=ISOLATES)


def _lines(answer: Answer, width: int) -> Iterator[str]:
    yield from _written(answer, width)
    if answer.note:
        yield from (*textwrap.wrap(answer.note, width), "")
    if not answer.items:
        return
    yield f"{_count(answer.posts, 'post')}, {_count(answer.origins, 'origin')}"
    for item in answer.items:
        yield from _quotation(item, width)
    yield from ("", "Sources")
    for item in answer.items:
        yield from _endnote(item, width)


def _written(answer: Answer, width: int) -> Iterator[str]:
    for sentence in answer.written:
        cites = "".join(f"[{number}]" for number in sentence.numbers)
        yield from textwrap.wrap(f"{printable(sentence.text)} {cites}", width)
    if answer.written:
        dropped = len(answer.dropped)
        left = f" {_count(dropped, 'sentence')} that did not are left out." if dropped else ""
        told = f"(Written by a model; each sentence passed the citation gate.{left})"
        yield from (*textwrap.wrap(told, width), "")


def _quotation(item: Quoted, width: int) -> Iterator[str]:
    yield ""
    yield f"[{item.number}] {_heading(item)}"
    yield from _wrapped(item.original, width)
    if item.english:
        whose = "Machine translation" if item.machine else "English"
        yield from _wrapped(f"{whose}: {item.english}", width)
    if item.addressed:
        yield "    Part of this text speaks to a machine; it is a quotation like any other."


def _heading(item: Quoted) -> str:
    if item.speaker is None:
        return f"{_when(item.published)}, {_apart(item.source_name)}: passage"
    speaker = item.speaker
    role = " of ".join(filter(None, (speaker.role, speaker.affiliation)))
    told = f" ({role})" if role and role != speaker.name else ""
    said = f"{_apart(speaker.name or 'nobody named')}{_apart(told) if told else ''}: {item.act}"
    return f"{_when(item.said)}, {said}, in {_apart(item.source_name)}"


def _wrapped(text: str, width: int) -> Iterator[str]:
    for line in text.splitlines():
        yield from (f"    {_apart(part)}" for part in textwrap.wrap(line, width - 4))


def _endnote(item: Quoted, width: int) -> Iterator[str]:
    spans = ", ".join(f"{span.start}–{span.end}" for span in item.spans)
    yield f"[{item.number}] {_apart(item.url)}"
    yield f"    post {item.post_id}, version {item.version_number}, characters {spans}"
    yield f"    ledger entry {item.seal.seq}, SHA-256 {item.seal.sha256}"
    why = f"shown because: {', '.join(item.why)} (cosine {item.nearness:.2f})"
    yield from textwrap.wrap(why, width, initial_indent="    ", subsequent_indent="    ")
    for copy in item.copies:
        yield f"    also: {_when(copy.published)}, {_apart(copy.source_name)}, post {copy.post_id}"


def _when(date: Dated) -> str:
    return f"{date.day or 'undated'}{' (estimated)' if date.estimated else ''}"


def _apart(text: str) -> str:
    return f"{_APART}{printable(text)}{_END}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
