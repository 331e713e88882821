"""Compare two whole names in any scripts, and say why.

Parts are paired by what they are (kunya with kunya, "servant of" with "servant of") and by how
alike they are; what is left over on either side decides. A person's first names must be paired: a
son has his father's name behind his own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .align import Alignment, Pair, aligned
from .alike import is_given
from .parsed import Kind, Parsed, Part, parsed
from .wordlists import word_lists

__all__ = ["Decision", "Match", "match"]

_LEAST_INITIALS = 3
"""Letters of an acronym that suffice: two stand for too many names; a choice, not tuned."""


class Decision(StrEnum):
    """What a comparison comes to."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """What comparing two names came to.

    :ivar score: 0 to 1, to order names by; of equal decisions the higher is the likelier.
    :ivar decision: ``same`` only where all that tells persons or bodies apart agrees.
    :ivar pairs: parts of both names that were paired.
    :ivar missing: parts that only the first or only the second has.
    :ivar why: in plain words what decided and what was passed over.
    """

    score: float
    decision: Decision
    pairs: tuple[Pair, ...] = ()
    missing: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    why: tuple[str, ...] = ()


def match(first: str, second: str, *, exact: bool = False) -> Match:
    """Compare two names of persons or bodies, each in any script.

    :param exact: True turns everything that is a guess off: names are the same if their folded
        parts are, titles and articles left out.
    """
    one, other = parsed(first), parsed(second)
    if not one.parts or not other.parts:
        return Match(0.0, Decision.DIFFERENT, why=("a name without letters",))
    if exact:
        return _exact(one, other)
    if found := _acronym(one, other) or _acronym(other, one):
        return found
    found_parts = aligned(one.parts, other.parts)
    body = one.body or other.body
    decision, why = _bodies(found_parts) if body else _persons(one, other, found_parts)
    return _told(one, other, found_parts, decision, why)


def _exact(one: Parsed, other: Parsed) -> Match:
    same = [(p.kind, p.text) for p in one.parts] == [(p.kind, p.text) for p in other.parts]
    return Match(float(same), Decision.SAME if same else Decision.DIFFERENT, why=("letters",))


def _acronym(short: Parsed, full: Parsed) -> Match | None:
    """Return a match where one name is made of the first letters of the other's words."""
    letters, words = short.acronym, full.parts
    if not letters or len(words) < 2:
        return None
    if "".join(part.text[0] for part in words) != letters:
        return _translated(letters, words)
    sure = len(letters) >= _LEAST_INITIALS
    said = f"“{letters.upper()}” is made of the first letters"
    return Match(0.8 if sure else 0.5, Decision.SAME if sure else Decision.MAYBE, why=(said,))


def _translated(letters: str, words: Sequence[Part]) -> Match | None:
    """Return a match where the acronym may be made of the words' English, in whatever order."""
    said = [part.concept for part in words if part.concept not in word_lists().optional]
    if len(letters) < _LEAST_INITIALS or sorted(c[0] if c else "" for c in said) != sorted(letters):
        return None
    why = f"“{letters.upper()}” may be made of the first letters in English"
    return Match(0.5, Decision.MAYBE, why=(why,))


def _told(
    one: Parsed, other: Parsed, found: Alignment, decision: Decision, why: tuple[str, ...]
) -> Match:
    missing = _texts(found.left), _texts(found.right)
    titles = [f"title “{word}” passed over" for word in (*one.titles, *other.titles)]
    paired = sum(pair.likeness * pair.parts for pair in found.pairs)
    share = paired / max(1, paired + len(found.left) + len(found.right))
    score = {Decision.SAME: 0.7 + 0.3 * share, Decision.MAYBE: 0.3 + 0.4 * share}
    return Match(score.get(decision, 0.3 * share), decision, found.pairs, missing, (*why, *titles))


def _texts(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(part.text for part in parts)


# ---------------------------------------------------------------- persons


def _persons(one: Parsed, other: Parsed, found: Alignment) -> tuple[Decision, tuple[str, ...]]:
    if not found.pairs:
        return Decision.DIFFERENT, ("no part in common",)
    if found.left and found.right:
        return _both_lack(found)
    if found.left or found.right:
        full = one if found.left else other
        return _one_lacks(full, found.left or found.right, found)
    if not found.in_order and not _family_first(one, other, found):
        return Decision.DIFFERENT, ("the same names in another order",)
    order = () if found.in_order else ("family name first",)
    return _sure(found), order


def _both_lack(found: Alignment) -> tuple[Decision, tuple[str, ...]]:
    """Judge names each of which has parts that the other has not."""
    kinds = [{part.kind for part in side} for side in (found.left, found.right)]
    named = [Kind.NAME in each or Kind.SERVANT in each for each in kinds]
    kunya = [each == {Kind.FATHER} for each in kinds]
    inner = {p.text for p in found.left} & {p.text for p in found.right}
    if not inner and ((kunya[0] and named[1]) or (kunya[1] and named[0])) and found.last:
        return Decision.MAYBE, ("a kunya and a given name may be one man's",)
    return Decision.DIFFERENT, ("each has a name that the other has not",)


def _one_lacks(
    full: Parsed, extra: Sequence[Part], found: Alignment
) -> tuple[Decision, tuple[str, ...]]:
    """Judge names of which one has all parts of the other, and more."""
    first = next((p for p in full.parts if p.kind is not Kind.FATHER), full.parts[0])
    said = ", ".join(_called(part) for part in extra)
    if not found.in_order or (first in extra and found.parts > 1):
        return Decision.DIFFERENT, (f"the given name is missing: {said}",)
    if found.parts < 2:
        return Decision.MAYBE, (f"only one part in common; missing: {said}",)
    if full.parts[-1] in extra and not all(part.nisba for part in extra):
        return Decision.MAYBE, (f"the family name is missing: {said}",)
    return _sure(found), (f"left out: {said}",)


def _called(part: Part) -> str:
    what = {Kind.FATHER: "kunya ", Kind.MOTHER: "kunya "}.get(part.kind, "")
    return f"{what or ('nisba ' if part.nisba else '')}“{part.text}”"


def _family_first(one: Parsed, other: Parsed, found: Alignment) -> bool:
    """Tell whether one name begins with the other's last part, and is in order otherwise."""
    if one.inverted != other.inverted or not found.rotated:
        return False
    lasts = {one.parts[-1], other.parts[-1]}
    return not all(part.kind is not Kind.NAME or is_given(part.text) for part in lasts)


def _sure(found: Alignment) -> Decision:
    return Decision.SAME if found.sure else Decision.MAYBE


# ---------------------------------------------------------------- bodies


def _bodies(found: Alignment) -> tuple[Decision, tuple[str, ...]]:
    optional = word_lists().optional
    left, right = (
        [part for part in side if part.concept not in optional]
        for side in (found.left, found.right)
    )
    if not found.pairs or any(part.kind is Kind.NUMBER for part in (*left, *right)):
        return Decision.DIFFERENT, ("no part in common" if not found.pairs else "numbers differ",)
    if left and right:
        return Decision.DIFFERENT, ("each has a word that the other has not",)
    if left or right:
        said = ", ".join(f"“{part.text}”" for part in left or right)
        return Decision.MAYBE, (f"a short form, or another body: without {said}",)
    if all(pair.concept in optional for pair in found.pairs):
        return Decision.MAYBE, ("nothing but common words",)
    return _sure(found), tuple(f"“{part.text}” left out" for part in (*found.left, *found.right))
