"""A full-text index without a copy of the texts; what it was given stands compressed beside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Put new tables in place of the index; whoever upgrades fills it afterwards."""
    if op.get_context().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE post_search")
    op.execute(
        "CREATE VIRTUAL TABLE post_search USING fts5("
        "title, body, english, content = '', "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
    )
    op.create_table(
        "post_search_texts",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("folded", sa.LargeBinary(), nullable=False),
    )
