"""Longer posts in Persian and English: whose words are whose over a whole text. Names invented."""

from __future__ import annotations

import pytest
from tests.extract.said import read_at_length

from marsad.extract.attribution import attributions, english, persian

Pairs = list[tuple[str | None, str]]


def said(text: str, language: str, *, voice: bool = False) -> Pairs:
    """Return who says what in ``text``, fuller names first."""
    found = attributions(text, language, voice=voice)
    return [
        (
            (span.of(text) if (span := a.resolved or a.source) else None),
            " | ".join(part.of(text) for part in a.content),
        )
        for a in found
        if not a.attitude
    ]


PERSIAN: list[tuple[str, Pairs]] = [
    (
        "سرهنگ گلبن گفت: «اگر تیری شلیک شود، همه بازنده‌اند؛ هم ما، هم آن‌ها، هم بندر.»",
        [("سرهنگ گلبن", "اگر تیری شلیک شود، همه بازنده‌اند؛ هم ما، هم آن‌ها، هم بندر.")],
    ),
    (
        "به رئیس بندر که دیروز گفت «اسکله جای شما نیست» سلام رساندند.",
        [("رئیس بندر", "اسکله جای شما نیست")],
    ),
    (
        "کانون «فانوس» دولت را به گفت‌وگو فراخواند.",
        [("کانون «فانوس»", "گفت‌وگو")],
    ),
    (
        "دبیر انجمن هرگونه تبانی را تکذیب کرد: «بازی پاک بود.»",
        [("دبیر انجمن", "هرگونه تبانی"), ("دبیر انجمن", "بازی پاک بود.")],
    ),
    (
        "فرماندار دره نسبت به سیل ابراز نگرانی کرد و رهایی دو ماهیگیر را خواستار شد.",
        [("فرماندار دره", "سیل"), ("فرماندار دره", "رهایی دو ماهیگیر")],
    ),
    (
        "از سوی دادستانی گلبن اعلام شد: سه بازار تا فردا بسته است.",
        [("دادستانی گلبن", "سه بازار تا فردا بسته است")],
    ),
    ("فرماندار خبر از سرریز سد سپیدان داد.", [("فرماندار", "سرریز سد سپیدان")]),
    (
        "شهردار: پل دره امن است. وی از کارگران بندر قدردانی کرد.",
        [("شهردار", "پل دره امن است"), ("شهردار", "کارگران بندر")],
    ),
    (
        "سردار بابک رازی در گفت‌وگو:\n«مرز آرام و امن است.»\n\nوی از مرزبانان گلبن تجلیل کرد.",
        [("سردار بابک رازی", "مرز آرام و امن است."), ("سردار بابک رازی", "مرزبانان گلبن")],
    ),
    (
        "استاندار گفت جبههٔ سایه تهدید کرد که پل را منفجر می‌کند.",
        [("جبههٔ سایه", "پل را منفجر می‌کند")],
    ),
    ("سفارت این خبر را نه تأیید کرد و نه رد کرد.", []),
    ("نادر پویان معتقد است که زمستان سرد می‌شود.", []),
    ("هر قایقی در این آب‌ها با آتش پاسخ داده خواهد شد.", []),
]


@pytest.mark.parametrize(("text", "expected"), PERSIAN, ids=range(len(PERSIAN)))
def test_persian(text: str, expected: Pairs) -> None:
    assert said(text, "fa") == expected


def test_speech_that_does_two_things_is_two_statements() -> None:
    text = "ژنرال آرش مهران گفت: «این حمله را تکذیب می‌کنیم. هر تجاوزی را با آتش پاسخ خواهیم داد.»"
    assert said(text, "fa") == [
        ("ژنرال آرش مهران", "این حمله را تکذیب می‌کنیم"),
        ("ژنرال آرش مهران", "هر تجاوزی را با آتش پاسخ خواهیم داد."),
    ]


def test_a_persian_channel_asks_and_addresses_without_stating() -> None:
    text = "خواهران ما در دره و بندر!\nآیا کسی صدای ما را می‌شنود؟\nسه کامیون آرد به روستا رسید."
    assert said(text, "fa", voice=True) == [(None, "سه کامیون آرد به روستا رسید.")]


def test_a_semicolon_parts_what_a_persian_channel_does() -> None:
    text = "ما این جنایت را محکوم می‌کنیم؛ از مردم می‌خواهیم در خانه بمانند."
    assert [content for _, content in said(text, "fa", voice=True)] == [
        "ما این جنایت را محکوم می‌کنیم",
        "از مردم می‌خواهیم در خانه بمانند.",
    ]


ENGLISH: list[tuple[str, Pairs]] = [
    (
        "The Lamp reported on Monday, citing two officials familiar with it, that the port shut.",
        [("two officials", "the port shut")],
    ),
    (
        'Radio Lamp, citing a "senior official": the next convoy will be escorted.',
        [("senior official", "the next convoy will be escorted")],
    ),
    (  # Of whom more is told before the verb: he is neither told nor left out, and tells it once.
        'A nurse who asked not to be named told Radio Lamp: "We lost a colleague."',
        [("A nurse", "We lost a colleague.")],
    ),
    (
        'A nurse who fled told Radio Lamp: "We lost a colleague."',
        [("A nurse", "We lost a colleague.")],
    ),
    (
        "A fisherman briefed on the talks said the harbour would open on Friday.",
        [("A fisherman", "the harbour would open on Friday")],
    ),
    (
        'The council of Darn dismissed the message as "a school essay".',
        [("The council of Darn", 'the message as "a school essay"')],
    ),
    ("Every ship that calls at the port of Darn pays a fee.", []),
    (
        "Jo Quill warned the ferry of “a long winter”, the Darn Agency reported on Monday.",
        [("Jo Quill", "the ferry of “a long winter”")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=range(len(ENGLISH)))
def test_english(text: str, expected: Pairs) -> None:
    assert said(text, "en") == expected


def test_behind_but_somebody_else_speaks() -> None:
    text = (
        "Farmers told us they heard shots near a quarry, but the mayor, Jo Quill, says it was ice."
    )
    said_last = attributions(text, "en")[-1]
    assert said_last.source is not None
    assert said_last.source.of(text) == "the mayor, Jo Quill"
    assert said_last.content[0].of(text) == "it was ice"


def test_what_another_writes_with_a_comma_is_not_the_owners() -> None:
    text = "Heron Press wrote yesterday, we will burn the depot at dawn."
    expected = [("Heron Press", "we will burn the depot at dawn")]
    assert said(text, "en", voice=True) == expected


def test_whom_a_warning_addresses_does_not_speak() -> None:
    text = "A clear word to the crew of the ship Blue Marlin: you are too close to our coast."
    assert said(text, "en", voice=True) == [(None, "you are too close to our coast.")]


def test_a_quotation_below_its_speaker_is_not_the_channels() -> None:
    text = "Spokesperson Mira Oake, in reply to a question:\n“The figure is pulled out of the air.”"
    (found,) = said(text, "en", voice=True)
    assert found[0] is not None
    assert found[0].startswith("Spokesperson Mira Oake")
    assert found[1] == "The figure is pulled out of the air."


@pytest.mark.parametrize("piece", ["؛ گفت که ", "می‌گوید X ؛ ", "که گفت ", "محکوم می‌کنیم؛ ", "! "])
def test_long_persian_is_read(piece: str) -> None:
    read_at_length(persian.attributions, piece)


@pytest.mark.parametrize("piece", ["in a word to X said ", "but X said ; ", "to X: ", '"a" as '])
def test_long_english_is_read(piece: str) -> None:
    read_at_length(english.attributions, piece)
