"""Names of months, weekdays and spans of time, as :func:`marsad.text.normalise` leaves them."""

from __future__ import annotations

from functools import cache

from .normalise import normalise

__all__ = ["MONTHS", "UNCERTAIN_MONTHS", "UNITS", "WEEKDAYS", "folded"]

MONTHS: dict[str, dict[int, str]] = {
    "gregorian": {
        1: "january,jan,يناير,كانون الثاني,جانفي,ژانویه",
        2: "february,feb,فبراير,شباط,فيفري,فوریه",
        3: "march,mar,مارس,آذار,مارچ",
        4: "april,apr,أبريل,ابريل,نيسان,أفريل,آوریل,اپریل",
        5: "may,مايو,أيار,ماي,مه,می",
        6: "june,jun,يونيو,يونيه,حزيران,ژوئن,جون",
        7: "july,jul,يوليو,يوليه,تموز,جويلية,ژوئیه,جولای,جولایی",
        8: "august,aug,أغسطس,آب,أوت,اوت,آگوست,اگست",
        9: "september,sept,sep,سبتمبر,أيلول,سپتامبر,سپتمبر",
        10: "october,oct,أكتوبر,تشرين الأول,اکتبر",
        11: "november,nov,نوفمبر,تشرين الثاني,نوامبر",
        12: "december,dec,ديسمبر,كانون الأول,دسامبر,دسمبر",
    },
    "jalali": {
        1: "farvardin,فروردین",
        2: "ordibehesht,اردیبهشت",
        3: "khordad,خرداد",
        4: "tir,تیر",
        5: "mordad,مرداد,امرداد",
        6: "shahrivar,شهریور",
        7: "mehr,مهر",
        8: "aban,آبان",
        9: "azar,آذر",
        10: "dey,دی",
        11: "bahman,بهمن",
        12: "esfand,اسفند",
    },
    "hijri": {
        1: "muharram,محرم,محرم الحرام",
        2: "safar,صفر,صفر المظفر",
        3: "rabi al-awwal,ربيع الأول,ربیع‌الاول,ربيع الاول",
        4: "rabi al-thani,ربيع الثاني,ربيع الآخر,ربیع‌الثانی",
        5: "jumada al-awwal,جمادى الأولى,جمادی‌الاول,جمادی الاول",
        6: "jumada al-thani,جمادى الآخرة,جمادى الثانية,جمادی‌الثانی,جمادی الثانی",
        7: "rajab,رجب,رجب المرجب",
        8: "shaban,sha'ban,شعبان,شعبان المعظم",
        9: "ramadan,رمضان,رمضان المبارك",
        10: "shawwal,شوال",
        11: "dhu al-qadah,dhu al-qa'dah,ذو القعدة,ذي القعدة,ذی‌القعده,ذیقعده",
        12: "dhu al-hijjah,dhu al-hijja,ذو الحجة,ذي الحجة,ذی‌الحجه,ذیحجه",
    },
}
"""Month names by calendar: English, Egyptian, Levantine, Maghrebi Arabic, Persian, Dari."""

UNCERTAIN_MONTHS = "مه,می,تیر,مهر,دی,آب,صفر,tir,mehr,dey,azar,safar,جون"
"""Names that are common words too («تیر» bullet, «آب» water); they need a year beside them."""

WEEKDAYS: dict[int, str] = {
    0: "monday,الاثنين,الإثنين,دوشنبه",
    1: "tuesday,الثلاثاء,سه‌شنبه,سه شنبه",
    2: "wednesday,الأربعاء,الاربعاء,چهارشنبه,چهار شنبه",
    3: "thursday,الخميس,پنجشنبه,پنج‌شنبه,پنج شنبه",
    4: "friday,الجمعة,جمعه",
    5: "saturday,السبت,شنبه",
    6: "sunday,الأحد,یکشنبه,یک‌شنبه,یک شنبه",
}
"""Weekdays, Monday as 0 like :meth:`datetime.date.weekday`."""

UNITS: dict[int, str] = {
    60: "minute,minutes,دقيقة,دقائق,دقیقه",
    3600: "hour,hours,ساعة,ساعات,ساعت",
    86400: "day,days,يوم,يوما,أيام,روز",
    604800: "week,weeks,أسبوع,أسابيع,اسبوعا,هفته",
}
"""Seconds in a unit of time."""


@cache
def folded(names: str) -> tuple[str, ...]:
    """Return a comma-separated list normalised, the longest first so that regexes prefer it."""
    return tuple(sorted({normalise(name).text for name in names.split(",")}, key=len, reverse=True))
