"""The workspace's configuration: one ``marsad.toml``, read once into a frozen Config.

The folder of a workspace::

    marsad.toml        this configuration
    marsad.db          SQLite: everything derived, and people's judgements; or else PostgreSQL
    archive/           sealed captures and their ledger
    memory/*.tmx       translation memories
    reports/           published products, one folder a report
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import ConfigError, WorkspaceError
from .ports import Limits

if TYPE_CHECKING:
    from .extract.endpoint import Endpoint
    from .pipeline import Tier

__all__ = ["CONFIG_NAME", "Config", "Layout", "default_toml", "read_config", "write_database"]

CONFIG_NAME = "marsad.toml"

_TEMPLATE = """\
# Configuration of this Marsad workspace. Every value is optional.

[workspace]
name = {name}
# Printed on every page and product, for instance to mark an exercise.
label = ""
database = ""           # postgresql://USER@HOST/NAME; empty: the file marsad.db

[fetch]
timeout = 30            # seconds for one request
max_response_mb = 64    # larger answers and files are refused
max_post_chars = 1000000
max_pages = 3           # pages of older posts read at each visit
proxy = ""              # http://HOST:PORT, or socks5://127.0.0.1:9050 for Tor
media = "hash"          # files of posts: off | hash (keep their hashes) | keep (seal them)
contact = ""            # a mail or web address, told to the sites that are read

[watch]
every = 600             # seconds between two visits, until a source has shown how often it posts
shortest = 60           # never visited more often than this, in seconds
longest = 7200          # nor, while it answers, more seldom
workers = 16            # visits at the same time

[archive]
store = ""              # where sealed files are kept as well: s3://BUCKET/PREFIX, gs://…, az://…, file:///…
warc_mb = 1024          # a file of captures that has reached this size is followed by a new one
calendars = ""          # of OpenTimestamps, with spaces between; empty: four public ones

[models]
tier = "built-in"       # built-in | endpoint
endpoint = ""           # address of a model server, such as http://127.0.0.1:8000/v1
model = ""              # the name by which that server knows the model
endpoint_timeout = 60   # seconds for one answer
endpoint_workers = 4    # posts that it is asked about at the same time

[report]
desk = ""               # name of your desk, printed on reports
audience = "subscribers"
"""

_TIERS = ("built-in", "endpoint")
_MEDIA = ("off", "hash", "keep")
_AUDIENCES = ("subscribers", "complimentary")
_STORES = ("s3://", "gs://", "az://", "file:///")
_WEB = ("https://", "http://")
_DATABASE = "postgresql://"


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths inside a workspace folder; built here and nowhere else."""

    root: Path

    @property
    def config(self) -> Path:
        """``marsad.toml``."""
        return self.root / CONFIG_NAME

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "marsad.db"

    @property
    def archive(self) -> Path:
        """Folder of sealed captures."""
        return self.root / "archive"

    @property
    def lock(self) -> Path:
        """File whose lock means that one process changes the workspace."""
        return self.root / "marsad.lock"

    @property
    def meaning(self) -> Path:
        """Folder of what search by meaning maps into memory; made again by every run."""
        return self.root / "meaning"

    @property
    def memories(self) -> tuple[Path, ...]:
        """Translation memories, sorted by name."""
        return tuple(sorted((self.root / "memory").glob("*.tmx")))

    def report(self, report_id: str) -> Path:
        """Folder of one published report."""
        return self.root / "reports" / report_id


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that a person may set. Lists of keys are those of ``marsad.toml``."""

    name: str = ""
    label: str = ""
    database: str = field(default="", repr=False)  # may hold a password
    timeout: float = 30.0
    max_response_mb: int = 64
    max_post_chars: int = 1_000_000
    max_pages: int = 3
    proxy: str = ""
    media: str = "hash"
    contact: str = ""
    every: float = 600.0
    shortest: float = 60.0
    longest: float = 7200.0
    workers: int = 16
    store: str = ""
    warc_mb: int = 1024
    calendars: str = ""
    tier: str = "built-in"
    endpoint: str = ""
    model: str = ""
    endpoint_timeout: float = 60.0
    endpoint_workers: int = 4
    desk: str = ""
    audience: str = "subscribers"
    limits: Limits = field(init=False)

    def __post_init__(self) -> None:
        bounds = Limits(
            response_bytes=self.max_response_mb * 1024 * 1024,
            post_chars=self.max_post_chars,
            timeout=self.timeout,
            pages=self.max_pages,
        )
        object.__setattr__(self, "limits", bounds)

    def server(self) -> Endpoint:
        """Return the model server that is set.

        :raises ConfigError: none is, or what is set is not an address.
        """
        from .extract.endpoint import Endpoint

        if not self.endpoint or not self.model:
            raise ConfigError(
                "No model server is set.",
                hint="Set models.endpoint to its address and models.model to the name of a model.",
            )
        return Endpoint(self.endpoint, self.model, self.endpoint_timeout, self.proxy)

    def engines(self) -> Tier:
        """Return which engines are set.

        :raises ConfigError: a model server is to be used, and none is set, or not by an address.
        """
        from .pipeline import Tier

        served = self.tier == "endpoint"
        return Tier(self.server() if served else None, self.endpoint_workers)


_SECTIONS = {
    "workspace": ("name", "label", "database"),
    "fetch": (
        "timeout",
        "max_response_mb",
        "max_post_chars",
        "max_pages",
        "proxy",
        "media",
        "contact",
    ),
    "watch": ("every", "shortest", "longest", "workers"),
    "archive": ("store", "warc_mb", "calendars"),
    "models": ("tier", "endpoint", "model", "endpoint_timeout", "endpoint_workers"),
    "report": ("desk", "audience"),
}
_CHOICES = {"tier": _TIERS, "audience": _AUDIENCES, "media": _MEDIA}


def default_toml(name: str) -> str:
    """Return the text of a new workspace's configuration."""
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _TEMPLATE.format(name=quoted)


