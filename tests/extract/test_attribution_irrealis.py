"""What is denied, foretold, asked or supposed was not said, whatever the language model marks.

Each row marks what a model takes for a statement in it: source | cue | content. Names are invented.
"""

from __future__ import annotations

import re

import pytest

from marsad.encoder.heads import Said
from marsad.encoder.understanding import Understood
from marsad.extract import attributions
from marsad.extract._lexicon import read_toml
from marsad.model import Act, Basis, Span

LANGUAGES = ("ar", "en", "fa", "he", "ru", "tr", "ur")


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def contents(row: tuple[str, str, str]) -> list[str]:
    """Return what is said in a text whose parts a model marks."""
    language, text, marks = row
    roles = zip(("source", "cue", "content"), marks.split(" | "), strict=True)
    spans = {role: (at(text, words),) for role, words in roles}
    seen = Understood(statements=(Said(spans, {Act.OTHER: 1.0}, 0.9),))
    found = attributions(text, language, seen=seen)
    return [each.content[0].of(text) for each in found if not each.attitude]


UNSAID = [
    (
        "ru",
        "Если бы мэр Скалов заявил, что мост откроют, мы бы знали.",
        "мэр Скалов | заявил | мост откроют",
    ),
    (
        "ru",
        "Мэр Скалов может заявить, что мост откроют.",
        "Мэр Скалов | может заявить | мост откроют",
    ),
    (
        "ru",
        "Отряд «Маяк» может сказать, что это его люди.",
        "Отряд «Маяк» | может сказать | это его люди",
    ),
    ("ru", "Завтра мэр Скалов заявит, что мост откроют.", "мэр Скалов | заявит | мост откроют"),
    (
        "ru",
        "Ожидается, что мэр Скалов объявит о закрытии моста.",
        "мэр Скалов | объявит | закрытии моста",
    ),
    (
        "ru",
        "Мэр Скалов никогда не говорил, что мост взорвут.",
        "Мэр Скалов | говорил | мост взорвут",
    ),
    ("ru", "Мэр Скалов не заявлял, что мост взорвут.", "Мэр Скалов | не заявлял | мост взорвут"),
    (
        "ru",
        "Мэр Скалов отказался сообщить, когда откроют мост.",
        "Мэр Скалов | отказался | когда откроют мост",
    ),
    ("ru", "Мэр Скалов сказал бы, что рыбаки виноваты.", "Мэр Скалов | сказал | рыбаки виноваты"),
    ("ru", "Неужели мэр Скалов сказал, что мост взорвут?", "мэр Скалов | сказал | мост взорвут"),
    (
        "uk",
        "Якби мер Скалов заявив, що міст підірвуть, ми б знали.",
        "мер Скалов | заявив | міст підірвуть",
    ),
    (
        "uk",
        "Мер Скалов може заявити, що міст підірвуть.",
        "Мер Скалов | може заявити | міст підірвуть",
    ),
    ("uk", "Завтра мер Скалов скаже, що міст закриють.", "мер Скалов | скаже | міст закриють"),
    ("uk", "Мер Скалов не казав, що міст закриють.", "Мер Скалов | казав | міст закриють"),
    ("he", "השר דולק צפוי לומר כי הגשר ייסגר.", "השר דולק | צפוי לומר | הגשר ייסגר"),
    ("he", "השר דולק עשוי להודיע כי הגשר ייסגר.", "השר דולק | להודיע | הגשר ייסגר"),
    ("he", "השר דולק לא אמר כי הגשר ייסגר.", "השר דולק | אמר | הגשר ייסגר"),
    ("he", "השר דולק יאמר מחר כי הגשר ייסגר.", "השר דולק | יאמר | הגשר ייסגר"),
    ("he", "אם השר דולק יודיע כי הגשר ייסגר, נצא.", "השר דולק | יודיע | הגשר ייסגר"),
    ("he", "האם השר דולק אמר כי הגשר ייסגר?", "השר דולק | אמר | הגשר ייסגר"),
    ("he", "לו השר דולק אמר כי הגשר ייסגר, היינו יודעים.", "השר דולק | אמר | הגשר ייסגר"),
    ("he", "השר דולק סירב לומר מתי ייפתח הגשר.", "השר דולק | סירב | מתי ייפתח הגשר"),
    ("he", "השר דולק מעולם לא טען כי הגשר ייסגר.", "השר דולק | מעולם לא טען | הגשר ייסגר"),
    ("he", "השר דולק מתכוון להכריז כי הגשר ייסגר.", "השר דולק | מתכוון | הגשר ייסגר"),
    (
        "tr",
        "Bakan Arda Tuna köprünün kapanacağını söyleyecek.",
        "Bakan Arda Tuna | söyleyecek. | köprünün kapanacağını",
    ),
    (
        "tr",
        "Bakan Arda Tuna köprünün kapanacağını söyleyebilir.",
        "Bakan Arda Tuna | söyleyebilir | köprünün kapanacağını",
    ),
    (
        "tr",
        "Bakan Arda Tuna köprünün kapanacağını söylemedi.",
        "Bakan Arda Tuna | söylemedi | köprünün kapanacağını",
    ),
    (
        "tr",
        "Bakan Arda Tuna köprünün kapanacağını açıklamıyor.",
        "Bakan Arda Tuna | açıklamıyor | köprünün kapanacağını",
    ),
    (
        "tr",
        "Bakan Arda Tuna köprünün kapanacağını söylerse çıkarız.",
        "Bakan Arda Tuna | söylerse | köprünün kapanacağını",
    ),
    (
        "tr",
        "Bakan Arda Tuna köprünün kapanacağını söyledi mi?",
        "Bakan Arda Tuna | söyledi | köprünün kapanacağını",
    ),
    (
        "tr",
        "Bakan Arda Tuna köprünün kapanacağını söylemiş olsaydı bilirdik.",
        "Bakan Arda Tuna | söylemiş | köprünün kapanacağını",
    ),
    (
        "tr",
        "Vali Arda Tuna “Köprü yıkılacak” diyebilir.",
        "Vali Arda Tuna | diyebilir | Köprü yıkılacak",
    ),
    ("tr", "Vali Arda Tuna “Köprü yıkılacak” demedi.", "Vali Arda Tuna | demedi | Köprü yıkılacak"),
    (
        "tr",
        "Vali Arda Tuna'nın yolu açması bekleniyor.",
        "Vali Arda Tuna | açması bekleniyor | yolu",
    ),
    ("ur", "وزیر ونٹ کل کہیں گے کہ پل بند رہے گا۔", "وزیر ونٹ | کہیں گے | پل بند رہے گا"),
    ("ur", "وزیر ونٹ کل کہیں گے کہ پل بند رہے گا۔", "وزیر ونٹ | کہیں | پل بند رہے گا"),
    ("ur", "وزیر ونٹ کہہ سکتے ہیں کہ پل بند رہے گا۔", "وزیر ونٹ | کہہ سکتے ہیں | پل بند رہے گا"),
    ("ur", "وزیر ونٹ نے نہیں کہا کہ پل بند رہے گا۔", "وزیر ونٹ | کہا | پل بند رہے گا"),
    (
        "ur",
        "وزیر ونٹ نے دعویٰ نہیں کیا کہ پل بند رہے گا۔",
        "وزیر ونٹ | دعویٰ نہیں کیا | پل بند رہے گا",
    ),
    (
        "ur",
        "اگر وزیر ونٹ نے کہا کہ پل بند رہے گا تو ہم نکلیں گے۔",
        "وزیر ونٹ | کہا | پل بند رہے گا",
    ),
    ("ur", "کیا وزیر ونٹ نے کہا کہ پل بند رہے گا؟", "وزیر ونٹ | کہا | پل بند رہے گا"),
    ("ur", "شاید وزیر ونٹ نے کہا کہ پل بند رہے گا۔", "وزیر ونٹ | کہا | پل بند رہے گا"),
    (
        "ur",
        "وزیر ونٹ اعلان کرنے والے ہیں کہ پل بند رہے گا۔",
        "وزیر ونٹ | اعلان کرنے والے ہیں | پل بند رہے گا",
    ),
    (
        "ur",
        "وزیر ونٹ نے یہ بتانے سے انکار کیا کہ پل کب کھلے گا۔",
        "وزیر ونٹ | انکار کیا | پل کب کھلے گا",
    ),
    (
        "en",
        "Mayor Arlo Vint may pen that the bridge is shut.",
        "Mayor Arlo Vint | may pen | the bridge is shut",
    ),
    (
        "en",
        "Mayor Arlo Vint will pen that the bridge is shut.",
        "Mayor Arlo Vint | pen | the bridge is shut",
    ),
    (
        "en",
        "Mayor Arlo Vint did not pen that the bridge is shut.",
        "Mayor Arlo Vint | did not pen | the bridge is shut",
    ),
    (
        "en",
        "Mayor Arlo Vint didn’t pen that the bridge is shut.",
        "Mayor Arlo Vint | pen | the bridge is shut",
    ),
    (
        "en",
        "Mayor Arlo Vint never penned that the bridge is shut.",
        "Mayor Arlo Vint | penned | the bridge is shut",
    ),
    (
        "en",
        "If Mayor Arlo Vint pens that the bridge is shut, we march.",
        "Mayor Arlo Vint | pens | the bridge is shut",
    ),
    (
        "en",
        "Had Mayor Arlo Vint penned that the bridge is shut, we had known.",
        "Mayor Arlo Vint | penned | the bridge is shut",
    ),
    (
        "en",
        "Mayor Arlo Vint is expected to pen that the bridge is shut.",
        "Mayor Arlo Vint | is expected to pen | the bridge is shut",
    ),
    (
        "en",
        "Mayor Arlo Vint refused to pen when the bridge is shut.",
        "Mayor Arlo Vint | refused | when the bridge is shut",
    ),
    (
        "en",
        "Mayor Arlo Vint plans to pen that the bridge is shut.",
        "Mayor Arlo Vint | pen | the bridge is shut",
    ),
    ("ar", "قد يقول الوزير فنت إن الجسر مغلق.", "الوزير فنت | يقول | الجسر مغلق"),
    ("ar", "سيقول الوزير فنت إن الجسر مغلق.", "الوزير فنت | سيقول | الجسر مغلق"),
    ("ar", "سوف يعلن الوزير فنت أن الجسر مغلق.", "الوزير فنت | يعلن | الجسر مغلق"),
    ("ar", "لم يقل الوزير فنت إن الجسر مغلق.", "الوزير فنت | يقل | الجسر مغلق"),
    ("ar", "لن يقول الوزير فنت إن الجسر مغلق.", "الوزير فنت | لن يقول | الجسر مغلق"),
    ("ar", "ما قال الوزير فنت إن الجسر مغلق.", "الوزير فنت | قال | الجسر مغلق"),
    ("ar", "لو قال الوزير فنت إن الجسر مغلق لخرجنا.", "الوزير فنت | قال | الجسر مغلق"),
    ("ar", "إذا أعلن الوزير فنت أن الجسر مغلق فسنخرج.", "الوزير فنت | أعلن | الجسر مغلق"),
    ("ar", "من المتوقع أن يعلن الوزير فنت أن الجسر مغلق.", "الوزير فنت | يعلن | الجسر مغلق"),
    ("ar", "ينوي الوزير فنت أن يعلن أن الجسر مغلق.", "الوزير فنت | ينوي | الجسر مغلق"),
    ("fa", "شاید وزیر ونت بگوید که پل بسته است.", "وزیر ونت | بگوید | پل بسته است"),
    ("fa", "وزیر ونت نگفت که پل بسته است.", "وزیر ونت | نگفت | پل بسته است"),
    ("fa", "وزیر ونت هرگز نگفته است که پل بسته است.", "وزیر ونت | نگفته است | پل بسته است"),
    ("fa", "اگر وزیر ونت بگوید که پل بسته است، می‌رویم.", "وزیر ونت | بگوید | پل بسته است"),
    ("fa", "قرار است وزیر ونت اعلام کند که پل بسته است.", "وزیر ونت | اعلام کند | پل بسته است"),
    ("fa", "ممکن است وزیر ونت ادعا کند که پل بسته است.", "وزیر ونت | ادعا کند | پل بسته است"),
    ("fa", "وزیر ونت می‌تواند بگوید که پل بسته است.", "وزیر ونت | بگوید | پل بسته است"),
    ("fa", "وزیر ونت اعلام نکرد که پل بسته است.", "وزیر ونت | اعلام نکرد | پل بسته است"),
    ("fa", "وزیر ونت حاضر نشد بگوید که پل کی باز می‌شود.", "وزیر ونت | بگوید | پل کی باز می‌شود"),
    ("fa", "وزیر ونت اعلام خواهد کرد که پل بسته است.", "وزیر ونت | اعلام خواهد کرد | پل بسته است"),
]


