"""What happened to a post after it appeared: edits, deletion, copies, retellings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC
from difflib import SequenceMatcher

from ..model import Citation, ObservationKind, Sentence, SentenceKind, Span, Version
from ..ports import PostView
from ..text import paragraphs
from ..text.numbers import find_numbers
from ._english import and_list, capital, count, day_phrase, quoted, sentence
from ._items import Desk, Item
from ._masking import mask_spans, private_spans
from ._reading import Reading
from ._speakers import outlet
from ._words import LANGUAGES

__all__ = ["history", "retellings"]

_Change = tuple[Span, Span]

_LONGEST_CHANGE = 12
"""Words of a change that are quoted; a longer one is only said to exist."""


def history(desk: Desk, item: Item) -> tuple[Sentence, ...]:
    """Return the sentences that follow an item's quotations."""
    return (
        *retellings(desk, item),
        *_copies(desk, item),
        *_dating(item.view),
        *_edits(desk, item.pieces[0].reading),
        *_deletion(item.view),
    )


def retellings(desk: Desk, item: Item, what: str = "the statement") -> Iterator[Sentence]:
    """Say who else told the same, citing each; one sentence.

    :param what: what was told, as in “also reported the statement”.
    """
    mine = outlet(desk.facts, item.view)
    tellers: dict[str, Citation] = {}
    translations = []
    for piece in item.also:
        name = outlet(desk.facts, piece.view)
        if name != mine and name not in tellers:
            tellers[name] = piece.reading.cite(piece.statement.content)[0]
            translations.append(piece.reading.translation(piece.statement.content))
    if tellers:
        yield Sentence(
            sentence(f"{capital(and_list(list(tellers)))} also reported {what}"),
            SentenceKind.CITED,
            tuple(tellers.values()),
            "\n".join(filter(None, translations)),
        )


def _copies(desk: Desk, item: Item) -> Iterator[Sentence]:
    carriers = desk.facts.carriers(item.view.post.id)
    others = [v for v in carriers if v.post.id != item.view.post.id]
    if not others:
        return
    names = and_list(list(dict.fromkeys(outlet(desk.facts, v) for v in others)))
    origins = len(
        {desk.facts.origin_id(p.view.post.id) for p in item.also}
        | {desk.facts.origin_id(item.view.post.id)}
    )
    total = len(carriers) + len({p.view.post.id for p in item.also})
    yield Sentence(
        f"[The text was passed on by {names}; in all it was carried by {count(total, 'post')} "
        f"of {count(origins, 'origin')}.]",
        SentenceKind.NOTE,
    )


def _dating(view: PostView) -> Iterator[Sentence]:
    published = view.post.published
    if published.value is None:
        yield Sentence("[The post bears no date.]", SentenceKind.NOTE)
    elif published.estimated:
        yield Sentence(f"[The date is {published.basis}.]", SentenceKind.NOTE)


def _deletion(view: PostView) -> Iterator[Sentence]:
    """Report a deletion that no later observation takes back."""
    seen = [o for o in view.observations if o.kind is not ObservationKind.EDITED]
    last = max(seen, key=lambda o: o.at, default=None)
    if last is not None and last.kind is ObservationKind.DELETED:
        day = day_phrase(last.at.astimezone(UTC).date().isoformat())
        yield Sentence(
            f"[The post had been deleted when its source was visited again on {day}; "
            "it is cited from the sealed copy.]",
            SentenceKind.NOTE,
        )


# ------------------------------------------------------------ edits


def _edits(desk: Desk, reading: Reading) -> Iterator[Sentence]:
    """Report how the newest version differs from the one before, where the change is short."""
    newest = reading.view.version
    earlier = [v for v in reading.view.versions if v.number < newest.number]
    if not earlier:
        if newest.edited:
            yield Sentence(
                "[The page says that the post was edited; no earlier version was seen.]",
                SentenceKind.NOTE,
            )
        return
    before = max(earlier, key=lambda v: v.number)
    changes = _changes(before.text, newest.text)
    if not 0 < len(changes) <= 3 or any(_too_long(b, a) for b, a in changes):
        seen = day_phrase(before.seen_at.astimezone(UTC).date().isoformat())
        yield Sentence(
            f"[The post was edited after it was first seen on {seen}; the later text is cited.]",
            SentenceKind.NOTE,
        )
        return
    yield _change(desk, reading, before, changes)


def _change(desk: Desk, reading: Reading, before: Version, changes: list[_Change]) -> Sentence:
    newest = reading.view.version
    language = newest.language or "und"
    mark = "" if language.startswith("en") else f" [in {LANGUAGES.get(language, language)}]"
    withheld = private_spans(before.text, (), ())
    told = [
        f"{_words(desk, before, b, withheld)} became {_words(desk, newest, a, reading.withheld)}"
        for b, a in changes
    ]
    return Sentence(
        sentence(f"the post was later edited: {and_list(told)}{mark}"),
        SentenceKind.CITED,
        (*_cited(before, [b for b, _ in changes]), *reading.cite([a for _, a in changes])),
        reading.translation([a for _, a in changes]),
    )


def _words(desk: Desk, version: Version, span: Span, withheld: Sequence[Span]) -> str:
    """Quote the words that changed; a number or a known name in them is glossed in brackets."""
    words = span.of(version.text)
    told = quoted(mask_spans(words, withheld, span.start))
    if (version.language or "").startswith("en") or words.isascii():
        return told
    numbers = [f"{n.value:,}" for n in find_numbers(words)]
    name = desk.facts.named(words)
    gloss = name or ", ".join(numbers)
    return f"{told} [{gloss}]" if gloss else told


def _cited(version: Version, spans: list[Span]) -> Iterator[Citation]:
    """Cite the paragraphs of an earlier version in which ``spans`` stand."""
    for paragraph in paragraphs(version.text):
        if any(paragraph.overlap(s) for s in spans):
            masked = tuple(s for s in private_spans(version.text, (), ()) if s.overlap(paragraph))
            yield Citation(
                version.id, paragraph, paragraph.of(version.text), "Earlier version.", masked
            )


def _changes(one: str, other: str) -> list[_Change]:
    """Return the runs of words that were replaced; numbers and names are kept whole.

    Where words were only added or only taken away, a word on either side goes with them.
    """
    mine, theirs = _word_spans(one), _word_spans(other)
    matcher = SequenceMatcher(
        None, [s.of(one) for s in mine], [s.of(other) for s in theirs], autojunk=False
    )
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        more = 1 if a == b or c == d else 0
        before = mine[max(a - more, 0) : b + more]
        after = theirs[max(c - more, 0) : d + more]
        if before and after:
            found.append((_whole(one, before), _whole(other, after)))
    return found


def _whole(text: str, run: Sequence[Span]) -> Span:
    """Return the hull of ``run``, widened to the numbers that it cuts."""
    start, end = run[0].start, run[-1].end
    cut = [n.span for n in find_numbers(text) if n.span.overlap(Span(start, end))]
    return Span(min([start, *(s.start for s in cut)]), max([end, *(s.end for s in cut)]))


def _word_spans(text: str) -> list[Span]:
    spans, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        bare = word.rstrip(".,;:،؛")
        spans.append(Span(start, start + len(bare or word)))
    return spans


def _too_long(before: Span, after: Span) -> bool:
    """Bound a change by its length, at eight code points a word."""
    return max(before.end - before.start, after.end - after.start) > 8 * _LONGEST_CHANGE
