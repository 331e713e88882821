"""Names in several scripts and spellings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.names import NameIndex, keys, likeness

PEOPLE = (
    "Qais al-Khazali",
    "Abu Mahdi al-Muhandis",
    "Ghazi Kanaan",
    "Nouri al-Maliki",
    "Hadi al-Amiri",
    "Adnan Faihan",
    "Ismail Qaani",
    "Yisrael Katz",
    "Sergey Shoygu",
)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("قيس الخزعلي", "Qais al-Khazali"),
        ("الشيخ قيس الخزعلي", "Qais al-Khazali"),
        ("Кайс аль-Хазали", "Qais al-Khazali"),
        ("Kais Khazaali", "Qais al-Khazali"),
        ("نوري المالكي", "Nouri al-Maliki"),
        ("هادي العامري", "Hadi al-Amiri"),
        ("ישראל כץ", "Yisrael Katz"),
        ("Сергей Шойгу", "Sergey Shoygu"),
    ],
)
def test_a_person_is_found_in_other_scripts_and_spellings(asked: str, meant: str) -> None:
    found = NameIndex(PEOPLE).ranked(asked)
    assert PEOPLE[found[0].number] == meant
    assert found[0].score > 0


def test_another_name_is_not_taken_for_it() -> None:
    found = NameIndex(PEOPLE).ranked("رجب أردوغان")
    assert all(each.score < 0 for each in found)


@pytest.mark.parametrize("other", ["Nojaba", "Noujabaa", "نجباء", "Нуджаба"])
def test_spellings_of_one_word_are_likelier_one_name_than_another_word_is(other: str) -> None:
    same, different = likeness("Nujaba", [other, "Kataib"])
    assert same > max(different, 0)


def test_alike_sounding_names_come_behind_the_same_name() -> None:
    first, second = likeness("خزعلي", ["khazali", "ghazali"])
    assert first > second > 0


def test_of_scripts_that_were_not_learnt_nothing_is_claimed() -> None:
    assert np.isneginf(likeness("マルサド", ["marsad"]))[0]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=8))
def test_whatever_is_asked_places_are_those_of_the_names(asked: str, names: list[str]) -> None:
    found = NameIndex(names).ranked(asked, limit=3)
    assert len(found) <= 3
    assert len({each.number for each in found}) == len(found)
    assert all(0 <= each.number < len(names) for each in found)
    assert sorted((each.score for each in found), reverse=True) == [e.score for e in found]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzابتثجحخدذرزسشصضطظعغفقكلمنهوي", max_size=12))
def test_a_word_has_few_keys_of_classes_alone(word: str) -> None:
    found = keys(word)
    assert 1 <= len(found) <= 8
    assert set("".join(found)) <= set("BTKSLRMN")


def test_many_are_looked_up_at_once_as_one_by_one() -> None:
    index = NameIndex([*PEOPLE, *PEOPLE, "Nujaba", ""])
    asked = ["قيس الخزعلي", "Nojaba", "", "Qaani", "マルサド", "نوري كامل المالكي"]
    many = index.candidates_many(asked)
    assert [list(each) for each in many] == [list(index.candidates(name)) for name in asked]
    assert [list(many[0]), list(many[1])] == [[0, 9], [18]]
    assert all(len(set(each)) == len(each) for each in many)


def test_of_names_without_number_a_bounded_part_is_looked_at() -> None:
    index = NameIndex([f"Qais Khazali {n}" for n in range(3000)])
    assert 0 < len(index.candidates("قيس الخزعلي")) <= 600


def test_a_whole_key_comes_before_one_with_a_class_left_out() -> None:
    names = [*(f"khazalim{'a' * n}" for n in range(700)), "khazali"]
    assert index_of("خزعلي", names) == 700


def index_of(asked: str, names: list[str]) -> int:
    return int(NameIndex(names).candidates(asked)[0])


def test_a_word_without_end_is_read_up_to_a_point() -> None:
    found = NameIndex(["khazali" * 10_000, "Khazali"]).ranked("خزعلي" * 10_000)
    assert {each.number for each in found} <= {0, 1}