@pytest.mark.parametrize("row", UNSAID)
def test_what_nobody_has_said_is_left_out(row: tuple[str, str, str]) -> None:
    assert contents(row) == []


SAID = [
    (
        "ru",
        "Мэр Скалов не только накарябал, что мост открыт.",
        "Мэр Скалов | накарябал | мост открыт",
    ),
    ("ru", "Мэр Скалов не исключил, что мост закроют.", "Мэр Скалов | не исключил | мост закроют"),
    (
        "ru",
        "Совет не принял проект Скалова о том, что мост закроют.",
        "Скалова | проект | мост закроют",
    ),
    ("ru", "Если пойдёт дождь, пишут жители, мост закроют.", "жители | пишут | мост закроют"),
    (
        "uk",
        "Мер Скалов не лише надряпав, що міст закриють.",
        "Мер Скалов | надряпав | міст закриють",
    ),
    ("he", "השר דולק לא רק שרבט כי הגשר ייסגר.", "השר דולק | שרבט | הגשר ייסגר"),
    ("he", "השר דולק לא שלל כי הגשר ייסגר.", "השר דולק | לא שלל | הגשר ייסגר"),
    (
        "tr",
        "Vali Arda Tuna lafı dolandırmadı: Köprü yıkılacak.",
        "Vali Arda Tuna | lafı dolandırmadı | Köprü yıkılacak",
    ),
    (
        "tr",
        "Vali Arda Tuna köprünün kapanmayacağını çiziktirdi.",
        "Vali Arda Tuna | çiziktirdi | köprünün kapanmayacağını",
    ),
    ("ur", "وزیر ونٹ نے نہ صرف لکھ مارا کہ پل بند رہے گا۔", "وزیر ونٹ | لکھ مارا | پل بند رہے گا"),
    (
        "ur",
        "وزیر ونٹ نے لکھ مارا کہ پل بند نہیں رہے گا۔",
        "وزیر ونٹ | لکھ مارا | پل بند نہیں رہے گا",
    ),
    (
        "en",
        "Mayor Arlo Vint not only penned that the bridge is shut.",
        "Mayor Arlo Vint | penned | the bridge is shut",
    ),
    (
        "en",
        "If it rains, Mayor Arlo Vint penned, the bridge is shut.",
        "Mayor Arlo Vint | penned | the bridge is shut",
    ),
    (
        "en",
        "Mayor Arlo Vint penned that he will not come.",
        "Mayor Arlo Vint | penned | he will not come",
    ),
    ("ar", "كان الوزير فنت قد نبّه إلى أن الجسر مغلق.", "الوزير فنت | نبّه | الجسر مغلق"),
    ("ar", "كتب الوزير فنت إن الجسر لن يغلق.", "الوزير فنت | كتب | الجسر لن يغلق"),
    ("fa", "اهالی از وزیر ونت می خواهند پل را باز کند.", "اهالی | می خواهند | پل را باز کند"),
    ("fa", "وزیر ونت نوشت که پل بسته نمی‌شود.", "وزیر ونت | نوشت | پل بسته نمی‌شود"),
]


