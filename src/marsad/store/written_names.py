"""Words of the names that texts mention, by what is left of them in every spelling.

So what people type is found in other scripts even where no entity is called so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, func, select

from ..model import Mention, Version
from ..names import keys, likeness
from ..text import name_tokens, normalise, script
from . import tables
from .chunks import chunked
from .codec import decode
from .portable import insert_new
from .words import words_of

__all__ = ["ALIKE", "put", "rebuild", "spellings", "words_of_name"]

_DATES = "Date"
_LETTERS = range(3, 41)
"""Letters of a word that is looked at: shorter ones are like too many, no name is longer."""

ALIKE = 13.0
"""Likeness from which a word is taken for the typed one in another script. Of what it adds to
names of 1,000 sentences in six languages, 80 to 90 % stand in their translations, and it finds one
word in two; 10 finds 2 to 6 % more words, but only 68 to 83 % are right; 16 finds a tenth less, 88
to 94 % right (``python -m evaluation.written_names``)."""

_MOST = 6
"""Spellings of a word; the next are other names. A choice, not tuned."""

_LOOKED_AT = 2_000
"""Words with the same keys that are compared, those with the longest first. A choice, not tuned."""

_names = tables.written_names


def put(connection: Connection, version_id: str, mentions: Iterable[Mention]) -> None:
    """Keep the words of names that a version mentions; what was kept before stays."""
    names = [mention.span for mention in mentions if mention.kind != _DATES]
    if names:
        text = _text(connection, version_id)
        _keep(connection, {span.of(text) for span in names})


def _text(connection: Connection, version_id: str) -> str:
    column = tables.versions.c
    data = connection.scalars(select(column.data).where(column.id == version_id)).one()
    return decode(Version, data).text


def _keep(connection: Connection, names: Iterable[str]) -> None:
    rows = [
        {"key": key, "word": word, "script": script(word)}
        for word in sorted({word for name in names for word in words_of_name(name)})
        for key in _keys(word)
    ]
    if rows:
        connection.execute(insert_new(_names), rows)


def rebuild(connection: Connection) -> None:
    """Keep the words of all names anew, from what is stored."""
    connection.execute(_names.delete())
    column = tables.mentions.c
    for chunk in chunked(connection.scalars(select(column.version_id).distinct()).all()):
        rows = select(column.version_id, column.data).where(column.version_id.in_(chunk))
        found = defaultdict(list)
        for version_id, data in connection.execute(rows):
            found[version_id].append(decode(Mention, data))
        for version_id, mentions in found.items():
            put(connection, version_id, mentions)


def spellings(connection: Connection, word: str, least: float = ALIKE) -> tuple[str, ...]:
    """Return words of names in other scripts that are likely ``word``, the likeliest first.

    None where it is a word of the texts, but of no name in them: what it is like by chance is not
    meant.

    :param word: folded.
    :param least: likeness from which a word is taken for it.
    """
    typed = tuple(words_of_name(word))
    if len(typed) != 1 or not _meant(connection, word, typed[0]):
        return ()
    column = _names.c
    alike = column.key.in_(_keys(typed[0])), column.script != script(typed[0])
    query = (
        select(column.word)
        .where(*alike)
        .group_by(column.word)
        .order_by(func.max(func.length(column.key)).desc(), column.word)
        .limit(_LOOKED_AT)
    )
    return _likely(typed[0], connection.scalars(query).all(), least)


def _meant(connection: Connection, word: str, bare: str) -> bool:
    """Tell whether ``word`` can be meant as a name: it is in one, or nowhere."""
    named = select(_names.c.word).where(_names.c.word == bare, _names.c.key.in_(_keys(bare)))
    if connection.scalar(named.limit(1)) is not None:
        return True
    return not words_of(connection).occurring(connection, [word], 1)


def _likely(word: str, others: Sequence[str], least: float) -> tuple[str, ...]:
    scores = dict(zip(others, likeness(word, others), strict=True))
    ranked = sorted(scores, key=lambda other: (-scores[other], other))
    return tuple(other for other in ranked if scores[other] >= least)[:_MOST]


def _keys(word: str) -> list[str]:
    """Return the keys that tell anything: nearly every text has a name with one consonant."""
    return [key for key in keys(word) if len(key) > 1]


def words_of_name(name: str) -> Iterator[str]:
    """Yield the words of a name as texts are searched for them, without articles."""
    for part in normalise(name).text.split():
        yield from (w for w in name_tokens(part) if len(w) in _LETTERS and w.isalpha())
