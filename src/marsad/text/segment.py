"""Cut text into paragraphs and sentences, by offsets; the text itself is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from marsad.model import Span

from .lexicon import words

__all__ = ["paragraphs", "sentences"]

_BLANK = " \t\u00a0\u1680\u2000-\u200f\u202a-\u202f\u205f\u2066-\u2069\u3000\ufeff\u061c\x1c-\x1f"
_LINE = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_EDGE = re.compile(f"[{_BLANK}]*")
_INK = re.compile(f"[^{_BLANK}]")

_END = re.compile(r"[.!?…؟۔。।‼⁇⁈⁉]+[\"'”’»›)\]}]*")
"""A run of end marks with the quotation marks and brackets that close after it."""

_WORD_BEFORE = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’])*$")
_NEXT_WORD = re.compile(rf"[{_BLANK}\"'“‘«‹(\[]*([^\W_]+)")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_LIST_NUMBER = re.compile(r"\W*\d{1,3}\Z")
_LOOK_BACK = 24
"""Code points looked at before a full stop: longer words are no abbreviations."""

_TITLES = words(
    "mr mrs ms messrs dr prof gen lt col maj capt cpt sgt cpl adm cmdr brig rep sen gov amb hon "
    "rev fr st ft mt no nos vol fig pp vs cf viz approx est al dept univ jan feb mar apr jun jul "
    "aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun e.g i.e د أ م ص ج ت ط "
    "ا.د أ.د م.د ر.ض ك.م"
)
"""Words that are followed by more of the same sentence."""

_EITHER_WAY = words("u.s u.k u.n u.s.a e.u a.m p.m inc co ltd corp jr sr etc ph.d d.c b.c a.d")
"""Abbreviations that may also end a sentence; the next word decides."""

_STARTERS = words(
    "the a an he she it they we you i this that these those there in on at but and however "
    "meanwhile according after before when while as if for by his her their its our"
)
"""Words which, capitalised, open a sentence far more often than they begin a name."""

_BY_LANGUAGE = {
    "ru": words("г гг в вв т тт ул им др стр см тыс млн млрд руб проф акад ген"),
    "uk": words("р рр ст вул ім др див тис млн млрд грн проф ген"),
    "tr": words("av org alb tğm yzb bnb öğr gör yrd doç sn bkz vb mah cad sok"),
}

_SPEECH = words(
    "قال قالت قالوا يقول بحسب وفق وفقا حسب كما گفت گفتند افزود می‌گوید said says told added"
)
"""Words after a closing quotation mark that go on with the same sentence."""


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the lines of ``text`` that hold anything visible, without white space at the edges.

    Spans are in code points, rise, and do not overlap. Directional marks at the edge of a line
    count as white space.
    """
    found = []
    for line in _LINE.finditer(text):
        span = _trimmed(text, line.start(), line.end())
        if span is not None:
            found.append(span)
    return tuple(found)


def sentences(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Return the sentences of ``text``: spans in code points that rise and do not overlap.

    Every visible character belongs to exactly one sentence, and none crosses a line break.
    A quotation that holds full stops may be split. Takes time linear in the length of the text.

    :param language: ISO 639 code where known; adds that language's abbreviations.
    """
    extra = _BY_LANGUAGE.get(language or "", frozenset())
    found: list[Span] = []
    for paragraph in paragraphs(text):
        found.extend(_joined(text, _pieces(text, paragraph, extra)))
    return tuple(found)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return ``start:end`` without blanks at its edges; None where nothing is left."""
    first = _INK.search(text, start, end)
    if first is None:
        return None
    while end > start and _INK.match(text, end - 1) is None:
        end -= 1
    return Span(first.start(), end)


def _pieces(text: str, paragraph: Span, extra: frozenset[str]) -> Iterator[Span]:
    """Yield the runs of ``paragraph`` between sentence ends."""
    start = paragraph.start
    for mark in _END.finditer(text, paragraph.start, paragraph.end):
        if mark.end() >= paragraph.end or not _ends(text, mark, start, paragraph.end, extra):
            continue
        piece = _trimmed(text, start, mark.end())
        if piece is not None:
            yield piece
        start = mark.end()
    last = _trimmed(text, start, paragraph.end)
    if last is not None:
        yield last


def _ends(text: str, mark: re.Match[str], start: int, end: int, extra: frozenset[str]) -> bool:
    """Tell whether ``mark`` ends a sentence that began at ``start``."""
    after = text[mark.end()]
    marks = mark.group().rstrip("\"'”’»›)]}")
    if _INK.match(after):
        return _ends_without_space(text, mark, marks)
    following = _NEXT_WORD.match(text, mark.end(), min(end, mark.end() + 2 * _LOOK_BACK))
    word = following.group(1) if following else ""
    if word[:1].islower() or (len(marks) < mark.end() - mark.start() and word in _SPEECH):
        return False
    if marks in ("…", "..") or marks.startswith("..."):
        # A trailing-off in an unspaced script is a pause more often than an end.
        return word[:1].isupper()
    return marks != "." or not _abbreviated(text, mark.start(), start, word, extra)


def _ends_without_space(text: str, mark: re.Match[str], marks: str) -> bool:
    """Tell whether a mark with no space after it ends a sentence: only between Arabic words."""
    if marks[-1] in "。।":
        return True
    if not _ARABIC.match(text[mark.end()]):
        return False
    if marks != ".":
        return "." not in marks and "…" not in marks
    before = text[max(0, mark.start() - 3) : mark.start()]
    behind = text[mark.end() : mark.end() + 3]
    return len(_ARABIC.findall(before)) == 3 and len(_ARABIC.findall(behind)) == 3


def _abbreviated(text: str, dot: int, start: int, following: str, extra: frozenset[str]) -> bool:
    """Tell whether the full stop at ``dot`` belongs to an abbreviation, initial or list number."""
    window = text[max(start, dot - _LOOK_BACK) : dot]
    if dot - start < 8 and _LIST_NUMBER.match(window):
        return True
    found = _WORD_BEFORE.search(window)
    if found is None:
        return False
    word = found.group().lower()
    if word in _TITLES or word in extra:
        return True
    if word in _EITHER_WAY:
        return following.lower() not in _STARTERS
    return len(word) == 1 and word.upper() != word and found.group().isupper()


def _joined(text: str, pieces: Iterator[Span]) -> Iterator[Span]:
    """Join pieces without a letter or digit (emoji, bullets, stray marks) to a neighbour."""
    held: Span | None = None
    wordless: bool = False
    for piece in pieces:
        bare = not any(c.isalnum() for c in piece.of(text))
        if held is None:
            held, wordless = piece, bare
        elif bare or wordless:
            held, wordless = Span(held.start, piece.end), bare and wordless
        else:
            yield held
            held = piece
    if held is not None:
        yield held
