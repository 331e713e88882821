"""What a preview page covers, what it says of its channel, and what it is instead."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import GoneError, RefusedError, UnreadableError
from marsad.model import Response, Source
from marsad.monitor import TelegramWeb
from marsad.monitor.telegram_page import number_of
from marsad.ports import NO_HISTORY, Coverage, History, ItemFailure, Limits, ParsedSource

ADDRESS = "https://t.me/s/fanous"
SOURCE = Source("fanous", "telegram_web", ADDRESS, "Fanous")
NOW = datetime(2026, 3, 9, tzinfo=UTC)
OLDER = '<a class="js-messages_more" data-before="10"></a>'
NEWER = '<a class="js-messages_more" data-after="14"></a>'
MakePost = Callable[..., str]
MakePage = Callable[..., bytes]


def covered(body: bytes, query: str = "") -> Coverage:
    items = list(TelegramWeb(Limits()).parse(SOURCE, Response(ADDRESS + query, body, NOW)))
    assert isinstance(items[-1], Coverage)
    return items[-1]


class Recorded:
    """Answers from what a test laid down, by what stands behind the channel's address."""

    def __init__(self, pages: dict[str, bytes], status: int = 200) -> None:
        self.pages = pages
        self.status = status
        self.asked: list[str] = []

    def get(self, url: str, source: Source) -> Response:  # noqa: ARG002 - the port's signature
        self.asked.append(url.removeprefix(ADDRESS))
        return Response(url, self.pages[self.asked[-1]], NOW, status=self.status)


def visit(site: Recorded, history: History = NO_HISTORY) -> list[Response | ItemFailure]:
    return list(TelegramWeb(Limits()).fetch(SOURCE, site, history))


# ---------------------------------------------------------------- coverage


def test_a_page_covers_what_lies_between_its_first_and_last_post(
    make_post: MakePost, make_page: MakePage
) -> None:
    body = make_page(OLDER, make_post(10), make_post(11), make_post(14))
    assert covered(body) == Coverage(10, 14, frozenset({"10", "11", "14"}))


def test_pictures_of_an_album_count_as_shown_to_its_end(
    make_post: MakePost, make_page: MakePage
) -> None:
    album = "".join(
        f'<a class="tgme_widget_message_photo_wrap grouped_media_wrap" '
        f'href="https://t.me/fanous/{n}?single"></a>'
        for n in (10, 11, 12)
    )
    found = covered(make_page(OLDER, make_post(10, "x", before=album)))
    assert found == Coverage(10, 12, frozenset({"10", "11", "12"}))


def test_a_page_that_was_asked_for_answers_up_to_where_it_was_asked(
    make_post: MakePost, make_page: MakePage
) -> None:
    body = make_page(OLDER, make_post(10), make_post(14), NEWER)
    assert covered(body, "?before=31").last == 30


def test_a_site_that_pages_wrongly_is_not_believed(
    make_post: MakePost, make_page: MakePage
) -> None:
    body = make_page(OLDER, make_post(10), make_post(14), NEWER)
    assert covered(body, "?before=12").last == 14
    assert covered(body, "?before=x").last == 14


def test_a_page_that_breaks_off_answers_only_for_what_it_shows(
    make_post: MakePost, make_page: MakePage
) -> None:
    body = make_page(make_post(10), make_post(11), make_post(14), NEWER)
    cut = body[: body.index(b'data-post="fanous/14"')]
    assert covered(cut, "?before=31") == Coverage(10, 11, frozenset({"10", "11"}))


def test_the_last_page_back_covers_from_the_first_number(
    make_post: MakePost, make_page: MakePage
) -> None:
    assert covered(make_page(make_post(10), make_post(14), NEWER), "?before=15").first == 1
    assert covered(make_page(make_post(10), make_post(14))).first == 1


def test_a_full_page_without_any_link_proves_no_deletion(
    make_post: MakePost, make_page: MakePage
) -> None:
    assert covered(make_page(*(make_post(n) for n in range(40, 60)))).first == 40


