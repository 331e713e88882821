"""Create the demonstration workspace, ingest, run, draft and publish."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from cattrs.preconf.json import make_converter

from ..api import Scope, Workspace, replay_transport
from ..errors import ReportError, WorkspaceError
from ..model import Entity, Report, Source
from ..ports import Progress

__all__ = ["DemoResult", "build"]

_NAME = "Marsad demonstration"
_PERIOD = ("2026-03-01", "2026-03-09")
_VISITS = ("first", "second", "third")
_MARKER = "demo.json"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Where the demonstration is and what it holds."""

    workspace: str
    counts: Mapping[str, int]
    report: str
    title: str
    products: tuple[str, ...]
    failures: tuple[str, ...]

    def summary(self) -> str:
        """Return the lines that the command prints."""
        counts = self.counts
        lines = [
            f"Demonstration workspace: {self.workspace}",
            "  {sources} sources, {captures} sealed captures, {posts} posts, "
            "{statements} statements, {stories} stories".format(**counts),
            f"Report {self.report}: {self.title}",
            *(f"  {path}" for path in self.products),
        ]
        if self.failures:
            lines += ["Not processed:", *(f"  {failure}" for failure in self.failures)]
        return "\n".join(lines)


def build(folder: Path, progress: Progress | None = None) -> DemoResult:
    """Build the demonstration in ``folder`` (new, empty, or an earlier demonstration).

    :raises WorkspaceError: the folder holds something else.
    """
    data = files("marsad.demo") / "data"
    with _open(folder) as workspace, as_file(data) as path:
        pack = workspace.layout.root / "demonstration"
        _copy(path, pack)
        _sources_and_entities(workspace, pack)
        _ingest(workspace, pack, progress)
        workspace.run(progress)
        report = _report(workspace)
        products = workspace.publish(report.id)
        return DemoResult(
            workspace=str(workspace.layout.root),
            counts=workspace.counts(),
            report=report.id,
            title=report.title,
            products=tuple(str(p) for p in products),
            failures=tuple(f"{f.source_id}: {f.message} {f.hint}" for f in workspace.failures()),
        )


def _open(folder: Path) -> Workspace:
    marker = folder / _MARKER
    if marker.is_file():
        return Workspace.open(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise WorkspaceError(
            f"{folder.resolve()} holds something that is not the demonstration.",
            hint="Name a new folder: marsad demo DIR",
        )
    workspace = Workspace.create(folder, _NAME)
    marker.write_text(json.dumps({"demonstration": 1}) + "\n", encoding="utf-8")
    return workspace


def _copy(data: Path, pack: Path) -> None:
    """Copy the pack into the workspace, so that its local sources outlive the package."""
    if not (pack / "complete").exists():
        shutil.copytree(data, pack, dirs_exist_ok=True)
        (pack / "complete").touch()
    memory = pack.parent / "memory"
    memory.mkdir(exist_ok=True)
    shutil.copyfile(pack / "silent_lantern/memory.tmx", memory / "silent-lantern.tmx")


def _sources_and_entities(workspace: Workspace, pack: Path) -> None:
    converter = make_converter()
    known = {source.id: source for source in workspace.sources()}
    for name in ("official", "silent_lantern"):
        for row in _json(pack / name / "sources.json"):
            source = _placed(converter.structure(row, Source), pack / name)
            if known.get(source.id) != source:
                workspace.add_source(source)
    rows = _json(pack / "silent_lantern/entities.json")
    entities = [converter.structure(row, Entity) for row in rows]
    held = {entity.id: entity for entity in workspace.read.entities()}
    if any(held.get(e.id) != e for e in entities):
        workspace.add_entities(entities)


def _placed(source: Source, folder: Path) -> Source:
    """Give a local source the absolute address of its file in the workspace."""
    if "://" in source.address:
        return source
    return replace(source, address=str(folder / source.address), local=True)


def _ingest(workspace: Workspace, pack: Path, progress: Progress | None) -> None:
    """Visit all sources three times: during the exercise's days twice, then after them."""
    for visit in _VISITS:
        key = f"demo visit {visit}"
        if workspace.read.state(key):
            continue
        recorded = pack / "silent_lantern" / visit
        transport = replay_transport(recorded, workspace.config)
        workspace.ingest(_answering(workspace, recorded), transport=transport, progress=progress)
        workspace.put_state(key, "done")


def _answering(workspace: Workspace, recorded: Path) -> list[str]:
    """Return the sources to visit: those recorded, and at the last visit the local ones too.

    Files hold all nine days at once; reading them first would show the end before the start.
    """
    last = recorded.name == _VISITS[-1]
    rows = json.loads((recorded / "replay.json").read_text(encoding="utf-8"))["responses"]
    urls = {row["url"] for row in rows}
    return [s.id for s in workspace.sources() if s.address in urls or (last and s.local)]


def _report(workspace: Workspace) -> Report:
    """Return the exercise's brief; draft it anew only when its facts have changed."""
    exercise = tuple(source.id for source in workspace.sources() if source.label)
    report = workspace.draft_brief(Scope(*_PERIOD, source_ids=exercise), keep=False)
    for held in workspace.reports():
        if replace(held, created=report.created, published=None, id=report.id) == report:
            return held
    if not report.blocks:
        raise ReportError("The demonstration's brief is empty.", hint="Run `marsad doctor`.")
    return workspace.keep(report)


def _json(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows
