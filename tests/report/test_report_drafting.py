"""A draft reads like a desk's report, and each of its sentences says what it rests on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import ReportError
from marsad.model import (
    Act,
    Basis,
    BlockKind,
    Dated,
    Forward,
    Origin,
    Precision,
    Report,
    Sentence,
    SentenceKind,
    Source,
    Span,
    Statement,
    Story,
)
from marsad.ports import PostView
from marsad.report import Material, check, draft_brief
from marsad.text import paragraphs

if TYPE_CHECKING:
    from tests.report.conftest import Maker

NEWS = "org-ghadira-now"
FRONT = "org-lantern-front"
SPOKESMAN = "per-yasir-dalham"


@pytest.fixture(scope="session")
def brief(exercise: Material, created: datetime) -> Report:
    return draft_brief(exercise, created=created, label="Exercise", desk="the Test Desk")


def text_of(report: Report, kind: BlockKind = BlockKind.ITEM) -> str:
    return "\n".join(s.text for b in report.blocks if b.kind is kind for s in b.sentences)


def sentences_of(report: Report) -> list[Sentence]:
    return [s for b in report.blocks for s in b.sentences]


def told(maker: Maker, view: PostView, created: datetime) -> Report:
    return draft_brief(maker.material(view), created=created)


# ------------------------------------------------------------ the exercise as a whole


def test_every_sentence_is_cited_or_typed_as_the_analysts_own(brief: Report) -> None:
    assert all(s.citations for s in sentences_of(brief) if s.kind is SentenceKind.CITED)


def test_the_draft_passes_its_own_gate_without_a_finding(
    exercise: Material, created: datetime
) -> None:
    report = draft_brief(exercise, created=created, max_items=500)
    views = exercise.posts.values()
    versions = {v.id: v for view in views for v in (*view.versions, view.version)}
    known = {v.source.name for v in views} | {e.name() for e in exercise.entities.values()}
    assert check(report, versions, known) == ()


def test_the_same_material_gives_the_same_report(
    exercise: Material, created: datetime, brief: Report
) -> None:
    again = draft_brief(exercise, created=created, label="Exercise", desk="the Test Desk")
    assert again == brief


def test_title_names_what_happened_who_and_when(brief: Report) -> None:
    assert brief.title.startswith("Readiness, a deadline that passed, a claim and its denial")
    assert "the Lantern Front" in brief.title
    assert brief.title.endswith(", 1–9 March 2026")


def test_a_given_title_is_printed_as_it_is(exercise: Material, created: datetime) -> None:
    assert draft_brief(exercise, title="My title", created=created).title == "My title"


def test_lede_tells_who_did_what_and_counts_what_was_read(brief: Report) -> None:
    lede = text_of(brief, BlockKind.LEDE)
    assert "The Lantern Front declared readiness on 2 March" in lede
    assert "[deadline: 6 March]" in lede
    assert "89 posts of 85 origins from eight sources" in lede


def test_the_lede_rests_on_own_words_not_on_hearsay(maker: Maker, created: datetime) -> None:
    own = maker.view("We are ready.", source=_front(maker))
    said = maker.statement(
        own, "We are ready.", entity_id=FRONT, basis=Basis.VOICE, act=Act.READINESS
    )
    other = maker.view("It is said that the Lantern Front claimed the attack.")
    heard = maker.statement(
        other, "claimed the attack", speaker="Lantern Front", entity_id=FRONT, act=Act.CLAIM
    )
    views = (replace(own, statements=(said,)), replace(other, statements=(heard,)))
    report = draft_brief(maker.material(*views), created=created)
    lede = text_of(report, BlockKind.LEDE)
    assert "The Lantern Front declared readiness on 3 March." in lede
    assert "claim" not in lede


def test_items_stand_day_by_day_with_the_weightiest_first(brief: Report) -> None:
    days = [b.day or "9999" for b in brief.blocks if b.kind is BlockKind.ITEM]
    assert days == sorted(days)
    third = [b for b in brief.blocks if b.day == "2026-03-03" and b.kind is BlockKind.ITEM]
    assert "conditional threat" in third[0].sentences[0].text


def test_forwards_and_retellings_are_one_item(brief: Report) -> None:
    items = text_of(brief)
    assert items.count("our units in the Laqan valley have raised their readiness") == 1
    assert "it was carried by seven posts of three origins" in items


def test_speaker_has_the_role_of_that_date(brief: Report) -> None:
    items = text_of(brief)
    former = "Munir al-Saffan, formerly military spokesman of the Pearly Star Brigades"
    assert f"{former} [until 15 February 2026]" in items
    assert "Tariq Hansal, military spokesman of the Pearly Star Brigades, issued a denial" in items


def test_a_denial_stands_beside_the_claim(brief: Report) -> None:
    block = next(
        b for b in brief.blocks if "We claim the Nahla Bridge operation" in b.sentences[0].text
    )
    assert any(s.text.startswith("Against this, the Pearly Star") for s in block.sentences)


def test_a_body_and_its_spokesman_deny_once(maker: Maker, created: datetime) -> None:
    claim = _claim(maker, "1")
    first = _denial(maker, "agency", "per-jabir-maznan", "Jabir Maznan")
    again = _denial(
        maker, "Valley Gazette", "org-interior-qadmun", "the Interior Ministry", day="2026-03-05"
    )
    items = text_of(_one_story(maker, created, claim, first, again))
    assert items.count("denied that") == 1
    assert "Against this on 4 March, according to agency, Jabir Maznan, spokesman of the" in items
    assert "Valley Gazette also reported the denial." in items


def test_denials_of_two_bodies_are_both_told(maker: Maker, created: datetime) -> None:
    claim = _claim(maker, "1")
    first = _denial(maker, "agency", "org-interior-qadmun", "the Interior Ministry")
    other = _denial(maker, "Valley Gazette", "org-pearly-star", "the Pearly Star Brigades")
    items = text_of(_one_story(maker, created, claim, first, other))
    assert items.count("denied that") == 2
    assert "also reported the denial" not in items


def test_a_denial_beside_two_claims_is_told_once(maker: Maker, created: datetime) -> None:
    claims = _claim(maker, "1"), _claim(maker, "2", "org-pearly-star")
    denial = _denial(maker, "agency", "org-interior-qadmun", "the Interior Ministry")
    report = _one_story(maker, created, *claims, denial)
    assert text_of(report).count("denied that") == 1
    assert text_of(report).count("[This was denied, as told above.]") == 1


def _claim(maker: Maker, native_id: str, owner: str = FRONT) -> PostView:
    source = maker.source(id=f"claims-{native_id}", owner=owner, voice=True)
    text = f"Our vanguard number {native_id} entered the walls of the Qurnat base tonight."
    view = maker.view(text, source=source, native_id=native_id)
    said = maker.statement(view, text, entity_id=owner, basis=Basis.VOICE, act=Act.CLAIM)
    return replace(view, statements=(said,))


def _denial(
    maker: Maker, outlet: str, entity_id: str, speaker: str, day: str = "2026-03-04"
) -> PostView:
    content = "nobody entered the walls of the Qurnat base"
    text = f"On behalf of {outlet}: {speaker} denied that {content}."
    source = maker.source(id=outlet, name=outlet)
    view = maker.view(text, source=source, native_id=f"{outlet}-{entity_id}", day=day)
    said = maker.statement(view, content, speaker=speaker, entity_id=entity_id, act=Act.DENIAL)
    return replace(view, statements=(said,))


def _one_story(maker: Maker, created: datetime, *views: PostView) -> Report:
    ids = tuple(v.post.id for v in views)
    story = Story("s", "t", ids, tuple(f"o{n}" for n in range(len(ids))))
    return draft_brief(maker.material(*views, stories=(story,)), created=created)


def test_contradicting_tolls_stand_side_by_side(brief: Report) -> None:
    block = next(b for b in brief.blocks if "tolls given" in b.sentences[0].text)
    text = " ".join(s.text for s in block.sentences)
    assert "The Qadmun Ministry of Interior put the toll at three killed and seven injured" in text
    assert "The Laqan Valley Health Directorate put the toll at five killed and twelve" in text
    assert all(s.citations for s in block.sentences if s.kind is SentenceKind.CITED)


def test_a_deadline_that_passed_is_an_assessment_with_its_grounds(brief: Report) -> None:
    found = [
        s
        for b in brief.blocks
        if b.kind is BlockKind.ITEM
        for s in b.sentences
        if s.kind is SentenceKind.ASSESSMENT
    ]
    assert len(found) == 1
    assert "appears to have passed" in found[0].text
    assert "eight posts on the subject from six sources" in found[0].text
    assert "72-hour deadline passed at 6 p.m. without action" in text_of(brief)


def test_a_deadline_that_lies_ahead_is_not_said_to_have_passed(exercise: Material) -> None:
    early = datetime(2026, 3, 5, tzinfo=UTC)
    assert "appears to have passed" not in text_of(draft_brief(exercise, created=early))


def test_edits_and_deletions_are_told(brief: Report) -> None:
    items = text_of(brief)
    assert "“سه هزار” [3,000] became “دو هزار” [2,000] [in Persian]" in items
    assert "deleted when its source was visited again on 10 March 2026" in items


def test_a_probable_place_keeps_its_doubt(brief: Report) -> None:
    assert "This meeting probably took place in Rudsaran" in text_of(brief)


def test_background_is_told_once_and_typed(brief: Report) -> None:
    background = [s.text for s in sentences_of(brief) if s.kind is SentenceKind.BACKGROUND]
    assert any(t.startswith("The Lantern Front is an armed group") for t in background)
    assert len(background) == len(set(background))


def test_max_items_bounds_the_items(exercise: Material, created: datetime) -> None:
    short = draft_brief(exercise, created=created, max_items=3)
    longer = draft_brief(exercise, created=created, max_items=12)
    assert len(short.blocks) < len(longer.blocks)


def test_no_statement_is_an_error_that_says_what_to_do(maker: Maker, created: datetime) -> None:
    with pytest.raises(ReportError, match="no statement"):
        told(maker, maker.view("Nothing is said here."), created)


# ------------------------------------------------------------ single posts


def test_indirect_speech_has_no_quotation_marks(maker: Maker, created: datetime) -> None:
    view = maker.view("Yasir Dalham said that the road would stay open.")
    content = "the road would stay open"
    said = maker.statement(view, content, speaker="Yasir Dalham", entity_id=SPOKESMAN)
    report = told(maker, replace(view, statements=(said,)), created)
    assert (
        "According to Valley News, Yasir Dalham, spokesman of the Lantern Front, said that the "
        "road would stay open." in text_of(report)
    )


def test_direct_speech_is_verbatim(maker: Maker, created: datetime) -> None:
    view = maker.view('"We shall  wait," said Yasir Dalham.')
    said = maker.statement(
        view, "We shall  wait,", speaker="Yasir Dalham", entity_id=SPOKESMAN, direct=True
    )
    report = told(maker, replace(view, statements=(said,)), created)
    assert "said: “We shall wait”." in text_of(report)


def test_a_doubt_outside_the_words_is_kept(maker: Maker, created: datetime) -> None:
    view = maker.view("Allegedly Yasir Dalham said that the road was open.")
    said = maker.statement(
        view,
        "the road was open",
        speaker="Yasir Dalham",
        entity_id=SPOKESMAN,
        hedges=(replace(view.passages[0].span, end=9),),
    )
    report = told(maker, replace(view, statements=(said,)), created)
    assert "reportedly said that the road was open" in text_of(report)


def test_without_alignment_the_whole_passage_is_quoted_as_the_outlets(
    maker: Maker, created: datetime
) -> None:
    text = "قال المتحدث إن الطريق مفتوح، ثم غادر القاعة من دون أن يجيب"
    view = maker.view(text, language="ar", english="The road is open, he said, and left.")
    said = maker.statement(view, "الطريق مفتوح", entity_id=SPOKESMAN)
    report = told(maker, replace(view, statements=(said,)), created)
    assert "Valley News reported: “The road is open, he said, and left.”" in text_of(report)


def test_what_is_not_translated_is_quoted_in_its_language(maker: Maker, created: datetime) -> None:
    front = _front(maker)
    view = maker.view("نحن في جاهزية كاملة", source=front, language="ar")
    said = maker.statement(
        view,
        "نحن في جاهزية كاملة",
        speaker="Lantern Front",
        entity_id=FRONT,
        basis=Basis.VOICE,
        act=Act.READINESS,
    )
    report = told(maker, replace(view, statements=(said,)), created)
    assert "[in Arabic, not translated]: “نحن في جاهزية كاملة”" in text_of(report)
    assert "not translated" in text_of(report, BlockKind.NOTE)


def test_a_machine_translation_is_marked(maker: Maker, created: datetime) -> None:
    view = maker.view(
        "نحن جاهزون",
        source=_front(maker),
        language="ar",
        english="We are ready",
        machine=True,
    )
    said = maker.statement(
        view, "نحن جاهزون", entity_id=FRONT, basis=Basis.VOICE, act=Act.READINESS
    )
    report = told(maker, replace(view, statements=(said,)), created)
    assert "“We are ready” [machine translation]." in text_of(report)
    assert "made by a machine" in text_of(report, BlockKind.NOTE)


def test_a_long_quotation_is_cut_at_a_phrase(maker: Maker, created: datetime) -> None:
    text = "We declare that the valley is ours, " * 20
    view = maker.view(text, source=_front(maker))
    said = maker.statement(view, text.strip(), entity_id=FRONT, basis=Basis.VOICE)
    report = told(maker, replace(view, statements=(said,)), created)
    quotation = re.search("“([^”]*)”", text_of(report))
    assert quotation is not None
    assert quotation[1].endswith("is ours, […]")
    assert len(quotation[1].split()) <= 61


def test_an_undated_post_comes_last_and_says_so(maker: Maker, created: datetime) -> None:
    dated = maker.view("We are ready.", source=_front(maker))
    undated = maker.view("We are here.", source=_front(maker), native_id="2", day=None)
    views = []
    for view in (dated, undated):
        said = maker.statement(view, view.version.text, entity_id=FRONT, basis=Basis.VOICE)
        views.append(replace(view, statements=(said,)))
    report = draft_brief(maker.material(*views), created=created)
    headings = [b.sentences[0].text for b in report.blocks if b.kind is BlockKind.HEADING]
    assert headings == ["3 March 2026", "Date unknown"]
    assert "[The post bears no date.]" in text_of(report)


def test_an_estimated_date_says_so(maker: Maker, created: datetime) -> None:
    view = maker.view("We are ready.", source=_front(maker))
    moment = view.post.published.value
    guess = Dated(moment, Precision.DAY, "estimated from the article number", estimated=True)
    view = replace(view, post=replace(view.post, published=guess))
    said = maker.statement(view, "We are ready.", entity_id=FRONT, basis=Basis.VOICE)
    report = told(maker, replace(view, statements=(said,)), created)
    assert "[The date is estimated from the article number.]" in text_of(report)


def test_a_relay_is_named(maker: Maker, created: datetime) -> None:
    view = maker.view("Yasir Dalham said that the road was open.")
    said = maker.statement(
        view,
        "the road was open",
        speaker="Yasir Dalham",
        entity_id=SPOKESMAN,
        chain=("وكالة أرجوان للأنباء",),
    )
    report = told(maker, replace(view, statements=(said,)), created)
    assert "According to Valley News, which cited Arjuwan News Agency, Yasir" in text_of(report)


def test_a_forward_names_where_it_came_from(maker: Maker, created: datetime) -> None:
    view = maker.view("Yasir Dalham said that the road was open.")
    view = replace(view, post=replace(view.post, forward=Forward("Old Valley")))
    said = maker.statement(view, "the road was open", speaker="Yasir Dalham", entity_id=SPOKESMAN)
    report = told(maker, replace(view, statements=(said,)), created)
    assert "According to Valley News, which cited Old Valley, Yasir" in text_of(report)


def test_a_headline_does_not_repeat_the_text(maker: Maker, created: datetime) -> None:
    text = "Dalham: road open\nYasir Dalham said that the road was open."
    view = maker.view(text)
    view = replace(view, version=replace(view.version, title="Dalham: road open"))
    said = (
        maker.statement(view, "road open", speaker="Dalham", entity_id=SPOKESMAN),
        maker.statement(view, "the road was open", speaker="Yasir Dalham", entity_id=SPOKESMAN),
    )
    report = told(maker, replace(view, statements=said), created)
    items = [b for b in report.blocks if b.kind is BlockKind.ITEM]
    (only,) = (s.text for s in items[0].sentences if s.kind is SentenceKind.CITED)
    assert only.endswith("spokesman of the Lantern Front, said that the road was open.")


def test_two_statements_of_one_speaker_are_not_taken_for_one(
    maker: Maker, created: datetime
) -> None:
    views = []
    for number, words in enumerate(("we shall open the bridge", "our men will march on Sunday")):
        view = maker.view(
            f"Yasir Dalham said that {words}.",
            source=maker.source(id=f"s{number}", name=f"Paper {number}"),
        )
        said = maker.statement(view, words, speaker="Yasir Dalham", entity_id=SPOKESMAN)
        views.append(replace(view, statements=(said,)))
    story = Story("s", "t", tuple(v.post.id for v in views), ("o0", "o1"))
    report = draft_brief(maker.material(*views, stories=(story,)), created=created)
    assert "also reported" not in text_of(report)


def test_copies_that_are_outside_the_scope_are_not_counted(maker: Maker, created: datetime) -> None:
    view = maker.view("We are ready.", source=_front(maker))
    said = maker.statement(view, "We are ready.", entity_id=FRONT, basis=Basis.VOICE)
    view = replace(view, statements=(said,))
    material = replace(
        maker.material(view), origins={"o": Origin("o", (view.post.id, "p_elsewhere"))}
    )
    assert "passed on" not in text_of(draft_brief(material, created=created))


def test_a_channel_with_a_foreign_name_is_called_by_its_handle(
    maker: Maker, created: datetime
) -> None:
    source = maker.source(name="قناة الوادي")
    view = maker.view("Yasir Dalham said that the road was open.", source=source)
    said = maker.statement(view, "the road was open", speaker="Yasir Dalham", entity_id=SPOKESMAN)
    report = told(maker, replace(view, statements=(said,)), created)
    assert "According to the channel @valley_news_x, Yasir Dalham" in text_of(report)


def _front(maker: Maker) -> Source:
    return maker.source(id="front", name="Lantern Front", owner=FRONT, voice=True)


# ------------------------------------------------------------ any text

_WORDS = st.sampled_from(
    [
        *("We declare", "said that", "Yasir Dalham", "the road", "told", "announced:", "3,000"),
        *(
            "“we",
            "go”",
            '"we',
            'stay"',
            "«here»",
            "[sic]",
            "(not)",
            "it's",
            "جاهزون",
            "«نحن",
            "هنا»",
        ),
        *(
            "🔥",
            "#tag_x",
            "Name |",
            ".",
            "?",
            "!”",
            ",",
            "\n",
            "\n\n",
            "…",
            "\u202e",
            "6 March",
            "‘x’",
        ),
    ]
)


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_a_draft_of_any_text_passes_the_gate(
    maker: Maker, created: datetime, data: st.DataObject
) -> None:
    text = " ".join(data.draw(st.lists(_WORDS, min_size=1, max_size=30)))
    english = data.draw(st.sampled_from(["en", "ar"])) == "en"
    lines = [" ".join(data.draw(st.lists(_WORDS, max_size=12))) for _ in paragraphs(text)]
    rendered = "\n".join(line.replace("\n", " ").strip() or "It says." for line in lines)
    view = maker.view(
        text,
        language="en" if english else "ar",
        english=None if english or not data.draw(st.booleans()) else rendered,
    )
    said = tuple(_any_statement(maker, view, data, n) for n in range(data.draw(st.integers(1, 4))))
    material = maker.material(replace(view, statements=said))
    try:
        report = draft_brief(material, created=created)
    except ReportError:
        return
    found = check(report, {view.version.id: view.version})
    assert [f.message for f in found if f.severity == "error"] == []


def _any_statement(maker: Maker, view: PostView, data: st.DataObject, n: int) -> Statement:
    length = len(view.version.text)
    ends = sorted(data.draw(st.tuples(*[st.integers(0, length)] * 4)))
    plain = maker.statement(
        view, "", entity_id=data.draw(st.sampled_from([SPOKESMAN, FRONT, None]))
    )
    cut = data.draw(st.booleans())
    spans = (Span(ends[0], ends[1]), Span(ends[2], ends[3])) if cut else (Span(ends[0], ends[3]),)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, length)] * 2)))
    speaker = replace(
        plain.speaker,
        basis=data.draw(st.sampled_from(list(Basis))),
        span=Span(start, end) if data.draw(st.booleans()) else None,
    )
    return replace(
        plain,
        id=f"s{n}",
        speaker=speaker,
        content=spans,
        act=data.draw(st.sampled_from(list(Act))),
        direct=data.draw(st.booleans()),
    )
