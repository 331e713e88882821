"""Plain sentences of newsrooms and channels in Persian, Dari and Arabic, by rules alone.

Each row: the language, a text, and who says what in it, as "speaker | basis | content". All names
are invented.
"""

from __future__ import annotations

import pytest

from marsad.extract import attributions


def said(language: str, text: str, *, voice: bool = False) -> list[str]:
    """Return "speaker | basis | content" of each statement; a pronoun stands for its speaker."""
    rows = []
    for each in attributions(text, language, voice=voice):
        who = each.source.of(text) if each.source else ""
        content = " … ".join(span.of(text) for span in each.content)
        rows.append(f"{who} | {each.basis.name} | {content}")
    return rows


TWO_ACTS = [
    (
        "fa",
        "دبیرکل از توافق استقبال کرد و آن را «گامی شجاعانه» توصیف کرد.",
        ["دبیرکل | TITLE | توافق", "دبیرکل | PRONOUN | گامی شجاعانه"],
    ),
    (
        "fa",
        "وزیر از امدادگران تشکر کرد و خواستار کمک بیشتر شد.",
        ["وزیر | TITLE | امدادگران", "وزیر | PRONOUN | کمک بیشتر"],
    ),
    (
        "fa",
        "وزیر کشور حمله را محکوم کرد و آن را «جنایتی آشکار» خواند.",
        ["وزیر کشور | TITLE | حمله", "وزیر کشور | PRONOUN | جنایتی آشکار"],
    ),
    (
        "fa",
        "رئیس شورا با این طرح مخالفت کرد و آن را خطرناک دانست.",
        ["رئیس شورا | TITLE | این طرح", "رئیس شورا | PRONOUN | خطرناک"],
    ),
    (
        "fa",
        "وزیر راه از پیشنهاد استقبال و از رانندگان تشکر کرد.",
        ["وزیر راه | TITLE | پیشنهاد", "وزیر راه | PRONOUN | رانندگان"],
    ),
    (
        "fa",
        "رئیس‌جمهور مخالفان را به خیانت متهم کرد و گفت محاکمه خواهند شد.",
        [
            "رئیس‌جمهور | TITLE | مخالفان را به خیانت",
            "رئیس‌جمهور | PRONOUN | محاکمه خواهند شد",
        ],
    ),
    (
        "ar",
        "رحب الأمين العام بالاتفاق ووصفه بأنه «خطوة شجاعة».",
        ["الأمين العام | TITLE | بالاتفاق", "الأمين العام | PRONOUN | خطوة شجاعة"],
    ),
    (
        "ar",
        "شكر الوزير رجال الإنقاذ وطالب بمزيد من الدعم.",
        ["الوزير | TITLE | رجال الإنقاذ", "الوزير | PRONOUN | بمزيد من الدعم"],
    ),
    (
        "ar",
        "دان وزير الداخلية الهجوم ووصفه بـ«الجريمة النكراء».",
        ["وزير الداخلية | TITLE | الهجوم", "وزير الداخلية | PRONOUN | الجريمة النكراء"],
    ),
    (
        "ar",
        "عارض رئيس المجلس الخطة واعتبرها «خطيرة».",
        ["رئيس المجلس | TITLE | الخطة", "رئيس المجلس | PRONOUN | خطيرة"],
    ),
    (
        "ar",
        "ندد وجهاء البلدة بالاعتداء واعتبروه خرقا للهدنة.",
        ["وجهاء البلدة | NAMED | بالاعتداء", "وجهاء البلدة | PRONOUN | خرقا للهدنة"],
    ),
    (
        "ar",
        "أعرب الأمين العام عن قلقه ودعا الأطراف إلى ضبط النفس.",
        ["الأمين العام | TITLE | قلقه", "الأمين العام | PRONOUN | ضبط النفس"],
    ),
    (
        "ar",
        "قال وزير الطاقة إن السد سليم لكن خبراء يقولون إنه متصدع.",
        ["وزير الطاقة | TITLE | السد سليم", "خبراء | UNNAMED | متصدع"],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), TWO_ACTS)
