"""Columns for what searches ask of values, and places of vectors that nothing can renumber.

What was taken out of JSON at each search has a column, which every database finds faster; the place
of a vector was SQLite's own number of its row.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from marsad.store.types import LONG, NAME

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns and fill them from what is there."""
    op.add_column("entities", sa.Column("kind", NAME))
    op.add_column("posts", _flag("media"))
    op.add_column("versions", _flag("edited"))
    op.add_column("translations", _flag("translated"))
    op.add_column("mentions", sa.Column("entity_id", NAME))
    if op.get_context().dialect.name == "sqlite":
        _fill()
        op.drop_index("mentions_of_entity", "mentions")
        op.rename_table("vectors", "earlier_vectors")
        _vectors()
        op.execute(
            "INSERT INTO vectors (place, version_id, recipe, numbers) "
            "SELECT rowid, version_id, recipe, numbers FROM earlier_vectors ORDER BY rowid"
        )
        op.drop_table("earlier_vectors")
    else:  # no PostgreSQL database is older than this layout
        op.drop_table("vectors")
        _vectors()
    op.create_index(
        "mentions_of_entity",
        "mentions",
        ["entity_id", "version_id"],
        sqlite_where=sa.text("entity_id IS NOT NULL"),
        postgresql_where=sa.text("entity_id IS NOT NULL"),
    )


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _fill() -> None:
    op.execute("UPDATE entities SET kind = json_extract(data, '$.kind')")
    op.execute("UPDATE posts SET media = 1 WHERE json_array_length(data, '$.media') > 0")
    op.execute("UPDATE versions SET edited = 1 WHERE json_extract(data, '$.edited') = 1")
    op.execute(
        "UPDATE translations SET translated = 1 WHERE json_extract(data, '$.engine') != 'none'"
    )
    op.execute(
        "UPDATE mentions SET entity_id = json_extract(data, '$.entity_id') "
        "WHERE json_extract(data, '$.entity_id') IS NOT NULL"
    )


def _vectors() -> None:
    op.create_table(
        "vectors",
        sa.Column("place", LONG, primary_key=True),
        sa.Column("version_id", NAME, sa.ForeignKey("versions.id"), nullable=False, unique=True),
        sa.Column("recipe", NAME, nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sqlite_autoincrement=True,
    )
