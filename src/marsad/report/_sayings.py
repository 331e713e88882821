"""Put one statement into a sentence, without ever changing what stands between the quotes.

Four ways, the first that is safe:

1. the channel's own words, or a full sentence in quotation marks: speaker, verb, quotation;
2. the words by which the translation itself reports the speech ("called on residents … to"),
   taken over with the content that follows them;
3. indirect speech that is a clause: "said that …";
4. else the outlet's own sentence, quoted whole: "Agency X reported: “…”".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ..model import Act, Basis, EntityKind, Precision, Sentence, SentenceKind, Span, Statement
from ..text.lexicon import words as word_set
from ._english import cut, day_phrase, has_words, moment_phrase, quoted, sentence, squeeze, tidy
from ._facts import Facts
from ._reading import English, Reading
from ._speakers import Voice, channel_of, outlet, owner_speaks, relay, voice_of
from ._words import HEDGES, LANGUAGES, REPORTING, STRONG, TARGETED, VERBS

__all__ = ["Saying", "say"]

_VERB = re.compile(
    rf"(?:\b(?:has|have|had|also|further|again|reportedly|later)\s+)*\b(?:{'|'.join(sorted(REPORTING))})\b",
)
_SENTENCE_END = re.compile(r"[.!?]['\"”’]*\s+(?=[A-Z“\"‘])")
_MOST_LIFTED = 14
"""Words; longer runs between verb and content hold a clause of somebody else."""

_WITH_DEADLINE = (Act.THREAT, Act.CONDITIONAL_THREAT, Act.DEMAND, Act.CALL, Act.WARNING)
"""Acts whose deadline is given as a date; in others a time is seldom one."""

_PARTICIPLES = {
    "adding": "added",
    "affirming": "affirmed",
    "saying": "said",
    "stressing": "stressed",
    "warning": "warned",
    "noting": "noted",
    "denying": "denied",
    "declaring": "declared",
    "claiming": "claimed",
    "demanding": "demanded",
    "calling": "called",
    "expressing": "expressed",
}
_RELATIVE = re.compile(r"\b(?:what|which)(?: (?:he|she|it|they))? $")
_SETTING = re.compile(r"\b((?:in|at|during) an? [a-z][\w ]{2,50}?)\s*[,:]?\s*$")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|can|could|may|might|must|do|does"
    r"|did|cannot|won’t|not)\b|\b\w{3,}ed\b"
)
_ENDED = re.compile(r"[.!?][”\"’]*\s*$")
_AFTER = re.compile(r"[”\"’]*,?[”\"’]*\s+(?:according to|said|says|added|affirmed|stressed)\b")
_NOT_A_CLAUSE = re.compile(
    r"^(?:to|against|for|with|from|of|on|in|by|about|that|any|an end|claims?|denies|condemns"
    r"|\w+ing)\b",
    re.IGNORECASE,
)
_OPENERS = word_set(
    "The A An This That These Those It Its They Their We Our He His She Her There In At On As "
    "All Some Any No Two Three Four Five"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A drafted statement: sentences, and whom they name."""

    sentences: tuple[Sentence, ...]
    voice: Voice | None


def say(
    facts: Facts, reading: Reading, statement: Statement, *, previous: Voice | None, lead: bool
) -> Saying:
    """Return the sentences that report ``statement``.

    :param previous: who spoke in the sentence before, of the same post.
    :param lead: True where the item opens; the outlet or channel is named then.
    """
    english = reading.english(statement.content)
    voice = voice_of(facts, reading, statement)
    same = voice is not None and previous is not None and voice.full == previous.full
    telling = _Telling(facts, reading, statement, english, voice, lead, same)
    spans = _evidence(statement)
    cited = Sentence(
        telling.text(),
        SentenceKind.CITED,
        reading.cite(spans, telling.note()),
        reading.translation(spans),
    )
    return Saying((cited, *_additions(statement)), voice)


def _evidence(statement: Statement) -> list[Span]:
    """Return all spans that the sentence may rest on."""
    speaker = [statement.speaker.span] if statement.speaker.span else []
    cue = [statement.cue] if statement.cue else []
    slots = [s for s in (statement.condition, statement.deadline, statement.capability) if s]
    return [*statement.content, *speaker, *cue, *slots]


