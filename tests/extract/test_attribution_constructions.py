"""Ways of telling what somebody says: Hebrew, Russian, Turkish, Urdu. Names are invented."""

from __future__ import annotations

import pytest
from tests.extract.said import Said, read, relays

from marsad.extract.attribution import hebrew, russian, turkish, urdu

RULES = {
    "he": hebrew.attributions,
    "ru": russian.attributions,
    "tr": turkish.attributions,
    "ur": urdu.attributions,
}

TOLD: list[tuple[str, str, list[Said]]] = [
    # The sentence before is what is said.
    (
        "ru",
        "Дорога закрыта до утра. Об этом сообщил начальник порта Данила Корф.",
        [("начальник порта Данила Корф", "Дорога закрыта до утра")],
    ),
    (
        "ru",
        "Мост восстановят к маю. Об этом губернатор Тагир Мусин написал в канале.",
        [("губернатор Тагир Мусин", "Мост восстановят к маю")],
    ),
    (
        "ru",
        "Порт закрито до ранку. Про це повідомив речник флоту Олесь Тарновий.",
        [("речник флоту Олесь Тарновий", "Порт закрито до ранку")],
    ),
    # Who claims something stands behind it.
    (
        "ru",
        "Ответственность за подрыв поезда взяла на себя группировка «Серый кряж».",
        [("группировка «Серый кряж»", "подрыв поезда")],
    ),
    ("tr", "Saldırıyı Gri Kaya örgütü üstlendi.", [("Gri Kaya örgütü", "Saldırıyı")]),
    (
        "tr",
        'Dünkü bombalı saldırıyı "Gri Kaya" adlı grup sahiplendi.',
        [('"Gri Kaya" adlı grup', "Dünkü bombalı saldırıyı")],
    ),
    (
        "ur",
        "دھماکے کی ذمہ داری تنظیم سفید چٹان نے قبول کر لی ہے۔",
        [("تنظیم سفید چٹان", "دھماکے")],
    ),
    # Prepositions joined to the object, or behind an adverb.
    (
        "he",
        "שר התחבורה אמנון דולק הודיע היום על סגירת הגשר.",
        [("שר התחבורה אמנון דולק", "סגירת הגשר")],
    ),
    ("he", "השר דולק הודה לכבאים על עבודתם.", [("השר דולק", "לכבאים על עבודתם")]),
    ("he", "מפקד הגדוד מאיים בסגירת הנמל.", [("מפקד הגדוד", "בסגירת הנמל")]),
    (
        "he",
        "ארגון הסלע הלבן קיבל על עצמו אחריות לפיצוץ.",
        [("ארגון הסלע הלבן", "לפיצוץ")],
    ),
    ("he", "העובדים הודיעו שישביתו את הנמל.", [("העובדים", "ישביתו את הנמל")]),
    (
        "he",
        "״היה לנו חבר יקר״, ספד לו השר אמנון דולק.",
        [("השר אמנון דולק", "היה לנו חבר יקר")],
    ),
    (
        "he",
        "השר דולק טען שהדייגים נעלמו, ומטה הדייגים האשים אותו בשקר.",
        [("השר דולק", "הדייגים נעלמו"), ("ומטה הדייגים", "אותו בשקר")],
    ),
    # Names that end in a title, accusations, thanks.
    (
        "tr",
        "Gri Kaya örgütü saldırının sorumluluğunu üstlendi.",
        [("Gri Kaya örgütü", "saldırının sorumluluğunu")],
    ),
    (
        "tr",
        'Muhalefet lideri Koru hükümeti "beceriksiz" olmakla suçladı.',
        [("Muhalefet lideri Koru", 'hükümeti "beceriksiz" olmakla')],
    ),
    (
        "tr",
        "Sözcü Arda Koru, teklifi oyalama olarak nitelendirdi.",
        [("Sözcü Arda Koru", "teklifi oyalama")],
    ),
    (
        "ur",
        "عامر کھوکھر نے حکومت پر دھاندلی کا الزام لگایا۔",
        [("عامر کھوکھر", "حکومت پر دھاندلی")],
    ),
    (
        "ur",
        "سینیٹر گل نے تجویز کو ’’وقت کا ضیاع بالکل‘‘ قرار دیا۔",
        [("سینیٹر گل", "وقت کا ضیاع بالکل")],
    ),
    # Another one speaks in the next clause, or sentence.
    (
        "ur",
        "ترجمان کے مطابق فوج نے کارروائی مکمل کر لی جبکہ مقامی ذرائع کا کہنا ہے کہ لڑائی جاری ہے۔",
        [("ترجمان", "فوج نے کارروائی مکمل کر لی"), ("مقامی ذرائع", "لڑائی جاری ہے")],
    ),
    (
        "ru",
        "Минобороны Дарна: за ночь сбито 14 дронов. Губернатор Мусин: пострадавших нет.",
        [
            ("Минобороны Дарна", "за ночь сбито 14 дронов"),
            ("Губернатор Мусин", "пострадавших нет"),
        ],
    ),
    (
        "ru",
        "Как пишет «Вечерний Дарн», мэр подал в отставку.",
        [("«Вечерний Дарн»", "мэр подал в отставку")],
    ),
    (
        "tr",
        "Gri Kaya sözcüsü Darn'ı aldıklarını duyurdu.",
        [("Gri Kaya sözcüsü", "Darn'ı aldıklarını")],
    ),
    ("tr", "Komutan Temur saldırıyı reddediyor.", [("Komutan Temur", "saldırıyı")]),
    ("tr", "Temur'un avukatı suçlamaları reddetti.", [("Temur'un avukatı", "suçlamaları")]),
    # What stands before a name is no part of it.
    (
        "ur",
        "میڈیا سے گفتگو کرتے ہوئے وزیر ارسلان ونٹ نے کہا کہ پل بند رہے گا۔",
        [("وزیر ارسلان ونٹ", "پل بند رہے گا")],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), TOLD)
