"""Acts that words name in Arabic and Persian. All names invented."""

from __future__ import annotations

import pytest

from marsad.extract.acts import classify
from marsad.model import Act

NAMED = [
    (Act.DENIAL, "ar", "لا شأن لنا بحريق المخزن", None),
    (Act.DENIAL, "fa", "چنین چیزی نبوده است", None),
    (Act.THREAT, "ar", "كل زورق غريب سيكون هدفا لنا", None),
    (Act.THREAT, "fa", "قایق غریبه در امان نخواهد بود", None),
    (Act.CLAIM, "ar", "دكت مدفعيتنا برج المراقبة فجرا", None),
    (Act.CLAIM, "fa", "رزمندگان یگان فانوس برج دیدبانی را منهدم کردند", None),
    (Act.CALL, "fa", "به دریا نروند", "توصیه می‌کنیم"),
    (Act.PRAISE, "fa", "دست صیادان را می‌بوسیم", None),
    (Act.CONDEMNATION, "ar", "ما جرى عند المنارة وصمة عار", None),
    (Act.DEMAND, "fa", "انبارداران مکلفند گندم را تحویل دهند", None),
    (Act.READINESS, "ar", "وحداتنا مستنفرة على الساحل", None),
]


@pytest.mark.parametrize(("act", "language", "content", "cue"), NAMED)
def test_act(act: Act, language: str, content: str, cue: str | None) -> None:
    assert classify(content, cue, language)[0] is act


def test_an_alert_that_ends_is_no_readiness() -> None:
    assert classify("آماده‌باش یگان فانوس پایان یافت", None, "fa")[0] is not Act.READINESS
    assert classify("یگان فانوس در آماده‌باش کامل است", None, "fa")[0] is Act.READINESS
