"""Names are found in any spelling, and not where the words mean something else."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.extract import Gazetteer, entities_for_ner
from marsad.model import Entity, EntityKind, Name
from marsad.resolve import builtin_entities

ORG = EntityKind.ORGANIZATION


def entity(key: str, kind: EntityKind, *names: str, context: tuple[str, ...] = ()) -> Entity:
    return Entity(key, kind, tuple(Name(n, "und") for n in names), context=context)


HERON = entity(
    "org-heron", ORG, "Heron Brigades", "Heron", "كتائب البلشون", "البلشون", "گردان‌های بلشون"
)
TARSUN = entity("pla-tarsun", EntityKind.PLACE, "Tarsun", "ترسون", "ترسونا")
CAVE = entity(
    "org-cave", ORG, "Sleepers of the Hill", "نيام التل", context=("فصيل", "بيان", "faction")
)
GAZETTEER = Gazetteer([HERON, TARSUN, CAVE, entity("org-us", ORG, "US")])


def found(text: str) -> list[tuple[str, str]]:
    return [(f.span.of(text), f.entity.id) for f in GAZETTEER.find(text)]


def test_longest_name_wins() -> None:
    assert found("The Heron Brigades met.") == [("Heron Brigades", "org-heron")]


def test_clitics_stay_outside_the_span() -> None:
    assert found("وصلوا إلى ترسون ومن وترسون وبترسون") == [("ترسون", "pla-tarsun")] * 3


def test_hebrew_particles() -> None:
    place = Gazetteer([entity("pla-x", EntityKind.PLACE, "טרסון")])
    text = "הגיעו לטרסון ובטרסון"
    assert [f.span.of(text) for f in place.find(text)] == ["טרסון", "טרסון"]


def test_a_name_inside_another_word_is_no_name() -> None:
    assert found("Tarsunian and مترسون and ترسونيات") == []


def test_persian_suffix_and_joiner() -> None:
    text = "نیروهای گردانهای بلشون در ترسونای قدیم"
    assert [e for _, e in found(text)] == ["org-heron", "pla-tarsun"]


def test_tatweel_vowels_and_hashtags() -> None:
    text = "كتائب البـلشـون #كتائب_البلشون تَرْسون"
    assert found(text) == [
        ("كتائب البـلشـون", "org-heron"),
        ("كتائب_البلشون", "org-heron"),
        ("تَرْسون", "pla-tarsun"),
    ]


def test_preposition_fused_with_the_article() -> None:
    text = "بيان للبلشون"
    assert found(text) == [("لبلشون", "org-heron")]


def test_short_name_of_a_group_needs_support() -> None:
    assert found("A heron stood in the river; the Heron is a bird.") == []
    assert found("The Heron commander issued a statement.") == [("Heron", "org-heron")]


def test_scripture_phrase_is_not_the_group() -> None:
    assert found("قصة نيام التل في الكتاب عبرة للناس") == []
    assert found("تبنى فصيل نيام التل العملية") == [("نيام التل", "org-cave")]


def test_channel_owner_needs_no_support() -> None:
    text = "البلشون لا ينام"
    ids = [f.entity.id for f in GAZETTEER.find(text, owners=frozenset(("org-heron",)))]
    assert ids == ["org-heron"]


def test_acronyms_need_capitals() -> None:
    assert found("tell us about the US") == [("US", "org-us")]


def test_of_equal_names_the_first_entity_wins_with_a_lower_score() -> None:
    twins = [entity("pla-a", EntityKind.PLACE, "Zubra"), entity("pla-b", EntityKind.PLACE, "Zubra")]
    (only,) = Gazetteer(twins).find("in Zubra")
    assert only.entity.id == "pla-a"
    assert only.score < 0.9


def test_no_entities_no_names() -> None:
    assert Gazetteer([]).find("anything") == ()


@settings(deadline=None)
@given(st.text(alphabet="HeronBigadsكتائب البلشون ـَ_#\n‌وبل", max_size=80))
def test_spans_are_ordered_inside_and_apart(text: str) -> None:
    end = 0
    for f in GAZETTEER.find(text):
        assert end <= f.span.start < f.span.end <= len(text)
        end = f.span.end


def test_titles_give_away_unknown_persons() -> None:
    text = "التقى الشيخ مهران الكعبلي في بيته"
    kinds = [(text[s:e], k) for s, e, k in entities_for_ner(text, "ar")]
    assert ("مهران الكعبلي", "PER") in kinds


def test_head_nouns_and_cues_in_english() -> None:
    text = "Colonel Varek Olmo of the Dravian Relief Agency said so in Morvath."
    kinds = {(text[s:e], k) for s, e, k in entities_for_ner(text, "en")}
    assert {("Varek Olmo", "PER"), ("Dravian Relief Agency", "ORG"), ("Morvath", "LOC")} <= kinds


def test_persian_titles_and_head_nouns() -> None:
    text = "آقای گشتاسب مهرورز در شهرستان زرنوشان گفت"
    kinds = {(text[s:e], k) for s, e, k in entities_for_ner(text, "fa")}
    assert ("گشتاسب مهرورز", "PER") in kinds
    assert ("شهرستان زرنوشان", "LOC") in kinds


def test_ner_counts_whole_words_in_arabic_and_whole_hashtags() -> None:
    text = "قتال بترسون #أمطار_ترسون #ترسون"
    spans = [text[s:e] for s, e, _ in entities_for_ner(text, "ar", GAZETTEER)]
    assert spans.count("بترسون") == 1
    assert spans.count("ترسون") == 1


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120), st.sampled_from(("en", "ar", "fa", "he", "ru")))
def test_ner_never_leaves_the_text(text: str, language: str) -> None:
    end = 0
    for start, stop, kind in entities_for_ner(text, language, GAZETTEER):
        assert 0 <= start < stop <= len(text)
        assert kind in ("PER", "LOC", "ORG")
        assert stop > end
        end = stop


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kinds", "floor"),
    [("ner_train", {"PER", "LOC", "ORG"}, 0.50), ("loc_social_train", {"LOC"}, 0.65)],
)
def test_names_in_annotated_text(shared: Path, name: str, kinds: set[str], floor: float) -> None:
    """F1 over 1,500 texts; a dictionary of the training names reaches .52–.60 and .40–.60."""
    gazetteer = Gazetteer(builtin_entities())
    right = wrong = missed = 0
    inputs = (shared / "dev" / f"{name}_inputs.jsonl").open(encoding="utf-8")
    golds = (shared / "dev" / f"{name}_gold.jsonl").open(encoding="utf-8")
    with inputs, golds:
        for line, answer in islice(zip(inputs, golds, strict=True), 1500):
            row, key = json.loads(line), json.loads(answer)
            assert row["id"] == key["id"]
            found = entities_for_ner(row["text"], row["lang"], gazetteer)
            predicted = {entry for entry in found if entry[2] in kinds}
            gold = {(start, end, kind) for start, end, kind in key["entities"]}
            right += len(predicted & gold)
            wrong += len(predicted - gold)
            missed += len(gold - predicted)
    assert 2 * right / (2 * right + wrong + missed) >= floor
