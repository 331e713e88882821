"""What follows an Arabic verb of saying: its subject, and where what is said begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ._arabic_lexicon import Lexicon, Verb
from ._arabic_nouns import is_accusative, is_doing, opens_object
from ._arabic_subjects import JUDGING, subject_of
from ._open_speech import is_speech
from ._words import Kind, Page, Run

__all__ = [
    "Frame",
    "after_verb",
    "chain_and_source",
    "ends_name",
    "ends_phrase",
    "is_quoted",
]

_REACH = 45
"""Tokens after a verb in which its complement must begin: the longest subject with apposition
and occasion in the news looked at had 38."""

_FUTURE = re.compile(r"^س[يت]\w{3,}$")
"""A verb in the future tense: after "said X" it begins what he said, without a conjunction."""

_PREPOSITIONS = frozenset({"في", "من", "علي", "الي", "عن", "مع"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What was found after a verb.

    :ivar subject: the noun phrase after the verb; empty where the subject is not written there.
    :ivar start: first token of what is said.
    :ivar marker: ``clause``, ``colon``, ``quote``, ``bare``, ``preposition``, ``joined``,
        ``object``, or ``guess`` where no word marks it.
    :ivar mark: the token of the marker.
    """

    subject: Run
    start: int
    marker: str
    mark: int


_KEPT = frozenset({"quote", "object", "joined", "bare"})
"""Markers that belong to what is said."""


def after_verb(page: Page, lex: Lexicon, verb: Verb, run: Run) -> Frame | None:
    """Return the frame of ``verb`` in ``run``, the tokens after it, or None."""
    subject_end = -1
    passed = _passed(page, lex, verb, run)
    for index in page.outside(Run(run.first, min(run.last, run.first + _REACH))):
        marker = _marker(page, lex, verb, index, run.first) if index >= passed else ""
        if marker:
            last = index if subject_end < 0 else subject_end
            subject = subject_of(page, lex, Run(run.first, last), marker, verb)
            start = index if marker in _KEPT else index + 1
            return Frame(subject, _start(page, start), marker, index)
        opens = index == run.first and page.form(index) in _PREPOSITIONS
        opens = opens or page.form(index + 1) in _AS_FOLLOWS
        if subject_end < 0 and (opens or ends_phrase(page, lex, index)):
            subject_end = index
    return _guessed(page, lex, verb, run)


def _passed(page: Page, lex: Lexicon, verb: Verb, run: Run) -> int:
    """Return the token of ``run`` before which a joined ب opens nothing that is said.

    "Threatened in Cairo to close …": where a noun that is no known word of doing has the ب, and
    one of doing, or a quotation, has another in the same stretch, that one is meant.
    """
    if "ب" not in verb.frames:
        return run.first
    for index in page.outside(Run(run.first, min(run.last, run.first + _REACH))):
        form = page.form(index)
        if form in lex.lists["clause"]:
            return index if form[:1] == "ب" else run.first
        if page.kind(index) is Kind.COLON or form in verb.frames:
            break
        deed = form.removeprefix("ب")
        joined = deed != form and (is_doing(lex, deed) or deed in lex.lists["objects"])
        if joined or (form == "ب" and page.kind(index + 1) is Kind.QUOTE):
            return index
        if is_quoted(page, lex, index) and page.form(index - 1) != "ب":
            break
    return run.first


def _marker(page: Page, lex: Lexicon, verb: Verb, index: int, first: int) -> str:
    """Return the kind of complement that begins at ``index``, or an empty string."""
    kind = page.kind(index)
    if kind is Kind.COLON:
        return "colon"
    if kind is Kind.QUOTE:
        judged = index == first and _judges(page, lex, verb, index - 1)
        return "quote" if judged or is_quoted(page, lex, index) else ""
    if kind is not Kind.WORD:
        return ""
    called = page.form(index)[:1] != "ب" and page.form(index) not in _OPENING
    if called and index == first and _judges(page, lex, verb, index - 1):
        return "object"
    if page.form(index) in lex.lists["clause"]:
        bound = page.form(index - 1) in lex.lists["bound"] or page.form(index + 1) == "لم"
        said = "clause" in verb.frames or page.form(index - 1) in ("بالقول", "القول")
        return "clause" if said and not bound else ""
    return _spoken(page, verb, index, first) or _named(page, lex, verb, index, first)


