"""Names in one script."""

from __future__ import annotations

import pytest

from marsad.text import name_tokens


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("الشيخ سامر الخالدي", ("سامر", "خالدی")),
        ("Sheikh Samer al-Khalidi", ("samer", "khalidi")),
        ("عبد الله بن محمد", ("عبدالله", "محمد")),
        ("أبو مهدي المهندس", ("ابومهدی", "مهندس")),
        ("سردار دکتر رضا کریمی", ("رضا", "کریمی")),
        ("General", ("general",)),
        ("", ()),
    ],
)
def test_parts_of_a_name(name: str, parts: tuple[str, ...]) -> None:
    assert name_tokens(name) == parts
