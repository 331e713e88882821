"""Who says what: sources, cues and contents in running text, by rules one language a file.

``attributions`` is the stage; ``quotations`` finds quotation marks that belong together and
serves all languages. ``english``, ``arabic`` and ``persian`` hold the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from ._quotes import Quotation, quotations, with_marks
from ._types import Attribution

__all__ = ["LANGUAGES", "Attribution", "Quotation", "attributions", "quotations", "with_marks"]

_RULES = {
    "en": "english",
    "ar": "arabic",
    "arz": "arabic",
    "apc": "arabic",
    "ary": "arabic",
    "fa": "persian",
    "prs": "persian",
}

LANGUAGES = frozenset(_RULES)
"""Language codes for which there are rules."""


def attributions(text: str, language: str, *, voice: bool = False) -> tuple[Attribution, ...]:
    """Return what ``text`` attributes to whom, in order of content.

    :param language: ISO 639 code; a language without rules gives no attributions.
    :param voice: True where the text was published by a group in its own name, so that "we
        declare" is a statement of the channel's owner.
    """
    name = _RULES.get(language)
    if name is None:
        return ()
    rules = import_module(f"{__name__}.{name}")
    find = cast("Callable[..., tuple[Attribution, ...]]", rules.attributions)
    return find(text, voice=voice)
