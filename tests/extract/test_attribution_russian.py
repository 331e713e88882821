"""Russian attribution: quotations, "that", asides, according to, relays. All names invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.said import Said, assert_whole, read, read_at_length, relays

from marsad.extract.attribution.russian import attributions

KOVROV = "Министр обороны Артём Ковров"

CASES: list[tuple[str, list[Said]]] = [
    (f"{KOVROV} заявил, что граница закрыта.", [(KOVROV, "граница закрыта")]),
    (f"{KOVROV} сказал: «Граница закрыта».", [(KOVROV, "Граница закрыта")]),
    (f"«Граница закрыта», — сказал {KOVROV.lower()}.", [(KOVROV.lower(), "Граница закрыта")]),
    ("«Мы ответим», — заявил мэр Сизов.", [("мэр Сизов", "Мы ответим")]),
    (
        "«Хлеба хватит всем, — сказал мэр Ладыгин, — но воду берегите».",
        [("мэр Ладыгин", "Хлеба хватит всем … но воду берегите")],
    ),
    (
        "Мост открыт для проезда, сообщили в полиции.",
        [("полиции", "Мост открыт для проезда")],
    ),
    (
        "Водители, пояснил мэр Ладыгин, поедут без охраны.",
        [("мэр Ладыгин", "Водители … поедут без охраны")],
    ),
    ("По словам мэра Ладыгина, воды хватит.", [("мэра Ладыгина", "воды хватит")]),
    (
        "Посёлок, по данным штаба, отрезан от дороги.",
        [("штаба", "Посёлок … отрезан от дороги")],
    ),
    (
        "Посол Ирма Даль опровергла слухи о своей отставке.",
        [("Посол Ирма Даль", "слухи о своей отставке")],
    ),
    (
        "Посол Ирма Даль призвала стороны не стрелять до утра.",
        [("Посол Ирма Даль", "не стрелять до утра")],
    ),
    (
        "Группировка «Тихий лес» взяла на себя ответственность за взрыв.",
        [("Группировка «Тихий лес»", "взрыв")],
    ),
    (
        "Пути закрыты до мая, говорится в заявлении дорожной службы.",
        [("дорожной службы", "Пути закрыты до мая")],
    ),
    (
        "СРОЧНО | Штаб обороны: Город эвакуирован. Мост закрыт.",
        [("Штаб обороны", "Город эвакуирован. Мост закрыт")],
    ),
    (
        f"{KOVROV} заявил, что граница закрыта, и пообещал открыть её через неделю.",
        [(KOVROV, "граница закрыта"), (KOVROV, "открыть её через неделю")],
    ),
    (
        f"Вчера прибыл {KOVROV}. «Мы готовы», — подчеркнул он. По его словам, войск хватит.",
        [(KOVROV, "Мы готовы"), (KOVROV, "войск хватит")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_says_what(text: str, expected: list[Said]) -> None:
    assert read(attributions, text) == expected


SILENT = [
    "Министр не сообщил, что граница закрыта.",
    "Авария: две машины столкнулись на мосту.",
    "Погода: завтра дождь.",
    "Вчера на рынке «Северный» торговали рыбой.",
]


@pytest.mark.parametrize("text", SILENT)
def test_news_without_speech_attributes_nothing(text: str) -> None:
    assert read(attributions, text) == []


RELAYED = [
    (
        "Агентство «Волна» со ссылкой на источник в штабе сообщает, что бой окончен.",
        ("источник в штабе", "бой окончен"),
        ["Агентство «Волна»"],
    ),
    (
        "Телеканал «Заря» передаёт, что министр Ковров заявил, что бюджет принят.",
        ("министр Ковров", "бюджет принят"),
        ["Телеканал «Заря»"],
    ),
    (
        "Как сообщает агентство «Волна», мэр Ладыгин назвал приговор позорным.",
        ("мэр Ладыгин", "приговор позорным"),
        ["агентство «Волна»"],
    ),
    (
        "Колонна уже в пути, передаёт агентство «Волна» со ссылкой на мэра Ладыгина.",
        ("мэра Ладыгина", "Колонна уже в пути"),
        ["агентство «Волна»"],
    ),
]


@pytest.mark.parametrize(("text", "said", "chain"), RELAYED)
def test_a_relay_is_told_from_the_speaker(text: str, said: Said, chain: list[str]) -> None:
    assert read(attributions, text) == [said]
    assert relays(attributions, text) == [chain]


def test_what_a_group_demands_without_we_is_its_own() -> None:
    text = "Требуем вывести войска из долины."
    assert read(attributions, text, voice=True) == [(None, "вывести войска из долины")]
    assert read(attributions, text) == []


def test_speech_after_a_headline_ends_where_another_speaks() -> None:
    text = "Мэр Ладыгин: воды хватит всем. Посол Ирма Даль возразила, что колодцы пусты."
    assert read(attributions, text) == [
        ("Мэр Ладыгин", "воды хватит всем"),
        ("Посол Ирма Даль", "колодцы пусты"),
    ]


PIECES = st.sampled_from(
    [
        "заявил ",
        ", что ",
        "«",
        "», — ",
        "мэр ",
        "он ",
        "по словам ",
        ": ",
        ". ",
        "\n",
        "и ",
        "\u202e",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=50).map("".join), st.booleans())
def test_spans_lie_inside_the_text_and_content_is_never_empty(text: str, voice: bool) -> None:
    assert_whole(attributions, text, voice=voice)


HOSTILE = ["заявил, что ", "», заявил ", ", и добавил ", "«Да, — сказал он, — ", "по словам ", "«"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read(piece: str) -> None:
    read_at_length(attributions, piece)


def test_controls_that_turn_text_around_do_not_hide_a_speaker() -> None:
    text = "Мэр\u202e Ладыгин\u202c заявил, что мост открыт."
    assert [content for _, content in read(attributions, text)] == ["мост открыт"]
