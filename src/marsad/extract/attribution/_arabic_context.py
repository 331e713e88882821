"""What surrounds an Arabic verb of saying: documents that speak, fiction, whom it addresses."""

from __future__ import annotations

from dataclasses import replace

from ._arabic_clauses import addresses
from ._arabic_frames import Frame
from ._arabic_lexicon import Lexicon, Verb
from ._words import Kind, Page, Run

__all__ = ["document", "is_addressee", "is_document", "is_fiction", "verb_at"]

_SHADDA = "\u0651"

_UNSURE_DOUBLED = frozenset({"رد", "وعد", "شد"})
"""Verbs whose doubled letter tells nothing: the noun has it too, or another verb."""

_OF_OFFICES = frozenset({"دان", "رفض", "عارض", "ثمن"})
"""Verbs that are no noun where a title or a witness stands behind them at a clause's start."""

_WORK_WORDS = 20
"""Words before a verb in which a work is named whose characters it quotes."""

_ADDRESSEE_WORDS = 4
"""Words of an addressee without title; a longer phrase has the speaker in it."""


def verb_at(page: Page, lex: Lexicon, index: int, first: int) -> Verb | None:
    """Return the verb at ``index``; a written shadda, "and" before it, or "from" makes it sure."""
    verb = lex.verb(page.form(index))
    if verb is None or verb.sure:
        return verb
    written = page.text[page.words[index].start : page.words[index].end]
    asks = verb.lemma == "طلب" and page.form(index + 1) == "من"
    doubled = asks or (_SHADDA in written and verb.lemma not in _UNSURE_DOUBLED)
    joined = index == first and page.form(index) not in lex.verbs and verb.form == "past"
    opens = index == first and verb.form == "past" and verb.lemma in _OF_OFFICES
    spoken = opens and page.form(index + 1) in lex.lists["titles"] | lex.lists["unnamed"]
    return replace(verb, sure=True) if doubled or joined or spoken else verb


def is_fiction(page: Page, lex: Lexicon, verb: Verb, before: Run) -> bool:
    """Tell whether a verb tells in the present what happens in a work named before it."""
    if verb.form != "present":
        return False
    near = Run(max(before.first, before.last - _WORK_WORDS), before.last)
    return any(page.form(index) in lex.lists["fiction"] for index in page.outside(near))


def is_document(page: Page, lex: Lexicon, run: Run) -> bool:
    """Tell whether "the statement" is the subject: it says what its author says."""
    head = page.form(run.first) if run.first < run.last else ""
    if head in lex.lists["documents"]:
        return page.count(run) == 1
    definite = head.startswith("ال") and head[2:] in lex.lists["documents"]
    return definite and page.count(run) <= 2


def document(page: Page, lex: Lexicon, index: int, clause: Run) -> tuple[Run, int] | None:
    """Read "it came in the speech of X [that | :]": return X and the token of the marker.

    X is empty for "in the statement" and "in its statement".
    """
    noun = index + 1
    while noun < index + 4 and page.form(noun) != "في":
        noun += 1
    noun += 1
    form = page.form(noun)
    bare = {form, form.removeprefix("ال"), form.removesuffix("ها"), form.removesuffix("ه")}
    if page.form(noun - 1) != "في" or not bare & lex.lists["documents"]:
        return None
    for mark in page.outside(Run(noun + 1, min(clause.last, noun + 24))):
        if page.kind(mark) is Kind.COLON or page.form(mark) in lex.lists["clause"]:
            issued = page.form(noun + 1) in ("الصادر", "الصادره", "صادر", "صدر", "المنشور")
            named = form in lex.lists["documents"] or issued
            author = Run(noun + 1 + issued, mark if named else noun + 1)
            if page.form(author.first) in ("عن", "ل") and author.first < author.last:
                author = Run(author.first + 1, author.last)
            return author, mark
    return None


def is_addressee(
    page: Page, lex: Lexicon, verb: Verb, frame: Frame, subject: Run, *, goes_on: bool
) -> bool:
    """Tell whether what follows a verb of addressing is whom its unwritten subject addresses.

    So where gender forbids it to be the subject, and where the clause goes on after another
    (``goes_on``) and one untitled phrase stands before the preposition, or any one phrase behind a
    verb that must name whom it addresses.
    """
    if not _may_address(lex, verb, frame) or subject.first >= subject.last:
        return False
    if subject.first > frame.mark or subject.last < frame.mark:
        return False
    if page.count(subject) > _ADDRESSEE_WORDS:
        return False
    word = page.words[subject.first]
    agrees = verb.feminine is True and verb.form == "past" and not goes_on
    plural = word.form.endswith("ين") or word.form in lex.lists["addressed"]
    plural = plural or (word.form.endswith("ات") and not agrees)
    clash = _clashes(page, lex, verb, subject.first)
    if any(page.form(i) in lex.lists["titles"] for i in range(*subject)):
        return goes_on and clash
    body = word.form.startswith("ال") and word.form in lex.lists["bodies"]
    if body and not (clash or plural):
        return False
    return plural or goes_on or (clash and page.text[word.end - 1] == "ة")


def _may_address(lex: Lexicon, verb: Verb, frame: Frame) -> bool:
    """Tell whether a verb can have whom it addresses, and no subject, before what is said."""
    must = verb.lemma in lex.lists["transitive"]
    if frame.marker in ("preposition", "joined", "quote"):
        return must or addresses(verb)
    return must and frame.marker in ("clause", "object")


def _clashes(page: Page, lex: Lexicon, verb: Verb, index: int) -> bool:
    """Tell whether the gender of a verb is not that of the noun at ``index``, if both show it."""
    if verb.form == "participle" or verb.feminine is None:
        return False
    feminine = page.text[page.words[index].end - 1] == "ة"
    person = page.form(index) in lex.lists["titles"]
    return feminine != verb.feminine and (feminine or person)
