"""Media files have exact hashes always and perceptual ones where they are pictures."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from marsad.archive import fingerprint, fingerprint_file


def _picture(size: tuple[int, int] = (400, 300)) -> Image.Image:
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for n in range(12):
        x, y = n * 97 % size[0], n * 61 % size[1]
        draw.ellipse((x, y, x + 80, y + 50), fill=(n * 20, 255 - n * 15, n * 53 % 256))
    return picture


def _saved(picture: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _distance(a: str | None, b: str | None) -> int:
    assert a is not None
    assert b is not None
    assert len(a) == len(b) == 64
    return (int(a, 16) ^ int(b, 16)).bit_count()


def test_a_picture_has_both_hashes() -> None:
    data = _saved(_picture())
    found = fingerprint(data)
    assert found.sha256 == sha256(data).hexdigest()
    assert found.pdq_quality is not None
    assert found.pdq_quality > 50


@pytest.mark.parametrize(
    ("kind", "side"), [("JPEG", 400), ("WEBP", 300), ("GIF", 400), ("BMP", 200)]
)
def test_the_same_picture_in_another_form_is_near(kind: str, side: int) -> None:
    """31 of 256 bits is what PDQ's authors call a match."""
    other = _saved(_picture().resize((side, side * 3 // 4)), kind)
    assert _distance(fingerprint(_saved(_picture())).pdq, fingerprint(other).pdq) <= 31


def test_another_picture_is_far() -> None:
    other = _picture().transpose(Image.Transpose.ROTATE_180)
    assert _distance(fingerprint(_saved(_picture())).pdq, fingerprint(_saved(other)).pdq) > 80


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    picture = _picture().convert("L").convert(mode) if mode != "P" else _picture().quantize()
    assert fingerprint(_saved(picture)).pdq is not None


def test_a_large_picture_is_shrunk_first() -> None:
    large = _saved(_picture().resize((4000, 3000)), "JPEG")
    assert _distance(fingerprint(_saved(_picture())).pdq, fingerprint(large).pdq) <= 31


def test_too_many_pixels_are_not_decoded() -> None:
    assert fingerprint(_saved(_picture()), max_pixels=400 * 300).pdq is not None
    assert fingerprint(_saved(_picture()), max_pixels=400 * 300 - 1).pdq is None


def _claims(width: int, height: int) -> bytes:
    """Return the beginning of a PNG that says it is this large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk


@pytest.mark.parametrize("side", [0, 9_999, 12_000, 100_000, 2**31 - 1])
def test_a_picture_that_claims_to_be_huge_is_not_believed(side: int) -> None:
    assert fingerprint(_claims(side, side)).pdq is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_broken_picture_has_no_perceptual_hash(kind: str) -> None:
    data = _saved(_picture(), kind)
    for size in range(0, len(data) - 100, len(data) // 20):
        assert fingerprint(data[:size]).sha256 == sha256(data[:size]).hexdigest()
    assert fingerprint(data[:20]).pdq is None


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_no_bytes_raise(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP"]))
    changed = bytearray(_saved(_picture((40, 30)), kind))
    for _ in range(data.draw(st.integers(1, 5))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    assert fingerprint(bytes(changed)).sha256 == sha256(changed).hexdigest()


@pytest.mark.parametrize("data", [b"", b"text", b"%PDF-1.7", b"<svg onload='x()'/>", b"II*\0\x08"])
def test_what_is_no_picture_has_no_perceptual_hash(data: bytes) -> None:
    assert fingerprint(data).pdq is None
    assert fingerprint(data).pdq_quality is None


def test_a_file_is_hashed_from_its_beginning_and_measured() -> None:
    data = _saved(_picture())
    file = BytesIO(data)
    file.seek(100)
    assert fingerprint_file(file) == fingerprint(data)
    assert fingerprint(data).size == len(data)


def test_a_file_too_large_for_a_picture_has_its_exact_hash_alone() -> None:
    data = _saved(_picture())
    assert fingerprint_file(BytesIO(data), max_picture_bytes=len(data)).pdq is not None
    large = fingerprint_file(BytesIO(data), max_picture_bytes=len(data) - 1)
    assert (large.sha256, large.size, large.pdq) == (sha256(data).hexdigest(), len(data), None)
