"""What an English channel says in its own voice: "We declare …", "Staff are asked to …".

Every sentence that is no heading, formula or signature, and that nobody else is named as saying,
is the channel's own (see ``_voice``); here is told where one act ends and what is said by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise

from marsad.model import Act, Span

from ..acts import classify
from ._en_headings import is_silent, states
from ._en_lexicon import lexicon
from ._en_performing import Performed, masked, performed
from ._en_selves import selves
from ._en_tokens import Document
from ._types import Attribution
from ._voice import Voice, voice_passages
from ._words import Page, Run, read

__all__ = ["voiced"]

_FIRST = re.compile(
    r"\b(?:we|our|ours|ourselves)\b|(?:^|[,;:.] |\band )I [a-z]|^My\b"
    r"|\blet (?:the|all|every|our|this)\b.{0,80}?\bknow\b",
    re.IGNORECASE,
)
_JOURNALISM = re.compile(
    r"\bour (?:copy|correspondent|reporter|archive|readers?|column|newsroom|website|comments)\b"
    r"|\bwe (?:could|can) not (?:verify|confirm)\b",
    re.IGNORECASE,
)
_NARRATIVE = re.compile(
    r"^(?:(?:yesterday|today|this morning|last night|on \w+|overnight|since \w+|earlier)[, ]+)?"
    r"(?:we|our (?:\w+ ){1,3})\s?(?:\w+ly )?(?:[a-z]+(?<!ne)ed|met|held|sent|gave|took|went|saw"
    r"|found|came|began|brought|built|left|made)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"^we (?:announced|declared|decided|warned|demanded|called|condemned|promised|agreed|asked|"
    r"received|targeted|attacked|destroyed|bombed|shelled|bombarded|stormed|entered)\b",
    re.IGNORECASE,
)
_WEAK = frozenset((Act.OTHER, Act.ANNOUNCEMENT))
_TURN = re.compile(
    r"\botherwise\b|(?<=; )(?:whoever|anyone|anybody|those who|after that)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\W*(?:\b(?:and|but|while)|[;—])\s*$", re.IGNORECASE)
_OTHERWISE = re.compile(r"\W+$")
_ADDRESSED = re.compile(
    r"(?:and )?(?:to|dear|as for|my|you|o|a (?:clear )?word to) [^:.;!?]{2,140}: (?=\S)",
    re.IGNORECASE,
)
_MAX_TURNS = 4
"""Places in a sentence where it may turn to another act; hostile sentences have thousands."""

_JOINT = 12
"""Code points of a comma and an "and" between two acts."""

_MIN_PART = 3
"""Words of a part of a sentence that is an act of its own."""


def voiced(doc: Document, named: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Return ``named`` with what the channel says itself.

    :param named: what the text attributes to others; of it is left out what stands in the
        channel's own acts ("we demand that the council publish …").
    """
    page = _page(doc)
    own = selves(page)
    begun = _begun(page, own)
    kept = [each for each in named if not _within(page, each, begun)]
    said = [_with_adjunct(page, each) for each in (*own, *kept) if not each.attitude]
    return (*own, *kept, *voice_passages(page, _VOICE, said, lexicon().classes["hedge"]))


def _begun(page: Page, own: Iterable[Attribution]) -> dict[int, int]:
    """Return for sentences, by their first token, where the first act of the channel begins."""
    out = {}
    for run in page.sentences:
        acts = (act for act in performed(masked(page, run)) if act.kind != "told")
        first = next(acts, None)
        if first is not None:
            out[run.first] = page.span(run).start + first.cue[0]
    for each in own:
        run = _sentence_at(page, each.content[0].start)
        out[run.first] = page.span(run).start - 1
    return out


def _within(page: Page, named: Attribution, begun: Mapping[int, int]) -> bool:
    """Tell whether what somebody is said to say stands in an act that the channel performs."""
    if named.cue is None or _is_quoted(page, named.cue):
        return False
    start = begun.get(_sentence_at(page, named.cue.start).first)
    return start is not None and start < named.cue.start


def _sentence_at(page: Page, offset: int) -> Run:
    at = bisect_right(page.sentences, offset, key=lambda run: page.words[run.first].start)
    return page.sentences[max(0, at - 1)]


def _is_quoted(page: Page, span: Span) -> bool:
    at = bisect_left(page.words, span.start, key=lambda word: word.start)
    return at < len(page.quoted) and page.quoted[at] >= 0


