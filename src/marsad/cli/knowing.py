"""``marsad knowledge``: import, list, history, drop, export."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._context import AsJson, emit, open_workspace, progress_bar, say, table
from ._deciding import signed
from ._moments import moment

if TYPE_CHECKING:
    from ..api import Change, Imported
    from ..model import Fact

__all__ = ["register"]

_SHOWN = 40
"""Entities of which a dry run prints what changes, unless all are asked for."""

_LONG = 100
_SKIPPED = 10


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help="Import lists of persons and bodies.", no_args_is_help=True)
    for name, command in (
        ("import", import_list),
        ("list", list_datasets),
        ("history", history),
        ("drop", drop),
        ("export", export),
    ):
        group.command(name)(command)
    app.add_typer(group, name="knowledge")


def import_list(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="List or dataset, plain, .gz or .zip.", metavar="FILE")
    ],
    kind: Annotated[str, typer.Option(help="Kind of file. Default: recognised.")] = "",
    id: Annotated[str, typer.Option("--id", help="Id of the dataset. Default: its kind's.")] = "",  # noqa: A002 - the option's own name
    title: Annotated[str, typer.Option(help="Title of the dataset. Default: its kind's.")] = "",
    by: Annotated[
        str, typer.Option("--by", help="Who imports. Default: this machine's user.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only print what would change.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="With --dry-run: print every change.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import a list, or a new edition of one; what the former edition said besides is then gone."""
    from ..api import Naming

    naming = Naming(kind, id, title)
    with open_workspace(context) as workspace, progress_bar(context) as progress:
        if dry_run:
            done = workspace.diff_list(file, naming=naming)
        else:
            who = signed(by)
            done = workspace.import_list(file, by=who, naming=naming, progress=progress)
        made = done.made
        others = [m for m in workspace.imports(made.dataset) if m.id != made.id and m.dated]
        newest = max((each.dated or "" for each in others), default="")
    if as_json:
        emit(done)
        return
    if dry_run:
        _print_changes(done.changes, len(done.changes) if everything else _SHOWN)
    _summary(done, dry_run=dry_run)
    if made.dated and made.dated < newest:
        say(f"Note: this edition is older than that of {newest}, which was imported before.")


def _summary(done: Imported, *, dry_run: bool) -> None:
    made = done.made
    dated = f" of {made.dated}" if made.dated else ""
    counts = f"{len(made.added)} added, {len(made.changed)} changed, {len(made.removed)} removed"
    of_each = ", ".join(f"{count} {schema}" for schema, count in sorted(done.schemata.items()))
    say(f"{made.dataset}{dated}: {made.entities} entities ({of_each}), {made.facts} facts")
    say(f"Compared with the edition before: {counts}")
    if done.left_out:
        told = ", ".join(f"{kind} {count}" for kind, count in sorted(done.left_out.items()))
        say(f"Left out of persons, for their privacy: {told}")
    for reason in made.skipped[:_SKIPPED]:
        say(f"  skipped {reason}")
    if len(made.skipped) > _SKIPPED:
        say(f"  and {len(made.skipped) - _SKIPPED} more; see them all with --json")
    if dry_run:
        say("Nothing was stored.")
    elif made.added or made.changed or made.removed:
        say("Next: marsad run, which links names in posts anew.")


def _print_changes(changes: Iterable[Change], most: int) -> None:
    listed = list(changes)
    for change in listed[:most]:
        say(f"{change.what:8} {change.name}  ({change.schema}, {change.entity_id})")
        for fact in change.went:
            say(f"    - {_told(fact)}")
        for fact in change.came:
            say(f"    + {_told(fact)}")
    rest = Counter(change.what for change in listed[most:])
    if rest:
        told = ", ".join(f"{count} {what}" for what, count in sorted(rest.items()))
        say(f"and {told}; print them with --all")


def _told(fact: Fact) -> str:
    value = fact.value if len(fact.value) <= _LONG else f"{fact.value[:_LONG]} …"
    language = f" [{fact.language}]" if fact.language else ""
    period = f" ({fact.since or '?'} to {fact.until or '?'})" if fact.since or fact.until else ""
    return f"{fact.prop}: {value}{language}{period}"


def list_datasets(context: typer.Context, as_json: AsJson = False) -> None:
    """List the datasets with their size and last import."""
    with open_workspace(context) as workspace:
        datasets, counts = workspace.datasets(), workspace.count_facts()
        last = {made.dataset: made for made in workspace.imports()}
    if as_json:
        emit(datasets)
        return
    rows = []
    for dataset in datasets:
        entities, facts = counts.get(dataset.id, (0, 0))
        made = last.get(dataset.id)
        dated, at = (made.dated or "", moment(made.at)) if made else ("", "")
        rows.append((dataset.id, dataset.title, f"{entities:,}", f"{facts:,}", dated, at))
    headers = ("id", "title", "entities", "facts", "dated", "imported")
    table(headers, rows, "No dataset. The program's own comes with the first `marsad run`.")


def history(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(help="Id of a dataset. Default: all.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the imports, the oldest first, with what each changed."""
    with open_workspace(context) as workspace:
        imports = workspace.imports(dataset or None)
    if as_json:
        emit(imports)
        return
    rows = [
        (
            moment(made.at),
            made.dataset,
            made.file,
            made.by,
            f"+{len(made.added)} ~{len(made.changed)} -{len(made.removed)}",
            str(len(made.skipped)),
            made.sha256[:16],
        )
        for made in imports
    ]
    headers = ("at", "dataset", "file", "by", "changes", "skipped", "sha-256")
    table(headers, rows, "Nothing was imported yet.")


def drop(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(help="Id of a dataset.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Forget a dataset with all that only it says, and the history of its imports."""
    with open_workspace(context) as workspace:
        if not yes:
            typer.confirm(f"Forget “{dataset}” and all that only it says?", abort=True)
        count = workspace.drop_list(dataset)
    say(f"{dataset} is forgotten; it told of {count} entities.")


def export(
    context: typer.Context,
    datasets: Annotated[
        list[str] | None, typer.Argument(help="Ids of datasets. Default: all.")
    ] = None,
    format: Annotated[  # noqa: A002 - the option's own name
        str,
        typer.Option(
            help="ftm: FollowTheMoney entities as JSON lines; csv: OpenSanctions' statements.csv."
        ),
    ] = "ftm",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File. Default: the standard output.")
    ] = None,
) -> None:
    """Write the facts that stand in a format that other programs read."""
    with open_workspace(context) as workspace:
        lines = workspace.export_facts(format, datasets or ())
        if out is None:
            for line in lines:
                sys.stdout.buffer.write(line)
            return
        with out.open("wb") as stream:
            count = sum(1 for line in lines if stream.write(line))
    say(f"{count:,} lines in {out}")
