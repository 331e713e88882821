"""Announcements of a new home: "our backup channel is @name"."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ..errors import FetchError
from ..model import Source
from ..ports import ParsedPost
from ..text import normalise
from .addresses import recognise

__all__ = ["announced_successor"]

# Hand-written from the wording that channels use; precision counts, as a person decides anyway.
_CUES = r"""
\b(?:our |the |a )?(?:back-?up|reserve|alternative|replacement|new|second) (?:telegram )?(?:channel|page|account|address)\b
\bwe (?:have |are )?mov(?:ed|ing) to\b
(?:القناة|قناة|قناتنا|القنوات|حسابنا|صفحتنا)(?: على تلغرام)? (?:البديلة|بديلة|الاحتياطية|احتياطية|الرديفة|رديفة|الجديدة|جديدة|الثانية|الجديد|البديل)
انتقلنا (?:إلى|الى)
(?:کانال|صفحه|نشانی|آدرس)(?: تلگرامی)? (?:ما )?(?:جدید|پشتیبان|جایگزین|رزرو|ذخیره|دوم|کمکی)
"""  # noqa: E501 - one pattern a line
_ADDRESS = re.compile(
    r"https?://(?:www\.)?t(?:elegram)?\.me/(?:s/)?[A-Za-z]\w{3,31}|(?<![\w@/.])@[A-Za-z]\w{3,31}"
    r"|(?<![\w@/.])t\.me/[A-Za-z]\w{3,31}|https?://[^\s<>\"'()\[\]]{4,200}",
    re.ASCII,
)


def announced_successor(post: ParsedPost, source: Source) -> str | None:
    """Return the address that ``post`` names as a new or second home of its source, or None.

    The cue and the address stand in one line or in two that follow each other. A forwarded post
    speaks of another channel, so it announces nothing.
    """
    if post.forward is not None:
        return None
    lines = [line for line in post.text.splitlines() if line.strip()]
    for line, following in pairwise([*lines, ""]):
        if not _cues().search(normalise(line).text):
            continue
        found = _ADDRESS.search(line) or _ADDRESS.match(following.strip())
        address = _normal(found.group()) if found else None
        if address and address.lower() != source.address.lower():
            return address
    return None


def _normal(written: str) -> str | None:
    try:
        return recognise(written.rstrip(".,;:!?،؛؟")).address
    except FetchError:
        return None


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(
        "|".join(normalise(cue, fold=True).text for cue in _CUES.split("\n") if cue), re.IGNORECASE
    )
