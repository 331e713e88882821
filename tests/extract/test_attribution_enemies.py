"""What an enemy says in a group's own channel is never the group's. All names invented."""

from __future__ import annotations

import pytest

from marsad.extract.attribution import Attribution, attributions
from marsad.model import Basis

OWNERS = {
    "he": "גדוד המגדלור",
    "ru": "Отряд «Маяк»",
    "uk": "Загін «Маяк»",
    "tr": "Fener Tugayı",
    "ur": "مینار بریگیڈ",
}


def read(language: str, text: str) -> tuple[Attribution, ...]:
    return attributions(text, language, voice=True, owner=OWNERS[language])


def said_by_owner(language: str, text: str) -> list[str]:
    """Return what the channel's owner is taken to say, by whatever name."""
    owner = OWNERS[language]
    return [
        each.content[0].of(text)
        for each in read(language, text)
        if each.basis is Basis.VOICE or (each.source and each.source.of(text) == owner)
    ]


OTHERS = [
    ("ru", "Ответ врага: мы сожжём деревни завтра."),
    ("ru", "Ультиматум врага: сдайтесь до вечера или умрёте."),
    ("ru", "Главное из речи Винта: все жители Дарна должны уйти."),
    ("ru", "Враг:\nМы войдём в Дарн завтра. Деревни сгорят этой ночью.\nКто останется, тот умрёт."),
    ("ru", "Ответ врага:\nМы войдём в Дарн завтра. Деревни сгорят этой ночью."),
    ("ru", "Винт: мы сожжём все ваши деревни."),
    ("ru", "Винт: деревни Дарна сгорят все до весны."),
    ("ru", "Отряд «Маяк» будет уничтожен до весны. Так говорит генерал Винт."),
    ("ru", "Цитата дня от генерала Винта: Дарн надо сровнять с землёй."),
    ("ru", "В листовках врага написано: уходите или умрёте."),
    ("uk", "Ворог:\nМи увійдемо в Дарн завтра. Села згорять цієї ночі."),
    ("uk", "Вінт: ми спалимо всі ваші села."),
    ("he", "מסר מהאויב: נשרוף את הכפרים מחר בבוקר."),
    ("he", "הודעת האויב: כל התושבים חייבים לצאת."),
    ("he", "ציטוט היום של הגנרל וינט: צריך לשטח את דרן."),
    ("he", "האויב:\nניכנס לדרן מחר בבוקר עם כל הכוח. מי שיישאר בבית שלו ימות."),
    ("he", "וינט: נשרוף את כל הכפרים שלכם."),
    ("he", "הגנרל אורלו וינט: נשרוף את כל הכפרים שלכם."),
    ("he", "גדוד המגדלור יושמד עד האביב, כך טוען האויב."),
    ("he", "ראש הממשלה וינט מזהיר אותנו ומבטיח ניצחון."),
    ("he", "הרב מודה לחיילים ומברך אותם על ההרס."),
    ("tr", "Düşmanın mesajı: akşama kadar teslim olun."),
    ("tr", "Düşman:\nYarın Darn'a gireceğiz.\nEvinde kalan ölecek bu gece."),
    ("tr", "Düşman medyası: liman bu gece uçaklarımızla vuruldu."),
    ("tr", "Onlar diyor ki: bütün köylerinizi yakacağız."),
    ("tr", "Günün sözü, General Vint: Darn yerle bir edilmeli."),
    ("tr", "Düşmana göre üç askerini öldürdük."),
    ("tr", "Vint: bütün köylerinizi yakacağız."),
    ("tr", "Fener Tugayı bir çetedir, dedi General Vint."),
    ("tr", "Fener Tugayı'na teslim olun diyoruz, diyor düşman."),
    ("ur", "وہ کہتے ہیں: ہم تمہارے گاؤں جلا دیں گے۔"),
    ("ur", "دشمن:\nہم کل درن میں داخل ہوں گے۔ جو گھر میں رہا وہ مرے گا۔"),
    ("ur", "ونٹ: ہم تمہارے سارے گاؤں جلا دیں گے۔"),
    ("ur", "مینار بریگیڈ کے دشمن حملے کی ذمہ داری قبول کرتے ہیں۔"),
    ("ur", "دشمن کے وزراء ہماری جدوجہد کی مذمت کرتے ہیں۔"),
    ("ur", "وہ ہم پر حملے کی مذمت کرتے ہیں۔"),
    ("ur", "دشمن کی طرف سے درن کے لوگوں کو خبردار کیا جاتا ہے کہ گھر چھوڑ دیں۔"),
]


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_what_another_one_says_is_not_the_owners(language: str, text: str) -> None:
    assert said_by_owner(language, text) == []


