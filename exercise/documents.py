"""The PDF and the picture, typeset with Typst, with their sidecars.

The mark EXERCISE is drawn as strokes rather than set as text, and in a colour that OCR takes for
paper, so that reading the documents gives their own words only.
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

import typst

from exercise.material import MARK, Exercise, Post, Source

__all__ = ["documents", "sidecars", "why_not_typeset"]

_FONTS = Path("/usr/share/fonts/truetype/noto")
_SHA256 = {
    "NotoNaskhArabic-Regular": "8c67eaa2f0086872628fc3f7f760386f83c8be5c5e9a1ba3a38891237b2ac7cb",
    "NotoSans-Regular": "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
}
_TYPST = "0.15.2"
_PPI = 200
"""Pixels an inch of the picture; Tesseract reads 200 to 300 best."""

_STROKES = {
    "E": "M6 0H0V10H6M0 5H5",
    "X": "M0 0L6 10M6 0L0 10",
    "R": "M0 10V0H6V5H0M2 5L6 10",
    "C": "M6 0H0V10H6",
    "I": "M1 0H5M3 0V10M1 10H5",
    "S": "M6 0H0V5H6V10H0",
}


def why_not_typeset() -> str | None:
    """Return why the documents cannot be made here byte for byte; None where they can."""
    for name, sha256 in _SHA256.items():
        font = _FONTS / f"{name}.ttf"
        if not font.exists():
            return f"{font} is missing (Debian package fonts-noto-core)"
        if hashlib.sha256(font.read_bytes()).hexdigest() != sha256:
            return f"{font} is another version than the documents were made with"
    if version("typst") != _TYPST:
        return f"typst is {version('typst')}, the documents were made with {_TYPST}"
    return None


def documents(exercise: Exercise, source: Source) -> dict[str, bytes]:
    """Return file name -> PDF or PNG for the posts of ``source``."""
    return {post.native_id: _typeset(post) for post in exercise.of(source)}


def sidecars(exercise: Exercise, source: Source) -> dict[str, bytes]:
    """Return file name -> JSON with what the collector noted about each document."""
    return {f"{post.native_id}.json": _sidecar(source, post) for post in exercise.of(source)}


def _sidecar(source: Source, post: Post) -> bytes:
    noted = {
        "title": post.title,
        "published": post.date.isoformat(),
        "published_precision": "minute",
        "url": f"https://{source.handle.replace('_', '-')}.example/{post.native_id}",
    }
    return (json.dumps(noted, ensure_ascii=False, indent=1) + "\n").encode()


def _typeset(post: Post) -> bytes:
    picture = post.native_id.endswith(".png")
    page = _picture(post) if picture else _statement(post)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[_FONTS])
    return typst.compile(
        page.encode(), format="png" if picture else "pdf", ppi=_PPI, font_paths=fonts
    )


def _head(post: Post, settings: str) -> str:
    return f"""
#set document(title: {json.dumps(post.title, ensure_ascii=False)}, date: none)
#set page({settings})
#set text(font: ("Noto Naskh Arabic", "Noto Sans"), lang: "ar", fallback: false)
#let mark(size) = image(bytes({json.dumps(_mark())}), format: "svg", height: size, alt: "{MARK}")
"""


def _statement(post: Post) -> str:
    """One line a paragraph on a wide page, so that no line break comes from typesetting."""
    title, *lines = post.text.split("\n")
    paragraphs = "\n\n".join(_words(line) for line in lines)
    settings = "width: 29.7cm, height: 21cm, margin: 2cm"
    return f"""{_head(post, settings)}
#set text(size: 14pt)
#set par(spacing: 1.4em)
#place(bottom + center, mark(10pt))
#align(center, text(size: 18pt)[{_words(title)}])
{paragraphs}
"""


def _picture(post: Post) -> str:
    lines = " \\\n".join(_words(line) for line in post.text.split("\n"))
    settings = "width: 18cm, height: 9cm, margin: 1.2cm"
    return f"""{_head(post, settings)}
#set text(size: 17pt)
#set par(leading: 0.9em)
#place(bottom + left, dy: 0.6cm, mark(14pt))
#set align(center)
{lines}
"""


def _words(line: str) -> str:
    """``line`` as a string literal, so that nothing in it is markup to Typst."""
    return f"#{json.dumps(line, ensure_ascii=False)}"


def _mark() -> str:
    letters = "".join(
        f'<path transform="translate({9 * n + 1},1)" d="{_STROKES[letter]}"/>'
        for n, letter in enumerate(MARK)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {9 * len(MARK)} 12">'
        f'<g fill="none" stroke="#e38f9b" stroke-width="1.4">{letters}</g></svg>'
    )
