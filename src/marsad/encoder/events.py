"""Events: what is asked of the encoder about actors."""

from __future__ import annotations

__all__ = ["between"]


def between(source: str, target: str, text: str) -> str:
    """Return what the encoder reads to tell what ``source`` does to ``target`` in ``text``.

    A sentence may tell of several events; naming the actors first says which is meant.
    """
    actors = " → ".join(each for each in (source, target) if each)
    return f"{actors} | {text}" if actors else text
