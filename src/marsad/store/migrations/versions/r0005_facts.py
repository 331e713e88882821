"""Facts about entities, the datasets that they are from, and each reading of those."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "datasets",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_table(
        "imports",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("dataset", sa.String(), sa.ForeignKey("datasets.id"), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("schema", sa.String(), nullable=False),
        sa.Column("prop", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("dataset", sa.String(), sa.ForeignKey("datasets.id"), nullable=False),
        sa.Column("refers", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("since", sa.String()),
        sa.Column("until", sa.String()),
        sa.Column("version_id", sa.String()),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("first_seen", sa.String(), nullable=False),
        sa.Column("last_seen", sa.String(), nullable=False),
        sa.Column("gone", sa.String()),
    )
    op.create_index("facts_of_entity", "facts", ["entity_id"])
    op.create_index("facts_of_dataset", "facts", ["dataset", "entity_id"])
    op.create_index(
        "facts_by_reference",
        "facts",
        ["value"],
        sqlite_where=sa.text("refers"),
        postgresql_where=sa.text("refers"),
    )
