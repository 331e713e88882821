"""Compare names of entities: folded keys, titles and offices removed, scripts kept apart."""

from __future__ import annotations

import re
from functools import cache

from ..text import normalise

__all__ = ["name_key", "office_of", "role_key", "strip_offices"]

_OFFICES = {
    "spokesman": (
        "military spokesman",
        "military spokesperson",
        "official spokesman",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "المتحدث العسكري باسم",
        "المتحدث الرسمي باسم",
        "الناطق العسكري باسم",
        "الناطق الرسمي باسم",
        "المتحدثة باسم",
        "المتحدث باسم",
        "الناطقة باسم",
        "الناطق باسم",
        "متحدث باسم",
        "متحدثة باسم",
        "ناطق باسم",
        "المتحدث العسكري",
        "المتحدث الرسمي",
        "الناطق الرسمي",
        "سخنگوی نظامی",
        "سخنگوی",
        "سخنگو",
    ),
    "commander": (
        "commander in chief",
        "commander-in-chief",
        "commander",
        "القائد العام",
        "قائد",
        "القائد",
        "فرمانده کل",
        "فرمانده",
    ),
    "foreign minister": (
        "foreign minister",
        "وزير الخارجية",
        "وزير خارجية",
        "وزیر امور خارجه",
        "وزیر خارجه",
    ),
    "interior minister": ("interior minister", "وزير الداخلية", "وزير داخلية", "وزیر کشور"),
    "defence minister": ("defence minister", "defense minister", "وزير الدفاع", "وزیر دفاع"),
    "minister": ("minister", "وزير", "وزيرة", "وزیر"),
    "leader": ("secretary general", "leader", "الأمين العام", "زعيم", "رهبر", "دبیرکل", "دبیر کل"),
    "head": ("head", "chairman", "chairwoman", "chief", "رئيس", "رئيسة", "رئیس"),
    "director": ("director", "directress", "مدير", "مديرة", "المدير", "مدیر", "مدیرعامل", "مدیرکل"),
    "president": ("president", "الرئيس", "رئيس الجمهورية", "رئیس‌جمهور", "رئیس جمهور"),
}
"""Offices by which a person is named instead of by name, each with its words. Own list."""


def name_key(text: str) -> str:
    """Return the folded form of a name by which entities are looked up."""
    return _NOT_WORDS.sub(" ", normalise(text).text).strip()


_NOT_WORDS = re.compile(r"[\W_]+")
_FORMER = re.compile(r"(?<!\w)(?:former|ex|late|(?:ال)?سابقه?|(?:ال)?اسبق|(?:ال)?راحل)(?!\w)")


@cache
def _offices() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = [(name_key(word), office) for office, words in _OFFICES.items() for word in words]
    rows.sort(key=lambda row: -len(row[0]))
    return tuple((re.compile(rf"(?<!\w){re.escape(word)}(?!\w)"), office) for word, office in rows)


def office_of(text: str) -> tuple[str, str] | None:
    """Return (office, the rest of the words) where ``text`` names an office, else None.

    "the spokesman of the Interior Ministry" gives ("spokesman", "the interior ministry"). A former
    holder of an office is not named by it.
    """
    key = name_key(text)
    if _FORMER.search(key):
        return None
    best: tuple[int, str, str] | None = None
    for pattern, office in _offices():
        match = pattern.search(key)
        if match and (best is None or match.start() < best[0]):
            rest = f"{key[: match.start()]} {key[match.end() :]}".strip()
            best = match.start(), office, rest
    return (best[1], best[2]) if best else None


def strip_offices(text: str) -> str:
    """Return the folded words of a name without words of office."""
    key = name_key(text)
    for pattern, _ in _offices():
        key = pattern.sub(" ", key)
    return " ".join(key.split())


def role_key(title: str) -> str:
    """Return the office that a role's title amounts to, or the folded title."""
    found = office_of(title)
    return found[0] if found else name_key(title)
