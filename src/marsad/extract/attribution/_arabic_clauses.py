"""Where an act of speaking begins in an Arabic sentence, and which verbs are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ._arabic_frames import Frame
from ._arabic_lexicon import Lexicon, Verb, lexicon
from ._arabic_subjects import JUDGING
from ._open_speech import is_speech
from ._words import Kind, Page, Run

__all__ = ["addresses", "clauses", "fits", "is_asserted", "is_speaker", "leads"]


def is_asserted(page: Page, lex: Lexicon, index: int, verb: Verb, first: int) -> bool:
    """Tell whether the verb at ``index`` of a clause from ``first`` tells of speech that was.

    Not so after a negation or "that" with the subjunctive, in the passive, in "it is worth
    mentioning", and for the preposition "between", which is written like "made clear".
    """
    before = page.form(index - 1) if index > first else ""
    already = before in ("قد", "وقد", "فقد", "لقد") and verb.form == "past"
    already = already or (verb.lemma == "استبعد" and before.removeprefix("و") in ("لم", "لا"))
    already = already or (before == "ان" and page.form(index - 2) == "قبل")
    if lex.has("negation", before) and not already:
        return False
    if page.form(index) in lex.lists["discourse"] or _is_passive(page, index, verb):
        return False
    if verb.lemma == "رفض" and any(page.form(index + n) in _COMMENT for n in range(1, 5)):
        return False
    if _withholds(page, lex, index) or (verb.form == "past" and before in _BEFORE_NOUNS):
        return False
    return verb.lemma != "بين" or verb.form != "past" or _has_mark(page, index, _SHADDA)


_COMMENT = frozenset({"التعليق", "الادلاء", "الاجابه", "الافصاح", "الكشف", "الرد"})
"""Who refuses these says nothing."""


def _withholds(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether a verb says that a source would not be named: "X, who asked not to be …"."""
    aside = page.kind(index - 1) is Kind.COMMA and page.form(index) in lex.lists["withholding"]
    return aside and page.form(index + 1) in ("عدم", "الا", "ذكر", "الكشف", "كشف", "حجب", "ما")


_LOOSE = frozenset({"object", "guess", "preposition", "joined"})
"""Markers that other verbs have too; a clause, colon or quotation speaks for itself."""


def fits(page: Page, verb: Verb, frame: Frame | None, before: Run, index: int) -> Frame | None:
    """Return the frame if the verb may have it here; None for what only looks like a cue."""
    led = before.first < before.last
    whole = Frame(Run(index + 1, index + 1), index + 1, "object", index + 1)
    if verb.form == "participle":
        if frame is not None and _follows(verb, frame, index):
            return replace(frame, subject=Run(index + 1, index + 1))
        direct = "object" in verb.frames and page.kind(index + 1) is Kind.WORD
        return whole if direct else None
    if led and verb.form == "present":
        return _of_present(page, verb, frame, before, index, whole)
    if frame is None or not _may_mark(page, verb, frame, led=led):
        return None
    if not led:
        return frame
    if frame.marker == "guess":
        return whole if is_speaker(page, before) else None
    if frame.marker in _LOOSE or page.count(frame.subject) == 0:
        return frame if is_speaker(page, before) else None
    return frame


def _follows(verb: Verb, frame: Frame, index: int) -> bool:
    """Tell whether what a participle at ``index`` says comes soon after it, or whom it asks."""
    if frame.marker in ("preposition", "joined"):
        return frame.mark < index + (_ADDRESSED if addresses(verb) else _NEAR)
    return frame.marker not in _LOOSE or frame.mark == index + 1


_ADDRESSED, _NEAR = 8, 4
"""Words after a participle in which its preposition stands: after whom it addresses ("calling on
the young men to …"), and else ("drawing attention to …"). Not tuned."""


def _of_present(
    page: Page, verb: Verb, frame: Frame | None, before: Run, index: int, whole: Frame
) -> Frame | None:
    """X announces …: without another mark, all that follows the verb is what X says."""
    beside = before.last == index and page.count(before) <= _BESIDE
    if not (beside or is_speaker(page, before)):
        return frame if frame and frame.marker not in _LOOSE else None
    if frame is None or frame.marker in ("object", "guess"):
        return whole if verb.sure and verb.frames & {"clause", "object"} else None
    return frame if _may_mark(page, verb, frame, led=True) else None


_BESIDE = 6
"""Words beside a present verb that are its subject though no title is among them."""


