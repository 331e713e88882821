"""Cut names into the parts that are compared; :mod:`marsad.names` compares them."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import words
from .normalise import normalise

__all__ = ["name_tokens"]

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
