"""Function words of English, Arabic and Persian, normalised: they say nothing about a story."""

from __future__ import annotations

from ..text import normalise

__all__ = ["STOP_WORDS"]

_ENGLISH = """
a about after again against all also an and any are as at be because been before being between
both but by can could did do does during each for from further had has have he her here him his
how if in into is it its just may me more most must my no nor not now of off on once one only or
other our out over own said same say says she should so some such than that the their them then
there these they this those through to too two under until up upon us very was we were what when
where which while who whom why will with would you your told added also according new
"""
_ARABIC = """
في من على إلى عن مع أن إن أو ثم بعد قبل بين حتى كان كانت هذا هذه ذلك تلك التي الذي الذين ما لا لم
لن قد كل هو هي هم أي كما عند منذ خلال دون غير حول ضد أمام تحت فوق وقال قال وأضاف أضاف أكد وأكد بعض
أكثر اليوم وهو وهي وفي ومن وعلى به بها له لها فيه فيها عليه عليها عنه عنها منه منها إنه إنها أنه
أنها ولا وقد فقد ولم يوم نحن
"""
_PERSIAN = """
در از به با که را این آن و برای تا بر هم یا اما اگر نیز هر چه چون ما شما او وی آنها است بود شد شده
می نمی خود یک دو بین پس پیش روی زیر بالا گفت افزود کرد کند کنند کرده شود شوند باید باشد هستند
هست نیست بوده دارد دارند داشت خواهد همه چند دیگر ولی بی سوی
"""

STOP_WORDS = frozenset(normalise(f"{_ENGLISH} {_ARABIC} {_PERSIAN}").text.split())
