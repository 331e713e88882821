"""Captions (SubRip and WebVTT) to a transcript, as :mod:`~marsad.monitor.speech` writes one.

The transcript has a line a phrase, each with the time at which it begins: ``[00:01:05] …``.
Formats: WebVTT, https://www.w3.org/TR/webvtt1/; SubRip has no standard, so what players accept is
read. The reader is Marsad's own because it has to repair what sites deliver: of the libraries
tried, pysubs2 1.8 loses the first words of automatic captions, and webvtt-py 0.6 refuses a file
that lacks its first line; neither knows that rolling captions say everything twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from ..errors import UnreadableError
from .encoding import decode, is_text
from .speech import clock

__all__ = ["SUFFIXES", "read_captions"]

SUFFIXES = frozenset({".srt", ".vtt"})

_RECIPE = "captions/1"
_TIME = r"-?(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*--?>\s*{_TIME}(?:\s.*)?\Z")
_NUMBER = re.compile(r"\s*\d+\s*\Z")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s.*)?\Z")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>")
# Tags of WebVTT, SubRip's few of HTML, times within a cue, and the codes of {\an8} and the like.
_MARKS = re.compile(r"</?[a-zA-Z][^<>]*>|</>|<[\d:.]+>|\{\\[^{}]*\}")
# Share of neighbours of which the second begins as the first ended, from which captions roll.
# All do in the shape of YouTube's automatic captions, none in the others of tests/monitor/
# test_captions.py. A chant, repeated word for word, does not count.
_ROLLING = 0.5
# Where a phrase ends that has no full stop: at a pause of so many seconds, or at this length in
# characters, some three lines on a screen. Not tuned.
_PAUSE = 1.5
_LONG = 200
_ENDS = tuple(".!?…؟۔।。！？")
_CLOSERS = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is shown from ``start`` to ``end``, in seconds; a line each."""

    start: float
    end: float
    lines: tuple[str, ...]


def read_captions(body: bytes, source_id: str, label: str) -> tuple[str, str]:
    """Return the transcript and its recipe, such as ``captions/1``.

    Cues are put in the order of their times, and joined to phrases. Left out are numbers, styles,
    comments and tags; the name of a voice stands before its words. Where captions roll, so that
    each line is shown again above the next, every line stands once.

    :param label: the file's name, for errors.
    :raises UnreadableError: no text, or no line that tells a time.
    """
    text, note = decode(body)
    cues = sorted(_cues(text), key=lambda cue: cue.start) if is_text(text) else []
    if not cues:
        raise UnreadableError(
            source_id,
            f"{label} holds no captions",
            hint="A line such as “00:00:01,000 --> 00:00:04,000” stands before each.",
        )
    once = list(_once(cues)) if _rolls(cues) else cues
    lines = [f"[{clock(phrase.start)}] {' '.join(phrase.lines)}" for phrase in _phrases(once)]
    return "\n".join(lines), f"{_RECIPE}; {note}" if note else _RECIPE


# ---------------------------------------------------------------- lines to cues


def _cues(text: str) -> Iterator[_Cue]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    web = lines[0].lstrip("\ufeff").startswith("WEBVTT")
    starts = [number for number, line in enumerate(lines) if _TIMES.match(line)]
    for start, after in pairwise([*starts, len(lines)]):
        end = _end(lines, start, after, web=web)
        shown = _without_asides(lines[start + 1 : end]) if web else lines[start + 1 : end]
        words = tuple(filter(None, map(_words, shown)))
        if words:
            yield _Cue(*_times(lines[start]), words)


def _end(lines: Sequence[str], start: int, after: int, *, web: bool) -> int:
    """Return where the text of a cue ends: before the number or name of the next one."""
    last = after - 1
    if after == len(lines) or last <= start:
        return after
    if _NUMBER.match(lines[last]):
        return last
    named = web and last > start + 1 and lines[last].strip() and not lines[last - 1].strip()
    return last if named else after


def _without_asides(lines: Sequence[str]) -> Iterator[str]:
    """Yield ``lines`` without comments and styles, which go from an empty line to the next."""
    aside, before = False, "…"
    for line in lines:
        if not line.strip():
            aside = False
        elif not before.strip() and _ASIDE.match(line):
            aside = True
        if not aside:
            yield line
        before = line


def _times(line: str) -> tuple[float, float]:
    found = _TIMES.match(line)
    if found is None:
        raise ValueError(f"no times: {line[:60]}")
    parts = found.groups()
    return _seconds(*parts[:4]), _seconds(*parts[4:])


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f".{fraction or 0}")


def _words(line: str) -> str:
    """Return what a line says, without its marks."""
    named = _VOICE.sub(r"\1: ", line)
    return " ".join(unescape(_MARKS.sub("", named)).split())


# ---------------------------------------------------------------- cues to phrases


def _shared(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """Return with how many of the last lines of ``before`` ``after`` begins."""
    most = min(len(before), len(after))
    return next((n for n in range(most, 0, -1) if before[-n:] == after[:n]), 0)


def _rolls(cues: Sequence[_Cue]) -> bool:
    pairs = [(a.lines, b.lines) for a, b in pairwise(cues)]
    rolled = sum(before != after and _shared(before, after) > 0 for before, after in pairs)
    return len(pairs) > 1 and rolled >= _ROLLING * len(pairs)


def _once(cues: Sequence[_Cue]) -> Iterator[_Cue]:
    """Yield cues with the lines that the one before them did not show."""
    before: tuple[str, ...] = ()
    for cue in cues:
        new = cue.lines[_shared(before, cue.lines) :]
        before = cue.lines
        if new:
            yield _Cue(cue.start, cue.end, new)


def _phrases(cues: Sequence[_Cue]) -> Iterator[_Cue]:
    """Join cues until a sentence ends, somebody pauses, or another begins to speak."""
    phrase: _Cue | None = None
    for cue in cues:
        if phrase is None:
            phrase = cue
        elif _ended(phrase, cue):
            yield phrase
            phrase = cue
        else:
            phrase = _Cue(phrase.start, max(phrase.end, cue.end), (*phrase.lines, *cue.lines))
    if phrase is not None:
        yield phrase


def _ended(phrase: _Cue, following: _Cue) -> bool:
    return (
        phrase.lines[-1].rstrip(_CLOSERS).endswith(_ENDS)
        or following.start - phrase.end > _PAUSE
        or following.lines[0].startswith(("-", "–", "—", ">>"))
        or sum(map(len, phrase.lines)) > _LONG
    )
