"""Small English: dates, lists, numbers, articles, surnames, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from ..model import Dated, Precision
from ..text.lexicon import words as word_set

__all__ = [
    "MONTHS",
    "and_list",
    "capital",
    "count",
    "cut",
    "date_phrase",
    "day_phrase",
    "has_words",
    "inner_quotes",
    "moment_phrase",
    "period_phrase",
    "quotations",
    "quoted",
    "sentence",
    "spelled",
    "squeeze",
    "surname",
    "tidy",
]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SMALL = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_KUNYA = word_set("abu umm ibn bint")
_PARTICLE = re.compile(r"(?:al|el|ar|as|ash|at|an)-", re.IGNORECASE)


def squeeze(text: str) -> str:
    """Return ``text`` with every run of white space as one space, none at the edges."""
    return " ".join(text.split())


def capital(text: str) -> str:
    """Return ``text`` with its first letter in upper case; the rest stays."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return ``text`` as a sentence: capital first, end mark last."""
    text = capital(squeeze(text))
    ended = text.rstrip("”’]")[-1:] in tuple(".!?…")
    return text if ended else f"{text}."


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return ``five posts``: words up to twelve, digits from 13."""
    return f"{spelled(number)} {noun if number == 1 else plural or noun + 's'}"


def spelled(number: int) -> str:
    """Return ``five``: words up to twelve, digits from 13."""
    return _SMALL[number] if number < len(_SMALL) else f"{number:,}"


def and_list(parts: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def day_phrase(day: str, *, year: bool = True) -> str:
    """Return ``3 March 2026`` for an ISO day, or ``3 March``."""
    found = date.fromisoformat(day)
    plain = f"{found.day} {MONTHS[found.month - 1]}"
    return f"{plain} {found.year}" if year else plain


def moment_phrase(moment: datetime) -> str:
    """Return ``15:00 UTC on 3 March 2026``."""
    moment = moment.astimezone(UTC)
    return f"{moment:%H:%M} UTC on {day_phrase(moment.date().isoformat())}"


def date_phrase(dated: Dated) -> str:
    """Return a date as exactly as it is known, and say where it is not or is an estimate."""
    if dated.value is None:
        return "date unknown"
    moment = dated.value.astimezone(UTC)
    plain = {
        Precision.SECOND: f"{day_phrase(moment.date().isoformat())}, {moment:%H:%M} UTC",
        Precision.MINUTE: f"{day_phrase(moment.date().isoformat())}, {moment:%H:%M} UTC",
        Precision.MONTH: f"{MONTHS[moment.month - 1]} {moment.year}",
        Precision.YEAR: str(moment.year),
        Precision.UNKNOWN: "date unknown",
    }.get(dated.precision, day_phrase(moment.date().isoformat()))
    return f"{plain} (estimated: {dated.basis})" if dated.estimated else plain


def period_phrase(first: str | None, last: str | None) -> str:
    """Return ``1–9 March 2026``, ``28 February – 3 March 2026`` or ``3 March 2026``."""
    if first is None or last is None:
        return day_phrase(first or last or "") if first or last else "dates unknown"
    if first == last:
        return day_phrase(first)
    if first[:7] == last[:7]:
        return f"{int(first[8:])}–{day_phrase(last)}"
    return f"{day_phrase(first, year=first[:4] != last[:4])} – {day_phrase(last)}"


def surname(name: str) -> str:
    """Return the part of a personal name by which a report goes on: ``al-Saffan``, ``Dalham``.

    A name that begins with a kunya (``Abu Tarfa``) or has one word stays whole.
    """
    words = name.split()
    if len(words) < 2 or words[0].casefold() in _KUNYA:
        return name
    if _PARTICLE.match(words[-1]) or words[-2].casefold() not in _KUNYA:
        return words[-1]
    return " ".join(words[-2:])


def inner_quotes(text: str) -> str:
    """Return ``text`` fit to stand between “ and ”: its own double marks become single ones."""
    text = re.sub(r'(?<![\w.,!?…])"(?=\S)', "‘", text)
    return text.replace('"', "’").translate(str.maketrans("“”«»„‟", "‘’‘’‘’"))


def quoted(text: str) -> str:
    """Return ``text`` between English quotation marks, white space evened out."""
    return f"“{inner_quotes(squeeze(text))}”"


_QUOTATION = re.compile(r'“([^”]*)”|«([^»]*)»|„([^“”]*)[“”]|"([^"]*)"')


def quotations(text: str) -> list[str]:
    """Return what stands between double quotation marks of any shape, in order."""
    return ["".join(g or "" for g in m.groups()) for m in _QUOTATION.finditer(text)]


def has_words(text: str) -> bool:
    """Tell whether anything is said outside brackets, which are the analyst's in a quotation."""
    return bool(re.search(r"\w", re.sub(r"\[[^\]]*\]", "", text)))


def tidy(text: str) -> str:
    """Return a run of ``text`` without what is not speech at its edges.

    Dropped are signs and emoji, a label of the channel (``Name |``), closing hashtags, and a
    quotation mark without its partner; but nothing where no words would be left.
    """
    speech = text.rpartition(" | ")[2]
    shorter = re.sub(r"(?:\s*#[\w-]+)+\s*$", "", speech if has_words(speech) else text)
    text = shorter if has_words(shorter) else text
    text = re.sub(r"^[^\w“‘\"«\[(]+|[\s,;:،؛]+$", "", text)
    for opening, closing in ("“”", "«»"):
        if text.count(opening) > text.count(closing):
            text = text.removeprefix(opening)
        if text.count(closing) > text.count(opening):
            text = text.removesuffix(closing)
    if text.count('"') % 2:
        text = text.removeprefix('"').removesuffix('"')
    return text.strip()


def cut(text: str, words: int = 60) -> str:
    """Return at most about ``words`` words of ``text``, ended at a sentence or phrase.

    What is left out shows as ``[…]``. The desk quotes; it does not republish.
    """
    found = list(re.finditer(r"\S+", text))
    if len(found) <= words:
        return text
    head = text[: found[words - 1].end()]
    for pattern in (r"[.!?…؟][”’\"»]*(?=\s|$)", r"[,;:،؛](?=\s|$)"):
        ends = [m.end() for m in re.finditer(pattern, head) if m.end() > len(head) // 2]
        if ends:
            return f"{head[: ends[-1]]} […]"
    return f"{head} […]"
