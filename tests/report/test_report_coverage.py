"""A report ends with what it could not have seen, in the desk's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model import Basis, Block, BlockKind, Report, SentenceKind, Source
from marsad.ports import CoverageState, PeriodCoverage, ReportContext, SourceCoverage
from marsad.report import Material, check, draft_brief, renderers

if TYPE_CHECKING:
    from tests.report.conftest import Maker

Followed = Callable[..., str]

FRONT = "org-lantern-front"
DAY = datetime(2026, 3, 5, 8, tzinfo=UTC)
PERIOD = "the period 1–9 March 2026"


def source(name: str, **changes: Any) -> Source:
    plain = Source(f"s-{name}", "feed", "https://news.example/", name)
    return replace(plain, **changes)


def row(name: str, state: CoverageState = CoverageState.FOLLOWED, **changes: Any) -> SourceCoverage:
    succeeded = 3 if state in ("followed", "silent", "late") else 0
    plain = SourceCoverage(source(name), state, 3, succeeded, 4, 3600.0, 0)
    return replace(plain, **changes)


def drafted(maker: Maker, created: datetime, *rows: SourceCoverage) -> Report:
    """Draft from one post of the first source."""
    first = rows[0].source if rows else source("Gazette")
    view = maker.view("We are ready.", source=replace(first, owner=FRONT, voice=True))
    said = maker.statement(view, "We are ready.", entity_id=FRONT, basis=Basis.VOICE)
    material = maker.material(replace(view, statements=(said,)))
    coverage = PeriodCoverage("2026-03-01", "2026-03-09", rows)
    return draft_brief(replace(material, coverage=coverage), created=created)


def section(report: Report) -> tuple[Block, ...]:
    """Return the blocks from the heading on, without the closing one."""
    heads = [n for n, b in enumerate(report.blocks) if b.sentences[0].text == "Coverage"]
    return report.blocks[heads[0] : -1] if heads else ()


@pytest.fixture
def told(maker: Maker, created: datetime) -> Followed:
    def words(*rows: SourceCoverage) -> str:
        return " ".join(s.text for s in section(drafted(maker, created, *rows))[1].sentences)

    return words


def test_where_all_is_well_it_is_one_sentence(told: Followed) -> None:
    rows = [row(f"Outlet {n}") for n in range(8)]
    assert told(*rows) == (
        f"This report draws on one of the eight sources followed for it; "
        f"all were read throughout {PERIOD}."
    )
    assert told(row("A"), row("B")).endswith(f"both were read throughout {PERIOD}.")
    assert told(row("A")) == (
        f"This report draws on the one source followed for it; it was read throughout {PERIOD}."
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CoverageState.GONE, "One source was gone: The Beacon."),
        (CoverageState.BLOCKED, "One source was blocked, each visit being refused: The Beacon."),
        (CoverageState.FAILED, "One source was visited, but no visit succeeded: The Beacon."),
        (CoverageState.NOT_VISITED, "One source was not visited: The Beacon."),
        (CoverageState.READ_LATER, "One source was read only after the period: The Beacon."),
        (CoverageState.SILENT, "One source was read and published nothing that is dated to"),
    ],
)
def test_each_state_that_matters_names_its_sources(
    told: Followed, state: CoverageState, words: str
) -> None:
    assert words in told(row("Gazette"), row("The Beacon", state))


def test_how_many_were_read_is_counted(told: Followed) -> None:
    text = told(row("A"), row("B"), row("C", CoverageState.SILENT), row("D", CoverageState.GONE))
    assert "three of the four were read throughout" in text
    assert "one of the two was read throughout" in told(row("A"), row("B", CoverageState.FAILED))
    assert "it was not read throughout" in told(row("A", CoverageState.LATE))


def test_what_is_late_tells_for_how_long(told: Followed) -> None:
    late = [
        row(f"Late {hours}", CoverageState.LATE, unread_seconds=hours * 3600.0)
        for hours in (30, 100)
    ]
    expected = "left unread for more than a day: Late 30 (30 hours) and Late 100 (four days)."
    assert expected in told(*late)


def test_a_failure_that_passed_and_a_pause_are_said(told: Followed) -> None:
    again = row("Back", CoverageState.FAILED, read_since=True)
    paused = replace(row("Still", CoverageState.NOT_VISITED), source=source("Still", paused=True))
    text = told(row("A"), again, paused)
    assert "Back (read again since)" in text
    assert "Still (paused)" in text


def test_what_began_late_says_when(told: Followed) -> None:
    new = row("New", since=DAY)
    assert "for a part of the period only: New (from 5 March 2026 on)." in told(row("A"), new)
    assert "Following began on 5 March 2026; what had been deleted" in told(new)


def test_a_look_back_says_that_it_is_one(told: Followed) -> None:
    later = datetime(2026, 11, 23, tzinfo=UTC)
    text = told(*[row(n, CoverageState.READ_LATER, since=later) for n in "ABC"])
    assert f"all were read only after {PERIOD}. Following began on 23 November 2026" in text


def test_undated_posts_are_not_called_silence(told: Followed) -> None:
    text = told(row("Gazette", CoverageState.SILENT), row("Hush", CoverageState.SILENT))
    assert "One source published without dates: Gazette." in text
    assert "nothing that is dated to the period: Hush." in text


def test_missing_post_numbers_are_told(told: Followed) -> None:
    text = told(row("A", gaps=2), row("B", gaps=1), row("C"))
    assert "In A and B, three runs of post numbers, of any date, stood on no page" in text


def test_at_most_ten_are_named(told: Followed) -> None:
    rows = [row(f"Outlet {n}", CoverageState.GONE) for n in range(1, 14)]
    text = told(row("A"), *rows)
    assert "13 sources were gone: Outlet 1, " in text
    assert "Outlet 10 and 3 more." in text
    assert "Outlet 11" not in text


def test_it_is_the_desks_own_under_a_heading_before_the_closing_words(
    maker: Maker, created: datetime
) -> None:
    report = drafted(maker, created, row("A"), row("B", CoverageState.GONE))
    heading, block = section(report)
    assert (heading.kind, block.kind) == (BlockKind.HEADING, BlockKind.NOTE)
    own = [s for b in (heading, block) for s in b.sentences]
    assert {s.kind for s in own} == {SentenceKind.NOTE}
    assert not any(s.citations for s in own)
    assert report.blocks[-1].sentences[0].text.startswith("Quotations are verbatim")


def test_nothing_is_said_where_nothing_is_known(exercise: Material, created: datetime) -> None:
    assert section(draft_brief(exercise, created=created)) == ()


def test_contacts_in_a_name_are_withheld(told: Followed) -> None:
    text = told(row("A"), row("Hotline +964 770 123 4567, a@b.example", CoverageState.GONE))
    assert "gone: Hotline [contact withheld], [contact withheld]." in text


@settings(deadline=None)
@given(name=st.text(max_size=200))
def test_a_hostile_name_stays_a_name(maker: Maker, created: datetime, name: str) -> None:
    rows = row("A"), replace(row("B", CoverageState.GONE), source=source(name, id="b"))
    report = drafted(maker, created, *rows)
    text = section(report)[1].sentences[1].text
    assert "\n" not in text
    assert not set('“”«»"\u202e\u2066\x00') & set(text)
    assert len(text) < 120
    versions = {v.id: v for v in [maker.view("We are ready.", source=rows[0].source).version]}
    assert not [f for f in check(report, versions) if "quotes somebody" in f.message]


def test_products_print_it_as_text(
    maker: Maker, created: datetime, context_of: Callable[..., ReportContext]
) -> None:
    bad = "<script>alert(1)</script> #read [x](javascript:y)"
    rows = row("A"), replace(row("B", CoverageState.GONE), source=source(bad, id="b"))
    report = drafted(maker, created, *rows)
    context = context_of(report, maker.material(maker.view("We are ready.", source=rows[0].source)))
    products = {r.name: r.render(context) for r in renderers()}
    assert b"<script>" not in products["html"]
    assert b"&lt;script&gt;alert(1)" in products["html"]
    assert b"\\<script\\>" in products["markdown"]
    assert products["pdf"].startswith(b"%PDF")
    assert b"followed for it" in products["json"]
