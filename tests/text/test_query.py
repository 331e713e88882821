"""The query language: what is understood, what is forgiven, and what is refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import QueryError
from marsad.text.asked import All, Any, By, Field, Node, Not, Phrase, Query, Sort, Word
from marsad.text.query import parse
from marsad.text.query_fields import FIELDS


def told(node: Node | None) -> str:
    """Return the tree in one line: & | ! for what joins, '…' for phrases, * for prefixes."""
    match node:
        case None:
            return ""
        case Word():
            return node.text + "*" * node.prefix
        case Phrase():
            return f"'{node.text}'"
        case Field():
            return f"{node.name}={','.join(node.values)}"
        case Not():
            return f"!{told(node.part)}"
        case All():
            return f"({' & '.join(map(told, node.parts))})"
        case Any():
            return f"({' | '.join(map(told, node.parts))})"


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", ""),
        ("bridge", "bridge"),
        ("bridge attack", "(bridge & attack)"),
        ("bridge AND attack", "(bridge & attack)"),
        ("a b OR c d", "((a & b) | (c & d))"),
        ("a | b", "(a | b)"),
        ("a (b OR c)", "(a & (b | c))"),
        ("a -b NOT c", "(a & !b & !c)"),
        ("a -(b OR c)", "(a & !(b | c))"),
        ("and or not", "(and & or & not)"),
        ("rocket* co-operation", "(rocket* & co-operation)"),
        ('"the old bridge" «پل قدیمی» “a b”', "('the old bridge' & 'پل قدیمی' & 'a b')"),
        ('-"old bridge"', "!'old bridge'"),
        ("المقاومة הגשר", "(المقاومة & הגשר)"),
        ("bridge bridge BRIDGE", "(bridge & BRIDGE)"),
        ("12:30 https://x.invalid/a title:y", "(12:30 & https://x.invalid/a & title:y)"),
        ("( a", "a"),
        ("a ) b", "(a & b)"),
        ('"never closed', "'never closed'"),
        ("a AND", "a"),
        ("OR a OR", "a"),
        ("a NOT", "a"),
        ("a - b", "(a & b)"),
        ("source:", ""),
        ('source:"', ""),
        ("… !? ()", ""),
    ],
)
def test_words_and_what_joins_them(query: str, tree: str) -> None:
    assert told(parse(query).root) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("source:desk,lantern", "source=desk,lantern"),
        ('SOURCE:"Old Harbour"', "source=Old Harbour"),
        ("entity:«حزب الله»", "entity=حزب الله"),
        ("lang:AR,fa", "lang=ar,fa"),
        ("after:2026-03-01", "after=2026-03-01"),
        ("before:2026-3", "before=2026-03-01"),
        ("on:2026", "on=2026-01-01,2027-01-01"),
        ("on:٢٠٢٦-١٢", "on=2026-12-01,2027-01-01"),
        ("on:2024/02/29", "on=2024-02-29,2024-03-01"),
        ("act:conditional-threat", "act=conditional threat"),
        ("act:conditional", "act=conditional threat"),
        ("has:media,edit", "has=media,edit"),
        ("reliability:C-a", "reliability=A,B,C"),
        ("reliability:b,D", "reliability=B,D"),
        ("-source:x word", "(!source=x & word)"),
        ("(source:x OR lang:ar) word", "((source=x | lang=ar) & word)"),
    ],
)
def test_fields(query: str, tree: str) -> None:
    assert told(parse(query).root) == tree


def test_what_a_query_says_of_the_search_as_a_whole() -> None:
    query = parse("by:meaning spelling:exact sort:newest bridge")
    assert (query.by, query.exact, query.sort) == (By.MEANING, True, Sort.NEWEST)
    assert told(query.root) == "bridge"


@pytest.mark.parametrize(
    ("query", "position", "hint"),
    [
        ("bridge after:banana", 7, "2026-03-01"),
        ("on:2026-02-30", 0, "on:2026"),
        ("on:9999", 0, "on:2026"),
        ("x act:shouting", 2, "denial"),
        ("has:everything", 0, "media"),
        ("reliability:Z", 0, "completely reliable"),
        ("lang:arabic", 0, "ar, fa"),
        ("by:smell x", 0, "meaning"),
        ("sorce:desk", 0, "source:"),
        ("source: desk", 0, "without a space"),
        ("bridge -sort:newest source:desk", 7, "“-”"),
        ("NOT AND by:words bridge", 0, "by:"),
        ("-spelling:exact", 0, "spelling:"),
        ("bri\udcffdge", 3, "UTF-8"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_place_and_hint(
    query: str, position: int, hint: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    assert hint in caught.value.hint


def test_too_much_is_refused() -> None:
    parse("same " * 5_000)
    with pytest.raises(QueryError, match="65"):
        parse(" ".join(f"w{n}" for n in range(65)))
    with pytest.raises(QueryError, match="nested"):
        parse("(" * 5_000 + "a")
    with pytest.raises(QueryError, match="nested"):
        parse("NOT " * 5_000 + "a")


def test_a_part_can_be_taken_out_and_words_stand_apart_from_fields() -> None:
    query = parse("bridge source:desk -lang:ar «old one» NOT drill")
    fields = {leaf.name: leaf for leaf, _ in query.leaves() if isinstance(leaf, Field)}
    assert query.without(fields["source"].span) == "bridge -lang:ar «old one» NOT drill"
    assert query.question == "bridge old one"
    assert told(query.narrowing().root) == "(source=desk & !lang=ar)"
    assert [word for word, wanted in query.leaves() if not wanted] != []
    assert parse("bridge attack source:desk").plain
    assert not parse("bridge OR attack").plain
    assert not parse("rocket*").plain


_PIECES = st.sampled_from(
    ["(", ")", '"', "«", "»", "-", "*", "|", " ", "AND", "OR", "NOT", ",", "\x00", "word", "كلمة"]
    + [f"{name}:" for name in FIELDS]
)
QUERIES = st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=25).map("".join)


def understood(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


@given(QUERIES)
def test_anything_typed_is_understood_or_refused_by_name(text: str) -> None:
    query = understood(text)
    if isinstance(query, QueryError):
        assert 0 <= query.position <= len(text)
        assert query.hint
        return
    assert query.text == text
    for leaf, _ in query.leaves():
        assert 0 <= leaf.span.start < leaf.span.end <= len(text)
        if isinstance(leaf, Word):
            assert leaf.span.of(text).startswith(leaf.text)
        elif isinstance(leaf, Phrase):
            assert leaf.text in leaf.span.of(text)