@pytest.mark.parametrize("row", SAID)
def test_what_was_said_stays(row: tuple[str, str, str]) -> None:
    words = row[2].split(" | ")[2]
    assert [said for said in contents(row) if words in said]


RUMOURS = [
    ("ru", "Пишут, что мы отступили из бухты этой ночью.", "мы отступили из бухты этой ночью"),
    ("ru", "Говорят: мы отступили из бухты этой ночью.", "мы отступили из бухты этой ночью"),
    ("uk", "Кажуть, що ми відступили з бухти цієї ночі.", "ми відступили з бухти цієї ночі"),
    ("he", "כותבים שנסוגנו מן הגשר הישן בלילה.", "כותבים שנסוגנו מן הגשר הישן בלילה"),
    ("tr", "Bu gece geri çekildiğimizi yazıyorlar.", "Bu gece geri çekildiğimizi yazıyorlar"),
    ("ur", "لکھا جا رہا ہے کہ ہم رات پیچھے ہٹ گئے۔", "ہم رات پیچھے ہٹ گئے"),
]


@pytest.mark.parametrize(("language", "text", "words"), RUMOURS)
def test_what_people_say_of_the_channel_is_not_its_own(
    language: str, text: str, words: str
) -> None:
    marked = Said({"content": (at(text, words),)}, {Act.OTHER: 1.0}, 0.9)
    seen = Understood(statements=(marked,))
    assert attributions(text, language, voice=True, seen=seen) == ()


