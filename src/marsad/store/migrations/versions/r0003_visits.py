"""The life of sources: visits, validators, covered runs, facts; and media files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
    op.create_index("posts_of_source_by_time", "posts", ["source_id", "published"])
    op.create_table(
        "visits",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("began", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_index("visits_of_source", "visits", ["source_id", "began"])
    op.create_index("visits_by_time", "visits", ["began"])
    op.create_table(
        "validators",
        sa.Column("source_id", sa.String(), primary_key=True),
        sa.Column("url", sa.Text(), primary_key=True),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
    )
    op.create_table(
        "covered",
        sa.Column("source_id", sa.String(), primary_key=True),
        sa.Column("first", sa.Integer(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )
    op.create_table(
        "source_facts",
        sa.Column("source_id", sa.String(), primary_key=True),
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_table(
        "media_files",
        sa.Column("post_id", sa.String(), sa.ForeignKey("posts.id"), primary_key=True),
        sa.Column("url", sa.Text(), primary_key=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_index("media_files_by_hash", "media_files", ["sha256"])
