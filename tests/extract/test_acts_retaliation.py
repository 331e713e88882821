"""Retaliation: an answer that is promised is a threat, one that is told of a claim."""

from __future__ import annotations

import pytest

from marsad.extract.acts import classify
from marsad.model import Act


@pytest.mark.parametrize(
    ("language", "content"),
    [
        ("en", "the answer is coming"),
        ("ar", "الرد آتٍ لا محالة"),
        ("fa", "پاسخ ما حتمی است"),
        ("he", "התגובה בוא תבוא"),
        ("ru", "ответ неизбежен"),
        ("uk", "відповідь неминуча"),
        ("tr", "Cevabımız kaçınılmaz"),
        ("ur", "جواب ضرور دیا جائے گا"),
    ],
)
def test_an_answer_that_is_promised_threatens(language: str, content: str) -> None:
    assert classify(content, None, language)[0] is Act.THREAT


@pytest.mark.parametrize(
    ("content", "act"),
    [
        ('the army "will respond with force" if attacked', Act.CONDITIONAL_THREAT),
        ("It's a lie", Act.DENIAL),
        ("the answer came on Sunday", Act.OTHER),
    ],
)
def test_what_is_near_it(content: str, act: Act) -> None:
    assert classify(content, None, "en")[0] is act


@pytest.mark.parametrize(
    ("language", "content"),
    [
        ("en", "This operation is our answer to the killing of Salim"),
        ("ar", "تأتي هذه العملية رداً على اغتيال سليم"),
        ("fa", "این عملیات پاسخ به ترور سلیم بود"),
    ],
)
def test_why_an_operation_was_done_claims_it(language: str, content: str) -> None:
    assert classify(content, None, language)[0] is Act.CLAIM


def test_who_claims_that_something_is_so_claims_no_attack() -> None:
    assert classify("we have left the valley", "claims", "en")[0] is not Act.CLAIM
