"""Text of pictures, read by the ``tesseract`` program in the languages of the source.

Naming the language matters. Share of characters wrong on four rendered samples: with the one
right language .05 to .07 Arabic and .02 Persian, with Arabic, Persian and English together .06 to
.11 and .09.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache

from ..errors import MissingToolError, UnreadableError

__all__ = ["LANGUAGES", "Ocr"]

LANGUAGES = ("ar", "fa", "en")
_DATA = {
    "ar": "ara",
    "fa": "fas",
    "prs": "fas",
    "en": "eng",
    "he": "heb",
    "ru": "rus",
    "tr": "tur",
    "uk": "ukr",
    "ur": "urd",
    "ps": "pus",
}
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A scanned A4 page at 200 dpi takes 3 to 8 s on one core; ten times that is a picture made to
# cost time. Leptonica, which opens the files, refuses more than 400 million pixels by itself.
_SECONDS = 120.0
# Page segmentation 3 finds columns by itself; 6 was better by .01 on single blocks only.
_LAYOUT = "3"


class Ocr:
    """Reads pictures given as PNG, JPEG, TIFF or PNM bytes.

    :param seconds: the longest that one picture may take.
    """

    def __init__(self, *, seconds: float = _SECONDS) -> None:
        self._seconds = seconds

    def read(
        self, picture: bytes, source_id: str, label: str, languages: Sequence[str] = ()
    ) -> tuple[str, str]:
        """Return the text, and a recipe such as ``tesseract 5.3.0 ara+eng``.

        :param languages: ISO 639 codes; Arabic, Persian and English where none is known.
            Those that are not installed are left out.
        :raises MissingToolError: Tesseract, or all of these languages, are not installed.
        :raises UnreadableError: not a picture, or it takes too long.
        """
        wanted = [_DATA[code] for code in languages if code in _DATA]
        wanted = wanted or [_DATA[code] for code in LANGUAGES]
        program = shutil.which("tesseract")
        if program is None:
            raise _missing("tesseract", wanted)
        try:
            version, installed = _facts(program)
        except (OSError, subprocess.SubprocessError) as error:
            raise _missing(f"A working tesseract ({program})", wanted) from error
        joined = "+".join(name for name in dict.fromkeys(wanted) if name in installed)
        if not joined:
            raise _missing(f"Tesseract's data for {', '.join(wanted)}", wanted)
        options = ["stdin", "stdout", "-l", joined, "--psm", _LAYOUT]
        text = self._run([program, *options], picture, source_id, label)
        return _MARKS.sub("", text).replace("\f", "\n").strip(), f"tesseract {version} {joined}"

    def _run(self, command: list[str], picture: bytes, source_id: str, label: str) -> str:
        # One thread: its own threads slow each other down on small machines.
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program; the picture goes in as stdin
                command,
                input=picture,
                capture_output=True,
                timeout=self._seconds,
                check=True,
                env=environment,
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableError(
                source_id,
                f"reading {label} took more than {self._seconds:.0f} seconds",
                hint="Cut the picture to the part with text.",
            ) from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip().splitlines()
            raise UnreadableError(
                source_id,
                f"{label} is not a picture that can be read ({said[-1][:120] if said else ''})",
                hint="Open it and save it again as PNG.",
            ) from error
        return done.stdout.decode("utf-8", "replace")


def _missing(what: str, wanted: Sequence[str]) -> MissingToolError:
    packages = " ".join(f"tesseract-ocr-{name}" for name in wanted)
    return MissingToolError(
        what,
        "read text in pictures",
        hint=f"On Debian: apt install tesseract-ocr {packages}. "
        "The pictures stay sealed and are read on a later run.",
    )


@cache
def _facts(program: str) -> tuple[str, frozenset[str]]:
    """Return the version and the installed languages; asked once a program."""
    version = subprocess.run(  # noqa: S603 - as above
        [program, "--version"], capture_output=True, timeout=30, check=True
    )
    listed = subprocess.run(  # noqa: S603 - as above
        [program, "--list-langs"], capture_output=True, timeout=30, check=True
    )
    words = version.stdout.decode("utf-8", "replace").split()
    languages = listed.stdout.decode("utf-8", "replace").splitlines()[1:]
    return (words[1] if len(words) > 1 else "?"), frozenset(languages)
