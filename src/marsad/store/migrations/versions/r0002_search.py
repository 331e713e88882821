"""Full-text index over the newest version of each post."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the index; whoever upgrades a database that has posts fills it afterwards."""
    op.execute(
        "CREATE VIRTUAL TABLE post_search USING fts5("
        "title, body, english, "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
    )
