"""Resolution: which entity is behind a name, and which role it held on a day.

::

    Directory            entities by name, people's decisions included     (directory)
    name_pairs, weighed  which entities may be the same, and why           (alike)
    check_one, check_all what cannot all be true of them                   (checking)
    link, Ties           which entity a name means, or that it is open     (linking)
    resolve_statements   an Extraction with entities and roles             (statements)
    read_entities        a user's own file of entities                     (knowledge)
    builtin_entities     countries, cities and bodies that come along      (knowledge)
    builtin_ties         what is known of those that tells them apart      (ties)
    pack_records         organisations and places as they are packed       (pack)
    importing            lists and datasets of others, read                (its own table)
    exporting            facts as FollowTheMoney and OpenSanctions have them
"""

from .alike import Suggestion, name_pairs, weighed
from .checking import check_all, check_one
from .contradiction import Contradiction, Known, Said
from .directory import Directory, name_subject
from .knowledge import builtin_entities, read_entities
from .linking import Ties, link
from .pack import pack_records
from .statements import resolve_statements
from .ties import builtin_ties

__all__ = [
    "Contradiction",
    "Directory",
    "Known",
    "Said",
    "Suggestion",
    "Ties",
    "builtin_entities",
    "builtin_ties",
    "check_all",
    "check_one",
    "link",
    "name_pairs",
    "name_subject",
    "pack_records",
    "read_entities",
    "resolve_statements",
    "weighed",
]
