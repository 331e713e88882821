"""The words of ``ar_attribution.toml``, folded, with the forms of each verb."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from ._words import fold

__all__ = ["Lexicon", "Verb", "lexicon"]


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb that attributes.

    :ivar form: ``past``, ``present`` or ``participle``.
    :ivar frames: what may follow: ``clause``, ``object`` and prepositions, folded.
    :ivar sure: False where the form is as often something else.
    """

    lemma: str
    form: str
    feminine: bool | None
    frames: frozenset[str]
    sure: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Verb forms and word lists by name; all folded.

    :ivar own: verbs in the first person ("we demand"), with which a channel speaks for itself.
    :ivar asks: of verbs with which it turns to somebody, without their prefix, what opens that
        which they ask: words, a joined ``ب``, or ``noun`` for a noun of doing.
    """

    verbs: dict[str, Verb]
    lists: dict[str, frozenset[str]]
    own: frozenset[str]
    asks: dict[str, frozenset[str]]

    def has(self, name: str, form: str) -> bool:
        """Tell whether the list ``name`` holds ``form``, with or without the joined "and"."""
        words = self.lists[name]
        return form in words or (form[:1] in ("و", "ف") and form[1:] in words)

    def verb(self, form: str) -> Verb | None:
        """Return the verb that ``form`` is, with or without the joined "and" or "so"."""
        found = self.verbs.get(form)
        if found is None and form[:1] in ("و", "ف"):
            found = self.verbs.get(form[1:])
        return found or self._with_object(form) or self._spoken(form)

    def _spoken(self, form: str) -> Verb | None:
        """Return the verb of a present as Egypt and the Levant say it, with ب before it."""
        plain = form[1:] if form[:1] == "و" else form
        if plain[:2] not in ("بي", "بت"):
            return None
        verb = self.verbs.get(plain[1:].removesuffix("لك").removesuffix("لي"))
        return verb or self.verbs.get(plain[1:])

    def _with_object(self, form: str) -> Verb | None:
        """Return the verb of a form like "told him", for verbs that address somebody."""
        for suffix in _SUFFIXES:
            stem = form.removesuffix(suffix)
            if stem == form or len(stem) < 3:
                continue
            stem += "ا" * stem.endswith("و")
            verb = self.verbs.get(stem) or self.verbs.get(stem[1:] if stem[0] in "وف" else "")
            if verb is not None and verb.lemma in _TOLD and verb.form != "participle":
                return replace(verb, sure=True)
        return None


_SUFFIXES = ("هما", "ها", "هم", "كم", "نا", "ني", "ه", "ك")
"""Object pronouns joined to a verb."""

_TOLD = frozenset(
    {
        "ابلغ",
        "اخبر",
        "حذر",
        "انذر",
        "نصح",
        "طمان",
        "ناشد",
        "حث",
        "اخطر",
        "طالب",
        "دعا",
        "اتهم",
        "ذكر",
        "وصف",
        "اعتبر",
    }
)
"""Verbs that take whom they address, or what they judge, as a joined pronoun."""


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with the package."""
    raw = tomllib.loads(
        files("marsad.extract").joinpath("data/ar_attribution.toml").read_text("utf-8")
    )
    lists = {k: _folded(v) for k, v in raw.items() if k not in ("verbs", "voice", "asks")}
    lists |= {f"voice_{k}": _folded(v) for k, v in raw["voice"].items() if k != "verbs"}
    verbs: dict[str, Verb] = {}
    for past, present, participle, frames in raw["verbs"]:
        for form, verb in _forms(fold(past), fold(present), fold(participle), frames):
            if form in lists["never"]:
                continue
            sure = form not in lists["ambiguous"]
            verbs.setdefault(form, Verb(fold(past), verb[0], verb[1], _frames(frames), sure))
    asks = {fold(verb): _frames(opened) for verb, opened in raw["asks"].items()}
    return Lexicon(verbs, lists, _own(raw, verbs), asks)


def _own(raw: dict[str, Any], verbs: dict[str, Verb]) -> frozenset[str]:
    """Return the first persons of all verbs; of "I", those that are no other form."""
    presents = [row[1] for row in raw["verbs"]] + raw["voice"]["verbs"]
    stems = [fold(present)[1:] for present in presents]
    return frozenset(["ن" + s for s in stems] + ["ا" + s for s in stems if "ا" + s not in verbs])


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _frames(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split() if word != "-")


def _forms(
    past: str, present: str, participle: str, frames: str
) -> Iterable[tuple[str, tuple[str, bool | None]]]:
    """Yield the third-person forms of a verb and, of its participle, the accusative ones."""
    del frames
    stem = past[:-1] if past[-1] in "اي" else past
    yield past, ("past", False)
    yield stem + "ت", ("past", True)
    yield stem + "وا", ("past", None)
    yield stem + "تا", ("past", True)
    yield present, ("present", False)
    yield "ت" + present[1:], ("present", True)
    base = present[:-1] if present[-1] in "وي" else present
    yield base + "ون", ("present", None)
    if participle != "-":
        for ending, feminine in (("ا", False), ("ه", True), ("ين", None)):
            yield participle + ending, ("participle", feminine)
