"""Languages of posts and snippets."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.text import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أعلن المتحدث باسم الوزارة أن الاجتماع تأجل", "ar"),
        ("في هذا الوقت من العام", "ar"),
        ("سخنگوی وزارتخانه گفت که جلسه به تعویق افتاد", "fa"),
        ("وزارت کے ترجمان نے کہا ہے", "ur"),
        ("د وزارت وياند وويل چې غونډه وځنډېده", "ps"),
        ("وتەبێژی وەزارەت ڕایگەیاند کە کۆبوونەوەکە دواخرا", "ckb"),
        ("דובר המשרד אמר כי הפגישה נדחתה", "he"),
        ("Bakanlık sözcüsü toplantının ertelendiğini söyledi", "tr"),
        ("Представитель министерства сообщил о переносе встречи", "ru"),
        ("Речник міністерства повідомив про перенесення зустрічі", "uk"),
        ("The spokesman of the ministry said", "en"),
        ("Le porte-parole du ministère a déclaré que la réunion est reportée", "fr"),
        ("Ο εκπρόσωπος είπε", "el"),
        ("報道官は会議が延期されたと述べた", "ja"),
        ("مش عارف ازاي ده حصل عشان كده", "arz"),
        ("شو هيدا؟ بدي روح هلق عالبيت", "apc"),
        ("هاد الشي ديالنا بزاف ومزيان", "ary"),
        ("پوهنتون کابل و ولسوالی ها توسط شاروالی اعمار گردیده", "prs"),
    ],
)
def test_names_the_language(text: str, language: str) -> None:
    found, score = detect(text)
    assert found == language
    assert 0.0 < score <= 1.0


def test_links_and_latin_brands_do_not_hide_the_language() -> None:
    assert detect("قال عبر Telegram إن الأمر انتهى https://example.org/some/path")[0] == "ar"


def test_a_dialect_word_in_a_quotation_makes_no_dialect() -> None:
    report = (
        "أعلنت الوزارة في بيان لها أن الاجتماع الذي كان مقررا يوم الثلاثاء تأجل إلى موعد آخر "
        "وقال أحد المواطنين إنه جاء «عشان» يسأل عن الموعد الجديد ولم يجد أحدا يجيبه في المبنى"
    )
    assert detect(report)[0] == "ar"


@pytest.mark.parametrize("text", ["", "   ", "12:30 – 15/3", "🔴🔴", "؟!"])
def test_text_without_letters_has_no_language(text: str) -> None:
    assert detect(text) == ("und", 0.0)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_any_text_gets_a_code_and_a_score(text: str) -> None:
    code, score = detect(text)
    assert code
    assert 0.0 <= score <= 1.0


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("عاجل", "fa", "fa"),
        ("عاجل", "fa-IR", "fa"),
        ("عاجل", "en", "ar"),
        ("عاجل", "مع", "ar"),
        ("Gaza", "de", "de"),
        ("Gaza", "ar", "en"),
        ("מזג אוויר", "en", "he"),
        ("Der Sprecher sagte, die Sitzung sei auf Dienstag verschoben worden.", "en", "de"),
        ("", "fa", "und"),
    ],
)
def test_a_declared_language_counts_where_the_text_hardly_tells(
    text: str, declared: str, language: str
) -> None:
    assert detect(text, declared)[0] == language


def test_importing_loads_no_model() -> None:
    check = (
        "import sys, marsad.text; "
        "print([m for m in ('fasttext', 'py3langid', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
