"""The only place that wires stages to ports.

- :mod:`.ingest`: fetch → seal → parse → store, and catching up after a kill
- :mod:`.stages`: language, translation, extraction, for stale versions only
- :mod:`.clusters`: origins and stories over all posts
- :mod:`.material`: what a report draws on
- :mod:`.reports`: drafting, the gate, release
- :mod:`.english`: what statements say in English
- :mod:`.visiting`: one visit, entered in the coverage ledger
- :mod:`.coverage`: which sources were followed in a period
- :mod:`.media`: files of posts, hashed and sealed by choice
- :mod:`.rhythm`: when to come again
- :mod:`.watching`: all sources, each on its rhythm
- :mod:`.tasks`: one stage on given inputs, for evaluation
- :mod:`.lock`: one process changes a workspace at a time
- :mod:`.folders`: what it means when its folder cannot be changed
"""

from .clusters import cluster_posts
from .coverage import coverage_between
from .english import in_english
from .folders import changing
from .ingest import Collection, catch_up, collect
from .lock import WorkspaceLock
from .material import Scope, report_context, without_local_paths
from .reports import draft, gate, publishable
from .rhythm import Rhythm
from .stages import Stage, run_stage, text_stages
from .tasks import TASKS, extract_text, run_task
from .visiting import visit
from .watching import Watching, watch

__all__ = [
    "TASKS",
    "Collection",
    "Rhythm",
    "Scope",
    "Stage",
    "Watching",
    "WorkspaceLock",
    "catch_up",
    "changing",
    "cluster_posts",
    "collect",
    "coverage_between",
    "draft",
    "extract_text",
    "gate",
    "in_english",
    "publishable",
    "report_context",
    "run_stage",
    "run_task",
    "text_stages",
    "visit",
    "watch",
    "without_local_paths",
]
