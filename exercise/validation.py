"""Checks the exercise's YAML: annotations that are in the text, known entities, enough of all.

What the build needs but does not itself notice is here; a missing field stops the reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from exercise.material import Exercise, Post, Row, Source

__all__ = ["faults"]

_BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
_END = datetime(2026, 3, 10, tzinfo=UTC)
_ACTS = {
    *("threat", "conditional threat", "pledge of support", "readiness"),
    *("claim of responsibility", "denial", "call to action", "praise", "condemnation"),
    *("demand", "warning", "announcement", "condolence", "other"),
}
_BASES = {"named", "pronoun", "title", "voice"}
_EVENTS = {
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE"),
    *("REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
_TAGS = {
    *("readiness", "conditional-threat", "deadline", "deadline-passed", "capability", "relay"),
    *("chain", "probable-place", "edited", "deleted", "forward", "original", "near-copy"),
    *("other-language-version", "toll", "claim", "denial", "condemnation", "demand"),
    *("call-to-action", "condolence", "praise", "scripture-trap", "group-of-that-name", "spam"),
    *("sarcasm", "prompt-injection", "html", "tatweel", "emoji", "hashtag", "zwnj"),
    *("mixed-digits", "passive-source", "voice", "long-quotation", "not-a-statement"),
    *("headline-colon", "pronoun"),
}
_LEAST_TAGGED = {
    "spam": 8,
    "not-a-statement": 8,
    "prompt-injection": 2,
    "forward": 3,
    "toll": 3,
    "readiness": 3,
}
_LEAST = {"ar": (28, 32), "fa": (20, 26), "en": (20, 26)}
"""Fewest posts and statements of each language."""

Entities = Mapping[str, Row]


def faults(exercise: Exercise) -> list[str]:
    """Return one line for each fault: where, and what is wrong. Empty: the exercise is sound."""
    known = {row["id"]: row for row in exercise.entities}
    sources = {source.id: source for source in exercise.sources}
    posts = {(post.source, post.native_id) for post in exercise.posts}
    found = [*_owners_and_roles(exercise, known), *_repeated_ids(exercise), *_order(exercise)]
    for post in exercise.posts:
        source = sources.get(post.source)
        if source is None:
            found.append(f"{post.id}: unknown source {post.source}")
            continue
        for fault in (*_post(post, source), *_links(post, posts), *_annotations(post, known)):
            found.append(f"{post.id}: {fault}")
    return [*found, *_tags(exercise), *_sizes(exercise)]


def _owners_and_roles(exercise: Exercise, known: Entities) -> Iterator[str]:
    for row in exercise.entities:
        for role in row.get("roles", []):
            yield from (f"{row['id']}: {fault}" for fault in _entity(role["org"], known))
    for source in exercise.sources:
        yield from (f"{source.id}: {fault}" for fault in _entity(source.owner, known))


def _entity(value: object, known: Entities) -> Iterator[str]:
    """A value that has the shape of an entity's id must be one."""
    is_id = str(value).split("-")[0] in ("org", "per", "pla", "wrk")
    if is_id and value not in known:
        yield f"unknown entity {value}"


def _repeated_ids(exercise: Exercise) -> Iterator[str]:
    ids = Counter(post.id for post in exercise.posts)
    native = Counter(f"{post.source} {post.native_id}" for post in exercise.posts)
    for name, count in (*ids.items(), *native.items()):
        if count > 1:
            yield f"{name}: given {count} times"


def _order(exercise: Exercise) -> Iterator[str]:
    """Telegram numbers a channel's posts in the order of publication."""
    for source in exercise.sources:
        numbers = [post.row["native_id"] for post in exercise.of(source)]
        numbers = [number for number in numbers if isinstance(number, int)]
        if numbers != sorted(numbers):
            yield f"{source.id}: native ids do not rise with the date: {numbers}"


def _post(post: Post, source: Source) -> Iterator[str]:
    yield from _texts(post)
    yield from _moments(post)
    if source.kind in ("feed", "files") and not post.title:
        yield "no title"
    if source.kind.startswith("telegram") and not isinstance(post.row["native_id"], int):
        yield "the native id is no number"
    if source.kind == "feed":
        yield from _encoding(post, source.encoding)


def _texts(post: Post) -> Iterator[str]:
    if "\n\n" in post.text or post.text != post.text.strip():
        yield "an empty line or outer space"
    if post.edit and post.edit.translation is not None:
        yield from _lines(post.edit.text, post.edit.translation, "of the edit")
    if post.translation is None:
        return
    yield from _lines(post.text, post.translation, "of the text")
    if post.text.count("«") + post.text.count("“") != post.translation.count("“"):
        yield "quotation marks of text and translation differ"


def _lines(text: str, translation: str, which: str) -> Iterator[str]:
    here, there = text.count("\n") + 1, translation.count("\n") + 1
    if here != there:
        yield f"lines {which}: {here}, of its translation: {there}"


