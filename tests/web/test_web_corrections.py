"""Marks are judged and corrected over HTTP, with and without scripts, whatever the text holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from marsad.api import PostFilter, PostView, Workspace
from marsad.model import (
    Act,
    Basis,
    Dated,
    Mention,
    Post,
    Precision,
    Source,
    Span,
    Speaker,
    Statement,
    Version,
)
from marsad.web.corrections import filled, located, read_back, slots
from marsad.web.marks import mention_marks, segments, statement_marks
from marsad.web.words import reason

TOKEN = re.compile(r'name="token" value="([^"]+)"')
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def the_post(workspace: Workspace, native_id: str) -> PostView:
    posts = workspace.posts(PostFilter(source_id="beacon", limit=100))
    return next(v for v in posts if v.post.native_id == native_id)


def token(client: httpx.Client) -> str:
    found = TOKEN.search(client.get("/statements").text)
    assert found
    return found[1]


def send(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    return client.post(path, data={"token": token(client), **fields})


@pytest.fixture
def post(workspace: Workspace) -> Iterator[PostView]:
    """The Arabic post; what a test decided on it is taken back."""
    view = the_post(workspace, "10")
    yield view
    while judged := the_post(workspace, "10").judged:
        workspace.undo_mark(view.post.id, next(iter(judged)), by="test")
    assert the_post(workspace, "10") == view


def test_a_mention_is_rejected_and_comes_back(
    client: httpx.Client, workspace: Workspace, post: PostView
) -> None:
    mention = next(m for m in post.mentions if m.kind == "Organization")
    address = f"/posts/{post.post.id}/marks/{mention.id}"
    answer = send(client, address, verdict="reject", back="//evil.example")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/posts/{post.post.id}")
    page = HTMLParser(client.get(f"/posts/{post.post.id}").text)
    assert page.css_first(f'mark[data-refs~="{mention.id}"]') is None
    row = page.css_first(f"li#{mention.id}")
    assert row
    assert "rejected by" in row.text()
    assert "Undo" in row.text()
    send(client, address, verdict="undecided")
    assert the_post(workspace, "10") == post
    assert send(client, address, verdict="undecided").status_code == 303  # pressed twice


def test_a_mark_carries_its_reason_and_its_card(client: httpx.Client, post: PostView) -> None:
    page = HTMLParser(client.get(f"/posts/{post.post.id}").text)
    mention = post.mentions[0]
    mark = page.css_first(f'mark[data-begins~="{mention.id}"]')
    assert mark
    assert mark.attributes["tabindex"] == "0"
    card = page.css_first(f"#{mention.id} [data-card]")
    assert card
    assert reason(mention.recipe, mention.score) in card.text()
    said = page.css(f"[id='{post.statements[0].id}'] [data-card]")
    assert any("rule " in part.text() for part in said)


def test_no_address_within_a_page_is_given_twice(client: httpx.Client, post: PostView) -> None:
    page = HTMLParser(client.get(f"/posts/{post.post.id}").text)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    assert f"at-{post.statements[0].id}" in ids


def test_a_name_is_corrected_by_its_words(
    client: httpx.Client, workspace: Workspace, post: PostView
) -> None:
    mention = next(m for m in post.mentions if m.kind == "Organization")
    words = "باسم " + mention.span.of(post.version.text)
    fields = {"mark": mention.id, "words": words, "kind": "Person", "reason": "read <b>again</b>"}
    answer = send(client, f"/posts/{post.post.id}/correct", **fields)
    assert answer.headers["location"].endswith(f"#at-{mention.id}")
    view = the_post(workspace, "10")
    now = next(m for m in view.mentions if m.id == mention.id)
    assert (now.span.of(post.version.text), now.kind) == (words, "Person")
    assert view.judged[mention.id].by == "Dana"
    shown = client.get(f"/posts/{post.post.id}").text
    assert "corrected by <bdi>Dana</bdi>" in shown
    card = HTMLParser(shown).css_first(f"#{mention.id} .recipe bdi")
    assert card
    assert card.text() == "corrected by a reader; first word list"
    assert "<b>again</b>" not in shown


def test_a_statement_is_corrected_in_every_part(
    client: httpx.Client, workspace: Workspace, post: PostView
) -> None:
    said = post.statements[0]
    answer = send(
        client,
        f"/posts/{post.post.id}/correct",
        mark=said.id,
        act="warning",
        basis="named",
        content1="فسنستهدف القاعدة",
        speaker="سالم قادر",
        cue="قال",
        target="القاعدة",
        condition="إن لم تنسحبوا",
        deadline="خلال 72 ساعة",
        deadline_day="2026-03-05",
        direct="on",
    )
    assert answer.status_code == 303
    now = next(s for s in the_post(workspace, "10").statements if s.id == said.id)
    text = post.version.text
    parts = (now.content[0], now.speaker.span, now.cue, now.condition, now.deadline)
    assert [p.of(text) if p else "" for p in parts] == [
        "فسنستهدف القاعدة", "سالم قادر", "قال", "إن لم تنسحبوا", "خلال 72 ساعة",
    ]  # fmt: skip
    assert (now.act, now.target, now.deadline_at.day) == (Act.WARNING, "القاعدة", "2026-03-05")
    listed = client.get("/statements?act=warning").text
    assert said.id in listed
    form = HTMLParser(client.get(f"/posts/{post.post.id}/correct?mark={said.id}").text)
    field = form.css_first("#f-target")
    assert field
    assert field.text().strip() == "القاعدة"


def test_what_was_missed_is_added_and_taken_back(
    client: httpx.Client, workspace: Workspace, post: PostView
) -> None:
    at = post.version.text.index("القاعدة")
    page = client.get(
        f"/posts/{post.post.id}/correct?add=mention&kind=Place&start={at}&end={at + 7}"
    ).text
    assert f'name="words_at" value="{at}"' in page
    fields = {"add": "mention", "words": "القاعدة", "words_at": str(at), "kind": "Place"}
    answer = send(client, f"/posts/{post.post.id}/correct", **fields)
    mark = answer.headers["location"].rpartition("#at-")[2]
    added = next(m for m in the_post(workspace, "10").mentions if m.id == mark)
    assert added.span == Span(at, at + 7)
    assert "added by a reader" in client.get(f"/posts/{post.post.id}").text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"words": "<script>alert(1)</script>", "kind": "Person"}, "not in the text"),
        ({"words": "", "kind": "Person"}, "nothing is written"),
        ({"words": "قال", "kind": "<b>"}, "Choose a kind"),
        ({"add": "statement", "act": "", "content1": "قال"}, "Choose an act"),
        ({"add": "statement", "act": "threat", "basis": "voice"}, "nothing is written"),
        ({"add": "statement", "act": "threat", "content1": "قال", "basis": "named"}, "Speaker"),
    ],
)
def test_what_is_not_in_the_text_is_refused_and_kept_in_the_form(
    client: httpx.Client, workspace: Workspace, fields: dict[str, str], told: str
) -> None:
    view = the_post(workspace, "10")
    before = len(workspace.judgements())
    answer = send(client, f"/posts/{view.post.id}/correct", **{"add": "mention", **fields})
    assert answer.status_code == 400
    assert told in answer.text
    assert "<script>alert" not in answer.text
    assert len(workspace.judgements()) == before


def test_forged_and_strange_requests_change_nothing(
    client: httpx.Client, workspace: Workspace
) -> None:
    view = the_post(workspace, "10")
    before = len(workspace.judgements())
    address, mark = f"/posts/{view.post.id}", view.mentions[0].id
    good = {"add": "mention", "words": "قال", "kind": "Person"}
    assert client.post(f"{address}/correct", data={**good, "token": "x"}).status_code == 403
    assert client.post(f"{address}/marks/{mark}", data={"verdict": "accept"}).status_code == 403
    assert send(client, f"{address}/marks/m_nothing", verdict="accept").status_code == 404
    assert send(client, f"{address}/correct", mark="m_nothing", **good).status_code == 404
    assert send(client, "/posts/p_nothing/correct", **good).status_code == 404
    assert send(client, f"{address}/marks/{mark}", verdict="correct").status_code == 400
    many = {f"f{i}": "x" for i in range(600)}
    assert send(client, f"{address}/correct", **many).status_code == 413
    assert len(workspace.judgements()) == before


def test_hostile_words_inside_marks_stay_text(client: httpx.Client, workspace: Workspace) -> None:
    view = the_post(workspace, "200")
    text = view.version.text
    for words, kind in (("<script>alert(1)</script>", "Person"), ("\u202egnp.exe", "Weapon")):
        fields = {"add": "mention", "words": words, "kind": kind}
        assert send(client, f"/posts/{view.post.id}/correct", **fields).status_code == 303
    shown = client.get(f"/posts/{view.post.id}").text
    assert "<script>alert" not in shown
    page = HTMLParser(shown)
    joined = "".join(n.text() for n in page.css(".post .row > p.text"))
    assert joined == text
    marked = [n.text() for n in page.css("mark.m-person")]
    assert marked == ["<script>alert(1)</script>"]
    for mark in the_post(workspace, "200").judged:
        workspace.undo_mark(view.post.id, mark, by="test")
    assert the_post(workspace, "200") == view


# ---------------------------------------------------------------- for any text

WORDS = st.text(alphabet="ab \n\tبي\u200c\u202e<&é👍🏽.*(\\", min_size=1, max_size=60)


def view_of(text: str) -> PostView:
    version = Version("v_1", "p_1", 1, text, NOW, "c", language="ar")
    return PostView(
        Post("p_1", "s", "1", "https://s.example/1"),
        Source("s", "feed", "https://s.example", "S"),
        version,
    )


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text, and runs of it that neither begin nor end with white space."""
    text = draw(WORDS.filter(lambda t: t.strip()))
    spans = []
    for _ in range(draw(st.integers(1, 7))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        run = text[start:end]
        start += len(run) - len(run.lstrip())
        end = start + len(run.strip())
        if start < end:
            spans.append(Span(start, end))
    return text, spans


@given(texts_with_spans())
@example(("<<<", [Span(1, 3)]))
@settings(deadline=None)
def test_words_are_found_where_they_were(given_text: tuple[str, list[Span]]) -> None:
    text, spans = given_text
    for span in spans:
        sent = span.of(text).replace("\n", "\r\n")  # as a form sends them
        found = located(text, sent, span.start)
        assert found is not None
        assert found.of(text).split() == span.of(text).split()
        assert found.start == span.start


@given(texts_with_spans(), st.sampled_from(list(Act)), st.booleans())
@settings(deadline=None)
def test_a_form_that_is_sent_back_as_it_is_changes_nothing(
    given_text: tuple[str, list[Span]], act: Act, direct: bool
) -> None:
    text, spans = given_text
    if len(spans) < 4:
        return
    day = Dated(datetime(2026, 3, 5, tzinfo=UTC), Precision.DAY, "text")
    said = Statement(
        "s_1", "v_1", Speaker(spans[0].of(text), Basis.NAMED, spans[0]), (spans[1],), act,
        cue=spans[2], condition=spans[3], deadline=spans[0], deadline_at=day, direct=direct,
        hedges=(spans[2],), target=spans[3].of(text),
    )  # fmt: skip
    view = replace(view_of(text), statements=(said,))
    draft = read_back(view, filled(view, said), said, "statement")
    assert draft.problems == ()
    assert isinstance(draft.mark, Statement)
    found = replace(draft.mark, target=said.target)  # the first place of the same words
    assert found == said
    name = Mention("m_1", "v_1", spans[0], "Place", "e", 0.5, "r")
    again = read_back(view, filled(view, name), name, "mention").mark
    assert isinstance(again, Mention)
    assert (again.span, again.kind) == (name.span, name.kind)


def test_no_part_of_a_long_statement_is_lost() -> None:
    text = " ".join(f"word{i}" for i in range(60))
    words = [Span(*m.span()) for m in re.finditer(r"\w+", text)]
    said = Statement(
        "s_1", "v_1", Speaker("word0", Basis.NAMED, words[0]), tuple(words[1:30:2]), Act.OTHER,
        hedges=tuple(words[30::2]),
    )  # fmt: skip
    view = replace(view_of(text), statements=(said,))
    fields = filled(view, said)
    shown = {slot.name for slot in slots(fields)}
    assert {key for key in fields if key.startswith(("content", "hedge"))} <= {
        *shown, *(f"{name}_at" for name in shown)
    }  # fmt: skip
    draft = read_back(view, fields, said, "statement")
    assert draft.mark == said


@given(texts_with_spans())
@settings(deadline=None)
def test_marks_over_any_text_put_together_are_the_text(
    given_text: tuple[str, list[Span]],
) -> None:
    text, spans = given_text
    mentions = [Mention(f"m_{i}", "v", s, "Person", None, 0.5, "r") for i, s in enumerate(spans)]
    marks = list(mention_marks(mentions, {}))
    for i, span in enumerate(spans):
        said = Statement(f"s_{i}", "v", Speaker("x", Basis.NAMED, span), (span,), Act.OTHER)
        marks += statement_marks(replace(said, cue=spans[0], hedges=tuple(spans)), f"S{i}")
    found = segments(text, marks)
    assert "".join(s.text for s in found) == text
    begun = [ref for s in found for ref in s.begins]
    assert {m.id for m in mentions} <= set(begun)  # the keyboard reaches every one
    anchors = [s.anchor for s in found if s.anchor]
    assert len(anchors) == len(set(anchors))
    assert set(anchors) <= set(begun)
    for segment in found:
        assert bool(segment.marks) == bool(segment.refs)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("rules/1+67aae7e9488a", "rules and word lists; strong, 80%"),
        ("rules/1+67aae7e9488a; list", "word list; strong, 80%"),
        ("rules/1+encoder/2-ba9c+67aae7e9488a; list", "word list; strong, 80%"),
        (
            "rules/1+encoder/2-ba9c+67aae7e9488a; encoder/mentions",
            "model, mentions head; strong, 80%",
        ),
        ("rules/1+67aae7e9488a; rules/names", "rule names; strong, 80%"),
        (
            "encoder/statements; act: encoder/acts",
            "model, statements head; act: model, acts head; strong, 80%",
        ),
        ("en/that-warn; act: warned", "rule en/that-warn; act: warned; strong, 80%"),
        (
            "endpoint/1 org/m+1+67aae7e9488a; act: rules",
            "model server, org/m+1; act: rules; strong, 80%",
        ),
        ("person/1: added", "added by a reader"),
        (
            "person/1: corrected; found by en/x; act: list",
            "corrected by a reader; first rule en/x; act: list",
        ),
        ("<b>", "<b>; strong, 80%"),
        ("", "strong, 80%"),
    ],
)
def test_recipes_are_told_in_words(recipe: str, words: str) -> None:
    assert reason(recipe, 0.8) == words


def test_no_recipe_of_a_workspace_shows_its_inner_form(workspace: Workspace) -> None:
    told = set[str]()
    for view in workspace.posts(PostFilter(limit=100)):
        told |= {reason(m.recipe, m.score) for m in view.mentions}
        told |= {reason(s.recipe, s.score) for s in view.statements}
    assert any("head" in words for words in told)
    assert not [words for words in told if "/1" in words or "+" in words or "encoder" in words]


def test_scores_are_told_in_words_and_per_cent() -> None:
    told = [reason("", s) for s in (0.0, 0.5, 0.75, 0.949, 1.0)]
    assert told == ["weak, 0%", "fair, 50%", "strong, 75%", "very strong, 95%", "very strong, 100%"]
