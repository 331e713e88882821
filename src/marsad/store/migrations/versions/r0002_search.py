"""Full-text index over the newest version of each post."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from marsad.store.types import LONG, NAME, TEXT

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the index; whoever upgrades a database that has posts fills it afterwards."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE post_search USING fts5("
            "title, body, english, "
            "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
        )
    else:
        _tsvector()


def _tsvector() -> None:
    """Create what :mod:`marsad.store.tsvector` describes."""
    op.create_table(
        "post_search",
        sa.Column("number", LONG, primary_key=True, autoincrement=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("english", TEXT, nullable=False),
        sa.Column("words", TSVECTOR()),
        sa.Column("placed", sa.Boolean(), nullable=False),
    )
    op.create_index("post_search_words", "post_search", ["words"], postgresql_using="gin")
    op.create_index(
        "post_search_unplaced", "post_search", ["number"], postgresql_where=sa.text("NOT placed")
    )
    op.create_index(
        "post_search_wordless",
        "post_search",
        ["number"],
        postgresql_where=sa.text("words IS NULL"),
    )
    op.create_table(
        "search_words",
        sa.Column("word", NAME, primary_key=True),
        sa.Column("place", LONG, sa.Identity(), nullable=False),
    )