def write_database(root: Path, address: str) -> None:
    """Set ``workspace.database`` in ``marsad.toml``, and leave the rest of the file as it is.

    :raises ConfigError: the file is written in a way in which this cannot be done.
    """
    path = Layout(root).config
    text = path.read_text(encoding="utf-8")
    line = f"database = {json.dumps(address, ensure_ascii=False)}"
    found = re.sub(r'(?m)^database[ \t]*=[ \t]*""', lambda _: line, text, count=1)
    if found == text:
        found = re.sub(r"(?m)^\[workspace\][ \t]*$", lambda m: f"{m[0]}\n{line}", text, count=1)
    if found == text:
        found = f"{text.rstrip()}\n\n[workspace]\n{line}\n"
    try:
        told = tomllib.loads(found).get("workspace", {}).get("database")
    except tomllib.TOMLDecodeError:
        told = None
    if told != address:
        raise ConfigError(
            f"workspace.database cannot be set in {path}.", hint="Write it there yourself."
        )
    partial = path.with_suffix(".toml.partial")
    partial.write_text(found, encoding="utf-8")
    partial.replace(path)


def read_config(root: Path) -> Config:
    """Read ``marsad.toml`` of the workspace at ``root``.

    :raises WorkspaceError: there is none.
    :raises ConfigError: it is not TOML, or a key or value is wrong; names the key.
    """
    path = Layout(root).config
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WorkspaceError(
            f"{root} is not a Marsad workspace (no {CONFIG_NAME}).",
            hint=f"Create one with `marsad init {root}`, or name one with --workspace.",
        ) from None
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be read: {error.strerror}.",
            hint="Give this user the right to read the workspace.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", hint="Correct the file.") from None
    config = Config(**_values(path, data))
    if config.tier == "endpoint":
        try:
            config.server()
        except ConfigError as error:
            message = f"{path}: models.tier is “endpoint”. {error.message}"
            raise ConfigError(message, hint=error.hint) from None
    return config


def _values(path: Path, data: Mapping[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for section, table in data.items():
        keys = _SECTIONS.get(section)
        if keys is None or not isinstance(table, dict):
            raise _unknown(path, section, tuple(_SECTIONS))
        for key, value in table.items():
            if key not in keys:
                raise _unknown(path, f"{section}.{key}", tuple(f"{section}.{k}" for k in keys))
            found[key] = _checked(path, section, key, value)
    return found


def _unknown(path: Path, key: str, known: tuple[str, ...]) -> ConfigError:
    near = difflib.get_close_matches(key, known, 1)
    hint = f"Did you mean “{near[0]}”?" if near else "Known: " + ", ".join(known) + "."
    return ConfigError(f"{path}: unknown setting “{key}”.", hint=hint)


def _checked(path: Path, section: str, key: str, value: object) -> object:
    kind = {f.name: f.type for f in fields(Config)}[key]
    accepted: tuple[type, ...] = {"str": (str,), "int": (int,), "float": (int, float)}[str(kind)]
    if not isinstance(value, accepted) or isinstance(value, bool):
        raise ConfigError(f"{path}: {section}.{key} must be of type {kind}.")
    if isinstance(value, int | float) and value <= 0:
        raise ConfigError(f"{path}: {section}.{key} must be greater than 0.")
    choices = _CHOICES.get(key)
    if choices and value not in choices:
        raise ConfigError(f"{path}: {section}.{key} must be one of {', '.join(choices)}.")
    if key == "store" and value and not str(value).startswith(_STORES):
        raise ConfigError(f"{path}: {section}.{key} must begin with one of {', '.join(_STORES)}.")
    if key == "database" and value and not str(value).startswith(_DATABASE):
        raise ConfigError(f"{path}: {section}.{key} must begin with {_DATABASE}.")
    if key == "calendars" and not all(url.startswith(_WEB) for url in str(value).split()):
        raise ConfigError(f"{path}: {section}.{key} must be addresses that begin with https://.")
    return value
