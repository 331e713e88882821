"""Urdu attribution: نے before the verb, کہ after it, headlines. All names invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.said import Said, assert_whole, read, read_at_length, relays

from marsad.extract.attribution import quotations
from marsad.extract.attribution.urdu import attributions

CASES: list[tuple[str, list[Said]]] = [
    (
        "وزیر خارجہ سلمان درانی نے کہا کہ سرحد کھلی ہے۔",
        [("وزیر خارجہ سلمان درانی", "سرحد کھلی ہے")],
    ),
    (
        "’’ہم نہیں جھکیں گے‘‘، تحریک کے سربراہ نے جلسے میں کہا۔",
        [("تحریک کے سربراہ", "ہم نہیں جھکیں گے")],
    ),
    (
        "’’ہم نہیں جھکیں گے‘‘، تحریک کے سربراہ نے کہا، ’’اور نہ رکیں گے۔‘‘",
        [("تحریک کے سربراہ", "ہم نہیں جھکیں گے … اور نہ رکیں گے۔")],
    ),
    ("ڈپٹی کمشنر کے مطابق سڑک کل کھلے گی۔", [("ڈپٹی کمشنر", "سڑک کل کھلے گی")]),
    ("ترجمان کا کہنا تھا: ’’کوئی زخمی نہیں ہوا۔‘‘", [("ترجمان", "کوئی زخمی نہیں ہوا۔")]),
    (
        "صدر نے حملے کی شدید مذمت کی اور متاثرین سے تعزیت کا اظہار کیا۔",
        [("صدر", "حملے"), ("صدر", "متاثرین")],
    ),
    (
        "ڈیم اتھارٹی کے بیان میں کہا گیا ہے کہ دروازے کھولے جائیں گے۔",
        [("ڈیم اتھارٹی", "دروازے کھولے جائیں گے")],
    ),
    (
        "کراچی: تاجر اتحاد نے مطالبہ کیا کہ ٹیکس واپس ہو، جبکہ وزیر خزانہ نے مطالبہ مسترد کیا۔",
        [("تاجر اتحاد", "ٹیکس واپس ہو"), ("وزیر خزانہ", "مطالبہ")],
    ),
    ("سڑکیں بند کر دیں گے، کسان رہنما کی دھمکی", [("کسان رہنما", "سڑکیں بند کر دیں گے")]),
    ("صوبائی وزیر دلاور سیال: پل کل کھلے گا", [("صوبائی وزیر دلاور سیال", "پل کل کھلے گا")]),
    (
        "وزیر خارجہ سلمان درانی نے کہا کہ سرحد کھلی ہے۔ انہوں نے مزید کہا کہ بات جاری ہے۔",
        [("وزیر خارجہ سلمان درانی", "سرحد کھلی ہے"), ("وزیر خارجہ سلمان درانی", "بات جاری ہے")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_says_what(text: str, expected: list[Said]) -> None:
    assert read(attributions, text) == expected


SILENT = [
    "کراچی: پل پر دو گاڑیاں ٹکرا گئیں۔",
    "تفصیلات کے مطابق پل پر دو گاڑیاں ٹکرا گئیں۔",
    "ابھی تک کسی نے کچھ نہیں بتایا۔",
]


@pytest.mark.parametrize("text", SILENT)
def test_news_without_speech_attributes_nothing(text: str) -> None:
    assert read(attributions, text) == []


RELAYED = [
    (
        "اخبار سحر نے ذرائع کے حوالے سے لکھا ہے کہ اجلاس ملتوی ہو گیا۔",
        ("ذرائع", "اجلاس ملتوی ہو گیا"),
        ["اخبار سحر"],
    ),
    (
        "چینل افق کے مطابق تنظیم صبح نے دھماکے کی ذمہ داری قبول کر لی ہے۔",
        ("تنظیم صبح", "دھماکے"),
        ["چینل افق"],
    ),
    (
        "پرنسپل نے بتایا کہ ایک کالر نے دھمکی دی کہ اسکول بند کرو۔",
        ("ایک کالر", "اسکول بند کرو"),
        ["پرنسپل"],
    ),
]


@pytest.mark.parametrize(("text", "said", "chain"), RELAYED)
def test_a_relay_is_told_from_the_speaker(text: str, said: Said, chain: list[str]) -> None:
    assert read(attributions, text) == [said]
    assert relays(attributions, text) == [chain]


def test_urdu_marks_open_with_what_closes_elsewhere() -> None:
    text = "اس نے کہا ’’پانی بند ہے۔‘‘ اور مرکز ’رفیق سفر‘ گیا"
    assert [q.outer.of(text) for q in quotations(text)] == ["’’پانی بند ہے۔‘‘", "’رفیق سفر‘"]


PIECES = st.sampled_from(
    ["نے ", "کہا ", "کہ ", "’’", "‘‘، ", "وزیر ", "کے مطابق ", ": ", "۔ ", "\n", "اور ", "\u202e"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=50).map("".join), st.booleans())
def test_spans_lie_inside_the_text_and_content_is_never_empty(text: str, voice: bool) -> None:
    assert_whole(attributions, text, voice=voice)


@pytest.mark.parametrize("piece", ["نے کہا کہ ", "‘‘، ", "’’", "کے مطابق ", "کی مذمت کی ", "اور "])
def test_long_hostile_text_is_read(piece: str) -> None:
    read_at_length(attributions, piece)