def test_who_says_what(language: str, text: str, expected: list[Said]) -> None:
    assert read(RULES[language], text) == expected


NOT_TOLD = [
    ("ru", "Военный комендант ввёл запрет, пригрозив расстрелом нарушителям."),
    ("ru", "Об этом сообщил начальник порта Данила Корф."),
    ("ur", "وزیر ونٹ نے یہ بتانے سے انکار کیا۔"),
    ("tr", "Saldırıyı dün gece köylüler üstlendi."),
    ("he", "אמר שמעון דולק."),
    ("he", "לפי שעה איש לא נפגע בנמל."),
]


@pytest.mark.parametrize(("language", "text"), NOT_TOLD)
def test_who_says_nothing(language: str, text: str) -> None:
    assert read(RULES[language], text) == []


def test_a_sentence_that_somebody_says_is_not_the_next_ones() -> None:
    text = "Мэр Скалов заявил, что мост откроют. Об этом сообщил начальник порта Данила Корф."
    assert read(RULES["ru"], text) == [("Мэр Скалов", "мост откроют")]


def test_whom_an_agency_cites_speaks() -> None:
    text = "Как передаёт агентство «Маяк» со ссылкой на военных, порт закрыт."
    assert read(RULES["ru"], text) == [("военных", "порт закрыт")]
    assert relays(RULES["ru"], text) == [["агентство «Маяк»"]]


@pytest.mark.parametrize(
    ("language", "lead", "said"),
    [
        ("ru", "Женщинам и детям Сухого Лога", "уходите через восточный мост до заката"),
        ("ru", "Отдельно — майору Скалову", "твоё имя мы запомнили, и суд его прочтёт"),
        ("he", "אל כל דייגי המפרץ והגבעות", "הערב ראיתם את האור שלנו מעל הראש"),
        ("tr", "Dağdaki bütün gençlerimize", "bu kış evlerimiz sizin evinizdir"),
        ("ur", "درن کے مچھیروں کے نام", "ہماری کشتیاں ہر وقت تمہارے ساتھ ہیں"),
    ],
)
def test_whom_a_channel_addresses_is_no_part_of_what_it_says(
    language: str, lead: str, said: str
) -> None:
    assert read(RULES[language], f"{lead}: {said}.", voice=True) == [(None, said)]


def test_a_clause_before_a_colon_is_no_address() -> None:
    text = "Семьям рыбаков оплатим адвокатов, деньги собраны: триста сорок монет серебром."
    assert read(RULES["ru"], text, voice=True) == [(None, text.rstrip("."))]


def test_what_the_channel_does_itself_is_no_speaker() -> None:
    text = "Осуждаю хамский тон, в котором он отозвался о нашем народе."
    assert {who for who, _ in read(RULES["ru"], text, voice=True)} == {None}


def test_each_paragraph_under_a_spokesmans_name_is_a_statement() -> None:
    first, second = "Лодки вернулись в бухту до рассвета.", "Мост через Кашлы мы держим крепко."
    text = f"Пресс-служба отряда «Маяк»:\n\n{first}\n\n{second}"
    found = read(RULES["ru"], text, voice=True)
    assert [said.rstrip(".") for _, said in found] == [first.rstrip("."), second.rstrip(".")]
    assert {who for who, _ in found} == {"Пресс-служба отряда «Маяк»"}


@pytest.mark.parametrize("language", RULES)
@pytest.mark.parametrize(
    "piece",
    [
        "Об этом сообщил. ",
        "Ответственность за взяла на себя ",
        "Saldırıyı Gri Kaya örgütü üstlendi ",
        "ذمہ داری نے قبول کر لی ",
        "ہوئے نے کہا کہ ",
        "הודיע היום על ",
        ", ומטה האשים ",
        "со ссылкой на ",
        "#a ",
        "\n",
    ],
)
def test_endless_text_is_read(language: str, piece: str) -> None:
    text = piece * (20_000 // len(piece))
    for voice in (False, True):
        assert all(said.content for said in RULES[language](text, voice=voice))