def _spoken(page: Page, verb: Verb, index: int, first: int) -> str:
    """Tell whether "saying", or a verb without a conjunction, opens speech at ``index``."""
    form = page.form(index)
    if form in ("قايلا", "قايله", "قايلين"):
        return "clause" if page.kind(index + 1) is Kind.WORD else ""
    return "bare" if verb.lemma == "قال" and index > first and _FUTURE.match(form) else ""


def _named(page: Page, lex: Lexicon, verb: Verb, index: int, first: int) -> str:
    """Tell whether a preposition of the verb, or its object, stands at ``index``."""
    form = page.form(index)
    if page.kind(index + 1) is Kind.COLON or page.form(index + 1) in _AS_FOLLOWS:
        return ""
    if form in verb.frames:
        if len(form) > 3:
            return "joined"
        if page.form(index - 1) not in lex.lists["relational"] or form in ("علي", "الي"):
            return "preposition"
    if "ب" in verb.frames and _joined(lex, form, "ب"):
        return "joined"
    if "object" in verb.frames and verb.sure and index == first and is_accusative(page, index):
        return "object"
    if index > first and _heads(lex, page.form(index - 1)):
        return ""
    if (
        "object" in verb.frames
        and verb.sure
        and opens_object(lex, form, after_subject=index > first)
    ):
        known = form in lex.lists["objects"] or not _about_follows(page, verb, index)
        return "object" if known else ""
    if "object" in verb.frames and verb.sure and ends_name(page, lex, index, first):
        return "object"
    return ""


_OPENING = frozenset({"ان", "انه", "انها", "في", "خلال", "من", "علي"})
"""Words that no judgement begins with."""


def _judges(page: Page, lex: Lexicon, verb: Verb, index: int) -> bool:
    """Tell whether the verb at ``index`` has a pronoun for what it judges: "called it …"."""
    form = page.form(index)
    written = form in lex.verbs or form[1:] in lex.verbs
    return verb.lemma in JUDGING and verb.form == "past" and not written


_AS_FOLLOWS = frozenset({"يلي", "الاتي", "التالي", "ياتي"})
"""Words before the colon of a list."""


_NAME_WORDS = 6
"""Words of a quoted name of a body above which it is speech; not tuned."""


