"""Sentences that help to find or profile a person, in the languages in which lists are written.

Words are stems, written as :func:`marsad.text.normalise` leaves them once folded, and looked for
at the beginning of a word, behind the particles that Arabic and Hebrew write onto it. "Brother of"
and "son of" are none of them: lists give these as the ground of a listing. Words are our choice;
of the UN list, every sixth sentence that the English ones leave out was read, and every twelfth
of those kept that name a prison, a relative or a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ...text import detect, normalise

__all__ = ["LANGUAGES", "sentences", "tells", "tells_number", "tells_of_person", "written_in"]

LANGUAGES = frozenset(("en", "ar", "arz", "apc", "ary", "fa", "prs", "ru", "he", "tr", "fr"))
"""Languages, and dialects of theirs, whose telling words are known here."""


@dataclass(frozen=True, slots=True)
class _Stems:
    """Stems of one language.

    :ivar reach: how and where somebody is reached, which a body may publish of itself.
    :ivar person: a person's home, papers, looks and family.
    """

    reach: str
    person: str


_ENGLISH = _Stems(
    reach=r"address(?:es)?\b|apartment\b|street\b|avenue\b|located (?:in|at)\b|location\b|"
    r"\d+[a-z]?,? (?:\w+ ){1,3}(?:road|rd|lane|ln|square|boulevard|blvd)\b|"
    r"tel(?:ephone)?\b|phones?\b|mobile\b|e-?mail|fax\b|skype\b|whatsapp\b|viber\b",
    person=r"resid(?:e|es|ed|ing|ence|ency|ent)\b|domicil|whereabouts|"
    r"liv(?:es|ed|ing) (?:\w+ ){0,2}(?:in|at|with|near|there)\b|"
    r"stay(?:s|ed|ing)? (?:\w+ )?(?:at|with|in)\b|hid(?:es|ing|den)? (?:in|at|with)\b|"
    r"(?:brother|sister|son|daughter)'s (?:name|house|home)|"
    r"passports?\b(?! (?:and visa|department|office))|"
    r"id(?:entity)? (?:cards?|no|numbers?)\b|identification number|"
    r"national (?:id|no)\b|document (?:no|number)\b|"
    r"photo(?:graph)?s?\b|fingerprints?\b|eyes?\b|hair\b|complexion|height\b|weight\b|beard\b|"
    r"\d ?cm\b|scars?\b|tattoo|physical description|(?<!of )ethnicity\b|religion ?:|"
    r"wife\b|wives\b|husband\b|married\b|mother\b|spouse|widow|fiancee?\b|"
    r"(?:father|parent) of (?:\w+ )?(?:children|sons?|daughters?)\b|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d) (?:sons|daughters)\b|"
    r"(?:children|parents|sons|daughters|siblings|family) ?:|"
    r"(?:his|her|has|with) (?:\w+ )?(?:children|parents|sons?|daughters?)\b",
)
_FRENCH = _Stems(
    reach=r"adresse\b|rue\b|appartement|boulevard|\d+,? (?:avenue|chemin|route|place|quai)\b|"
    r"telephon|telecopie|courriel",
    person=r"reside\b|residant|residence|domicil|demeurant|habite\b|vit (?:a|en|au)\b|"
    r"loge (?:a|chez)\b|heberge|se cache\b|cache (?:a|chez)\b|"
    r"passeport|cartes? d'identite|pieces? d'identite|numero national|photographie|"
    r"empreintes? digitale|yeux\b|cheveux|barbe\b|teint\b|cicatrice|tatouage|taille ?:|\d ?cm\b|"
    r"ethnie\b|origine ethnique|epou(?:x|se)\b|mariee? (?:a|avec)\b|veu(?:f|ve)\b|conjointe?\b|"
    r"sa femme|son mari\b|ses (?:enfants|parents|fils|filles)|sa mere|pere de \w+ enfants|"
    r"(?:deux|trois|quatre|cinq|six|\d) (?:fils|filles)\b|(?:enfants|parents) ?:|"
    r"lieu de sejour|se trouve (?:a|en|au)\b",
)
_TURKISH = _Stems(
    reach=r"adres|cadde|sokak|sokag|bulvar|mahalle|apartman|telefon|gsm\b|faks\b|e-?posta",
    person=r"ikamet|oturuyor|oturmakta|yasiyor|yasamakta|kaliyor|kalmakta|saklaniyor|barin|"
    r"pasaport|kimlik|nufus cuzdan|fotograf|parmak iz|gozleri|goz rengi|saclari|sac rengi|boyu\b|"
    r"kilosu\b|sakal|yara izi|dovme|etnik koken|\d ?cm\b|"
    r"evli\b|esi\b|karisi\b|kocasi\b|dul\b|annesi|ebeveyn|cocuklari\b|cocugu\b|"
    r"cocuk (?:babasi|annesi|sahibi)|(?:iki|uc|dort|bes|\d) (?:oglu|kizi|cocugu)",
)
_RUSSIAN = _Stems(
    reach=r"адрес(?:а|у|ом|е|ов|ам|ован)?\b|(?<!штаб-)квартир|улиц|ул\.|проспект|переул|шоссе|"
    r"телефон|тел\.|мобильн|факс|почт[ауые]\b|почтов",
    person=r"прожива|живет|жил[аи]? (?:в|на)\b|жительств|местонахожден|прописан|"
    r"скрывается (?:в|на|у)\b|укрывается|остановил(?:ся|ась) у\b|"
    r"паспорт|удостоверени\w+ личности|инн\b|снилс|фото|отпечатк|глаз|волос(?!т)|"
    r"рост(?:ом)?:? +\d|вес(?:ом)?:? +\d|бород(?:а|ы|у|ои|ат\w+)\b|телосложен|шрам|татуиров|"
    r"по национальности|этническ\w+ принадлежност|"
    r"женат|замуж|жен(?:а|ы|е|у|ои)\b|супруг|муж(?:а|ем|у)?\b|мать\b|матери\b|вдов|"
    r"отец (?:\w+ )?детеи|(?:двое|трое|четверо|пятеро) (?:детеи|сыновеи|дочереи)|"
    r"(?:дети|родители) ?:|его родител|(?:его|ее|у него|у нее) (?:\w+ )?(?:дет|сын|доч)",
)
_ARABIC = _Stems(
    reach=r"عنوان|شقه|شقته|شارع|هاتف|جوال|تلفون|تلیفون|رقم (?:ال)?محمول|نقال|موبایل|فاکس|"
    r"برید(?:ه|ها)? (?:ال)?الکترون|صندوق برید|ایمیل|واتس ?اب|سکایب",
    person=r"[یت]قیم (?:\w+ )?(?:فی|ب)|"
    r"مقیم|اقامته|(?:محل|مکان) اقام|[یتن]سکن|ساکن|سکن|مسکن|[یت]قطن|"
    r"منزل(?:ه|ها|هم)?\b|بیته|[یت]ختبی|مختبی|متوار|"
    r"جواز سفر|جوازه|جوازات|بطاقه (?:ال)?(?:هوی|شخصی|احوال|وطنی|موحد)|رقم (?:ال)?(?:هوی|وطنی)|"
    r"مکان (?:وجود|تواجد)|زوجت|زوجه|متزوج|ارمل|والدته|والداه|والدیه|اولاده|اطفاله|ابناوه|ابناءه|"
    r"ابنته|بناته|(?:اب|والد) ل\w+ (?:اطفال|ابناء|اولاد|بنات)|(?:ابناء|اولاد)(?:ه|ها)? ?:|"
    r"صورته|صوره? فوتوغراف|صور فوتوغراف|بصم|لون (?:ال)?(?:عین|شعر)|عیناه|شعره|لحیته|وزنه|طوله|"
    r"بشرته|ندبه|وشم|اصل(?:ه)? (?:ال)?عرقی",
)
_PERSIAN = _Stems(
    reach=r"نشانی|ادرس|خیابان|بلوار|کوچه|پلاک|اپارتمان|تلفن|شماره همراه|فکس|نمابر|رایانامه|"
    r"پست الکترونیک|واتس ?اپ|اسکایپ",
    person=r"سکونت|محل (?:اقامت|زندگی)|اقامت (?:دارد|داشت|گزید)|زندگی می|خانه ?اش|مخفیگاه|"
    r"(?:پنهان|مخفی) (?:شده|است)|شماره ملی|گذرنامه|پاسپورت|شناسنامه|کارت (?:ملی|شناسایی)|کد ملی|"
    r"همسر|بیوه|فرزندان|والدین|دخترش|پسرش|مادرش|ازدواج|متاهل|پدر (?:دو|سه|چهار|پنج|\d) فرزند|"
    r"(?:دو|سه|چهار|پنج|\d) (?:پسر|دختر) دارد|عکس(?:ش|های?| او| وی)|اثر انگشت|رنگ (?:چشم|مو)|"
    r"چشمان|موهای|قدش|وزنش|ریش(?:ش)?\b|جای زخم|خالکوبی|قومیت",
)
_HEBREW = _Stems(
    reach=r"כתובת(?:ו|ה)?\b|מענו\b|רחוב|שדרות|סמטת|דיר(?:ה|ת|תו)\b|טלפו[ןנ]|נייד\b|פקס|"
    r"דוא[\"״'׳]?ל\b|אימייל|דואר אלקטרוני|וואטסאפ|סקייפ",
    person=r"מתגורר|גרה? ב|מגורי|ביתו\b|מסתתר|שוהה ב|דרכו[ןנ]|תעוד[הת] זהות|ת[\"״'׳]ז\b|"
    r"מספר (?:ה)?זהות|תמונ|צילומי? פנים|טביעו?ת אצבע|עיניים|עיניו|שיער|גובהו|משקלו|זקנו|צלקת|"
    r"קעקוע|מוצאו האתני|נשוי|נשואה|אשתו|בעלה\b|אלמנ(?:ה|ת|תו)\b|בנ?ת? זוג|אמו\b|הוריו|ילדיו|ילדיה|"
    r"בניו|בנותיו|בתו\b|אב ל(?:שני|שלוש|ארבע|חמיש)\w*|מקום הימצאו",
)

_DOCUMENT = r"\b[a-z]{1,2}\d{6,9}\b"
_NUMBERS = re.compile(
    r"\+\d[\d ()./-]{7,}\d|\b00\d{8,}|\b0\d{2,3}[ -]?\d{3}[ -]?\d{3,4}\b|\b\d{9,}\b|"
    + _DOCUMENT
    + r"|\S@\S|(?<!\S)@\w{3}|\b\d{1,3}[.,]\d{4,}"
)
"""Telephone numbers, numbers of documents, addresses of mail, and degrees of a place."""

_DIALLED = re.compile(r"\d(?:[ ().\-]{0,3}\d){8,}")
"""Nine digits or more with signs between, as numbers to call are written."""

_DAYS = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b|\b\d{4}(?:[./-]\d{1,2}){1,2}\b|\b(?:1[0-9]|20)\d\d\b"
)
"""Days and years, which stand in rows without being a number to call."""

_SENTENCE = re.compile(r"(?<=[^\s.]{4}[.;!?؟؛۔])\s+")
"""Where a sentence ends; not after "Tel." and "no.", behind which numbers stand."""


@cache
def _words(*, reach: bool) -> re.Pattern[str]:
    """Return the stems that tell of a person, with ``reach`` also those of bodies' addresses."""
    every = (_ENGLISH, _FRENCH, _TURKISH, _RUSSIAN, _ARABIC, _PERSIAN, _HEBREW)
    said = [f"{stems.reach}|{stems.person}" if reach else stems.person for stems in every]
    plain, arabic, hebrew = "|".join(said[:4]), "|".join(said[4:6]), said[6]
    arabic = f"(?:[وف]?[بلک]?(?:ال|لل)?)(?:{arabic})"
    return re.compile(rf"\b(?:{plain}|{arabic}|[ושהבלכמ]{{0,3}}(?:{hebrew}))")


def sentences(prose: str) -> list[str]:
    """Return the sentences of ``prose``, without the white space between them."""
    return _SENTENCE.split(prose)


def tells(text: str) -> bool:
    """Tell whether ``text`` may help to find or profile somebody; in doubt it does.

    What hides a word from a reader hides it not from this: signs that are not seen, letters that
    look wider, digits of other scripts.
    """
    folded = normalise(text).text
    return _is_number(folded) or _words(reach=True).search(folded) is not None


def tells_of_person(text: str) -> bool:
    """Tell whether ``text``, said of a body, tells of a person's home, family, looks or papers.

    A body's own address and telephone number do not count.
    """
    folded = normalise(text).text
    found = _words(reach=False).search(folded) or re.search(_DOCUMENT, folded)
    return found is not None


def tells_number(text: str) -> bool:
    """Tell whether ``text`` holds what reads like a number of a person, or an address of mail."""
    return _is_number(normalise(text).text)


def _is_number(folded: str) -> bool:
    return bool(_NUMBERS.search(folded) or _DIALLED.search(_DAYS.sub("·", folded)))


def written_in(prose: str, declared: str) -> str:
    """Return the language of ``prose``: as declared, else as it seems."""
    return declared or detect(prose)[0]
