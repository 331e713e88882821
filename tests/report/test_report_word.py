"""Word documents: footnotes that are footnotes, text from both sides, and nothing but text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.report.dossier_material import material

from marsad.model import Basis, Report, Sentence, SentenceKind, Span
from marsad.ports import ReportContext
from marsad.report import Material, draft_brief
from marsad.report.dossier import as_report, draw_up
from marsad.report.render import WordRenderer
from marsad.report.render.page import clean, page

if TYPE_CHECKING:
    from tests.report.conftest import Maker

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FRONT = "org-lantern-front"
ANY = st.text(st.characters(exclude_categories=()), max_size=60)  # lone surrogates, too
WEB = ANY.map("https://x.example/".__add__) | ANY.map("https://".__add__)
ODD = "<a>\x00\x1b[31m \ud800 \ufffe \u202e&amp; ]]>"


@pytest.fixture(scope="module")
def context(
    exercise: Material, created: datetime, context_of: Callable[..., ReportContext]
) -> ReportContext:
    report = draft_brief(exercise, created=created, label="Exercise: fictional")
    return context_of(report, exercise)


class Opened:
    """A Word document, read part by part."""

    def __init__(self, context: ReportContext) -> None:
        self.data = WordRenderer().render(context)
        with zipfile.ZipFile(io.BytesIO(self.data)) as packed:
            self.parts = {n: packed.read(n) for n in packed.namelist()}
        self.trees = {
            name: etree.fromstring(part)
            for name, part in self.parts.items()
            if name.endswith((".xml", ".rels"))
        }
        self.body = self.trees["word/document.xml"]
        notes = self.trees["word/footnotes.xml"].findall(f"{W}footnote")
        self.notes = {int(n.get(f"{W}id")): n for n in notes if n.get(f"{W}type") is None}

    @property
    def targets(self) -> list[str]:
        """Addresses outside the file."""
        relations = (r for t in self.trees.values() for r in t.iter("{*}Relationship"))
        return [r.get("Target") for r in relations if r.get("TargetMode") == "External"]


@pytest.fixture(scope="module")
def opened(context: ReportContext) -> Opened:
    return Opened(context)


def text_of(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def lines_of(element: Any) -> list[str]:
    return [text_of(each) for each in element.iter(f"{W}p")]


def languages(element: Any) -> set[str]:
    return {each.get(f"{W}bidi") for each in element.iter(f"{W}lang")} - {None}


# ------------------------------------------------------------ footnotes


def test_each_citation_is_one_footnote_which_stands_where_it_is_first_cited(
    context: ReportContext, opened: Opened
) -> None:
    numbers = [note.number for note in page(context).notes]
    assert list(opened.notes) == numbers
    marks = [int(each.get(f"{W}id")) for each in opened.body.iter(f"{W}footnoteReference")]
    assert marks == numbers


def test_a_citation_that_comes_again_refers_to_its_footnote(
    context: ReportContext, opened: Opened
) -> None:
    cited = [n for p in page(context).paragraphs for s in p.sentences for n in s.notes]
    again = [n for place, n in enumerate(cited) if n in cited[:place]]
    assert again
    codes = [each.text.split() for each in opened.body.iter(f"{W}instrText")]
    assert [code[1] for code in codes] == [f"_Note{number}" for number in again]
    named = {each.get(f"{W}name") for each in opened.body.iter(f"{W}bookmarkStart")}
    assert {code[1] for code in codes} <= named


def test_every_original_stands_in_its_footnote_with_source_and_seal(
    context: ReportContext, opened: Opened
) -> None:
    for note in page(context).notes:
        lines = lines_of(opened.notes[note.number])
        assert lines[0] == f" {note.source}, {note.published}."
        assert lines[1 : 1 + len(note.original)] == list(note.original)
        assert note.sha256 in lines[-1]
        assert note.url in lines[-1]


def test_the_text_is_that_of_the_other_formats(context: ReportContext, opened: Opened) -> None:
    shown = page(context)
    lines = lines_of(opened.body)
    assert lines[0] == shown.title
    for paragraph in shown.paragraphs:
        told = "".join(re.escape("".join(r.text for r in s.runs)) + "[0-9, ]*(?:Assessment: )?"
                       for s in paragraph.sentences)  # fmt: skip
        assert any(re.fullmatch(f"(?:Assessment: )?{told}", line) for line in lines)
    assert lines[-len(shown.credits) :] == [f"{credit}." for credit in shown.credits]


# ------------------------------------------------------------ directions


def test_an_original_that_is_read_from_the_right_is_so_set_with_its_language(
    context: ReportContext, opened: Opened
) -> None:
    for note in page(context).notes:
        paragraphs = list(opened.notes[note.number].iter(f"{W}p"))[1 : 1 + len(note.original)]
        for each in paragraphs:
            assert (each.find(f"{W}pPr/{W}bidi") is not None) is note.rtl
            letters = [r for r in each.iter(f"{W}r") if re.search("[\u0600-\u06ff]", text_of(r))]
            assert all(r.find(f"{W}rPr/{W}rtl") is not None for r in letters)
            assert languages(each) == ({"ar": {"ar-SA"}, "fa": {"fa-IR"}}.get(note.language, set()))


@pytest.mark.parametrize(
    ("language", "words", "locale"),
    [("he", "נסגור את הגשר", "he-IL"), ("ur", "ہم پل بند کریں گے", "ur-PK")],
)
def test_hebrew_and_urdu_too(
    maker: Maker, context_of: Callable[..., ReportContext], created: datetime,
    language: str, words: str, locale: str,
) -> None:  # fmt: skip
    view = maker.view(
        words,
        source=maker.source(owner=FRONT, voice=True),
        language=language,
        english="We close it.",
    )
    said = maker.statement(view, words, entity_id=FRONT, basis=Basis.VOICE)
    told = maker.material(replace(view, statements=(said,)))
    found = Opened(context_of(draft_brief(told, created=created), told))
    (note,) = found.notes.values()
    assert languages(note) == {locale}
    assert words in lines_of(note)


def test_words_inside_english_are_set_from_the_right_and_english_is_not(opened: Opened) -> None:
    turned = [r for r in opened.body.iter(f"{W}r") if r.find(f"{W}rPr/{W}rtl") is not None]
    assert "سه هزار" in {text_of(r) for r in turned}
    assert not [r for r in turned if re.search("[A-Za-z]", text_of(r))]
    english = [r for r in opened.body.iter(f"{W}r") if re.search("[A-Za-z]", text_of(r))]
    assert not [r for r in english if r.find(f"{W}rPr/{W}lang") is not None]


# ------------------------------------------------------------ the file


def test_a_word_processor_finds_title_headings_and_properties(
    context: ReportContext, opened: Opened
) -> None:
    document = docx.Document(io.BytesIO(opened.data))
    styles = [p.style.name for p in document.paragraphs if p.style]
    headings = [p for p in page(context).paragraphs if p.kind == "heading"]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == len(headings) > 3
    facts = document.core_properties
    assert (facts.title, facts.subject) == (context.report.title, "brief")
    assert facts.created is not None
    assert facts.created.replace(tzinfo=None) == datetime(2026, 3, 10, 9)  # noqa: DTZ001 - as stored
    assert "python-docx" not in (facts.author, facts.comments, facts.last_modified_by)
    assert document.sections[0].header.paragraphs[0].text == "Exercise: fictional"


def test_the_file_tells_no_moment_of_writing(opened: Opened) -> None:
    with zipfile.ZipFile(io.BytesIO(opened.data)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.testzip() is None


def test_styles_that_are_used_are_there(opened: Opened) -> None:
    known = {s.get(f"{W}styleId") for s in opened.trees["word/styles.xml"].iter(f"{W}style")}
    trees = (opened.body, opened.trees["word/footnotes.xml"])
    used = {e.get(f"{W}val") for t in trees for k in ("pStyle", "rStyle") for e in t.iter(W + k)}
    assert used <= known
    assert {"FootnoteText", "FootnoteReference", "Hyperlink", "Original"} <= used


def test_word_knows_the_styles_of_notes_and_finds_the_lines_above_them(opened: Opened) -> None:
    names = {s.get(f"{W}val") for s in opened.trees["word/styles.xml"].iter(f"{W}name")}
    assert {"footnote text", "footnote reference", "Hyperlink"} <= names
    told = opened.trees["word/settings.xml"].find(f"{W}footnotePr")
    above = [n for n in opened.trees["word/footnotes.xml"] if n.get(f"{W}type")]
    assert [n.get(f"{W}id") for n in above] == [n.get(f"{W}id") for n in told]
    assert len(above) == 2


def test_a_long_title_is_printed_whole(context: ReportContext) -> None:
    title = "A long title " * 40
    found = Opened(replace(context, report=replace(context.report, title=title)))
    assert lines_of(found.body)[0] == title.strip()


def test_addresses_are_linked(context: ReportContext, opened: Opened) -> None:
    wanted = {note.link for note in page(context).notes}
    assert wanted == set(opened.targets)


# ------------------------------------------------------------ people, hostile text


def test_a_name_that_is_withheld_is_in_no_part_of_the_file(
    maker: Maker, context_of: Callable[..., ReportContext], created: datetime
) -> None:
    name, phone = "تام القصبي", "+963 944 123 456"
    arabic = f"سنضرب الجسر كما قال {name} وهاتفه {phone}"
    source = maker.source(owner=FRONT, voice=True)
    english = "We will strike the bridge, as Tam al-Qasabi said, +963 944 123 456."
    view = maker.view(
        arabic, source=source, language="ar", english=english, mentions=((name, None),)
    )
    said = maker.statement(view, arabic, entity_id=FRONT, basis=Basis.VOICE)
    told = maker.material(replace(view, statements=(said,)))
    found = Opened(context_of(draft_brief(told, created=created), told))
    everything = b"".join(found.parts.values()).decode("utf-8", "replace")
    assert "[name withheld]" in "".join(lines_of(found.notes[1]))
    for private in (name, "Qasabi", phone, "944"):
        assert private not in everything


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "http://[", "https://evil.example\\@x", "http:///",
     "https://münchen.example/", f"https://evil.example/{'a' * 3000}", "https://x.example:99999/",
     "https://.../", "https://-/", "https://x.example/a#b#c", "https://x.example/%zz",
     "https://x.example/[a]", "https://x..example/"],
)  # fmt: skip
def test_what_is_no_web_address_is_shown_and_not_linked(
    context: ReportContext, address: str
) -> None:
    posts = {key: replace(post, url=address) for key, post in context.posts.items()}
    found = Opened(replace(context, posts=posts))
    assert found.targets == []
    assert address in text_of(found.notes[1])


@pytest.mark.parametrize(
    "address",
    ["HTTPS://X.example/A", "https://x.example", "https://x.example:8080/a?b=c%20d#e", "http://10.0.0.1/",
     "https://x.example?a=b"],
)  # fmt: skip
def test_a_web_address_is_linked_however_it_is_written(
    context: ReportContext, address: str
) -> None:
    posts = {key: replace(post, url=address) for key, post in context.posts.items()}
    assert set(Opened(replace(context, posts=posts)).targets) == {address}


def test_what_the_template_tells_of_itself_is_gone(opened: Opened) -> None:
    assert not [n for n in opened.parts if re.search("app.xml|customXml|thumbnail", n)]
    everything = b"".join(opened.parts.values()).decode("utf-8", "replace")
    assert "Macintosh" not in everything
    settings = opened.trees["word/settings.xml"].iter(f"{W}compatSetting")
    modes = [e.get(f"{W}val") for e in settings if e.get(f"{W}name") == "compatibilityMode"]
    assert modes == ["15"]


def test_markup_stays_text(context: ReportContext) -> None:
    hostile = '<w:p/><script>&amp;</w:t> {{ 7*7 }} INCLUDETEXT "/etc/passwd" \u202eevil'
    found = Opened(replace(context, report=replace(context.report, title=hostile, label=hostile)))
    assert lines_of(found.body)[0] == clean(hostile)
    assert "INCLUDETEXT" not in "".join(e.text for e in found.body.iter(f"{W}instrText"))


@given(told=ANY, title=ANY, source=ANY, url=ANY | WEB, label=ANY, quote=ANY)
@example(told=ODD, title=ODD, source=ODD, url=ODD, label=ODD, quote=ODD)
@example(told="", title="", source="", url="https://x.example/\ud800", label="", quote="")
@settings(max_examples=25, deadline=None)
def test_any_text_is_written_as_it_is_shown(
    context: ReportContext, told: str, title: str, source: str, url: str, label: str, quote: str
) -> None:
    block = next(b for b in context.report.blocks if b.sentences[0].citations)
    citation = replace(block.sentences[0].citations[0], quote=quote, span=Span(0, len(quote)))
    sentence = Sentence(told, SentenceKind.CITED, (citation,))
    report: Report = replace(
        context.report, title=title, label=label, blocks=(replace(block, sentences=(sentence,)),)
    )
    found = Opened(
        replace(
            context,
            report=report,
            sources={k: replace(s, name=source) for k, s in context.sources.items()},
            posts={k: replace(p, url=url) for k, p in context.posts.items()},
        )
    )
    docx.Document(io.BytesIO(found.data))
    lines = lines_of(found.body)
    assert lines[0] == storable(clean(title))
    assert lines[3] == storable(clean(told))
    note = lines_of(found.notes[1])
    assert note[0].startswith(f" {storable(clean(source))}, ")
    assert storable(clean(url)) in note[-1]
    assert "".join(storable(clean(line)) for line in quote.splitlines()) in "".join(note)


def storable(text: str) -> str:
    """Return ``text`` with U+FFFD for what XML cannot hold."""
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


# ------------------------------------------------------------ dossiers


def test_a_dossier_is_a_word_document_too(
    maker: Maker, context_of: Callable[..., ReportContext]
) -> None:
    gathered = material(maker)
    report = as_report(draw_up(gathered), gathered)
    found = Opened(context_of(report, gathered.told))
    assert lines_of(found.body)[0] == "Heron Column"
    assert "رتل البلشون" in text_of(found.body)
    assert "سنضرب الجسر غدا" in "".join(text_of(n) for n in found.notes.values())
