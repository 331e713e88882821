"""What every store must do; later implementations are added to the ``store`` fixture."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.contract.conftest import COPY, NOON, Opener

from marsad.errors import NotFoundError, UnreadableError, WorkspaceError
from marsad.model import (
    Act,
    Basis,
    Capture,
    Dated,
    Entity,
    EntityKind,
    Event,
    Failure,
    Judgement,
    Mention,
    Name,
    ObservationKind,
    Origin,
    Passage,
    Post,
    Precision,
    Report,
    ReportKind,
    Source,
    Span,
    Speaker,
    Statement,
    Story,
    Translation,
    Verdict,
    Version,
)
from marsad.model.review import seen, subject
from marsad.ports import (
    Coverage,
    Extraction,
    IngestCounts,
    ItemFailure,
    ParsedItem,
    ParsedPost,
    PostFilter,
    PostView,
    Reader,
    StatementFilter,
    Store,
)

SOURCE = Source("lantern", "telegram_web", "https://t.invalid/lantern", "Lantern", owner="Lantern")


@pytest.fixture
def store(open_store: Opener, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    with opened.write() as writer:
        writer.put_source(SOURCE)
    yield opened
    opened.close()


def capture(
    seq: int, source_id: str = "lantern", url: str = "https://t.invalid/lantern"
) -> Capture:
    return Capture(
        id=f"c_{seq:016x}",
        source_id=source_id,
        url=url,
        fetched_at=NOON + timedelta(minutes=seq),
        status=200,
        media_type="text/html",
        sha256=f"{seq:064x}",
        size=10,
        seq=seq,
        entry_hash=f"{seq:064x}",
        warc="a.warc.gz",
        offset=seq,
        tool="test",
    )


def parsed(native: str, text: str, day: int | None = None, title: str | None = None) -> ParsedPost:
    moment = None if day is None else NOON.replace(day=day)
    date = Dated() if moment is None else Dated(moment, Precision.MINUTE, "time element")
    return ParsedPost(native, f"https://t.invalid/lantern/{native}", text, title, date)


def ingest(store: Store, seq: int, *items: ParsedItem, source_id: str = "lantern") -> IngestCounts:
    with store.write() as writer:
        counts = writer.ingest(capture(seq, source_id), items)
        writer.mark_parsed(capture(seq, source_id).id)
    return counts


def post_id(native: str) -> str:
    return Post.make_id("lantern", native)


def view(store: Store, native: str) -> PostView:
    return store.read().post(post_id(native))


def texts(views: tuple[PostView, ...]) -> list[str]:
    return [each.version.text for each in views]


def found(reader: Reader, query: str) -> list[str]:
    return sorted(hit.view.version.text for hit in reader.search(query))


# ---------------------------------------------------------------- sources and captures


def test_a_source_can_be_changed_and_is_listed_once(store: Store) -> None:
    changed = dataclasses.replace(SOURCE, name="The Lantern")
    with store.write() as writer:
        writer.put_source(changed)
    assert store.read().sources() == (changed,)
    assert store.read().source("lantern") == changed


@pytest.mark.parametrize(
    "ask",
    [
        lambda r: r.source("x"),
        lambda r: r.capture("x"),
        lambda r: r.post("x"),
        lambda r: r.version("x"),
        lambda r: r.items(["x"]),
        lambda r: r.statement("x"),
        lambda r: r.story("x"),
        lambda r: r.origins(["x"]),
        lambda r: r.report("x"),
    ],
)
def test_an_unknown_id_is_named(store: Store, ask: Callable[[Reader], object]) -> None:
    with pytest.raises(NotFoundError, match="“x”"):
        ask(store.read())


@pytest.mark.parametrize("key", ["\x00", "s\x00", "'", "%", "\\"])
def test_an_id_of_signs_that_a_database_may_refuse_is_unknown(store: Store, key: str) -> None:
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    with pytest.raises(NotFoundError):
        store.read().source(key)
    assert store.read().state(key) is None


def test_marking_an_unknown_capture_or_version_is_refused(store: Store) -> None:
    with pytest.raises(NotFoundError, match="capture"), store.write() as writer:
        writer.mark_parsed("x")
    with pytest.raises(NotFoundError, match="version"), store.write() as writer:
        writer.put_language("x", "ar", 1.0)


def test_captures_stay_unparsed_until_marked(store: Store) -> None:
    with store.write() as writer:
        writer.put_captures([capture(2), capture(1)])
        writer.put_captures([capture(1), capture(3)])
        writer.mark_parsed(capture(2).id)
        writer.put_captures([capture(2)])
    reader = store.read()
    assert reader.unparsed(10) == (capture(1), capture(3))
    assert reader.unparsed(1) == (capture(1),)
    last = reader.last_capture()
    assert last is not None
    assert last.seq == 3
    assert reader.capture(capture(2).id) == capture(2)
    assert reader.captures_by_id([capture(3).id, "x"]) == {capture(3).id: capture(3)}


def test_the_latest_hash_of_an_address(store: Store) -> None:
    with store.write() as writer:
        writer.put_captures([capture(1), capture(2), capture(3, url="https://t.invalid/other")])
    reader = store.read()
    assert reader.latest_sha256("lantern", "https://t.invalid/lantern") == capture(2).sha256
    assert reader.latest_sha256("other", "https://t.invalid/lantern") is None


# ---------------------------------------------------------------- ingest


def test_new_posts_have_one_version_each(store: Store) -> None:
    counts = ingest(store, 1, parsed("1", "بيان", 1), parsed("2", "second", 2, title="second"))
    assert counts == IngestCounts(posts=2)
    first = view(store, "1")
    assert first.post.published.day == "2026-05-01"
    assert first.source == SOURCE
    assert first.version.id == Version.make_id(post_id("1"), "بيان")
    assert (first.version.number, first.version.text) == (1, "بيان")
    assert first.version.seen_at == capture(1).fetched_at
    assert first.version.capture_id == capture(1).id
    assert first.versions == (first.version,)
    assert first.observations == ()
    assert view(store, "2").version.title == "second"


def test_an_edit_adds_a_version_and_an_observation(store: Store) -> None:
    ingest(store, 1, parsed("1", "before"))
    assert ingest(store, 2, parsed("1", "after")) == IngestCounts(versions=1)
    seen = view(store, "1")
    assert [(v.number, v.text) for v in seen.versions] == [(1, "before"), (2, "after")]
    assert seen.version.text == "after"
    (observation,) = seen.observations
    assert (observation.kind, observation.capture_id) == (ObservationKind.EDITED, capture(2).id)
    assert observation.at == capture(2).fetched_at


def test_a_return_to_an_earlier_text_is_a_version_of_its_own(store: Store) -> None:
    for seq, text in enumerate(["one", "two", "one", "two"], start=1):
        ingest(store, seq, parsed("1", text))
    seen = view(store, "1")
    assert [v.text for v in seen.versions] == ["one", "two", "one", "two"]
    assert len({v.id for v in seen.versions}) == 4
    assert seen.version.number == 4


def test_the_same_text_again_adds_nothing(store: Store) -> None:
    ingest(store, 1, parsed("1", "same"))
    assert ingest(store, 2, parsed("1", "same")) == IngestCounts(unchanged=1)
    assert len(view(store, "1").versions) == 1


def test_a_capture_that_is_read_late_does_not_replace_what_is_newer(store: Store) -> None:
    ingest(store, 1, parsed("1", "one"))
    ingest(store, 3, parsed("1", "three"))
    ingest(store, 2, parsed("1", "two"))
    seen = view(store, "1")
    assert [v.text for v in seen.versions] == ["one", "two", "three"]
    assert seen.version.text == "three"
    assert found(store.read(), "three") == ["three"]
    assert found(store.read(), "two") == []


def test_an_id_twice_in_one_capture_keeps_both_texts(store: Store) -> None:
    items = (parsed("1", "first"), parsed("1", "second"))
    ingest(store, 1, *items)
    assert ingest(store, 1, *items) == IngestCounts(unchanged=2)
    assert [v.text for v in view(store, "1").versions] == ["first", "second"]


def test_newer_facts_win_but_an_omission_takes_nothing_back(store: Store) -> None:
    dated = dataclasses.replace(parsed("1", "text", 3), author="A. Writer")
    ingest(store, 1, dated)
    ingest(store, 2, dataclasses.replace(parsed("1", "text"), url="https://t.invalid/new"))
    post = view(store, "1").post
    assert (post.url, post.author) == ("https://t.invalid/new", "A. Writer")
    assert post.published == dated.published


def test_an_estimate_does_not_replace_a_date(store: Store) -> None:
    ingest(store, 1, parsed("1", "text", 3))
    guess = Dated(NOON.replace(day=9), Precision.DAY, "guess", estimated=True)
    ingest(store, 2, dataclasses.replace(parsed("1", "text"), published=guess))
    assert view(store, "1").post.published.day == "2026-05-03"


def test_a_capture_can_be_ingested_in_parts(store: Store) -> None:
    with store.write() as writer:
        writer.ingest(capture(1), [parsed("1", "a")])
    with store.write() as writer:
        writer.ingest(capture(1), [parsed("1", "a"), parsed("2", "b")])
    assert store.read().counts()["versions"] == 2
    assert store.read().unparsed(10) == (capture(1),)


def test_hostile_text_comes_back_unchanged(store: Store) -> None:
    hostile = "NUL \x00 surrogate \ud800 mark \x01\x02 tag </script> '; DROP TABLE posts; --"
    ingest(store, 1, parsed("\ud800'", hostile))
    error = UnreadableError("lantern", "bad \udfff")
    ingest(store, 2, ItemFailure("item \udfff", error))
    assert view(store, "\ud800'").version.text == hostile
    assert view(store, "\ud800'").post.native_id == "\ud800'"
    assert store.read().failures()[0].item == "item \udfff"
    (hit,) = store.read().search("surrogate")
    assert [span.of(hostile) for span in hit.spans] == ["surrogate"]


def test_a_failed_item_is_a_failure_row_and_the_others_are_kept(store: Store) -> None:
    error = UnreadableError("lantern", "no text", hint="Look at the page.")
    counts = ingest(store, 1, parsed("1", "good"), ItemFailure("message 7", error))
    assert counts == IngestCounts(posts=1, failures=1)
    (failure,) = store.read().failures()
    assert (failure.stage, failure.source_id, failure.item) == ("parse", "lantern", "message 7")
    assert (failure.error, failure.hint) == ("UnreadableError", "Look at the page.")


# ---------------------------------------------------------------- deletions


def cover(first: int, last: int, *shown: str) -> Coverage:
    return Coverage(first, last, frozenset(shown))


def kinds(store: Store, native: str) -> list[str]:
    return [observation.kind.value for observation in view(store, native).observations]


def three_posts(store: Store) -> None:
    ingest(store, 1, *(parsed(str(n), f"text {n}", n) for n in (1, 2, 3)))


def test_a_post_that_a_page_leaves_out_was_deleted(store: Store) -> None:
    three_posts(store)
    counts = ingest(store, 2, parsed("1", "text 1", 1), cover(1, 2, "1"))
    assert counts == IngestCounts(deletions=1, unchanged=1)
    assert [kinds(store, n) for n in "123"] == [[], ["deleted"], []]
    assert store.read().counts()["deleted"] == 1
    assert view(store, "2").version.text == "text 2"


def test_a_deletion_is_noted_once_and_a_return_is_noted(store: Store) -> None:
    three_posts(store)
    assert ingest(store, 2, cover(1, 3, "1", "3")).deletions == 1
    assert ingest(store, 3, cover(1, 3, "1", "3")).deletions == 0
    ingest(store, 4, parsed("2", "text 2", 2), cover(1, 3, "1", "2", "3"))
    assert kinds(store, "2") == ["deleted", "restored"]
    assert ingest(store, 5, cover(1, 3, "1", "3")).deletions == 1
    assert kinds(store, "2") == ["deleted", "restored", "deleted"]


def test_a_shown_post_that_cannot_be_read_is_back_too(store: Store) -> None:
    three_posts(store)
    ingest(store, 2, cover(2, 2))
    ingest(store, 3, cover(2, 2, "2"), ItemFailure("2", UnreadableError("lantern", "bad")))
    assert kinds(store, "2") == ["deleted", "restored"]


def test_only_numbered_posts_of_the_source_are_covered(store: Store) -> None:
    other = dataclasses.replace(SOURCE, id="other")
    with store.write() as writer:
        writer.put_source(other)
    ingest(store, 1, parsed("2", "elsewhere"), source_id="other")
    ingest(store, 2, parsed("guid-2", "no number"), parsed("٢", "not ASCII"))
    assert ingest(store, 3, cover(1, 10)).deletions == 0


def test_an_old_page_deletes_nothing_that_was_seen_since(store: Store) -> None:
    ingest(store, 5, parsed("2", "text 2"))
    assert ingest(store, 4, cover(1, 3)).deletions == 0


def everything(store: Store) -> object:
    reader = store.read()
    return (
        reader.posts(PostFilter(limit=100, oldest_first=True)),
        reader.failures(),
        reader.counts(),
        reader.search("post", limit=100),
    )


HISTORY: list[tuple[ParsedItem, ...]] = [
    (parsed("1", "post one", 1), parsed("2", "post two", 2), parsed("3", "post three", 3)),
    (parsed("1", "post one, edited", 1), cover(1, 3, "1", "3")),
    (parsed("1", "post one", 1), parsed("2", "post two", 2), cover(1, 3, "1", "2")),
    (ItemFailure("x", UnreadableError("lantern", "bad")), parsed("4", "post four")),
    (parsed("1", "post one, edited", 1), parsed("3", "post three!", 3), cover(1, 3, "1", "3")),
]


@pytest.mark.parametrize("again", range(len(HISTORY)))
def test_reading_a_capture_again_changes_nothing(store: Store, again: int) -> None:
    for seq, items in enumerate(HISTORY, start=1):
        ingest(store, seq, *items)
    before = everything(store)
    counts = ingest(store, again + 1, *HISTORY[again])
    assert (counts.posts, counts.versions, counts.deletions) == (0, 0, 0)
    assert everything(store) == before


# ---------------------------------------------------------------- listing


def test_posts_are_listed_newest_first_and_undated_last(store: Store) -> None:
    items = (parsed("1", "b", 2), parsed("2", "none"), parsed("3", "c", 3), parsed("4", "a", 1))
    ingest(store, 1, *items)
    reader = store.read()
    assert texts(reader.posts(PostFilter())) == ["c", "b", "a", "none"]
    assert texts(reader.posts(PostFilter(oldest_first=True))) == ["a", "b", "c", "none"]
    page = PostFilter(limit=2, offset=1)
    assert texts(reader.posts(page)) == ["b", "a"]
    assert reader.post_ids(page) == (post_id("1"), post_id("4"))
    assert reader.count_posts(page) == 4


def test_posts_alone_are_those_of_the_views_with_when_they_were_seen(store: Store) -> None:
    ingest(store, 1, parsed("1", "one", 3), parsed("2", "two", 5), parsed("3", "three"))
    ingest(store, 2, parsed("1", "one, edited", 3))
    for query in (PostFilter(), PostFilter(limit=1, offset=1), PostFilter(source_id="nobody")):
        views = store.read().posts(query)
        assert store.read().posts_seen(query) == tuple(
            (each.post, each.version.seen_at) for each in views
        )
    assert [seen.minute for _, seen in store.read().posts_seen(PostFilter())] == [1, 2, 1]


def test_posts_by_id_keep_the_order_asked_for(store: Store) -> None:
    three_posts(store)
    asked = [post_id("3"), "x", post_id("1"), post_id("3")]
    assert list(store.read().posts_by_id(asked)) == [post_id("3"), post_id("1")]


def test_many_ids_at_once(store: Store) -> None:
    ingest(store, 1, *(parsed(str(n), f"text {n}") for n in range(1_200)))
    reader = store.read()
    ids = reader.post_ids(PostFilter(limit=2_000))
    assert len(reader.posts_by_id(ids)) == 1_200
    versions = reader.stale("understand", "1", 2_000)
    assert len(reader.items(versions)) == 1_200


def test_days_are_inclusive_and_leave_out_what_has_no_day(store: Store) -> None:
    three_posts(store)
    month = Dated(NOON.replace(day=2), Precision.MONTH, "month only")
    ingest(store, 2, parsed("4", "undated"), dataclasses.replace(parsed("5", "m"), published=month))
    reader = store.read()
    chosen = PostFilter(day_from="2026-05-02", day_to="2026-05-03")
    assert texts(reader.posts(chosen)) == ["text 3", "text 2"]
    assert reader.count_posts(PostFilter(day_to="2026-05-01")) == 1


def test_posts_by_source_language_and_story(store: Store) -> None:
    other = dataclasses.replace(SOURCE, id="other")
    with store.write() as writer:
        writer.put_source(other)
    three_posts(store)
    ingest(store, 2, parsed("1", "elsewhere", 1), source_id="other")
    with store.write() as writer:
        writer.put_language(view(store, "2").version.id, "fa", 0.8)
        story = Story("s_1", "A story", (post_id("1"), post_id("3")), ())
        writer.replace_stories([], [story])
    reader = store.read()
    assert texts(reader.posts(PostFilter(source_id="other"))) == ["elsewhere"]
    assert texts(reader.posts(PostFilter(language="fa"))) == ["text 2"]
    assert texts(reader.posts(PostFilter(story_id="s_1"))) == ["text 3", "text 1"]
    assert reader.count_posts(PostFilter(story_id="s_1", language="fa")) == 0


def test_the_language_is_that_of_the_newest_version(store: Store) -> None:
    ingest(store, 1, parsed("1", "متن"))
    with store.write() as writer:
        writer.put_language(view(store, "1").version.id, "fa", 0.8)
    assert view(store, "1").version.language == "fa"
    assert view(store, "1").version.language_score == 0.8
    ingest(store, 2, parsed("1", "نص"))
    reader = store.read()
    assert reader.count_posts(PostFilter(language="fa")) == 0
    assert [v.language for v in view(store, "1").versions] == ["fa", None]


# ---------------------------------------------------------------- work to do


def test_stale_are_newest_versions_without_the_recipe_oldest_post_first(store: Store) -> None:
    ingest(store, 1, parsed("1", "late", 9), parsed("2", "early", 1), parsed("3", "undated"))
    ingest(store, 2, parsed("2", "early, edited", 1))
    reader = store.read()
    late, early, undated = (view(store, n).version.id for n in "123")
    assert reader.stale("understand", "1", 10) == (early, late, undated)
    with store.write() as writer:
        writer.mark_done("understand", "1", [early, undated])
    assert reader.stale("understand", "1", 10) == (late,)
    assert reader.stale("understand", "2", 2) == (early, late)
    assert reader.stale("translate", "1", 1) == (early,)
    assert reader.count_stale("understand", "1") == 1
    ingest(store, 3, parsed("3", "undated, edited"))
    assert reader.count_stale("understand", "1") == 2


def test_going_back_to_an_older_recipe_means_doing_it_again(store: Store) -> None:
    ingest(store, 1, parsed("1", "text"))
    version_id = view(store, "1").version.id
    for recipe in ("1", "2"):
        with store.write() as writer:
            writer.mark_done("understand", recipe, [version_id])
    assert store.read().stale("understand", "2", 10) == ()
    assert store.read().stale("understand", "1", 10) == (version_id,)


def organisation(key: str, *names: str) -> Entity:
    return Entity(key, EntityKind.ORGANIZATION, tuple(Name(name, "en") for name in names))


def test_an_item_knows_its_post_source_passages_and_owner(store: Store) -> None:
    ingest(store, 1, parsed("1", "one"), parsed("2", "two"))
    version = view(store, "2").version
    passage = Passage("g_1", version.id, 0, Span(0, 3), "en")
    with store.write() as writer:
        writer.put_passages(version.id, [passage])
        writer.put_entities([organisation("e_1", "LANTERN", "The Lantern")])
    second, first = store.read().items([version.id, view(store, "1").version.id])
    assert (second.version, second.passages) == (version, (passage,))
    assert (first.post.native_id, first.source, first.passages) == ("1", SOURCE, ())
    assert second.owner == organisation("e_1", "LANTERN", "The Lantern")


def test_an_owner_that_two_entities_share_is_not_guessed(store: Store) -> None:
    ingest(store, 1, parsed("1", "one"))
    with store.write() as writer:
        writer.put_entities([organisation("e_1", "Lantern"), organisation("e_2", "Lantern")])
    assert store.read().items([view(store, "1").version.id])[0].owner is None
    with store.write() as writer:
        writer.put_entities([organisation("e_2", "Beacon")])
        writer.put_source(dataclasses.replace(SOURCE, owner="e_2"))
    assert store.read().items([view(store, "1").version.id])[0].owner == organisation(
        "e_2", "Beacon"
    )
    assert [entity.id for entity in store.read().entities()] == ["e_1", "e_2"]


def test_an_ambiguous_name_does_not_make_an_owner_doubtful(store: Store) -> None:
    ingest(store, 1, parsed("1", "one"))
    listed = dataclasses.replace(
        organisation("e_2"), names=(Name("Lantern", "en", ambiguous=True),)
    )
    with store.write() as writer:
        writer.put_entities([organisation("e_1", "Lantern"), listed])
    owner = store.read().items([view(store, "1").version.id])[0].owner
    assert owner == organisation("e_1", "Lantern")


def test_entities_are_returned_by_id_in_the_order_asked_for(store: Store) -> None:
    one, other = organisation("e_1", "Beacon Front"), organisation("e_2", "Owl Front")
    with store.write() as writer:
        writer.put_entities([one, other])
    found = store.read().entities_by_id(["e_2", "e_none", "e_1", "e_2"])
    assert list(found.items()) == [("e_2", other), ("e_1", one)]


def test_a_dropped_entity_is_found_by_no_name(store: Store) -> None:
    ingest(store, 1, parsed("1", "one"))
    with store.write() as writer:
        writer.put_entities([organisation("e_1", "Lantern"), organisation("e_2", "Heron")])
        writer.drop_entities(["e_1", "nobody"])
    assert [entity.id for entity in store.read().entities()] == ["e_2"]
    assert store.read().items([view(store, "1").version.id])[0].owner is None


# ---------------------------------------------------------------- what was derived


def statement(key: str, version_id: str, speaker: Speaker, act: Act = Act.THREAT) -> Statement:
    return Statement(key, version_id, speaker, (Span(0, 4),), act)


def named(text: str, entity_id: str | None = None, affiliation: str | None = None) -> Speaker:
    return Speaker(text, Basis.NAMED, Span(0, 1), entity_id, "spokesman", affiliation)


def test_what_was_derived_is_replaced_as_a_whole(store: Store) -> None:
    ingest(store, 1, parsed("1", "قال المتحدث"))
    key = view(store, "1").version.id
    first, second = (Passage(f"g_{n}", key, n, Span(n, n + 3), "ar") for n in (0, 1))
    said = Translation("g_0", "The spokesman said", "memory", machine=False)
    extraction = Extraction(
        mentions=(Mention("m_2", key, Span(4, 11), "Person", None, 0.5, "r"),),
        statements=(statement("t_2", key, named("المتحدث")),),
        events=(Event("v_1", key, Span(0, 3), "CONSULT"),),
    )
    with store.write() as writer:
        writer.put_passages(key, [first, second])
        writer.put_translations(key, [said])
        writer.put_extraction(key, extraction)
    seen = view(store, "1")
    assert seen.passages == (first, second)
    assert seen.translations == {"g_0": said}
    assert (seen.mentions, seen.statements) == (extraction.mentions, extraction.statements)
    assert seen.events == extraction.events
    with store.write() as writer:
        writer.put_passages(key, [first])
        writer.put_extraction(key, Extraction())
    seen = view(store, "1")
    assert (seen.passages, seen.mentions, seen.statements, seen.events) == ((first,), (), (), ())
    assert seen.translations == {"g_0": said}, "the passage stays, and so does its translation"
    with store.write() as writer:
        writer.put_passages(key, [])
    assert view(store, "1").translations == {}


def test_texts_hold_the_newest_text_its_english_and_who_is_named(store: Store) -> None:
    ingest(store, 1, parsed("1", "قال المتحدث"), parsed("2", "Plain"))
    ingest(store, 2, parsed("2", "Plainer"))
    key = view(store, "1").version.id
    first, second, third = (Passage(f"g_{n}", key, n, Span(n, n + 3), "ar") for n in range(3))
    with store.write() as writer:
        writer.put_language(key, "ar", 0.9)
        writer.put_passages(key, [first, second, third])
        writer.put_translations(
            key,
            [
                Translation("g_2", "later", "memory", machine=False),
                Translation("g_0", "sooner", "memory", machine=False),
                Translation("g_1", "المت", "none", machine=False),
            ],
        )
        named = [Mention(f"m_{n}", key, Span(n, n + 1), "Person", e, 1.0, "r") for n, e in
                 enumerate(("e_b", None, "e_a", "e_b"))]  # fmt: skip
        writer.put_extraction(key, Extraction(mentions=tuple(named)))
    two, one = store.read().texts([post_id("2"), "p_none", post_id("1")])
    assert (two.text, two.language, two.english, two.entity_ids) == ("Plainer", None, "", ())
    assert (one.text, one.language, one.english) == ("قال المتحدث", "ar", "sooner\nlater")
    assert one.entity_ids == ("e_a", "e_b")
    assert (one.post.native_id, one.source) == ("1", SOURCE)


def test_texts_name_whom_people_left_among_those_named(store: Store) -> None:
    ingest(store, 1, parsed("1", "A and B"))
    key = view(store, "1").version.id
    wrong = Mention("m_1", key, Span(0, 1), "Person", "e_a", 1.0, "r")
    right = Mention("m_2", key, Span(6, 7), "Person", "e_b", 1.0, "r")
    reject = Judgement(
        "j_1", subject(key, "m_1"), Verdict.REJECT, "editor", NOON, value=seen(wrong)
    )
    undo = Judgement("j_2", reject.subject, Verdict.UNDECIDED, "editor", NOON)
    with store.write() as writer:
        writer.put_extraction(key, Extraction(mentions=(wrong, right)))
        writer.put_judgement(reject)
    (text,) = store.read().texts([post_id("1")])
    assert text.entity_ids == ("e_b",)
    with store.write() as writer:
        writer.put_judgement(undo)
    (text,) = store.read().texts([post_id("1")])
    assert text.entity_ids == ("e_a", "e_b")


def test_a_view_shows_only_what_the_newest_version_says(store: Store) -> None:
    ingest(store, 1, parsed("1", "old words"))
    old = view(store, "1").version.id
    with store.write() as writer:
        writer.put_extraction(old, Extraction(statements=(statement("t_1", old, named("He")),)))
    ingest(store, 2, parsed("1", "new words"))
    reader = store.read()
    assert view(store, "1").statements == ()
    assert reader.statements(StatementFilter()) == ()
    assert reader.count_statements(StatementFilter()) == 0
    assert reader.statement("t_1").version.text == "old words"


def spoken(store: Store) -> None:
    """Three posts; the second has two statements."""
    three_posts(store)
    one, two, three = (view(store, n).version.id for n in "123")
    with store.write() as writer:
        writer.put_entities([
            Entity("e_sp", EntityKind.PERSON, (Name("Salem Haddad", "en"), Name("سالم", "ar")))
        ])  # fmt: skip
        writer.put_language(two, "ar", 0.9)
        first = statement("t_1", one, named("الشيخ سَالم", "e_sp", "e_org"))
        writer.put_extraction(one, Extraction(statements=(first,)))
        denial = statement("t_2", two, named("100%"), Act.DENIAL)
        praise = dataclasses.replace(statement("t_3", two, named("He"), Act.PRAISE), target="e_sp")
        writer.put_extraction(two, Extraction(statements=(denial, praise)))
        writer.put_extraction(three, Extraction(statements=(statement("t_4", three, named("X")),)))
        writer.replace_stories([], [Story("s_1", "S", (post_id("2"),), ())])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (StatementFilter(), ["t_4", "t_2", "t_3", "t_1"]),
        (StatementFilter(oldest_first=True), ["t_1", "t_2", "t_3", "t_4"]),
        (StatementFilter(limit=2, offset=1), ["t_2", "t_3"]),
        (StatementFilter(act="denial"), ["t_2"]),
        (StatementFilter(speaker="سالم"), ["t_1"]),
        (StatementFilter(speaker="haddad"), ["t_1"]),
        (StatementFilter(speaker="0%"), ["t_2"]),
        (StatementFilter(speaker="%"), ["t_2"]),
        (StatementFilter(entity_id="e_sp"), ["t_3", "t_1"]),
        (StatementFilter(entity_id="e_org"), ["t_1"]),
        (StatementFilter(entity_id="e_none", merged=("e_none", "e_sp")), ["t_3", "t_1"]),
        (StatementFilter(source_id="lantern"), ["t_4", "t_2", "t_3", "t_1"]),
        (StatementFilter(source_id="other"), []),
        (StatementFilter(post_id=post_id("2")), ["t_2", "t_3"]),
        (StatementFilter(story_id="s_1", act="praise"), ["t_3"]),
        (StatementFilter(language="ar"), ["t_2", "t_3"]),
        (StatementFilter(day_from="2026-05-02", day_to="2026-05-02"), ["t_2", "t_3"]),
    ],
)
def test_statements_are_filtered(store: Store, query: StatementFilter, expected: list[str]) -> None:
    spoken(store)
    reader = store.read()
    views = reader.statements(query)
    assert [each.statement.id for each in views] == expected
    assert all(each.version.id == each.statement.version_id for each in views)
    assert all(each.version.post_id == each.post.id for each in views)
    whole = dataclasses.replace(query, limit=100, offset=0)
    assert reader.count_statements(query) == len(reader.statements(whole))


def test_speakers_are_counted_in_newest_versions(store: Store) -> None:
    spoken(store)
    assert store.read().count_by_speaker() == {"e_sp": 1}


# ---------------------------------------------------------------- stories, reports, decisions


def test_stories_and_origins_are_replaced_together(store: Store) -> None:
    three_posts(store)
    origin = Origin("o_1", (post_id("1"), post_id("2")), ("forward",))
    old = Story("s_1", "Old", (post_id("1"), post_id("2")), ("o_1",), last_day="2026-05-02")
    undated = Story("s_0", "Undated", (post_id("3"),), ())
    new = Story("s_2", "New", (post_id("3"),), (), last_day="2026-05-03")
    with store.write() as writer:
        writer.replace_stories([origin], [undated, old, new])
    reader = store.read()
    assert reader.stories() == (new, old, undated)
    assert reader.stories(limit=1, offset=1) == (old,)
    assert reader.story("s_1") == old
    assert reader.origins(["o_1"]) == (origin,)
    with store.write() as writer:
        writer.replace_stories([], [new])
    assert reader.stories() == (new,)
    assert reader.count_posts(PostFilter(story_id="s_1")) == 0


def test_a_report_can_be_saved_again(store: Store) -> None:
    draft = Report("r_1", ReportKind.BRIEF, "Draft", NOON, ("2026-05-01", None), ())
    later = dataclasses.replace(draft, id="r_2", created=NOON + timedelta(hours=1))
    final = dataclasses.replace(draft, title="Final")
    with store.write() as writer:
        for report in (draft, later, final):
            writer.put_report(report)
    assert store.read().reports() == (later, final)
    assert store.read().report("r_1") == final


def test_the_last_failure_of_an_item_stands_until_cleared(store: Store) -> None:
    first = Failure("f_1", "extract", None, "v_1", "ExtractionError", "bad", "", NOON)
    again = dataclasses.replace(first, id="f_2", message="worse", at=NOON + timedelta(hours=1))
    other = dataclasses.replace(first, id="f_3", item="v_2")
    with store.write() as writer:
        for failure in (first, again, again, other):
            writer.put_failure(failure)
    assert store.read().failures() == (again, other)
    moved = dataclasses.replace(again, source_id="lantern")
    with store.write() as writer:
        writer.put_failure(moved)
    assert store.read().failures() == (moved, other)
    assert store.read().failures("lantern") == (moved,)
    assert store.read().failures("nobody") == ()
    with store.write() as writer:
        writer.clear_failures("extract", "v_1")
    assert store.read().failures() == (other,)


def test_judgements_are_only_added(store: Store) -> None:
    same = Judgement("j_1", "e_1", Verdict.SAME, "editor", NOON, object="e_2")
    undo = Judgement("j_0", "e_1", Verdict.UNDECIDED, "editor", NOON, object="e_2")
    reject = Judgement("j_2", "t_1", Verdict.REJECT, "editor", NOON)
    with store.write() as writer:
        for judgement in (same, undo, reject, same):
            writer.put_judgement(judgement)
    reader = store.read()
    assert reader.judgements() == (same, undo, reject)
    assert reader.judgements("e_1") == (same, undo)
    changed = dataclasses.replace(same, verdict=Verdict.NOT_SAME)
    with pytest.raises(WorkspaceError, match="j_1"), store.write() as writer:
        writer.put_judgement(changed)
    assert reader.judgements() == (same, undo, reject)


def test_state_is_kept_by_key(store: Store) -> None:
    with store.write() as writer:
        writer.put_state("cursor", "1")
        writer.put_state("cursor", "2")
    assert store.read().state("cursor") == "2"
    assert store.read().state("other") is None


def test_state_is_forgotten_by_how_its_keys_begin(store: Store) -> None:
    kept = ("answer b/", "answer b/\U0010ffff", "answe", "answes", "Answer a/1", "answ%")
    gone = ("answer ", "answer a/1", "answer a/\U0010ffff", "answer b", "answer c/1")
    with store.write() as writer:
        for key in (*kept, *gone):
            writer.put_state(key, "told")
        writer.forget_state("answer ", but="answer b/")
    told = {key for key in (*kept, *gone) if store.read().state(key)}
    assert told == set(kept)


def test_counts_name_every_kind(store: Store) -> None:
    spoken(store)
    counts = store.read().counts()
    expected = {"sources": 1, "captures": 1, "posts": 3, "versions": 3, "statements": 4}
    expected |= {"stories": 1, "reports": 0, "failures": 0, "deleted": 0, "unparsed": 0}
    assert expected.items() <= counts.items()


def test_a_block_that_raises_changes_nothing(store: Store) -> None:
    def interrupted() -> None:
        with store.write() as writer:
            writer.ingest(capture(1), [parsed("1", "text")])
            writer.put_state("key", "value")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.read().counts()["posts"] == 0
    assert store.read().state("key") is None
    assert store.read().search("text") == ()


def test_a_post_of_an_unknown_source_is_refused(store: Store) -> None:
    with pytest.raises(WorkspaceError) as caught, store.write() as writer:
        writer.ingest(capture(1, "nobody"), [parsed("1", "text")])
    assert caught.value.hint
    assert store.read().counts()["captures"] == 0


def test_two_captures_in_one_place_of_the_ledger_are_refused(store: Store) -> None:
    first = capture(1)
    with store.write() as writer:
        writer.put_captures([first, first])
    with pytest.raises(WorkspaceError, match="archive") as caught, store.write() as writer:
        writer.put_captures([dataclasses.replace(first, id="c_other")])
    assert "folder" in caught.value.hint
    assert store.read().last_capture() == first


def test_a_backup_is_a_whole_store(store: Store, open_store: Opener, tmp_path: Path) -> None:
    three_posts(store)
    (tmp_path / "copy").mkdir()
    store.backup(tmp_path / "copy" / COPY)
    ingest(store, 2, parsed("4", "later"))
    copy = open_store(tmp_path / "copy")
    assert copy.read().counts()["posts"] == 3
    assert copy.read().search("text")
    copy.close()
