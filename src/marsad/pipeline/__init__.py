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
- :mod:`.searching`: one search by words and by meaning; :mod:`.shelf`, what the latter reads;
  :mod:`.merged_entities`, whom its fields mean
- :mod:`.alerts`: searches that are kept, and what they raised; :mod:`.alerting`, asking them again
- :mod:`.english`: what statements say in English
- :mod:`.asking`: what answers a question; :mod:`.questions`, what it names; :mod:`.pieces`, what is
  near it; :mod:`.quoting`, with what proves it; :mod:`.answering`, in sentences by a server
- :mod:`.withholding`: posts as they are told outside, without private persons
- :mod:`.entities`: entities as people's judgements leave them; :mod:`.known`, kept in memory
- :mod:`.entity_making`: an entity on an editor's word
- :mod:`.self_check`: contradictions in what is known, once a day
- :mod:`.suggesting`: entities by name, and which may be the same
- :mod:`.knowledge`: lists, imported and dropped; :mod:`.editions`, compared with what was held
- :mod:`.listed`: entities made of the facts of lists
- :mod:`.packed`: the program's own entities as facts
- :mod:`.asserting`: facts on an editor's word; :mod:`.roles_told`, roles that posts tell
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

from .alerting import raise_alerts
from .answering import written
from .asking import ask
from .clusters import cluster_posts
from .coverage import coverage_between
from .embedding import RECIPE, embed_posts
from .english import in_english
from .entities import entities_as_they_stand, entity_view, with_merged
from .entity_making import EDITORS, Cited, made_entity
from .extractors import BUILT_IN, Tier
from .folders import changing
from .ingest import Collection, catch_up, collect
from .lock import WorkspaceLock
from .material import Scope, report_context, without_local_paths
from .questions import Period
from .reports import draft, gate, publishable
from .reviewing import example, resolved_mention, resolved_statement, reviewed_posts
from .rhythm import Rhythm
from .running import Outcome, Server, Stage, run_stage
from .searching import Found, Meanings, find, find_ids, like
from .self_check import Checked, check_daily, checked, dismissals, self_check
from .shelf_files import KeptShelf, shelve
from .stages import text_stages
from .suggesting import entities_called, suggestions
from .tally import read_tally
from .tasks import TASKS, extract_text, run_task
from .visiting import visit
from .watching import Watching, watch

__all__ = [
    "BUILT_IN",
    "EDITORS",
    "RECIPE",
    "TASKS",
    "Checked",
    "Cited",
    "Collection",
    "Found",
    "KeptShelf",
    "Meanings",
    "Outcome",
    "Period",
    "Rhythm",
    "Scope",
    "Server",
    "Stage",
    "Tier",
    "Watching",
    "WorkspaceLock",
    "ask",
    "catch_up",
    "changing",
    "check_daily",
    "checked",
    "cluster_posts",
    "collect",
    "coverage_between",
    "dismissals",
    "draft",
    "embed_posts",
    "entities_as_they_stand",
    "entities_called",
    "entity_view",
    "example",
    "extract_text",
    "find",
    "find_ids",
    "gate",
    "in_english",
    "like",
    "made_entity",
    "publishable",
    "raise_alerts",
    "read_tally",
    "report_context",
    "resolved_mention",
    "resolved_statement",
    "reviewed_posts",
    "run_stage",
    "run_task",
    "self_check",
    "shelve",
    "suggestions",
    "text_stages",
    "visit",
    "watch",
    "with_merged",
    "without_local_paths",
    "written",
]
