"""What is negated, asked or only supposed is said by nobody: four languages, one table."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.said import Said, read

from marsad.extract.acts import classify
from marsad.extract.attribution import hebrew, russian, turkish, urdu
from marsad.extract.attribution._words import Kind, fold
from marsad.extract.attribution._words import read as tokens
from marsad.model import Act

RULES = {
    "he": hebrew.attributions,
    "ru": russian.attributions,
    "tr": turkish.attributions,
    "ur": urdu.attributions,
}

UNSAID = [
    ("ur", "تنظیم صبح نے یہ نہیں کہا کہ ہم انتقام لیں گے۔"),
    ("ur", "تنظیم صبح نے کبھی نہیں کہا کہ ہم انتقام لیں گے۔"),
    ("ur", "تنظیم صبح نے کہا نہیں کہ ہم انتقام لیں گے۔"),
    ("ur", "وزیر نے نہیں بتایا کہ سڑک کب کھلے گی۔"),
    ("ur", "’’ہم نہیں جھکیں گے‘‘، ترجمان نے نہیں کہا۔"),
    ("ur", "وزیر نے حملے کی نہ تصدیق کی نہ تردید کی۔"),
    ("ur", "آیا وزیر نے کہا کہ سڑک کھلے گی؟"),
    ("ur", "کس نے کہا کہ سڑک کھلے گی؟"),
    ("ur", "کس نے حملے کی مذمت کی؟"),
    ("ur", "اگر وزیر نے کہا کہ سڑک کھلے گی تو ہم جائیں گے۔"),
    ("he", "השר טרם אמר כי הגשר ייפתח."),
    ("he", "השר אינו אומר כי הגשר ייפתח."),
    ("he", "השר ולא אמר כי הגשר ייפתח."),
    ("he", "האם אמר השר כי הגשר ייפתח?"),
    ("he", "אילו אמר השר כי הגשר ייפתח, היינו שמחים."),
    ("he", "הדובר לא באמת אמר כי הגשר ייפתח."),
    ("he", "חיל האוויר תקף אמש שמונים מטרות."),
    ("he", "השר ביקר את בית הספר."),
    ("ru", "Разве министр Ладыгин заявил, что мост откроют?"),
    ("ru", "Заявил ли министр Ладыгин, что мост откроют?"),
    ("ru", "Вряд ли министр Ладыгин заявил, что мост откроют."),
    ("ru", "Допустим, министр Ладыгин заявил, что мост откроют."),
    ("ru", "Министр Ладыгин сказал что-то невнятное."),
    ("ru", "Министр Ладыгин бросил, что мог, в реку."),
    ("ru", "Если министр Ладыгин заявил, что мост откроют, мы рады."),
    ("tr", "Şafak Tugayı saldırıyı üstlendi mi?"),
    ("tr", "Bakan Arda Tuna “Köprü yarın açılacak” dedi mi? Hayır, demedi."),
    ("tr", "“Köprü yarın açılacak” dedi diye bakanı kınadılar."),
    ("tr", "Bakanın köprünün açılacağını söyledi diyemem."),
    ("tr", "Bakanlık sözcüsü: “Köprü yarın açılacak” demedi."),
    ("tr", "Eğer Bakan Arda Tuna köprünün açılacağını söyledi ise, sevindik."),
    ("tr", "Bakan Arda Tuna doğum gününü kutladı."),
    ("tr", "Bakan Arda Tuna kapıyı açıkladı."),
]


@pytest.mark.parametrize(("language", "text"), UNSAID)
def test_what_nobody_said_is_no_statement(language: str, text: str) -> None:
    assert read(RULES[language], text) == []


SAID: list[tuple[str, str, list[Said]]] = [
    ("he", "השר לא רק אמר כי הגשר ייפתח.", [("השר לא רק", "הגשר ייפתח")]),
    ("he", "התנועה דרשה שחרור כל האסירים.", [("התנועה", "שחרור כל האסירים")]),
    ("he", "השר אמר שהגשר ייפתח.", [("השר", "הגשר ייפתח")]),
    ("he", "עו״ד גל ברק אמר כי הגשר ייפתח.", [("עו״ד גל ברק", "הגשר ייפתח")]),
    (
        "ru",
        "Якобы министр Ладыгин заявил, что мост откроют.",
        [("министр Ладыгин", "мост откроют")],
    ),
    (
        "ru",
        "Ладыгин этого не говорил, но заявил, что мост откроют.",
        [("Ладыгин", "мост откроют")],
    ),
    ("ru", "Пресс-служба: мост откроют завтра", [("Пресс-служба", "мост откроют завтра")]),
    ("ru", "«Мост откроют», — бросил Ладыгин.", [("Ладыгин", "Мост откроют")]),
    (
        "tr",
        "Bakan Arda Tuna köprünün açılmasını istedi.",
        [("Bakan Arda Tuna", "köprünün açılmasını")],
    ),
    ("ur", "وزیر نے کہا کہ ہم نہیں جھکیں گے۔", [("وزیر", "ہم نہیں جھکیں گے")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), SAID)
def test_what_stands_beside_it_is_still_said(
    language: str, text: str, expected: list[Said]
) -> None:
    assert read(RULES[language], text) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Разве мы требуем отставки правительства?"),
        ("tr", "Bu saldırıyı kınıyoruz mu sanıyorsunuz?"),
    ],
)
def test_a_channel_says_nothing_by_asking(language: str, text: str) -> None:
    assert read(RULES[language], text, voice=True) == []


@pytest.mark.parametrize(
    ("language", "content", "act"),
    [
        ("ur", "ہم انتقام نہیں لیں گے", Act.THREAT),
        ("he", "לא ננקום באיש", Act.THREAT),
        ("tr", "intikam istemiyoruz", Act.THREAT),
        ("ru", "мы не отомстим", Act.THREAT),
        ("tr", "mezarlık ziyaret edildi", Act.THREAT),
        ("tr", "çantası yanında bulundu", Act.PLEDGE),
        ("tr", "taziye evinde yemek verildi", Act.CONDOLENCE),
        ("ur", "قبرستان میں صفائی ہوئی", Act.THREAT),
        ("ru", "на могиле лежат цветы", Act.THREAT),
    ],
)
def test_negated_words_and_bare_nouns_are_no_act(language: str, content: str, act: Act) -> None:
    assert classify(content, None, language)[0] is not act


@pytest.mark.parametrize(
    ("language", "content"),
    [("ur", "ہم انتقام لیں گے"), ("he", "ננקום באויב"), ("tr", "intikam alacağız")],
)
def test_what_is_not_negated_keeps_its_act(language: str, content: str) -> None:
    assert classify(content, None, language)[0] is Act.THREAT


def test_the_word_then_alone_makes_no_condition() -> None:
    assert classify("ہم تو انتقام لیں گے", None, "ur")[0] is Act.THREAT


@pytest.mark.parametrize(
    ("language", "piece", "times"),
    [
        ("ur", "وزیر نے کہا کہ ", 600),
        ("ur", "اخبار کے مطابق ", 1100),
        ("tr", "“a b c” diyen ", 1500),
        ("ru", "Как сообщает агентство, ", 1000),
        ("he", "העיתון מצטט: ", 1000),
    ],
)
def test_one_speaker_within_another_without_end_is_read(
    language: str, piece: str, times: int
) -> None:
    text = piece * times
    assert all(said.content for said in RULES[language](text))


PHRASES = ("performatives", "formulas", "about_it", "meanwhile")
"""Lists whose entries may be several words."""


@pytest.mark.parametrize("language", RULES)
def test_every_listed_word_can_be_met_in_a_text(language: str) -> None:
    name = f"data/{language}_attribution.toml"
    raw = tomllib.loads(files("marsad.extract").joinpath(name).read_text("utf-8"))
    single = {w for name, words in raw["lists"].items() if name not in PHRASES for w in words}
    phrases = {" ".join(words) for words in _phrases(raw["verbs"])}
    phrases |= {phrase for name in PHRASES for phrase in raw["lists"].get(name, ())}
    dead = [word for word in single if _forms(word) != [fold(word)]]
    dead += [phrase for phrase in phrases if _forms(phrase) != fold(phrase).split()]
    assert dead == []


def _phrases(verbs: dict[str, dict[str, list[str]]]) -> list[list[str]]:
    return [phrase.split() for table in verbs.values() for phrase in table.get("forms", ())]


def _forms(words: str) -> list[str]:
    return [token.form for token in tokens(f"- {words} -").words[1:-1]]


WORDS = {
    "he": "השר אמר כי שהגשר שמונה דרשה שחרור לא תקף : , . ״ עו״ד הודיע נשבע של",
    "ru": "министр Ладыгин заявил что что-то не бросил : , . « » — требует мост",
    "tr": "Bakan Arda Tuna dedi söyledi diyen mi “ ” , . : istedi açılacağını",
    "ur": "وزیر نے کہا کہ نہیں ترجمان : ، ۔ ‘‘ ’’ مطابق کے مذمت کی حملے",
}


@pytest.mark.parametrize("language", RULES)
@given(data=st.data())
def test_content_begins_and_ends_between_words(language: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS[language].split()), max_size=40))
    text = " ".join(words)
    for said in RULES[language](text, voice=data.draw(st.booleans())):
        for span in said.content:
            before, after = text[: span.start], text[span.end :]
            joined = language == "he" and (before + " ")[:-1].endswith("ש")
            assert joined or not (before[-1:].isalpha() and text[span.start].isalpha())
            assert not (after[:1].isalpha() and text[span.end - 1].isalpha())


def test_a_hyphen_joins_a_russian_word() -> None:
    kinds = [token.kind for token in tokens("что-то пресс-служба").words]
    assert kinds == [Kind.WORD, Kind.WORD]