def test_two_acts_of_one_sentence_are_two_statements(
    language: str, text: str, expected: list[str]
) -> None:
    assert said(language, text) == expected


SPEAKERS = [
    ("fa", "سخنگوی این وزارت حمله را محکوم کرد.", "سخنگوی این وزارت | TITLE | حمله"),
    (
        "fa",
        "سه منبع آگاه به خبرگزاری کاوان گفتند راه باز است.",
        "سه منبع آگاه | UNNAMED | راه باز است",
    ),
    ("fa", "چند شاهد عینی به خبرنگار ما گفتند پل سوخت.", "چند شاهد عینی | UNNAMED | پل سوخت"),
    (
        "fa",
        "خبرگزاری سهند به نقل از دو مقام مسئول گزارش داد که پل سرنگون شد.",
        "دو مقام مسئول | UNNAMED | پل سرنگون شد",
    ),
    (
        "fa",
        "دو تن از مسئولان محلی به رادیو سپیده گفتند که پل بسته است.",
        "دو تن از مسئولان محلی | UNNAMED | پل بسته است",
    ),
    ("fa", "خبرنگار ما از بندر گزارش داد که کشتی سوخت.", "خبرنگار ما | UNNAMED | کشتی سوخت"),
    ("prs", "باشندگان محل از نبود برق شکایت دارند.", "باشندگان محل | UNNAMED | نبود برق"),
    ("fa", "شیخ دلاور طایفه را به آرامش دعوت کرد.", "شیخ دلاور | NAMED | آرامش"),
    ("ar", "أفاد مراسلنا بأن الجسر سقط.", "مراسلنا | UNNAMED | الجسر سقط"),
    (
        "ar",
        "وقال ثلاثة شهود عيان إن إطلاق النار بدأ من السطح.",
        "ثلاثة شهود عيان | UNNAMED | إطلاق النار بدأ من السطح",
    ),
    (
        "ar",
        "قال الشيخ جابر الحمدان، أحد وجهاء العشيرة، إن الطريق مفتوح.",
        "الشيخ جابر الحمدان، أحد وجهاء العشيرة | NAMED | الطريق مفتوح",
    ),
    ("ar", "التقى الشيخ حمدان بالوجهاء. وقال إن الصلح قريب.", "الشيخ حمدان | PRONOUN | الصلح قريب"),
    (
        "ar",
        "استقبل المحافظ وفد العشائر. وأكد خلال اللقاء أن الأمن مستتب.",
        "المحافظ | PRONOUN | الأمن مستتب",
    ),
    ("ar", "ما زال الوزير يؤكد أن السد سليم.", "الوزير | TITLE | السد سليم"),
    (
        "ar",
        "طالبت عائلات عمال المنجم بالإفراج عن ذويهم.",
        "عائلات عمال المنجم | NAMED | بالإفراج عن ذويهم",
    ),
    (
        "ar",
        "اتهم المتحدث باسم الجيش المسلحين بقصف المستشفى.",
        "المتحدث باسم الجيش | TITLE | بقصف المستشفى",
    ),
    ("ar", "اتهم الأمين العام المقاول بالتقصير.", "الأمين العام | TITLE | بالتقصير"),
]


@pytest.mark.parametrize(("language", "text", "expected"), SPEAKERS)
def test_the_speaker_is_neither_cut_nor_runs_on(language: str, text: str, expected: str) -> None:
    assert said(language, text) == [expected]


