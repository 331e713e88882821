"""Say at the end of a report which sources it could see, and when it could not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ..model import Block, BlockKind, Sentence, SentenceKind, Source
from ..ports import CoverageState, PeriodCoverage, SourceCoverage
from ._english import (
    and_list,
    count,
    day_phrase,
    inner_quotes,
    period_phrase,
    sentence,
    spelled,
    squeeze,
)
from ._masking import mask_spans, private_spans
from .material import Material

__all__ = ["coverage_blocks"]

_MOST_NAMED = 10
"""Sources that a sentence names; a report is read by people, the table of coverage has all."""

_LONGEST_NAME = 80
"""Code points of a source's name that are printed."""

_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HOUR, _DAY = 3600, 86_400

_READ = (CoverageState.FOLLOWED, CoverageState.SILENT)
_UNSEEN = {
    CoverageState.GONE: "gone",
    CoverageState.BLOCKED: "blocked, each visit being refused",
    CoverageState.FAILED: "visited, but no visit succeeded",
}
_NOT_SEEN = "what had been deleted or changed by then is not seen here"


def coverage_blocks(material: Material) -> tuple[Block, ...]:
    """Return a heading and a paragraph of the desk's own; none where nothing is known."""
    coverage = material.coverage
    if coverage is None or not coverage.sources:
        return ()
    drawn = {view.source.id for view in material.posts.values()}
    told = [_whole(coverage, drawn), *_parts(coverage, drawn)]
    notes = tuple(Sentence(sentence(text), SentenceKind.NOTE) for text in told)
    heading = Block(BlockKind.HEADING, (Sentence("Coverage", SentenceKind.NOTE),))
    return heading, Block(BlockKind.NOTE, notes)


def _whole(coverage: PeriodCoverage, drawn: set[str]) -> str:
    """Say how many sources there are, how many tell something, and how many were read."""
    rows, total = coverage.sources, len(coverage.sources)
    used = sum(r.source.id in drawn for r in rows)
    which = {1: "the one source", 2: "both sources"}.get(total, f"all {count(total, 'source')}")
    draws = which if used == total else f"{_share(used, total)} sources"
    period = f"the period {period_phrase(coverage.first, coverage.last)}"
    return f"this report draws on {draws} followed for it; {_read(rows)} {period}"


def _read(rows: Sequence[SourceCoverage]) -> str:
    """Return “six of the eight were read throughout”."""
    total = len(rows)
    each = {1: "it was", 2: "both were"}.get(total, "all were")
    if len(_in(rows, CoverageState.READ_LATER)) == total:
        return f"{each} read only after"
    read = sum(r.state in _READ and r.since is None for r in rows)
    if read == total:
        return f"{each} read throughout"
    if total == 1:
        return "it was not read throughout"
    return f"{_share(read, total)} {'were' if read > 1 else 'was'} read throughout"


def _share(number: int, total: int) -> str:
    """Return “six of the eight”."""
    return f"{spelled(number) if number else 'none'} of the {spelled(total)}"


# ------------------------------------------------------------ what was missed


def _parts(coverage: PeriodCoverage, drawn: set[str]) -> Iterator[str]:
    rows = coverage.sources
    for state, words in _UNSEEN.items():
        if missed := _in(rows, state):
            yield f"{_sources(missed)} {words}: {_names([_again(r) for r in missed])}"
    if late := _in(rows, CoverageState.LATE):
        names = [f"{_name(r.source)} ({_length(r.unread_seconds)})" for r in late]
        yield f"{_sources(late)} left unread for more than a day: {_names(names)}"
    yield from _later(_in(rows, CoverageState.READ_LATER), len(rows))
    if missed := _in(rows, CoverageState.NOT_VISITED):
        yield f"{_sources(missed)} not visited: {_names([_paused(r) for r in missed])}"
    yield from _fresh(rows)
    yield from _silent(_in(rows, CoverageState.SILENT), drawn)
    yield from _gaps([r for r in rows if r.gaps])


def _in(rows: Sequence[SourceCoverage], state: CoverageState) -> list[SourceCoverage]:
    return [row for row in rows if row.state is state]


def _sources(rows: Sequence[SourceCoverage]) -> str:
    return f"{count(len(rows), 'source')} {'was' if len(rows) == 1 else 'were'}"


def _later(rows: Sequence[SourceCoverage], total: int) -> Iterator[str]:
    """Tell of sources that were read after the period only; where all were, it is said already."""
    days = sorted(r.since for r in rows if r.since)
    if rows and len(rows) < total:
        names = [_name(r.source) for r in rows]
        yield f"{_sources(rows)} read only after the period: {_names(names)}"
        yield _NOT_SEEN
    elif rows:
        began = f"following began on {_day(days[0])}; " if len(days) == total else ""
        yield f"{began}{_NOT_SEEN}"


def _fresh(rows: Sequence[SourceCoverage]) -> Iterator[str]:
    """Tell of sources that were followed for a part of the period only, as when they are new."""
    new = [r for r in rows if r.succeeded and r.since]
    days = [_day(r.since) for r in new if r.since]
    if len(new) == len(rows) and len(set(days)) == 1:
        yield f"following began on {days[0]}; {_NOT_SEEN}"
    elif new:
        names = [f"{_name(r.source)} (from {d} on)" for r, d in zip(new, days, strict=True)]
        yield f"{_sources(new)} followed for a part of the period only: {_names(names)}"


def _silent(rows: Sequence[SourceCoverage], drawn: set[str]) -> Iterator[str]:
    """Tell of sources without a post of the period; those drawn on have undated ones."""
    undated = [r for r in rows if r.source.id in drawn]
    if silent := [r for r in rows if r not in undated]:
        names = _names([_name(r.source) for r in silent])
        yield f"{_sources(silent)} read and published nothing that is dated to the period: {names}"
    if undated:
        names = _names([_name(r.source) for r in undated])
        yield f"{count(len(undated), 'source')} published without dates: {names}"


def _gaps(rows: Sequence[SourceCoverage]) -> Iterator[str]:
    if rows:
        names = _names([_name(r.source) for r in rows])
        runs = count(sum(r.gaps for r in rows), "run")
        yield f"in {names}, {runs} of post numbers, of any date, stood on no page that was read"


# ------------------------------------------------------------ names


def _names(names: Sequence[str]) -> str:
    """Return ``A, B and C``, the first few by name."""
    left = len(names) - _MOST_NAMED
    return and_list([*names[:_MOST_NAMED], *([f"{left:,} more"] if left > 0 else [])])


def _name(source: Source) -> str:
    """Return a source's name on one line, fit for a sentence of the desk's own.

    What looks like a telephone number or a mail address is withheld; quotation marks become
    single ones, for the gate takes double ones for a quotation.
    """
    name = squeeze(_INVISIBLE.sub("", source.name)) or source.id
    name = inner_quotes(mask_spans(name, private_spans(name, (), ())))
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _again(row: SourceCoverage) -> str:
    return f"{_name(row.source)} (read again since)" if row.read_since else _name(row.source)


def _paused(row: SourceCoverage) -> str:
    return f"{_name(row.source)} (paused)" if row.source.paused else _name(row.source)


def _day(moment: datetime) -> str:
    return day_phrase(moment.astimezone(UTC).date().isoformat())


def _length(seconds: float) -> str:
    """Return hours up to two days, then days, rounded down."""
    if seconds < 2 * _DAY:
        return count(int(seconds // _HOUR), "hour")
    return count(int(seconds // _DAY), "day")
