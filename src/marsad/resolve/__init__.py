"""Resolution: which entity is behind a name, and which role it held on a day.

::

    Directory            entities by name, people's decisions included     (directory)
    resolve_statements   an Extraction with entities and roles             (statements)
    read_entities        a user's own file of entities                     (knowledge)
    builtin_entities     countries, cities and bodies that come along      (knowledge)
"""

from .directory import Directory, name_subject
from .knowledge import builtin_entities, read_entities
from .statements import resolve_statements

__all__ = [
    "Directory",
    "builtin_entities",
    "name_subject",
    "read_entities",
    "resolve_statements",
]
