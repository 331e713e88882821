"""Sealed files in an object store: copied there, removed here, brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from logging import INFO, WARNING, getLogger
from threading import Event

from ..archive import FolderArchive, Held, Transfer
from ..errors import MarsadError
from ..ports import Progress
from .evidencing import Evidencing

__all__ = ["Storing", "pushing"]

_log = getLogger("marsad.archive")


class Storing(Evidencing):
    """Where the sealed files of a workspace are.

    What asks the store raises :class:`UnreachableError` where it does not answer,
    :class:`MissingToolError` where its package is not installed, and :class:`WorkspaceError`
    where another process is copying. Reading, verifying and collecting may go on beside all of it.
    """

    def push_archive(self, *, close: bool = False, progress: Progress | None = None) -> Transfer:
        """Copy to the store what it has not got yet, and read every copy back.

        That is each WARC file to which nothing is appended any more, the ledger, the signed head,
        time stamps and the public key. The private key stays here.

        :param close: begin a new WARC file first, so that the present one is copied too.
        :return: what was copied; files that the store has with other bytes are problems, and
            left as they are.
        :raises ConfigError: no store is set.
        :raises ArchiveError: the ledger in the store is not the beginning of this one.
        """
        if close:
            with self._lock:
                self.archive.close_warc()
        return self.archive.push(progress)

    def archive_files(self) -> tuple[Held, ...]:
        """Return the sealed files and what is copied with them, by name."""
        return self.archive.holdings()

    def freeable_files(self) -> tuple[str, ...]:
        """Return the names of WARC files that are both here and in the store.

        :raises ConfigError: no store is set.
        """
        return self.archive.freeable()

    def free_archive(
        self, names: Sequence[str] = (), *, progress: Progress | None = None
    ) -> Transfer:
        """Remove WARC files here, each once its copy was read back from the store and compared.

        :param names: such as ``000001.warc.gz``; all that the store has where there are none.
        :raises NotFoundError: there is no such WARC file here.
        :raises ConfigError: no store is set.
        """
        return self.archive.free(names, progress)

    def fetch_archive(
        self, names: Sequence[str] = (), *, progress: Progress | None = None
    ) -> Transfer:
        """Bring WARC files back from the store; they stay there too.

        :param names: such as ``000001.warc.gz``; all that are not here where there are none.
        :raises NotFoundError: no name of a WARC file.
        :raises ConfigError: no store is set.
        :raises DiskFullError: no room.
        """
        return self.archive.fetch(names, progress)


def pushing(archive: FolderArchive, progress: Progress | None, stop: Event) -> Callable[[], None]:
    """Return what copies closed files to the store; trouble is logged, and raises nothing.

    Files that were refused are tried again only when there are others to copy: each time, the
    store's copy is read as a whole.
    """
    refused: tuple[str, ...] = ()

    def push() -> None:
        nonlocal refused
        try:
            if archive.unpushed() == refused:
                return
            done = archive.push(progress, stop)
            refused = archive.unpushed() if done.problems else ()
        except (MarsadError, OSError) as error:
            _log.warning("not pushed", extra={"trouble": str(error)})
        else:
            trouble = [f"{problem.record}: {problem.message}" for problem in done.problems]
            facts = {"files": len(done.files), "bytes": done.size, "trouble": trouble}
            _log.log(WARNING if trouble else INFO, "pushed", extra=facts)

    return push
