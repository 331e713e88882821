"""Two names compared, and one looked for among many."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.names import read_pairs
from marsad.names import Decision, NameMatcher, match

SAME = [
    ("أبو مهدي المهندس", "Abu Mahdi al-Muhandis"),
    ("أبي مهدي المهندس", "Abou Mahdi Muhandis"),
    ("عبد الرحمن بن خلدون", "Abdurrahman ibn Khaldun"),
    ("حجت‌الاسلام منصور درخشان", "Hujjat al-Islam Mansour Derakhshan"),
    ("الشهيد كرار الصفار", "Karrar al-Saffar"),
    ("al-Saffar, Karrar", "Karrar al-Saffar"),
    ("كـــرار الصفّـــار", "كرار الصفار"),
    ("Hassan, Ahmed", "Ahmed Hassan"),
    ("للشيخ وسام الدراجي", "الشيخ وسام الدراجي"),
    ("لوسام الدراجي", "وسام الدراجي"),
    ("محمدرضا درخشان", "Mohammad Reza Derakhshan"),
    ("Омар аль-Мухтар", "عمر المختار"),
    ("Ömer Muhtar", "Omar Mukhtar"),
    ("אריאל שרון", "Ariel Sharon"),
    ("Lashkar-e-Tayyiba", "Lashkar-i-Taiba"),
    ("Noujabaa", "Nojaba"),
    ("حركة الجهاد الإسلامي في فلسطين", "Palestinian Islamic Jihad"),
    ("Palestinian Islamic Jihad", "P.I.J."),
    ("اللواء ٤٥", "45th Brigade"),
    ("Ansarullah", "Ansar Allah"),
]

NOT_SAME = [
    ("حسن الصفار", "Hussein al-Saffar"),
    ("Ali ibn Husayn", "Husayn ibn Ali"),
    ("Mohammed Ali", "Ali Mohammed"),
    ("Abd al-Rahman al-Saffar", "Abd al-Rahim al-Saffar"),
    ("Nasr al-Kadhimi", "Nasser al-Kadhimi"),
    ("Abu Hamza al-Tayyar", "Abu Hamza al-Karkhi"),
    ("أم حمزة الطيار", "أبو حمزة الطيار"),
    ("Zaynab al-Darraji", "Abu Zaynab al-Darraji"),
    ("Karim al-Darraji", "Wissam Karim al-Darraji"),
    ("45th Brigade", "46th Brigade"),
    ("سرايا القدس", "سرايا السلام"),
    ("Islamic Resistance in Bahrain", "المقاومة الإسلامية في العراق"),
    ("حزب الله", "كتائب حزب الله"),
    ("PIJ", "Egyptian Islamic Jihad"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_spellings_of_one_name_are_the_same_from_either_side(first: str, second: str) -> None:
    assert match(first, second).decision is Decision.SAME
    assert match(second, first).decision is Decision.SAME


@pytest.mark.parametrize(("first", "second"), NOT_SAME)
def test_two_names_are_not_taken_for_one(first: str, second: str) -> None:
    assert match(first, second).decision is not Decision.SAME
    assert match(second, first).decision is not Decision.SAME


def test_a_match_says_what_was_paired_left_out_and_passed_over() -> None:
    found = match("الشيخ وسام كريم الدراجي", "Wissam al-Darraji")
    assert found.decision is Decision.SAME
    assert [(pair.first, pair.second) for pair in found.pairs] == [
        ("وسام", "wissam"),
        ("دراجی", "darraji"),
    ]
    assert found.missing == (("کریم",), ())
    assert "left out: “کریم”" in found.why
    assert "title “الشیخ” passed over" in found.why


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("PIJ", "Palestinian Islamic Jihad", "first letters"),
        ("PIJ", "حركة الجهاد الإسلامي في فلسطين", "first letters in English"),
        ("Abu Mahdi al-Saffar", "Jamal al-Saffar", "kunya"),
        ("الحشد", "الحشد الشعبي", "short form"),
        ("Karim", "Karim al-Darraji", "only one part"),
        ("Mohammed Ali", "Ali Mohammed", "another order"),
        ("Karim al-Darraji", "Wissam Karim al-Darraji", "given name is missing"),
    ],
)
def test_why_is_said_in_plain_words(first: str, second: str, why: str) -> None:
    assert why in " ".join(match(first, second).why)


def test_what_may_be_one_is_neither_same_nor_different() -> None:
    assert match("Abu Mahdi al-Saffar", "Jamal al-Saffar").decision is Decision.MAYBE
    assert match("الحشد", "الحشد الشعبي").decision is Decision.MAYBE


def test_a_number_that_only_one_has_makes_another_body() -> None:
    assert match("45th Nujaba Brigade", "لواء النجباء").decision is Decision.DIFFERENT


def test_without_guesses_only_equal_letters_count() -> None:
    assert match("Khazaali", "Khazali", exact=True).decision is Decision.DIFFERENT
    assert match("الخزعلي", "Khazali", exact=True).decision is Decision.DIFFERENT
    assert match("Sheikh al-Khazali", "Khazali", exact=True).decision is Decision.SAME
    assert match("الشيخ قيس الخزعلي", "قيس الخزعلى", exact=True).decision is Decision.SAME


NAMES = [
    ("nujaba", "Harakat al-Nujaba"),
    ("nujaba", "حركة النجباء"),
    ("pij", "Palestinian Islamic Jihad"),
    ("brigade-45", "45th Brigade"),
    ("brigade-46", "46th Brigade"),
    ("saffar", "Karrar al-Saffar"),
    ("karrada", "Karrada"),
    ("badr", "Badr Organization"),
    ("mahmudiya", "المحمودية"),
]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Noujabaa Movement", "nujaba"),
        ("Движение Нуджаба", "nujaba"),
        ("حركة الجهاد الإسلامي الفلسطينية", "pij"),
        ("PIJ", "pij"),
        ("اللواء 46", "brigade-46"),
        ("الشهيد كرار الصفار", "saffar"),
        ("منظمة بدر", "badr"),
    ],
)
def test_a_name_finds_its_entity_in_other_scripts_and_languages(name: str, key: str) -> None:
    found = NameMatcher(NAMES).find(name)
    assert [k for k, each in found if each.decision is Decision.SAME] == [key]


def test_each_entity_comes_once_by_its_best_name() -> None:
    found = NameMatcher(NAMES).find("حركة النجباء")
    assert [key for key, _ in found].count("nujaba") == 1
    assert found[0][0] == "nujaba"
    assert found[0][1].score == 1.0


@pytest.mark.parametrize("word", ["حرارة", "because", "attack", "کارد", "мороз", "Karim Rezaei"])
def test_an_everyday_word_means_no_entity(word: str) -> None:
    found = NameMatcher(NAMES).find(word)
    assert [key for key, each in found if each.decision is Decision.SAME] == []


def test_one_word_that_resembles_a_name_is_no_more_than_maybe() -> None:
    found = dict(NameMatcher(NAMES).find("Кардада"))
    assert Decision.SAME not in {each.decision for each in found.values()}


def test_guesses_can_be_turned_off_in_looking_up() -> None:
    matcher = NameMatcher(NAMES, exact=True)
    assert matcher.find("Noujabaa Movement") == []
    assert [key for key, _ in matcher.find("HARAKAT AL NUJABA")] == ["nujaba"]


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ابعدلموي -,'\".\u200f\u202e\u200cABDUL<>&%*()١2", max_size=60),
    st.sampled_from(["", " ", ",", "عبد", "abu", "al-", "ابن بن ابن", "<b>x</b>", "' OR 1=1 --"]),
)


@settings(deadline=None, max_examples=150)
@given(HOSTILE, HOSTILE)
def test_whatever_is_compared_there_is_a_decision_alike_from_both_sides(a: str, b: str) -> None:
    first, second = match(a, b), match(b, a)
    assert 0 <= first.score <= 1
    assert first.decision is second.decision


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SAME + NOT_SAME), st.booleans())
def test_a_name_is_the_same_as_itself(pair: tuple[str, str], exact: bool) -> None:
    for name in pair:
        assert match(name, name, exact=exact).decision is Decision.SAME


def test_a_name_without_end_is_read_up_to_a_point() -> None:
    assert match("a " * 100_000, "b" * 100_000).decision is Decision.DIFFERENT
    assert NameMatcher(NAMES).find("الصفار " * 50_000) is not None


def test_pairs_by_hand_are_told_apart() -> None:
    rows = read_pairs("dev")
    found = [match(row["first"], row["second"]).decision is Decision.SAME for row in rows]
    wrong = [r for r, same in zip(rows, found, strict=True) if same and r["answer"] != "same"]
    assert len(rows) >= 300
    assert len(wrong) <= 0.03 * sum(found), wrong


def test_the_example_of_the_documentation_runs() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "names.md"
    (example,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    exec(example, {})
