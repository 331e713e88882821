"""What every connector does last with a post: hold it to its bounds and make it storable."""

from __future__ import annotations

import re
from dataclasses import replace

from ..errors import TooLargeError
from ..model import Source
from ..ports import Limits, ParsedPost

__all__ = ["finished"]

# Half of a surrogate pair cannot be written as UTF-8, and databases refuse NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def finished(post: ParsedPost, source: Source, limits: Limits) -> ParsedPost:
    """Return ``post`` with characters that cannot be stored replaced by U+FFFD, one for one.

    :raises TooLargeError: its text has more than ``limits.post_chars`` code points.
    """
    if len(post.text) > limits.post_chars:
        raise TooLargeError(
            source.id,
            f"a post of {len(post.text):,} characters; the limit is {limits.post_chars:,}",
            hint="Raise fetch.max_post_chars in marsad.toml if such posts are meant.",
        )
    fields = (post.native_id, post.url, post.text, post.title or "", post.author or "")
    odd = any(_UNSTORABLE.search(field) for field in fields)
    names = post.forward is not None or bool(post.media) or post.reply_to is not None
    return _storable(post) if odd or names else post


def _storable(post: ParsedPost) -> ParsedPost:
    forward = post.forward and replace(
        post.forward,
        name=_clean(post.forward.name),
        channel=_maybe(post.forward.channel),
        native_id=_maybe(post.forward.native_id),
    )
    return replace(
        post,
        native_id=_clean(post.native_id),
        url=_clean(post.url),
        text=_clean(post.text),
        title=_maybe(post.title),
        author=_maybe(post.author),
        reply_to=_maybe(post.reply_to),
        forward=forward,
        media=tuple(replace(m, url=_maybe(m.url), name=_maybe(m.name)) for m in post.media),
    )


def _clean(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _maybe(text: str | None) -> str | None:
    return None if text is None else _clean(text)
