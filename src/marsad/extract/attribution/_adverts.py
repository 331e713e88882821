"""Advertisements: posts that sell something quote buyers and experts who state nothing."""

from __future__ import annotations

from ._words import Page

__all__ = ["is_advert"]

_WORDS = 3
"""Different words of selling that make an advertisement. A choice, not tuned: news of trade has
one or two of them."""

_LONG = 120
"""Words beyond which a post tells more than what it sells; a choice."""


def is_advert(page: Page, selling: frozenset[str]) -> bool:
    """Tell whether a short post sells something.

    :param selling: folded words of shops and offers ("free delivery", "discount").
    """
    if page.counted[-1] > _LONG:
        return False
    forms = {word.form for word in page.words}
    bare = {form.removeprefix("و") for form in forms}
    return len((forms | bare) & selling) >= _WORDS
