"""Vectors of texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from marsad.store.types import NAME

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "vectors",
        sa.Column("version_id", NAME, sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("recipe", NAME, nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
    )
