"""Headlines without a verb, statements of offices, colons. All names invented."""

from __future__ import annotations

import pytest

from marsad.extract.attribution import attributions

SAID = [
    ("ur", "مینار کونسل کا انتباہ: پل بند ہے، دور رہیں", "مینار کونسل", "پل بند ہے، دور رہیں"),
    ("ur", "سڑک آج بند نہیں ہو گی، ڈپٹی کمشنر کا اعلان", "ڈپٹی کمشنر", "سڑک آج بند نہیں ہو گی"),
    ("ur", "گورنر نادر گل کی پل پر حملے کی شدید مذمت", "گورنر نادر گل", "پل پر حملے"),
    (
        "ur",
        "پل پر کوئی بوجھ نہیں ڈالا گیا: سیکرٹری نادر گل",
        "سیکرٹری نادر گل",
        "پل پر کوئی بوجھ نہیں ڈالا گیا",
    ),
    ("ur", "جنرل نادر گل کل رات گرجے کہ پل بند رہے گا۔", "جنرل نادر گل", "پل بند رہے گا"),
    ("ur", "مینار کونسل کے بیان میں کہا گیا ہے کہ پل بند ہے۔", "مینار کونسل", "پل بند ہے"),
    ("he", "בהודעת משרד הנמלים נאמר כי הגשר סגור.", "משרד הנמלים", "הגשר סגור"),
    ("ru", "В заявлении посольства говорится, что мост закрыт.", "посольства", "мост закрыт"),
    (
        "tr",
        "Vali Arda Tuna lafı hiç uzatmadı: “Köprü bu hafta açılacak.”",
        "Vali Arda Tuna",
        "Köprü bu hafta açılacak.",
    ),
    (
        "tr",
        "Komutan Salim el-Fener köprünün kapandığını söylemiş.",
        "Komutan Salim el-Fener",
        "köprünün kapandığını",
    ),
    (
        "tr",
        "Köprü kapandı. Kaptan Arda Tuna lafı hiç uzatmadı: “Köprü bu hafta açılacak.”",
        "Kaptan Arda Tuna",
        None,
    ),
    ("tr", "Sendika sözcüsü Arda Tuna, işçileri greve çağırdı.", "Sendika sözcüsü Arda Tuna", None),
    ("tr", "Yerel bir kaynağın aktardığına göre köprü kapandı.", "Yerel bir kaynağın", None),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content"), SAID)
def test_who_says_what(language: str, text: str, speaker: str, content: str | None) -> None:
    (found,) = attributions(text, language)
    assert found.source is not None
    assert found.source.of(text) == speaker
    assert content in (None, found.content[0].of(text), found.content[0].of(text) + ".")


UNSAID = [
    ("ur", "گورنر نادر گل کی گاڑی"),
    ("ur", "پل کی مرمت اور سڑک کی تعمیر کی حمایت"),
    ("ur", "فہرست: چاول، آٹا، گڑ"),
    ("he", "בהודעת משרד הנמלים מספר 14"),
    ("ru", "В заявлении посольства три страницы и печать."),
    ("tr", "Bugün: “Köprü bu hafta açılacak.”"),
]


@pytest.mark.parametrize(("language", "text"), UNSAID)
def test_a_headline_that_tells_of_no_speech_says_nothing(language: str, text: str) -> None:
    assert attributions(text, language) == ()
