"""Entity review: what people decided about entities, laid over what lists and files say of them.

The subject of a decision is an entity's id, or for SAME and NOT_SAME also a name (``name:…``); the
object is the id of the entity that it is, is not or may be. Of two entities the object of SAME is
the one that is kept: it stands for the subject. A pair has no order otherwise: a later decision on
it wins, whichever way round. RENAME has the name in its value, DISPUTE may name a fact there.

An UNDECIDED that names a judgement takes back that one alone, be it an UNDECIDED itself; one that
names none takes back all that was decided before on its subject, or on its pair. Nothing that was
found is changed: without its judgements everything is as it was.
"""

from .decisions import (
    disputed_fact,
    disputing,
    new_name,
    pair,
    renaming,
    settled,
    taken_back,
)
from .disagreement import Disagreement
from .reviewing import EntityReview, entity_review
from .standing import linkable, stood

__all__ = [
    "Disagreement",
    "EntityReview",
    "disputed_fact",
    "disputing",
    "entity_review",
    "linkable",
    "new_name",
    "pair",
    "renaming",
    "settled",
    "stood",
    "taken_back",
]
