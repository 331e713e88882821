"""The reading side of the contract: each call is one transaction, so it sees one state.

Each module reads what one word of the contract is about; ``base`` holds what they share.
"""

from .captures import CaptureReader
from .entities import EntityReader
from .facts import FactReader
from .posts import PostReader
from .records import RecordReader
from .searching import SearchReader
from .sources import SourceReader
from .statements import StatementReader
from .stories import StoryReader
from .vectors import VectorReader
from .versions import VersionReader

__all__ = ["SqlReader"]


class SqlReader(
    SourceReader,
    CaptureReader,
    PostReader,
    VersionReader,
    VectorReader,
    StatementReader,
    StoryReader,
    EntityReader,
    FactReader,
    SearchReader,
    RecordReader,
):
    """Reads a workspace. Lists are tuples in a stated order; an unknown id raises NotFoundError."""
