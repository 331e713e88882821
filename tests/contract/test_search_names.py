"""Names that texts mention are found in every script, though no entity is called so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.contract.conftest import Opener

from marsad.model import Capture, Mention, Post, Source, Span, Version
from marsad.ports import Extraction, ParsedPost, Store
from marsad.text.query import parse

NAMES = {
    "ar": ("وصل المتحدث مروان الكرداشي إلى المدينة", "مروان الكرداشي"),
    "he": ("הדובר מרואן כרדאשי הגיע לעיר", "מרואן כרדאשי"),
    "ru": ("Представитель Марван Кардаши прибыл", "Марван Кардаши"),
    "en": ("The speaker of Tel Zevik said nothing of a bridge", "Tel Zevik"),
}
UNNAMED = {"common": "لا يوجد كردوس هنا", "odd": "\u202eالكرداشي\u0000 '\" OR 1=1"}


def _put(store: Store, seq: int, key: str, text: str, *named: str) -> None:
    moment = datetime(2026, 5, 1, 12, tzinfo=UTC)
    sealed = Capture(f"c_{seq:016x}", "s", "u", moment, 200, "t", "0", 1, seq, "0", "w", 0, "test")
    version = Version.make_id(Post.make_id("s", key), text)
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in named]
    mentions = tuple(
        Mention(f"m_{key}{n}", version, span, "Person", None, 1.0, "r")
        for n, span in enumerate(spans)
    )
    with store.write() as writer:
        writer.ingest(sealed, [ParsedPost(key, "https://s.invalid", text)])
        writer.put_extraction(version, Extraction(mentions=mentions))


@pytest.fixture(scope="module")
def store(open_store: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("names"))
    with opened.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    for seq, (key, (text, name)) in enumerate(NAMES.items(), 1):
        _put(opened, seq, key, text, name)
    _put(opened, 8, "common", UNNAMED["common"])
    _put(opened, 9, "odd", UNNAMED["odd"], UNNAMED["odd"])
    yield opened
    opened.close()


def found(store: Store, query: str) -> set[str]:
    ranked = store.read().rank(parse(query), 20)
    views = store.read().posts_by_id([key for key, _ in ranked.posts])
    return {view.post.native_id for view in views.values()}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Kardashi", {"ar", "he", "ru", "odd"}),
        ("Marwan Kardashi", {"ar", "he", "ru"}),
        ("marwan -kardashi", set()),
        ("مروان", {"ar", "he", "ru"}),
        ("Кардаши", {"ar", "he", "ru", "odd"}),
        ('"Marwan Kardashi"', set()),
        ("spelling:exact Kardashi", set()),
        ("Kardash*", set()),
        ("bridge", {"en"}),
        ("Petrenko", set()),
    ],
)
def test_a_name_is_found_in_the_scripts_that_texts_write_it_in(
    store: Store, query: str, expected: set[str]
) -> None:
    assert found(store, query) == expected


def test_what_was_added_is_told_and_marked(store: Store) -> None:
    reader = store.read()
    ranked = reader.rank(parse("Kardashi"), 20)
    assert {"الکرداشی", "כרדאשי", "кардаши"} <= set(ranked.spellings["Kardashi"])
    marks = {
        view.view.post.native_id: [span.of(view.view.version.text) for span in view.spans]
        for view in reader.hits(ranked.query, ranked.posts)
    }
    assert marks["ar"] == ["الكرداشي"]
    assert marks["he"] == ["כרדאשי"]


def test_a_word_of_the_texts_that_is_in_no_name_is_not_taken_for_one(store: Store) -> None:
    _put(store, 10, "verb", "They kardash the wall", "They")
    assert found(store, "kardash") == {"verb"}
