"""Who speaks in Arabic posts: unwritten subjects, short names, relays, lists. Names invented."""

from __future__ import annotations

import pytest

from marsad.extract.attribution import attributions
from marsad.model import Basis

Said = list[tuple[str, str]]


def said(text: str, *, voice: bool = False) -> Said:
    """Return (who, what) for what ``text`` attributes; an empty name is the channel's own."""
    found = attributions(text, "ar", voice=voice)
    named = [(a, a.resolved or a.source) for a in found]
    return [(who.of(text) if who else "", a.content[0].of(text)) for a, who in named]


SPEAKERS = [
    # Words of saying behind a name are no part of it.
    (
        (
            "نقلت وكالة السهل عن مصدر في مجلس القرى قوله إن الشيخ مازن أبلغهم أن «القرى لن ترحل». "
            "وأشار المصدر إلى أن السوق مفتوح."
        ),
        [("الشيخ مازن", "القرى لن ترحل"), ("مصدر في مجلس القرى", "السوق مفتوح")],
    ),
    (
        "أشادت رئيسة البعثة ليلى مرفاوي بما وصفته بـ«صبر الأهالي وحكمتهم».",
        [("رئيسة البعثة ليلى مرفاوي", "صبر الأهالي وحكمتهم")],
    ),
    # Whom a verb addresses is not who speaks.
    (
        "قالت النائبة سلمى الدرعاوي إن الجسر آمن، وطالبت رئيس اللجنة بنشر التقرير.",
        [("النائبة سلمى الدرعاوي", "الجسر آمن"), ("النائبة سلمى الدرعاوي", "بنشر التقرير")],
    ),
    (
        "أكد المهندس نادر السفحي أن السد سليم. وحمّل إدارة المصنع «ذنب كل سمكة نفقت».",
        [
            ("المهندس نادر السفحي", "السد سليم"),
            ("المهندس نادر السفحي", "ذنب كل سمكة نفقت"),
        ],
    ),
    (
        "أعلنت بلدية المرفأ فتح السوق. وتطالب البلدية التجار بدفع الرسوم.",
        [("بلدية المرفأ", "فتح السوق"), ("بلدية المرفأ", "بدفع الرسوم")],
    ),
    # How and before whom something was said is no subject.
    (
        "قال الشيخ سعد المرجي، ثم أقسم أمامهم أن «الدار لن تباع».",
        [("الشيخ سعد المرجي", "الدار لن تباع")],
    ),
    ("صياد من القرية قال لصفحتنا إن «البحر هائج جداً».", [("صياد من القرية", "البحر هائج جداً")]),
    ("بوتار: النخب تثير الفوضى في كل مكان.", [("بوتار", "النخب تثير الفوضى في كل مكان")]),
    # A title stands for the person named with it before, who need not have spoken.
    (
        "زار وزير الموانئ سامر الدلبي الرصيف أمس. وشكر الوزير العمال، متعهداً بدفع الأجور.",
        [("وزير الموانئ سامر الدلبي", "بدفع الأجور")],
    ),
    # The latter is the last one named.
    (
        "أبلغ المحافظ حازم اللوزي المبعوث فريد السنبلي أن الطريق مغلق. ورد الأخير بأن «الصبر خير».",
        [("المحافظ حازم اللوزي", "الطريق مغلق"), ("المبعوث فريد السنبلي", "الصبر خير")],
    ),
    # A participle belongs to whoever acts last.
    (
        "شجب نقيب الصيادين بدر المرسوي الهجوم، ومنح مجلس القرية الشرطة مهلة، ملوحاً بقطع الطريق.",
        [("نقيب الصيادين بدر المرسوي", "الهجوم"), ("مجلس القرية", "بقطع الطريق")],
    ),
    # Relays of relays, what is learnt, recordings, comments.
    (
        "نقلت قناة المنارة عن وكالة الضفة عن مصدر في الميناء أن السفينة غرقت.",
        [("مصدر في الميناء", "السفينة غرقت")],
    ),
    ("علمت الضفة من مصدر طبي أن الجرحى ثلاثة.", [("مصدر طبي", "الجرحى ثلاثة")]),
    (
        "تسجيل صوتي متداول لقائد ميداني يتوعد فيه بـ«حرق كل قارب في البحيرة».",
        [("قائد ميداني", "حرق كل قارب في البحيرة")],
    ),
    ("معها تعليق من صاحب المتجر: «السعر كما هو».", [("صاحب المتجر", "السعر كما هو")]),
    (
        "حسب المسعف رامي البستوي «ثلاث إصابات خفيفة فقط»، والطريق مفتوح.",
        [("المسعف رامي البستوي", "ثلاث إصابات خفيفة فقط")],
    ),
    (
        "نُقل عن قائد «قوات السهل الأخضر» تهديده، في اجتماع مغلق، بـ«إغلاق كل مطار».",
        [("قائد «قوات السهل الأخضر»", "إغلاق كل مطار")],
    ),
    # Who would not be named is told beside what he says.
    (
        "قيادي في الكتيبة، طلب حجب اسمه، أكد أن الجسر مغلق.",
        [("قيادي في الكتيبة", "الجسر مغلق")],
    ),
    # Another one turns up in the same sentence.
    (
        "حذر المدير نبيل الحقلي من أن المخزون قليل، لكن مديرية الزراعة استبعدت أن ينفد.",
        [("المدير نبيل الحقلي", "المخزون قليل"), ("مديرية الزراعة", "ينفد")],
    ),
    ("لم يستبعد نائب المدير تأجيل الحفل.", [("نائب المدير", "تأجيل الحفل")]),
]


