"""The translations as a translation memory: one unit a paragraph.

What a statement says is aligned in original and translation, so that a quotation can be found
in the translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from exercise.material import Exercise, Post
from marsad.model import Alignment, Span
from marsad.translate import Unit, write_tmx

__all__ = ["memory"]


def memory(exercise: Exercise) -> bytes:
    """Return the memory of all titles, texts and edited texts that have a translation.

    :raises ValueError: one paragraph with two translations, or texts of different line counts.
    """
    units: dict[tuple[str, str], Unit] = {}
    for post in exercise.posts:
        for unit in _units(post):
            known = units.setdefault((unit.language, unit.original), unit)
            if known.translation != unit.translation:
                raise ValueError(f"{post.id}: two translations of {unit.original!r}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "memory.tmx"
        write_tmx(units.values(), path)
        return path.read_bytes()


def _units(post: Post) -> Iterator[Unit]:
    if post.title is not None and post.title_translation is not None:
        yield Unit(post.language, post.title, post.title_translation, human=True)
    if post.translation is not None:
        quoted = [(row["content"], row["content_en"]) for row in post.row["statements"]]
        yield from _lines(post.language, post.text, post.translation, quoted)
    if post.edit is not None and post.edit.translation is not None:
        yield from _lines(post.language, post.edit.text, post.edit.translation, [])


def _lines(
    language: str, text: str, translation: str, quoted: Sequence[tuple[str, str]]
) -> Iterator[Unit]:
    runs = {
        run
        for content, english in quoted
        for run in zip(content.split("\n"), english.split("\n"), strict=True)
    }
    for original, english in zip(text.split("\n"), translation.split("\n"), strict=True):
        yield Unit(language, original, english, tuple(_aligned(original, english, runs)), True)


def _aligned(original: str, english: str, runs: set[tuple[str, str]]) -> Iterator[Alignment]:
    for run, run_en in sorted(runs):
        at, at_en = original.find(run), english.find(run_en)
        if at >= 0 and at_en >= 0:
            spans = Span(at, at + len(run)), Span(at_en, at_en + len(run_en))
            yield Alignment(*spans)
