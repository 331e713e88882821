"""An answer that is promised is a threat, in seven languages. Sentences of our own."""

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
