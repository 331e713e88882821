"""What a channel says in its own voice, in Hebrew, Russian, Turkish, Urdu. Names are invented."""

from __future__ import annotations

import pytest

from marsad.extract.attribution import attributions
from marsad.model import Basis


def own(text: str, language: str, owner: str = "") -> list[str]:
    """Return what the channel says for itself."""
    found = attributions(text, language, voice=True, owner=owner)
    return [a.content[0].of(text) for a in found if a.basis is Basis.VOICE]


STATED = {
    "he": "שלוש משאיות קמח הגיעו הבוקר לכפר",
    "ru": "Три грузовика с мукой пришли утром в село",
    "uk": "Три вантажівки з борошном прийшли вранці до села",
    "tr": "Üç kamyon un bu sabah köye ulaştı",
    "ur": "آٹے کے تین ٹرک آج صبح گاؤں پہنچ گئے",
}


@pytest.mark.parametrize("language", STATED)
def test_a_group_states_what_it_writes_without_saying_we(language: str) -> None:
    text = STATED[language] + "."
    assert own(text, language) == [STATED[language]]
    assert attributions(text, language) == ()


SILENT = [
    ("he", "בעזרת השם"),
    ("he", "לכל תושבי המפרץ והגבעות:"),
    ("he", "האם נשכח את הדייגים שלנו?"),
    ("he", "המזכירות, גדוד המגדלור"),
    ("ru", "Во имя Аллаха."),
    ("ru", "Братья и сёстры в долине!"),
    ("ru", "Разве мы забудем наших рыбаков?"),
    ("ru", "Штаб отряда «Маяк»"),
    ("tr", "Bismillahirrahmanirrahim"),
    ("tr", "Komşular, dostlar!"),
    ("tr", "Balıkçılarımızı unutur muyuz?"),
    ("tr", "BASIN AÇIKLAMASI"),
    ("ur", "بسم اللہ الرحمن الرحیم"),
    ("ur", "ساتھیو!"),
    ("ur", "کیا ہم اپنے مچھیروں کو بھول جائیں گے؟"),
    ("ur", "ترجمان مینار بریگیڈ"),
]


@pytest.mark.parametrize(("language", "line"), SILENT)
def test_headings_addresses_and_questions_state_nothing(language: str, line: str) -> None:
    assert own(f"{line}\n{STATED[language]}.", language) == [STATED[language]]


@pytest.mark.parametrize(
    ("language", "said", "cue", "content"),
    [
        ("he", "אנחנו דורשים את שחרור כל הדייגים.", "דורשים", "את שחרור כל הדייגים"),
        ("ru", "Мы осуждаем захват рыбацкой лодки.", "осуждаем", "захват рыбацкой лодки"),
        ("uk", "Ми засуджуємо захоплення рибальського човна.", "засуджуємо", None),
        ("tr", "Balıkçı teknesine yapılan saldırıyı kınıyoruz.", "kınıyoruz", None),
        ("ur", "کشتی پر حملے کی مذمت کرتے ہیں۔", "مذمت کرتے ہیں", None),
    ],
)
def test_the_verb_that_performs_an_act_is_its_cue(
    language: str, said: str, cue: str, content: str | None
) -> None:
    (found,) = attributions(said, language, voice=True)
    assert found.cue is not None
    assert found.cue.of(said) == cue
    assert cue not in found.content[0].of(said)
    assert content in (None, found.content[0].of(said))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("he", "איננו מגנים את הדייגים ולא את בניהם."),
        ("ru", "Мы не требуем отставки правительства."),
        ("ru", "Не призываем к насилию и мести."),
        ("uk", "Ми не вимагаємо відставки уряду."),
        ("tr", "Bu saldırıyı neden üstleniyoruz diye soruyorlar."),
    ],
)
def test_a_negated_verb_performs_nothing(language: str, text: str) -> None:
    (found,) = attributions(text, language, voice=True)
    assert found.cue is None
    assert found.content[0].of(text) == text.rstrip(".")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("he", "כל הסירות עומדות מהבוקר ליד החוף. הים שקט."),
        ("ru", "Лодки наши стоят у самого берега бухты. Море спокойно."),
        ("tr", "Teknelerimiz koyun kıyısında sabahı bekliyor artık. Deniz sakin."),
        ("ur", "ہماری کشتیاں ساحل پر صبح سے کھڑی ہیں۔ سمندر پرسکون ہے۔"),
    ],
)
def test_a_short_sentence_goes_on_with_the_one_before_it(language: str, text: str) -> None:
    assert own(text, language) == [text.rstrip(".۔")]


