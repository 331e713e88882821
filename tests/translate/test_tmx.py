"""TMX in and out; hostile files are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import TooLargeError, UnreadableError
from marsad.model import Alignment, Span
from marsad.translate import Unit, read_tmx, write_tmx

HEAD = '<?xml version="1.0"?>\n'
UNIT = (
    '<tu>{prop}<tuv xml:lang="ar-IQ"><seg>قال: <hi x="1">سنرد</hi> اليوم</seg></tuv>'
    '<tuv xml:lang="en-GB"><seg>He said: <hi x="1">we will respond</hi> today</seg></tuv></tu>'
)


def file_of(folder: Path, body: str, before: str = "") -> Path:
    path = folder / "memory.tmx"
    path.write_text(f'{HEAD}{before}<tmx version="1.4"><header/><body>{body}</body></tmx>', "utf-8")
    return path


def test_marked_runs_become_alignments(tmp_path: Path) -> None:
    (unit,) = read_tmx(file_of(tmp_path, UNIT.format(prop="")))
    assert (unit.language, unit.original) == ("ar", "قال: سنرد اليوم")
    assert unit.translation == "He said: we will respond today"
    (pair,) = unit.alignments
    assert pair.original.of(unit.original) == "سنرد"
    assert pair.translated.of(unit.translation) == "we will respond"


def test_only_a_unit_marked_so_counts_as_human(tmp_path: Path) -> None:
    reviewed = UNIT.format(prop='<prop type="reviewed">human</prop>')
    units = read_tmx(file_of(tmp_path, reviewed + UNIT.format(prop="")))
    assert [unit.human for unit in units] == [True, False]


def test_codes_of_other_programs_are_left_out(tmp_path: Path) -> None:
    body = (
        '<tu><tuv xml:lang="fa"><seg>الف <bpt i="1">&lt;b&gt;</bpt>ب</seg></tuv>'
        '<tuv xml:lang="en"><seg>a <ph/>b</seg></tuv></tu>'
    )
    (unit,) = read_tmx(file_of(tmp_path, body))
    assert (unit.original, unit.translation) == ("الف ب", "a b")


def test_units_without_english_are_passed_over(tmp_path: Path) -> None:
    body = '<tu><tuv xml:lang="fa"><seg>الف</seg></tuv><tuv xml:lang="ar"><seg>أ</seg></tuv></tu>'
    assert read_tmx(file_of(tmp_path, body)) == ()


def test_a_reference_to_the_standard_document_type_is_harmless(tmp_path: Path) -> None:
    path = file_of(tmp_path, UNIT.format(prop=""), '<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
    assert len(read_tmx(path)) == 1


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ('<!DOCTYPE tmx [<!ENTITY a "aaaa">]>', "&a;"),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        ('<!DOCTYPE tmx SYSTEM "tmx14.dtd">', "<tu>&unknown;</tu>"),
        ("", "<a>" * 40 + "</a>" * 40),
        ("", "<tu>"),
    ],
)
def test_hostile_and_broken_files_are_refused(tmp_path: Path, before: str, body: str) -> None:
    with pytest.raises(UnreadableError, match=r"memory\.tmx"):
        read_tmx(file_of(tmp_path, body, before))


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01", b"<html/>", b'<?xml version="1.0" encoding="x-no"?><tmx/>']
)
def test_what_is_not_tmx_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "memory.tmx"
    path.write_bytes(data)
    with pytest.raises(UnreadableError):
        read_tmx(path)


def test_a_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"absent\.tmx"):
        read_tmx(tmp_path / "absent.tmx")


def test_a_file_over_the_bound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        read_tmx(file_of(tmp_path, UNIT.format(prop="")), max_bytes=10)


PLAIN = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        st.sampled_from("<>&\"'\r\n\t «»"),
    ),
    max_size=30,
)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    original, translation = draw(PLAIN), draw(PLAIN)
    pairs = []
    a = b = 0
    for _ in range(draw(st.integers(0, 3))):
        a = draw(st.integers(a, len(original)))
        b = draw(st.integers(b, len(translation)))
        a_end = draw(st.integers(a, len(original)))
        b_end = draw(st.integers(b, len(translation)))
        pair = Alignment(Span(a, a_end), Span(b, b_end))
        if a < a_end and b < b_end:
            pairs.append(pair)
        a, b = a_end, b_end
    return Unit("ar", original, translation, tuple(pairs), draw(st.booleans()))


@given(st.lists(units(), max_size=4))
@settings(deadline=None)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, memory: list[Unit]
) -> None:
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    write_tmx(memory, path)
    assert read_tmx(path) == tuple(memory)


def test_crossing_alignments_and_control_characters_cannot_break_the_file(tmp_path: Path) -> None:
    pairs = (
        Alignment(Span(0, 3), Span(0, 3)),
        Alignment(Span(2, 5), Span(2, 5)),
        Alignment(Span(0, 5), Span(0, 5)),
    )
    path = tmp_path / "memory.tmx"
    write_tmx([Unit("ar", "ab\x00cd", "vw\x1bxy", pairs)], path)
    (unit,) = read_tmx(path)
    assert (unit.original, unit.translation) == ("abcd", "vwxy")
