"""Search by meaning in the workbench."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from starlette.applications import Starlette

from marsad.api import Workspace
from marsad.model import Source
from marsad.web import create_app

QUESTION = "дорога остаётся закрытой"  # the road remains closed
PERSIAN = "جاده بسته می‌ماند"


def ask(client: httpx.Client, **parameters: str) -> HTMLParser:
    answer = client.get("/search", params=parameters)
    assert answer.status_code == 200
    return HTMLParser(answer.text)


def chosen(page: HTMLParser) -> str | None:
    option = page.css_first("select[name=by] option[selected]")
    return option.attributes["value"] if option else None


def texts(page: HTMLParser) -> list[str]:
    return [node.text() for node in page.css("article.item .rows")]


def test_a_question_finds_posts_that_share_no_word_with_it(client: httpx.Client) -> None:
    page = ask(client, q=QUESTION, by="meaning")
    assert PERSIAN in texts(page)[0]
    assert chosen(page) == "meaning"
    assert page.css_first("mark.m-hit") is None
    field = page.css_first("main input[name=q]")
    assert field
    assert field.attributes["value"] == QUESTION


def test_words_alone_find_no_other_language(client: httpx.Client) -> None:
    page = ask(client, q=QUESTION, by="words")
    assert texts(page) == []
    assert chosen(page) == "words"


def test_a_way_to_search_that_there_is_not_is_named(client: httpx.Client) -> None:
    page = ask(client, q='"withdraw"', by="<smell>")
    notice = page.css_first(".notice")
    assert notice
    assert "<smell>" in notice.text()
    assert len(texts(page)) == 1


def test_other_pages_are_by_meaning_too(client: httpx.Client) -> None:
    second = ask(client, q=QUESTION, by="meaning", page="2")
    link = second.css_first("a[rel=prev]")
    assert link
    first = HTMLParser(client.get(link.attributes["href"] or "").text)
    assert PERSIAN in texts(first)[0]
    assert not {*texts(first)} & {*texts(second)}


def test_before_the_first_run_the_page_says_what_to_do(
    tmp_path: Path, serving: Callable[[Starlette], AbstractContextManager[httpx.Client]]
) -> None:
    row = {"id": "1", "url": "https://desk.example/1", "text": "The road remains closed."}
    (tmp_path / "d.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with Workspace.create(tmp_path / "w") as fresh:
        fresh.add_source(Source("d", "documents", str(tmp_path / "d.jsonl"), "D", local=True))
        fresh.ingest()
        with serving(create_app(fresh)) as client:
            answer = client.get("/search", params={"q": QUESTION, "by": "meaning"})
    assert answer.status_code == 409
    assert "marsad run" in answer.text