@pytest.mark.parametrize("odd", ['<div class="tgme_widget_message_wrap">', "data-post"])
def test_a_page_with_a_message_that_cannot_be_told_proves_no_deletion(
    make_post: MakePost, make_page: MakePage, odd: str
) -> None:
    strange = odd if odd.startswith("<") else make_post(12).replace("data-post", "data-x")
    body = make_page(OLDER, make_post(10), strange, make_post(14))
    items = list(TelegramWeb(Limits()).parse(SOURCE, Response(ADDRESS, body, NOW)))
    assert not any(isinstance(item, Coverage) for item in items)


# ---------------------------------------------------------------- the channel


def test_a_page_says_who_the_channel_is(make_post: MakePost) -> None:
    mark = base64.urlsafe_b64encode(json.dumps({"c": -1259934336, "p": 7}).encode()).decode()
    body = f"""<main data-url="/s/fanous_new"><div class="tgme_channel_info">
<div class="tgme_channel_info_header_title"><span>فانوس <i class="emoji"><b>📮</b></i></span></div>
<div class="tgme_channel_info_header_username"><a>@fanous_new</a></div>
<div class="tgme_channel_info_counter"><span class="counter_value">63.1K</span>
<span class="counter_type">photos</span></div>
<div class="tgme_channel_info_counter"><span class="counter_value">15.3K</span>
<span class="counter_type">subscribers</span></div>
<div class="tgme_channel_info_description">سطر<br/>وآخر</div></div>
<section class="tgme_channel_history">{make_post(7)}</section></main>""".replace(
        'data-view="e30"', f'data-view="{mark.rstrip("=")}"'
    )
    items = list(TelegramWeb(Limits()).parse(SOURCE, Response(ADDRESS, body.encode(), NOW)))
    assert items[0] == ParsedSource(
        name="فانوس 📮",
        handle="fanous_new",
        number="1259934336",
        description="سطر\nوآخر",
        members=15300,
    )


@pytest.mark.parametrize(
    "mark", ["", "e30", "!!", "W10", "bnVsbA", "eyJjIjoieCJ9", "eyJjIjowfQ", "W1tbW1tbW1s"]
)
def test_a_mark_that_holds_no_number_says_nothing(
    make_post: MakePost, make_page: MakePage, mark: str
) -> None:
    body = make_page(make_post(7)).replace(b'data-view="e30"', f'data-view="{mark}"'.encode())
    items = list(TelegramWeb(Limits()).parse(SOURCE, Response(ADDRESS, body, NOW)))
    assert isinstance(items[0], ParsedSource)
    assert items[0].number is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("986", 986),
        ("1.2K", 1200),
        ("12.3K", 12300),
        ("3.1M", 3_100_000),
        ("2B", 2_000_000_000),
        ("1 204", 1204),
        ("1,204", 1204),
        ("10,5K", 10500),
        (" 7 ", 7),
        ("", None),
        ("many", None),
        ("1.2.3K", None),
        (".", None),
        ("9" * 500 + "K", None),
    ],
)
def test_rounded_numbers_are_read(text: str, number: int | None) -> None:
    assert number_of(text) == number


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_text_gives_a_number_or_none(text: str) -> None:
    found = number_of(text)
    assert found is None or found >= 0


# ---------------------------------------------------------------- what it is instead

