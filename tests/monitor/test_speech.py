"""Transcripts of audio and video; the package that listens is optional."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import pytest

from marsad.errors import MissingToolError, TooLargeError, UnreadableError
from marsad.model import Response, Source
from marsad.monitor import Files, default_transport
from marsad.monitor import speech as speech_module
from marsad.monitor.speech import Speech
from marsad.ports import Limits, ParsedPost


@dataclass
class Phrase:
    start: float
    text: str


@dataclass
class Facts:
    language: str


class DecoderError(Exception):
    """What the package that decodes raises."""


class WhisperModel:
    """Hears a phrase in each line of the bytes, a minute apart, as the real package gives them."""

    def __init__(self, name: str, **options: object) -> None:
        if name == "absent":
            raise ValueError("not in the cache")
        assert options["local_files_only"] is True

    def transcribe(
        self, recording: BinaryIO, language: str | None
    ) -> tuple[Iterator[Phrase], Facts]:
        lines = recording.read().decode().splitlines()
        if not lines:
            raise DecoderError("no sound in it")
        phrases = (Phrase(61.9 * number, f" {line} ") for number, line in enumerate(lines))
        return phrases, Facts(language or "en")


@pytest.fixture
def whisper(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    package = ModuleType("faster_whisper")
    package.__dict__.update(WhisperModel=WhisperModel, __version__="1.2")
    monkeypatch.setitem(sys.modules, "faster_whisper", package)
    decoder = ModuleType("av")
    decoder.__dict__["FFmpegError"] = DecoderError
    monkeypatch.setitem(sys.modules, "av", decoder)
    speech_module._loaded.cache_clear()
    yield
    speech_module._loaded.cache_clear()


def test_without_the_package_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(MissingToolError, match="faster-whisper") as caught:
        Speech().read(b"x", "s", "a.mp3", (), 100)
    assert "marsad[speech]" in caught.value.hint


@pytest.mark.usefixtures("whisper")
def test_without_the_model_the_way_to_get_it_is_told() -> None:
    with pytest.raises(MissingToolError, match="absent") as caught:
        Speech(model="absent").read(b"x", "s", "a.mp3", (), 100)
    assert "download_model" in caught.value.hint


@pytest.mark.usefixtures("whisper")
def test_each_phrase_has_its_time(tmp_path: Path) -> None:
    (tmp_path / "خطاب.mp4").write_text("ألف\nباء\nجيم", "utf-8")
    source = Source("f", "files", str(tmp_path), "F", local=True, languages=("ar",))
    connector = Files(Limits())
    (response,) = connector.fetch(source, default_transport(Limits()))
    assert isinstance(response, Response)
    (post,) = connector.parse(source, response)
    assert isinstance(post, ParsedPost)
    assert post.text == "[00:00:00] ألف\n[00:01:01] باء\n[00:02:03] جيم"
    assert post.recipe == "faster-whisper 1.2 small ar"


@pytest.mark.usefixtures("whisper")
def test_a_silent_or_endless_recording_is_refused() -> None:
    with pytest.raises(UnreadableError):
        Speech().read(b"", "s", "a.mp3", (), 100)
    with pytest.raises(TooLargeError):
        Speech().read(b"word\n" * 100, "s", "a.mp3", ("ar", "fa"), 100)
