"""Add fields to a search that somebody typed, so that they hold for all of it."""

from __future__ import annotations

from collections.abc import Sequence

from .query_tokens import Token, tokens

__all__ = ["with_fields"]

_QUOTES = '"“”„«»'
_BARE = "-_.@/"
"""Characters of a value that needs no quotation marks, besides letters and digits."""


def with_fields(text: str, fields: Sequence[tuple[str, str]]) -> str:
    """Return a query that asks for ``text`` and for each of ``fields``, given by name and value.

    What ``text`` leaves open is closed, and what it says with OR stands in parentheses. ``by``,
    ``sort`` and ``spelling`` overrule what ``text`` says of them.

    :raises QueryError: a field in ``text`` cannot be understood.
    """
    added = [f"{name}:{_value(value)}" for name, value in fields]
    return " ".join([*_whole(text), *added]) if added else text


def _value(value: str) -> str:
    bare = "".join(" " if char in _QUOTES else char for char in value).strip()
    return bare if all(char.isalnum() or char in _BARE for char in bare) else f'"{bare}"'


def _whole(text: str) -> list[str]:
    """Return ``text`` as one part of a longer query; nothing where it holds nothing."""
    found: list[Token] = []
    depth, either = 0, False
    for token in tokens(text):
        if token.kind == "close" and not depth:  # it closes what nobody opened
            found = _without_pending(found)
            continue
        depth += (token.kind == "open") - (token.kind == "close")
        either = either or (token.kind == "or" and not depth)
        found.append(token)
    joined = "".join(_written(text, *pair) for pair in zip(found, [*found, None][1:], strict=True))
    whole = joined.strip() + ")" * depth
    unfinished = len(_without_pending(found)) < len(found)
    return [f"({whole})" if either or unfinished else whole] if whole else []


def _without_pending(told: list[Token]) -> list[Token]:
    """Return tokens without the NOTs at their end, which deny nothing."""
    end = len(told)
    while end and told[end - 1].kind in ("no", "and"):
        end -= 1
    ended = any(token.kind == "no" for token in told[end:])
    return told[:end] if ended else told


def _written(text: str, token: Token, following: Token | None) -> str:
    if token.kind != "no":
        return f"{token.span.of(text)}{token.missing} "
    touching = following is not None and following.span.start == token.span.end
    return "-" if touching and token.span.of(text) == "-" else "NOT "