def is_quoted(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether the quotation at ``index`` is speech, not the name of a body or a work."""
    if not is_speech(page, index):
        return False
    before = page.form(index - 1)
    heads = lex.lists["bodies"] | lex.lists["works"] | {"باسم", "في", "ل", "قايد", "الي"}
    named = page.kind(index - 1) is Kind.WORD and before in heads
    return not (named and page.count(page.quotes[index][0]) <= _NAME_WORDS)


def _heads(lex: Lexicon, form: str) -> bool:
    """Tell whether a title or body without an article needs the noun behind it."""
    named = form in lex.lists["titles"] or form in lex.lists["bodies"]
    return named and not form.startswith("ال")


def _about_follows(page: Page, verb: Verb, index: int) -> bool:
    """Tell whether "about" soon follows: then it, and not a verbal noun, opens what is said."""
    return "عن" in verb.frames and any(page.form(i) == "عن" for i in range(index, index + 12))


def _joined(lex: Lexicon, form: str, letter: str) -> bool:
    plain = form not in lex.lists["not_ba"] and form not in lex.lists["adverbs"]
    return form[:1] == letter and len(form) >= 4 and plain


def ends_name(page: Page, lex: Lexicon, index: int, first: int) -> bool:
    """Tell whether a title, a given name and a family name of origin end before ``index``."""
    family, after = page.form(index - 1), page.form(index)
    if index - first < 3 or not (family.startswith("ال") and family.endswith("ي")):
        return False
    given = page.form(index - 2)
    titled = any(page.form(i) in lex.lists["titles"] for i in range(first, index - 2))
    named = not given.startswith("ال") and given not in lex.lists["bodies"]
    return titled and named and after not in lex.lists["titles"] and after.startswith("ال")


def _start(page: Page, start: int) -> int:
    """Step over a conjunction that follows a preposition ("من أن", "إلى أن")."""
    while page.kind(start) is Kind.WORD and page.form(start) in ("ان", "بان", "انه", "انها"):
        if page.form(start) in ("انه", "انها"):
            break
        start += 1
    return start


def ends_phrase(page: Page, lex: Lexicon, index: int) -> bool:
    """Tell whether the token at ``index`` cannot belong to the name of a speaker."""
    form = page.form(index)
    if page.kind(index) in (Kind.STOP, Kind.LINE):
        return True
    if page.kind(index) is Kind.QUOTE:
        return is_quoted(page, lex, index)
    if form in ("في", "من"):
        before = page.form(index - 1)
        bound = before in lex.lists["relational"] or page.form(index + 1).startswith("ال")
        return page.form(index + 1) in lex.lists["occasions"] or not bound
    if form in ("الذي", "التي", "الذين", "بما"):
        return True
    if form in ("باسمه", "باسمها", "باسمهم") and page.form(index - 1) in lex.lists["titles"]:
        return False
    told = form.startswith("ل") and form[1:] in lex.lists["media"]
    return told or form in lex.lists["adverbs"] or form in lex.lists["audience"]


def _guessed(page: Page, lex: Lexicon, verb: Verb, run: Run) -> Frame | None:
    """Split subject from object where no known noun tells them apart.

    The subject is taken to be the first noun phrase: bare nouns up to a definite one, and the
    definite adjectives of relation that follow it.
    """
    if "object" not in verb.frames or not verb.sure:
        return None
    index = run.first
    while index < run.last and not page.form(index).startswith("ال") and index - run.first < 4:
        if page.kind(index) is not Kind.WORD or ends_phrase(page, lex, index):
            break
        index += 1
    while index < run.last and page.form(index).startswith("ال"):
        index += 1
        if not page.form(index).endswith(("ي", "يه")):
            break
    index = max(index, _titled(page, lex, run))
    subject = Run(run.first, index)
    while index < run.last and ends_phrase(page, lex, index):
        index += 1
    known = any(page.form(i) in lex.lists["titles"] | lex.lists["unnamed"] for i in range(*subject))
    least = 1 if known and page.form(index).startswith("ال") else 2
    if page.count(subject) == 0 or page.count(Run(index, run.last)) < least:
        return None
    return Frame(page.trim(subject), index, "guess", index)


_TITLE_WORDS = 8
"""Words after a verb among which the last title of its subject stands; not tuned."""


def _titled(page: Page, lex: Lexicon, run: Run) -> int:
    """Return where a name of two words behind the last title of a subject is over, or 0."""
    end, titled = run.first, False
    near = Run(run.first, min(run.last, run.first + _TITLE_WORDS))
    for index in page.outside(near):
        if page.kind(index) is not Kind.WORD or ends_phrase(page, lex, index):
            break
        titled = titled or page.form(index) in lex.lists["titles"]
        if page.form(index) in lex.lists["titles"] | lex.lists["bodies"]:
            end = index
    named = titled and end > run.first and not page.form(end + 1).startswith("ال")
    return min(end + 3, run.last) if named else 0


def chain_and_source(page: Page, lex: Lexicon, run: Run) -> tuple[Run | None, Run]:
    """Split "agency, quoting X" into the relay and the speaker; (None, run) without a relay."""
    for index in reversed(list(page.outside(run))):
        form = page.form(index)
        relays = form in ("عن", "لسان") and run.first < index < run.last - 1
        if relays and (page.form(index - 1) in ("نقلا", "علي") or _relays(page, lex, run, index)):
            start = index - 1 if page.form(index - 1) in ("نقلا", "علي") else index
            outer = page.trim(Run(run.first, start))
            source = page.trim(Run(index + 1, run.last))
            return (outer if outer.first < outer.last else None), source
    return None, run


def _relays(page: Page, lex: Lexicon, run: Run, index: int) -> bool:
    """Tell whether the words before "about" relay, or those after it are somebody."""
    after = page.form(index + 1)
    somebody = any(after in lex.lists[name] for name in ("titles", "unnamed", "indefinite"))
    words = page.words[run.first : index]
    return somebody or any(w.form in lex.lists["media"] for w in words)
