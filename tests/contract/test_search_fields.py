"""Fields, names in other scripts, and counts: what search must do in every store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.contract.conftest import Opener

from marsad.errors import QueryError
from marsad.model import (
    UNDATED,
    Act,
    Basis,
    Capture,
    Dated,
    Entity,
    EntityKind,
    Media,
    Mention,
    Name,
    Passage,
    Post,
    Precision,
    Reliability,
    Source,
    Span,
    Speaker,
    Statement,
    Translation,
    Version,
)
from marsad.ports import Extraction, ParsedPost, Store
from marsad.text.query import parse

BEACON = (Name("Beacon Front", "en", canonical=True), Name("جبهة المنارة", "ar"))
QADIR = (Name("Salim Qadir", "en"), Name("سالم قادر", "ar"), Name("סאלים קאדר", "he"))
SAHARA = (Name("Sahara Bridge", "en"), Name("جسر سهارى", "ar"))

TEXTS = {
    "ar": "قال المتحدث باسم جبهة المنارة إن الجسر مغلق",
    "he": "סאלים קאדר: הגשר סגור",
    "fa": "پل بسته است و والمنارة نامی است",
    "en": "Salim Qadir said nothing about the bridge",
    "old": "an old announcement",
}
DAYS = {"ar": "2026-03-02", "he": "2026-03-05", "fa": "2026-04-01", "en": "2026-04-02"}
LANGUAGES = {"ar": "arz", "he": "he", "fa": "fa", "en": "en", "old": "en-GB"}


def _put(store: Store, seq: int, source: str, key: str, text: str) -> str:
    day = DAYS.get(key)
    moment = datetime.fromisoformat(f"{day or '2026-05-01'}T12:00:00+00:00")
    sealed = Capture(
        f"c_{seq:016x}", source, "u", moment, 200, "t", "0", 1, seq, "0", "w", 0, "test"
    )
    post = ParsedPost(
        key,
        "https://s.invalid",
        text,
        published=Dated(moment, Precision.SECOND, "test") if day else UNDATED,
        media=(Media("photo", "https://s.invalid/p.jpg"),) if key == "he" else (),
    )
    with store.write() as writer:
        writer.ingest(sealed, [post])
    return Version.make_id(Post.make_id(source, key), text)


@pytest.fixture(scope="module")
def store(open_store: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("fields"))
    with opened.write() as writer:
        writer.put_source(
            Source(
                "harbour",
                "feed",
                "https://h.invalid",
                "Old Harbour News",
                owner="o-beacon",
                reliability=Reliability.B,
            )
        )
        writer.put_source(
            Source("valley", "feed", "https://v.invalid", "Valley", owner="The Valley")
        )
        writer.put_entities(
            [
                Entity("o-beacon", EntityKind.ORGANIZATION, BEACON),
                Entity("p-qadir", EntityKind.PERSON, QADIR),
                Entity("l-sahara", EntityKind.PLACE, SAHARA),
            ]
        )
    ids = {
        key: _put(opened, seq, "valley" if key == "en" else "harbour", key, text)
        for seq, (key, text) in enumerate(TEXTS.items(), 1)
    }
    ids["old"] = _put(opened, 9, "harbour", "old", "an old announcement, edited")
    with opened.write() as writer:
        for key, version in ids.items():
            writer.put_language(version, LANGUAGES[key], 0.9)
        writer.put_extraction(ids["ar"], _found(ids["ar"]))
        mention = Mention("m_2", ids["fa"], Span(0, 2), "Place", "l-sahara", 1.0, "r")
        writer.put_extraction(ids["fa"], Extraction(mentions=(mention,)))
        writer.put_passages(ids["fa"], [Passage("g_1", ids["fa"], 0, Span(0, 9), "fa")])
        writer.put_translations(ids["fa"], [Translation("g_1", "It is closed", "memory", True)])
    yield opened
    opened.close()


def _found(version: str) -> Extraction:
    mention = Mention("m_1", version, Span(20, 32), "Organization", "o-beacon", 1.0, "r")
    speaker = Speaker("المتحدث", Basis.NAMED, entity_id="p-qadir")
    said = Statement("s_1", version, speaker, (Span(33, 46),), Act.THREAT)
    return Extraction(mentions=(mention,), statements=(said,))


def found(store: Store, query: str, after: int = 0) -> set[str]:
    ranked = store.read().rank(parse(query), 20, after=after)
    views = store.read().posts_by_id([key for key, _ in ranked.posts])
    assert ranked.total == len(ranked.posts)
    return {view.post.native_id for view in views.values()}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("source:harbour", {"ar", "he", "fa", "old"}),
        ('source:"old harbour"', {"ar", "he", "fa", "old"}),
        ("source:harbour,valley bridge", {"en"}),
        ("-source:harbour after:2026", {"en"}),
        ("owner:o-beacon", {"ar", "he", "fa", "old"}),
        ('owner:"جبهة المنارة"', {"ar", "he", "fa", "old"}),
        ("owner:valley", {"en"}),
        ("lang:ar", {"ar"}),
        ("lang:en", {"en", "old"}),
        ("lang:he,fa", {"he", "fa"}),
        ("after:2026-03-05", {"he", "fa", "en"}),
        ("before:2026-03-05", {"ar"}),
        ("on:2026-03", {"ar", "he"}),
        ("after:2026-03-03 before:2026-04-02", {"he", "fa"}),
        ("act:threat", {"ar"}),
        ("act:denial,threat", {"ar"}),
        ("act:denial", set()),
        ("entity:o-beacon", {"ar"}),
        ('entity:"beacon front"', {"ar"}),
        ("entity:«جبهة المنارة»", {"ar"}),
        ("entity:beacon", {"ar"}),
        ('entity:"Saleem Kader"', {"ar"}),
        ("place:sahara", {"fa"}),
        ("has:media", {"he"}),
        ("has:translation", {"fa"}),
        ("has:edit", {"old"}),
        ("has:deletion", set()),
        ("has:media,edit", {"he", "old"}),
        ("reliability:A-C", {"ar", "he", "fa", "old"}),
        ("reliability:F", {"en"}),
        ("(source:valley OR lang:he)", {"en", "he"}),
        ("bridge OR lang:he", {"en", "he"}),
        ("(bridge OR lang:he) -has:media", {"en"}),
        ("source:valley -bridge", set()),
        ("-lang:en", set()),
    ],
)
def test_fields_narrow(store: Store, query: str, expected: set[str]) -> None:
    assert found(store, query) == expected


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("source:nowhere", "source list"),
        ("owner:nobody", "source list"),
        ("entity:xqzzw", ""),
        ('place:"Beacon Front"', "word itself"),
    ],
)
def test_a_name_of_nothing_is_refused_where_it_stands(store: Store, query: str, known: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(store, f"bridge {query}")
    assert caught.value.position == 7
    assert known in caught.value.hint


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Qadir", {"he", "en"}),
        ("قادر", {"he", "en"}),
        ("salim qadir", {"he", "en"}),
        ("spelling:exact Qadir", {"en"}),
        ('"Qadir"', {"en"}),
        ("Beacon Front", {"ar"}),
        ("spelling:exact Beacon Front", set()),
        ("bridge -qadir", set()),
    ],
)
def test_names_are_found_in_other_scripts(store: Store, query: str, expected: set[str]) -> None:
    assert found(store, query) == expected


def test_what_was_added_is_told_and_marked_in_the_original(store: Store) -> None:
    query = parse("Qadir")
    ranked = store.read().rank(query, 20)
    assert "קאדר" in ranked.spellings["Qadir"]
    spans = {
        hit.view.post.native_id: [span.of(hit.view.version.text) for span in hit.spans]
        for hit in store.read().hits(query, ranked.posts)
    }
    assert spans == {"he": ["קאדר"], "en": ["Qadir"]}


def test_only_later_posts_and_those_that_fit_are_kept(store: Store) -> None:
    reader = store.read()
    last = reader.last_number()
    assert found(store, "lang:en", after=last) == set()
    assert found(store, "lang:en", after=last - 1) == {"old"}
    both = parse("lang:en")
    posts = [(Post.make_id("harbour", key), 1.0) for key in ("ar", "old")]
    assert reader.kept(both, posts) == (posts[1],)
    assert len(reader.numbers(both, 10)) == 2
    assert reader.numbers(both, 10, after=last) == ()


def test_undated_posts_are_listed_last(store: Store) -> None:
    ranked = store.read().rank(parse("sort:newest source:harbour"), 20)
    views = store.read().posts_by_id([key for key, _ in ranked.posts])
    assert [v.post.native_id for v in views.values()] == ["fa", "he", "ar", "old"]


@pytest.mark.parametrize(
    "value",
    ['"; DROP TABLE posts; --', "' OR 1=1 --", "%x", "\x00qq\x00", "a' AND 'b", "post_search"],
)
def test_values_are_never_sql(store: Store, value: str) -> None:
    for name in ("source", "owner", "entity", "place"):
        with pytest.raises(QueryError):
            found(store, f"{name}:«{value}»")
    assert store.read().counts()["posts"] == len(TEXTS)


def test_a_name_that_was_changed_is_searched_as_it_is_now(
    open_store: Opener, tmp_path: Path
) -> None:
    opened = open_store(tmp_path)
    with opened.write() as writer:
        writer.put_source(Source("harbour", "feed", "https://h.invalid", "Harbour"))
        writer.put_entities([Entity("p", EntityKind.PERSON, QADIR)])
    _put(opened, 1, "harbour", "he", TEXTS["he"])
    assert found(opened, "Qadir") == {"he"}
    with opened.write() as writer:
        writer.put_entities([Entity("p", EntityKind.PERSON, BEACON)])
    assert found(opened, "Qadir") == set()
    with opened.write() as writer:
        writer.put_entities([Entity("p", EntityKind.PERSON, QADIR)])
        writer.drop_entities(["p"])
    assert found(opened, "Qadir") == set()
    opened.close()
