"""Words for public offices, beside which a person's name is public."""

from __future__ import annotations

from ..text import normalise
from ..text.lexicon import words as word_set

__all__ = ["OFFICES"]

_PLAIN = (
    "spokesman spokeswoman spokesperson minister president premier commander general colonel "
    "brigadier admiral ambassador governor leader head chairman secretary deputy senator mp "
    # Arabic and Persian
    "متحدث المتحدث المتحدثة ناطق الناطق وزير الوزير رئيس الرئيس قائد القائد اللواء العميد "
    "العقيد الفريق السفير محافظ المحافظ النائب الأمين زعيم سخنگوی وزیر رئیس فرمانده سردار "
    "سرلشکر سفیر استاندار نماینده دبیر رهبر "
    # Urdu
    "وزیراعظم ترجمان سربراہ کمانڈر جنرل گورنر چیئرمین سیکرٹری سینیٹر "
    # Hebrew
    "שר שרת השר השרה דובר דוברת הדובר הדוברת נשיא נשיאת הנשיא הנשיאה ראש מפקד המפקד אלוף האלוף "
    "הרמטכ שגריר שגרירת השגריר השגרירה מזכיר המזכיר מנהיג סגן סגנית "
    # Turkish
    "bakan bakanı başkan başkanı cumhurbaşkanı başbakan sözcü sözcüsü komutan komutanı generali "
    "albay amirali büyükelçi büyükelçisi valisi milletvekili lideri sekreteri"
)
_RUSSIAN = (
    "министр президент премьер командир генерал полковник адмирал губернатор депутат сенатор "
    "спикер мэр лидер"
)
_CASES = ("", "а", "у", "ом", "е")
_RUSSIAN_FORMS = (
    "глава главы главе главу главой посол посла послу послом секретарь секретаря секретарю "
    "секретарем председатель председателя председателю председателем представитель "
    "представителя представителю представителем представительница командующий командующего "
    "командующему командующим заместитель заместителя заместителю заместителем"
)

OFFICES = frozenset(
    normalise(word).text
    for word in (
        *word_set(_PLAIN),
        *word_set(_RUSSIAN_FORMS),
        *(stem + end for stem in word_set(_RUSSIAN) for end in _CASES),
    )
)
"""Normalised. A word that is as often something else is left out, as Urdu «صدر» in Arabic."""