def _additions(statement: Statement) -> list[Sentence]:
    """Return the analyst's additions in brackets: the absolute deadline, an inferred date."""
    found = []
    deadline = statement.deadline_at
    if deadline.value is not None and statement.act in _WITH_DEADLINE:
        exact = deadline.precision in (Precision.MINUTE, Precision.SECOND)
        when = moment_phrase(deadline.value) if exact else day_phrase(deadline.day or "")
        mark = ", as reckoned from the post’s date" if deadline.estimated else ""
        found.append(Sentence(f"[The deadline is {when}{mark}.]", SentenceKind.NOTE))
    return found


class _Telling:
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

    # -------------------------------------------------------- the four ways

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
        lifted, words = self._lifted(), _straightened(self.words)
        if self._tells_who(words) or _unfit(words):
            return self._outlet()
        if lifted:
            return self._with(voice, f"{lifted} {_lowered(words)}")
        if words.split(" ", 1)[0] in REPORTING:
            return self._with(voice, words)
        if self._is_clause(words):
            return self._with(voice, f"said that {_lowered(words)}")
        return self._outlet()

    def _tells_who(self, words: str) -> bool:
        """Tell whether indirect speech begins with who speaks, so that it is a whole report."""
        return self._names_speaker(" ".join(words.split()[:8]))

    def _names_speaker(self, words: str) -> bool:
        entity = self.facts.entity(self.statement.speaker.entity_id)
        names = [n.text for n in entity.names if n.language == "en"] if entity else []
        return any(name in words for name in names)

    def _is_clause(self, words: str) -> bool:
        """Tell whether ``words`` can follow “said that”."""
        opens = not self.english.before.strip() or _ENDED.search(self.english.before)
        if opens and _AFTER.match(self.english.after):
            return True
        return bool(_FINITE.search(words)) and not _NOT_A_CLAUSE.match(words)

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

    # -------------------------------------------------------- parts

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
        return bool(self.statement.hedges) and not inside and not _any_word(rest, HEDGES)

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
        setting = _SETTING.search(lifted)
        if not (self.own and self.lead):
            return f" {setting[1]}" if setting else ""
        thing, place = channel_of(self.facts, self.reading.view, self.statement)
        return f" {setting[1]} {place}" if setting else f" in {thing} {place}"

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
        before = self.english.before.rstrip(" “\"'‘")
        before = _SENTENCE_END.split(before)[-1]
        verbs = [m for m in _VERB.finditer(before) if not _RELATIVE.search(before[: m.start()])]
        if not verbs:
            return ""
        words = squeeze(before[verbs[-1].start() :])
        if len(words.split()) > _MOST_LIFTED or re.search(r'[“”"]|\b(?:who|which|and)$', words):
            return ""
        if self._names_speaker(words):
            return ""
        first, _, rest = words.partition(" ")
        told = f"{_PARTICIPLES.get(first, first)} {rest}".strip()
        return told if self.same or not self.lead else _first_time(told)


def _unfit(words: str) -> bool:
    """Tell whether indirect speech holds several sentences, or half a quotation."""
    return words.count("“") != words.count("”") or bool(_SENTENCE_END.search(words))


def _first_time(words: str) -> str:
    """Return reporting words fit to open an item, where nothing stands yet to be added to."""
    words = re.sub(r"^(?:also|further|again|later) ", "", words)
    return re.sub(r"^(?:adds|added)\b", "said", words)


def _straightened(words: str) -> str:
    """Return indirect speech with its own quotation marks as curly ones, white space evened."""
    words = re.sub(r'(?<![\w.,!?…])"(?=\S)', "“", squeeze(words))
    return words.replace('"', "”").rstrip(".")


def _lowered(words: str) -> str:
    """Return ``words`` to go on a sentence: a capital of an article or pronoun goes."""
    return words[:1].lower() + words[1:] if words.split(" ", 1)[0] in _OPENERS else words


def _any_word(text: str, words: Collection[str]) -> bool:
    return not set(re.findall(r"[a-z]+", text.casefold())).isdisjoint(words)
