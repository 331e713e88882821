"""When an Arabic channel speaks as "we", and where one act of speaking ends."""

from __future__ import annotations

from collections.abc import Iterator

from ._arabic_asking import asked
from ._arabic_headings import is_silent, states
from ._arabic_lexicon import Lexicon, lexicon
from ._voice import Voice
from ._words import Kind, Page, Run

__all__ = ["VOICE", "speaks_as_we"]


def speaks_as_we(page: Page, run: Run) -> bool:
    lex = lexicon()
    if _obliges(page, run) or _commands(page, run):
        return True
    return any(_first_person(lex, page, index) for index in page.outside(run)) or (
        sum(1 for index in page.outside(run) if _is_ours(lex, page, index)) > 1
    )


def _first_person(lex: Lexicon, page: Page, index: int) -> bool:
    """Tell whether a word makes its sentence one that "we" say."""
    form = page.form(index)
    plain = form[1:] if form[:1] in ("و", "ف") else form
    lists = lex.lists
    if form in lists["voice_subjects"] or plain in lists["voice_deeds"]:
        return True
    if _performs(lex, plain):
        return True
    if plain.endswith("نا") and plain[:-2] in lists["voice_forces"]:
        return True
    if plain.startswith("سن") and len(plain) > 3 and not plain.endswith("ه"):
        return plain not in lists["voice_not_future"]
    if form.startswith("ا") and len(form) > 3 and page.form(index - 1) in ("لن", "ولن", "فلن"):
        return True
    return form.startswith("ن") and len(form) > 2 and page.form(index - 1) in lists["voice_modal"]


_OBJECTS = ("", "هم", "كم", "ها", "ه")
"""Pronouns joined to a verb in the first person: whom it addresses."""


def _performs(lex: Lexicon, plain: str) -> bool:
    """Tell whether a form, without "and", is a verb with which "we" do what it says."""
    if plain in lex.lists["voice_performatives"]:
        return True
    own = any(plain.removesuffix(end) in lex.own for end in _OBJECTS)
    return own and plain not in lex.verbs


def _goes_on(page: Page, run: Run, inside: bool) -> bool:
    """Tell whether a sentence goes on: "and we had …" gives the ground for what stands before."""
    return page.form(run.first) == "وقد" or (inside and page.count(run) <= _SHORT)


_SHORT = 4
"""Words of a sentence that only goes on with the one before it; not tuned."""


def _obliges(page: Page, run: Run) -> bool:
    """Tell whether a sentence opens with "it is for X to …"."""
    if page.form(run.first) not in ("علي", "وعلي", "فعلي"):
        return False
    return any(page.form(run.first + n) == "ان" for n in range(2, 7))


def _commands(page: Page, run: Run) -> bool:
    """Tell whether a sentence tells others what to do: "so be …", "and do not lag behind"."""
    opening = page.form(run.first)
    if opening.endswith("وا") and opening.startswith("ا") and len(opening) > 4:
        return True
    for index in page.outside(run):
        form = page.form(index)
        forbids = page.form(index - 1) in ("لا", "ولا", "فلا") and form.startswith("ت")
        orders = form.startswith("ف") and len(form) > 4
        if form.endswith("وا") and index > run.first and (forbids or orders):
            return True
    return False


_GROUPS = ("thanks", "mourning", "blame", "asking", "demanding", "warning", "denying", "claiming")


def _group(lex: Lexicon, form: str) -> str:
    """Return which kind of act a performative does; the empty string for "we declare"."""
    return next((name for name in _GROUPS if form in lex.lists[f"voice_{name}"]), "")


def _splits(page: Page, sentence: Run) -> Iterator[Run]:
    """Cut a sentence before "and we …" where that is another act than the one before."""
    lex = lexicon()
    first, last = sentence.first, ""
    for index in page.outside(sentence):
        form = page.form(index)
        plain = form[1:] if form[:1] == "و" else form
        promises = bool(last) and _promises(lex, plain)
        if not promises and not _performs(lex, plain):
            continue
        kind = _group(lex, plain) or plain
        comma = page.kind(index - 1) is Kind.COMMA
        named = bool(_group(lex, plain))
        another = kind != last if last else page.count(Run(first, index)) >= _LEAD_WORDS
        if form != plain and another and (comma or (named and last)):
            yield Run(first, index)
            first = index
        elif comma and form == plain and not last and not _performs(lex, page.form(first)):
            first = index
        last = kind
    yield Run(first, sentence.last)


_LEAD_WORDS = 5
"""Words before "and we …" that make a statement of their own; not tuned."""


def _promises(lex: Lexicon, plain: str) -> bool:
    """Tell whether a form, without "and", is "we shall …"."""
    return plain.startswith("سن") and len(plain) > 4 and plain not in lex.lists["voice_not_future"]


def _is_ours(lex: Lexicon, page: Page, index: int) -> bool:
    """Tell whether a word ends in "our" or "we": two of them make a sentence ours."""
    form = page.form(index)
    ends = form.endswith("نا") and len(form) > 4 and form[-3] not in "اوي"
    return ends and form not in lex.lists["voice_not_ours"]


def _opening_act(page: Page, run: Run) -> str:
    """Return the word with which a sentence opens an act of its own, or an empty string."""
    lex = lexicon()
    for number, index in enumerate(page.outside(run)):
        form = page.form(index)
        plain = form[1:] if form[:1] in ("و", "ف") else form
        if number < 4 and _performs(lex, plain):
            return _group(lex, plain) or plain
        if number == 0 and _commands(page, run):
            return "commands"
        if number == 0 and plain in lex.lists["voice_turns"]:
            return plain
    return ""


VOICE = Voice(
    speaks=speaks_as_we,
    states=states,
    silent=is_silent,
    opens=_opening_act,
    continues=_goes_on,
    closed=lambda act: act in ("thanks", "mourning") or act in lexicon().lists["voice_closed"],
    language="ar",
    labels=lambda: lexicon().lists["labels"],
    splits=_splits,
    said=asked,
)
