"""The tables as the newest migration leaves them; the search index is in
:mod:`.fts5` and :mod:`.tsvector`.

Derived tables (passages to stories) can be dropped and rebuilt; sources, captures, versions,
observations, judgements and reports are what a workspace must not lose.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    desc,
    false,
    text,
)

from .types import LONG, NAME, TEXT

__all__ = [
    "captures",
    "datasets",
    "done",
    "entities",
    "entity_names",
    "events",
    "facts",
    "failures",
    "imports",
    "judgements",
    "mentions",
    "metadata",
    "observations",
    "origins",
    "passages",
    "posts",
    "reports",
    "sources",
    "state",
    "statements",
    "stories",
    "story_posts",
    "translations",
    "vectors",
    "versions",
    "written_names",
]

metadata = MetaData()


def _id() -> Column[str]:
    return Column("id", NAME, primary_key=True)


def _data() -> Column[str]:
    return Column("data", TEXT, nullable=False)


def _version_id() -> Column[str]:
    return Column("version_id", NAME, ForeignKey("versions.id"), nullable=False)


sources = Table("sources", metadata, _id(), _data())

entities = Table("entities", metadata, _id(), _data(), Column("kind", NAME))

entity_names = Table(
    "entity_names",
    metadata,
    Column("entity_id", NAME, ForeignKey("entities.id"), primary_key=True),
    Column("name", NAME, primary_key=True),
    Index("entity_names_by_name", "name"),
)
"""Normalised names, for finding an entity by what people call it."""

captures = Table(
    "captures",
    metadata,
    _id(),
    Column("seq", LONG, nullable=False, unique=True),
    Column("source_id", NAME, nullable=False),
    Column("url", TEXT, nullable=False),
    Column("sha256", NAME, nullable=False),
    Column("parsed", Boolean, nullable=False, default=False),
    _data(),
    Index("captures_by_address", "source_id", "url", "seq"),
    Index("captures_by_parsed", "parsed", "seq"),
)

posts = Table(
    "posts",
    metadata,
    Column("number", LONG, primary_key=True),
    Column("id", NAME, nullable=False, unique=True),
    Column("source_id", NAME, ForeignKey("sources.id"), nullable=False),
    Column("native_number", LONG),
    Column("undated", Boolean, nullable=False),
    Column("published", NAME),
    Column("day", NAME),
    Column("language", NAME),
    Column("version_id", NAME, nullable=False),
    Column("text_id", NAME, nullable=False),
    Column("last_seq", LONG, nullable=False),
    Column("deleted", Boolean, nullable=False, default=False),
    _data(),
    Column("media", Boolean, nullable=False, server_default=false()),
    Index("posts_by_native_number", "source_id", "native_number"),
    Index("posts_by_day", "day"),
    Index("posts_of_source_by_time", "source_id", "published"),
    Index("posts_by_deleted", "deleted"),
    Index("posts_by_version", "version_id"),
    Index("posts_oldest_first", "undated", "published", "number"),
    Index("posts_newest_first", "undated", desc("published"), desc("number")),
)
"""``version_id``, ``text_id`` and ``language`` are those of the newest version; ``last_seq`` is
the ledger position of the newest capture that showed the post. ``published`` is ISO 8601 in UTC
with microseconds, so that text order is time order. ``media`` tells whether there is any."""

versions = Table(
    "versions",
    metadata,
    _id(),
    Column("post_id", NAME, ForeignKey("posts.id"), nullable=False),
    Column("text_id", NAME, nullable=False),
    Column("number", LONG, nullable=False),
    Column("seq", LONG, nullable=False),
    Column("capture_id", NAME, ForeignKey("captures.id"), nullable=False),
    Column("language", NAME),
    Column("language_score", Float, nullable=False, default=0.0),
    _data(),
    Column("edited", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("post_id", "number", name="versions_of_post"),
)
"""``text_id`` is equal for equal texts of one post; ``seq`` is the ledger position of the
capture. The two language columns overrule what ``data`` says."""

observations = Table(
    "observations",
    metadata,
    _id(),
    Column("post_id", NAME, ForeignKey("posts.id"), nullable=False),
    Column("seq", LONG, nullable=False),
    _data(),
    Index("observations_of_post", "post_id", "seq"),
)

passages = Table(
    "passages",
    metadata,
    _id(),
    _version_id(),
    Column("ordinal", LONG, nullable=False),
    _data(),
    Index("passages_of_version", "version_id", "ordinal"),
)

translations = Table(
    "translations",
    metadata,
    Column("passage_id", NAME, ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    _version_id(),
    _data(),
    Column("translated", Boolean, nullable=False, server_default=false()),
    Index("translations_of_version", "version_id"),
)

mentions = Table(
    "mentions",
    metadata,
    _id(),
    _version_id(),
    Column("ordinal", LONG, nullable=False),
    _data(),
    Column("entity_id", NAME),
    Index("mentions_of_version", "version_id", "ordinal"),
    Index(
        "mentions_of_entity",
        "entity_id",
        "version_id",
        sqlite_where=text("entity_id IS NOT NULL"),
        postgresql_where=text("entity_id IS NOT NULL"),
    ),
)

written_names = Table(
    "written_names",
    metadata,
    Column("key", NAME, primary_key=True),
    Column("word", NAME, primary_key=True),
    Column("script", NAME, nullable=False),
    sqlite_with_rowid=False,
)
"""Words of the names that mentions are of, by each of their :func:`marsad.names.keys`; private
persons' too, so they serve to search and are shown only to who asked for one of them."""

