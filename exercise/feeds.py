"""RSS 2.0 feeds, each in the encoding that its source states."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit

from exercise.material import LABEL, Exercise, Post, Source
from exercise.pages import Visit

__all__ = ["feed"]


def feed(exercise: Exercise, source: Source, visit: Visit) -> bytes:
    """Return the feed of ``source``, newest item first.

    :raises UnicodeEncodeError: a text that the feed's encoding lacks.
    """
    site = f"https://{urlsplit(source.handle).hostname}"
    posts = visit.shown(exercise.of(source))
    items = "".join(_item(site, post, visit) for post in reversed(posts))
    text = f"""<?xml version="1.0" encoding="{source.encoding}"?>
<rss version="2.0">
<channel>
<title>{escape(source.title)}</title>
<link>{site}/</link>
<description>{escape(LABEL)}</description>
<language>{source.languages[0]}</language>
{items}</channel>
</rss>
"""
    return text.encode(source.encoding)


def _item(site: str, post: Post, visit: Visit) -> str:
    body = "".join(f"<p>{escape(line)}</p>" for line in visit.text(post).split("\n"))
    return f"""<item>
<title>{escape(post.title or "")}</title>
<link>{site}/news/{post.native_id}</link>
<guid isPermaLink="false">{post.native_id}</guid>
<pubDate>{format_datetime(post.date)}</pubDate>
<description>{escape(body)}</description>
</item>
"""
