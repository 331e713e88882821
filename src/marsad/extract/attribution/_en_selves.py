"""An English channel that names itself: "The Ministry condemns …", "It calls upon …".

A body that publishes in its own name tells what it does in the present tense: "The Council
demands …, and it thanks …". Each such verb is an act of its own, said by whom the sentence names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from marsad.model import Basis, Span

from ._en_lexicon import lexicon
from ._en_performing import KINDS, either, masked
from ._types import Attribution
from ._words import Page, Run

__all__ = ["selves"]

_HEAD = r"(?:[A-Z][\w’'&-]*)"
_NAME = rf"(?:The {_HEAD}(?: (?:of|for|and|to|on|the|in|al-\w+|{_HEAD})){{0,8}}|It)"
_ASIDE = r"(?:,[^,;:]{1,90},|, [^,;:]{1,60} and [^,;:]{1,30},)?"
_ADVERBS = r"(?: (?:also|hereby|once|again|therefore|\w+ly))*"
_LISTED = re.compile(r"\W*(?:\d{1,2}\s*[.)–-]\s*)?")
_THAT = re.compile(r"(?:(?:[\w'’-]+ ){0,6}?that\s+|to (?=\w+ that))")
_AT_LEAST = 2
"""Words of something said."""


@dataclass(slots=True)
class _Self:
    """Whom the text last named as its own author: at which place it stands in full."""

    full: Span | None = None
    listing: Span | None = None


def selves(page: Page) -> tuple[Attribution, ...]:
    """Return what the owner says where it names itself, in order of the text."""
    known = _Self()
    return tuple(each for run in page.sentences for each in _sentence(page, run, known))


def _sentence(page: Page, run: Run, known: _Self) -> Iterator[Attribution]:
    words, offset = masked(page, run), page.span(run).start
    listed = _LISTED.match(words)
    start = listed.end() if listed else 0
    heading = _headings().match(words, start)
    if heading:
        known.listing = known.full = _shifted(heading.span("name"), offset)
        return
    item = _items().match(words, start) if known.listing and start else None
    if item:
        yield from _acts(words, offset, [item], known.listing, None)
        return
    known.listing = None
    first = _firsts().match(words, start)
    if first is None:
        return
    source = _shifted(first.span("name"), offset)
    if first["name"] != "It":
        known.full = source
    verbs = [first, *_seconds().finditer(words, first.end())]
    yield from _acts(words, offset, verbs, source, known.full)


def _shifted(span: tuple[int, int], offset: int) -> Span:
    return Span(span[0] + offset, span[1] + offset)


def _acts(
    words: str, offset: int, verbs: list[re.Match[str]], source: Span | None, full: Span | None
) -> Iterator[Attribution]:
    ends = [each.start() for each in verbs[1:]] + [len(words)]
    for verb, end in zip(verbs, ends, strict=True):
        start = verb.end()
        led = _THAT.match(words, start, end)
        start = led.end() if led else start
        said = words[start:end].rstrip(" ,;.\n")
        if len(said.split()) >= _AT_LEAST:
            yield _attribution(
                source,
                _shifted(verb.span("cue"), offset),
                Span(offset + start, offset + start + len(said)),
                full,
            )


def _attribution(source: Span | None, cue: Span, content: Span, full: Span | None) -> Attribution:
    resolved = full if full != source else None
    return Attribution(
        source=source, cue=cue, content=(content,), direct=True,
        basis=Basis.PRONOUN if resolved else Basis.NAMED, resolved=resolved,
        chain=(), hedges=(), recipe="en/names-itself", score=0.8,
    )  # fmt: skip


@cache
def _cue() -> str:
    """Return the pattern of a verb in the present tense by which a body acts."""
    words = lexicon()
    bases = frozenset(base for kind in KINDS for base in words.voice[kind])
    forms = frozenset(
        form for form, lemma in words.lemmas.items()
        if lemma in bases and words.shapes[form] == "s"
    )  # fmt: skip
    particles = either(words.voice["particles"] - {"of", "from"})
    return (
        rf"(?P<cue>wishes to (?:{either(bases)})|stands (?:ready|with|by)"
        r"|takes (?:full )?responsibility for|claims responsibility for"
        r"|has (?:never|not) (?=\w+ed )|holds (?=.{0,200} (?:responsible|to be)\b)"
        r"|wishes (?=the |his |her |their |all )"
        rf"|{_giving()}|(?:{either(forms)})(?: (?:{particles})\b)?)\s*\b"
    )


def _giving() -> str:
    """Return the pattern of "extends its deep sympathy to" and "offers … (its sympathy)"."""
    words = lexicon()
    verbs = {form for form, lemma in words.lemmas.items() if lemma in words.voice["offering"]}
    giving, given = either(frozenset(verbs)), either(words.voice["offered"])
    what = rf"(?:[\w-]+ ){{0,3}}(?:{given})"
    return (
        rf"(?:{giving}|expresses) (?:its|his|her|the \w+['’]s) {what}(?: and {what})? to"
        rf"|(?:{giving})(?= (?:[\w'’-]+ ){{1,6}}(?:its|his|her) (?:[\w-]+ )?(?:{given})\b)"
    )


@cache
def _firsts() -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Z][^,.:;]{{2,60}}, )?(?P<name>{_NAME}){_ASIDE}{_ADVERBS} {_cue()}")


@cache
def _seconds() -> re.Pattern[str]:
    return re.compile(rf"[,;]? (?:and|but|while)(?: it| he| she)?{_ADVERBS} {_cue()}")


@cache
def _headings() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{_NAME})(?:,[^:]{{1,120}})?:$")


@cache
def _items() -> re.Pattern[str]:
    return re.compile(_cue())
