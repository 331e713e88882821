"""Reading e-mail messages and what is attached to them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import SourceError, UnreadableError
from marsad.model import Response, Source
from marsad.monitor import Files, default_transport
from marsad.monitor.letters import read_letter
from marsad.ports import ItemFailure, Limits, ParsedItem, ParsedPost

SEEN = datetime(2026, 3, 9, 12, tzinfo=UTC)
ARABIC = "أعلنت القيادة أنها سترد على أي هجوم في الوقت المناسب."


def message(text: str = ARABIC, html: str = "") -> EmailMessage:
    found = EmailMessage()
    found["From"] = "مكتب الإعلام <office@agency.example>"
    found["To"] = "desk@desk.example"
    found["Subject"] = "نشرة اليوم"
    found["Date"] = "Sun, 01 Mar 2026 10:20:30 +0300"
    found["Message-ID"] = "<m1@agency.example>"
    found.set_content(text)
    if html:
        found.add_alternative(html, subtype="html")
    return found


def read(body: bytes, tmp_path: Path) -> list[ParsedItem]:
    (tmp_path / "a.eml").write_bytes(body)
    source = Source("folder", "files", str(tmp_path), "Folder", local=True)
    connector = Files(Limits())
    (response,) = connector.fetch(source, default_transport(Limits()))
    assert isinstance(response, Response)
    return list(connector.parse(source, response))


def test_a_message_is_a_post(tmp_path: Path) -> None:
    (post,) = read(message().as_bytes(), tmp_path)
    assert isinstance(post, ParsedPost)
    assert (post.native_id, post.title) == ("a.eml", "نشرة اليوم")
    assert post.text == f"نشرة اليوم\n\n{ARABIC}"
    assert post.author == "مكتب الإعلام"
    assert post.published.value == datetime(2026, 3, 1, 7, 20, 30, tzinfo=UTC)
    assert post.published.basis == "date header of the message"


def test_the_html_part_is_read_where_the_plain_one_says_nothing() -> None:
    html = f"<html><style>p {{}}</style><body><p>{ARABIC}</p><script>x()</script></body></html>"
    stub = read_letter(message("View online", html).as_bytes(), SEEN, "s")
    assert stub.text == ARABIC
    both = read_letter(message(ARABIC, html).as_bytes(), SEEN, "s")
    assert both.text == ARABIC


def test_a_wrong_charset_label_is_repaired_and_told() -> None:
    raw = (
        b"From: a@b.example\r\nDate: Sun, 01 Mar 2026 10:20:30 +0300\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ) + (ARABIC * 2).encode("windows-1256")
    letter = read_letter(raw, SEEN, "s")
    assert letter.text == ARABIC * 2
    assert "windows-1256" in letter.note
    assert letter.sender == "a@b.example"
    assert letter.id.startswith("m_")


def test_a_date_in_the_future_is_no_date() -> None:
    found = message()
    found.replace_header("Date", "Sun, 01 Mar 2037 10:20:30 +0300")
    assert read_letter(found.as_bytes(), SEEN, "s").date.value is None


def test_attachments_are_posts_of_their_own(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("نص البيان")
    packed = io.BytesIO()
    document.save(packed)
    found = message()
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    found.add_attachment(packed.getvalue(), "application", kind, filename="../../بيان.docx")
    found.add_attachment(b"not a pdf", "application", "pdf", filename="broken.pdf")
    found.add_attachment(b"\x00\x01", "application", "octet-stream", filename="program.exe")
    inner = message("النص المرسل سابقا")
    found.add_attachment(inner)
    items = read(found.as_bytes(), tmp_path)
    posts = {item.native_id: item for item in items if isinstance(item, ParsedPost)}
    assert sorted(posts) == ["a.eml", "a.eml#1", "a.eml#4"]
    assert posts["a.eml#1"].text == "نص البيان"
    assert posts["a.eml#1"].published == posts["a.eml"].published
    assert posts["a.eml#4"].text.endswith("النص المرسل سابقا")
    (failure,) = (item for item in items if isinstance(item, ItemFailure))
    assert failure.item == "a.eml#2 broken.pdf"


def test_pictures_inside_the_text_are_left_out() -> None:
    found = message(html="<p>x</p><img src='cid:logo'>")
    body = found.get_body()
    assert isinstance(body, EmailMessage)
    html = found.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG", "image", "png", cid="<logo>")
    assert read_letter(found.as_bytes(), SEEN, "s").attachments == ()


@pytest.mark.parametrize("body", [b"", b"hello", b"\x00\xff" * 50, b"Subject: x\r\n\r\ny"])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError, match="message"):
        read_letter(body, SEEN, "s")


def test_parts_inside_parts_without_end_are_read_or_refused() -> None:
    head = b"From: a@b.example\r\n"
    for number in range(2_000):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
    try:
        read_letter(head, SEEN, "s")
    except UnreadableError as error:
        assert error.hint  # noqa: PT017 - both outcomes are right


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_give_a_message_or_a_named_error(noise: bytes) -> None:
    for body in (noise, b"From: a@b\r\n" + noise, message().as_bytes()[:200] + noise):
        try:
            letter = read_letter(body, SEEN, "s")
        except SourceError:
            continue
        letter.text.encode("utf-8", "surrogatepass")
