"""The index of vectors of PostgreSQL's extension ``vector``, where the database has it.

Beside each packed vector stands the same one less the shipped mean of its language, under an HNSW
index (Malkov and Yashunin 2016). It gives candidates; :mod:`marsad.pipeline.nearness` compares them
with the means of the workspace, as it does without the extension.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    tablesample,
    text,
)

from ..ports import PostVector
from . import tables
from .chunks import chunked
from .types import LONG

if TYPE_CHECKING:
    from ..encoder.space import Floats

__all__ = [
    "extension",
    "indexed",
    "load_near",
    "load_sample",
    "prepare",
    "put_centred",
    "renew",
    "unprepared",
]

_OLDEST = (0, 7)
"""Version of the extension that has vectors of two bytes a number."""

_SEEN = 1_000
"""Vectors that the index looks at, and so the most that it returns; the extension's bound."""

_PAGE = 5_000

_INDEXED = text("SELECT to_regclass('near_vectors') IS NOT NULL")
_EXTENSION = text("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
_CREATE = text(
    "CREATE TABLE near_vectors (place bigint PRIMARY KEY REFERENCES vectors ON DELETE CASCADE, "
    "centred halfvec(384) NOT NULL)"
)
_CREATE_INDEX = text(
    "CREATE INDEX near_vectors_hnsw ON near_vectors USING hnsw (centred halfvec_cosine_ops)"
)
_ROOM = text("SET LOCAL maintenance_work_mem = '512MB'")
"""For the index to be made in memory, which is many times faster: 1.3 kB a vector."""
_PUT = text(
    "INSERT INTO near_vectors (place, centred) "
    "SELECT place, CAST(:centred AS halfvec) FROM vectors WHERE version_id = :version_id"
)
_LANGUAGES = text("SELECT id, language FROM versions WHERE id = ANY(CAST(:ids AS text[]))")
_ALL = text(
    "SELECT place, version_id, numbers FROM vectors WHERE place > :after ORDER BY place LIMIT :most"
)

_posts, _vectors = tables.posts.c, tables.vectors.c
_near = table("near_vectors", column("place", LONG), column("centred"))
_COLUMNS = (_posts.number, _posts.id, _posts.language, _vectors.numbers, _vectors.place)
_NEWEST = _posts.version_id == _vectors.version_id
_APART = text("centred <=> CAST(:wanted AS halfvec)")


def _select_near() -> Select[Any]:
    candidates = select(_near.c.place).order_by(_APART).limit(bindparam("most"))
    near = candidates.cte("near").prefix_with("MATERIALIZED")
    joined = near.join(tables.vectors, _vectors.place == near.c.place).join(tables.posts, _NEWEST)
    return select(*_COLUMNS).select_from(joined).where(_vectors.recipe == bindparam("recipe"))


def _select_near_among() -> Select[Any]:
    joined = tables.posts.join(tables.vectors, _NEWEST).join(_near, _near.c.place == _vectors.place)
    chosen = (
        select(*_COLUMNS, _near.c.centred)
        .select_from(joined)
        .where(text("posts.number = ANY(CAST(:among AS bigint[]))"))
        .where(_vectors.recipe == bindparam("recipe"))
    )
    among = chosen.cte("among").prefix_with("MATERIALIZED")  # or the index would be asked first
    columns = (among.c[each.name] for each in _COLUMNS)
    return select(*columns).order_by(_APART).limit(bindparam("most"))


_NEAR = _select_near()
_NEAR_AMONG = _select_near_among()
_SEEING = text("SELECT set_config('hnsw.ef_search', :seen, true)")
_LAST = text("SELECT coalesce(max(place), 0) FROM vectors")


def extension(connection: Connection) -> str | None:
    """Return the version of the extension; None where the database has none, or too old a one."""
    version = connection.scalar(_EXTENSION)
    if version is None or tuple(map(int, str(version).split(".")[:2])) < _OLDEST:
        return None
    return str(version)


def unprepared(connection: Connection) -> bool:
    """Tell whether the extension was created, and the index was not."""
    return extension(connection) is not None and not connection.scalar(_INDEXED)


def prepare(connection: Connection) -> None:
    """Make the index, and fill it, if that was not done meanwhile."""
    if not unprepared(connection):
        return
    connection.execute(_CREATE)
    after = 0
    while rows := connection.execute(_ALL, {"after": after, "most": _PAGE}).all():
        _put(connection, {row.version_id: row.numbers for row in rows})
        after = rows[-1].place
    connection.execute(_ROOM)
    connection.execute(_CREATE_INDEX)


def renew(connection: Connection) -> None:
    """Make the index anew, if there is one; far faster than adding many vectors to it."""
    if indexed(connection):
        connection.execute(text("DROP TABLE near_vectors"))
        prepare(connection)


def indexed(connection: Connection) -> bool:
    """Tell whether the database has the index."""
    return connection.dialect.name == "postgresql" and bool(connection.scalar(_INDEXED))


def put_centred(connection: Connection, vectors: Mapping[str, bytes]) -> None:
    """Add vectors that were put to the index, if there is one."""
    if indexed(connection):
        _put(connection, vectors)


def _put(connection: Connection, vectors: Mapping[str, bytes]) -> None:
    from ..encoder.space import (
        centred,
        from_bytes,
        shipped_means,
        unpacked,
    )  # numpy is slow to load

    for ids in chunked(vectors):
        rows = connection.execute(_LANGUAGES, {"ids": ids})
        languages = {row.id: row.language for row in rows}
        packed = from_bytes([vectors[key] for key in ids])
        found = centred(unpacked(packed), [languages[key] for key in ids], shipped_means())
        connection.execute(
            _PUT,
            [
                {"version_id": key, "centred": _literal(row)}
                for key, row in zip(ids, found, strict=True)
            ],
        )


def load_near(
    connection: Connection,
    recipe: str,
    wanted: Floats,
    most: int,
    among: Sequence[int] | None,
) -> tuple[PostVector, ...]:
    """Return the vectors of newest versions that are likely the nearest to ``wanted``.

    :param wanted: a centred vector: (384,).
    :param among: numbers of the posts that count; all where None.
    """
    given: dict[str, Any] = {"recipe": recipe, "wanted": _literal(wanted), "most": most}
    if among is not None:
        return _read(connection.execute(_NEAR_AMONG, {**given, "among": list(among)}))
    seen = min(most, _SEEN)
    connection.execute(_SEEING, {"seen": str(seen)})
    return _read(connection.execute(_NEAR, {**given, "most": seen}))


def load_sample(connection: Connection, recipe: str, most: int) -> tuple[PostVector, ...]:
    """Return about ``most`` vectors of newest versions from all over the workspace, by place."""
    count = int(connection.scalar(_LAST) or 0)
    share = min(100.0, 100 * most / max(count, 1))
    some = tablesample(tables.vectors, func.system(share), seed=literal_column("1"))
    columns = (*_COLUMNS[:3], some.c.numbers, some.c.place)
    joined = some.join(tables.posts, _posts.version_id == some.c.version_id)
    query = select(*columns).select_from(joined).order_by(some.c.place)
    return _read(connection.execute(query.where(some.c.recipe == recipe)))


def _read(rows: Iterable[Any]) -> tuple[PostVector, ...]:
    return tuple(PostVector(*row) for row in rows)


def _literal(vector: Floats) -> str:
    return f"[{','.join(f'{number:.5g}' for number in vector.tolist())}]"
