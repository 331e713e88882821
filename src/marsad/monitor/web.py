"""Connector for web pages: one page, a site or a section of one, or a sitemap.

``robots.txt`` is asked before anything else. What the address shows decides how it is read: a
sitemap and a page that links to articles lead to these, newest or topmost first; any other page
is the post itself, and its changes are versions of it. Pages are asked for with the validators
of the last visit, so what has not changed costs the site a short answer. The page that listed
the articles is handed over last: a visit that breaks off is repeated whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from ..errors import SourceError, UnreadableError
from ..model import Response, Source, make_id
from ..ports import (
    NO_HISTORY,
    History,
    ItemFailure,
    Limits,
    ParsedItem,
    ParsedPost,
    ParsedSource,
    Transport,
)
from .article import Article, read_article
from .bounds import finished
from .encoding import is_text
from .labels import label_of, labelled
from .links import article_links, looks_like_article, same_site
from .page_facts import page_facts
from .page_source import PageSource, page_source
from .robots import Robots, RobotsFiles
from .sitemap import is_sitemap, newest_pages

__all__ = ["Web", "page_post"]

_RECIPE = "web/1"
_ROLE_LABEL = "Marsad-Role"
_LISTING = "listing"
_NOT_MODIFIED = 304
# Articles that one visit asks for: what a busy agency publishes in an hour or two.
_MAX_PAGES = 20
# Most edits come while an article still stands on top.
_RECHECKS = 5
# A longer address than this is known by its hash; addresses in Arabic letters have 300 or more.
_LONGEST_ID = 1_000


class Web:
    """Reads articles of a site.

    :param max_pages: articles asked for in one visit.
    :param rechecks: how many of them may be ones that were read before.
    :param robots: robots.txt files that are shared with other connectors.
    """

    name = "web"
    summary = "Web pages: one page, a site or a section of it, or a sitemap"

    def __init__(
        self,
        limits: Limits,
        *,
        max_pages: int = _MAX_PAGES,
        rechecks: int = _RECHECKS,
        robots: RobotsFiles | None = None,
    ) -> None:
        self._limits = limits
        self._max_pages = max_pages
        self._rechecks = rechecks
        self._robots = robots or RobotsFiles()

    def fetch(
        self,
        source: Source,
        transport: Transport,
        history: History = NO_HISTORY,
    ) -> Iterator[Response | ItemFailure]:
        """Yield the articles that the address leads to, each on its own, then the address itself.

        Articles that were never sealed come first; of the others the topmost few are asked for
        again, to see edits. Where one visit cannot ask for all that are new, the address itself
        is not handed over, so that the next visit gets it whole and goes on.

        :raises SourceError: the address itself cannot be read, or robots.txt forbids it.
        """
        robots = Robots(transport, source, self._robots)
        first = robots.get(source.address)
        links = () if first.status == _NOT_MODIFIED else self._links(first, source, robots)
        new = [link for link in links if not history.sealed(link)]
        known = [link for link in links if history.sealed(link)][: self._rechecks]
        most = robots.affordable(source.address, self._max_pages)
        for link in (*new[:most], *known)[:most]:
            try:
                yield robots.get(link)
            except SourceError as error:
                yield ItemFailure(link, error)
        if len(new) <= most:
            yield labelled(first, _ROLE_LABEL, _LISTING) if links else first

    def parse(self, source: Source, response: Response) -> Iterator[ParsedItem]:
        """Yield the page's one post; of a page that lists others, what it says of the site.

        :raises UnreadableError: not a web page, or one without text.
        :raises TooLargeError: more text than the limit.
        """
        if is_sitemap(response.body):
            return
        page = page_source(response, source.id)
        if label_of(response, _ROLE_LABEL) == _LISTING:
            facts = page_facts(LexborHTMLParser(page.html), page.facts, source.id)
            if facts.site or facts.description:
                yield ParsedSource(name=facts.site, description=facts.description)
            return
        yield finished(page_post(page, response, source), source, self._limits)

    def _links(self, first: Response, source: Source, robots: Robots) -> tuple[str, ...]:
        """Return the articles that the address leads to; none where it is an article itself."""

        def of_sitemap(body: bytes, url: str) -> tuple[str, ...]:
            pages = newest_pages(body, url, source, robots, self._limits)
            return tuple(link for link in pages if looks_like_article(link)) or pages

        def named(*, news: bool) -> tuple[str, ...]:
            """Pages of the first readable sitemap that robots.txt names; a bonus, never a need."""
            for url in robots.sitemaps(source.address):
                if is_root and ("news" in url) is news and same_site(url, source.address):
                    with suppress(SourceError):
                        return of_sitemap(robots.get(url).body, url)
            return ()

        if is_sitemap(first.body):
            return of_sitemap(first.body, source.address)
        page = page_source(first, source.id)
        parsed = LexborHTMLParser(page.html)
        is_root = urlsplit(source.address).path in ("", "/")
        if not is_root and page_facts(parsed, page.facts, source.id).is_article:
            return ()
        linked = article_links(parsed, source.address)
        return tuple(dict.fromkeys((*named(news=True), *linked))) or named(news=False)


def page_post(page: PageSource, response: Response, source: Source) -> ParsedPost:
    """Return what a page publishes as a post, known by its canonical address.

    :raises UnreadableError: bytes that are no text, or a page without any.
    """
    if not is_text(page.html):
        raise UnreadableError(
            source.id,
            f"{response.url[:200]} is not a web page",
            hint="If it is a PDF or another document, save it and follow its folder.",
        )
    article = read_article(page, response.url, response.fetched_at, source.id)
    text = _whole(article)
    if not text:
        raise UnreadableError(
            source.id,
            f"{response.url[:200]} shows no text without running its scripts",
            hint="Look for a feed or a sitemap of the site.",
        )
    long = len(article.url) > _LONGEST_ID
    return ParsedPost(
        native_id=make_id("u", article.url) if long else article.url,
        url=article.url,
        text=text,
        title=article.title,
        published=article.published,
        author=article.author,
        recipe=f"{_RECIPE}; {page.note}" if page.note else _RECIPE,
    )


def _whole(article: Article) -> str:
    return f"{article.title}\n\n{article.text}".strip() if article.title else article.text
