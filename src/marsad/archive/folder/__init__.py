"""The archive in a folder: :class:`FolderArchive`.

``sealing`` writes, ``reading`` reads, ``vouching`` is about who can be shown what and by when,
``storing`` is about copies elsewhere; ``opened`` holds what they share.
"""

from .reading import Reading
from .sealing import Sealing
from .storing import Storing
from .vouching import Vouching

__all__ = ["FolderArchive"]


class FolderArchive(Sealing, Reading, Vouching, Storing):
    """Seals responses into WARC files and a hash-chained ledger under ``root``.

    Nothing on disk is touched, and no lock is taken, before the first seal; from then until
    :meth:`close` this is the one writer. Any number may read meanwhile. Threads may share it.

    :param clock: names what recovery moves aside.
    :param tool: name and version of the program, recorded with each capture.
    :param max_warc_bytes: a WARC file that has reached this size is followed by a new one.
    :param readonly: refuse to seal.
    :param shelf: where closed WARC files may be kept besides or instead; :func:`shelf_at` gives
        one. What is read is looked for in the folder first.
    """
