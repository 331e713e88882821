"""Facts about entities, the datasets that they are from, and each reading of those."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from marsad.store.types import LONG, NAME, TEXT

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "datasets",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("data", TEXT, nullable=False),
    )
    op.create_table(
        "imports",
        sa.Column("number", LONG, primary_key=True),
        sa.Column("id", NAME, nullable=False, unique=True),
        sa.Column("dataset", NAME, sa.ForeignKey("datasets.id"), nullable=False),
        sa.Column("data", TEXT, nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("entity_id", NAME, nullable=False),
        sa.Column("schema", NAME, nullable=False),
        sa.Column("prop", NAME, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("dataset", NAME, sa.ForeignKey("datasets.id"), nullable=False),
        sa.Column("refers", sa.Boolean(), nullable=False),
        sa.Column("language", NAME, nullable=False),
        sa.Column("original", TEXT, nullable=False),
        sa.Column("reference", NAME, nullable=False),
        sa.Column("since", NAME),
        sa.Column("until", NAME),
        sa.Column("version_id", NAME),
        sa.Column("start", LONG),
        sa.Column("end", LONG),
        sa.Column("by", NAME, nullable=False),
        sa.Column("first_seen", NAME, nullable=False),
        sa.Column("last_seen", NAME, nullable=False),
        sa.Column("gone", NAME),
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
