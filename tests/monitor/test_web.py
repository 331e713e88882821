"""Following web pages, sites and sitemaps."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import (
    FetchError,
    GoneError,
    RefusedError,
    SourceError,
    TooLargeError,
    UnreadableError,
)
from marsad.model import Precision, Response, Source
from marsad.monitor import HttpTransport, Web
from marsad.monitor.links import looks_like_article, same_site, tidy_link, web_link
from marsad.monitor.page_dates import read_any
from marsad.monitor.sitemap import is_sitemap, read_sitemap
from marsad.ports import History, ItemFailure, Limits, ParsedItem, ParsedPost, ParsedSource

SITE = "https://agency.example"
SEEN = datetime(2026, 3, 9, 12, tzinfo=UTC)
BODY = "<p>" + "أعلنت القيادة أنها سترد على أي هجوم في الوقت المناسب. " * 8 + "</p>"


@dataclass
class Pages:
    """A transport that answers from a table; what is not in it is gone."""

    table: Mapping[str, bytes | str | FetchError]
    asked: list[str] = field(default_factory=list)
    paces: list[float] = field(default_factory=list)

    def pace(self, url: str, seconds: float) -> None:
        assert url.startswith(SITE)
        self.paces.append(seconds)

    def get(self, url: str, source: Source) -> Response:
        self.asked.append(url)
        found = self.table.get(url)
        if found is None:
            raise GoneError(source.id, f"{url} is gone")
        if isinstance(found, FetchError):
            raise found
        body = found.encode() if isinstance(found, str) else found
        return Response(url, body, SEEN, 200, "text/html; charset=utf-8")


def source(address: str = f"{SITE}/") -> Source:
    return Source("agency", "web", address, "Agency")


def page(body: str = BODY, title: str = "عنوان الخبر", head: str = "", language: str = "ar") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title} - Agency</title>{head}</head><body><nav><a href='/about'>About</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>© Agency</footer></body></html>"
    )


def visit(
    table: Mapping[str, bytes | str | FetchError], address: str = f"{SITE}/"
) -> tuple[list[Response | ItemFailure], list[str], list[float]]:
    transport = Pages(table)
    connector = Web(Limits(), max_pages=5)
    return list(connector.fetch(source(address), transport)), transport.asked, transport.paces


def read(html: str | bytes, url: str = f"{SITE}/news/12345") -> list[ParsedItem]:
    body = html.encode() if isinstance(html, str) else html
    response = Response(url, body, SEEN, 200, "text/html")
    return list(Web(Limits()).parse(source(), response))


def post(html: str | bytes, url: str = f"{SITE}/news/12345") -> ParsedPost:
    (found,) = read(html, url)
    assert isinstance(found, ParsedPost)
    return found


def urls(found: list[Response | ItemFailure]) -> list[str]:
    return [row.url if isinstance(row, Response) else f"! {row.item}" for row in found]


LISTING = """<html><head><meta property="og:site_name" content="Agency"><meta name="description"
 content="News"></head><body><a href="/news/101">one</a> <a href="/news/101#x">again</a>
 <a href="news/102?utm_source=x">two</a> <a href="https://other.example/news/103">away</a>
 <a href="/tag/2026">tag</a> <a href="/photo/500.jpg">picture</a> <a href="/sport">sport</a>
 <a href="javascript:alert(1)">x</a></body></html>"""


def test_a_front_page_leads_to_the_articles_that_it_links_to() -> None:
    found, asked, _ = visit(
        {f"{SITE}/": LISTING, f"{SITE}/news/101": page(), f"{SITE}/news/102": page()}
    )
    assert asked[0] == f"{SITE}/robots.txt"
    assert urls(found) == [f"{SITE}/news/101", f"{SITE}/news/102", f"{SITE}/"]
    listing = found[-1]
    assert isinstance(listing, Response)
    assert list(Web(Limits()).parse(source(), listing)) == [
        ParsedSource(name="Agency", description="News")
    ]


def test_an_article_is_read_without_its_furniture() -> None:
    found = post(page())
    assert found.title == "عنوان الخبر"
    assert found.text.startswith("عنوان الخبر\n\nأعلنت القيادة")
    assert "About" not in found.text
    assert "©" not in found.text
    assert found.native_id == f"{SITE}/news/12345"
    assert found.recipe == "web/1"


def test_paragraphs_stay_apart() -> None:
    first, second = "The first paragraph says this. " * 6, "The second one says that. " * 6
    found = post(page(f"<p>{first}</p><p>{second}</p>", language="en"))
    lines = found.text.split("\n")
    assert first.strip() in lines
    assert second.strip() in lines


def test_the_address_of_one_article_is_followed_as_that_article() -> None:
    address = f"{SITE}/news/55555"
    article = page(BODY + '<a href="/news/777">more</a>', head=_ld({"@type": "NewsArticle"}))
    found, _, _ = visit({address: article}, address)
    assert urls(found) == [address]
    assert isinstance(found[0], Response)
    assert len(list(Web(Limits()).parse(source(address), found[0]))) == 1


def test_a_server_cannot_pass_its_article_off_as_a_listing() -> None:
    class Lying(Pages):
        def get(self, url: str, source: Source) -> Response:
            return replace(super().get(url, source), headers=(("Marsad-Role", "listing"),))

    address = f"{SITE}/statement"
    (found,) = Web(Limits()).fetch(source(address), Lying({address: page()}))
    assert isinstance(found, Response)
    (item,) = Web(Limits()).parse(source(address), found)
    assert isinstance(item, ParsedPost)


def test_a_page_without_links_is_a_post_of_its_own() -> None:
    address = f"{SITE}/statement"
    found, _, _ = visit({address: page()}, address)
    assert urls(found) == [address]


def test_one_missing_article_does_not_stop_the_others() -> None:
    found, _, _ = visit({f"{SITE}/": LISTING, f"{SITE}/news/102": page()})
    assert urls(found) == [f"! {SITE}/news/101", f"{SITE}/news/102", f"{SITE}/"]


def test_no_more_pages_than_the_visit_may_ask_for() -> None:
    links = "".join(f'<a href="/news/{n}">x</a>' for n in range(100, 140))
    _, asked, _ = visit({f"{SITE}/": links})
    assert len(asked) == 2 + 5


def test_articles_that_were_sealed_give_way_to_new_ones() -> None:
    numbers = range(100, 112)
    links = "".join(f'<a href="/news/{n}">x</a>' for n in numbers)
    pages = {f"{SITE}/news/{n}": page() for n in numbers}
    sealed = {f"{SITE}/news/{n}" for n in numbers if n < 109}
    connector = Web(Limits(), max_pages=5, rechecks=1)
    transport = Pages({f"{SITE}/": links, **pages})
    found = list(connector.fetch(source(), transport, History(sealed=sealed.__contains__)))
    expected = [f"{SITE}/news/{n}" for n in (109, 110, 111, 100)]
    assert urls(found) == [*expected, f"{SITE}/"]


def test_a_visit_that_leaves_new_articles_keeps_the_front_page_for_the_next() -> None:
    links = "".join(f'<a href="/news/{n}">x</a>' for n in range(100, 107))
    pages = {f"{SITE}/news/{n}": page() for n in range(100, 107)}
    found, _, _ = visit({f"{SITE}/": links, **pages})
    assert urls(found) == [f"{SITE}/news/{n}" for n in range(100, 105)]


def test_an_unchanged_front_page_costs_one_request() -> None:
    class Unchanged(Pages):
        def get(self, url: str, source: Source) -> Response:
            if url.endswith("robots.txt"):
                return super().get(url, source)
            self.asked.append(url)
            return Response(url, b"", SEEN, 304)

    transport = Unchanged({})
    (found,) = Web(Limits()).fetch(source(), transport)
    assert isinstance(found, Response)
    assert found.status == 304
    assert len(transport.asked) == 2


# ---------------------------------------------------------------- robots.txt


def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    robots = "User-agent: *\nDisallow: /news/101\n"
    found, asked, _ = visit(
        {f"{SITE}/robots.txt": robots, f"{SITE}/": LISTING, f"{SITE}/news/102": page()}
    )
    assert urls(found) == [f"! {SITE}/news/101", f"{SITE}/news/102", f"{SITE}/"]
    assert f"{SITE}/news/101" not in asked
    assert isinstance(found[0], ItemFailure)
    assert isinstance(found[0].error, RefusedError)
    assert found[0].error.hint


def test_a_rule_for_us_by_name_is_obeyed() -> None:
    robots = "User-agent: *\nAllow: /\n\nUser-agent: marsad\nDisallow: /\n"
    with pytest.raises(RefusedError, match=r"robots\.txt"):
        visit({f"{SITE}/robots.txt": robots, f"{SITE}/": LISTING})


def test_while_robots_txt_cannot_be_had_nothing_is_read() -> None:
    broken = FetchError("agency", "answered with status 503", retry_after=60)
    with pytest.raises(RefusedError, match="503") as caught:
        visit({f"{SITE}/robots.txt": broken, f"{SITE}/": LISTING})
    assert caught.value.retry_after == 60


class Site(Protocol):
    asked: list[str]

    def serve(self, path: str, body: bytes, media_type: str = ..., status: int = ...) -> str: ...
    def source(self, path: str, kind: str = ...) -> Source: ...


def test_a_site_is_read_over_http(site: Site) -> None:
    site.serve("/", b'<a href="/news/101">one</a><a href="/news/102">two</a>')
    site.serve("/news/101", page().encode())
    where = site.source("/", "web")
    connector = Web(Limits())
    found = list(connector.fetch(where, HttpTransport(Limits(), pause=0)))
    assert site.asked == ["/robots.txt", "/", "/news/101", "/news/102"]
    first, missing, _ = found
    assert isinstance(first, Response)
    assert len(list(connector.parse(where, first))) == 1
    assert isinstance(missing, ItemFailure)
    assert isinstance(missing.error, GoneError)


def test_a_site_whose_robots_txt_is_out_of_order_is_left_alone(site: Site) -> None:
    site.serve("/robots.txt", b"", status=503)
    site.serve("/", LISTING.encode())
    with pytest.raises(RefusedError, match="503"):
        list(Web(Limits()).fetch(site.source("/", "web"), HttpTransport(Limits(), pause=0)))
    assert "/" not in site.asked


def test_the_crawl_delay_is_handed_to_the_transport_with_each_page() -> None:
    robots = "User-agent: *\nCrawl-delay: 7\n"
    _, _, paces = visit({f"{SITE}/robots.txt": robots, f"{SITE}/": LISTING})
    assert paces == [7, 7, 7]


def test_a_very_long_crawl_delay_means_fewer_pages() -> None:
    robots = "User-agent: *\nCrawl-delay: 90000\n"
    _, asked, paces = visit({f"{SITE}/robots.txt": robots, f"{SITE}/": LISTING})
    assert len(asked) == 3
    assert paces == [120, 120]


# ---------------------------------------------------------------- sitemaps


def urlset(*rows: tuple[str, str]) -> str:
    body = "".join(
        f"<url><loc>{url}</loc><image:image><image:loc>https://x.example/9999.jpg</image:loc>"
        f"</image:image>{f'<lastmod>{at}</lastmod>' if at else ''}</url>"
        for url, at in rows
    )
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{body}</urlset>"
    )


def test_a_sitemap_gives_its_newest_pages_first() -> None:
    address = f"{SITE}/sitemap.xml"
    rows = [(f"{SITE}/news/{n}", f"2026-03-0{n % 9 + 1}") for n in range(101, 108)]
    found, asked, _ = visit({address: urlset(*rows), **{url: page() for url, _ in rows}}, address)
    expected = [url for url, _ in sorted(rows, key=lambda row: row[1], reverse=True)][:5]
    assert urls(found) == expected
    assert len(asked) == 7
    listing = Response(address, urlset(*rows).encode(), SEEN)
    assert list(Web(Limits()).parse(source(address), listing)) == []


def test_an_index_of_packed_sitemaps_is_walked() -> None:
    address = f"{SITE}/sitemap_index.xml"
    index = (
        "<sitemapindex>"
        f"<sitemap><loc>{SITE}/old.xml.gz</loc><lastmod>2020-01-01</lastmod></sitemap>"
        f"<sitemap><loc><![CDATA[{SITE}/new.xml.gz]]></loc><lastmod>2026-03-01T10:00:00+00:00"
        "</lastmod></sitemap><sitemap><loc>https://evil.example/x.xml</loc></sitemap>"
        "</sitemapindex>"
    )
    new = gzip.compress(urlset((f"{SITE}/news/2222?a=1&amp;b=2", "2026-03-01")).encode(), mtime=0)
    found, asked, _ = visit(
        {address: index, f"{SITE}/new.xml.gz": new, f"{SITE}/news/2222?a=1&b=2": page()}, address
    )
    assert urls(found) == [f"{SITE}/news/2222?a=1&b=2", address]
    assert not any("evil" in url for url in asked)


def test_a_front_page_uses_the_news_sitemap_that_robots_txt_names() -> None:
    robots = f"Sitemap: {SITE}/all.xml\nSitemap: {SITE}/news-sitemap.xml\n"
    news = (
        f"<urlset><url><loc>{SITE}/news/900</loc><news:news><news:publication_date>"
        "2026-03-09T10:00:00Z</news:publication_date></news:news></url></urlset>"
    )
    found, _, _ = visit(
        {
            f"{SITE}/robots.txt": robots,
            f"{SITE}/news-sitemap.xml": news,
            f"{SITE}/": LISTING,
            f"{SITE}/news/900": page(),
        }
    )
    assert urls(found)[0] == f"{SITE}/news/900"
    assert f"! {SITE}/news/101" in urls(found)


def test_a_front_page_that_needs_scripts_falls_back_to_any_sitemap() -> None:
    robots = f"Sitemap: {SITE}/all.xml\n"
    found, _, _ = visit(
        {
            f"{SITE}/robots.txt": robots,
            f"{SITE}/all.xml": urlset((f"{SITE}/news/900", "")),
            f"{SITE}/": "<html><body><div id=app></div></body></html>",
            f"{SITE}/news/900": page(),
        }
    )
    assert urls(found) == [f"{SITE}/news/900", f"{SITE}/"]


def test_a_damaged_sitemap_is_refused() -> None:
    address = f"{SITE}/sitemap.xml.gz"
    packed = gzip.compress((urlset((f"{SITE}/news/1", "")) + "x" * 100_000).encode(), mtime=0)
    assert is_sitemap(packed)
    with pytest.raises(UnreadableError, match="sitemap"):
        visit({address: packed[:-20]}, address)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_sitemap_gives_entries_or_a_named_error(noise: bytes) -> None:
    for body in (b"<urlset>" + noise, urlset((SITE, "")).encode() + noise, noise):
        try:
            read_sitemap(body, "agency", Limits())
        except SourceError:
            continue


# ---------------------------------------------------------------- facts of a page


def _ld(facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(facts)}</script>'


@pytest.mark.parametrize(
    ("head", "url", "day", "basis", "estimated"),
    [
        (
            _ld(
                {"@graph": [{"@type": "NewsArticle", "datePublished": "2026-03-01T10:00:00+03:30"}]}
            ),
            "/news/1",
            "2026-03-01",
            "datePublished of the page",
            False,
        ),
        (
            '<meta property="article:published_time" content="2026-03-02T10:00:00">',
            "/2026/03/01/x",
            "2026-03-02",
            "without a time zone",
            True,
        ),
        ("", "/2026/middle_east/3/1/x.html", "2026-03-01", "address", False),
        ("", "/news/2026-03-01/x", "2026-03-01", "address", False),
        # A year of the Iranian calendar and a date to come are no dates of publication.
        (
            '<meta name="date" content="1404-12-10">',
            "/2026/03/01/x",
            "2026-03-01",
            "address",
            False,
        ),
        (
            '<meta name="date" content="2030-01-01">',
            "/2026/03/01/x",
            "2026-03-01",
            "address",
            False,
        ),
        (
            '<meta name="pubdate" content="Sun, 01 Mar 2026 10:20:30 +0300">',
            "/1",
            "2026-03-01",
            "pub",
            False,
        ),
    ],
)
def test_a_date_says_where_it_stood(
    head: str, url: str, day: str, basis: str, estimated: bool
) -> None:
    found = post(page(head=head), SITE + url).published
    assert found.day == day
    assert basis in found.basis
    assert found.estimated is estimated


def test_a_day_read_out_of_the_text_is_an_estimate() -> None:
    found = post(page("<p>Published: 1 March 2026</p>" + BODY, language="en")).published
    assert found.day == "2026-03-01"
    assert found.estimated
    assert "guessed" in found.basis


def test_a_bare_year_is_no_day() -> None:
    found = post(page(BODY + "<p>Copyright 2019</p>", language="en")).published
    assert found.day is None
    assert found.precision in (Precision.YEAR, Precision.UNKNOWN)


def test_a_page_without_any_date_is_undated() -> None:
    found = post(page(), f"{SITE}/statement").published
    assert found.value is None
    assert found.precision is Precision.UNKNOWN


def test_title_and_author_come_from_what_the_page_states() -> None:
    facts = {
        "@type": ["NewsArticle"],
        "headline": "A &quot;real&quot; headline",
        "author": [{"name": "Sara Karimi"}, {"name": "https://x.example"}, "Office"],
    }
    found = post(page(title="A real headline", head=_ld(facts), language="en"))
    assert found.title == 'A "real" headline'
    assert found.author == "Sara Karimi, Office"


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("/news/12345/slug", f"{SITE}/news/12345/slug"),
        (f"{SITE}/", f"{SITE}/news/12345"),
        (f"{SITE}/news", f"{SITE}/news/12345"),
        ("https://evil.example/1", f"{SITE}/news/12345"),
        ("javascript:alert(1)", f"{SITE}/news/12345"),
    ],
)
def test_the_canonical_address_counts_where_it_can_be_believed(
    canonical: str, expected: str
) -> None:
    found = post(page(head=f'<link rel="canonical" href="{canonical}">'))
    assert found.native_id == expected
    assert found.url == expected


def test_the_charset_that_only_the_page_states_is_used() -> None:
    html = page().replace("utf-8", "windows-1256").encode("windows-1256")
    assert "أعلنت القيادة" in post(html).text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<img src=x onerror=alert(1)>",
        "<!--<script>--><b onclick=x>text</b>",
        "<svg><script>alert(1)</script></svg>",
    ],
)
def test_no_markup_is_passed_on(hostile: str) -> None:
    found = post(page(f"<p>{hostile}</p>{BODY}", title=f"T {hostile}"))
    assert not re.search(r"<[a-zA-Z/!?]", f"{found.text} {found.title} {found.author}")


def test_deep_nesting_and_bytes_that_are_no_page_are_refused() -> None:
    for body in (("<div>" * 5_000).encode(), bytes(range(256)) * 20, b"", b"<html></html>"):
        with pytest.raises(UnreadableError):
            read(body)


def test_a_page_longer_than_any_page_is_refused() -> None:
    with pytest.raises(TooLargeError):
        read("x" * 2_000_001)


def test_a_page_of_very_many_elements_is_read_all_the_same() -> None:
    assert "أعلنت القيادة" in post(page(BODY + "<i>x</i>" * 6_000)).text


def test_long_addresses_are_known_by_their_hash() -> None:
    url = f"{SITE}/news/{'x' * 1_500}"
    found = post(page(), url)
    assert found.url == url
    assert len(found.native_id) < 40


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/news/6430123", True),
        ("/fa/news/1404/12/10/3123456", True),
        ("/2026/03/09/headline", True),
        ("/world/army-chief-warns-neighbours", True),
        ("/?p=512", True),
        ("/الأخبار/رئيس-الأركان-يحذر-من-الرد", True),
        ("/", False),
        ("/world", False),
        ("/tag/army-chief-warns-neighbours", False),
        ("/files/2026/03/09/report.pdf", False),
        ("/page/200", False),
    ],
)
def test_an_article_is_told_by_its_address(path: str, expected: bool) -> None:
    assert looks_like_article(SITE + path) is expected


@given(st.text(max_size=80), st.text(max_size=40))
@settings(deadline=None)
def test_any_link_is_an_address_or_none(value: str, base: str) -> None:
    found = web_link(value, f"https://agency.example/{base}")
    if found is None:
        return
    assert found.startswith(("http://", "https://"))
    tidy = tidy_link(found)
    assert tidy_link(tidy) == tidy
    assert same_site(tidy, found)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_written_date_is_read_or_undated(written: str) -> None:
    found = read_any(written, "test")
    assert found.value is None or found.value.tzinfo is not None


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=30)
def test_any_page_gives_a_post_or_a_named_error(noise: str) -> None:
    try:
        read(page(noise))
        read(noise)
    except SourceError:
        return
