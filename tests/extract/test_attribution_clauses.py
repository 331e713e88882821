"""Who says what in Arabic and Persian sentences with several speakers and parts. Names invented."""

from __future__ import annotations

import pytest

from marsad.extract.attribution import attributions


def said(text: str, language: str) -> list[tuple[str, str]]:
    """Return who speaks, by the fullest name, and what is said."""
    found = []
    for each in attributions(text, language):
        named = each.resolved or each.source
        parts = " … ".join(part.of(text) for part in each.content)
        found.append((named.of(text) if named else "", parts))
    return found


MINISTER = "وزير الموانئ نادر البستوي"

SENTENCES = [
    (
        "ar",
        "«لن نغادر المرفأ»، قال نقيب البحارة سامي الدلبي مبتسماً، «قبل أن تُدفع الأجور».",
        [("نقيب البحارة سامي الدلبي", "لن نغادر المرفأ … قبل أن تُدفع الأجور")],
    ),
    (
        "ar",
        f"رحّب {MINISTER} بالاتفاق، غير أنه نبّه إلى أن الديون كبيرة، قبل أن يضيف أن الحل قريب.",
        [(MINISTER, "بالاتفاق"), (MINISTER, "الديون كبيرة"), (MINISTER, "الحل قريب")],
    ),
    (
        "ar",
        f"انتقد {MINISTER} الإضراب الأخير، مشترطاً عودة العمال، لافتاً الانتباه إلى خسائر المرفأ.",
        [
            (MINISTER, "الإضراب الأخير"),
            (MINISTER, "عودة العمال"),
            (MINISTER, "خسائر المرفأ"),
        ],
    ),
    ("ar", f"أخفى {MINISTER} ابتسامته، إذ رأى أن الصفقة ماتت.", [(MINISTER, "الصفقة ماتت")]),
    (
        "ar",
        f"{MINISTER} يتهم الشركة بالتقصير ويدعو إلى محاسبتها.",
        [(MINISTER, "بالتقصير"), (MINISTER, "محاسبتها")],
    ),
    (
        "ar",
        "قال المتحدث باسم «تجمع أهل الساحل الغربي» سامي الدلبي: «لم نوقع شيئاً».",
        [("المتحدث باسم «تجمع أهل الساحل الغربي» سامي الدلبي", "لم نوقع شيئاً")],
    ),
    (
        "ar",
        "حذّر النقيب سامي الدلبي من «إضراب شامل وطويل» إذا تأخرت الأجور.",
        [("النقيب سامي الدلبي", "إضراب شامل وطويل")],
    ),
    (
        "ar",
        "قال لي حارس المنارة وهو يضحك: «البحر نام الليلة».",
        [("حارس المنارة", "البحر نام الليلة")],
    ),
    (
        "ar",
        "أبلغ النقيب سامي الدلبي وكالة المرسى أن الجسر سليم.",
        [("النقيب سامي الدلبي", "الجسر سليم")],
    ),
    (
        "ar",
        "أعلن قائد الفرقة الثالثة اللواء هادي الدلبي تحرير القرية بالكامل.",
        [("قائد الفرقة الثالثة اللواء هادي الدلبي", "تحرير القرية بالكامل")],
    ),
    (
        "ar",
        "تسجيل نُسب إلى مدير الشركة نادر البستوي: سنبيع المرفأ",
        [("مدير الشركة نادر البستوي", "سنبيع المرفأ")],
    ),
    (
        "ar",
        "جاء في البيان الصادر عن نقابة البحارة أن الإضراب مستمر.",
        [("نقابة البحارة", "الإضراب مستمر")],
    ),
    (
        "ar",
        "قال الوزير سامر الدلبي: ❝لم أر شيئاً تلك الليلة❞",
        [("الوزير سامر الدلبي", "لم أر شيئاً تلك الليلة")],
    ),
    (
        "fa",
        "«این پل»، نادر کاوه‌ای، شهردار بندر، گفت، «تا بهار باز می‌شود.»",
        [("نادر کاوه‌ای، شهردار بندر", "این پل … تا بهار باز می‌شود.")],
    ),
    (
        "fa",
        "نادر کاوه‌ای گفت: «پل بسته است.» وی از رانندگان خواست راه دیگری بروند.",
        [("نادر کاوه‌ای", "پل بسته است."), ("نادر کاوه‌ای", "راه دیگری بروند")],
    ),
    (
        "fa",
        "دو روز پیش، دادستان بندر فاش کرد که پرونده باز است.",
        [("دادستان بندر", "پرونده باز است")],
    ),
    (
        "fa",
        "کانون وکلای بندر آزادی دو صیاد را از دولت مطالبه کرد.",
        [("کانون وکلای بندر", "آزادی دو صیاد")],
    ),
    (
        "fa",
        "رئیس بندر نسبت به فروش کتاب «دریای آرام شمال» هشدار داد.",
        [("رئیس بندر", "فروش کتاب «دریای آرام شمال»")],
    ),
    (
        "fa",
        "شورای بندر آتش‌سوزی انبار را محکوم کرد و صیادان ساحل را به آرامش فراخواند.",
        [("شورای بندر", "آتش‌سوزی انبار"), ("شورای بندر", "آرامش")],
    ),
    ("fa", "۲۱:۰۵ شهردار بندر: پل باز شد", [("شهردار بندر", "پل باز شد")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_sentence(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text, language) == expected


def test_items_that_a_speaker_counts_up_are_each_his() -> None:
    arabic = "أعلن نقيب البحارة سامي الدلبي:\n1- المرفأ مغلق.\n2- الرواتب متأخرة."
    persian = "شهردار بندر اعلام کرد:\n۱- پل بسته است.\n۲- راه دیگری نیست."
    assert said(arabic, "ar") == [
        ("نقيب البحارة سامي الدلبي", "المرفأ مغلق"),
        ("نقيب البحارة سامي الدلبي", "الرواتب متأخرة"),
    ]
    assert said(persian, "fa") == [
        ("شهردار بندر", "پل بسته است"),
        ("شهردار بندر", "راه دیگری نیست"),
    ]


def test_what_is_described_is_not_who_describes_it() -> None:
    text = f"انتقد {MINISTER} القرار. ووصف الخطوة بأنها «تصعيد خطير»."
    assert said(text, "ar") == [(MINISTER, "القرار"), (MINISTER, "تصعيد خطير")]


RELAYED = [
    ("ar", "وكالة المرسى: وزارة الموانئ تحذر من العاصفة", "وزارة الموانئ", ["وكالة المرسى"]),
    ("ar", "قناة المرسى نقلاً عن مصدر في المرفأ: السفينة غرقت", "مصدر في المرفأ", ["قناة المرسى"]),
    ("fa", "کانال موج: شهردار بندر گفت پل فردا باز می‌شود", "شهردار بندر", ["کانال موج"]),
]


@pytest.mark.parametrize(("language", "text", "speaker", "chain"), RELAYED)
def test_who_passes_a_headline_on_is_not_its_speaker(
    language: str, text: str, speaker: str, chain: list[str]
) -> None:
    (found,) = attributions(text, language)
    assert found.source is not None
    assert found.source.of(text) == speaker
    assert [span.of(text) for span in found.chain] == chain


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "قال تعالى: «ولا تفرقوا في الأرض»."),
        ("ar", "قال رسول الله: «البحر واسع والصبر أوسع»."),
        ("fa", "پیامبر فرمود: «دریا پهناور است و صبر پهناورتر.»"),
    ],
)
def test_scripture_is_no_statement(language: str, text: str) -> None:
    assert attributions(text, language) == ()


def test_a_name_on_the_line_before_the_colon_speaks() -> None:
    text = "نادر البستوي\n: لن يباع المرفأ القديم"
    assert said(text, "ar") == [("نادر البستوي", "لن يباع المرفأ القديم")]
