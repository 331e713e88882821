"""The sentence that tells a statement, in the first of four ways that is safe.

1. the channel's own words, or a full sentence in quotation marks: speaker, verb, quotation;
2. the words by which the translation itself reports the speech ("called on residents … to"),
   taken over with the content that follows them;
3. indirect speech that is a clause: "said that …";
4. else the outlet's own sentence, quoted whole: "Agency X reported: “…”".
"""

from __future__ import annotations

from ..model import Act, Basis, EntityKind, Statement
from ._english import cut, has_words, quoted, sentence, tidy
from ._facts import Facts
from ._phrases import (
    any_word,
    first_time,
    is_clause,
    lowered,
    past,
    reporting_words,
    setting,
    straightened,
    unfit,
)
from ._reading import English, Reading
from ._speakers import Voice, channel_of, outlet, owner_speaks, relay
from ._words import HEDGES, LANGUAGES, REPORTING, STRONG, TARGETED, VERBS

__all__ = ["Telling"]


class Telling:
    """The choice of the way, and the sentence that comes of it."""

    def __init__(
        self,
        facts: Facts,
        reading: Reading,
        statement: Statement,
        english: English,
        voice: Voice | None,
        lead: bool,
        same: bool,
    ) -> None:
        self.facts, self.reading, self.statement = facts, reading, statement
        self.english, self.voice, self.lead, self.same = english, voice, lead, same
        self.own = owner_speaks(facts, reading.view, statement)
        self.spoken = statement.direct or statement.speaker.basis is Basis.VOICE
        self.words = tidy(english.text)
        self.fragment = self.words[:1].islower()

    def text(self) -> str:
        """Return the sentence."""
        if not self.english.translated:
            told = self._untranslated()
        elif self.voice is None or not self.english.exact:
            told = self._outlet()
        elif self.spoken:
            told = self._spoken(self.voice)
        else:
            told = self._indirect(self.voice)
        return sentence(told + self._machine())

    def note(self) -> str:
        """Return what the endnote explains, if anything."""
        if not self.english.translated:
            return "Not translated."
        return "Machine translation, not reviewed by a person." if self.english.machine else ""

    def _machine(self) -> str:
        return " [machine translation]" if self.english.machine else ""

    def _spoken(self, voice: Voice) -> str:
        lifted = self._lifted()
        if self.fragment and self._is_voice():
            return self._outlet()
        if self.fragment:
            return self._with(voice, f"{lifted} {self._quote()}") if lifted else self._outlet()
        if lifted and (self.same or self.statement.act not in STRONG):
            return self._with(voice, f"{lifted} {self._quote()}")
        if self.same:
            return self._with(voice, f"{self._going_on()}: {self._quote()}")
        return self._with(voice, f"{self._act(lifted)}: {self._quote()}")

    def _indirect(self, voice: Voice) -> str:
        lifted, words = self._lifted(), straightened(self.words)
        if self._tells_who(words) or unfit(words):
            return self._outlet()
        if lifted:
            return self._with(voice, f"{lifted} {lowered(words)}")
        if words.split(" ", 1)[0] in REPORTING:
            return self._with(voice, words)
        if self._is_clause(words):
            return self._with(voice, f"said that {lowered(words)}")
        return self._outlet()

    def _tells_who(self, words: str) -> bool:
        """Tell whether indirect speech begins with who speaks, so that it is a whole report."""
        return self._names_speaker(" ".join(words.split()[:8]))

    def _names_speaker(self, words: str) -> bool:
        entity = self.facts.entity(self.statement.speaker.entity_id)
        names = [n.text for n in entity.names if n.language == "en"] if entity else []
        return any(name in words for name in names)

    def _is_clause(self, words: str) -> bool:
        return is_clause(words, self.english.before, self.english.after)

    def _outlet(self) -> str:
        """Quote the outlet's own words; where the owner itself speaks, its own."""
        words = tidy(self.english.around if self.english.exact else self.english.text)
        words = words if has_words(words) else self.words
        if self._is_voice() and self.voice is not None:
            return self._with(self.voice, f"wrote: {quoted(cut(words))}")
        if self.own and not self.lead:
            return f"the same text says: {quoted(cut(words))}"
        who = relay(self.facts, self.reading.view, self.statement)
        comma = "," if ", which" in who else ""
        verb = "wrote" if "report" in who.casefold() else "reported"
        return f"{who}{comma} {verb if self.lead else 'added'}: {quoted(cut(words))}"

    def _untranslated(self) -> str:
        language = LANGUAGES.get(self.english.language, self.english.language)
        mark = f"[in {language}, not translated]"
        if self.spoken and self.voice is not None:
            return self._with(self.voice, f"said {mark}: {quoted(cut(self.words))}")
        return f"{outlet(self.facts, self.reading.view)} reported {mark}: {quoted(cut(self.words))}"

    def _is_voice(self) -> bool:
        return self.statement.speaker.basis is Basis.VOICE

    def _quote(self) -> str:
        return quoted(cut(self.words))

    def _with(self, voice: Voice, rest: str) -> str:
        """Put the speaker before ``rest``, and the relay before the speaker."""
        doubt = "reportedly " if self._doubt_is_lost(rest) else ""
        name = voice.short if self.same else voice.full
        told = f"{name} {doubt}{rest}"
        if not self.lead or self.same:
            return told
        if self.own:
            return self._placed(told)
        if outlet(self.facts, self.reading.view) in rest:
            return told
        return f"according to {relay(self.facts, self.reading.view, self.statement)}, {told}"

    def _placed(self, told: str) -> str:
        """Say where a body published its officer's words, unless the sentence has it already."""
        entity = self.facts.entity(self.statement.speaker.entity_id)
        thing, place = channel_of(self.facts, self.reading.view, self.statement)
        third = entity is not None and entity.kind is EntityKind.PERSON
        return f"in {thing} {place}, {told}" if third and place not in told else told

    def _doubt_is_lost(self, rest: str) -> bool:
        inside = any(c.overlap(h) for c in self.statement.content for h in self.statement.hedges)
        return bool(self.statement.hedges) and not inside and not any_word(rest, HEDGES)

    def _act(self, lifted: str) -> str:
        """Return verb, target and setting: “issued a threat against X in a filmed address”."""
        act = self.statement.act
        verb = VERBS[act]
        if act is Act.PLEDGE and self.statement.capability is not None:
            verb = "pledged support and named the means"
        target = self.facts.named(self.statement.target)
        if target and act in TARGETED and self._is_other(target):
            verb = f"{verb} {TARGETED[act]} {target}"
        return f"{verb}{self._where(lifted)}"

    def _where(self, lifted: str) -> str:
        """Return the setting that the source names, and the channel where the owner speaks."""
        where = setting(lifted)
        if not (self.own and self.lead):
            return f" {where}" if where else ""
        thing, place = channel_of(self.facts, self.reading.view, self.statement)
        return f" {where} {place}" if where else f" in {thing} {place}"

    def _is_other(self, target: str) -> bool:
        """Tell whether the target is somebody else, and named briefly."""
        mine = {self.voice.full, self.voice.short} if self.voice else set()
        return target not in mine and len(target.split()) <= 8

    def _going_on(self) -> str:
        strong = self.statement.act in STRONG
        return f"also {VERBS[self.statement.act]}" if strong else "added"

    def _lifted(self) -> str:
        """Return the reporting words before the content, from the verb on; empty if none fit."""
        if self._is_voice():
            return ""
        words = reporting_words(self.english.before)
        if not words or self._names_speaker(words):
            return ""
        told = past(words)
        return told if self.same or not self.lead else first_time(told)
