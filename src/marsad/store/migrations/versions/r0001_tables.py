"""The first layout: evidence, what was derived from it, and what people decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from marsad.store.types import LONG, NAME, TEXT

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    _followed()
    _posts()
    _read()
    _found()
    _grouped()
    _kept()


def _id() -> sa.Column[str]:
    return sa.Column("id", NAME, primary_key=True)


def _data() -> sa.Column[str]:
    return sa.Column("data", TEXT, nullable=False)


def _version_id() -> sa.Column[str]:
    return sa.Column("version_id", NAME, sa.ForeignKey("versions.id"), nullable=False)


def _post_id() -> sa.Column[str]:
    return sa.Column("post_id", NAME, sa.ForeignKey("posts.id"), nullable=False)


def _ordinal() -> sa.Column[int]:
    return sa.Column("ordinal", LONG, nullable=False)


def _followed() -> None:
    op.create_table("sources", _id(), _data())
    op.create_table("entities", _id(), _data())
    op.create_table(
        "entity_names",
        sa.Column("entity_id", NAME, sa.ForeignKey("entities.id"), primary_key=True),
        sa.Column("name", NAME, primary_key=True),
    )
    op.create_index("entity_names_by_name", "entity_names", ["name"])
    op.create_table(
        "captures",
        _id(),
        sa.Column("seq", LONG, nullable=False, unique=True),
        sa.Column("source_id", NAME, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("sha256", NAME, nullable=False),
        sa.Column("parsed", sa.Boolean(), nullable=False),
        _data(),
    )
    op.create_index("captures_by_address", "captures", ["source_id", "url", "seq"])
    op.create_index("captures_by_parsed", "captures", ["parsed", "seq"])


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("number", LONG, primary_key=True),
        sa.Column("id", NAME, nullable=False, unique=True),
        sa.Column("source_id", NAME, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("native_number", LONG),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.Column("published", NAME),
        sa.Column("day", NAME),
        sa.Column("language", NAME),
        sa.Column("version_id", NAME, nullable=False),
        sa.Column("text_id", NAME, nullable=False),
        sa.Column("last_seq", LONG, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        _data(),
    )
    op.create_index("posts_by_native_number", "posts", ["source_id", "native_number"])
    op.create_index("posts_by_day", "posts", ["day"])
    op.create_index("posts_by_deleted", "posts", ["deleted"])
    op.create_index("posts_by_version", "posts", ["version_id"])
    op.create_index("posts_oldest_first", "posts", ["undated", "published", "number"])
    op.create_index(
        "posts_newest_first",
        "posts",
        ["undated", sa.text("published DESC"), sa.text("number DESC")],
    )
    op.create_table(
        "versions",
        _id(),
        _post_id(),
        sa.Column("text_id", NAME, nullable=False),
        sa.Column("number", LONG, nullable=False),
        sa.Column("seq", LONG, nullable=False),
        sa.Column("capture_id", NAME, sa.ForeignKey("captures.id"), nullable=False),
        sa.Column("language", NAME),
        sa.Column("language_score", sa.Float(), nullable=False),
        _data(),
        sa.UniqueConstraint("post_id", "number", name="versions_of_post"),
    )
    op.create_table(
        "observations", _id(), _post_id(), sa.Column("seq", LONG, nullable=False), _data()
    )
    op.create_index("observations_of_post", "observations", ["post_id", "seq"])


def _read() -> None:
    op.create_table("passages", _id(), _version_id(), _ordinal(), _data())
    op.create_index("passages_of_version", "passages", ["version_id", "ordinal"])
    op.create_table(
        "translations",
        sa.Column(
            "passage_id",
            NAME,
            sa.ForeignKey("passages.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        _version_id(),
        _data(),
    )
    op.create_index("translations_of_version", "translations", ["version_id"])
    op.create_table(
        "done",
        sa.Column("stage", NAME, primary_key=True),
        sa.Column("version_id", NAME, sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("recipe", NAME, nullable=False),
    )


def _found() -> None:
    op.create_table("mentions", _id(), _version_id(), _ordinal(), _data())
    op.create_index("mentions_of_version", "mentions", ["version_id", "ordinal"])
    op.create_table(
        "statements",
        _id(),
        _version_id(),
        _ordinal(),
        sa.Column("act", NAME, nullable=False),
        sa.Column("speaker", NAME, nullable=False),
        sa.Column("speaker_id", NAME),
        sa.Column("affiliation_id", NAME),
        sa.Column("addressee", NAME),
        sa.Column("target", NAME),
        _data(),
    )
    op.create_index("statements_of_version", "statements", ["version_id", "ordinal"])
    op.create_table("events", _id(), _version_id(), _ordinal(), _data())
    op.create_index("events_of_version", "events", ["version_id", "ordinal"])


def _grouped() -> None:
    op.create_table("origins", _id(), _data())
    op.create_table(
        "stories",
        _id(),
        sa.Column("last_day", NAME),
        sa.Column("size", LONG, nullable=False),
        _data(),
    )
    op.create_table(
        "story_posts",
        sa.Column("story_id", NAME, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("post_id", NAME, sa.ForeignKey("posts.id"), primary_key=True),
    )
    op.create_index("story_posts_by_post", "story_posts", ["post_id"])


def _kept() -> None:
    op.create_table("reports", _id(), sa.Column("created", NAME, nullable=False), _data())
    op.create_table(
        "failures",
        _id(),
        sa.Column("stage", NAME, nullable=False),
        sa.Column("source_id", NAME),
        sa.Column("item", TEXT, nullable=False),
        sa.Column("at", NAME, nullable=False),
        _data(),
    )
    op.create_index("failures_by_item", "failures", ["stage", "item"])
    op.create_table(
        "judgements",
        sa.Column("number", LONG, primary_key=True),
        sa.Column("id", NAME, nullable=False, unique=True),
        sa.Column("subject", NAME, nullable=False),
        _data(),
    )
    op.create_index("judgements_by_subject", "judgements", ["subject"])
    op.create_table(
        "state",
        sa.Column("key", NAME, primary_key=True),
        sa.Column("value", TEXT, nullable=False),
    )
