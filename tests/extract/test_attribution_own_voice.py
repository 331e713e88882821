"""What a channel says in its own voice, in Arabic and Persian. All names invented."""

from __future__ import annotations

import pytest

from marsad.extract.attribution import attributions
from marsad.model import Basis


def own(text: str, language: str) -> list[str]:
    """Return what the channel says for itself."""
    found = attributions(text, language, voice=True)
    return [a.content[0].of(text) for a in found if a.basis is Basis.VOICE]


STATED = [
    ("ar", "كل زورق يقترب من منارتنا القديمة سيغرق."),
    ("ar", "وصلت ثلاث شاحنات قمح إلى القرية صباح اليوم."),
    ("fa", "هر قایقی که به فانوس نزدیک شود غرق خواهد شد."),
    ("fa", "سه کامیون گندم صبح امروز به روستا رسید."),
]


@pytest.mark.parametrize(("language", "text"), STATED)
def test_a_group_states_what_it_writes_without_saying_we(language: str, text: str) -> None:
    assert own(text, language) == [text]
    assert attributions(text, language) == ()


SILENT = [
    ("ar", "بسم الله الرحمن الرحيم"),
    ("ar", "بيان رقم (12)"),
    ("ar", "إلى أهلنا في قرى السفح:"),
    ("ar", "﴿وَقُلِ اعْمَلُوا فَسَيَرَى اللَّهُ عَمَلَكُمْ﴾"),
    ("ar", "والعاقبة للمتقين."),
    ("ar", "كتائب المنارة – 3 رجب 1447"),
    ("ar", "استقبل معالي الوزير نادر البستوي وفد الصيادين في مكتبه صباح اليوم."),
    ("fa", "بسم الله الرحمن الرحیم"),
    ("fa", "بیانیهٔ شمارهٔ ۱۲"),
    ("fa", "مردم آزادهٔ ساحل!"),
    ("fa", "إِنَّ اللَّهَ مَعَ الصَّابِرِينَ"),
    ("fa", "و من الله التوفیق"),
    ("fa", "جبههٔ فانوس، ۳ تیر ۱۴۰۵"),
]


@pytest.mark.parametrize(("language", "line"), SILENT)
def test_headings_formulas_and_signatures_state_nothing(language: str, line: str) -> None:
    said = {"ar": "سنحمي قرى السفح كلها.", "fa": "از همهٔ روستاها پاسداری می‌کنیم."}[language]
    assert own(f"{line}\n{said}", language) == [said]


ACTS = [
    (
        "ar",
        "نشكر صيادي الخليج على صبرهم الطويل، ونطالب الشركة بفتح المرفأ.",
        ["نشكر صيادي الخليج على صبرهم الطويل", "بفتح المرفأ."],
    ),
    (
        "ar",
        "نعتذر لأصحاب القوارب عن الضرر الذي لحق بها، وسنصلح كل قارب.",
        ["نعتذر لأصحاب القوارب عن الضرر الذي لحق بها", "وسنصلح كل قارب."],
    ),
    ("ar", "وصلت السفينة إلى المرفأ سالمة.\nالبحر مفتوح للصيادين كلهم.", None),
    (
        "fa",
        "غرق کردن قایق‌ها را محکوم می‌کنیم و از شرکت می‌خواهیم بندر را باز کند.",
        ["غرق کردن قایق‌ها را محکوم می‌کنیم", "از شرکت می‌خواهیم بندر را باز کند."],
    ),
    ("fa", "کشتی سالم رسید.\nدریا به روی همه باز است.", None),
]


@pytest.mark.parametrize(("language", "text", "acts"), ACTS)
def test_each_act_is_a_statement_of_its_own(
    language: str, text: str, acts: list[str] | None
) -> None:
    assert own(text, language) == (acts or text.split("\n"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "وحداتنا على أهبة الاستعداد.\nرجالنا جاهزون في كل القرى."),
        ("ar", "نطالب الشركة بإخلاء المرفأ كله.\nوقد صبرنا عامين على وعودها."),
        ("fa", "نیروهای ما آماده‌اند.\nهمهٔ قایق‌ها در آماده‌باش است."),
    ],
)
def test_sentences_of_one_act_are_one_statement(language: str, text: str) -> None:
    assert own(text, language) == [text]


def test_items_of_a_numbered_list_are_statements_without_their_numbers() -> None:
    arabic = "نعلن ما يلي:\n1- لا صيد في الخليج قبل الخريف.\n2- كل شبكة ممنوعة ستصادر."
    persian = "۱. صید در خلیج تا پاییز ممنوع است.\n۲. هر تور ممنوع ضبط خواهد شد."
    assert own(arabic, "ar") == ["لا صيد في الخليج قبل الخريف.", "كل شبكة ممنوعة ستصادر."]
    assert own(persian, "fa") == ["صید در خلیج تا پاییز ممنوع است.", "هر تور ممنوع ضبط خواهد شد."]


def test_what_is_asked_of_many_is_what_is_said() -> None:
    text = "از همهٔ صیادان، کارگران بندر و هر که قایقی در این خلیج دارد می‌خواهیم به دریا نروند."
    (found,) = attributions(text, "fa", voice=True)
    assert found.cue is not None
    assert found.cue.of(text) == "می‌خواهیم"
    assert found.content[0].of(text) == "به دریا نروند."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "الوضع العام: القوارب كلها عادت إلى المرفأ بسلام."),
        ("fa", "وضع دریا: همهٔ قایق‌ها به بندر بازگشته‌اند."),
    ],
)
def test_a_label_in_an_own_channel_is_no_speaker(language: str, text: str) -> None:
    assert [a.source for a in attributions(text, language, voice=True)] == [None]


@pytest.mark.parametrize(
    ("language", "label", "text"),
    [
        ("ar", "تصحيح: ", "عاد إلى المرفأ تسعة قوارب لا سبعة."),
        ("fa", "اصلاحیه: ", "نُه قایق به بندر بازگشت نه هفت قایق."),
    ],
)
def test_a_label_is_no_part_of_what_is_said(language: str, label: str, text: str) -> None:
    assert own(label + text, language) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "الوزارة تنفي بيع المرفأ القديم. قال الوزير سامر الدلبي: «المرفأ ملك الناس»."),
        ("fa", "وزیر بندرها سامان دلبری گفت: «بندر از آن مردم است و می‌ماند.»"),
    ],
)
def test_what_somebody_else_says_is_not_said_twice(language: str, text: str) -> None:
    assert own(text, language) == []


ADVERTS = [
    ("ar", "قال زبائننا: «عسل لا مثيل له أبدا». توصيل مجاني وخصم كبير، اطلب الآن!"),
    ("fa", "مشتری نوشته: «بهترین عسلی که دیدم». سفارش با تخفیف و ارسال رایگان!"),
]


@pytest.mark.parametrize(("language", "text"), ADVERTS)
def test_an_advertisement_states_nothing(language: str, text: str) -> None:
    assert attributions(text, language) == ()
    assert attributions(text, language, voice=True) == ()
