"""Who says that he does not do an act does not do it: Hebrew, Russian, Turkish, Urdu.

The Russian lists hold Ukrainian words too.
"""

from __future__ import annotations

import pytest

from marsad.extract.acts import classify
from marsad.model import Act

REFUSED = [
    ("ru", "мы не осуждаем захват лодки", Act.CONDEMNATION),
    ("ru", "мы не будем осуждать захват лодки", Act.CONDEMNATION),
    ("ru", "мы не станем осуждать захват лодки", Act.CONDEMNATION),
    ("ru", "мы отказываемся осуждать захват лодки", Act.CONDEMNATION),
    ("ru", "мы не требуем отставки", Act.DEMAND),
    ("ru", "мы не призываем к забастовке", Act.CALL),
    ("ru", "мы не благодарим министра", Act.PRAISE),
    ("ru", "ми не вимагаємо відставки", Act.DEMAND),
    ("ru", "ми відмовляємося дякувати міністру", Act.PRAISE),
    ("he", "איני גאה בשר", Act.PRAISE),
    ("he", "היא אינה גיבורה בעינינו", Act.PRAISE),
    ("he", "הם אינן אלופות בעינינו", Act.PRAISE),
    ("tr", "bakana teşekkür etmiyoruz", Act.PRAISE),
    ("tr", "bakana teşekkür etmeyeceğiz", Act.PRAISE),
    ("tr", "bakanı takdir etmiyoruz", Act.PRAISE),
    ("ur", "ہم کشتی لینے کی مذمت نہیں کرتے", Act.CONDEMNATION),
    ("ur", "ہم کشتی لینے کی مذمت سے انکار کرتے ہیں", Act.CONDEMNATION),
    ("ur", "ہم وزیر کا شکریہ ادا نہیں کریں گے", Act.PRAISE),
    ("ur", "ہم بیعت نہیں کرتے", Act.PLEDGE),
]


@pytest.mark.parametrize(("language", "content", "act"), REFUSED)
def test_a_refused_act_is_not_done(language: str, content: str, act: Act) -> None:
    assert classify(content, None, language)[0] is not act


DONE = [
    ("ru", "мы осуждаем захват лодки", Act.CONDEMNATION),
    ("ru", "не молчим: осуждаем захват лодки", Act.CONDEMNATION),
    ("ru", "лодки не отдали, и мы требуем суда", Act.DEMAND),
    ("ru", "ми вимагаємо відставки", Act.DEMAND),
    ("he", "אנו מגנים את לקיחת הסירה", Act.CONDEMNATION),
    ("he", "לא נשתוק: אנו מגנים את לקיחת הסירה", Act.CONDEMNATION),
    ("tr", "bakana teşekkür ediyoruz", Act.PRAISE),
    ("tr", "susmuyoruz, bakana teşekkür ederiz", Act.PRAISE),
    ("ur", "ہم کشتی لینے کی مذمت کرتے ہیں", Act.CONDEMNATION),
    ("ur", "ہم وزیر کا شکریہ ادا کرتے ہیں", Act.PRAISE),
]


@pytest.mark.parametrize(("language", "content", "act"), DONE)
def test_an_act_beside_another_negation_is_done(language: str, content: str, act: Act) -> None:
    assert classify(content, None, language)[0] is act