def _may_mark(page: Page, verb: Verb, frame: Frame, *, led: bool) -> bool:
    """Tell whether an ambiguous verb is sure enough with this marker."""
    if verb.lemma == "عبر":
        return frame.marker == "preposition"
    if verb.lemma == "طالب" and _is_adjective(page, frame.subject):
        return False
    if verb.sure or frame.marker in ("clause", "quote", "bare"):
        return True
    if frame.marker == "colon":
        return led or page.count(frame.subject) > 0 or page.form(frame.mark - 1) in _SAYING
    return not led


_SAYING = frozenset({"بالقول", "قايلا", "قايله", "قايلين"})
"""They make any verb before a colon one of saying ("went on, saying: …")."""


def _is_adjective(page: Page, run: Run) -> bool:
    """Tell whether a phrase opens with an adjective: "a university student", not "demanded"."""
    head = page.form(run.first) if run.first < run.last else ""
    return head.endswith("ي") and not head.startswith("ال")


def is_speaker(page: Page, run: Run) -> bool:
    """Tell whether a noun phrase before a verb holds a title or a body that speaks."""
    lex = lexicon()
    head = page.form(run.first)
    if head in lex.lists["clause"] or page.count(run) > 8:
        return False
    if page.count(run) <= 2 or head in ("هذه", "هذا"):
        return True
    lists = [lex.lists[name] for name in ("titles", "bodies", "unnamed", "indefinite")]
    forms = [word.form for word in page.words[run.first : run.last]]
    return any(form in each for form in forms for each in lists)


def addresses(verb: Verb) -> bool:
    """Tell whether the object of a verb is whom the speaker addresses: "X told Y that …"."""
    return verb.lemma in lexicon().lists["addressing"]


def leads(page: Page, verb: Verb, frame: Frame, before: Run, index: int) -> bool:
    """Tell whether the subject stands before the verb."""
    if before.first >= before.last:
        return False
    if page.count(frame.subject) == 0 or verb.form == "present":
        return True
    beside = page.kind(index - 1) in (Kind.WORD, Kind.QUOTE, Kind.NUMBER)
    addressed = frame.marker in _LOOSE or addresses(verb)
    return beside and addressed and is_speaker(page, before)


_SHADDA, _DAMMA = "\u0651", "\u064f"
_ACTIVE_WITHOUT_DAMMA = re.compile(r"^(?:ت|است|ا\wت|ادعي)")
"""Verb forms V, VI, VIII and X: their active present has no u after its prefix."""


def _has_mark(page: Page, index: int, mark: str) -> bool:
    return mark in page.text[page.words[index].start : page.words[index].end]


def _is_passive(page: Page, index: int, verb: Verb) -> bool:
    written = page.text[page.words[index].start : page.words[index].end]
    marked = verb.form == "present" and _DAMMA in written[1:4]
    return marked and _ACTIVE_WITHOUT_DAMMA.match(verb.lemma) is not None


def clauses(page: Page, lex: Lexicon, run: Run) -> Iterator[Run]:
    """Split a sentence where another act of speaking begins."""
    first = run.first
    for index in page.outside(run):
        topic = page.form(first) in ("اما", "واما") and page.form(index).startswith("ف")
        if index > first and not topic and _starts_clause(page, lex, index):
            yield Run(first, index)
            first = index
    if first < run.last:
        yield Run(first, run.last)


_TURNING = frozenset({"غير", "الا", "بيد"})
"""With "that he" after them they turn to what the speaker says or does next."""

_BEFORE_NOUNS = frozenset({"علي", "في", "عن", "الي", "مع", "بين", "بعد", "قبل", "دون", "كل"})
"""After them a form is a noun: "able to bear arms" is not "blamed"."""

_SO_HE = frozenset({"فانه", "فانها", "فانهم"})
"""After "while …," they open what the same speaker says next."""

_THAT_HE = frozenset({"انه", "انها", "انهم"})


