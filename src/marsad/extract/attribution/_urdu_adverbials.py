"""What stands around a speaker in Urdu and does not name him: when, where, how."""

from __future__ import annotations

from collections.abc import Iterator

from ._words import Kind, Page, Run

__all__ = [
    "after_adverbials",
    "owner_of_statement",
    "speaks_in",
    "without_manner",
    "without_relative",
]

_CLOSES = frozenset(["ميں", "پر", "دوران", "روز", "بعد"])
"""Words that end when, where and on what occasion somebody speaks."""

_CLOSES_AFTER = {
    "جانب": frozenset(["دوسري"]),
    "طرف": frozenset(["دوسري"]),
    "اثنا": frozenset(["دريں"]),
    "اثناء": frozenset(["دريں"]),
    "پهلے": frozenset(["سے"]),
    "سے": frozenset(["حوالے", "سلسلے"]),
    "علاوه": frozenset(["كے"]),
    "صبح": frozenset(["كي"]),
    "شام": frozenset(["كي"]),
    "شب": frozenset(["كي"]),
    "رات": frozenset(["كي"]),
    "دوپهر": frozenset(["كي"]),
    "كو": frozenset(
        ["پير", "منگل", "بده", "جمعرات", "جمعے", "جمعه", "هفتے", "هفته", "اتوار", "شام", "صبح"]
    ),
}
"""The same, which end it only after one of these words."""

_HOLDS = frozenset(
    [
        "موجود",
        "مقيم",
        "تعينات",
        "واقع",
        "قايم",
        "سرگرم",
        "متصل",
        "محروم",
        "وابسته",
        "متعلق",
        "متعلقه",
        "شامل",
        "شريك",
        "فعال",
        "مامور",
        "مبني",
        "قيد",
        "داخل",
        "رهنے",
        "بيٹهے",
        "پهنسے",
        "محصور",
        "زير",
        "مبتلا",
        "ملوث",
        "قابض",
        "پناه",
        "ره",
        "كام",
    ]
)
"""Behind "in …" they belong with it to the speaker: "officials present there"."""

_PARTICIPLES = frozenset(["والے", "والي", "والا", "گيے", "گيي", "شده", "كرده", "هويے"])
"""They close a clause that belongs to the speaker: "those who live in …"."""

_DEPUTED = frozenset(
    ["سفير", "مندوب", "كمشنر", "نمايندے", "نماينده", "قايد", "پارليماني", "اپوزيشن", "مشن"]
)
"""They are somebody's at a place: "the ambassador in …"."""

_HOLD_WORDS = 6
"""Tokens behind "in …" in which such a word stands; a choice, not tuned."""

_CONTAINERS = frozenset(
    [
        "بيان",
        "پيغام",
        "خط",
        "اعلاميے",
        "پريس",
        "ٹويٹ",
        "رپورٹ",
        "خطاب",
        "ويڈيو",
        "اڈيو",
        "نوٹيفكيشن",
        "مراسلے",
        "پوسٹ",
        "ريليز",
    ]
)
"""What is said stands in them: "in a statement of X it was said that"."""

_ISSUED = frozenset(
    [
        "ايك",
        "اپنے",
        "تازه",
        "مختصر",
        "تحريري",
        "اڈيو",
        "ويڈيو",
        "صوتي",
        "جاري",
        "كرده",
        "كيے",
        "گيے",
        "كيا",
        "گيا",
        "كي",
        "گيي",
        "هونے",
        "والے",
        "والي",
        "والا",
        "مشتركه",
        "باضابطه",
        "سركاري",
        "مذمتي",
        "هنگامي",
        "وضاحتي",
        "اس",
    ]
)
"""Words between a statement and who issued it."""

_OCCASIONS = frozenset(
    [
        "جواب",
        "كانفرنس",
        "گفتگو",
        "بريفنگ",
        "انٹرويو",
        "موقع",
        "جلسے",
        "تقرير",
        "بارے",
        "شرط",
        "ردعمل",
    ]
)

_SIDES = frozenset(["طرف", "جانب"])

_MANNER = frozenset(["الفاظ", "لفظوں", "انداز"])
"""Before "in": in the strongest words."""

_FEELINGS = frozenset(
    [
        "گهرے",
        "گهري",
        "دلي",
        "دكه",
        "رنج",
        "غم",
        "افسوس",
        "صدمے",
        "تشويش",
        "برهمي",
        "ملال",
        "و",
        "اور",
        "شديد",
        "انتهايي",
        "سخت",
    ]
)
"""What somebody expresses about something."""

_WHO = frozenset(["جو", "جن", "جس", "جنهيں", "جنهوں"])


def after_adverbials(page: Page, run: Run) -> Run:
    """Drop from the start of ``run`` when, where and on what occasion its speaker speaks."""
    first = run.first
    for index in page.outside(Run(run.first, run.last - 1)):
        rest = page.trim(Run(index + 1, run.last))
        if rest.first < rest.last and _closes(page, index) and not _holds(page, index, rest):
            first = rest.first
    return Run(first, run.last)


def _closes(page: Page, index: int) -> bool:
    form = page.form(index)
    return form in _CLOSES or page.form(index - 1) in _CLOSES_AFTER.get(form, ())


def _holds(page: Page, index: int, rest: Run) -> bool:
    """Tell whether "in …" before ``rest`` tells who ``rest`` is rather than where he speaks."""
    if page.form(index) not in ("ميں", "پر"):
        return False
    near = [page.form(i) for i in range(rest.first, min(rest.last, rest.first + _HOLD_WORDS))]
    return near[0] in _HOLDS or bool(_PARTICIPLES & set(near) or _DEPUTED & set(near))


def owner_of_statement(page: Page, run: Run) -> Run | None:
    """Return who issued the statement in ``run``: "of X", "issued by X", "on the part of X"."""
    for index in _containers(page, run):
        first = index - 1
        while first > run.first and page.form(first) in _ISSUED:
            first -= 1
        if page.form(first) == "سے" and page.form(first - 1) in _SIDES:
            return Run(run.first, first - 2)
        issued = page.form(first + 1) == "جاري"
        if page.form(first) == "كے" or (issued and page.form(first) == "سے"):
            return Run(run.first, first)
    return None


def speaks_in(page: Page, run: Run) -> bool:
    """Tell whether ``run`` is an occasion of speaking: "in a speech", "in answer to a question"."""
    return any(page.form(index) in _CONTAINERS | _OCCASIONS for index in page.outside(run))


def _containers(page: Page, run: Run) -> Iterator[int]:
    inside = list(page.outside(run))
    return (index for index in reversed(inside) if page.form(index) in _CONTAINERS)


def without_manner(page: Page, run: Run, *, feels: bool) -> Run:
    """Drop "in the strongest words" and, where it ``feels``, "deep grief" from the end of ``run``.

    :param feels: True where the verb tells that a feeling is expressed.
    """
    first, last = run
    if last - first > 2 and page.form(last - 1) == "ميں" and page.form(last - 2) in _MANNER:
        last -= 2
    while feels and last > first + 1 and page.form(last - 1) in _FEELINGS:
        last -= 1
    return Run(first, last)


def without_relative(page: Page, run: Run) -> Run:
    """Drop a clause about the speaker ("X, who …,") and what leads to him ("a video in which")."""
    first, last = run
    for index in page.outside(run):
        who = page.form(index) in _WHO
        if who and page.form(index + 1) == "ميں" and index + 2 < last:
            first = index + 2
        elif who and index > first and page.kind(index - 1) is Kind.COMMA:
            return Run(first, index - 1)
    return Run(first, last)
