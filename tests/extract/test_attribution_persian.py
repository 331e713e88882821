"""Persian attribution: who speaks, what is said, how the speaker is known. All names invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.said import Seen, assert_whole, read_at_length, seen

from marsad.extract.attribution.persian import attributions


def read(text: str, *, voice: bool = False) -> list[Seen]:
    return seen(attributions, text, voice=voice)


ONE = [
    (
        "سخنگوی جبههٔ نور، سالم راوی، گفت: «ما آمادهٔ پاسخ هستیم».",
        ("سخنگوی جبههٔ نور، سالم راوی", "ما آمادهٔ پاسخ هستیم", "named"),
    ),
    (
        "کاوه رستگار گفت که راه روستا تا فردا باز می‌شود.",
        ("کاوه رستگار", "راه روستا تا فردا باز می‌شود", "named"),
    ),
    (
        "وزیر نیرو در نشست خبری اعلام کرد سد پر شده است.",
        ("وزیر نیرو", "سد پر شده است", "title"),
    ),
    (
        "سردار بهمن تیموری در گفت‌وگو با شبکهٔ افق تأکید کرد که مرز آرام است.",
        ("سردار بهمن تیموری", "مرز آرام است", "named"),
    ),
    (
        "شوراي عشاير در بيانيه‌اي اعلام كرد كه مذاكره ادامه دارد.",
        ("شوراي عشاير", "مذاكره ادامه دارد", "named"),
    ),
    (
        "فرماندار دره می گوید برق روستاها وصل شده است.",
        ("فرماندار دره", "برق روستاها وصل شده است", "title"),
    ),
    (
        "به گفتهٔ شاهدان عینی، صدای دو انفجار شنیده شد.",
        ("شاهدان عینی", "صدای دو انفجار شنیده شد", "unnamed"),
    ),
    (
        "بنا بر اعلام ادارهٔ هواشناسی، فردا باران می‌بارد.",
        ("ادارهٔ هواشناسی", "فردا باران می‌بارد", "named"),
    ),
    (
        "سه خانه ویران شد، به گفتهٔ یک مقام محلی.",
        ("یک مقام محلی", "سه خانه ویران شد", "unnamed"),
    ),
    (
        "دبیر شورا از آغاز گفت‌وگوها خبر داد.",
        ("دبیر شورا", "آغاز گفت‌وگوها", "title"),
    ),
    (
        "جنبش سپیده مسئولیت حمله به پل را بر عهده گرفت.",
        ("جنبش سپیده", "حمله به پل", "named"),
    ),
    (
        "وزارت خارجه نسبت به پیامدهای این اقدام هشدار داد.",
        ("وزارت خارجه", "پیامدهای این اقدام", "named"),
    ),
    (
        "حزب مهر خواستار آزادی زندانیان شد.",
        ("حزب مهر", "آزادی زندانیان", "named"),
    ),
    (
        "نادر پویان این خبر را تکذیب کرد.",
        ("نادر پویان", "این خبر", "named"),
    ),
    (
        "وزارت خارجه در بیانیه‌ای حمله به کاروان را محکوم کرد.",
        ("وزارت خارجه", "حمله به کاروان", "named"),
    ),
    (
        "ژنرال آرش مهران تهدید کرد که پل را خواهد بست.",
        ("ژنرال آرش مهران", "پل را خواهد بست", "named"),
    ),
    (
        "سخنگوی دولت از شهروندان خواست آرامش خود را حفظ کنند.",
        ("سخنگوی دولت", "آرامش خود را حفظ کنند", "title"),
    ),
    (
        "«ما از دره نمی‌رویم»، سردار کاوه رستگار در جمع مردم گفت.",
        ("سردار کاوه رستگار", "ما از دره نمی‌رویم", "named"),
    ),
    (
        "سخنگوی ارتش: هرگز عقب نمی‌نشینیم",
        ("سخنگوی ارتش", "هرگز عقب نمی‌نشینیم", "title"),
    ),
    (
        "🔴 فوری | پویان: مهلت تمام شد",
        ("پویان", "مهلت تمام شد", "named"),
    ),
    (
        "رستگار تکذیب کرد: دیداری نداشته‌ایم",
        ("رستگار", "دیداری نداشته‌ایم", "named"),
    ),
    (
        "یک منبع آگاه گفت نشست لغو شده است.",
        ("یک منبع آگاه", "نشست لغو شده است", "unnamed"),
    ),
    (
        "رهبر حزب مهر این توافق را «گامی بزرگ و تاریخی» خواند.",
        ("رهبر حزب مهر", "گامی بزرگ و تاریخی", "title"),
    ),
    (
        "حسن صبوری، نمایندهٔ کارگران، نوشت: دستمزدها کافی نیست.",
        ("حسن صبوری، نمایندهٔ کارگران", "دستمزدها کافی نیست", "named"),
    ),
    (
        "دولت اعلام کرد؛ مدارس فردا باز است",
        ("دولت", "مدارس فردا باز است", "named"),
    ),
    (
        "رئیس بیمارستان مرکزی شمار زخمی‌ها را ۱۴ نفر اعلام کرد.",
        ("رئیس بیمارستان مرکزی", "شمار زخمی‌ها را ۱۴ نفر", "title"),
    ),
    (
        "در پی انفجار دیشب، سخنگوی پلیس، سرهنگ رضا مرادی، به خبرنگاران گفت که دو نفر بازداشت شدند.",
        ("سخنگوی پلیس، سرهنگ رضا مرادی", "دو نفر بازداشت شدند", "named"),
    ),
    (
        "سخنگوی گمرک:\nمرز باز است.\nکامیون‌ها حرکت کردند.\n#گمرک",
        ("سخنگوی گمرک", "مرز باز است.\nکامیون‌ها حرکت کردند", "title"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ONE, ids=range(len(ONE)))
def test_one_statement_has_its_speaker_and_content(text: str, expected: Seen) -> None:
    assert read(text) == [expected]


NONE = [
    "گفتنی است این سومین نشست در این ماه است.",
    "فیلم «سکوت کوه‌های دور» در سالن تازه نمایش داده شد.",
    "قیمت دلار: ۵۰ هزار تومان",
    "نتایج آزمون فردا اعلام می‌شود.",
    "گفت‌وگوها در شهر بندری برگزار شد.",
    "منبع: پایگاه خبری",
    "دولت هنوز چیزی نگفته و اعلام نکرده است.",
    "«ارتش تازه» از روستا رفت.",
    "هوای فردا: نیمه‌ابری و خنک",
    "او به خانه برگشت و در را بست.",
]


@pytest.mark.parametrize("text", NONE, ids=range(len(NONE)))
def test_what_only_looks_like_a_statement_gives_none(text: str) -> None:
    assert read(text) == []


def test_pronoun_takes_the_last_speaker() -> None:
    text = "کاوه رستگار گفت راه باز است.\nوی افزود که پل هم ساخته می‌شود."
    first, second = attributions(text)
    assert second.basis == "pronoun"
    assert second.source is not None
    assert second.source.of(text) == "وی"
    assert second.resolved == first.source


def test_this_official_is_the_last_speaker() -> None:
    text = "سردار بهمن تیموری گفت مرز آرام است. این مقام نظامی تصریح کرد که گشت‌ها ادامه دارد."
    _, second = attributions(text)
    assert second.resolved is not None
    assert second.resolved.of(text) == "سردار بهمن تیموری"


def test_unwritten_pronoun_takes_the_speaker_of_the_sentence() -> None:
    text = "شورای عشایر حمله به کاروان را محکوم کرد و خواستار خروج نیروها شد."
    assert read(text) == [
        ("شورای عشایر", "حمله به کاروان", "named"),
        ("شورای عشایر", "خروج نیروها", "pronoun"),
    ]


def test_and_added_begins_a_statement_of_its_own() -> None:
    text = "نادر پویان گفت که مهلت تمام شده و افزود راه گفت‌وگو بسته نیست."
    assert read(text) == [
        ("نادر پویان", "مهلت تمام شده", "named"),
        ("نادر پویان", "راه گفت‌وگو بسته نیست", "pronoun"),
    ]


def test_stating_that_is_a_statement_too() -> None:
    text = "فرمانده پلیس با بیان اینکه راه بسته است، گفت: تا فردا باز خواهد شد."
    assert read(text) == [
        ("فرمانده پلیس", "راه بسته است", "title"),
        ("فرمانده پلیس", "تا فردا باز خواهد شد", "title"),
    ]


@pytest.mark.parametrize(
    ("text", "chain", "source"),
    [
        (
            "به گزارش خبرگزاری سهل، وزیر کشور در نشست خبری اعلام کرد که گذرگاه باز می‌شود.",
            ["خبرگزاری سهل"],
            "وزیر کشور",
        ),
        (
            "خبرگزاری سهل به نقل از یک مقام آگاه نوشت که نشست لغو شد.",
            ["خبرگزاری سهل"],
            "یک مقام آگاه",
        ),
        (
            "به نقل از شبکهٔ افق، کاوه رستگار گفته است: «پل را باز می‌کنیم».",
            ["شبکهٔ افق"],
            "کاوه رستگار",
        ),
        (
            "رویترز به نقل از یک دیپلمات: توافق نزدیک است",
            ["رویترز"],
            "یک دیپلمات",
        ),
    ],
)
def test_relays_are_told_from_the_speaker(text: str, chain: list[str], source: str) -> None:
    (found,) = attributions(text)
    assert found.source is not None
    assert found.source.of(text) == source
    assert [relay.of(text) for relay in found.chain] == chain


def test_agency_alone_is_the_source_of_its_report() -> None:
    text = "به گزارش خبرگزاری سهل، پل شمالی فرو ریخت."
    (found,) = attributions(text)
    assert found.source is not None
    assert found.source.of(text) == "خبرگزاری سهل"
    assert found.score < 0.6


def test_colon_without_marks_goes_on_to_the_end_of_the_paragraph() -> None:
    text = "کاوه رستگار گفت: راه باز است. پل را هم می‌سازیم.\nبازار شلوغ بود."
    assert read(text) == [("کاوه رستگار", "راه باز است. پل را هم می‌سازیم", "named")]


def test_quotation_over_two_paragraphs_is_one_statement() -> None:
    text = "شیخ یونس گفت: «خانه‌هایمان را ترک نمی‌کنیم.\nتا پایان می‌مانیم.»\nنشست پایان یافت."
    assert read(text) == [("شیخ یونس", "خانه‌هایمان را ترک نمی‌کنیم.\nتا پایان می‌مانیم.", "named")]


def test_footers_are_no_part_of_what_is_said() -> None:
    text = "رستگار:\nراه باز است.\n@rah_channel\n| rahnews.example"
    assert read(text) == [("رستگار", "راه باز است", "named")]


def test_said_to_be_is_unnamed() -> None:
    text = "گفته می‌شود نشست در تپه برگزار شد."
    (found,) = attributions(text)
    assert found.source is None
    assert found.basis == "unnamed"
    assert found.content[0].of(text) == "نشست در تپه برگزار شد"


def test_hedge_is_kept() -> None:
    text = "یک منبع آگاه گفت گویا نشست لغو شده است."
    (found,) = attributions(text)
    assert [hedge.of(text) for hedge in found.hedges] == ["گویا"]


def test_channel_voice_splits_at_each_act() -> None:
    text = (
        "ما در جبههٔ نور آماده‌باش کامل نیروهای خود را اعلام می‌کنیم.\n"
        "سلاح ما در دست ماست.\nاز مردم می‌خواهیم کنار ما بمانند.\n#نور"
    )
    assert read(text, voice=True) == [
        (
            None,
            "ما در جبههٔ نور آماده‌باش کامل نیروهای خود را اعلام می‌کنیم.",
            "voice",
        ),
        (None, "سلاح ما در دست ماست.", "voice"),
        (None, "از مردم می‌خواهیم کنار ما بمانند.", "voice"),
    ]


def test_news_text_has_no_voice() -> None:
    assert read("اعلام می‌کنیم که آماده‌ایم.") == []


def test_joiner_or_none_reads_the_same() -> None:
    joined = "کاوه رستگار می‌گوید راه باز است."
    plain = joined.replace("\u200c", "")
    assert [said for _, said, _ in read(joined)] == [said for _, said, _ in read(plain)]


PIECES = st.sampled_from(
    [
        "گفت ",
        "گفت: ",
        "که ",
        "وی ",
        "وزیر ",
        "اعلام کرد ",
        "را محکوم کرد ",
        "خواستار ",
        "شد ",
        "«",
        "»",
        "به گزارش ",
        "به نقل از ",
        "به گفتهٔ ",
        "، ",
        ".",
        "\n",
        ":",
        "می\u200c",
        "ما ",
        "آماده\u200cایم ",
        "(",
        ")",
        "با بیان اینکه ",
        "و افزود ",
        "گفته می\u200cشود ",
        "x",
        "#وسم ",
        "🔴 ",
        "\u200c",
        "۷ ",
        '"',
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


@pytest.mark.parametrize("piece", ["گفت ", "و گفت ", "«", "س:\n", "به گزارش ", "را رد کرد ", "وی "])
def test_long_hostile_text_is_read(piece: str) -> None:
    read_at_length(attributions, piece)


FRAMES: list[tuple[str, list[Seen]]] = [
    (
        "«ما قایق نداریم»؛ این را رئیس بندر، آقای کیوان رودسر، گفت.",
        [("رئیس بندر، آقای کیوان رودسر", "ما قایق نداریم", "named")],
    ),
    (
        "استاندار نوده ضمن تقدیر از امدادگران، از مردم خواست در خانه بمانند.",
        [
            ("استاندار نوده", "امدادگران", "title"),
            ("استاندار نوده", "در خانه بمانند", "title"),
        ],
    ),
    (
        "اداره آب نوده به اطلاع مردم می‌رساند که لوله تعمیر شده است.",
        [("اداره آب نوده", "لوله تعمیر شده است", "named")],
    ),
    (
        "در بیانیهٔ پایانی انجمن باغداران آمده است که برداشت آغاز می‌شود.",
        [("انجمن باغداران", "برداشت آغاز می‌شود", "named")],
    ),
    (
        "مسئولیت آتش‌سوزی انبار را گروه سایه بر عهده گرفت.",
        [("گروه سایه", "آتش‌سوزی انبار", "named")],
    ),
    (
        "انجمن معلمان بستن مدرسه را تقبیح و تصریح کرد: کلاس‌ها برپاست.",
        [
            ("انجمن معلمان", "بستن مدرسه", "named"),
            ("انجمن معلمان", "کلاس‌ها برپاست", "pronoun"),
        ],
    ),
    (
        "روزنامه پگاه نوشت که وزیر راه گفته است پل بسته می‌ماند.",
        [("وزیر راه", "پل بسته می‌ماند", "title")],
    ),
    (
        "وزارت کار می‌گوید پرونده بسته شد؛ اما مینا سروش، وکیل ما، مخالف است: «ما می‌ایستیم همه.»",
        [
            ("وزارت کار", "پرونده بسته شد", "named"),
            ("مینا سروش، وکیل ما", "ما می‌ایستیم همه.", "named"),
        ],
    ),
    (
        "وقتی از دکتر نیما پارسا پرسیدیم، پاسخ داد: «بیمارستان جا ندارد.»",
        [("دکتر نیما پارسا", "بیمارستان جا ندارد.", "named")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FRAMES, ids=range(len(FRAMES)))
def test_frames_of_the_news_are_read(text: str, expected: list[Seen]) -> None:
    assert read(text) == expected


def test_a_group_also_speaks_by_requiring_and_asking() -> None:
    text = "ما کشتار را محکوم می‌کنیم. دولت باید زندانیان را آزاد کند. از شهر خارج نشوید."
    assert [found[1] for found in read(text, voice=True)] == [
        "ما کشتار را محکوم می‌کنیم.",
        "دولت باید زندانیان را آزاد کند.",
        "از شهر خارج نشوید.",
    ]


@pytest.mark.parametrize("piece", ["نوشت که ", "در بیانیه آمده ؛ ", "ضمن رد ", "از X خواست و "])
def test_long_hostile_frames_are_read(piece: str) -> None:
    read_at_length(attributions, piece)
