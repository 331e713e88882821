"""The life of sources: visits, validators, covered runs, facts; and media files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from marsad.store.types import LONG, NAME, TEXT

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
    op.create_index("posts_of_source_by_time", "posts", ["source_id", "published"])
    op.create_table(
        "visits",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("source_id", NAME, nullable=False),
        sa.Column("began", NAME, nullable=False),
        sa.Column("data", TEXT, nullable=False),
    )
    op.create_index("visits_of_source", "visits", ["source_id", "began"])
    op.create_index("visits_by_time", "visits", ["began"])
    op.create_table(
        "validators",
        sa.Column("source_id", NAME, primary_key=True),
        sa.Column("url", TEXT, primary_key=True),
        sa.Column("etag", TEXT),
        sa.Column("last_modified", TEXT),
    )
    op.create_table(
        "covered",
        sa.Column("source_id", NAME, primary_key=True),
        sa.Column("first", LONG, primary_key=True),
        sa.Column("last", LONG, nullable=False),
    )
    op.create_table(
        "source_facts",
        sa.Column("source_id", NAME, primary_key=True),
        sa.Column("field", NAME, primary_key=True),
        sa.Column("seq", LONG, primary_key=True),
        sa.Column("data", TEXT, nullable=False),
    )
    op.create_table(
        "media_files",
        sa.Column("post_id", NAME, sa.ForeignKey("posts.id"), primary_key=True),
        sa.Column("url", TEXT, primary_key=True),
        sa.Column("sha256", NAME, nullable=False),
        sa.Column("data", TEXT, nullable=False),
    )
    op.create_index("media_files_by_hash", "media_files", ["sha256"])