CONTENTS = [
    ("شهردار این تصمیم را «ناعادلانه» خواند.", "شهردار | TITLE | این تصمیم را «ناعادلانه»"),
    ("فرماندار این اقدام را محکوم کرد.", "فرماندار | TITLE | این اقدام"),
    (
        "وزارت خارجه با صدور بیانیه‌ای این حمله را به‌شدت محکوم کرد.",
        "وزارت خارجه | NAMED | این حمله",
    ),
    (
        "وزیر دفاع همسایه شمالی را به حمله متهم کرد.",
        "وزیر دفاع | TITLE | همسایه شمالی را به حمله",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CONTENTS)
def test_the_object_of_a_persian_verb_is_whole(text: str, expected: str) -> None:
    assert said("fa", text) == [expected]


UNSAID = [
    ("fa", "دولت هنوز مسئولیت حمله را نپذیرفته است."),
    ("fa", "وزیر نه خبر استعفا را تأیید کرد و نه تکذیب."),
    ("fa", "آیا سخنگو گفته است که راه بسته است؟"),
    ("fa", "اگر دولت گفته باشد که راه بسته است، باید برگردیم."),
    ("fa", "وزیر از اظهار نظر درباره این موضوع خودداری کرد."),
    ("ar", "رفض المتحدث التعليق على الخبر."),
    ("ar", "لم ينف المتحدث الخبر ولم يؤكده."),
]


@pytest.mark.parametrize(("language", "text"), UNSAID)
def test_what_nobody_said_is_no_statement(language: str, text: str) -> None:
    assert said(language, text) == []


def test_a_verb_that_begins_with_waw_is_not_joined_by_and() -> None:
    text = "فند الأمين العام ما وصفه بـ«أكاذيب» عن تلقي حزبه أموالا."
    assert said("ar", text) == ["الأمين العام | TITLE | ما وصفه بـ«أكاذيب» عن تلقي حزبه أموالا"]


ADDRESSED = [
    ("حمّلت الحركة الحكومة مسؤولية انهيار المحادثات.", "الحركة | NAMED | مسؤولية انهيار المحادثات"),
    (
        "حمّل رئيس البلدية الوزارة مسؤولية تأخر المساعدات.",
        "رئيس البلدية | TITLE | مسؤولية تأخر المساعدات",
    ),
    (
        "اتهمت وزارة الداخلية الجماعة بالوقوف وراء التفجير.",
        "وزارة الداخلية | NAMED | بالوقوف وراء التفجير",
    ),
    ("ناشدت البلدية المنظمات الدولية إرسال مضخات.", "البلدية | NAMED | إرسال مضخات"),
    ("شكر الوزير المنظمة على دعمها.", "الوزير | TITLE | دعمها"),
    ("أبلغ المبعوث المجلس أن الأطراف وافقت.", "المبعوث | TITLE | الأطراف وافقت"),
]


@pytest.mark.parametrize(("text", "expected"), ADDRESSED)
def test_whom_an_arabic_verb_addresses_is_no_part_of_who_speaks(text: str, expected: str) -> None:
    assert said("ar", text) == [expected]


def test_whom_a_verb_without_a_subject_addresses_does_not_speak() -> None:
    text = "قال القائد أبو الوليد إن الهدنة قائمة. وأوصى الكتيبة الثالثة بألا تمس طفلا."
    assert said("ar", text) == [
        "القائد أبو الوليد | NAMED | الهدنة قائمة",
        "القائد أبو الوليد | PRONOUN | تمس طفلا",
    ]


NOTED = [
    ("يُذكر أن الحركة أعلنت أمس تعليق مشاركتها.", "الحركة | NAMED | تعليق مشاركتها"),
    ("جدير بالذكر أن الوزارة نفت وجود تفشٍ للمرض.", "الوزارة | NAMED | وجود تفشٍ للمرض"),
    ("وتجدر الإشارة إلى أن اللجنة حذرت من انهيار السد.", "اللجنة | NAMED | انهيار السد"),
]


@pytest.mark.parametrize(("text", "expected"), NOTED)
def test_what_notes_a_statement_does_not_make_it(text: str, expected: str) -> None:
    assert said("ar", text) == [expected]


def test_what_somebody_was_accused_of_is_no_part_of_his_name() -> None:
    text = "اتهم الحزب الجيش بخرق الهدنة، فيما نفى الجيش ذلك."
    assert said("ar", text) == ["الحزب | NAMED | بخرق الهدنة", "الجيش | NAMED | ذلك"]