def _turns(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether "before he added" or "except that he warned" begins at ``index``."""
    form, after = page.form(index), page.form(index + 1)
    verb = lex.verb(page.form(index + 2))
    if verb is None:
        return False
    return (form in _TURNING and after in _THAT_HE) or (
        form == "قبل" and after == "ان" and verb.sure
    )


_WHEREAS = frozenset({"لكن", "ولكن", "فيما", "بينما"})

_TURN_WORDS = 7
"""Words after "but" or "and" among which somebody else's verb stands; not tuned."""


def _turns_to(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether "but the directorate …" or "and their sheikh says" turns to somebody else."""
    form = page.form(index)
    noun = index + 1 if form in _WHEREAS else index
    head = page.form(noun) if noun > index else form[1:] * (form[:1] == "و")
    bare = {head, head.removesuffix("هم"), head.removesuffix("ها"), head.removesuffix("ه")}
    if not any(bare & lex.lists[name] for name in ("titles", "bodies", "unnamed")):
        return False
    for after in page.outside(Run(noun + 1, noun + 1 + _TURN_WORDS)):
        if page.kind(after) in (Kind.COMMA, Kind.STOP, Kind.LINE, Kind.COLON):
            return False
        verb = lex.verb(page.form(after))
        if verb is not None and verb.sure and verb.form != "participle":
            return True
    return False


def _starts_clause(page: Page, lex: Lexicon, index: int) -> bool:
    form = page.form(index)
    if page.kind(index) is not Kind.WORD:
        return False
    if form in lex.lists["according"]:
        return True
    verb = lex.verb(form)
    after_comma = page.kind(index - 1) is Kind.COMMA
    if _turns(page, lex, index):
        return True
    if verb is None:
        if after_comma and form in _SO_HE and lex.verb(page.form(index + 1)):
            return True
        linked = after_comma and form in lex.lists["links"]
        near = linked and any(lex.verb(page.form(index + n)) for n in (1, 2))
        turns = after_comma or form in _WHEREAS
        return near or (turns and _turns_to(page, lex, index))
    if verb.form == "participle":
        saying = verb.lemma != "قال" and _opens_speech(page, lex, verb, index + 1)
        return saying or after_comma
    joined = form not in lex.verbs and form[0] in "وف" and lex.verb(form[1:]) is not None
    if after_comma and (joined or lex.has("links", form)):
        return True
    if joined and _has_ba(page, lex, verb, index + 1):
        return True
    return joined and verb.sure and _leads_on(page, lex, verb, index)


def _leads_on(page: Page, lex: Lexicon, verb: Verb, index: int) -> bool:
    """Tell whether what is said follows the joined verb at ``index``, or whom it addresses."""
    form, after = page.form(index), page.form(index + 1)
    leads = after in verb.frames and after in _PREPOSITIONS
    leads = leads or verb.lemma in JUDGING or _addresses_next(page, verb, index)
    if verb.form == "present" and lex.verbs.get(form[1:]):
        frames = (verb.frames & _PREPOSITIONS) | (
            lex.lists["clause"] if "clause" in verb.frames else set()
        )
        leads = leads or any(page.form(index + n) in frames for n in (2, 3))
    return leads or _opens_speech(page, lex, verb, index + 1, strict=True)


def _addresses_next(page: Page, verb: Verb, index: int) -> bool:
    """Tell whether the verb at ``index`` has whom it addresses and its preposition behind it."""
    if verb.form != "past" or not addresses(verb):
        return False
    near = range(index + 1, index + 2 + _CALLED)
    return any(page.form(at) in verb.frames & _PREPOSITIONS for at in near)


_CALLED = 3
"""Words of whom a verb behind "and" addresses ("and called on [the parties] to …"); not tuned."""


def _has_ba(page: Page, lex: Lexicon, verb: Verb, index: int) -> bool:
    """Tell whether what a verb in the past says begins at ``index`` with its ب."""
    form = page.form(index)
    if "ب" not in verb.frames or verb.form != "past":
        return False
    if form == "ب":
        return page.kind(index + 1) is Kind.QUOTE
    return form[:1] == "ب" and len(form) > _BA_WORD and form not in lex.lists["not_ba"]


_BA_WORD = 3
"""Letters of a word that no joined ب is looked for in."""

_PREPOSITIONS = frozenset({"الي", "علي", "عن", "من"})
"""They open what a verb says, right after it: "and warned of …"."""


def _opens_speech(
    page: Page, lex: Lexicon, verb: Verb, index: int, *, strict: bool = False
) -> bool:
    form = page.form(index)
    if form in lex.lists["clause"] or page.kind(index) is Kind.COLON or is_speech(page, index):
        return True
    if strict:
        return False
    if addresses(verb):
        return any(page.form(index + n) in verb.frames for n in range(7))
    joined = "ب" in verb.frames and form.startswith("ب") and len(form) > 3
    return form in verb.frames or joined or (form in ("في", "خلال") and verb.lemma == "قال")
