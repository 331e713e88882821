"""What every connector does last with an item: hold it to its bounds and make it storable."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import is_not
from typing import Any, TypeVar, cast

from ..errors import TooLargeError
from ..model import Source
from ..ports import Limits, ParsedPost

__all__ = ["finished", "storable"]

T = TypeVar("T")

# Half of a surrogate pair cannot be written as UTF-8, and databases refuse NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# What databases keep as an integer; JSON knows no such bound.
_LARGEST = 2**63 - 1


def finished(post: ParsedPost, source: Source, limits: Limits) -> ParsedPost:
    """Return ``post`` as :func:`storable` makes it.

    :raises TooLargeError: its text has more than ``limits.post_chars`` code points.
    """
    if len(post.text) > limits.post_chars:
        raise TooLargeError(
            source.id,
            f"a post of {len(post.text):,} characters; the limit is {limits.post_chars:,}",
            hint="Raise fetch.max_post_chars in marsad.toml if such posts are meant.",
        )
    return storable(post)


def storable(item: T) -> T:
    """Return ``item``, a frozen value of strings, numbers and such values, fit for a database.

    Characters that cannot be stored become U+FFFD, one for one; numbers beyond 64 bits become
    the largest or smallest that fit. An item that needs neither is returned itself.
    """
    return cast("T", _clean(item))


def _clean(value: Any) -> Any:
    if value is None:
        return None
    if type(value) is str:
        return _UNSTORABLE.sub("\ufffd", value) if _UNSTORABLE.search(value) else value
    if type(value) is tuple:
        parts = tuple(map(_clean, value))
        return parts if any(map(is_not, parts, value)) else value
    if type(value) is int:
        return max(-_LARGEST, min(value, _LARGEST))
    changes = {
        name: new
        for name in getattr(value, "__dataclass_fields__", ())  # none for dates and the like
        if (new := _clean(old := getattr(value, name))) is not old
    }
    return replace(value, **changes) if changes else value
