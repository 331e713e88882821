"""Keep private persons out of products: their names, telephone numbers and mail addresses.

A name is private where a mention of a person is linked to no entity and no word for a public
office stands beside it. In a translation the name is looked for by its consonants, as Arabic
script writes them; where none of the capitalised words fits, all unknown ones are masked, because
a name that is withheld by mistake is put back by an editor, and one that is printed is not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

from ..model import Mention, Span
from ..text import normalise
from ..text.lexicon import words as word_set

__all__ = ["CONTACT", "NAME", "mask_spans", "private_in_english", "private_spans"]

NAME = "[name withheld]"
CONTACT = "[contact withheld]"

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|[0٠۰]{2})\d(?:[ \-().]{0,2}\d){6,14}|[0٠۰]\d(?:[ \-]?\d){7,13})(?!\w)"
)
"""International numbers, and national ones that begin with 0 and have nine digits or more."""

_OFFICES = frozenset(
    normalise(word).text
    for word in word_set(
        "spokesman spokeswoman spokesperson minister president premier commander general colonel "
        "brigadier admiral ambassador governor leader head chairman secretary deputy senator mp "
        "متحدث المتحدث المتحدثة ناطق الناطق وزير الوزير رئيس الرئيس قائد القائد اللواء العميد "
        "العقيد الفريق السفير محافظ المحافظ النائب الأمين زعيم سخنگوی وزیر رئیس فرمانده سردار "
        "سرلشکر سفیر استاندار نماینده دبیر رهبر"
    )
)
_NEAR = 40
"""Code points on either side of a name in which a word for an office makes the name public."""

_CAPITALISED = re.compile(
    r"(?:al-)?[A-Z][\w’'-]*(?: (?:(?:al|el|ar|as|ash|an|at)-[A-Z][\w’'-]*|bin|ibn|[A-Z][\w’'-]*))+"
)
_CONSONANTS = str.maketrans(
    {
        **dict.fromkeys("بپbpv", "B"),
        **dict.fromkeys("تطةt", "T"),
        **dict.fromkeys("دضذظزdz", "D"),
        **dict.fromkeys("سصثشsc", "S"),
        **dict.fromkeys("کقخغگkqgxj", "K"),
        **dict.fromkeys("جچژ", "K"),
        **dict.fromkeys("رr", "R"),
        **dict.fromkeys("لl", "L"),
        **dict.fromkeys("مm", "M"),
        **dict.fromkeys("نn", "N"),
        **dict.fromkeys("فf", "F"),
    }
)
_ALIKE = 0.72
"""Ratio from which two consonant skeletons are one name: lets one letter of six differ, which is
what two romanisations of one name differ by."""


def private_spans(
    text: str, mentions: Iterable[Mention], known: Collection[str]
) -> tuple[Span, ...]:
    """Return the runs of ``text`` that products do not print, in order.

    :param known: normalised names of entities; a mention that reads like one is public.
    """
    names = [m.span for m in mentions if _is_private(text, m, known)]
    return tuple(sorted({*names, *_contacts(text)}))


def _contacts(text: str) -> list[Span]:
    mail = _MAIL.finditer(text) if "@" in text else ()
    return [Span(*m.span()) for found in (mail, _PHONE.finditer(text)) for m in found]


def _is_private(text: str, mention: Mention, known: Collection[str]) -> bool:
    if mention.kind != "Person" or mention.entity_id is not None:
        return False
    folded = normalise(mention.span.of(text)).text
    if len(folded.split()) < 2 or folded in known:
        return False
    around = text[max(0, mention.span.start - _NEAR) : mention.span.end + _NEAR]
    return not _OFFICES & set(re.findall(r"\w+", normalise(around).text))


def mask_spans(text: str, spans: Sequence[Span], base: int = 0) -> str:
    """Return ``text``, which begins at ``base`` of its version, with ``spans`` withheld."""
    pieces, position = [], 0
    for span in spans:
        start, end = max(span.start - base, position), min(span.end - base, len(text))
        if start >= end:
            continue
        withheld = CONTACT if re.search(r"\d|@", text[start:end]) else NAME
        pieces += [text[position:start], withheld]
        position = end
    return "".join(pieces) + text[position:]


def private_in_english(text: str, names: Sequence[str], known: Collection[str]) -> tuple[Span, ...]:
    """Return the runs of an English text that products do not print, in order.

    :param names: private names as the original writes them, in any script.
    :param known: normalised names of entities, which stay.
    """
    found = _contacts(text)
    for name in names:
        if not re.search(r"\d|@", name):
            found += _occurrences(text, _rendered(text, name, known))
    return tuple(sorted(set(found)))


def _occurrences(text: str, names: Iterable[str]) -> list[Span]:
    return [Span(*m.span()) for name in names for m in re.finditer(re.escape(name), text)]


def _rendered(text: str, name: str, known: Collection[str]) -> list[str]:
    """Return what in ``text`` stands for ``name``; all unknown names where none fits."""
    if name in text:
        return [name]
    candidates = [c for c in _candidates(text) if normalise(c).text not in known]
    fitting = [c for c in candidates if _alike(c, name)]
    if fitting:
        return [min(fitting, key=lambda c: (-_likeness(c, name), len(c)))]
    return [c for c in candidates if not _holds_known(c, known)]


def _holds_known(run: str, known: Collection[str]) -> bool:
    """Tell whether some words of ``run`` are a known name."""
    words = normalise(run).text.split()
    return any(
        " ".join(words[i:j]) in known
        for i in range(len(words))
        for j in range(i + 1, len(words) + 1)
    )


def _candidates(text: str) -> list[str]:
    """Return capitalised runs of two words or more, and the runs of words inside them."""
    found = []
    for match in _CAPITALISED.finditer(text):
        words = match[0].split()
        found += [
            " ".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i + 1, -1)
        ]
    return found


def _skeleton(name: str) -> str:
    folded = normalise(name).text
    latin = re.sub(r"\b(?:al|el|ar|as|ash|an|at)-", "", folded)
    bare = " ".join(w.removeprefix("ال") for w in latin.split())
    bare = bare.replace("th", "t").replace("dh", "d").replace("ch", "k").replace("zh", "k")
    bare = bare.replace("sh", "s").replace("kh", "k").replace("gh", "k").replace("ph", "f")
    return re.sub(r"(.)\1+", r"\1", re.sub("[^A-Z]", "", bare.translate(_CONSONANTS)))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _skeleton(one), _skeleton(other), autojunk=False).ratio()


def _alike(one: str, other: str) -> bool:
    return bool(_skeleton(one)) and _likeness(one, other) >= _ALIKE
