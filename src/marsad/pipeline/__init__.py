"""The only place that wires stages to ports.

- :mod:`.ingest`: fetch → seal → parse → store, and catching up after a kill
- :mod:`.running`: one stage over all stale versions, in batches that are stored whole
- :mod:`.stages`: language, translation, extraction
- :mod:`.extractors`: who reads posts in which tier
- :mod:`.tally`: what a stage has counted
- :mod:`.embedding`: what each post means, as a vector
- :mod:`.clusters`: origins and stories over all posts
- :mod:`.material`: what a report draws on
- :mod:`.reports`: drafting, the gate, release
- :mod:`.reviewing`: people's readings of a post, resolved, and as annotated examples
- :mod:`.meaning`: search by meaning, across languages
- :mod:`.english`: what statements say in English
- :mod:`.visiting`: one visit, entered in the coverage ledger
- :mod:`.coverage`: which sources were followed in a period
- :mod:`.media`: files of posts, hashed and sealed by choice
- :mod:`.rhythm`: when to come again
- :mod:`.watching`: all sources, each on its rhythm
- :mod:`.tasks`: one stage on given inputs, for evaluation
- :mod:`.tasks_reading`: those in which the language model reads one text at a time
- :mod:`.tasks_meaning`: those that rest on what texts mean
- :mod:`.tasks_endpoint`: those that a model server can do
- :mod:`.fields`: rows of the evaluation contract
- :mod:`.lock`: one process changes a workspace at a time
- :mod:`.folders`: what it means when its folder cannot be changed
"""

from .clusters import cluster_posts
from .coverage import coverage_between
from .embedding import embed_posts
from .english import in_english
from .extractors import BUILT_IN, Tier
from .folders import changing
from .ingest import Collection, catch_up, collect
from .lock import WorkspaceLock
from .material import Scope, report_context, without_local_paths
from .meaning import search_by_meaning
from .reports import draft, gate, publishable
from .reviewing import example, resolved_mention, resolved_statement, reviewed_posts
from .rhythm import Rhythm
from .running import Outcome, Server, Stage, run_stage
from .stages import text_stages
from .tally import read_tally
from .tasks import TASKS, extract_text, run_task
from .visiting import visit
from .watching import Watching, watch

__all__ = [
    "BUILT_IN",
    "TASKS",
    "Collection",
    "Outcome",
    "Rhythm",
    "Scope",
    "Server",
    "Stage",
    "Tier",
    "Watching",
    "WorkspaceLock",
    "catch_up",
    "changing",
    "cluster_posts",
    "collect",
    "coverage_between",
    "draft",
    "embed_posts",
    "example",
    "extract_text",
    "gate",
    "in_english",
    "publishable",
    "read_tally",
    "report_context",
    "resolved_mention",
    "resolved_statement",
    "reviewed_posts",
    "run_stage",
    "run_task",
    "search_by_meaning",
    "text_stages",
    "visit",
    "watch",
    "without_local_paths",
]
