"""When an Arabic channel speaks as "we", and where one act of speaking ends."""

from __future__ import annotations

from ._arabic_lexicon import Lexicon, lexicon
from ._speakers import Voice
from ._words import Page, Run

__all__ = ["VOICE", "speaks_as_we"]


def speaks_as_we(page: Page, run: Run) -> bool:
    lex = lexicon()
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
    return form.startswith("ن") and len(form) > 2 and page.form(index - 1) in lists["voice_modal"]


def _performs(lex: Lexicon, plain: str) -> bool:
    performatives = lex.lists["voice_performatives"]
    return plain in performatives or (plain.endswith("ها") and plain[:-2] in performatives)


def _conditions(page: Page, run: Run) -> bool:
    """Tell whether a sentence opens with "if": beside what "we" say it is a threat of ours."""
    form = page.form(run.first)
    return form.lstrip("وف") in ("اذا", "ان", "ما لم") and form != "ان"


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
            return plain
        if number == 0 and plain in lex.lists["voice_turns"]:
            return plain
    return ""


VOICE = Voice(
    speaks=speaks_as_we,
    opens=_opening_act,
    continues=_conditions,
    closed=lambda act: act in lexicon().lists["voice_closed"],
    recipe="ar/voice",
)
