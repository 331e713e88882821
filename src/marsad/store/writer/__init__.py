"""The writing side of the contract, inside one transaction.

Each module writes what one word of the contract is about; ``base`` holds what they share.
"""

from .captures import CaptureWriter
from .entities import EntityWriter
from .facts import FactWriter
from .records import RecordWriter
from .stories import StoryWriter
from .versions import VersionWriter

__all__ = ["SqlWriter"]


class SqlWriter(CaptureWriter, VersionWriter, StoryWriter, EntityWriter, FactWriter, RecordWriter):
    """Changes a workspace; all that one transaction changes is kept, or none of it."""
