"""Reading a channel's web preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import FetchError, SourceError, TooLargeError, UnreadableError
from marsad.model import Forward, Precision, Response, Source
from marsad.monitor import HttpTransport, TelegramWeb, normalise_address
from marsad.ports import Coverage, ItemFailure, Limits, ParsedItem, ParsedPost

SOURCE = Source("fanous", "telegram_web", "https://t.me/s/fanous", "Fanous")
MakePost = Callable[..., str]
MakePage = Callable[..., bytes]


class Site(Protocol):
    url: str
    asked: list[str]

    def serve(self, path: str, body: bytes) -> str: ...


def read(body: bytes, limits: Limits | None = None) -> list[ParsedItem]:
    response = Response(SOURCE.address, body, datetime(2026, 3, 9, tzinfo=UTC))
    return list(TelegramWeb(limits or Limits()).parse(SOURCE, response))


def only_post(body: bytes) -> ParsedPost:
    found = [item for item in read(body) if isinstance(item, ParsedPost)]
    assert len(found) == 1
    return found[0]


def test_a_post_has_its_number_address_text_and_time(
    make_post: MakePost, make_page: MakePage
) -> None:
    post = only_post(make_page(make_post(12, "بيان رقم 1")))
    assert (post.native_id, post.url) == ("12", "https://t.me/fanous/12")
    assert post.text == "بيان رقم 1"
    assert post.published.value == datetime(2026, 3, 4, 10, 20, 30, tzinfo=UTC)
    assert post.published.precision is Precision.SECOND
    assert not post.edited
    assert post.recipe == "telegram_web/1"


def test_line_breaks_emoji_and_links_stay_in_the_text(
    make_post: MakePost, make_page: MakePage
) -> None:
    text = (
        'سطر <b>أول</b><br/><br/>سطر ثانٍ <i class="emoji" style="background-image:url(\'//x\')">'
        '<b>🔴</b></i><br><tg-emoji emoji-id="5"><i class="emoji"><b>📮</b></i></tg-emoji> '
        '<a href="https://example.org/">رابط</a><blockquote>اقتباس</blockquote>بعده'
    )
    post = only_post(make_page(make_post(1, text)))
    assert post.text == "سطر أول\n\nسطر ثانٍ 🔴\n📮 رابط\nاقتباس\nبعده"


def test_the_quoted_reply_is_not_the_text(make_post: MakePost, make_page: MakePage) -> None:
    quoted = (
        '<a class="tgme_widget_message_reply" href="https://t.me/fanous/7">'
        '<div class="tgme_widget_message_text js-message_text" dir="auto">النص المقتبس</div></a>'
    )
    post = only_post(make_page(make_post(9, "الرد", before=quoted)))
    assert post.text == "الرد"
    assert post.reply_to == "7"


def test_a_reply_without_own_text_has_none(make_post: MakePost, make_page: MakePage) -> None:
    quoted = (
        '<a class="tgme_widget_message_reply" href="https://t.me/other_one/7">'
        '<div class="tgme_widget_message_text js-message_text">النص المقتبس</div></a>'
    )
    post = only_post(make_page(make_post(9, "", before=quoted)))
    assert post.text == ""
    assert post.reply_to == "other_one/7"


def test_of_nested_text_blocks_the_inner_one_counts(
    make_post: MakePost, make_page: MakePage
) -> None:
    nested = '<div class="tgme_widget_message_text js-message_text">الداخلي</div>'
    assert only_post(make_page(make_post(9, nested))).text == "الداخلي"


def test_the_edited_mark_is_seen(make_post: MakePost, make_page: MakePage) -> None:
    assert only_post(make_page(make_post(3, "x", meta="edited &nbsp;"))).edited


def test_the_word_edited_in_the_text_is_no_mark(make_post: MakePost, make_page: MakePage) -> None:
    assert not only_post(make_page(make_post(3, "edited by hand"))).edited


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/other/55">اسم</a>',
            Forward("اسم", "other", "55"),
        ),
        (
            '<span class="tgme_widget_message_forwarded_from_name">مجهول</span>',
            Forward("مجهول"),
        ),
        (
            '<a class="tgme_widget_message_forwarded_from_name" href="javascript:alert(1)">x</a>',
            Forward("x"),
        ),
    ],
)
def test_forwards_name_where_they_come_from(
    make_post: MakePost, make_page: MakePage, markup: str, expected: Forward
) -> None:
    wrapped = f'<div class="tgme_widget_message_forwarded_from">Forwarded from&nbsp;{markup}</div>'
    assert only_post(make_page(make_post(3, "x", before=wrapped))).forward == expected


def test_media_and_author(make_post: MakePost, make_page: MakePage) -> None:
    media = (
        '<a class="tgme_widget_message_photo_wrap" href="https://t.me/fanous/3"'
        " style=\"width:8px;background-image:url('https://cdn.example/a.jpg')\"></a>"
        '<a class="tgme_widget_message_video_player"><video src="https://cdn.example/b.mp4">'
        "</video></a>"
        '<div class="tgme_widget_message_document_wrap"><div class='
        '"tgme_widget_message_document_title">بيان.pdf</div></div>'
        '<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">'
        "سؤال؟</div></div>"
    )
    author = '<span class="tgme_widget_message_from_author" dir="auto">أبو علي</span>,&nbsp;'
    post = only_post(make_page(make_post(3, "x", before=media, meta=author)))
    assert [(m.kind, m.url, m.name) for m in post.media] == [
        ("photo", "https://cdn.example/a.jpg", None),
        ("video", "https://cdn.example/b.mp4", None),
        ("document", None, "بيان.pdf"),
        ("poll", None, "سؤال؟"),
    ]
    assert post.author == "أبو علي"


def test_a_page_says_what_range_it_covers(make_post: MakePost, make_page: MakePage) -> None:
    items = read(make_page(make_post(10), make_post(11), make_post(14)))
    assert items[-1] == Coverage(10, 14, frozenset({"10", "11", "14"}))


def test_pictures_of_an_album_count_as_shown(make_post: MakePost, make_page: MakePage) -> None:
    album = "".join(
        f'<a class="tgme_widget_message_photo_wrap grouped_media_wrap" '
        f'href="https://t.me/fanous/{n}?single"></a>'
        for n in (10, 11)
    )
    items = read(make_page(make_post(10, "x", before=album), make_post(12)))
    assert items[-1] == Coverage(10, 12, frozenset({"10", "11", "12"}))


def test_a_message_without_time_is_undated(make_post: MakePost, make_page: MakePage) -> None:
    body = make_page(make_post(3)).replace(b"datetime=", b"data-gone=")
    assert only_post(body).published.value is None


def test_of_a_page_that_breaks_off_the_whole_messages_are_read(
    make_post: MakePost, make_page: MakePage
) -> None:
    body = make_page(make_post(10, "أول"), make_post(11, "ثانٍ"), make_post(12, "الثالث المقطوع"))
    cut = body[: body.index("المقطوع".encode())]
    items = read(cut)
    assert [i.native_id for i in items if isinstance(i, ParsedPost)] == ["10", "11"]
    failure = next(i for i in items if isinstance(i, ItemFailure))
    assert failure.item == "fanous/12"
    assert isinstance(failure.error, UnreadableError)


def test_an_oversized_post_fails_alone(make_post: MakePost, make_page: MakePage) -> None:
    items = read(make_page(make_post(1, "y" * 500), make_post(2, "ok")), Limits(post_chars=100))
    assert isinstance(items[0], ItemFailure)
    assert isinstance(items[0].error, TooLargeError)
    assert isinstance(items[1], ParsedPost)


def test_a_wrong_charset_label_does_not_matter(make_post: MakePost, make_page: MakePage) -> None:
    response = Response(
        SOURCE.address,
        make_page(make_post(1, "نص عربي")),
        datetime(2026, 3, 9, tzinfo=UTC),
        media_type="text/html; charset=windows-1256",
    )
    post = next(iter(TelegramWeb(Limits()).parse(SOURCE, response)))
    assert isinstance(post, ParsedPost)
    assert post.text == "نص عربي"


def test_a_channel_without_posts_is_empty_not_dead(make_page: MakePage) -> None:
    assert read(make_page()) == []


@pytest.mark.parametrize(
    ("body", "likely"),
    [
        ('<div class="tgme_page"><div class="tgme_page_extra">12 members</div></div>', "group"),
        (
            '<div class="tgme_page"><div class="tgme_page_extra">9 subscribers</div></div>',
            "preview off",
        ),
        ('<div class="tgme_page"><div class="tgme_page_extra">@fanous</div></div>', "bot"),
        ('<div class="tgme_page"><a class="tgme_page_action">View</a></div>', "deleted"),
        ("<h1>Wi-Fi login</h1>", "not a page of t.me"),
    ],
)
def test_a_page_without_a_channel_says_what_it_is_likely_to_be(body: str, likely: str) -> None:
    with pytest.raises(UnreadableError, match=likely) as caught:
        read(f"<html><body>{body}</body></html>".encode())
    assert caught.value.hint


def test_fetch_pages_back_to_the_first_post(
    site: Site, make_post: MakePost, make_page: MakePage
) -> None:
    # The connector always goes to t.me; the transport leads it to the test's server.
    class Detour:
        def get(self, url: str, source: Source) -> Response:
            return web.get(url.replace("https://t.me", site.url), source)

    web = HttpTransport(Limits(), pause=0)
    source = Source("fanous", "telegram_web", "@fanous", "Fanous", local=True)
    site.serve("/s/fanous", make_page(make_post(5), make_post(6)))
    site.serve("/s/fanous?before=5", make_page(make_post(1), make_post(3)))
    pages = list(TelegramWeb(Limits(), max_pages=9).fetch(source, Detour()))
    assert len(pages) == 2
    assert site.asked == ["/s/fanous", "/s/fanous?before=5"]


def test_fetch_stops_after_the_given_pages_and_when_nothing_is_older(
    make_post: MakePost, make_page: MakePage
) -> None:
    class Same:
        def __init__(self) -> None:
            self.asked: list[str] = []

        def get(self, url: str, source: Source) -> Response:  # noqa: ARG002 - the port's signature
            self.asked.append(url)
            number = int(url.rpartition("=")[2]) - 1 if "=" in url else 90
            return Response(url, make_page(make_post(max(number, 88))), datetime.now(UTC))

    bounded, stuck = Same(), Same()
    assert len(list(TelegramWeb(Limits(), max_pages=2).fetch(SOURCE, bounded))) == 2
    list(TelegramWeb(Limits(), max_pages=50).fetch(SOURCE, stuck))
    assert len(stuck.asked) == 4


@pytest.mark.parametrize(
    "address",
    [
        "@Fanous_1",
        "Fanous_1",
        "t.me/Fanous_1",
        "t.me/s/Fanous_1",
        "http://t.me/Fanous_1",
        "https://t.me/s/Fanous_1?before=20",
        "https://t.me/Fanous_1/123",
        "https://www.t.me/Fanous_1/",
        "https://telegram.me/Fanous_1",
        " @Fanous_1 ",
    ],
)
def test_every_form_of_a_name_gives_one_address(address: str) -> None:
    assert normalise_address(address) == "https://t.me/s/Fanous_1"


@pytest.mark.parametrize(
    "address",
    [
        "https://t.me/+AbCdEf",
        "https://t.me/joinchat/AbC",
        "https://t.me/c/123/4",
        "@",
        "",
        "https://t.me/",
        "https://t.me/s/",
        "@a b",
        "@../../etc",
        "https://evil.example/s/fanous",
    ],
)
def test_what_is_no_public_name_is_refused(address: str) -> None:
    with pytest.raises(FetchError):
        normalise_address(address)


@given(cut=st.integers(0, 6000), noise=st.binary(max_size=30))
@settings(deadline=None)
def test_damage_never_gives_an_unnamed_error(cut: int, noise: bytes) -> None:
    from_page = (
        b'<div class="tgme_channel_info"></div><div class="tgme_widget_message" data-post="a_b/5">'
        b'<div class="tgme_widget_message_text js-message_text">x</div>'
        b'<div class="tgme_widget_message_footer"><a class="tgme_widget_message_date">'
        b'<time datetime="2026-01-01T00:00:00+00:00"></time></a></div></div>'
    ) * 3
    try:
        items = read(from_page[:cut] + noise + from_page[cut:])
    except SourceError:
        return
    assert all(isinstance(item, ParsedPost | ItemFailure | Coverage) for item in items)


@pytest.mark.shared
def test_real_pages_are_read_whole(shared: Path) -> None:
    folder = shared / "samples" / "telegram_tme_html"
    for path in sorted(folder.glob("*.html")):
        items = read(path.read_bytes())
        posts = [item for item in items if isinstance(item, ParsedPost)]
        assert not [item for item in items if isinstance(item, ItemFailure)]
        assert len(posts) == path.read_text("utf-8").count('data-post="')
        assert all(post.published.value for post in posts)
        assert all(post.text or post.media for post in posts)
        assert isinstance(items[-1], Coverage)
