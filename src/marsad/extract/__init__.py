"""Extraction: names, statements and events, as spans of a version's text.

::

    BuiltInExtractor     the built-in Extractor: everything below in one pass   (rules)
    Gazetteer            names of known entities in running text                (mentions)
    entities_for_ner     persons, places and organisations, known or not        (ner)
    word_start           where a word begins that particles are written onto    (ner)
    attributions         who says what                                          (attribution)
    coding               event codes and roles of one sentence                  (coding)
    classify             what a statement does                                  (acts)
    condition, deadline, capability, target, addressee, hedges                  (slots)
    events               meetings and attacks                                   (events)
"""

from . import coding
from .acts import classify
from .attribution import Attribution, attributions
from .events import events
from .mentions import Found, Gazetteer
from .ner import entities_for_ner, word_start
from .rules import BuiltInExtractor
from .weapons import weapon_entities

__all__ = [
    "Attribution",
    "BuiltInExtractor",
    "Found",
    "Gazetteer",
    "attributions",
    "classify",
    "coding",
    "entities_for_ner",
    "events",
    "weapon_entities",
    "word_start",
]
