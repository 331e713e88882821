"""Pure helpers for text in many scripts. No I/O; whatever changes text maps offsets back."""

from .dates import FoundDate, find_dates
from .durations import duration, retry_after
from .language import detect
from .names import name_tokens
from .normalise import Normalised, normalise
from .numbers import FoundNumber, find_numbers
from .projection import project
from .scripts import direction, isolated, script
from .segment import paragraphs, sentences

__all__ = [
    "FoundDate",
    "FoundNumber",
    "Normalised",
    "detect",
    "direction",
    "duration",
    "find_dates",
    "find_numbers",
    "isolated",
    "name_tokens",
    "normalise",
    "paragraphs",
    "project",
    "retry_after",
    "script",
    "sentences",
]
