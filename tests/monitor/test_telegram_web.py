"""Reading a channel's web preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import (
    FetchError,
    SourceError,
    TooLargeError,
    UnreadableError,
)
from marsad.model import Forward, Precision, Response, Source
from marsad.monitor import TelegramWeb, normalise_address
from marsad.ports import Coverage, ItemFailure, Limits, ParsedItem, ParsedPost, ParsedSource

SOURCE = Source("fanous", "telegram_web", "https://t.me/s/fanous", "Fanous")
MakePost = Callable[..., str]
MakePage = Callable[..., bytes]


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
    assert post.recipe == "telegram_web/2"


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
            (
                '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/other/55">'
                '<span dir="auto">اسم</span></a>&nbsp;(<span class='
                '"tgme_widget_message_forwarded_from_author" dir="auto">كاتب | محرر</span>)'
            ),
            Forward("اسم", "other", "55", "كاتب | محرر"),
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
    failure = next(item for item in items if isinstance(item, ItemFailure))
    assert isinstance(failure.error, TooLargeError)
    assert [item.native_id for item in items if isinstance(item, ParsedPost)] == ["2"]


def test_a_wrong_charset_label_does_not_matter(make_post: MakePost, make_page: MakePage) -> None:
    response = Response(
        SOURCE.address,
        make_page(make_post(1, "نص عربي")),
        datetime(2026, 3, 9, tzinfo=UTC),
        media_type="text/html; charset=windows-1256",
    )
    items = TelegramWeb(Limits()).parse(SOURCE, response)
    post = next(item for item in items if isinstance(item, ParsedPost))
    assert post.text == "نص عربي"


def test_a_channel_without_posts_is_empty_not_dead(make_page: MakePage) -> None:
    assert [item for item in read(make_page()) if not isinstance(item, ParsedSource)] == []


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


def test_an_album_is_one_post_with_all_its_media(make_post: MakePost, make_page: MakePage) -> None:
    album = "".join(
        f'<a class="{kind} grouped_media_wrap" style="background-image:url(\'https://cdn.example/'
        f'{n}.jpg\')" href="https://t.me/fanous/{n}?single">{inside}</a>'
        for n, kind, inside in (
            (10, "tgme_widget_message_photo_wrap", ""),
            (
                11,
                "tgme_widget_message_video_player",
                '<time class="message_video_duration">1:02:03</time>',
            ),
            (12, "tgme_widget_message_photo_wrap", ""),
        )
    )
    post = only_post(make_page(make_post(10, "نص", before=album)))
    assert [(m.kind, m.url, m.seconds) for m in post.media] == [
        ("photo", "https://cdn.example/10.jpg", None),
        ("video", "https://cdn.example/11.jpg", 3723),
        ("photo", "https://cdn.example/12.jpg", None),
    ]


def test_a_poll_has_its_answers_and_shares(make_post: MakePost, make_page: MakePage) -> None:
    def option(text: str, share: str) -> str:
        return (
            '<div class="tgme_widget_message_poll_option"><div class='
            f'"tgme_widget_message_poll_option_percent">{share}</div><div class='
            '"tgme_widget_message_poll_option_value"><div class='
            f'"tgme_widget_message_poll_option_text">{text}</div></div></div>'
        )

    poll = (
        '<div class="tgme_widget_message_poll js-poll"><div class='
        '"tgme_widget_message_poll_question">من يفوز؟</div><div class='
        '"tgme_widget_message_poll_type">Anonymous Poll</div>'
        f"{option('نعم', '63%')}{option('لا', '37%')}{option('لا أعرف', '')}</div>"
    )
    post = only_post(make_page(make_post(3, "", before=poll)))
    (media,) = post.media
    assert (media.kind, media.name) == ("poll", "من يفوز؟")
    assert media.options == (("نعم", 63), ("لا", 37), ("لا أعرف", None))


def test_voice_music_places_and_stickers(make_post: MakePost, make_page: MakePage) -> None:
    media = (
        '<a class="tgme_widget_message_voice_player"><audio class="tgme_widget_message_voice" '
        'src="https://cdn.example/v.ogg"></audio><time class="tgme_widget_message_voice_duration">'
        "0:42</time></a>"
        '<a class="tgme_widget_message_document_wrap"><div class="tgme_widget_message_document_icon'
        ' accent_bg audio"></div><div class="tgme_widget_message_document_title">نشيد</div></a>'
        '<div class="tgme_widget_message_sticker_wrap"><i class="tgme_widget_message_sticker"></i>'
        '</div><a class="tgme_widget_message_location_wrap"><div class='
        '"tgme_widget_message_location"></div></a>'
    )
    post = only_post(make_page(make_post(3, "", before=media)))
    assert [(m.kind, m.url, m.name, m.seconds) for m in post.media] == [
        ("audio", "https://cdn.example/v.ogg", None, 42),
        ("audio", None, "نشيد", None),
        ("sticker", None, None, None),
        ("location", None, None, None),
    ]


def test_views_and_reactions(make_post: MakePost, make_page: MakePage) -> None:
    reactions = (
        '<div class="tgme_widget_message_reactions js-message_reactions">'
        '<span class="tgme_reaction tgme_reaction_paid"><i class="icon"></i>7.03K</span>'
        '<span class="tgme_reaction"><i class="emoji" style="background-image:url(\'//x\')">'
        "<b>👍</b></i>10</span>"
        '<span class="tgme_reaction"><tg-emoji emoji-id="546"></tg-emoji>55.2K</span>'
        '<span class="tgme_reaction"><i class="emoji"><b>5️⃣</b></i></span></div>'
    )
    reach = only_post(make_page(make_post(3, "x", after=reactions))).reach
    assert reach is not None
    assert reach.views == 1200
    assert reach.reactions == (("paid", 7030), ("👍", 10), ("custom:546", 55200))


def test_what_telegram_itself_says_is_no_post(make_post: MakePost, make_page: MakePage) -> None:
    pinned = (
        make_post(4, "Fanous pinned a photo")
        .replace('js-widget_message"', 'service_message js-widget_message"', 1)
        .replace('text_not_supported_wrap js-widget_message"', 'service_message js-widget_message"')
    )
    items = read(make_page(make_post(3), pinned))
    assert [item.native_id for item in items if isinstance(item, ParsedPost)] == ["3"]
    assert not any(isinstance(item, ItemFailure) for item in items)
    assert isinstance(items[-1], Coverage)
    assert items[-1].last == 4


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
    assert all(isinstance(item, ParsedItem) for item in items)


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
        assert all(post.reach and post.reach.views for post in posts)
        assert isinstance(items[0], ParsedSource)
        assert items[0].members
        assert items[0].handle == posts[0].url.split("/")[3]
        # One page had the marks of its views replaced, and with them the channel's number.
        assert items[0].number or "anonymised" in path.name
        assert isinstance(items[-1], Coverage)