OWN = [
    ("ru", "Наш ответ врагу: мы не уйдём из Дарна никогда.", "мы не уйдём"),
    ("ru", "Ответ: мы не уйдём из Дарна никогда.", "мы не уйдём"),
    ("ru", "Ультиматум кабинету: до весны освободить всех рыбаков.", "до весны"),
    ("ru", "Помните: мы рядом с вами в любой час.", "мы рядом"),
    ("he", "אז הנה התשובה: לא נעזוב את דרן לעולם.", "לא נעזוב"),
    ("he", "מסר לאויב: לא נעזוב את דרן לעולם.", "לא נעזוב"),
    ("he", "ולמפקד התחנה: ראינו את הסירות שלכם במפרץ.", "ולמפקד"),
    ("tr", "Düşmana son sözüm: Darn'dan asla çıkmayız, bilin.", "Darn'dan"),
    ("tr", "Gerçek şu: Vint köylerimizi yakmak istiyor.", "Vint"),
    ("ur", "ہمارا جواب: ہم درن سے کبھی نہیں جائیں گے۔", "ہم درن"),
    ("ur", "دشمن کو پیغام: ہم درن سے کبھی نہیں جائیں گے۔", "ہم درن"),
    ("ur", "کراچی، 31 مارچ: مچھیروں کی کشتیاں ساحل پر کھڑی ہیں۔", "کراچی"),
]


@pytest.mark.parametrize(("language", "text", "opening"), OWN)
def test_what_a_group_says_after_a_colon_of_its_own_stays_its_own(
    language: str, text: str, opening: str
) -> None:
    (said,) = said_by_owner(language, text)
    assert said.startswith(opening)


NAMED = [
    ("ru", "Винт: мы сожжём все ваши деревни.", "Винт"),
    ("ur", "ونٹ: ہم تمہارے سارے گاؤں جلا دیں گے۔", "ونٹ"),
    ("tr", "Fener Tugayı bir çetedir, dedi General Vint.", "General Vint"),
    ("ur", "دشمن کی طرف سے درن کے لوگوں کو خبردار کیا جاتا ہے کہ گھر چھوڑ دیں۔", "دشمن"),
    ("ur", "مینار بریگیڈ کی طرف سے لوگوں کو خبردار کیا جاتا ہے کہ گھر چھوڑ دیں۔", "مینار بریگیڈ"),
    ("he", "הגנרל אורלו וינט: נשרוף את כל הכפרים שלכם.", "הגנרל אורלו וינט"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), NAMED)
def test_who_says_it_is_named(language: str, text: str, speaker: str) -> None:
    (found,) = read(language, text)
    assert found.source is not None
    assert found.source.of(text) == speaker


NOT_SUBJECTS = [
    ("ur", "مینار بریگیڈ کی کشتیاں ساحل پر صبح سے کھڑی ہیں۔"),
    ("tr", "Fener Tugayı düşmanları köyleri yakacaktır."),
    ("tr", "Fener Tugayı'nın tekneleri kıyıda sabahı bekliyor."),
    ("he", "גדוד המגדלור יושמד עד האביב בידי הרוצחים."),
    ("ru", "Отряд «Маяк» будет уничтожен до весны его врагами."),
]


@pytest.mark.parametrize(("language", "text"), NOT_SUBJECTS)
def test_an_owner_of_whom_only_something_is_said_is_not_its_speaker(
    language: str, text: str
) -> None:
    assert [each.source for each in read(language, text)] == [None]


def test_the_name_of_a_group_keeps_its_closing_mark() -> None:
    text = "Отряд «Маяк» стоит рядом с рыбаками в любой час."
    (found,) = read("ru", text)
    assert found.source is not None
    assert found.source.of(text) == OWNERS["ru"]


NO_CUES = [
    ("tr", "Saldırıyı kınıyoruz diyenlere inanmayın."),
    ("tr", "Saldırıyı kınıyoruz demedik, demeyeceğiz."),
    ("ur", "ونٹ اور سکالوف چکی پر حملے کی مذمت کرتے ہیں۔"),
    ("he", "אמנון וינט מודה לדייגים על הסבלנות הרבה."),
]


@pytest.mark.parametrize(("language", "text"), NO_CUES)
def test_a_verb_that_the_group_does_not_perform_is_no_cue(language: str, text: str) -> None:
    assert {each.cue for each in read(language, text)} <= {None}


@pytest.mark.parametrize("text", ["#Darn #Sel kınıyoruz.", "#درن #سل مذمت کرتے ہیں۔"])
def test_a_verb_among_tags_is_read(text: str) -> None:
    language = "tr" if text.isascii() or "ı" in text else "ur"
    (found,) = read(language, text)
    assert found.content[0].of(text)


def test_ifs_and_titles_are_no_words_of_saying() -> None:
    supposed = "Якби мер Скалов заявив, що міст підірвуть, ми б знали."
    assert attributions(supposed, "uk") == ()
    titled = "ראש העיר אמנון דולק: אין תגובה"
    (found,) = attributions(titled, "he")
    assert found.source is not None
    assert found.source.of(titled) == "ראש העיר אמנון דולק"
