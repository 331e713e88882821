"""Names across scripts and spellings: a leaf that knows names and nothing of entities.

::

    match         are two names one, and why                  (match, align, parsed)
    NameMatcher   which of many entities a name means         (matcher)
    NameIndex     find a name among many                      (index)
    likeness      how likely two words are one name           (sounds)
    keys          what is left of a word in every spelling    (keys)

What letters stand for which was learnt from pairs of names by ``models/recipes/spellings.py``, when
two words are alike enough by ``models/recipes/alike.py``.
"""

from .index import Found, NameIndex
from .keys import keys
from .match import Decision, Match, match
from .matcher import NameMatcher
from .sounds import likeness

__all__ = [
    "Decision",
    "Found",
    "Match",
    "NameIndex",
    "NameMatcher",
    "keys",
    "likeness",
    "match",
]
