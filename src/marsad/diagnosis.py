"""What this installation has, what it lacks, and what the lacking is for."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .config import Layout, read_config
from .errors import ConfigError, MarsadError

if TYPE_CHECKING:
    from .extract.endpoint import Endpoint

__all__ = ["Check", "diagnose"]

_OCR_LANGUAGES = ("ara", "fas", "eng")
_ROOM = 1024**3
_SHOWN = 10
_HELD = "the server makes the model follow a schema"
_NOT_HELD = "the server does not make the model follow a schema; answers of another shape are lost"
_READ = "who said what in a sentence of our own was found"
_NOT_READ = "who said what in a sentence of our own was not found; try a more capable model"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``required`` ones must be ok."""

    name: str
    ok: bool
    required: bool
    message: str


def diagnose(workspace: str | None = None) -> tuple[Check, ...]:
    """Look at Python, SQLite, optional programs and, where one is named, the workspace.

    Nothing is asked over a network but the model server and the database that the workspace is set
    to use.
    """
    checks = [_python(), _sqlite(), _tesseract(), _browser()]
    root = Path(workspace or ".")
    if workspace or Layout(root).config.is_file():
        checks += [_workspace(root), _room(root), *_database(root)]
        checks += [*_store(root), *_endpoint(root)]
    return tuple(checks)


def _python() -> Check:
    version = ".".join(str(n) for n in sys.version_info[:3])
    return Check("Python", sys.version_info >= (3, 11), True, f"{version} (3.11 or newer)")


def _sqlite() -> Check:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    connection.close()
    ok = "ENABLE_FTS5" in options
    message = f"{sqlite3.sqlite_version}, full-text search {'present' if ok else 'missing'}"
    return Check("SQLite", ok, True, message)


def _tesseract() -> Check:
    program = shutil.which("tesseract")
    if program is None:
        return Check(
            "Tesseract",
            False,
            False,
            "absent; needed for text in images (apt: "
            "tesseract-ocr tesseract-ocr-ara tesseract-ocr-fas)",
        )
    listed = subprocess.run(  # noqa: S603 - the program found on PATH, fixed arguments
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    )
    missing = [name for name in _OCR_LANGUAGES if name not in listed.stdout.split()]
    message = f"languages missing: {', '.join(missing)}" if missing else "with ara, fas, eng"
    return Check("Tesseract", not missing, False, message)


def _browser() -> Check:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    message = found or "absent; needed only for the browser tests"
    return Check("Chromium", found is not None, False, message)


def _workspace(root: Path) -> Check:
    try:
        config = read_config(root)
    except MarsadError as error:
        return Check("Workspace", False, True, str(error))
    return Check("Workspace", True, True, f"{config.name or root.name} at {root.resolve()}")


def _database(root: Path) -> tuple[Check, ...]:
    """Ask the server that keeps the rows, where one does, who it is."""
    try:
        address = read_config(root).database
    except MarsadError:
        return ()
    if not address:
        return ()
    from .store.postgres import PostgresDatabase

    try:
        with closing(PostgresDatabase(address, 1.0)) as database:
            return (Check("Database", True, True, f"{database.name}: {database.described()}"),)
    except MarsadError as error:
        return (Check("Database", False, True, str(error)),)


def _store(root: Path) -> tuple[Check, ...]:
    """Look at the package for the store, where one is set that needs it; ask the store nothing."""
    try:
        store = read_config(root).store
    except MarsadError:
        return ()
    if not store or store.startswith("file:"):
        return ()
    ok = find_spec("obstore") is not None
    message = store if ok else f"{store} needs: pip install 'marsad[objects]'"
    return (Check("Object store", ok, True, message),)


def _endpoint(root: Path) -> tuple[Check, ...]:
    """Ask the model server, where posts are to be read by one, for four things in turn."""
    try:
        config = read_config(root)
        if config.tier != "endpoint":
            return ()
        server = config.server()
        listed = server.models()
    except ConfigError:
        return ()  # said by the check of the workspace
    except MarsadError as error:
        return (Check("Model server", False, True, f"{config.endpoint}: {error}"),)
    return (
        Check("Model server", True, True, f"{server.url} answers"),
        _model(server, listed),
        *_asked(server),
    )


def _model(server: Endpoint, listed: tuple[str, ...] | None) -> Check:
    """Some servers take other names than they list, so this alone is no fault."""
    if listed is None:
        return Check("Model", True, False, f"{server.model}; the server does not list its models")
    if server.model in listed:
        return Check("Model", True, False, server.model)
    shown = ", ".join(listed[:_SHOWN]) or "none"
    return Check("Model", False, False, f"{server.model} is not among those listed: {shown}")


def _asked(server: Endpoint) -> tuple[Check, ...]:
    from .extract.endpoint import SAMPLE, SAMPLE_CONTENT, EndpointExtractor, holds_to_schema

    names = ("Structured output", "Extraction")
    try:
        held = holds_to_schema(server)
        found = EndpointExtractor(server).extract(SAMPLE).statements
    except MarsadError as error:
        return tuple(Check(name, False, True, str(error)) for name in names)
    words = [span.of(SAMPLE.version.text) for each in found for span in each.content]
    ok = any(SAMPLE_CONTENT.startswith(each) for each in words)
    return (
        Check(names[0], held, False, _HELD if held else _NOT_HELD),
        Check(names[1], ok, False, _READ if ok else _NOT_READ),
    )


def _room(root: Path) -> Check:
    if not root.is_dir():
        return Check("Disk", False, True, f"{root} is not a folder")
    free = shutil.disk_usage(root).free
    return Check("Disk", free > _ROOM, False, f"{free / 1024**3:.1f} GiB free")
