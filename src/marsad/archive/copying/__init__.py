"""Copies closed files of an archive to a store, removes what is safe there, and brings it back.

No step trusts the one before: a copy counts once it was read back and its SHA-256 compared, a
file here is removed only after that was done again, and nothing in a store is written over but
the ledger, which only grows, and the small files beside it.
"""

from .fetching import Fetching
from .freeing import Freeing
from .pushing import Pushing

__all__ = ["Copying"]


class Copying(Pushing, Freeing, Fetching):
    """Copies between the archive of ``layout`` and ``shelf``; one process at a time.

    Its methods end early, with what they did until then, where ``stop`` is set, and raise

    - :class:`WorkspaceError` where another process is copying,
    - :class:`ConfigError` where the store is the folder of an archive itself,
    - :class:`UnreachableError` where the store does not answer: what was done stays done, and
      the next call goes on from there,
    - :class:`MissingToolError` where the package for the store is not installed,
    - :class:`ArchiveError` where the list of copies cannot be read or written.
    """
