"""Addresses that a page or feed names: made absolute, made alike, and sorted by what they show."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

__all__ = ["article_links", "looks_like_article", "same_site", "tidy_link", "web_link"]

_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"\\]")
_LONGEST = 2_000
# Parameters that tell a site where the reader came from; the page is the same without them.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|yclid|mc_[ce]id|igshid|ref|ref_src)\Z", re.IGNORECASE
)
# What no article is: files, and pages that list or serve others.
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|gz|zip|rar|apk|pdf|docx?|xlsx?|pptx?"
    r"|mp[34]|m4[av]|webm|avi|mov|ogg|wav|epub|txt)\Z",
    re.IGNORECASE,
)
_FURNITURE = frozenset(
    [
        "tag",
        "tags",
        "topic",
        "topics",
        "category",
        "categories",
        "cat",
        "author",
        "authors",
        "page",
        "search",
        "archive",
        "archives",
        "login",
        "signin",
        "signup",
        "register",
        "subscribe",
        "account",
        "user",
        "users",
        "profile",
        "about",
        "contact",
        "privacy",
        "terms",
        "advertise",
        "jobs",
        "careers",
        "feed",
        "feeds",
        "rss",
        "gallery",
        "help",
        "faq",
        "sitemap",
        "share",
        "print",
        "wp-content",
        "wp-json",
        "wp-login.php",
        "wp-admin",
        "cdn-cgi",
    ]
)
_DATE = re.compile(r"/(?:1[34]|20)\d\d[/-]\d{1,2}(?:[/-]\d{1,2})?(?:/|\Z)")
_NUMBER = re.compile(r"(?<!\d)\d{3,}(?!\d)")
_NUMBER_KEYS = frozenset({"id", "p", "nid", "newsid", "news_id", "article", "articleid", "aid"})
# Words of a headline in an address: section names have one or two, in the 5 pages of
# `samples/html_gold` and the sites that they link to.
_WORDS = 4


def web_link(value: object, base: str) -> str | None:
    """Return ``value`` as an absolute http(s) address without control characters, or None.

    :param base: the address of the page that names it.
    """
    if not isinstance(value, str) or _UNSAFE.search(value.strip()):
        return None
    try:
        joined = urljoin(base, value.strip())
        parts = urlsplit(joined)
        host = parts.hostname
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and host else None


def tidy_link(url: str) -> str:
    """Return ``url`` without fragment and without parameters that only track readers."""
    parts = urlsplit(url)
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [pair for pair in pairs if not _TRACKING.match(pair[0])]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", query, ""))


def same_site(url: str, other: str) -> bool:
    """Tell whether both addresses are of one host, ``www.`` aside, or of a subdomain of it."""
    one, two = _host(url), _host(other)
    return bool(one and two) and (one == two or one.endswith("." + two))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def looks_like_article(url: str) -> bool:
    """Tell from an address alone whether one article is likely to stand there.

    A date, a number of three digits or more, or a headline of four words or more in the path;
    or a number as a parameter such as ``id``.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    steps = [step for step in path.lower().split("/") if step]
    if _FILES.search(path) or any(step in _FURNITURE for step in steps):
        return False
    keys = parse_qsl(parts.query)
    if any(key.lower() in _NUMBER_KEYS and value.isdigit() for key, value in keys):
        return True
    if not steps:
        return False
    words = [word for word in re.split(r"[-_\s+]+", steps[-1]) if word]
    return (
        bool(_DATE.search(path))
        or bool(_NUMBER.search(steps[-1]))
        or (len(words) >= _WORDS or any(_NUMBER.fullmatch(step) for step in steps))
    )


def article_links(page: LexborHTMLParser, base: str) -> tuple[str, ...]:
    """Return the addresses of the site's own articles that ``page`` links to, in its order."""
    own = tidy_link(base)
    found: dict[str, None] = {}
    for node in page.css("a[href]"):
        href = node.attributes.get("href") or ""
        link = web_link(href, base) if len(href) <= _LONGEST else None
        if link is None or not same_site(link, base):
            continue
        link = tidy_link(link)
        if link != own and looks_like_article(link):
            found[link] = None
    return tuple(found)