@pytest.mark.parametrize(
    ("language", "said", "short"),
    [
        ("he", "כל הסירות עומדות מהבוקר ליד החוף", "הים היה שקט כל היום"),
        ("ru", "Лодки стоят у самого берега бухты", "Море весь день было спокойно"),
        ("tr", "Tekneler koyun kıyısında sabahı bekliyor", "Deniz bütün gün sakin kaldı"),
        ("ur", "کشتیاں ساحل پر صبح سے کھڑی ہیں", "سمندر سارا دن پرسکون رہا"),
    ],
)
def test_a_new_paragraph_is_a_statement_of_its_own(language: str, said: str, short: str) -> None:
    stop = "۔" if language == "ur" else "."
    assert own(f"{said}{stop} {short}{stop}", language) == [f"{said}{stop} {short}"]
    assert own(f"{said}{stop}\n\n{short}{stop}", language) == [said, short]


def test_a_short_sentence_that_names_an_act_is_a_statement() -> None:
    assert own("Лодки стоят у самого берега бухты. Мы готовы.", "ru")[1:] == ["Мы готовы"]


@pytest.mark.parametrize(
    ("language", "lead", "said"),
    [
        ("he", "ולנוער אנחנו אומרים", "אל תלכו היום אל המגדלור"),
        ("ru", "Тем, кто забрал лодку", "мы знаем ваши имена и лица"),
        ("tr", "Kaymakama son sözüm", "tekneyi bu akşama kadar geri verin"),
        ("ur", "ٹھیکیدار کان کھول کر سن لیں", "کشتی شام تک واپس کی جائے"),
    ],
)
def test_what_leads_to_a_colon_is_no_part_of_what_is_said(
    language: str, lead: str, said: str
) -> None:
    assert own(f"{lead}: {said}.", language) == [said]


NAMED = [
    ("he", "גדוד המגדלור", "גדוד המגדלור עומד לצד הדייגים בכל שעה."),
    ("ru", "Отряд «Маяк»", "Отряд «Маяк» стоит рядом с рыбаками в любой час."),
    ("tr", "Fener Tugayı", "Fener Tugayı her saat balıkçıların yanında duracak."),
    ("ur", "مینار بریگیڈ", "مینار بریگیڈ ہر گھڑی مچھیروں کے ساتھ کھڑی ہے۔"),
]


@pytest.mark.parametrize(("language", "owner", "text"), NAMED)
def test_a_group_that_opens_with_its_name_is_the_speaker(
    language: str, owner: str, text: str
) -> None:
    (found,) = attributions(text, language, voice=True, owner=owner)
    assert found.basis is Basis.NAMED
    assert found.source is not None
    assert text.startswith(found.source.of(text).rstrip("»"))
    (unnamed,) = attributions(text, language, voice=True)
    assert unnamed.basis is Basis.VOICE


def test_the_owners_name_inside_a_sentence_or_in_part_names_no_speaker() -> None:
    text = "Рыбаки ждут, и отряд Маяк стоит рядом. Отряд каменщиков стоит рядом с ними всегда."
    found = attributions(text, "ru", voice=True, owner="Отряд «Маяк»")
    assert {each.basis for each in found} == {Basis.VOICE}


@pytest.mark.parametrize("owner", ["", "«»", "\u202e…", "(((", "a" * 10_000])
def test_any_name_of_an_owner_can_be_looked_for(owner: str) -> None:
    text = STATED["ru"] + "."
    assert [a.basis for a in attributions(text, "ru", voice=True, owner=owner)] == [Basis.VOICE]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("he", 'המשטרה מסרה: "הכביש ייפתח בערב לתנועה".'),
        ("ru", "Мэр Юрий Скалов заявил: «Дорогу откроют к вечеру»."),
        ("tr", "Vali Arda Tuna: “Yol akşama kadar açılacak.”"),
        ("ur", "گورنر نے کہا: ’’سڑک شام تک کھل جائے گی۔‘‘"),
    ],
)
def test_what_somebody_else_says_is_not_said_twice(language: str, text: str) -> None:
    assert own(text, language) == []
