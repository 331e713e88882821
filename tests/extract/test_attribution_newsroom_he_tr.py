"""Plain newsroom sentences in Hebrew and Turkish. All names invented."""

from __future__ import annotations

import pytest
from tests.extract.said import Said, read, relays

from marsad.extract.attribution import hebrew, turkish

TURKISH: list[tuple[str, list[Said]]] = [
    (
        "Bakanlığa göre saldırıda üç kişi yaralandı.",
        [("Bakanlığa", "saldırıda üç kişi yaralandı")],
    ),
    ("Valiliğe göre yol kapalı.", [("Valiliğe", "yol kapalı")]),
    ("Tanıklara göre silahlı kişiler köye girdi.", [("Tanıklara", "silahlı kişiler köye girdi")]),
    (
        "Harekete yakın bir kaynak haberleri yalanladı.",
        [("Harekete yakın bir kaynak", "haberleri")],
    ),
    (
        "Örgüte yakın kaynaklar, saldırının süreceğini söyledi.",
        [("Örgüte yakın kaynaklar", "saldırının süreceğini")],
    ),
    ("Plana göre köprü yarın açılacak.", []),
    ("Yasaya göre köprü kapalı.", []),
    ("Darn'a göre daha sıcak bir gün bekleniyor.", []),
]

HEBREW: list[tuple[str, list[Said]]] = [
    (
        'דובר גדודי השחר אבו לית אמר כי "התגובה בוא תבוא" והוסיף שהמועד האחרון הוא ביום חמישי.',
        [
            ("דובר גדודי השחר אבו לית", "התגובה בוא תבוא"),
            ("דובר גדודי השחר אבו לית", "המועד האחרון הוא ביום חמישי"),
        ],
    ),
    (
        'כתב השר אורי גלבוע ברשת X: "הכביש ייפתח מחר".',
        [("השר אורי גלבוע", "הכביש ייפתח מחר")],
    ),
    (
        '"הכביש ייפתח מחר", כתב השר אורי גלבוע בחשבון ה-X שלו.',
        [("השר אורי גלבוע", "הכביש ייפתח מחר")],
    ),
    (
        'ראש המועצה דנה לביא כינה את ההחלטה "בלתי צודקת" וקרא לתושבים להפגין.',
        [
            ("ראש המועצה דנה לביא", 'ההחלטה "בלתי צודקת"'),
            ("ראש המועצה דנה לביא", "להפגין"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "said"), TURKISH)
def test_turkish_newsroom_sentences_have_their_speaker(text: str, said: list[Said]) -> None:
    assert read(turkish.attributions, text) == said


@pytest.mark.parametrize(("text", "said"), HEBREW)
def test_hebrew_newsroom_sentences_have_their_speaker(text: str, said: list[Said]) -> None:
    assert read(hebrew.attributions, text) == said


def test_a_turkish_agency_passes_on_whom_its_report_is_based_on() -> None:
    text = "Reuters'ın iki yetkiliye dayandırdığı habere göre heyet yarın gelecek."
    assert read(turkish.attributions, text) == [("iki yetkiliye", "heyet yarın gelecek")]
    assert relays(turkish.attributions, text) == [["Reuters"]]


@pytest.mark.parametrize(
    "text",
    [
        "רויטרס דיווחה, בהסתמך על שני בכירים, כי המשלחת תגיע מחר.",
        "רויטרס, בהסתמך על שני בכירים, דיווחה כי המשלחת תגיע מחר.",
    ],
)
def test_a_hebrew_agency_passes_on_whom_it_cites(text: str) -> None:
    assert read(hebrew.attributions, text) == [("שני בכירים", "המשלחת תגיע מחר")]
    assert relays(hebrew.attributions, text) == [["רויטרס"]]


def test_a_turkish_quotation_parted_by_its_speaker_is_one_statement() -> None:
    text = '"Saldırıyı kınıyoruz," dedi sözcü Ali Demir, "ve yanıt vereceğiz."'
    [found] = turkish.attributions(text)
    assert found.source is not None
    assert found.source.of(text) == "sözcü Ali Demir"
    said = [span.of(text).rstrip(",.") for span in found.content]
    assert said == ["Saldırıyı kınıyoruz", "ve yanıt vereceğiz"]
