"""Marks, pairs, differences and words: what the pages print, for any text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import (
    Dated,
    Passage,
    Post,
    Precision,
    Source,
    Span,
    Translation,
    Version,
)
from marsad.ports import PostView
from marsad.text import isolated
from marsad.web.diffs import changes
from marsad.web.exports import as_csv, as_json
from marsad.web.marks import KINDS, Mark, segments
from marsad.web.pairs import around, beginning, rows, whole
from marsad.web.queries import Asked, Pages
from marsad.web.tokens import Tokens
from marsad.web.words import excerpt, web_url, when

TEXTS = st.text(alphabet="ab \nبي\u200c\u202e<&é👍🏽", max_size=60)
SECOND_OF_MARCH = datetime(2026, 3, 2, 8, 5, tzinfo=UTC)
ORDER = st.tuples(st.integers(0, 60), st.integers(0, 60))
MARKS = st.lists(
    st.builds(
        lambda ends, kind: Mark(Span(min(ends), max(ends)), kind, kind),
        ORDER,
        st.sampled_from(list(KINDS)),
    ),
    max_size=8,
)


def view(text: str, passages: list[Span], english: dict[int, Translation]) -> PostView:
    """Return a post of one version, with these passages in Arabic."""
    now = datetime(2026, 3, 1, tzinfo=UTC)
    found = tuple(Passage(f"g{i}", "v", i, span, "ar") for i, span in enumerate(passages))
    return PostView(
        Post("p", "s", "1", "https://s.example/1"),
        Source("s", "feed", "https://s.example", "S"),
        Version("v", "p", 1, text, now, "c", language="ar"),
        passages=found,
        translations={f"g{i}": t for i, t in english.items()},
    )


@given(TEXTS, MARKS)
@settings(deadline=None)
def test_segments_keep_every_character_under_its_marks(text: str, marks: list[Mark]) -> None:
    found = segments(text, marks)
    assert "".join(s.text for s in found) == text
    at = 0
    for segment in found:
        for place in range(at, at + len(segment.text)):
            over = {m.kind for m in marks if m.span.start <= place < m.span.end}
            assert {m.kind for m in segment.marks} == over
        at += len(segment.text)


@given(TEXTS, MARKS, ORDER)
@settings(deadline=None)
def test_a_window_shows_its_part_and_no_more(
    text: str, marks: list[Mark], ends: tuple[int, int]
) -> None:
    start, end = sorted(min(e, len(text)) for e in ends)
    found = segments(text, marks, Span(start, end))
    assert "".join(s.text for s in found) == text[start:end]


@given(TEXTS, st.lists(st.integers(0, 60), max_size=6))
@settings(deadline=None)
def test_rows_show_all_text_that_is_not_blank(text: str, cuts: list[int]) -> None:
    ends = sorted({min(c, len(text)) for c in cuts})
    passages = [Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    shown = rows(view(text, passages, {}), {})
    joined = "".join(s.text for row in shown for s in row.original.segments)
    assert "".join(joined.split()) == "".join(text.split())
    assert all(row.status == "missing" for row in shown)


@given(TEXTS, st.integers(1, 60))
@settings(deadline=None)
def test_a_beginning_is_a_beginning(text: str, most: int) -> None:
    post = view(text, [Span(0, len(text))] if text else [], {})
    shown = "".join(part.span.of(text) for part in beginning(post, most))
    assert text.startswith(shown)
    assert len(shown) >= min(most, len(text)) or not text.strip()


def test_a_search_result_shows_the_words_around_what_was_found() -> None:
    text = "one two three four five six seven"
    post = view(text, [Span(0, len(text))], {})
    parts = around(post, [Span(14, 18)], 4, 2)
    assert [part.span.of(text) for part in parts] == ["three four five"]
    assert around(post, [], 4, 2) == []
    assert [part.span.of(text) for part in whole(post)] == [text]


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_changes_hold_both_texts(old: str, new: str) -> None:
    found = changes(old, new)
    assert "".join(c.text for c in found if c.kind != "added") == old
    assert "".join(c.text for c in found if c.kind != "removed") == new


@given(st.text(alphabet="a\u2066\u2067\u2068\u2069\u202eب", max_size=12))
@settings(deadline=None)
def test_isolated_text_leaves_nothing_open(text: str) -> None:
    found = isolated(text)
    assert (found[0], found[-1]) == ("\u2068", "\u2069")
    assert not set(found[1:-1]) & set("\u2066\u2067\u2068\u2069\u202e")
    assert found.count("a") == text.count("a")


@given(st.text(max_size=400), st.integers(10, 80))
@settings(deadline=None)
def test_an_excerpt_is_one_short_line(text: str, most: int) -> None:
    found = excerpt(text, most)
    assert "\n" not in found
    assert len(found) <= most + 2


@pytest.mark.parametrize(
    ("dated", "words"),
    [
        (Dated(), "date unknown"),
        (
            Dated(datetime(2026, 3, 2, 8, 5, tzinfo=UTC), Precision.MINUTE),
            "2 March 2026, 08:05 UTC",
        ),
        (Dated(datetime(2026, 3, 2, tzinfo=UTC), Precision.DAY), "2 March 2026"),
        (
            Dated(datetime(2026, 3, 1, tzinfo=UTC), Precision.MONTH, "", True),
            "estimated: March 2026",
        ),
        (Dated(datetime(2026, 1, 1, tzinfo=UTC), Precision.YEAR), "2026"),
    ],
)
def test_dates_say_how_exact_they_are(dated: Dated, words: str) -> None:
    assert when(dated) == words


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.example", "http://",
     "https://a.example/\n", " https://a.example", "http://[", "", None],
)  # fmt: skip
def test_other_addresses_are_not_web_addresses(url: str | None) -> None:
    assert web_url(url) is None
    assert web_url("https://a.example/ب?x=1") == "https://a.example/ب?x=1"


@given(st.dictionaries(st.sampled_from(["from", "to", "page", "source", "act"]), st.text()))
@settings(deadline=None)
def test_no_parameter_breaks_a_filter(params: dict[str, str]) -> None:
    asked = Asked(params)
    query = asked.statements({"s"})
    assert query.source_id in (None, "s")
    assert asked.page() >= 1
    assert all("\n" not in asked.address("/x", page=2) for _ in "x")


def test_pages_end_where_the_list_ends() -> None:
    assert Pages.of(9, 20, 45) == Pages(3, 20, 3, False)
    assert Pages.of(1, 20, 0) == Pages(1, 20, 1, False)
    assert Pages.of(2, 20, 45).offset == 20


def test_tokens_are_those_of_this_process() -> None:
    tokens, token = Tokens(), Tokens().new()
    mine = tokens.new()
    assert tokens.matching(mine, mine)
    assert not tokens.matching(token, token)
    assert not tokens.matching(mine, tokens.new())
    assert not tokens.genuine("")
    assert not tokens.genuine("é.ü")


def test_an_empty_export_is_still_a_file() -> None:
    assert "".join(as_csv([])).startswith("\ufeffid,date")
    assert "".join(as_json([])) == "[]\n"
