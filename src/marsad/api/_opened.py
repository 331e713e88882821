"""What every part of a workspace shares: folder, configuration, database, archive, lock."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from ..archive import FolderArchive, shelf_at
from ..config import Config, Layout, default_toml, read_config
from ..errors import WorkspaceError
from ..pipeline import WorkspaceLock
from ..pipeline.known import Known, KnownEntities
from ..plugins import Registry, renderers
from ..ports import Clock, Reader, Renderer, Store

__all__ = ["Opened", "utc_now"]


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Opened:
    """An open workspace folder."""

    def __init__(self, root: Path, config: Config, clock: Clock = utc_now) -> None:
        self.layout = Layout(root)
        self.config = config
        self.clock = clock
        self._lock = WorkspaceLock(self.layout.lock)
        self._known = KnownEntities()

    @classmethod
    def create(cls, root: Path | str, name: str = "") -> Self:
        """Make a new workspace at ``root``, which must be absent or empty, and open it.

        :raises WorkspaceError: the folder holds something, or cannot be written.
        """
        folder = Path(root).resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise WorkspaceError(f"{folder} is not empty.", hint="Name a new folder.")
            Layout(folder).config.write_text(default_toml(name or folder.name), encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(
                f"{folder} cannot be written: {error.strerror}.", hint="Name another folder."
            ) from error
        return cls.open(folder)

    @classmethod
    def open(cls, root: Path | str, clock: Clock = utc_now) -> Self:
        """Open the workspace at ``root``.

        :raises WorkspaceError: it is not a workspace.
        :raises ConfigError: its configuration is wrong.
        """
        folder = Path(root).resolve()
        return cls(folder, read_config(folder), clock)

    def close(self) -> None:
        """Release files and connections."""
        if "archive" in self.__dict__:
            self.archive.close()
        if "store" in self.__dict__:
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def store(self) -> Store:
        """The database, upgraded to this version's schema where needed."""
        from ..store import PostgresStore, SqliteStore

        if self.config.database:
            return PostgresStore.open(self.config.database)
        return SqliteStore.open(self.layout.database, clock=self.clock)

    @cached_property
    def archive(self) -> FolderArchive:
        """The sealed captures."""
        store = self.config.store
        return FolderArchive(
            self.layout.archive,
            clock=self.clock,
            max_warc_bytes=self.config.warc_mb * 1024 * 1024,
            shelf=shelf_at(store) if store else None,
        )

    @cached_property
    def renderers(self) -> Registry[Renderer]:
        """The file formats that reports can be published in."""
        return renderers()

    @property
    def known(self) -> Known:
        """Entities as they stand now, kept until one changes."""
        return self._known.of(self.read)

    @property
    def read(self) -> Reader:
        """A reader on the database."""
        return self.store.read()
