"""Channel pages in the shape that ``https://t.me/s/NAME`` serves, with paging back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

from exercise.material import LABEL, Exercise, Post, Source

__all__ = ["PAGE_SIZE", "Visit", "channel_pages"]

PAGE_SIZE = 12
"""Posts a page; real pages show about 20, fewer here so that paging back is exercised."""

_EMOJI = r"[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf]\ufe0f?"
_SPECIAL = re.compile(rf"(?P<emoji>{_EMOJI})|(?P<tag>#\w+)|(?P<line>\n)")


@dataclass(frozen=True, slots=True)
class Visit:
    """A moment at which the sources are read."""

    name: str
    at: datetime

    def shown(self, posts: Sequence[Post]) -> tuple[Post, ...]:
        """Return those of ``posts`` that are there: published, and not yet deleted."""
        there = (post for post in posts if post.date <= self.at)
        return tuple(post for post in there if post.deleted is None or self.at < post.deleted)

    def text(self, post: Post) -> str:
        """Return the body that ``post`` shows."""
        return post.edit.text if post.edit and post.edit.date <= self.at else post.text

    def edited(self, post: Post) -> bool:
        """Tell whether ``post`` is marked as edited."""
        return post.edit is not None and post.edit.date <= self.at


def channel_pages(exercise: Exercise, source: Source, visit: Visit) -> list[tuple[str, bytes]]:
    """Return (address, page): the newest posts, the older ones, and the empty page before them."""
    posts = visit.shown(exercise.of(source))
    address = f"https://t.me/s/{source.handle}"
    pages = []
    while True:
        page, posts = posts[-PAGE_SIZE:], posts[:-PAGE_SIZE]
        pages.append((address, _page(exercise, source, page, visit).encode()))
        if not page:
            return pages
        address = f"https://t.me/s/{source.handle}?before={page[0].native_id}"


def _page(exercise: Exercise, source: Source, posts: Sequence[Post], visit: Visit) -> str:
    title, handle = escape(source.title), source.handle
    messages = "".join(_message(exercise, source, post, visit) for post in posts)
    more = _more(handle, posts[0].native_id) if posts else ""
    return f"""<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>{title} – Telegram</title>
    <meta property="og:title" content="{title}">
    <meta property="og:description" content="{escape(LABEL)}">
    <link rel="canonical" href="/s/{handle}">
  </head>
  <body class="widget_frame_base tgme_webpreview emoji_image">
    <header class="tgme_header">
      <div class="tgme_header_right_column">
        <section class="tgme_right_column">
          <div class="tgme_channel_info">
            <div class="tgme_channel_info_header">
              <div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>
              <div class="tgme_channel_info_header_username">\
<a href="https://t.me/{handle}">@{handle}</a></div>
            </div>
            <div class="tgme_channel_info_description">{escape(LABEL)}</div>
          </div>
        </section>
      </div>
    </header>
    <main class="tgme_main" data-url="/{handle}">
      <section class="tgme_channel_history js-message_history">
{more}{messages}      </section>
    </main>
  </body>
</html>
"""


def _more(handle: str, before: str) -> str:
    return (
        '<div class="tgme_widget_message_centered js-messages_more_wrap">'
        f'<a href="/s/{handle}?before={before}" class="tme_messages_more js-messages_more" '
        f'data-before="{before}"></a></div>\n'
    )


def _message(exercise: Exercise, source: Source, post: Post, visit: Visit) -> str:
    body = _marked_up(visit.text(post))
    name, link = f"{source.handle}/{post.native_id}", f"https://t.me/{source.handle}"
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap">\
<div class="tgme_widget_message text_not_supported_wrap js-widget_message" \
data-post="{name}" data-view="{_view(source, post, visit)}">
  <div class="tgme_widget_message_bubble">
    <div class="tgme_widget_message_author accent_color">\
<a class="tgme_widget_message_owner_name" href="{link}">\
<span dir="auto">{escape(source.title)}</span></a></div>
{_forward(exercise, post)}{_reply(exercise, source, post, visit)}{_media(link, post)}\
<div class="tgme_widget_message_text js-message_text" dir="auto">{body}</div>
{_footer(link, post, visit)}  </div>
</div></div>
"""


