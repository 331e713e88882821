"""Reading folders of documents."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

from marsad.errors import (
    BlockedAddressError,
    FetchError,
    MissingToolError,
    SourceError,
    TooLargeError,
    UnreadableError,
)
from marsad.model import Precision, Response, Source
from marsad.monitor import Files, default_transport
from marsad.monitor.pdf import tidy
from marsad.ports import ItemFailure, Limits, ParsedPost


def source(folder: Path, *, local: bool = True, languages: tuple[str, ...] = ()) -> Source:
    return Source("folder", "files", str(folder), "Folder", local=local, languages=languages)


def fetch(folder: Path, limits: Limits | None = None) -> dict[str, Response | ItemFailure]:
    bounds = limits or Limits()
    found = Files(bounds).fetch(source(folder), default_transport(bounds))
    return {
        row.item if isinstance(row, ItemFailure) else row.url.rsplit("/", 1)[-1]: row
        for row in found
    }


def read(folder: Path, languages: tuple[str, ...] = ()) -> dict[str, ParsedPost]:
    connector = Files(Limits())
    where = source(folder, languages=languages)
    found: dict[str, ParsedPost] = {}
    for response in connector.fetch(where, default_transport(Limits())):
        assert isinstance(response, Response), response
        for item in connector.parse(where, response):
            assert isinstance(item, ParsedPost)
            found[item.native_id] = item
    return found


def empty_pdf() -> bytes:
    from io import BytesIO

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 100).close()
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_each_file_is_a_post_known_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "بيان.txt").write_text("نص أول\r\nسطر\n", "utf-8")
    (tmp_path / "b.md").write_text("# عنوان\n\nنص", "utf-8")
    (tmp_path / "c.html").write_text(
        "<html><head><title>Site</title></head><body><nav>menu</nav><h1>Head</h1>"
        "<script>bad()</script><p>One</p><p>Two</p><footer>foot</footer></body></html>",
        "utf-8",
    )
    found = read(tmp_path)
    assert sorted(found) == ["a/بيان.txt", "b.md", "c.html"]
    assert found["a/بيان.txt"].text == "نص أول\nسطر"
    assert (found["b.md"].title, found["b.md"].text) == ("عنوان", "عنوان\n\nنص")
    assert (found["c.html"].title, found["c.html"].text) == ("Head", "Head\nOne\nTwo")


def test_a_file_of_its_own_is_an_address_too(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("x", "utf-8")
    assert list(read(path)) == ["one.txt"]


def test_the_time_stamp_of_a_file_is_no_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    assert read(tmp_path)["a.txt"].published.value is None


@pytest.mark.parametrize("notes_name", ["a.json", "a.txt.json"])
def test_notes_beside_a_file_are_taken_as_the_collectors(tmp_path: Path, notes_name: str) -> None:
    (tmp_path / "a.txt").write_text("النص", "utf-8")
    notes = {
        "title": "بيان",
        "published": "2024-05-01",
        "url": "https://example.org/a",
        "author": "مكتب",
    }
    (tmp_path / notes_name).write_text(json.dumps(notes, ensure_ascii=False), "utf-8")
    found = read(tmp_path)
    assert list(found) == ["a.txt"]
    post = found["a.txt"]
    assert (post.title, post.text) == ("بيان", "بيان\n\nالنص")
    assert (post.url, post.author) == ("https://example.org/a", "مكتب")
    assert post.published.day == "2024-05-01"
    assert post.published.precision is Precision.DAY
    assert post.published.basis == "noted by the collector"


@pytest.mark.parametrize("notes", ["{", "[]", "5", "[" * 9_000])
def test_notes_that_cannot_be_read_are_a_failure_of_that_file(tmp_path: Path, notes: str) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    (tmp_path / "a.json").write_text(notes, "utf-8")
    (tmp_path / "b.txt").write_text("y", "utf-8")
    found = fetch(tmp_path)
    assert isinstance(found["a.txt"], ItemFailure)
    assert isinstance(found["b.txt"], Response)


@pytest.mark.parametrize(
    "notes", [{"published": "last spring"}, {"url": "javascript:alert(1)"}, {"url": "/etc/passwd"}]
)
def test_wrong_notes_are_refused(tmp_path: Path, notes: dict[str, str]) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(notes), "utf-8")
    with pytest.raises(UnreadableError, match="notes"):
        read(tmp_path)


def test_hidden_files_and_other_kinds_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden.txt", "program.exe", "a.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "b.txt").write_text("x", "utf-8")
    assert list(fetch(tmp_path)) == ["a.txt"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "b.txt").write_text("x", "utf-8")
    found = fetch(folder)
    assert isinstance(found["a.txt"], ItemFailure)
    assert isinstance(found["a.txt"].error, BlockedAddressError)
    assert isinstance(found["b.txt"], Response)


def test_notes_are_not_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"title": "secret"}', "utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("x", "utf-8")
    (folder / "a.json").symlink_to(tmp_path / "secret.json")
    assert read(folder)["a.txt"].title is None


def test_an_oversized_file_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 500, "utf-8")
    (tmp_path / "b.txt").write_text("y", "utf-8")
    found = fetch(tmp_path, Limits(response_bytes=100))
    assert isinstance(found["a.txt"], ItemFailure)
    assert isinstance(found["a.txt"].error, TooLargeError)
    assert isinstance(found["b.txt"], Response)


def test_a_missing_path_and_a_source_that_is_not_local_are_refused(tmp_path: Path) -> None:
    connector = Files(Limits())
    with pytest.raises(FetchError):
        list(connector.fetch(source(tmp_path / "gone"), default_transport(Limits())))
    with pytest.raises(BlockedAddressError):
        list(connector.fetch(source(tmp_path, local=False), default_transport(Limits())))


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 broken", b"hello"])
def test_a_damaged_pdf_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(body)
    with pytest.raises(UnreadableError):
        read(tmp_path)


def test_a_text_file_without_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n ", "utf-8")
    with pytest.raises(UnreadableError, match="holds no text"):
        read(tmp_path)


def test_old_arabic_text_files_are_read(tmp_path: Path) -> None:
    text = "أعرب الوزير عن قلقه من استمرار القصف على المدينة"
    (tmp_path / "a.txt").write_bytes(text.encode("windows-1256"))
    post = read(tmp_path)["a.txt"]
    assert post.text == text
    assert "windows-1256" in post.recipe


@pytest.mark.parametrize("name", ["scan.png", "scan.pdf"])
def test_without_tesseract_the_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_bytes(empty_pdf() if name.endswith("pdf") else b"\x89PNG")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError) as caught:
        read(tmp_path, languages=("ar",))
    assert "tesseract-ocr-ara" in caught.value.hint


def test_a_broken_tesseract_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 3\n", "utf-8")
    program.chmod(0o755)
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    monkeypatch.setenv("PATH", f"{program.parent}:/bin")
    with pytest.raises(MissingToolError):
        read(tmp_path)


@pytest.mark.ocr
def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"not a picture")
    with pytest.raises(UnreadableError, match=r"a\.png"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\u202bنص\u202c", "نص"),
        ("\ufee3\ufeae\ufea3\ufe92\ufe8e", "مرحبا"),
        ("ﷲ", "الله"),
        ("\u064b والفرنسية", "والفرنسية"),
        ("فورًا", "فورًا"),
        ("قال »نعم« اليوم", "قال «نعم» اليوم"),
        ("قال «نعم» اليوم", "قال «نعم» اليوم"),
        ("German »ja« here", "German »ja« here"),
        ("m² ½ ①", "m² ½ ①"),
    ],
)
def test_what_pdfs_do_to_arabic_is_put_right(raw: str, expected: str) -> None:
    assert tidy(raw) == expected


def _distance(found: str, gold: str) -> float:
    def flat(text: str) -> str:
        plain = re.sub("[\u200e\u200f\u202a-\u202e\ufeff]", "", unicodedata.normalize("NFKC", text))
        return " ".join(plain.split())

    return 1 - difflib.SequenceMatcher(None, flat(found), flat(gold), autojunk=False).ratio()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "bound"), [("ntrex_ar_digital", 0.01), ("ntrex_fa_digital", 0.04), ("hello3", 0.01)]
)
def test_bidirectional_pdfs_are_close_to_their_text(
    shared: Path, tmp_path: Path, name: str, bound: float
) -> None:
    folder = shared / "samples" / "pdf_ocr"
    gold = folder / f"{name}.gold.txt"
    expected = (gold if gold.is_file() else folder / f"{name}.pdf.txt").read_text("utf-8")
    (tmp_path / "a.pdf").write_bytes((folder / f"{name}.pdf").read_bytes())
    assert _distance(read(tmp_path)["a.pdf"].text, expected) <= bound


@pytest.mark.shared
@pytest.mark.ocr
@pytest.mark.parametrize(
    ("name", "language", "bound"),
    [
        ("ntrex_ar_lowres.jpg", "ar", 0.06),
        ("ntrex_fa.png", "fa", 0.03),
        ("ntrex_fa_scanned.pdf", "fa", 0.08),
    ],
)
def test_pictures_and_scans_are_read_by_ocr(
    shared: Path, tmp_path: Path, name: str, language: str, bound: float
) -> None:
    folder = shared / "samples" / "pdf_ocr"
    (tmp_path / name).write_bytes((folder / name).read_bytes())
    post = read(tmp_path, languages=(language,))[name]
    gold = (folder / f"ntrex_{language}.gold.txt").read_text("utf-8")
    assert "tesseract" in post.recipe
    assert _distance(post.text, gold) <= bound


@pytest.mark.shared
def test_every_sample_pdf_gives_text_or_a_named_error(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "samples" / "pdf_ocr").glob("*Font*.pdf")) + sorted(
        (shared / "samples" / "pdf_ocr").glob("PDFBOX*.pdf")
    ):
        (tmp_path / "a.pdf").write_bytes(path.read_bytes())
        try:
            assert read(tmp_path)["a.pdf"].text
        except (SourceError, MissingToolError):
            continue