@pytest.mark.parametrize(
    ("language", "text", "own"),
    [
        ("ru", "Враг угрожает нам огнём.", False),
        ("uk", "Ворог погрожує спалити наші села.", False),
        ("he", "האויב מאיים לשרוף את כל הכפרים שלנו.", False),
        ("tr", "Düşman bütün köylerimizi yakmakla tehdit ediyor.", False),
        ("ur", "دشمن ہمارے گاؤں جلانے کی دھمکی دے رہا ہے۔", False),
        ("ru", "Враг сидит в наших сёлах третий год.", True),
        ("ur", "دشمن کی دھمکی ہمیں ہمارے گاؤں سے نہیں ہٹا سکتی۔", True),
    ],
)
def test_what_the_enemy_threatens_is_not_the_channels(language: str, text: str, own: bool) -> None:
    found = attributions(text, language, voice=True)
    assert any(each.basis is Basis.VOICE for each in found) is own


@pytest.mark.parametrize("language", LANGUAGES)
def test_patterns_survive_folding(language: str) -> None:
    table = read_toml("irrealis.toml")[language]
    patterns = [*table["verb"], *table["opens"], *table.get("rumours", ())]
    assert patterns
    assert not [each for each in patterns if re.search(r"\\[A-Z]", each)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", ["не не не ", "a b ", "<", "\n", ">>> ", "m" * 50, "ما قال "])
def test_odd_text_around_a_verb_is_read(language: str, piece: str) -> None:
    text = piece * (20_000 // len(piece)) + "Vint hums that they come. " + piece * 200
    marks = {"source": "Vint", "cue": "hums", "content": "they come"}
    spans = {role: (at(text, words),) for role, words in marks.items()}
    seen = Understood(statements=(Said(spans, {Act.OTHER: 1.0}, 0.9),))
    assert all(each.content for each in attributions(text, language, seen=seen))
