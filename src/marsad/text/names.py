"""Compare names written in one script, conservatively.

Names in different scripts are for :mod:`marsad.resolve`; what is here only recognises that
«الشيخ قيس الخزعلي» and «قيس خزعلي» may be one person, and says no when in doubt.
"""

from __future__ import annotations

import re
from functools import cache

from .lexicon import words
from .normalise import normalise
from .scripts import script

__all__ = ["name_tokens", "similar_names"]

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

_HONORIFICS = words(
    "mr mrs ms miss dr prof professor sir sheikh shaykh sheik sayyid sayed seyyed sayyed hajj "
    "hajji haj ayatollah allamah imam mullah maulana general gen brigadier major colonel col "
    "lieutenant lt captain capt commander admiral marshal minister president spokesman "
    "spokesperson ambassador engineer eng hujjat السيد سيد الشيخ شيخ الحاج حاج الدكتور دكتور د "
    "الأستاذ أستاذ المهندس مهندس اللواء لواء العميد عميد العقيد عقيد المقدم الرائد النقيب الفريق "
    "فريق المشير الجنرال جنرال القائد قائد الوزير الرئيس العلامة آية الإمام إمام الملا ملا سماحة "
    "فضيلة معالي سعادة حجة آقای آقا خانم دکتر سردار سرتیپ سرلشکر سپهبد ارتشبد سرهنگ امیر دریادار "
    "سید شیخ حجت‌الاسلام حجت الاسلام آیت‌الله استاد پروفسور"
)
_DROPPED = words("bin ibn bint ben al el ul بن ابن بنت ال")
_PREFIX_NAMES = words("abu abou umm abd abdul abdel عبد ابو أبو ابي أبي ابا أم ام")
_ARTICLE = re.compile(
    r"(?<![^\W_])(?:al|el|as|ash|an|ar|at|ad|adh|az|аль|эль|אל)[-'־](?=[^\W\d_]{3})"
)
_SHORTEST_FUZZY = 5
"""Letters that a token needs before one differing letter is forgiven: shorter names that differ
in a letter are mostly different names (Hasan/Hasan, Ali/Adi)."""


@cache
def _folded(known: frozenset[str]) -> frozenset[str]:
    return frozenset(normalise(word).text for word in known)


def name_tokens(text: str) -> tuple[str, ...]:
    """Return the parts of a name, normalised, without leading honorifics, articles and ``bin``.

    A title that ends a name stays: «أبو مهدي المهندس» is called so.
    «أبو مهدي» and «عبد الله» become one part each, since neither half is a name by itself.
    """
    parts = _WORD.findall(_ARTICLE.sub("", normalise(text).text))
    while len(parts) > 1 and parts[0] in _folded(_HONORIFICS):
        del parts[0]
    return tuple(_joined([part for part in parts if part not in _folded(_DROPPED)]))


def similar_names(a: str, b: str) -> bool:
    """Tell whether two names in one script may well be the same, spelling and titles aside.

    Both must have the same parts in the same order, or the shorter one (two parts or more) must
    be left when parts of the longer are dropped. A single part must match wholly.
    """
    if script(a) != script(b):
        return False
    first, second = sorted((name_tokens(a), name_tokens(b)), key=len)
    if not first:
        return False
    if len(first) == 1 and len(second) > 1:
        return False
    rest = iter(second)
    return all(any(_same(part, other) for other in rest) for part in first)


def _bare(word: str) -> str:
    """Return ``word`` without the Arabic article, where enough is left to be a name."""
    return word[2:] if word.startswith("ال") and len(word) >= 5 and word != "الله" else word


def _joined(parts: list[str]) -> list[str]:
    """Join ``abu``, ``abd`` and their like to the part that follows."""
    joined: list[str] = []
    prefix = ""
    for part in parts:
        if part in _folded(_PREFIX_NAMES):
            prefix += part
            continue
        joined.append(prefix + _bare(part))
        prefix = ""
    return [*joined, prefix] if prefix else joined


def _same(a: str, b: str) -> bool:
    """Tell whether two parts are equal or, when long, differ by one letter added or changed."""
    if a == b:
        return True
    if min(len(a), len(b)) < _SHORTEST_FUZZY or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(short) == len(long):
        return short[at + 1 :] == long[at + 1 :]
    return short[at:] == long[at + 1 :]
