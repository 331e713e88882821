"""Arabic attribution: who speaks, what is said, how the speaker is known. All names invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.said import Seen, assert_whole, read_at_length, seen

from marsad.extract.attribution import attributions as dispatch
from marsad.extract.attribution.arabic import attributions


def read(text: str, *, voice: bool = False) -> list[Seen]:
    return seen(attributions, text, voice=voice)


ONE = [
    (
        "قال المتحدث باسم جبهة النور أبو سالم الراوي، في بيان اليوم، إن قواته جاهزة للرد.",
        ("المتحدث باسم جبهة النور أبو سالم الراوي", "قواته جاهزة للرد", "named"),
    ),
    (
        "أعلن محافظ الشمال كمال الدباغ أن الطريق فُتح أمام السيارات.",
        ("محافظ الشمال كمال الدباغ", "الطريق فُتح أمام السيارات", "named"),
    ),
    (
        "صرح العقيد راشد مناف لوكالة السهل بأن الدوريات ستستمر حتى الصباح.",
        ("العقيد راشد مناف", "الدوريات ستستمر حتى الصباح", "named"),
    ),
    (
        "ســليم الحداد يؤكّـد أن الهدنة صامدة",
        ("ســليم الحداد", "الهدنة صامدة", "named"),
    ),
    (
        "ذكرت صحيفة الأفق أن الوفد غادر المدينة ليلا.",
        ("صحيفة الأفق", "الوفد غادر المدينة ليلا", "named"),
    ),
    (
        "شدد رئيس البلدية على ضرورة حماية المدارس.",
        ("رئيس البلدية", "ضرورة حماية المدارس", "title"),
    ),
    (
        "أدانت وزارة الخارجية الهجوم على القافلة.",
        ("وزارة الخارجية", "الهجوم على القافلة", "named"),
    ),
    (
        "استنكر مجلس العشائر بشدة استهداف السوق القديم.",
        ("مجلس العشائر", "استهداف السوق القديم", "named"),
    ),
    (
        "نفى الناطق باسم الحركة علاقتها بالحادث.",
        ("الناطق باسم الحركة", "علاقتها بالحادث", "title"),
    ),
    (
        "دعا الشيخ حمدان السيف أهالي القرية إلى التهدئة.",
        ("الشيخ حمدان السيف", "التهدئة", "named"),
    ),
    (
        "طالبت لجنة الأهالي الحكومة بإعادة الكهرباء فورا.",
        ("لجنة الأهالي", "بإعادة الكهرباء فورا", "named"),
    ),
    (
        "هدد القيادي نذير الصواف بقصف الجسر إذا عبرته الشاحنات.",
        ("القيادي نذير الصواف", "بقصف الجسر إذا عبرته الشاحنات", "named"),
    ),
    (
        "حذر وزير الري من انهيار السد.",
        ("وزير الري", "انهيار السد", "title"),
    ),
    (
        "وحذرت بعثة المراقبين من أن أي تصعيد سيوقف المحادثات.",
        ("بعثة المراقبين", "أي تصعيد سيوقف المحادثات", "named"),
    ),
    (
        "عاجل | كتائب الفجر تعلن مسؤوليتها عن استهداف الرتل",
        ("كتائب الفجر", "مسؤوليتها عن استهداف الرتل", "named"),
    ),
    (
        "🔴 #عاجل لواء الصخر: لن ننسحب من التلال",
        ("لواء الصخر", "لن ننسحب من التلال", "named"),
    ),
    (
        "«المعبر سيبقى مفتوحا مهما حدث»، يقول المحافظ كمال الدباغ.",
        ("المحافظ كمال الدباغ", "المعبر سيبقى مفتوحا مهما حدث", "named"),
    ),
    (
        "«لا نريد حربا جديدة في الوادي»، بحسب الناطق باسم العشائر.",
        ("الناطق باسم العشائر", "لا نريد حربا جديدة في الوادي", "title"),
    ),
    (
        "بحسب مصادر محلية، أُغلق الطريق أمام الشاحنات منذ الفجر.",
        ("مصادر محلية", "أُغلق الطريق أمام الشاحنات منذ الفجر", "unnamed"),
    ),
    (
        "وصل ثلاثة جرحى إلى المستشفى، وفق مصدر طبي.",
        ("مصدر طبي", "وصل ثلاثة جرحى إلى المستشفى", "unnamed"),
    ),
    (
        "ووفقا للمتحدث باسم الشرطة، عاد الهدوء إلى السوق.",
        ("متحدث باسم الشرطة", "عاد الهدوء إلى السوق", "title"),
    ),
    (
        "قال شهود عيان إن دويا قويا سُمع قرب الميناء.",
        ("شهود عيان", "دويا قويا سُمع قرب الميناء", "unnamed"),
    ),
    (
        "كشف مسؤول في وزارة النفط عن توقف الضخ.",
        ("مسؤول في وزارة النفط", "توقف الضخ", "unnamed"),
    ),
    (
        "مصدر أمني: «الوضع تحت السيطرة الكاملة»",
        ("مصدر أمني", "الوضع تحت السيطرة الكاملة", "unnamed"),
    ),
    (
        "لكن أحد الوجهاء أكد أن الاتفاق لم يوقع بعد.",
        ("أحد الوجهاء", "الاتفاق لم يوقع بعد", "unnamed"),
    ),
    (
        "جاء ذلك خلال لقاء مع الوزيرة سلمى الناصري التي قالت إن الوقت حان للحل.",
        ("الوزيرة سلمى الناصري", "الوقت حان للحل", "named"),
    ),
    (
        "وعلق الباحث وائل السروجي قائلا إن الأرقام مبالغ فيها.",
        ("الباحث وائل السروجي", "الأرقام مبالغ فيها", "named"),
    ),
    (
        "وقال النائب عماد برهوم سيكون الرد في البرلمان.",
        ("النائب عماد برهوم", "سيكون الرد في البرلمان", "named"),
    ),
    (
        "أعربت بعثة السلام عن قلقها من نقص الدواء.",
        ("بعثة السلام", "قلقها من نقص الدواء", "named"),
    ),
    (
        "وبحسب ما نقلته وكالة السهل عن مصادرها، فإن اللقاء تم في فندق.",
        ("وكالة السهل", "اللقاء تم في فندق", "named"),
    ),
    (
        "هذا وقد جدد المجلس دعمه الكامل لأهالي الجنوب.",
        ("المجلس", "دعمه الكامل لأهالي الجنوب", "named"),
    ),
    (
        "مسؤول عسكري لـ«المدى»: العملية لم تنته بعد",
        ("مسؤول عسكري", "العملية لم تنته بعد", "unnamed"),
    ),
    (
        "وختم الشيخ كلمته بالقول: «نسأل الله السلامة للجميع».",
        ("الشيخ", "نسأل الله السلامة للجميع", "title"),
    ),
    (
        "اتهم الناطق باسم الحكومة الحركة بخرق الاتفاق.",
        ("الناطق باسم الحكومة", "بخرق الاتفاق", "title"),
    ),
    (
        "المتحدث باسم الجيش:\nنراقب الحدود.\nلن نتسامح مع أحد.\n#الحدود",
        ("المتحدث باسم الجيش", "نراقب الحدود.\nلن نتسامح مع أحد", "title"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ONE, ids=range(len(ONE)))
def test_one_statement_has_its_speaker_and_content(text: str, expected: Seen) -> None:
    assert read(text) == [expected]


NONE = [
    "لم تعلن أي جهة مسؤوليتها عن الهجوم.",
    "يذكر أن الاجتماع هو الثالث هذا الشهر.",
    "عُرض فيلم «صمت الجبال البعيدة» في الصالة الجديدة مساء أمس.",
    "طالب جامعي فاز بجائزة الرسم.",
    "درجات الحرارة: 19 في الوادي و12 في الجبل.",
    "من المتوقع أن تعلن النتائج غدا.",
    "تصريح صحفي",
    "ملاحظة: القناة لا تتحمل مسؤولية الإعلانات.",
    "المسافة بين القريتين عشرة كيلومترات.",
    "ما يسمى «الجيش الجديد» غادر القرية.",
]


@pytest.mark.parametrize("text", NONE, ids=range(len(NONE)))
def test_what_only_looks_like_a_statement_gives_none(text: str) -> None:
    assert read(text) == []


def test_pronoun_takes_the_last_speaker() -> None:
    text = "أكدت الوزيرة ليلى الدومري أن بلادها ترفض التهديد. وأضافت: «نحن مع الحوار دائما»."
    first, second = attributions(text)
    assert second.basis == "pronoun"
    assert second.resolved == first.source
    assert second.direct
    assert second.content[0].of(text) == "نحن مع الحوار دائما"


def test_pronoun_agrees_with_its_verb() -> None:
    text = (
        "قال الشيخ حمدان السيف إن الصلح قريب. "
        "وقالت النائبة هدى رزوق إنها متفائلة. وأضاف أن الوفد عاد."
    )
    *_, last = attributions(text)
    assert last.resolved is not None
    assert last.resolved.of(text) == "الشيخ حمدان السيف"


def test_participles_continue_the_same_speaker() -> None:
    text = (
        "قال العميد ناصر البيطار إن الطريق آمن، مشيرا إلى أن الحواجز رُفعت، "
        "ومؤكدا أن الدوريات باقية."
    )
    assert read(text) == [
        ("العميد ناصر البيطار", "الطريق آمن", "named"),
        ("العميد ناصر البيطار", "الحواجز رُفعت", "pronoun"),
        ("العميد ناصر البيطار", "الدوريات باقية", "pronoun"),
    ]


def test_participle_of_asking_keeps_the_speaker() -> None:
    text = "رحب وزير الخارجية بالهدنة، داعيا جميع الأطراف إلى الالتزام بها."
    assert read(text) == [
        ("وزير الخارجية", "بالهدنة", "title"),
        ("وزير الخارجية", "الالتزام بها", "pronoun"),
    ]


def test_short_name_resolves_to_the_full_one() -> None:
    text = "قال القيادي نذير الصواف إن المهلة انتهت.\nوأوضح الصواف أن الرد قادم."
    _, second = attributions(text)
    assert second.source is not None
    assert second.source.of(text) == "الصواف"
    assert second.resolved is not None
    assert second.resolved.of(text) == "القيادي نذير الصواف"


@pytest.mark.parametrize(
    ("text", "chain", "source"),
    [
        ("نقلت وكالة السهل عن مصدر أمني قوله إن الجسر أُغلق.", ["وكالة السهل"], "مصدر أمني"),
        ("ذكرت صحيفة الأفق نقلا عن ضابط كبير أن الوحدة انسحبت.", ["صحيفة الأفق"], "ضابط كبير"),
        ("رويترز عن مسؤول رفيع: الاجتماع تأجل إلى الأحد", ["رويترز"], "مسؤول رفيع"),
        ("وكالة السهل: أكد الوزير كمال الدباغ أن السد آمن.", ["وكالة السهل"], "الوزير كمال الدباغ"),
        (
            "نقلت قناة المدى عن مكتب الحركة أن القائد نذير الصواف تعهد بالانسحاب من القرية.",
            ["قناة المدى", "مكتب الحركة"],
            "القائد نذير الصواف",
        ),
    ],
)
def test_relays_are_told_from_the_speaker(text: str, chain: list[str], source: str) -> None:
    (found,) = attributions(text)
    assert found.source is not None
    assert found.source.of(text) == source
    assert [relay.of(text) for relay in found.chain] == chain


def test_two_speakers_in_one_sentence() -> None:
    text = "دعا مجلس العشائر إلى ضبط النفس، فيما طالب الشيخ حمدان السيف بفتح المعبر."
    assert read(text) == [
        ("مجلس العشائر", "ضبط النفس", "named"),
        ("الشيخ حمدان السيف", "بفتح المعبر", "named"),
    ]


def test_quotation_over_two_paragraphs_is_one_statement() -> None:
    text = (
        "وقال الشيخ حمدان السيف: «لن نغادر أرضنا.\n"
        "وسنبقى في بيوتنا حتى النهاية».\nوانتهى اللقاء مساء."
    )
    assert read(text) == [
        ("الشيخ حمدان السيف", "لن نغادر أرضنا.\nوسنبقى في بيوتنا حتى النهاية", "named")
    ]


def test_dialects_are_read_by_the_same_rules() -> None:
    text = "قال المحافظ كمال الدباغ إن السوق مفتوح."
    assert dispatch(text, "apc") == attributions(text)


def test_said_to_be_is_unnamed_and_hedged() -> None:
    text = "يقال إن الاجتماع عُقد في الجبل."
    (found,) = attributions(text)
    assert found.source is None
    assert found.basis == "unnamed"
    assert [hedge.of(text) for hedge in found.hedges] == ["يقال"]


def test_poet_is_a_speaker_and_his_verse_the_content() -> None:
    text = "قال الشاعر: «وطني لو شغلت بالخلد عنه»"
    assert read(text) == [("الشاعر", "وطني لو شغلت بالخلد عنه", "title")]


def test_channel_voice_joins_sentences_until_another_act() -> None:
    text = (
        "بيان\nنعلن أن وحداتنا رفعت جاهزيتها.\nرجالنا على أهبة الاستعداد.\n"
        "وندعو أبناء العشائر إلى الالتفاف حولنا.\n#النور"
    )
    assert read(text, voice=True) == [
        (None, "نعلن أن وحداتنا رفعت جاهزيتها.\nرجالنا على أهبة الاستعداد.", "voice"),
        (None, "الالتفاف حولنا.", "voice"),
    ]


def test_condition_beside_the_channels_voice_belongs_to_it() -> None:
    text = "لن نسكت على هذا العدوان. وإذا لم يرحلوا فلا أمان لهم."
    assert "وإذا لم يرحلوا فلا أمان لهم." in " ".join(said for _, said, _ in read(text, voice=True))


def test_news_text_has_no_voice() -> None:
    assert read("نعلن أن وحداتنا رفعت جاهزيتها.") == []


def test_quotation_in_the_channels_voice_stays_the_speakers() -> None:
    text = "قال قائدنا أبو هاني: «المعركة طويلة وشاقة».\nسنواصل الطريق."
    assert read(text, voice=True) == [
        ("قائدنا أبو هاني", "المعركة طويلة وشاقة", "named"),
        (None, "سنواصل الطريق.", "voice"),
    ]


PIECES = st.sampled_from(
    [
        "قال ",
        "أكد ",
        "الوزير ",
        "إن ",
        "أن ",
        "«",
        "»",
        '"',
        ":",
        "، ",
        ".",
        "\n",
        "بحسب ",
        "مصدر ",
        "نعلن ",
        "نقلت ",
        "عن ",
        "قوله ",
        "مشيرا إلى أن ",
        "سنرد ",
        "x",
        "#وسم ",
        "🔴 ",
        "ـ",
        "\u064e",
        "\u200f",
        "(",
        ")",
        "7 ",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_spans_lie_inside_the_text_and_content_is_never_empty(text: str, voice: bool) -> None:
    assert_whole(attributions, text, voice=voice)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    attributions(text, voice=True)


@pytest.mark.parametrize("piece", ["قال ", "«", '"', "س:\n", "نقلت عن ", "(", "يقال إن ", "بحسب "])
def test_long_hostile_text_is_read(piece: str) -> None:
    read_at_length(attributions, piece)
