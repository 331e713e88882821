"""``marsad verify``, ``evidence``, ``stamp`` and ``doctor``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._context import AsJson, emit, open_workspace, options_of, progress_bar, say

if TYPE_CHECKING:
    from ..api import Anchor, Anchored, Check, Stamp

__all__ = ["register"]

_NOTHING = "Nothing is sealed yet."


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (verify, evidence, stamp, doctor):
        app.command()(command)


def verify(context: typer.Context, as_json: AsJson = False) -> None:
    """Re-read every sealed capture and the ledger; exit 1 if anything does not verify."""
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        problems = workspace.verify(progress)
        captures = workspace.counts()["captures"]
    if as_json:
        emit({"captures": captures, "problems": problems})
    elif problems:
        for problem in problems:
            say(f"{problem.record}: {problem.message}")
        say(f"{len(problems)} problem(s). Restore the archive from a backup; do not repair it.")
    else:
        say(f"{captures} captures verified: nothing changed, missing or out of order.")
    if problems:
        raise typer.Exit(1)


def evidence(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="Id of a report, a post or a capture.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write. Default: SUBJECT.wacz.")
    ] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Draw pages, if Chromium is there.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Write a bundle of sealed captures that a stranger can open and verify without Marsad."""
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        path = workspace.evidence(subject, out, pictures=pictures, progress=progress)
    if as_json:
        emit({"bundle": str(path), "bytes": path.stat().st_size})
        return
    say(f"{path} ({path.stat().st_size:,} bytes)")
    say("Open it at https://replayweb.page; check it with evidence/verify.py, which is in it.")


def stamp(
    context: typer.Context,
    authority: Annotated[
        str, typer.Argument(help="URL of an RFC 3161 time-stamping authority.")
    ] = "",
    roots: Annotated[
        Path | None, typer.Option(help="PEM file with the authority's root certificates.")
    ] = None,
    opentimestamps: Annotated[
        bool, typer.Option("--opentimestamps", help="Ask OpenTimestamps calendars.")
    ] = False,
    calendar: Annotated[
        list[str] | None,
        typer.Option(help="URL of a calendar to ask, also for --upgrade; may be repeated."),
    ] = None,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Get the Bitcoin blocks that calendars promised.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="List all stamps.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have others witness that the ledger was as it is by now."""
    if not (authority or opentimestamps or upgrade or show):
        raise typer.BadParameter("Name an authority, or use --opentimestamps, --upgrade or --list.")
    done = []
    with open_workspace(context) as workspace:
        if authority:
            done.append(_stamped(workspace.stamp(authority, roots)))
        if opentimestamps:
            done.append(_promised(workspace.anchor(calendar or ())))
        if upgrade:
            upgraded = workspace.upgrade_anchors(calendar or ())
            done.extend(map(_upgraded, upgraded) if upgraded else ["Nothing is pending."])
        listed = (workspace.stamps(), workspace.anchors())
    if as_json:
        emit(_listing(*listed))
        return
    for line in (*done, *(_lines(*listed) if show else ())):
        say(line)


def _stamped(found: Stamp | None) -> str:
    return f"Stamped: the ledger up to capture number {found.seq}." if found else _NOTHING


def _promised(found: Anchored | None) -> str:
    if found is None:
        return _NOTHING
    more = "Run `marsad stamp --upgrade` in some hours." if not found.anchor.blocks else ""
    return "\n".join([f"{_state(found.anchor)}. {more}".strip(), *_faults(found)])


def _upgraded(found: Anchored) -> str:
    return "\n".join([f"{_state(found.anchor)}.", *_faults(found)])


def _faults(found: Anchored) -> list[str]:
    return [f"  {problem.record}: {problem.message}" for problem in found.problems]


def _state(anchor: Anchor) -> str:
    upto = f"The ledger up to capture number {anchor.seq}"
    if not anchor.blocks:
        return f"{upto}: promised by {', '.join(anchor.pending) or 'nobody'}"
    blocks = (f"block {b.height} if its Merkle root is {b.merkle_root}" for b in anchor.blocks)
    return f"{upto}: in Bitcoin {', '.join(blocks)}"


def _lines(stamps: Sequence[Stamp], anchors: Sequence[Anchor]) -> list[str]:
    by_authority = [f"The ledger up to capture number {s.seq}: by an authority." for s in stamps]
    return [*by_authority, *(f"{_state(anchor)}." for anchor in anchors)] or ["No stamps yet."]


def _listing(stamps: Sequence[Stamp], anchors: Sequence[Anchor]) -> dict[str, object]:
    return {
        "stamps": [{"seq": stamp.seq} for stamp in stamps],
        "anchors": [
            {
                "seq": anchor.seq,
                "complete": bool(anchor.blocks),
                "pending": anchor.pending,
                "blocks": [
                    {"height": block.height, "merkle_root": block.merkle_root}
                    for block in anchor.blocks
                ],
            }
            for anchor in anchors
        ],
    }


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Check programs, packages and the workspace; say what is missing and what it is for."""
    from ..api import diagnose

    checks = diagnose(options_of(context).workspace or None)
    if as_json:
        emit(checks)
    else:
        for check in checks:
            say(f"{_mark(check)} {check.name}: {check.message}")
    if any(check.required and not check.ok for check in checks):
        raise typer.Exit(1)


def _mark(check: Check) -> str:
    if check.ok:
        return "ok  "
    return "MISS" if check.required else "opt "
