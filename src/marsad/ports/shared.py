"""Progress, the clock: what several ports use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

__all__ = ["Clock", "Progress"]


Progress = Callable[[str, int, int | None], None]
"""Called as ``progress(stage, done, total)``; ``total`` is None where it is unknown."""


Clock = Callable[[], datetime]
"""Returns the present moment in UTC; an argument so that tests need no patching."""