GROUP = (
    '<div class="tgme_page_title">X</div><div class="tgme_page_extra">12 members, 3 online</div>'
)
NO_PREVIEW = '<div class="tgme_page_title">X</div><div class="tgme_page_extra">9 subscribers</div>'
PERSON = (
    '<div class="tgme_page_title">X</div><div class="tgme_page_extra">@fanous</div>'
    '<div class="tgme_page_action"><a class="tgme_action_button_new">Send Message</a></div>'
)
BOT = (
    '<div class="tgme_page_title">X</div><div class="tgme_page_extra">@fanous_bot</div>'
    '<div class="tgme_page_extra">21 monthly users</div>'
    '<div class="tgme_page_action"><a class="tgme_action_button_new">Start Bot</a></div>'
)
NOBODY = (
    '<div class="tgme_page_icon"><i class="tgme_icon_user"></i></div><div class='
    '"tgme_page_description">If you have <strong>Telegram</strong>, you can contact '
    '<a class="tgme_username_link">@fanous</a></div>'
    '<div class="tgme_page_action"><a class="tgme_action_button_new">Send Message</a></div>'
)


@pytest.mark.parametrize(
    ("body", "error", "likely"),
    [
        (GROUP, UnreadableError, "a group"),
        (NO_PREVIEW, RefusedError, "preview is switched off"),
        (PERSON, UnreadableError, "a person or a bot"),
        (BOT, UnreadableError, "a bot"),
        (NOBODY, GoneError, "deleted, renamed, made private"),
    ],
)
def test_a_name_without_a_channel_says_what_it_is(
    body: str, error: type[Exception], likely: str
) -> None:
    page = f'<html><body><div class="tgme_page">{body}</div></body></html>'.encode()
    with pytest.raises(error, match=likely) as caught:
        visit(Recorded({"": page}))
    assert getattr(caught.value, "hint", "")
    # The page is evidence of the name's end, and holds nothing else.
    assert list(TelegramWeb(Limits()).parse(SOURCE, Response(ADDRESS, page, NOW))) == []


def test_the_page_that_says_so_is_handed_over_first() -> None:
    page = f'<div class="tgme_page">{NOBODY}</div>'.encode()
    pages = TelegramWeb(Limits()).fetch(SOURCE, Recorded({"": page}))
    first = next(pages)
    assert isinstance(first, Response)
    assert first.body == page
    with pytest.raises(GoneError):
        next(pages)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<h1>Wi-Fi login</h1>", "not a page of t.me"),
        (b'<div class="tgme_channel_info">', "trunc"),
    ],
)
def test_a_page_that_is_no_answer_of_telegram_cannot_be_read(body: bytes, what: str) -> None:
    with pytest.raises(UnreadableError, match=what):
        list(TelegramWeb(Limits()).parse(SOURCE, Response(ADDRESS, body, NOW)))


# ---------------------------------------------------------------- fetching


def test_fetch_pages_back_to_the_first_post(make_post: MakePost, make_page: MakePage) -> None:
    site = Recorded(
        {
            "": make_page(OLDER, make_post(5), make_post(6)),
            "?before=5": make_page(make_post(2), make_post(3), NEWER),
        }
    )
    assert len(visit(site)) == 2
    assert site.asked == ["", "?before=5"]


def test_a_later_visit_reads_the_window_and_the_gap(
    make_post: MakePost, make_page: MakePage
) -> None:
    site = Recorded(
        {
            "": make_page(OLDER, make_post(95), make_post(96)),
            "?before=95": make_page(OLDER, make_post(90), make_post(94), NEWER),
            "?before=71": make_page(OLDER, make_post(60), make_post(64), NEWER),
        }
    )
    visit(site, History(((1, 60), (71, 96))))
    assert site.asked == ["", "?before=95", "?before=71"]


def test_nothing_new_ends_the_visit() -> None:
    site = Recorded({"": b""}, status=304)
    (response,) = visit(site, History(((1, 60),)))
    assert isinstance(response, Response)
    assert response.status == 304


def test_a_channel_that_is_suddenly_empty_is_not_believed(make_page: MakePage) -> None:
    empty = make_page('<div class="tme_no_messages_found">No posts found</div>')
    with pytest.raises(RefusedError, match="shows no posts"):
        visit(Recorded({"": empty}), History(((1, 60),)))
    assert len(visit(Recorded({"": empty}))) == 1
