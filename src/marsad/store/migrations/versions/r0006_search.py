"""Which texts name an entity, found without reading them all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the indexes."""
    if op.get_context().dialect.name == "sqlite":  # 0007 replaces it
        op.create_index(
            "mentions_of_entity",
            "mentions",
            [sa.text("json_extract(data, '$.entity_id')"), "version_id"],
            sqlite_where=sa.text("json_extract(data, '$.entity_id') IS NOT NULL"),
        )
    for column in ("speaker_id", "affiliation_id", "addressee", "target"):
        op.create_index(f"statements_by_{column}", "statements", [column])
