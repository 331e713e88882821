"""Vectors of texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "vectors",
        sa.Column("version_id", sa.String(), sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("recipe", sa.String(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
    )