statements = Table(
    "statements",
    metadata,
    _id(),
    _version_id(),
    Column("ordinal", LONG, nullable=False),
    Column("act", NAME, nullable=False),
    Column("speaker", NAME, nullable=False),
    Column("speaker_id", NAME),
    Column("affiliation_id", NAME),
    Column("addressee", NAME),
    Column("target", NAME),
    _data(),
    Index("statements_of_version", "version_id", "ordinal"),
    Index("statements_by_speaker_id", "speaker_id"),
    Index("statements_by_affiliation_id", "affiliation_id"),
    Index("statements_by_addressee", "addressee"),
    Index("statements_by_target", "target"),
)
"""``speaker`` is the normalised wording of the post."""

events = Table(
    "events",
    metadata,
    _id(),
    _version_id(),
    Column("ordinal", LONG, nullable=False),
    _data(),
    Index("events_of_version", "version_id", "ordinal"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("place", LONG, primary_key=True),
    Column("version_id", NAME, ForeignKey("versions.id"), nullable=False, unique=True),
    Column("recipe", NAME, nullable=False),
    Column("numbers", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""``place`` rises with every vector that is put, and is never given again. ``numbers`` is what
:func:`marsad.encoder.space.packed` makes of one vector; only vectors of one ``recipe`` can be
compared."""

done = Table(
    "done",
    metadata,
    Column("stage", NAME, primary_key=True),
    Column("version_id", NAME, ForeignKey("versions.id"), primary_key=True),
    Column("recipe", NAME, nullable=False),
)
"""What a stage last did to a version. One recipe a stage, because what an older recipe derived
is gone once a newer one has run."""

origins = Table("origins", metadata, _id(), _data())

stories = Table(
    "stories",
    metadata,
    _id(),
    Column("last_day", NAME),
    Column("size", LONG, nullable=False),
    _data(),
)

story_posts = Table(
    "story_posts",
    metadata,
    Column("story_id", NAME, ForeignKey("stories.id"), primary_key=True),
    Column("post_id", NAME, ForeignKey("posts.id"), primary_key=True),
    Index("story_posts_by_post", "post_id"),
)

reports = Table("reports", metadata, _id(), Column("created", NAME, nullable=False), _data())

failures = Table(
    "failures",
    metadata,
    _id(),
    Column("stage", NAME, nullable=False),
    Column("source_id", NAME),
    Column("item", TEXT, nullable=False),
    Column("at", NAME, nullable=False),
    _data(),
    Index("failures_by_item", "stage", "item"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("number", LONG, primary_key=True),
    Column("id", NAME, nullable=False, unique=True),
    Column("subject", NAME, nullable=False),
    _data(),
    Index("judgements_by_subject", "subject"),
)

state = Table(
    "state",
    metadata,
    Column("key", NAME, primary_key=True),
    Column("value", TEXT, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    _id(),
    Column("source_id", NAME, nullable=False),
    Column("began", NAME, nullable=False),
    _data(),
    Index("visits_of_source", "source_id", "began"),
    Index("visits_by_time", "began"),
)
"""The coverage ledger: every attempt to read a source. ``began`` is written as ``published``."""

validators = Table(
    "validators",
    metadata,
    Column("source_id", NAME, primary_key=True),
    Column("url", TEXT, primary_key=True),
    Column("etag", TEXT),
    Column("last_modified", TEXT),
)

covered = Table(
    "covered",
    metadata,
    Column("source_id", NAME, primary_key=True),
    Column("first", LONG, primary_key=True),
    Column("last", LONG, nullable=False),
)
"""Runs of native numbers that pages have covered; runs of one source never meet."""

source_facts = Table(
    "source_facts",
    metadata,
    Column("source_id", NAME, primary_key=True),
    Column("field", NAME, primary_key=True),
    Column("seq", LONG, primary_key=True),
    _data(),
)
"""A row where a page said something new of its source; ``seq`` is that of the capture."""

media_files = Table(
    "media_files",
    metadata,
    Column("post_id", NAME, ForeignKey("posts.id"), primary_key=True),
    Column("url", TEXT, primary_key=True),
    Column("sha256", NAME, nullable=False),
    _data(),
    Index("media_files_by_hash", "sha256"),
)

datasets = Table("datasets", metadata, _id(), _data())

imports = Table(
    "imports",
    metadata,
    Column("number", LONG, primary_key=True),
    Column("id", NAME, nullable=False, unique=True),
    Column("dataset", NAME, ForeignKey("datasets.id"), nullable=False),
    _data(),
)

facts = Table(
    "facts",
    metadata,
    _id(),
    Column("entity_id", NAME, nullable=False),
    Column("schema", NAME, nullable=False),
    Column("prop", NAME, nullable=False),
    Column("value", TEXT, nullable=False),
    Column("dataset", NAME, ForeignKey("datasets.id"), nullable=False),
    Column("refers", Boolean, nullable=False),
    Column("language", NAME, nullable=False),
    Column("original", TEXT, nullable=False),
    Column("reference", NAME, nullable=False),
    Column("since", NAME),
    Column("until", NAME),
    Column("version_id", NAME),
    Column("start", LONG),
    Column("end", LONG),
    Column("by", NAME, nullable=False),
    Column("first_seen", NAME, nullable=False),
    Column("last_seen", NAME, nullable=False),
    Column("gone", NAME),
    Index("facts_of_entity", "entity_id"),
    Index("facts_of_dataset", "dataset", "entity_id"),
    Index(
        "facts_by_reference",
        "value",
        sqlite_where=text("refers"),
        postgresql_where=text("refers"),
    ),
)
"""The columns are the fields of a Fact; moments are written as ``published``."""