@pytest.mark.parametrize(("text", "expected"), SPEAKERS)
def test_speaker(text: str, expected: Said) -> None:
    found = said(text)
    for who, what in expected:
        assert any(who == name and what in content for name, content in found), found


def test_a_place_behind_in_opens_nothing_that_is_said() -> None:
    text = "طالب الاتحاد، في بيان صدر بزهران أمس، الجهة المنفذة بكشف الخرائط."
    assert said(text) == [("الاتحاد", "بكشف الخرائط")]


UNSAID = [
    "يوزع الحزب كل ما هو قادر على حمل الأثقال: خشب وحجارة.",
    "بدا الوكيل كأنه يقول: «ناموا في الظلام».",
]


@pytest.mark.parametrize("text", UNSAID)
def test_nouns_and_asides_say_nothing(text: str) -> None:
    assert said(text) == []


def test_items_of_a_list_keep_who_says_each_of_them() -> None:
    text = (
        "جدل السوق مستمر:\n• كتب التاجر ماجد الغصني: «المهلة تنتهي غداً صباحاً».\n"
        "• ردت غرفة الوادي: الفواتير سليمة كلها."
    )
    assert ("غرفة الوادي", "الفواتير سليمة كلها") in said(text)
    ordinals = "خلص المجتمعون إلى:\nأولاً: رفض بيع السوق القديم.\nثانياً: دعم الصيادين كلهم."
    assert said(ordinals) == [
        ("المجتمعون", "رفض بيع السوق القديم"),
        ("المجتمعون", "دعم الصيادين كلهم"),
    ]


def test_quotations_behind_bullets_are_those_of_the_speech_they_are_from() -> None:
    text = "من خطاب الناطق أبي الورد عشية العيد:\n▪️ «لن نترك البحر أبداً».\n▪️ «القوارب جاهزة كلها»."
    assert said(text, voice=True) == [
        ("الناطق أبي الورد", "لن نترك البحر أبداً"),
        ("الناطق أبي الورد", "القوارب جاهزة كلها"),
    ]


def test_what_a_ministry_says_after_its_source_is_not_the_sources() -> None:
    text = (
        "صرح مصدر في وزارة الموانئ بما يلي:\nالسفن كلها سليمة.\nوتحذر الوزارة من أن الإبحار ممنوع."
    )
    assert said(text, voice=True) == [
        ("مصدر في وزارة الموانئ", "السفن كلها سليمة"),
        ("وزارة الموانئ", "الإبحار ممنوع"),
    ]


OWN = [
    ("نناشد أصحاب القوارب والمراكب في الخليج كله إنقاذ الغرقى.", ["إنقاذ الغرقى."]),
    (
        "نناشد المانحين الكرام فتح المستودعات، ونطالب الشركة بفتح طريق القوافل.",
        ["فتح المستودعات", "ونطالب الشركة بفتح طريق القوافل."],
    ),
    ("رداً على بيان لجنة السفح: لسنا طرفاً في أي نزاع.", ["لسنا طرفاً في أي نزاع."]),
    ("نقول لمن ينصب الشباك في الليل على شواطئنا: ارحلوا عنا.", ["ارحلوا عنا."]),
    ("تعقيباً على بيان العدو: «سنحرق القرى كلها هذا الشهر».", []),
    ("صور | جانب من تخريج دورة الإنقاذ في المرفأ القديم أمس.", []),
    ("افتحوا الطريق.", ["افتحوا الطريق."]),
]


@pytest.mark.parametrize(("text", "contents"), OWN)
def test_own_voice_says_what_it_asks(text: str, contents: list[str]) -> None:
    found = attributions(text, "ar", voice=True)
    assert {a.basis for a in found} <= {Basis.VOICE}
    assert [a.content[0].of(text) for a in found] == contents


ENEMIES = [
    "نطالب الوزير الذي قال إننا سنقتل الصيادين بالاعتذار.",
    "نحذر كل من يردد أن رجالنا سيقتلون الأسرى من الكذب.",
    "نقول لمن يزعم في كل مجلس من مجالسه أننا سنحرق القرى: كذبتم.",
]


@pytest.mark.parametrize("text", ENEMIES)
def test_words_of_those_addressed_are_never_cut_out_as_the_channels(text: str) -> None:
    own = [a for a in attributions(text, "ar", voice=True) if a.basis is Basis.VOICE]
    assert all(a.content[0].of(text) in (text, "كذبتم.") for a in own)


def test_own_words_between_a_speaker_and_his_pronoun_stay_the_channels() -> None:
    text = (
        "قال قائدنا هاني البحري: «المعركة طويلة جداً».\nالبحر لنا وحدنا.\nوأضاف: «سنعود غداً صباحاً»."
    )
    assert ("", "البحر لنا وحدنا.") in said(text, voice=True)


@pytest.mark.parametrize(
    "piece",
    ["؛ نطالب ", "أولاً: ", "- «نعم» ", "نقلت عن عن ", "، لكن الوزير ", "فيه يقول ", "الوزارة "],
)
@pytest.mark.parametrize("voice", [False, True])
def test_long_hostile_text_is_read_whole(piece: str, voice: bool) -> None:
    text = (piece * 20_000)[:20_000]
    for each in attributions(text, "ar", voice=voice):
        assert 0 <= each.content[0].start < each.content[-1].end <= len(text)
