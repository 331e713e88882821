"""Fingerprints of media files: exact ones always, and perceptual ones of pictures.

PDQ is the perceptual hash that platforms exchange lists of: pictures that look alike have
hashes that differ in few of their 256 bits. https://github.com/facebook/ThreatExchange, pdq.
"""

from __future__ import annotations

import hashlib
import os
import struct
import warnings
from dataclasses import dataclass
from importlib import import_module
from io import BufferedReader, BytesIO
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["MediaHashes", "fingerprint", "fingerprint_file"]

_FORMATS = ("BMP", "GIF", "JPEG", "PNG", "WEBP")
"""What sites publish; each further decoder is one more that a hostile file can reach."""

_SIDE = 1024
"""Pixels of the longer side before hashing. PDQ itself shrinks a picture to 64 x 64, and its
authors advise to shrink it to 512 or more first. Of eight pages and scans of up to 1280 pixels,
hashes at 1024 were 0 to 18 bits from those of the whole picture, in 60 ms; at 512, 16 to 30 bits,
in 22 ms."""

_SHRINKABLE = frozenset({"L", "RGB"})
"""Colours that are shrunk before they are converted, which takes as much memory again. Others lose
by it, or are copied for it."""

MAX_PIXELS = 40_000_000
"""More than the 33 million of a screen that is 7680 wide. While a picture of so many is decoded, it
takes 180 MB as PNG, 330 MB as PNG with transparency and 610 MB as WebP (Pillow 12)."""

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, MemoryError)
"""What Pillow's decoders raise for broken files; SyntaxError is its own habit for PNG."""


_one_at_a_time = Lock()
"""Held while a picture is decoded, for many visits run beside each other."""


@dataclass(frozen=True, slots=True)
class MediaHashes:
    """Hashes of one file.

    :ivar sha256: of its bytes.
    :ivar size: number of bytes.
    :ivar pdq: 64 hex digits; None where it is no picture that can be read.
    :ivar pdq_quality: 0 to 100, how much there is to tell it by; matches below 50 mean little.
    """

    sha256: str
    size: int
    pdq: str | None = None
    pdq_quality: int | None = None


def fingerprint(data: bytes, *, max_pixels: int = MAX_PIXELS) -> MediaHashes:
    """Return the hashes of the file ``data``; a broken picture has no ``pdq`` and raises nothing.

    :param max_pixels: a picture with more, or one that claims to have, is not decoded.
    """
    return fingerprint_file(BytesIO(data), max_pixels=max_pixels)


def fingerprint_file(
    file: BufferedReader | BytesIO,
    *,
    max_pixels: int = MAX_PIXELS,
    max_picture_bytes: int = 64 * 1024 * 1024,
) -> MediaHashes:
    """Return the hashes of ``file`` from its beginning; it is read piece by piece.

    :param max_pixels: as for :func:`fingerprint`.
    :param max_picture_bytes: a larger file is not opened as a picture: decoders may read it whole.
    :raises OSError: the file cannot be read.
    """
    file.seek(0)
    exact = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.seek(0, os.SEEK_END)
    if size > max_picture_bytes:
        return MediaHashes(exact, size)
    file.seek(0)
    with _one_at_a_time:
        picture = _decoded(file, max_pixels)
    if picture is None:
        return MediaHashes(exact, size)
    import numpy as np

    compute = import_module("pdqhash").compute  # it ships no types
    bits, quality = compute(np.asarray(picture))
    return MediaHashes(exact, size, np.packbits(bits).tobytes().hex(), int(quality))


def _decoded(file: BufferedReader | BytesIO, max_pixels: int) -> Image | None:
    """Return the first frame in red, green and blue, shrunk; None where it cannot be had."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is looked at here anyway
        try:
            with Image.open(file, formats=_FORMATS) as picture:
                if not 0 < picture.width * picture.height <= max_pixels:
                    return None
                picture.draft("RGB", (_SIDE, _SIDE))
                if picture.mode in _SHRINKABLE:
                    picture.thumbnail((_SIDE, _SIDE))
                small = picture.convert("RGB")
        except (*_BROKEN, Image.DecompressionBombError):
            return None
    small.thumbnail((_SIDE, _SIDE))
    return small
