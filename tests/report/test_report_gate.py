"""Promise 3: what is not in the cited passages cannot be published, or is flagged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import UncitedError
from marsad.model import (
    Block,
    BlockKind,
    Citation,
    Report,
    ReportKind,
    Sentence,
    SentenceKind,
    Span,
    Version,
)
from marsad.report import Material, assert_publishable, check, draft_brief

ORIGINAL = "نعلن أن ثلاثة آلاف مقاتل جاهزون للدفاع عن القرنات، ولن نتراجع."
ENGLISH = (
    "We declare that three thousand fighters are ready to defend Qurnat, and will not retreat."
)
VERSION = Version("v1", "p1", 1, ORIGINAL, datetime(2026, 3, 2, tzinfo=UTC), "c1", language="ar")
VERSIONS = {"v1": VERSION}
WHOLE = Citation("v1", Span(0, len(ORIGINAL)), ORIGINAL)


def report_of(*sentences: Sentence, day: str | None = "2026-03-02") -> Report:
    return Report(
        id="r1",
        kind=ReportKind.BRIEF,
        title="t",
        created=datetime(2026, 3, 10, tzinfo=UTC),
        period=("2026-03-01", "2026-03-09"),
        blocks=(Block(BlockKind.ITEM, sentences, day),),
    )


def cited(text: str, *citations: Citation, translation: str = ENGLISH) -> Sentence:
    return Sentence(text, SentenceKind.CITED, citations or (WHOLE,), translation)


def errors(sentence: Sentence) -> list[str]:
    found = check(report_of(sentence), VERSIONS)
    return [f.message for f in found if f.severity == "error"]


def flags(sentence: Sentence, known: tuple[str, ...] = ()) -> list[str]:
    found = check(report_of(sentence), VERSIONS, known)
    return [f.message for f in found if f.severity == "flag"]


def test_a_cited_quotation_passes() -> None:
    sentence = cited("They said: “three thousand fighters are ready to defend Qurnat”.")
    assert errors(sentence) == []
    assert_publishable(report_of(sentence), VERSIONS)


def test_the_original_may_be_quoted_too() -> None:
    assert errors(cited("They said: “ثلاثة آلاف مقاتل جاهزون”.")) == []


def test_a_sentence_without_citation_is_refused() -> None:
    with pytest.raises(UncitedError, match="Block 1, sentence 1: nothing is cited"):
        assert_publishable(report_of(Sentence("They declared readiness.")), VERSIONS)


@pytest.mark.parametrize(
    "kind", [SentenceKind.NOTE, SentenceKind.ASSESSMENT, SentenceKind.BACKGROUND]
)
def test_the_analysts_own_sentences_need_none(kind: SentenceKind) -> None:
    assert_publishable(report_of(Sentence("This is ours.", kind)), VERSIONS)


def test_a_quotation_in_an_own_sentence_is_flagged() -> None:
    assert flags(Sentence("They said “boo”.", SentenceKind.NOTE)) != []


@pytest.mark.parametrize(
    ("citation", "message"),
    [
        (Citation("v2", Span(0, 3), "abc"), "does not exist"),
        (Citation("v1", Span(0, 999), ORIGINAL), "is not in the text"),
        (Citation("v1", Span(2, 2), ""), "is not in the text"),
        (Citation("v1", Span(0, 4), "نعلم"), "differ from the sealed text"),
    ],
)
def test_a_citation_that_does_not_fit_is_refused(citation: Citation, message: str) -> None:
    assert any(message in e for e in errors(cited("They spoke.", citation)))


@pytest.mark.parametrize(
    "quotation",
    [
        "“four thousand fighters are ready”",
        "“three thousand fighters [...] retreat and are ready”",
        "“will not retreat […] three thousand fighters”",
        "“ee thousand fighters are rea”",
        '"four thousand"',
        "«four thousand»",
        "“”",
        "“three thousand",
    ],
)
def test_words_that_were_not_said_are_refused(quotation: str) -> None:
    assert errors(cited(f"They said: {quotation}.")) != []


@pytest.mark.parametrize(
    "quotation",
    [
        "“three thousand fighters […] will not retreat”",
        "“fighters are ready to defend Qurnat [the base], and will not retreat.”",
        "“three  thousand\nfighters”",
        "“[…] will not retreat”",
    ],
)
def test_omissions_and_additions_in_brackets_pass(quotation: str) -> None:
    assert errors(cited(f"They said: {quotation}.")) == []


def test_inner_quotation_marks_may_change_their_shape() -> None:
    text = "The spokesman said: \"We call it 'the lamp'.\""
    version = replace(VERSION, text=text)
    sentence = cited(
        "It reported: “The spokesman said: ‘We call it ‘the lamp’.’”",
        Citation("v1", Span(0, len(text)), text),
        translation="",
    )
    assert [f for f in check(report_of(sentence), {"v1": version}) if f.severity == "error"] == []


def test_numbers_names_and_dates_that_the_passage_lacks_are_flagged() -> None:
    assert any("4,000" in f for f in flags(cited("They have 4,000 fighters.")))
    assert any("“Barqun”" in f for f in flags(cited("They met in Barqun.")))
    assert any("9 April 2026" in f for f in flags(cited("They will go on 9 April 2026.")))


def test_numbers_names_and_dates_that_the_passage_holds_are_not() -> None:
    assert flags(cited("On 2 March 2026 they said that 3,000 fighters defend Qurnat.")) == []
    assert flags(cited("The Lantern Front spoke.")) != []
    assert flags(cited("The Lantern Front spoke."), ("Lantern Front",)) == []


def test_brackets_are_the_analysts_and_not_checked() -> None:
    assert flags(cited("They spoke [of 4,000 men in Barqun].")) == []


def test_flags_do_not_stop_publication() -> None:
    assert_publishable(report_of(cited("They have 4,000 fighters.")), VERSIONS)


# ------------------------------------------------------------ properties


@pytest.fixture(scope="module")
def drafted(exercise: Material, created: datetime) -> tuple[Report, dict[str, Version]]:
    views = exercise.posts.values()
    versions = {v.id: v for view in views for v in (*view.versions, view.version)}
    report = draft_brief(exercise, created=created)
    assert_publishable(report, versions)
    return report, versions


def changed(report: Report, block: int, place: int, sentence: Sentence) -> Report:
    sentences = list(report.blocks[block].sentences)
    sentences[place] = sentence
    blocks = list(report.blocks)
    blocks[block] = replace(blocks[block], sentences=tuple(sentences))
    return replace(report, blocks=tuple(blocks))


def places(report: Report, *, quoting: bool) -> list[tuple[int, int]]:
    return [
        (b, s)
        for b, block in enumerate(report.blocks)
        for s, sentence in enumerate(block.sentences)
        if sentence.kind is SentenceKind.CITED and (not quoting or "“" in sentence.text)
    ]


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_without_its_citations_no_sentence_is_published(
    drafted: tuple[Report, dict[str, Version]], data: st.DataObject
) -> None:
    report, versions = drafted
    block, place = data.draw(st.sampled_from(places(report, quoting=False)))
    bare = replace(report.blocks[block].sentences[place], citations=())
    with pytest.raises(UncitedError):
        assert_publishable(changed(report, block, place, bare), versions)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_no_character_of_a_quotation_can_be_altered(
    drafted: tuple[Report, dict[str, Version]], data: st.DataObject
) -> None:
    report, versions = drafted
    block, place = data.draw(st.sampled_from(places(report, quoting=True)))
    sentence = report.blocks[block].sentences[place]
    inside = [
        i
        for i in range(sentence.text.index("“") + 1, sentence.text.index("”"))
        if sentence.text[i].isalnum()
    ]
    at = data.draw(st.sampled_from(inside))
    letter = data.draw(st.sampled_from("ꙮЖ9"))
    if sentence.text[at] != letter:
        text = sentence.text[:at] + letter + sentence.text[at + 1 :]
        with pytest.raises(UncitedError):
            assert_publishable(
                changed(report, block, place, replace(sentence, text=text)), versions
            )


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_no_character_of_a_cited_original_can_be_altered(
    drafted: tuple[Report, dict[str, Version]], data: st.DataObject
) -> None:
    report, versions = drafted
    block, place = data.draw(st.sampled_from(places(report, quoting=False)))
    sentence = report.blocks[block].sentences[place]
    citation = sentence.citations[0]
    at = data.draw(st.integers(0, len(citation.quote) - 1))
    quote = f"{citation.quote[:at]}ꙮ{citation.quote[at + 1 :]}"
    forged = replace(sentence, citations=(replace(citation, quote=quote), *sentence.citations[1:]))
    with pytest.raises(UncitedError):
        assert_publishable(changed(report, block, place, forged), versions)


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=60)
def test_the_gate_reads_any_text_without_failing(text: str) -> None:
    check(report_of(cited(text)), VERSIONS, ("Qurnat",))
