"""Names across scripts and spellings: a leaf that knows names and nothing of entities.

::

    NameIndex     find a name among many                      (index)
    likeness      how likely two words are one name           (sounds)
    keys          what is left of a word in every spelling    (keys)

What letters stand for which was learnt from pairs of names by ``models/recipes/spellings.py``.
"""

from .index import Found, NameIndex
from .keys import keys
from .sounds import likeness

__all__ = ["Found", "NameIndex", "keys", "likeness"]
