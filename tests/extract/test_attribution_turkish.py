"""Turkish attribution: the verb stands last, cases show what is said. All names invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.said import Said, assert_whole, read, read_at_length, relays

from marsad.extract.attribution.turkish import attributions

CASES: list[tuple[str, list[Said]]] = [
    (
        'Bakan Selim Arıkan, "Bu kabul edilemez" dedi.',
        [("Bakan Selim Arıkan", "Bu kabul edilemez")],
    ),
    ('"Bu kabul edilemez" dedi Bakan Selim Arıkan.', [("Bakan Selim Arıkan", "Bu kabul edilemez")]),
    (
        '"Köprü açılacak" diyen Vali Cemre Aydın, sürücüleri beklemeye çağırdı.',
        [("Vali Cemre Aydın", "Köprü açılacak"), ("Vali Cemre Aydın", "sürücüleri beklemeye")],
    ),
    (
        "Sözcü Tarık Sönmez, düzenlediği basın toplantısında sınırın kapandığını söyledi.",
        [("Sözcü Tarık Sönmez", "sınırın kapandığını")],
    ),
    (
        "Madenci Birliği Başkanı Rauf Ergin ise grevin süreceğini belirtti.",
        [("Madenci Birliği Başkanı Rauf Ergin", "grevin süreceğini")],
    ),
    ("Deniz Kartalları örgütü, saldırıyı üstlendi.", [("Deniz Kartalları örgütü", "saldırıyı")]),
    (
        "Görgü tanıklarına göre patlama iki kez duyuldu.",
        [("Görgü tanıklarına", "patlama iki kez duyuldu")],
    ),
    (
        "BM Sözcüsü Lara Kvist, taraflara itidal çağrısında bulundu.",
        [("BM Sözcüsü Lara Kvist", "taraflara itidal")],
    ),
    (
        'Komutan Salim, "Limanları vururuz" tehdidinde bulundu.',
        [("Komutan Salim", "Limanları vururuz")],
    ),
    (
        "Valilikten yapılan açıklamada, yangının söndüğü bildirildi.",
        [("Valilikten", "yangının söndüğü")],
    ),
    (
        "Belediye Başkanı Nihat Ergün: Su akşam gelecek",
        [("Belediye Başkanı Nihat Ergün", "Su akşam gelecek")],
    ),
    (
        'Köylülerle buluşan Vali Cemre Aydın, "Yol açılacak" diye konuştu.',
        [("Vali Cemre Aydın", "Yol açılacak")],
    ),
    (
        'Başkan Ayla Tekin, üzülerek "Sokaktayız" dedi ve grev kararı aldıklarını açıkladı.',
        [("Başkan Ayla Tekin", "Sokaktayız"), ("Başkan Ayla Tekin", "grev kararı aldıklarını")],
    ),
    (
        'Vali Cemre Aydın yolun açıldığını duyurdu. Aydın, "Dikkatli olun" dedi.',
        [("Vali Cemre Aydın", "yolun açıldığını"), ("Vali Cemre Aydın", "Dikkatli olun")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_says_what(text: str, expected: list[Said]) -> None:
    assert read(attributions, text) == expected


SILENT = [
    "Kaza: iki araç çarpıştı.",
    "Son tahminlere göre yarın yağmur var.",
    "Saldırıyı şu ana kadar üstlenen olmadı.",
    "Ankara: Köprüde trafik durdu.",
]


@pytest.mark.parametrize("text", SILENT)
def test_news_without_speech_attributes_nothing(text: str) -> None:
    assert read(attributions, text) == []


def test_a_relay_is_told_from_the_speaker() -> None:
    text = 'Ufuk kanalı, sözcü Salim Rami\'ye dayanarak aktarıyor: "Bizim ilgimiz yok."'
    assert [content for _, content in read(attributions, text)] == ["Bizim ilgimiz yok."]
    assert relays(attributions, text) == [["Ufuk kanalı"]]


def test_what_a_group_demands_is_its_own() -> None:
    text = "Okulumuza yapılan saldırıyı kınıyoruz."
    assert read(attributions, text, voice=True) == [(None, "Okulumuza yapılan saldırıyı")]
    assert read(attributions, text) == []


def test_dotted_and_dotless_letters_read_the_same() -> None:
    upper = 'BAKAN SELİM ARIKAN, "YOL KAPANDI BUGÜN" DEDİ.'
    assert read(attributions, upper) == [("BAKAN SELİM ARIKAN", "YOL KAPANDI BUGÜN")]


PIECES = st.sampled_from(
    [
        "dedi ",
        "söyledi ",
        "olduğunu ",
        '"',
        '" ',
        "Bakan ",
        "Ali, ",
        "göre ",
        ": ",
        ". ",
        "\n",
        "ve ",
        "'",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=50).map("".join), st.booleans())
def test_spans_lie_inside_the_text_and_content_is_never_empty(text: str, voice: bool) -> None:
    assert_whole(attributions, text, voice=voice)


@pytest.mark.parametrize(
    "piece", ['" dedi ', "olduğunu söyledi ", "Bakan, ", "göre ", "diyen ", '"']
)
def test_long_hostile_text_is_read(piece: str) -> None:
    read_at_length(attributions, piece)
