"""The public Python API. The command line and the web pages use nothing else.

>>> from marsad.api import StatementFilter, Workspace
>>> with Workspace.open("my-workspace") as workspace:          # doctest: +SKIP
...     for view in workspace.statements(StatementFilter(act="threat")):
...         print(view.statement.speaker.text, view.post.url)

- :mod:`.workspace`: the workspace, made of
- :mod:`.reading`: posts, statements, stories, decisions
- :mod:`.searching`: the search box; :mod:`.found`, what it finds as data
- :mod:`.watches`: searches that are kept, and their alerts
- :mod:`.asking`: questions, answered with quotations
- :mod:`.reviewing`: decisions about what was found in a post
- :mod:`.entities`: who is behind names, and decisions about that
- :mod:`.dossiers`: dossiers of entities, and lists of entities
- :mod:`.knowing`: lists of entities, facts on an editor's word
- :mod:`.collecting`: sources, visits, coverage, runs
- :mod:`.storing`: sealed files in an object store
- :mod:`.reporting`: drafting, checking and publishing reports
- :mod:`.undecided`: names of which it is open whom they mean
- :mod:`.values`: what these return besides model values
"""

from ..archive import Anchor, Anchored, Block, Held, Stamp, Transfer
from ..diagnosis import Check, diagnose
from ..extract.endpoint import Endpoint
from ..pipeline import TASKS, Found, Scope, extract_text, run_task
from ..pipeline.asserting import Asserted
from ..pipeline.editions import Change
from ..pipeline.entity_list import EntityFilter
from ..pipeline.knowledge import Imported, Naming
from ..pipeline.withholding import Told
from ..ports import (
    CoverageState,
    EntityView,
    PostFilter,
    PostView,
    SourceCoverage,
    StatementFilter,
    StatementView,
)
from ..report import Endnote, Endnotes, Finding, endnotes
from ..report.dossier import Dossier
from ..text.asked import By
from ._opened import utc_now
from .found import found_csv, found_jsonl, found_record, table_line
from .metrics import METRICS_TYPE
from .undecided import Undecided
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
    "Asserted",
    "Block",
    "By",
    "Change",
    "Check",
    "CoverageState",
    "Dossier",
    "Endnote",
    "Endnotes",
    "Endpoint",
    "EntityFilter",
    "EntityView",
    "Finding",
    "Found",
    "Held",
    "Imported",
    "Naming",
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
    "Told",
    "Transfer",
    "Undecided",
    "Workspace",
    "diagnose",
    "endnotes",
    "extract_text",
    "found_csv",
    "found_jsonl",
    "found_record",
    "make_source",
    "replay_transport",
    "run_task",
    "table_line",
    "telegram_sign_in",
    "utc_now",
]
