"""Transcripts of audio and video through faster-whisper, an optional package.

A transcript has a line a phrase, each with the time at which it begins: ``[00:01:05] …``. The
model is one that is on this machine already; nothing is downloaded here.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import MissingToolError, TooLargeError, UnreadableError

__all__ = ["Speech", "clock"]

_MODEL = "small"


class Speech:
    """Reads speech in audio and video files given as bytes.

    :param model: name of a Whisper model that was fetched before, or the folder of one.
    """

    def __init__(self, *, model: str = _MODEL) -> None:
        self._model = model

    def read(
        self,
        recording: bytes,
        source_id: str,
        label: str,
        languages: Sequence[str],
        max_chars: int,
    ) -> tuple[str, str]:
        """Return the transcript and a recipe such as ``faster-whisper 1.2 small fa``.

        :param languages: ISO 639-1 codes of the source; where it is just one, that is what is
            heard, otherwise the model decides by the first half minute.
        :param max_chars: listening stops with an error beyond this many code points.
        :raises MissingToolError: faster-whisper, or the model, is not installed.
        :raises UnreadableError: not a recording, or nobody speaks in it.
        :raises TooLargeError: more text than ``max_chars``.
        """
        package = _package()
        model = _loaded(self._model)
        language = languages[0] if len(languages) == 1 else None
        lines: list[str] = []
        total = 0
        try:
            phrases, facts = model.transcribe(io.BytesIO(recording), language=language)
            for phrase in phrases:
                text = " ".join(str(phrase.text).split())
                lines.append(f"[{clock(phrase.start)}] {text}")
                total += len(lines[-1]) + 1
                if total > max_chars:
                    raise _too_long(source_id, label, max_chars)
        except _damage() as error:
            raise UnreadableError(
                source_id,
                f"{label} is not a recording that can be read ({str(error)[:120]})",
                hint="Play it; if it plays, save it again as MP3 or MP4.",
            ) from error
        recipe = f"faster-whisper {package.__version__} {Path(self._model).name} {facts.language}"
        return "\n".join(lines), recipe


def clock(seconds: float) -> str:
    """Return a moment of a recording as ``hh:mm:ss``."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _package() -> Any:
    try:
        return importlib.import_module("faster_whisper")
    except ImportError as error:
        raise MissingToolError(
            "faster-whisper",
            "write down what is said in audio and video",
            hint="Install it with: pip install 'marsad[speech]'. The recordings stay sealed and "
            "are read on a later run.",
        ) from error


def _damage() -> tuple[type[Exception], ...]:
    """What is raised on damaged files by PyAV, which opens them, and on silent ones."""
    decoder = importlib.import_module("av")
    return (decoder.FFmpegError, ValueError, OSError, RuntimeError, LookupError)


@cache
def _loaded(name: str) -> Any:
    """Return the model; loading takes seconds, so once a process."""
    package = _package()
    try:
        return package.WhisperModel(name, device="cpu", compute_type="int8", local_files_only=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise MissingToolError(
            f"The Whisper model “{name}”",
            "write down what is said in audio and video",
            hint='Fetch it once with: python -c "from faster_whisper import download_model; '
            f"download_model('{name}')\".",
        ) from error


def _too_long(source_id: str, label: str, max_chars: int) -> TooLargeError:
    return TooLargeError(
        source_id,
        f"the transcript of {label} has more than {max_chars:,} characters",
        hint="Raise fetch.max_post_chars in marsad.toml, or cut the recording.",
    )
