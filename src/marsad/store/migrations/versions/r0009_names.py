"""Words of the names that texts mention, for finding them in other scripts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from marsad.store.types import NAME

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table; whoever upgrades fills it afterwards."""
    op.create_table(
        "written_names",
        sa.Column("key", NAME, primary_key=True),
        sa.Column("word", NAME, primary_key=True),
        sa.Column("script", NAME, nullable=False),
        sqlite_with_rowid=False,
    )