def _view(source: Source, post: Post, visit: Visit) -> str:
    """The page's token of a message: channel number, post number, time of rendering, checksum."""
    checksum = hashlib.sha256(f"{source.id}/{post.native_id}/{visit.name}".encode()).hexdigest()
    token = {
        "c": -source.channel_id,
        "p": int(post.native_id),
        "t": int(visit.at.timestamp()),
        "h": checksum[:18],
    }
    packed = json.dumps(token, separators=(",", ":")).encode()
    return base64.b64encode(packed).decode().rstrip("=")


def _forward(exercise: Exercise, post: Post) -> str:
    forward = post.row.get("forwarded_from")
    if forward is None:
        return ""
    name = escape(forward.get("name", ""))
    tag = opening = "span"
    if "source" in forward:
        origin = exercise.source(forward["source"])
        name = escape(origin.title)
        tag, opening = "a", f'a href="https://t.me/{origin.handle}/{forward["native_id"]}"'
    return (
        '<div class="tgme_widget_message_forwarded_from accent_color">'
        f'Forwarded from&nbsp;<{opening} class="tgme_widget_message_forwarded_from_name">'
        f'<span dir="auto">{name}</span></{tag}></div>\n'
    )


def _reply(exercise: Exercise, source: Source, post: Post, visit: Visit) -> str:
    number = post.row.get("reply_to")
    if number is None:
        return ""
    answered = next(p for p in exercise.of(source) if p.native_id == str(number))
    return (
        f'<a class="tgme_widget_message_reply" href="https://t.me/{source.handle}/{number}">'
        '<div class="tgme_widget_message_author accent_color">'
        f'<span class="tgme_widget_message_author_name" dir="auto">{escape(source.title)}</span>'
        '</div><div class="tgme_widget_message_text js-message_reply_text" dir="auto">'
        f"{escape(visit.text(answered).replace(chr(10), ' '))}</div></a>\n"
    )


def _media(link: str, post: Post) -> str:
    if post.media == "none":
        return ""
    kind = "video_player js-message_video_player" if post.media == "video" else "photo_wrap"
    address = f"https://files.example/{post.id}.jpg"
    return (
        f'<a class="tgme_widget_message_{kind}" href="{link}/{post.native_id}" '
        f"style=\"width:600px;background-image:url('{address}')\"></a>\n"
    )


def _marked_up(text: str) -> str:
    """Escape ``text`` and dress emoji, hashtags and line ends as the page does."""
    parts, at = [], 0
    for match in _SPECIAL.finditer(text):
        parts.append(escape(text[at : match.start()]))
        parts.append(_dressed(match))
        at = match.end()
    return "".join([*parts, escape(text[at:])])


def _dressed(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "line":
        return "<br/>"
    if match.lastgroup == "tag":
        return f'<a href="?q={quote(found)}">{found}</a>'
    address = f"//emoji.example/{found.encode().hex().upper()}.png"
    return f'<i class="emoji" style="background-image:url(\'{address}\')"><b>{found}</b></i>'


def _footer(link: str, post: Post, visit: Visit) -> str:
    edited = "edited &nbsp;" if visit.edited(post) else ""
    return f"""<div class="tgme_widget_message_footer compact js-message_footer">
  <div class="tgme_widget_message_info short js-message_info">
    <span class="tgme_widget_message_views">{_views(post)}</span>\
<span class="copyonly"> views</span>\
<span class="tgme_widget_message_meta">{edited}\
<a class="tgme_widget_message_date" href="{link}/{post.native_id}">\
<time datetime="{post.date.isoformat()}" class="time">{post.date:%H:%M}</time></a></span>
  </div>
</div>
"""


def _views(post: Post) -> str:
    count = 300 + int(hashlib.sha256(post.id.encode()).hexdigest()[:4], 16) // 8
    return f"{count / 1000:.2f}".rstrip("0") + "K" if count >= 1000 else str(count)
