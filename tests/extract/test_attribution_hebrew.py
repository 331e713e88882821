"""Hebrew attribution: joined letters, abbreviations, order of words. All names invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.said import Said, assert_whole, read, read_at_length, relays

from marsad.extract.attribution import quotations
from marsad.extract.attribution.hebrew import attributions

CASES: list[tuple[str, list[Said]]] = [
    ("שר האוצר, דן כרמון, אמר כי התקציב אושר.", [("שר האוצר, דן כרמון", "התקציב אושר")]),
    ("גורם ביטחוני אמר שהמבצע נדחה.", [("גורם ביטחוני", "המבצע נדחה")]),
    ('דובר צה"ל מסר: "הותקפו שלוש מטרות".', [('דובר צה"ל', "הותקפו שלוש מטרות")]),
    ('"לא ניכנע", אמר מפקד הכוח נדב שוהם.', [("מפקד הכוח נדב שוהם", "לא ניכנע")]),
    (
        'השר נדב שוהם הודיע כי יגיע. "אנחנו כאן", הוא אמר, "ולא נלך לשום מקום".',
        [
            ("השר נדב שוהם", "יגיע"),
            ("השר נדב שוהם", "אנחנו כאן … ולא נלך לשום מקום"),
        ],
    ),
    ("לדברי דוברת המשטרה, שלושה נעצרו.", [("דוברת המשטרה", "שלושה נעצרו")]),
    ("שלושה נעצרו, כך מסרה דוברת המשטרה.", [("דוברת המשטרה", "שלושה נעצרו")]),
    (
        'מנכ"ל החברה, עמית רז, דחה את הטענות לשחיתות.',
        [('מנכ"ל החברה, עמית רז', "הטענות לשחיתות")],
    ),
    ("נשיא המדינה קרא למנהיגים לחזור לשולחן.", [("נשיא המדינה", "לחזור לשולחן")]),
    ("במפגש סוער התחייב ראש העיר לשפץ את המקלטים.", [("ראש העיר", "לשפץ את המקלטים")]),
    ('יו"ר הוועד: "נשבית את המפעל"', [('יו"ר הוועד', "נשבית את המפעל")]),
    (
        'תנועת "שחר" גינתה את הפיגוע וקראה לציבור לשמור על איפוק.',
        [('תנועת "שחר"', "הפיגוע"), ('תנועת "שחר"', "לשמור על איפוק")],
    ),
    (
        "שר האוצר אמר כי התקציב אושר. לדבריו, המיסים לא יועלו.",
        [("שר האוצר", "התקציב אושר"), ("שר האוצר", "המיסים לא יועלו")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_says_what(text: str, expected: list[Said]) -> None:
    assert read(attributions, text) == expected


SILENT = [
    "המשטרה לא אמרה כי הכביש ייפתח.",
    "תאונה: שני רכבים התנגשו בצומת.",
    "האיש שאמר לאשתו שהבית נשרף ברח.",
]


@pytest.mark.parametrize("text", SILENT)
def test_news_without_speech_attributes_nothing(text: str) -> None:
    assert read(attributions, text) == []


def test_a_relay_is_told_from_the_speaker() -> None:
    text = 'סוכנות "גשר" דיווחה כי השר אמר שהדיון בוטל.'
    assert read(attributions, text) == [("השר", "הדיון בוטל")]
    assert relays(attributions, text) == [['סוכנות "גשר"']]


def test_a_relay_before_a_colon_passes_on() -> None:
    text = 'ערוץ אופק ציטט את דובר הארגון: "לא נחתום על המסמך".'
    assert read(attributions, text) == [("דובר הארגון", "לא נחתום על המסמך")]
    assert relays(attributions, text) == [["ערוץ אופק"]]


ABBREVIATIONS = [
    ('דובר צה"ל ומנכ"לית החברה', []),
    ('הוא קרא ל"ידיעות הגליל" אתמול', ['"ידיעות הגליל"']),
    ('דו"ח על "גדודי הרוח" ובג"ץ', ['"גדודי הרוח"']),
    ("ב״קול הגליל״ ובצה״ל", ["״קול הגליל״"]),
]


@pytest.mark.parametrize(("text", "quoted"), ABBREVIATIONS)
def test_the_mark_of_an_abbreviation_opens_no_quotation(text: str, quoted: list[str]) -> None:
    assert [found.outer.of(text) for found in quotations(text)] == quoted


PIECES = st.sampled_from(
    ["אמר ", "כי ", "ש", '"', '", ', "השר ", "הוא ", "לדברי ", ": ", ". ", "\n", "ו", "\u202e"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=50).map("".join), st.booleans())
def test_spans_lie_inside_the_text_and_content_is_never_empty(text: str, voice: bool) -> None:
    assert_whole(attributions, text, voice=voice)


@pytest.mark.parametrize("piece", ["אמר כי ", '", אמר ', "לדברי ", "ציטט את ", 'צה"ל ', '"'])
def test_long_hostile_text_is_read(piece: str) -> None:
    read_at_length(attributions, piece)
