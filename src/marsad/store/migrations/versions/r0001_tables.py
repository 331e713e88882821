"""The first layout: evidence, what was derived from it, and what people decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

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
    return sa.Column("id", sa.String(), primary_key=True)


def _data() -> sa.Column[str]:
    return sa.Column("data", sa.Text(), nullable=False)


def _version_id() -> sa.Column[str]:
    return sa.Column("version_id", sa.String(), sa.ForeignKey("versions.id"), nullable=False)


def _post_id() -> sa.Column[str]:
    return sa.Column("post_id", sa.String(), sa.ForeignKey("posts.id"), nullable=False)


def _ordinal() -> sa.Column[int]:
    return sa.Column("ordinal", sa.Integer(), nullable=False)


def _followed() -> None:
    op.create_table("sources", _id(), _data())
    op.create_table("entities", _id(), _data())
    op.create_table(
        "entity_names",
        sa.Column("entity_id", sa.String(), sa.ForeignKey("entities.id"), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
    )
    op.create_index("entity_names_by_name", "entity_names", ["name"])
    op.create_table(
        "captures",
        _id(),
        sa.Column("seq", sa.Integer(), nullable=False, unique=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("parsed", sa.Boolean(), nullable=False),
        _data(),
    )
    op.create_index("captures_by_address", "captures", ["source_id", "url", "seq"])
    op.create_index("captures_by_parsed", "captures", ["parsed", "seq"])


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("source_id", sa.String(), sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("native_number", sa.Integer()),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.Column("published", sa.String()),
        sa.Column("day", sa.String()),
        sa.Column("language", sa.String()),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
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
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.String(), sa.ForeignKey("captures.id"), nullable=False),
        sa.Column("language", sa.String()),
        sa.Column("language_score", sa.Float(), nullable=False),
        _data(),
        sa.UniqueConstraint("post_id", "number", name="versions_of_post"),
    )
    op.create_table(
        "observations", _id(), _post_id(), sa.Column("seq", sa.Integer(), nullable=False), _data()
    )
    op.create_index("observations_of_post", "observations", ["post_id", "seq"])


def _read() -> None:
    op.create_table("passages", _id(), _version_id(), _ordinal(), _data())
    op.create_index("passages_of_version", "passages", ["version_id", "ordinal"])
    op.create_table(
        "translations",
        sa.Column(
            "passage_id",
            sa.String(),
            sa.ForeignKey("passages.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        _version_id(),
        _data(),
    )
    op.create_index("translations_of_version", "translations", ["version_id"])
    op.create_table(
        "done",
        sa.Column("stage", sa.String(), primary_key=True),
        sa.Column("version_id", sa.String(), sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("recipe", sa.String(), nullable=False),
    )


def _found() -> None:
    op.create_table("mentions", _id(), _version_id(), _ordinal(), _data())
    op.create_index("mentions_of_version", "mentions", ["version_id", "ordinal"])
    op.create_table(
        "statements",
        _id(),
        _version_id(),
        _ordinal(),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("speaker_id", sa.String()),
        sa.Column("affiliation_id", sa.String()),
        sa.Column("addressee", sa.String()),
        sa.Column("target", sa.String()),
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
        sa.Column("last_day", sa.String()),
        sa.Column("size", sa.Integer(), nullable=False),
        _data(),
    )
    op.create_table(
        "story_posts",
        sa.Column("story_id", sa.String(), sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("post_id", sa.String(), sa.ForeignKey("posts.id"), primary_key=True),
    )
    op.create_index("story_posts_by_post", "story_posts", ["post_id"])


def _kept() -> None:
    op.create_table("reports", _id(), sa.Column("created", sa.String(), nullable=False), _data())
    op.create_table(
        "failures",
        _id(),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("source_id", sa.String()),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        _data(),
    )
    op.create_index("failures_by_item", "failures", ["stage", "item"])
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("subject", sa.String(), nullable=False),
        _data(),
    )
    op.create_index("judgements_by_subject", "judgements", ["subject"])
    op.create_table(
        "state",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
