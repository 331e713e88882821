"""Reading Word documents."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from unicodedata import normalize

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import SourceError, TooLargeError, UnreadableError
from marsad.monitor.word import read_word

_ROOM = 10_000_000


def packed(*paragraphs: str, title: str = "") -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_paragraphs_are_lines_and_the_title_is_found() -> None:
    body = packed("فقرة أولى", "", "ثانية", title="عنوان البيان")
    title, text = read_word(body, "s", "a.docx", _ROOM)
    assert title == "عنوان البيان"
    assert text == "عنوان البيان\nفقرة أولى\nثانية"


def test_tables_are_read_in_their_place_and_merged_cells_once() -> None:
    document = docx.Document()
    document.add_paragraph("before")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 0).text, table.cell(1, 1).text = "a", "b"
    document.add_paragraph("after")
    out = io.BytesIO()
    document.save(out)
    _, text = read_word(out.getvalue(), "s", "a.docx", _ROOM)
    assert text == "before\nwide\na\tb\nafter"


def test_a_document_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO(packed("x"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", b"0" * 5_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(TooLargeError):
        read_word(out.getvalue(), "s", "a.docx", 1_000_000)


def _replaced(body: bytes, name: str, content: bytes | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
            elif content is not None:
                new.writestr(part, content)
    return out.getvalue()


def test_an_entity_is_never_expanded_from_a_file() -> None:
    secret = Path(__file__).as_uri()
    xml = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret}">]><w:document xmlns:w="http://schemas.'
        'openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r>'
        "</w:p></w:body></w:document>"
    )
    body = _replaced(packed("x"), "word/document.xml", xml.encode())
    try:
        _, text = read_word(body, "s", "a.docx", _ROOM)
    except UnreadableError:
        return
    assert "Hypothesis" not in text
    assert "import" not in text


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("content", [None, b"", b"<", b"<x/>"])
def test_a_damaged_document_is_refused(part: str, content: bytes | None) -> None:
    with pytest.raises(UnreadableError, match=r"a\.docx"):
        read_word(_replaced(packed("x"), part, content), "s", "a.docx", _ROOM)


@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=20))
@settings(deadline=None, max_examples=40)
def test_any_damage_gives_text_or_a_named_error(place: int, noise: bytes) -> None:
    body = packed("x")
    for damaged in (noise, body[: place % len(body)] + noise + body[place % len(body) :]):
        try:
            read_word(damaged, "s", "a.docx", _ROOM)
        except SourceError:
            continue


@pytest.mark.shared
@pytest.mark.parametrize("language", ["ar", "fa"])
def test_collected_documents_hold_their_gold_text(shared: Path, language: str) -> None:
    folder = shared / "samples" / "pdf_ocr"
    _, text = read_word((folder / f"ntrex_{language}.docx").read_bytes(), "s", "a.docx", _ROOM)
    gold = (folder / f"ntrex_{language}.gold.txt").read_text("utf-8")
    one, two = (" ".join(normalize("NFKC", words).split()) for words in (text, gold))
    assert two in one