_LEAD = 300
"""Code points before a speaker that tell when or where he speaks; a choice."""

_ADJUNCT = re.compile(
    r"\W*(?:following|after|before|in|on|at|during|speaking|addressing|as|with|regarding|since)\b"
    r"[^:;.]*$",
    re.IGNORECASE,
)


def _with_adjunct(page: Page, named: Attribution) -> Attribution:
    """Return ``named`` with its content from "Following what was said on …, the Ministry" on."""
    hull = [span for span in (named.source, named.cue, *named.content) if span]
    start = min(span.start for span in hull)
    lead = page.span(_sentence_at(page, start)).start
    if lead < start <= lead + _LEAD and _ADJUNCT.match(page.text[lead:start]):
        return replace(named, content=(Span(lead, start), *named.content))
    return named


def _page(doc: Document) -> Page:
    """Return the text as words, cut into the sentences of ``doc``."""
    page = read(doc.text)
    starts = [word.start for word in page.words]
    edges = [bisect_left(starts, doc.start[lo]) for lo, _ in doc.bounds] + [len(starts)]
    return replace(page, sentences=tuple(Run(a, b) for a, b in pairwise(edges) if b > a))


def _speaks(page: Page, run: Run) -> bool:
    words = masked(page, run)
    return _FIRST.search(words) is not None and not _tells(words)


def _states(page: Page, run: Run) -> bool:
    return states(page, run) and not _tells(masked(page, run))


def _tells(words: str) -> bool:
    """Tell "Our teams reached the village" and a reporter's "we" from a claim or a decision."""
    if _JOURNALISM.search(words):
        return True
    if not _NARRATIVE.match(words) or _SPEECH.match(words):
        return False
    return classify(words, None, "en")[0] in _WEAK


def _opens(page: Page, run: Run) -> str:
    acts = performed(masked(page, run))
    return acts[0].kind if acts else ""


def _continues(page: Page, run: Run, inside: bool) -> bool:
    first = page.form(page.trim(run).first)
    return inside and (page.count(run) <= _SHORT or first in lexicon().voice["anaphora"])


_SHORT = 4
"""Words of a sentence that only goes on with the one before it; not tuned."""


def _splits(page: Page, sentence: Run) -> Iterator[Run]:
    """Cut a sentence before ", and we …" and "otherwise …"."""
    words = masked(page, sentence)
    start = page.span(sentence).start
    turns = [each.start for each in performed(words)] + [m.start() for m in _TURN.finditer(words)]
    first = sentence.first
    for turn in islice(sorted(turns), 1 + _MAX_TURNS):
        at = _token(page, sentence, start + turn)
        near = words[max(0, turn - _JOINT) : turn]
        lead = (_OTHERWISE if words[turn] in "oO" else _AND).search(near)
        if lead is None:
            continue
        before = Run(first, _token(page, sentence, start + turn - len(lead.group())))
        if min(page.count(before), page.count(Run(at, sentence.last))) >= _MIN_PART:
            yield before
            first = at
    yield Run(first, sentence.last)


def _token(page: Page, run: Run, offset: int) -> int:
    words = page.words[run.first : run.last]
    return run.first + bisect_left(words, offset, key=lambda word: word.start)


def _said(page: Page, run: Run) -> tuple[Run | None, Run]:
    """Return the verb that performs the act, and what stands behind it, or behind an address."""
    words, start = masked(page, run), page.span(run).start
    act, address = next(iter(performed(words)), None), _ADDRESSED.match(words)
    behind = act.said if act else address.end() if address else 0
    said = Run(_token(page, run, start + behind), run.last)
    trimmed = page.trim(said, tags=True)
    if trimmed.first >= trimmed.last:
        return None, run
    cue = _spoken(words, act) if act else None
    return cue and Run(*(_token(page, run, start + at) for at in cue)), said


def _spoken(words: str, act: Performed) -> tuple[int, int]:
    lo, hi = act.cue
    while words[lo] in " ,":
        lo += 1
    return lo, hi


_VOICE = Voice(
    speaks=_speaks,
    states=_states,
    silent=is_silent,
    opens=_opens,
    continues=_continues,
    closed=lambda act: act in ("thanks", "mourning"),
    language="en",
    labels=lambda: frozenset(("correction", "update", "note", "claim", "clarification")),
    splits=_splits,
    said=_said,
)
