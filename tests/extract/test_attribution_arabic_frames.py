"""Arabic frames of attribution and of the channel's voice. All names invented."""

from __future__ import annotations

import pytest

from marsad.extract.acts import classify
from marsad.extract.attribution.arabic import attributions
from marsad.model import Act

FRAMES = [
    (
        "حذّرت لجنة المرفأ من الزحام، وأهابت بالصيادين البقاء في بيوتهم.",
        "لجنة المرفأ",
        "البقاء في بيوتهم",
    ),
    (
        "شكر عمدة تلال الريح نادر البستوي الجيران على صبرهم.",
        "عمدة تلال الريح نادر البستوي",
        "صبرهم",
    ),
    (
        'رفض الوزير سامر الدلبي الخطة. ومضى قائلاً: "لن نبيع الميناء".',
        "الوزير سامر الدلبي",
        "لن نبيع",
    ),
    (
        'أما كبير آل رمحين ناصر الرمحيني فاكتفى بالقول: "سنرى".',
        "كبير آل رمحين ناصر الرمحيني",
        "سنرى",
    ),
    ("أبلغه السفير عادل الكرمي أن الجسر مغلق.", "السفير عادل الكرمي", "الجسر مغلق"),
    ("وكذّب المدير خليل البرقوقي خبر الإغلاق.", "المدير خليل البرقوقي", "خبر الإغلاق"),
    ("تؤكد وزارة الزراعة تعاونها مع المزارعين.", "وزارة الزراعة", "تعاونها مع المزارعين"),
    ("جاء في بيان نقابة الملاحين أن الإضراب مستمر.", "نقابة الملاحين", "الإضراب مستمر"),
    ("أعرب الوزير سامر الدلبي عن قلقه، وحث الأطراف على التهدئة.", "الوزير سامر الدلبي", "التهدئة"),
    (
        'قال الشيخ مازن الفهدي إن الصلح قريب. ونقل عنه مرافقه قوله: "الصبر مفتاح الفرج".',
        "الشيخ مازن الفهدي",
        "الصبر مفتاح",
    ),
    (
        "دعت جمعية الغدير إلى المسيرة. «لن نترك الماء يضيع»، بهذه العبارة اختتمت الجمعية بيانها.",
        "جمعية الغدير",
        "لن نترك الماء يضيع",
    ),
    ("كتب الإعلامي وليد السروجي على صفحته: من يزرع يحصد.", "الإعلامي وليد السروجي", "من يزرع يحصد"),
]


@pytest.mark.parametrize(("text", "speaker", "said"), FRAMES)
def test_frame(text: str, speaker: str, said: str) -> None:
    last = max(attributions(text), key=lambda a: a.content[0].start)
    named = last.resolved or last.source
    assert named is not None
    assert named.of(text) == speaker
    assert said in last.content[0].of(text)


def test_each_item_of_a_list_is_a_statement() -> None:
    text = "رئيس النادي فادي السمري:\n▪️ سنلعب يوم الأحد\n▪️ لم نبع أي لاعب"
    assert [a.content[0].of(text) for a in attributions(text)] == [
        "سنلعب يوم الأحد",
        "لم نبع أي لاعب",
    ]


def test_characters_of_a_work_are_no_speakers() -> None:
    assert attributions("في مسلسل «ظل النخيل» يقول البطل: «لن أبيع الدار».") == ()


def test_the_one_addressed_by_a_crowd_is_no_speaker() -> None:
    text = "يا أهلنا في الوادي:\nنبارك صمودكم."
    assert [a.source for a in attributions(text, voice=True)] == [None]


VOICE = [
    ("نشكر أهل القرية، وندعو الجميع إلى السهر.", ["نشكر أهل القرية", "وندعو الجميع إلى السهر."]),
    ("نبارك صمودكم ونحيي صبركم.", ["نبارك صمودكم ونحيي صبركم."]),
    ("على الشركة أن ترحل عن الحقل.", ["على الشركة أن ترحل عن الحقل."]),
    ("أتحدى الوزارة أن تنشر الأرقام.", ["تنشر الأرقام."]),
    ("نحن أبناء السفح، وبعد التشاور، نعلن الصلح.", ["نعلن الصلح."]),
]


@pytest.mark.parametrize(("text", "passages"), VOICE)
def test_voice(text: str, passages: list[str]) -> None:
    assert [a.content[0].of(text) for a in attributions(text, voice=True)] == passages


ACTS = [
    (Act.DENIAL, "لسنا مسؤولين عن العطل", None),
    (Act.DEMAND, "على الشركة أن ترحل عن الحقل", None),
    (Act.CONDOLENCE, "أصدق مشاعر العزاء", None),
    (Act.THREAT, "لن يذهب دمه هدرا، سيدفعون الثمن", None),
    (Act.CALL, "البقاء في البيوت", "وأهابت"),
    (Act.PRAISE, "صبرهم", "شكر"),
]


@pytest.mark.parametrize(("act", "content", "cue"), ACTS)
def test_act(act: Act, content: str, cue: str | None) -> None:
    assert classify(content, cue, "ar")[0] is act
