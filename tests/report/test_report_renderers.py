"""Products: the same bytes for the same report, and collected text that stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Basis, Citation, Report
from marsad.ports import Renderer, ReportContext
from marsad.report import Material, draft_brief, endnotes, renderers
from marsad.report.render.data import SCHEMA
from marsad.report.render.markdown import escape
from marsad.report.render.page import clean, page, runs

if TYPE_CHECKING:
    from tests.report.conftest import Maker

FRONT = "org-lantern-front"
HOSTILE = (
    '<script>alert(1)</script> #read("/etc/passwd") [click](javascript:alert(1)) ![x](http://a.b)'
    " `code` $x$ {{ 7*7 }} </blockquote>\u202eevil\u202c \u2066hidden\u2069 http://evil.example"
)
BY_NAME = {r.name: r for r in renderers()}


@pytest.fixture(scope="session")
def context(
    exercise: Material, created: datetime, context_of: Callable[..., ReportContext]
) -> ReportContext:
    report = draft_brief(exercise, created=created, label="Exercise: fictional")
    return context_of(report, exercise)


@pytest.fixture
def hostile(
    maker: Maker, created: datetime, context_of: Callable[..., ReportContext]
) -> ReportContext:
    source = maker.source(
        id="front", name=f"Front {HOSTILE}", owner=FRONT, voice=True, credit=HOSTILE
    )
    view = maker.view(f"We say {HOSTILE} today.", source=source)
    view = replace(view, post=replace(view.post, url="javascript:alert(1)"))
    said = maker.statement(view, view.version.text, entity_id=FRONT, basis=Basis.VOICE)
    material = maker.material(replace(view, statements=(said,)))
    report = draft_brief(material, title=HOSTILE, created=created, label=HOSTILE)
    return context_of(report, material)


def pdf_text(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    pages = [p.get_textpage().get_text_bounded() for p in document]
    document.close()
    return pages


@pytest.mark.parametrize("renderer", renderers(), ids=lambda r: r.name)
def test_the_same_report_gives_the_same_bytes(renderer: Renderer, context: ReportContext) -> None:
    first = renderer.render(context)
    assert first == renderer.render(context)
    assert len(first) > 1000


def test_names_and_suffixes() -> None:
    assert {r.name: r.suffix for r in renderers()} == {
        "docx": "docx",
        "html": "html",
        "json": "json",
        "markdown": "md",
        "pdf": "pdf",
    }


# ------------------------------------------------------------ endnotes


def test_one_span_of_one_version_has_one_number(context: ReportContext) -> None:
    found = endnotes(context.report)
    assert [n.number for n in found.notes] == list(range(1, len(found.notes) + 1))
    keys = [(n.version_id, n.span) for n in found.notes]
    assert len(keys) == len(set(keys))
    for block, numbers in zip(context.report.blocks, found.numbers, strict=True):
        for sentence, carried in zip(block.sentences, numbers, strict=True):
            wanted = {(c.version_id, c.span) for c in sentence.citations}
            assert {keys[n - 1] for n in carried} == wanted


def test_notes_of_one_endnote_are_gathered(context: ReportContext) -> None:
    report = context.report
    block = next(b for b in report.blocks if b.sentences[0].citations)
    first = block.sentences[0]
    citation = first.citations[0]
    twice = (replace(citation, note="One."), replace(citation, note="Two."))
    sentence = replace(first, citations=twice)
    changed = replace(report, blocks=(replace(block, sentences=(sentence,)),))
    assert endnotes(changed).notes[0].notes == ("One.", "Two.")


def test_an_endnote_has_source_date_address_seal_and_original(context: ReportContext) -> None:
    shown = page(context).notes
    for note in shown:
        assert note.source
        assert note.published.endswith("UTC")
        assert note.link.startswith("https://")
        assert len(note.sha256) == 64
        assert note.original
    assert {n.rtl for n in shown if n.language in ("ar", "fa")} == {True}
    assert any("run by volunteers" in r for n in shown for r in n.remarks)
    assert any(r.startswith("Deleted by its source") for n in shown for r in n.remarks)


def test_a_citation_whose_facts_are_missing_still_prints(context: ReportContext) -> None:
    bare = replace(context, versions={}, posts={}, sources={}, captures={}, observations={})
    for renderer in renderers():
        assert renderer.render(bare)


@pytest.mark.parametrize("address", ["http://[", "http://[::1/", "//[", "\ud800", "file://["])
def test_an_address_that_is_none_stops_no_product(context: ReportContext, address: str) -> None:
    posts = {key: replace(post, url=address) for key, post in context.posts.items()}
    for renderer in renderers():
        assert renderer.render(replace(context, posts=posts))


# ------------------------------------------------------------ HTML


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def parsed(data: bytes) -> _Tags:
    parser = _Tags()
    parser.feed(data.decode())
    return parser


def test_html_stands_alone_and_runs_nothing(context: ReportContext) -> None:
    found = parsed(BY_NAME["html"].render(context))
    assert not {"script", "img", "iframe", "link", "object", "form"} & set(found.tags)
    assert not any(name == "src" or name.startswith("on") for name, _ in found.attributes)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in found.attributes


def test_html_links_notes_both_ways_round(context: ReportContext) -> None:
    found = parsed(BY_NAME["html"].render(context))
    ids = [v for name, v in found.attributes if name == "id"]
    targets = {v[1:] for name, v in found.attributes if name == "href" and v and v[0] == "#"}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    assert targets == {f"n{n.number}" for n in page(context).notes}


def test_html_marks_originals_with_language_and_direction(context: ReportContext) -> None:
    text = BY_NAME["html"].render(context).decode()
    assert '<blockquote lang="ar" dir="rtl">' in text
    assert '<blockquote lang="fa" dir="rtl">' in text
    assert '<blockquote lang="en" dir="ltr">' in text
    assert '<bdi dir="rtl">سه هزار</bdi>' in text


def test_the_label_stands_at_both_ends(context: ReportContext) -> None:
    for name in ("html", "markdown"):
        text = BY_NAME[name].render(context).decode()
        assert text.count("Exercise: fictional") >= 2


def test_links_to_sources_give_nothing_away(context: ReportContext) -> None:
    text = BY_NAME["html"].render(context).decode()
    outside = re.findall(r'<a href="http[^>]*>', text)
    assert outside
    assert all('rel="noopener noreferrer nofollow"' in link for link in outside)


# ------------------------------------------------------------ PDF


def test_pdf_has_label_and_page_number_on_each_page(context: ReportContext) -> None:
    pages = pdf_text(BY_NAME["pdf"].render(context))
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert "Exercise: fictional" in text
        assert f"{number} / {len(pages)}" in text


def test_pdf_date_comes_from_the_report(context: ReportContext) -> None:
    document = pypdfium2.PdfDocument(BY_NAME["pdf"].render(context))
    facts = document.get_metadata_dict()
    document.close()
    assert facts["CreationDate"].startswith("D:20260310090000")
    assert facts["Title"] == context.report.title


def test_pdf_takes_a_moment_with_microseconds(context: ReportContext) -> None:
    moment = datetime(2026, 3, 10, 9, 0, 0, 123456, tzinfo=UTC)
    exact = replace(context, report=replace(context.report, created=moment))
    assert BY_NAME["pdf"].render(exact).startswith(b"%PDF")


# ------------------------------------------------------------ hostile text


def test_hostile_text_is_escaped_in_html(hostile: ReportContext) -> None:
    data = BY_NAME["html"].render(hostile)
    found = parsed(data)
    assert "script" not in found.tags
    assert not any(n == "href" and v and v.startswith("javascript") for n, v in found.attributes)
    assert "&lt;script&gt;" in data.decode()


def test_hostile_text_is_not_evaluated_by_typst(hostile: ReportContext) -> None:
    text = "".join(pdf_text(BY_NAME["pdf"].render(hostile)))
    assert '#read("/etc/passwd")' in text.replace("\n", " ").replace("\r", "")
    assert "root:" not in text


def test_hostile_text_is_no_markup_in_markdown(hostile: ReportContext) -> None:
    text = BY_NAME["markdown"].render(hostile).decode()
    assert "<script>" not in text.replace(r"\<script\>", "")
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"\bhttp://evil", text)


def test_bidi_overrides_are_not_printed_and_the_sealed_quote_keeps_them(
    hostile: ReportContext,
) -> None:
    for name in ("html", "markdown"):
        assert not set("\u202e\u202c\u2066") & set(BY_NAME[name].render(hostile).decode())
    quotes = [c.quote for c in _citations(hostile.report)]
    assert any("\u202e" in q for q in quotes)


def _citations(report: Report) -> list[Citation]:
    return [c for b in report.blocks for s in b.sentences for c in s.citations]


@given(st.text(max_size=200))
@settings(deadline=None)
def test_cleaned_text_has_no_bidi_controls_and_runs_lose_nothing(text: str) -> None:
    shown = clean(text)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert "".join(r.text for r in runs(text)) == shown


@given(st.text(alphabet="ab*_`[]()<>#!|~&\\+-=.:12 ", max_size=60))
@settings(deadline=None)
def test_escaping_markdown_can_be_undone(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", escape(text)) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]<>#|~!]", escape(text))


# ------------------------------------------------------------ JSON


def test_json_holds_everything_under_a_schema(context: ReportContext) -> None:
    data = json.loads(BY_NAME["json"].render(context))
    assert data["schema"] == SCHEMA
    assert data["report"]["title"] == context.report.title
    assert len(data["report"]["blocks"]) == len(context.report.blocks)
    assert len(data["endnotes"]) == len(endnotes(context.report).notes)
    cited = {
        c["version_id"]
        for b in data["report"]["blocks"]
        for s in b["sentences"]
        for c in s["citations"]
    }
    assert cited <= {v["id"] for v in data["versions"]}
