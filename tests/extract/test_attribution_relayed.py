"""What a group's channel passes on of others is not the group's. Names are invented."""

from __future__ import annotations

import pytest

from marsad.encoder.heads import Said
from marsad.encoder.understanding import Understood
from marsad.extract import attributions
from marsad.extract.attribution import Attribution
from marsad.model import Act, Basis, Span

OWNERS = {"ru": "Отряд «Маяк»", "he": "גדוד המגדלור", "tr": "Fener Tugayı", "ur": "مینار بریگیڈ"}


def told(language: str, text: str, **marked: str) -> list[tuple[str | None, str]]:
    """Return who says what where a model marks one statement; None is the channel itself."""
    spans = {role: (at(text, words),) for role, words in marked.items()}
    seen = Understood(statements=(Said(spans, {Act.OTHER: 1.0}, 0.9),))
    found = attributions(text, language, voice=True, owner=OWNERS[language], seen=seen)
    return [(speaker(text, each), each.content[0].of(text)) for each in found]


def speaker(text: str, found: Attribution) -> str | None:
    return None if found.source is None or found.basis is Basis.VOICE else found.source.of(text)


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


RELAYED = [
    (
        "ru",
        "Соседи из Дарна шлют весть: лодки ушли ночью в море.",
        ("Соседи из Дарна", "шлют весть", "лодки ушли ночью в море"),
    ),
    (
        "he",
        "שכנינו מדרן שלחו לנו מילה: הסירות יצאו בלילה לים.",
        ("שכנינו מדרן", "שלחו לנו מילה", "הסירות יצאו בלילה לים"),
    ),
    (
        "tr",
        "Darnlı komşular haber yolluyor: tekneler gece denize çıktı.",
        ("Darnlı komşular", "haber yolluyor", "tekneler gece denize çıktı"),
    ),
    (
        "ur",
        "درن کے پڑوسی خبر لائے: کشتیاں رات کو سمندر میں گئیں۔",
        ("درن کے پڑوسی", "خبر لائے", "کشتیاں رات کو سمندر میں گئیں"),
    ),
]

OWN = {
    "ru": "Мы стоим рядом с рыбаками в любой час.",
    "he": "אנחנו עומדים לצד הדייגים בכל שעה של היום.",
    "tr": "Biz her saat balıkçıların yanında duracağız artık.",
    "ur": "ہم ہر گھڑی مچھیروں کے ساتھ کھڑے ہیں۔",
}


@pytest.mark.parametrize(("language", "text", "marks"), RELAYED)
def test_what_a_channel_passes_on_is_told_once(
    language: str, text: str, marks: tuple[str, str, str]
) -> None:
    source, cue, content = marks
    found = told(language, text, source=source, cue=cue, content=content)
    assert found == [(source, content)]


@pytest.mark.parametrize(("language", "text", "marks"), RELAYED)
def test_the_sentences_beside_it_stay_the_channels(
    language: str, text: str, marks: tuple[str, str, str]
) -> None:
    source, cue, content = marks
    own = OWN[language]
    found = told(language, f"{text} {own}", source=source, cue=cue, content=content)
    assert [who for who, _ in found] == [source, None]
    assert found[1][1].rstrip(".۔") == own.rstrip(".۔")


def test_a_few_words_of_another_leave_a_sentence_the_channels() -> None:
    text = "Мы не уйдём из бухты никогда, хоть мэр Скалов сипит: прочь, и лодок наших не отдадим."
    found = told("ru", text, source="мэр Скалов", cue="сипит", content="прочь")
    assert (None, text.rstrip(".")) in found


@pytest.mark.parametrize("source", ["Мы", "Отряд «Маяк»"])
def test_the_channel_itself_is_no_other(source: str) -> None:
    text = f"{source} твёрд и дальше, лодки не уйдут из бухты никогда."
    found = told("ru", text, source=source, cue="твёрд", content="лодки не уйдут из бухты")
    assert [said.rstrip(".") for _, said in found] == [text.rstrip(".")]


def test_whom_the_channel_addresses_does_not_speak() -> None:
    text = "Рыбакам: лодки стоят у самого берега бухты."
    found = told("ru", text, source="Рыбакам", content="лодки стоят у самого берега бухты")
    assert [who for who, _ in found] == [None]


def test_the_verb_that_performs_the_channels_act_keeps_a_sentence_its_own() -> None:
    text = "Мы осуждаем захват лодки рыбаков бухты."
    found = told("ru", text, source="рыбаков", cue="захват", content="лодки рыбаков бухты")
    assert (None, "захват лодки рыбаков бухты") in found


def test_what_stands_between_a_name_and_what_it_says_later_stays_the_channels() -> None:
    own = "Мы стоим рядом с рыбаками в любой час."
    text = f"Соседи из Дарна пришли. {own} Лодки ушли ночью в море, так они шептали."
    marked = {"source": "Соседи из Дарна", "cue": "шептали", "content": "Лодки ушли ночью в море"}
    found = told("ru", text, **marked)
    assert [who for who, said in found if own.rstrip(".") in said] == [None]
