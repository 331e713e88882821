"""Find a name of another text in words about that text: as it stands, cut short, or transcribed.

A transcription is found by its consonants, as Arabic and Hebrew write them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher

from ..model import Span
from ..text import normalise
from ..text.lexicon import words as word_set

__all__ = ["runs_of_name"]

_CAPITAL = "".join(c for c in map(chr, range(0x2000)) if c.isupper() or c.istitle())
"""Of the Latin, Greek, Cyrillic, Armenian and Georgian scripts: others have none."""

_ARTICLE = r"(?:(?:al|el|ar|as|ash|an|at|ha|d|l)[-’'])?"
_PARTICLES = word_set(
    "bin ibn ben bat bint abu de del della di da dos du la las los le el al van von der den ter"
)
_AFTER = ("oğlu", "oglu", "kızı")
"""Words that stand inside a name in small letters, and those that may end one."""

_INITIALS = rf"(?:[{_CAPITAL}]\.)+"
_WORD = rf"{_ARTICLE}[{_CAPITAL}][\w’'-]*"
_CAPITALISED = re.compile(
    rf"(?<!\w)(?:{_INITIALS}|{_WORD})"
    rf"(?:\s+(?:{_INITIALS}|{_WORD}|(?:{'|'.join((*_PARTICLES, *_AFTER))})\b))+"
)
_SUFFIX = re.compile(r"[’']\w+(?=\s|$)")
"""An ending after an apostrophe: ``Öztürk'ün``, ``Salman's``; or part of the name: ``Rifa'i``."""

_MOST = 7
"""Words of a name: bounds the runs that are compared. A choice, not tuned."""

_CONSONANTS = str.maketrans(
    {
        **dict.fromkeys("بپbpvбпвבפ", "B"),
        **dict.fromkeys("تطةٹtтתט", "T"),
        **dict.fromkeys("دضذظزڈdzдзדז", "D"),
        **dict.fromkeys("سصثشscсшщцסשצץ", "S"),
        **dict.fromkeys("کقخغگkqgxjкгхґקכךגח", "K"),
        **dict.fromkeys("جچژжч", "K"),
        **dict.fromkeys("رڑrрר", "R"),
        **dict.fromkeys("لlлל", "L"),
        **dict.fromkeys("مmмמם", "M"),
        **dict.fromkeys("نںnнנן", "N"),
        **dict.fromkeys("فfфף", "F"),
    }
)
_PAIRS = (
    ("shch", "s"), ("tz", "s"), ("ts", "s"), ("th", "t"), ("dh", "d"), ("ch", "k"), ("zh", "k"),
    ("sh", "s"), ("kh", "k"), ("gh", "k"), ("ph", "f"),
)  # fmt: skip
_ALIKE = 0.72
"""Ratio from which two consonant skeletons are one name: lets one letter of six differ, which is
what two romanisations of one name differ by."""

_TELLING = 4
"""Consonants from which a name in small letters is told from other words, where all agree. A
choice, not tuned."""


def runs_of_name(text: str, name: str, known: Collection[str]) -> list[Span]:
    """Return where ``text`` has ``name``, or what may be it; all unknown names where none fits.

    :param known: normalised names, which stay.
    """
    exact = [*_standing(text, name), *_cut(text, name)]
    if exact:
        return exact
    candidates = [c for c in _candidates(text) if not _is_known(c, known)]
    fitting = [c for c in candidates if _alike(c, name)]
    if fitting:
        return _standing(text, min(fitting, key=lambda c: (-_likeness(c, name), len(c))))
    small = list(_in_small_letters(text, name))
    if small:
        return small
    unknown = (c for c in candidates if not _holds_known(c, known))
    return [span for each in unknown for span in _standing(text, each)]


def _standing(text: str, name: str) -> list[Span]:
    """Return where ``name`` stands, with its ending but for the English genitive."""
    pattern = _spaced(name.split()) + r"\w*(?:[’'](?!s\b)\w+)?"
    return [Span(*m.span()) for m in re.finditer(pattern, text)]


def _spaced(words: Iterable[str]) -> str:
    return r"\s+".join(map(re.escape, words))


def _cut(text: str, name: str) -> list[Span]:
    """Return where the first words of ``name`` end a title that was cut."""
    words, body = name.split(), text.rstrip()
    if not body.endswith("…"):
        return []
    body = body[:-1].rstrip()
    for most in range(len(words) - 1, 0, -1):
        same = re.search(_spaced(words[:most]) + r"\Z", body)
        if same:
            return [Span(*same.span())]
        for tail in _last_words(body, most):
            if tail[:1].isupper() and _alike(tail, " ".join(words[:most])):
                return [Span(len(body) - len(tail), len(body))]
    return []


def _last_words(text: str, count: int) -> list[str]:
    found = re.search(rf"(?<!\S)\S+(?:\s+\S+){{{count - 1}}}\Z", text)
    return [found[0]] if found else []


def _is_known(run: str, known: Collection[str]) -> bool:
    return any(normalise(each).text in known for each in (run, _SUFFIX.sub("", run)))


def _holds_known(run: str, known: Collection[str]) -> bool:
    """Tell whether some words of ``run`` are a known name."""
    both = [normalise(each).text.split() for each in (run, _SUFFIX.sub("", run))]
    return any(
        " ".join(words[i:j]) in known
        for words in both
        for i in range(len(words))
        for j in range(i + 1, len(words) + 1)
    )


def _candidates(text: str) -> list[str]:
    """Return capitalised runs of two words or more, and the runs of words inside them."""
    found: dict[str, None] = {}
    for match in _CAPITALISED.finditer(text):
        words = match[0].split()
        for i in range(len(words)):
            for j in range(min(len(words), i + _MOST), i + 1, -1):
                if not {words[i], words[j - 1]} & _PARTICLES:
                    run = " ".join(words[i:j])
                    found |= {run: None, _SUFFIX.sub("", run): None}
    return list(found)


def _in_small_letters(text: str, name: str) -> Iterator[Span]:
    """Yield runs of words, capitalised or not, that have all consonants of ``name``."""
    wanted = _skeleton(name)
    if len(wanted) < _TELLING:
        return
    words = list(re.finditer(r"\w[\w’'-]*", text))
    each = [_skeleton(word[0]) for word in words]
    for i in range(len(words)):
        for j in range(i + 2, min(len(words), i + _MOST) + 1):
            if each[i] and each[j - 1] and _once("".join(each[i:j])) == wanted:
                yield Span(words[i].start(), words[j - 1].end())


def _skeleton(name: str) -> str:
    folded = normalise(name).text
    latin = re.sub(r"\b(?:al|el|ar|as|ash|an|at)-", "", folded)
    bare = " ".join(w.removeprefix("ال") for w in latin.split())
    for pair, letter in _PAIRS:
        bare = bare.replace(pair, letter)
    return _once(re.sub("[^A-Z]", "", bare.translate(_CONSONANTS)))


def _once(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _skeleton(one), _skeleton(other), autojunk=False).ratio()


def _alike(one: str, other: str) -> bool:
    return bool(_skeleton(one)) and _likeness(one, other) >= _ALIKE
