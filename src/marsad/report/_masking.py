"""Keep private persons out of products: their names, telephone numbers and mail addresses.

A name is private where a mention of a person is linked to no entity and no word for a public
office stands beside it. In a translation the name is looked for by its consonants; where none of
the capitalised words fits, all unknown ones are masked, because a name that is withheld by mistake
is put back by an editor, and one that is printed is not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from ..model import Mention, Span
from ..text import normalise
from ._offices import OFFICES
from ._told_names import runs_of_name

__all__ = ["CONTACT", "NAME", "mask_spans", "private_in_english", "private_spans"]

NAME = "[name withheld]"
CONTACT = "[contact withheld]"

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|[0٠۰]{2})\d(?:[ \-().]{0,2}\d){6,14}|[0٠۰]\d(?:[ \-]?\d){7,13})(?!\w)"
)
"""International numbers, and national ones that begin with 0 and have nine digits or more."""

_NEAR = 40
"""Code points on either side of a name in which a word for an office makes the name public."""


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
    return not OFFICES & set(re.findall(r"\w+", normalise(around).text))


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
            found += runs_of_name(text, name, known)
    return tuple(sorted(set(found)))
