"""The public Python API. The command line and the web pages use nothing else.

>>> from marsad.api import StatementFilter, Workspace
>>> with Workspace.open("my-workspace") as workspace:          # doctest: +SKIP
...     for view in workspace.statements(StatementFilter(act="threat")):
...         print(view.statement.speaker.text, view.post.url)

- :mod:`.workspace`: the workspace, made of
- :mod:`.reading`: posts, statements, stories, search, decisions
- :mod:`.reviewing`: decisions about what was found in a post
- :mod:`.collecting`: sources, visits, coverage, runs
- :mod:`.storing`: sealed files in an object store
- :mod:`.reporting`: drafting, checking and publishing reports
- :mod:`.values`: what these return besides model values
"""

from ..archive import Anchor, Anchored, Block, Held, Stamp, Transfer
from ..diagnosis import Check, diagnose
from ..extract.endpoint import Endpoint
from ..pipeline import TASKS, Scope, extract_text, run_task
from ..ports import (
    CoverageState,
    PostFilter,
    PostView,
    SourceCoverage,
    StatementFilter,
    StatementView,
)
from ..report import Endnote, Endnotes, Finding, endnotes
from ._opened import utc_now
from .metrics import METRICS_TYPE
from .values import (
    RunCounts,
    SourceHealth,
    Successor,
    make_source,
    replay_transport,
    telegram_sign_in,
)
from .workspace import Workspace

__all__ = [
    "METRICS_TYPE",
    "TASKS",
    "Anchor",
    "Anchored",
    "Block",
    "Check",
    "CoverageState",
    "Endnote",
    "Endnotes",
    "Endpoint",
    "Finding",
    "Held",
    "PostFilter",
    "PostView",
    "RunCounts",
    "Scope",
    "SourceCoverage",
    "SourceHealth",
    "Stamp",
    "StatementFilter",
    "StatementView",
    "Successor",
    "Transfer",
    "Workspace",
    "diagnose",
    "endnotes",
    "extract_text",
    "make_source",
    "replay_transport",
    "run_task",
    "telegram_sign_in",
    "utc_now",
]