def _moments(post: Post) -> Iterator[str]:
    if not _BEGIN <= post.date < _END:
        yield "date outside the nine days"
    if post.edit and post.edit.date <= post.date:
        yield "edited before it was published"
    if post.deleted and post.deleted <= post.date:
        yield "deleted before it was published"


def _encoding(post: Post, encoding: str) -> Iterator[str]:
    for part in (post.text, post.title or "", post.edit.text if post.edit else ""):
        try:
            part.encode(encoding)
        except UnicodeEncodeError as error:
            yield str(error)


def _links(post: Post, posts: set[tuple[str, str]]) -> Iterator[str]:
    forward = post.row.get("forwarded_from", {})
    if "source" in forward and (forward["source"], str(forward["native_id"])) not in posts:
        yield "forward of an unknown post"
    reply = post.row.get("reply_to")
    if reply and (post.source, str(reply)) not in posts:
        yield "reply to an unknown post"


def _annotations(post: Post, known: Entities) -> Iterator[str]:
    for number, row in enumerate(post.row["statements"], 1):
        parts = (_statement_words(post, row), _statement_values(row, known), _speaker(row))
        yield from (f"statement {number}: {fault}" for part in parts for fault in part)
        yield from (f"statement {number}: {fault}" for fault in _quotation(post, row))
    for row in post.row["mentions"]:
        yield from _mention(post, row, known)
    for row in post.row["not_mentions"]:
        yield from _absent("not_mention", row["text"], post.text)
    for row in post.row["events"]:
        yield from _event(post, row, known)


def _absent(field: str, part: str | None, whole: str) -> Iterator[str]:
    if part is not None and (not part or part not in whole):
        yield f"{field} is not in the text: {part!r}"


def _statement_words(post: Post, row: Row) -> Iterator[str]:
    for field in ("content", "cue", "condition", "deadline", "capability", "hedge", "speaker_text"):
        yield from _absent(field, row[field], post.text)
    for field, number in (("speaker_text", "speaker_n"), ("cue", "cue_n")):
        if row[field] and row.get(number, 1) > post.text.count(row[field]):
            yield f"{number} is too high"
    if post.translation is not None:
        yield from _absent("content_en", row.get("content_en") or "", post.translation)
    elif "content_en" in row:
        yield "content_en without a translation"


def _statement_values(row: Row, known: Entities) -> Iterator[str]:
    for field in ("speaker", "affiliation", "target", "addressee"):
        yield from _entity(row[field], known)
    if row["act"] not in _ACTS:
        yield f"unknown act {row['act']}"
    if row["basis"] not in _BASES:
        yield f"unknown basis {row['basis']}"


def _speaker(row: Row) -> Iterator[str]:
    if (row["basis"] == "voice") != (row["cue"] is None):
        yield "a voice statement has no cue, any other has one"
    if not row["speaker"] and not row["speaker_text"]:
        yield "no speaker"
    if row["basis"] != "voice" and not row["speaker_text"]:
        yield "no speaker_text"


def _quotation(post: Post, row: Row) -> Iterator[str]:
    """A direct quotation stands in “…” in the translation, unless a colon leads in or a voice."""
    unmarked = row["cue"] == ":" or row["basis"] == "voice"
    if post.translation is None or unmarked or not row["direct"]:
        return
    if f"“{row.get('content_en')}" not in post.translation:
        yield "a direct quotation that is not in “…” in the translation"


def _mention(post: Post, row: Row, known: Entities) -> Iterator[str]:
    if post.text.count(row["text"]) < row["n"]:
        yield f"mention is not in the text: {row['text']!r}, occurrence {row['n']}"
    if row["entity"] not in known:
        yield f"mention of an unknown entity {row['entity']}"
        return
    names = known[row["entity"]]["names"]
    if not any(row["text"] in spellings for spellings in names.values()):
        yield f"a spelling that entities.yaml lacks: {row['text']}"


def _event(post: Post, row: Row, known: Entities) -> Iterator[str]:
    yield from _absent("span", row["span"], post.text)
    if row["type"] not in _EVENTS:
        yield f"unknown event type {row['type']}"
    for field in ("actor", "target", "place"):
        yield from _entity(row[field], known)


def _tags(exercise: Exercise) -> Iterator[str]:
    counts = Counter(tag for post in exercise.posts for tag in post.row["tags"])
    for tag in sorted(_TAGS):
        least = _LEAST_TAGGED.get(tag, 1)
        if counts[tag] < least:
            yield f"tag {tag}: {counts[tag]} posts, at least {least} wanted"


def _sizes(exercise: Exercise) -> Iterator[str]:
    for language, (least_posts, least_statements) in _LEAST.items():
        posts = [post for post in exercise.posts if post.language == language]
        statements = sum(len(post.row["statements"]) for post in posts)
        if len(posts) < least_posts or statements < least_statements:
            yield (
                f"{language}: {len(posts)} posts and {statements} statements, "
                f"at least {least_posts} and {least_statements} wanted"
            )
