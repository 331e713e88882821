"""What search must do in every store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.conftest import NOON, Opener

from marsad.errors import QueryError
from marsad.model import (
    Capture,
    Dated,
    Passage,
    Post,
    Precision,
    Source,
    Span,
    Translation,
    Version,
)
from marsad.ports import ParsedPost, Store
from marsad.text.query import parse

ARABIC = "أعلنت «المقاومةُ» الإسلامية عن إطلاق ٣ صواريخ نحو القاعدة"
PERSIAN = "سخنگو گفت که مقاومت می‌شود و كار ادامه دارد"
ENGLISH = "The spokesman said: the co-operation goes on.\nSecond line, 3 rockets."


@pytest.fixture(scope="module")
def store(open_store: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("search"))
    with opened.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    put(opened, 1, ar=ARABIC, fa=PERSIAN, en=ENGLISH)
    yield opened
    opened.close()


def put(store: Store, seq: int, titles: dict[str, str] | None = None, **texts: str) -> None:
    moment = NOON + timedelta(minutes=seq)
    key = f"c_{seq:016x}"
    capture = Capture(key, "s", "u", moment, 200, "t", "0", 1, seq, "0", "w", 0, "test")
    posts = [
        ParsedPost(
            native_id,
            "https://s.invalid",
            text,
            title=(titles or {}).get(native_id),
            published=Dated(moment, Precision.SECOND, "test"),
        )
        for native_id, text in texts.items()
    ]
    with store.write() as writer:
        writer.ingest(capture, posts)


def found(store: Store, query: str) -> list[str]:
    return [hit.view.post.native_id for hit in store.read().search(query)]


def marked(store: Store, query: str) -> list[str]:
    (hit,) = store.read().search(query)
    return [span.of(hit.view.version.text) for span in hit.spans]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("spelling:exact المقاومة", ["ar"]),
        ("المقاومة صواريخ", ["ar"]),
        ("مقاومة صواريخ", ["ar"]),
        ("مقاومت", ["fa", "ar"]),
        ("spelling:exact مقاومة", []),
        ("rocket", ["en"]),
        ("spelling:exact rocket", []),
        ("missile OR rocket", ["en"]),
        ("(co-operation OR missile) -drill", ["en"]),
        ("NOT drill", []),
        ("المُقاوَمة الاسلاميه", ["ar"]),
        ("3 صواريخ", ["ar"]),
        ("ميشود", ["fa"]),
        ("کار", ["fa"]),
        ("SPOKESMAN", ["en"]),
        ("spokes", []),
        ("spokes*", ["en"]),
        ("co-operation", ["en"]),
        ('"the spokesman said"', ["en"]),
        ('"said the spokesman"', []),
        ("said spokesman", ["en"]),
        ("spokesman -rockets", []),
        ("spokesman -missiles", ["en"]),
        ('spokesman -"second line"', []),
        ("-spokesman", []),
        ("", []),
        ('"', []),
        ("* -", []),
        ("AND OR NOT NEAR(", []),
        ("title:spokesman", []),
    ],
)
def test_queries(store: Store, query: str, expected: list[str]) -> None:
    assert found(store, query) == expected


def test_hits_are_marked_in_the_original_spelling(store: Store) -> None:
    assert marked(store, "spelling:exact المقاومه") == ["المقاومةُ"]
    assert marked(store, "مقاومة ميشود") == ["مقاومت", "می‌شود"]
    assert marked(store, "ميشود كار") == ["می‌شود", "كار"]
    assert marked(store, '"3 صواريخ"') == ["٣ صواريخ"]
    assert marked(store, "co-operation") == ["co-operation"]
    assert marked(store, "rocke*") == ["rockets"]
    assert marked(store, 'spelling:exact "3 صواريخ" صواريخ نحو') == ["٣ صواريخ", "نحو"]


def test_only_the_newest_version_is_found(open_store: Opener, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    put(store, 1, a="before the edit")
    put(store, 2, a="after the edit")
    assert (found(store, "before"), found(store, "after")) == ([], ["a"])
    store.close()


def test_the_translation_is_found_without_a_mark_in_the_original(
    open_store: Opener, tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    put(store, 1, ar=ARABIC)
    key = Version.make_id(Post.make_id("s", "ar"), ARABIC)
    translation = Translation("g_1", "The Resistance announced rockets", "memory", machine=False)
    kept = Translation("g_2", "untranslated words", "none", machine=False)
    passages = [Passage(f"g_{n}", key, n, Span(n, 9), "ar") for n in (1, 2)]
    with store.write() as writer:
        writer.put_passages(key, passages)
        writer.put_translations(key, [translation, kept])
    (hit,) = store.read().search("resistance announced")
    assert (hit.view.post.native_id, hit.spans) == ("ar", ())
    assert found(store, "untranslated") == []
    with store.write() as writer:
        writer.put_passages(key, passages[1:])
    assert found(store, "resistance") == []
    with store.write() as writer:
        writer.put_passages(key, passages)
        writer.put_translations(key, [translation])
    put(store, 2, ar="نص آخر")
    assert found(store, "resistance") == [], "the edit has not been translated"
    store.close()


def test_a_word_in_the_title_ranks_first_then_the_newest(
    open_store: Opener, tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    put(store, 1, old="beta alpha gamma", other="nothing here", more="nor here")
    put(store, 2, new="beta alpha gamma")
    put(store, 3, titles={"top": "alpha"}, top="alpha beta gamma")
    assert found(store, "alpha") == ["top", "new", "old"]
    assert [hit.view.post.native_id for hit in store.read().search("alpha", 1, 1)] == ["new"]
    scores = [hit.score for hit in store.read().search("alpha")]
    assert scores == sorted(scores, reverse=True)
    store.close()


def test_a_word_counts_for_more_in_the_title_than_in_the_text(
    open_store: Opener, tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    put(store, 1, more="nothing here", titles={"top": "alpha"}, top="beta gamma delta")
    put(store, 2, titles={"low": "beta"}, low="alpha gamma delta", other="nor here")
    assert found(store, "alpha") == ["top", "low"]
    store.close()


_QUERIES = st.text(
    alphabet=st.one_of(st.sampled_from("\"*-()^:{}+,.'\\\x00 ORNDEA"), st.characters()),
    max_size=60,
)


@given(query=_QUERIES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_type_is_answered_or_refused_by_name(store: Store, query: str) -> None:
    try:
        hits = store.read().search(query)
    except QueryError:
        return
    for hit in hits:
        assert all(span.end <= len(hit.view.version.text) for span in hit.spans)


def test_a_query_of_any_length_is_answered(store: Store) -> None:
    assert found(store, "spokesman " * 5_000) == ["en"]
    assert found(store, "-x " * 5_000) == []
    assert found(store, '"' * 5_000) == []
    assert found(store, "x" * 100_000) == []


_NUMBERS = " ".join(f"w{number}x" for number in range(20_000))
_HUGE = {
    "long": f"{_NUMBERS} harbour gate closed",
    "wordy": f"{' '.join(f'{number:06d}qzjhvbk' for number in range(90_000))} harbour gate ends",
    "repeated": f"{'gate harbour ' * 400} gate closed harbour",
    "unbroken": f"before {'y' * 3_000} harbour gate after",
}
"""Posts beyond what an index may hold of a text, of its words, of one word, and of a word's length.
"""


@pytest.fixture(scope="module")
def huge(open_store: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("huge"))
    with opened.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    put(opened, 1, titles={"wordy": "Port news"}, short="harbour gate closed", **_HUGE)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("harbour", {"short", *_HUGE}),
        ('"harbour gate"', {"short", *_HUGE}),
        ('"gate harbour"', {"repeated"}),
        ('"gate closed"', {"short", "long", "repeated"}),
        ('"gate closed harbour"', {"repeated"}),
        ("harbour -closed", {"wordy", "unbroken"}),
        ('harbour -"gate closed"', {"wordy", "unbroken"}),
        ("(w19999x OR 079999qzjhvbk) harbour", {"long", "wordy"}),
        ('"news 000000qzjhvbk"', set()),
        ("news 000001qzjhvbk", {"wordy"}),
        ("07999*", {"wordy"}),
        ("y" * 3_000, {"unbroken"}),
        ("y" * 3_001, set()),
        ("y" * 2_999, set()),
        (f"{'y' * 2_999}*", {"unbroken"}),
        ("yy*", {"unbroken"}),
        (f'"before {"y" * 3_000} harbour"', {"unbroken"}),
        (f"{'y' * 3_000} OR port", {"unbroken", "wordy"}),
    ],
)
def test_a_huge_post_is_stored_and_found(huge: Store, query: str, expected: set[str]) -> None:
    assert set(found(huge, f"spelling:exact {query}")) == expected


def test_a_phrase_ends_where_the_title_or_the_text_ends(open_store: Opener, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    put(store, 1, titles={"a": "harbour gate"}, a="closed today")
    key = Version.make_id(Post.make_id("s", "a"), "closed today")
    with store.write() as writer:
        writer.put_passages(key, [Passage("g_1", key, 0, Span(0, 9), "ar")])
        writer.put_translations(key, [Translation("g_1", "ferries sank", "memory", True)])
    assert found(store, '"harbour gate" "closed today" "ferries sank"') == ["a"]
    assert found(store, '"gate closed"') == []
    assert found(store, '"today ferries"') == []
    store.close()


def test_the_english_of_a_huge_post_is_found(huge: Store) -> None:
    key = Version.make_id(Post.make_id("s", "wordy"), _HUGE["wordy"])
    with huge.write() as writer:
        writer.put_passages(key, [Passage("g_h", key, 0, Span(0, 9), "ar")])
        writer.put_translations(key, [Translation("g_h", "Ferries sank", "memory", True)])
    assert found(huge, '"ferries sank" port') == ["wordy"]
    assert found(huge, '"ends ferries"') == []


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\ufffe", "\U000e0041", "\u202e", "'", "\\"])
def test_signs_that_a_database_may_refuse_lose_no_post(
    open_store: Opener, tmp_path: Path, sign: str
) -> None:
    store = open_store(tmp_path)
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", f"S{sign}"))
    text = f"ships {sign} sailed {sign}"
    put(store, 1, titles={"a": f"port{sign} news"}, a=text)
    assert store.read().sources()[0].name == f"S{sign}"
    typed = "" if sign == "\ud800" else sign  # half a sign in a search is refused
    (hit,) = store.read().search(f"ships port {typed}")
    assert hit.view.version.text == text
    assert [span.of(text) for span in hit.spans] == ["ships"]
    assert store.read().search(f'"ships {typed} sailed"')
    store.close()


def test_a_page_of_none_is_empty_and_still_counted(store: Store) -> None:
    put(store, 9_000_001, paged="zebra crossing")
    none = store.read().rank(parse("zebra"), 0)
    assert (none.posts, none.total) == ((), 1)


@given(text=st.text(min_size=1, max_size=80), data=st.data())
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_spans_of_a_word_lie_inside_the_original(
    store: Store, text: str, data: st.DataObject
) -> None:
    number = data.draw(st.integers(10, 10_000_000))
    put(store, number, fuzz=f"{text} needle {text}")
    (hit,) = (h for h in store.read().search("needle") if h.view.post.native_id == "fuzz")
    version = hit.view.version.text
    assert any("needle" in span.of(version) for span in hit.spans)
    assert all(0 <= span.start < span.end <= len(version) for span in hit.spans)
