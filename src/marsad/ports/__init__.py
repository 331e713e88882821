"""The seams between stages: every stage takes and returns these, and none imports another.

Implementations are registered in :mod:`marsad.plugins`, built-ins and third parties alike.

- :mod:`.monitor`: transports, connectors and what these give
- :mod:`.archive`: how responses are sealed
- :mod:`.coverage`: how well sources were followed in a period
- :mod:`.stages`: translators, extractors, renderers
- :mod:`.views`: what a store is asked for, and what it answers with
- :mod:`.store`: readers apart from writers
"""

from .archive import Archive, Problem
from .coverage import CoverageState, PeriodCoverage, SourceCoverage
from .monitor import (
    NO_HISTORY,
    Connector,
    Coverage,
    History,
    ItemFailure,
    Limits,
    ParsedItem,
    ParsedPost,
    ParsedSource,
    Recall,
    Transport,
    Validators,
)
from .shared import Clock, Progress
from .stages import Extraction, Extractor, Item, Renderer, ReportContext, Translator
from .store import Reader, Store, Writer
from .views import (
    EntityView,
    Hit,
    IngestCounts,
    PostFilter,
    PostText,
    PostVector,
    PostView,
    Ranked,
    StatementFilter,
    StatementView,
)

__all__ = [
    "NO_HISTORY",
    "Archive",
    "Clock",
    "Connector",
    "Coverage",
    "CoverageState",
    "EntityView",
    "Extraction",
    "Extractor",
    "History",
    "Hit",
    "IngestCounts",
    "Item",
    "ItemFailure",
    "Limits",
    "ParsedItem",
    "ParsedPost",
    "ParsedSource",
    "PeriodCoverage",
    "PostFilter",
    "PostText",
    "PostVector",
    "PostView",
    "Problem",
    "Progress",
    "Ranked",
    "Reader",
    "Recall",
    "Renderer",
    "ReportContext",
    "SourceCoverage",
    "StatementFilter",
    "StatementView",
    "Store",
    "Translator",
    "Transport",
    "Validators",
    "Writer",
]
