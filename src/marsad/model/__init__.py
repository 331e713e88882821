"""The words of the project as frozen values. No I/O here."""

from .capture import Capture, Response
from .dates import UNDATED, Dated, Precision
from .entity import Entity, EntityKind, Mention, Name, Role
from .event import Certainty, Event
from .fact import Dataset, Fact, Import
from .failure import Failure
from .ids import make_id, sha256_hex
from .judgement import Judgement, Verdict
from .post import (
    GAP,
    Alignment,
    Forward,
    Media,
    MediaFile,
    Observation,
    ObservationKind,
    Passage,
    Post,
    Reach,
    Span,
    Translation,
    Version,
    iou,
    quotation,
)
from .report import Block, BlockKind, Citation, Report, ReportKind, Sentence, SentenceKind
from .source import Reliability, Source
from .statement import Act, Basis, Speaker, Statement
from .story import Origin, Story
from .visit import Outcome, SourceFact, Visit
from .watch import Alert, Watch

__all__ = [
    "GAP",
    "UNDATED",
    "Act",
    "Alert",
    "Alignment",
    "Basis",
    "Block",
    "BlockKind",
    "Capture",
    "Certainty",
    "Citation",
    "Dataset",
    "Dated",
    "Entity",
    "EntityKind",
    "Event",
    "Fact",
    "Failure",
    "Forward",
    "Import",
    "Judgement",
    "Media",
    "MediaFile",
    "Mention",
    "Name",
    "Observation",
    "ObservationKind",
    "Origin",
    "Outcome",
    "Passage",
    "Post",
    "Precision",
    "Reach",
    "Reliability",
    "Report",
    "ReportKind",
    "Response",
    "Role",
    "Sentence",
    "SentenceKind",
    "Source",
    "SourceFact",
    "Span",
    "Speaker",
    "Statement",
    "Story",
    "Translation",
    "Verdict",
    "Version",
    "Visit",
    "Watch",
    "iou",
    "make_id",
    "quotation",
    "sha256_hex",
]
