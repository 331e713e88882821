"""Fingerprints of media files: exact ones always, and perceptual ones of pictures.

PDQ is the perceptual hash that platforms exchange lists of: pictures that look alike have
hashes that differ in few of their 256 bits. https://github.com/facebook/ThreatExchange, pdq.
"""

from __future__ import annotations

import struct
import warnings
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING

from ..model import sha256_hex

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["MediaHashes", "fingerprint"]

_FORMATS = ("BMP", "GIF", "JPEG", "PNG", "WEBP")
"""What sites publish; each further decoder is one more that a hostile file can reach."""

_SIDE = 1024
"""Pixels of the longer side before hashing. PDQ itself shrinks a picture to 64 x 64, and its
authors advise to shrink it to 512 or more first."""

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, MemoryError)
"""What Pillow's decoders raise for broken files; SyntaxError is its own habit for PNG."""


@dataclass(frozen=True, slots=True)
class MediaHashes:
    """Hashes of one file.

    :ivar sha256: of its bytes.
    :ivar pdq: 64 hex digits; None where it is no picture that can be read.
    :ivar pdq_quality: 0 to 100, how much there is to tell it by; matches below 50 mean little.
    """

    sha256: str
    pdq: str | None = None
    pdq_quality: int | None = None


def fingerprint(data: bytes, *, max_pixels: int = 64_000_000) -> MediaHashes:
    """Return the hashes of the file ``data``; a broken picture has no ``pdq`` and raises nothing.

    :param max_pixels: a picture with more, or one that claims to have, is not decoded.
    """
    exact = sha256_hex(data)
    picture = _decoded(data, max_pixels)
    if picture is None:
        return MediaHashes(exact)
    import numpy as np

    compute = import_module("pdqhash").compute  # it ships no types
    bits, quality = compute(np.asarray(picture))
    return MediaHashes(exact, np.packbits(bits).tobytes().hex(), int(quality))


def _decoded(data: bytes, max_pixels: int) -> Image | None:
    """Return the first frame in red, green and blue, shrunk; None where it cannot be had."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is looked at here anyway
        try:
            with Image.open(BytesIO(data), formats=_FORMATS) as picture:
                if not 0 < picture.width * picture.height <= max_pixels:
                    return None
                picture.draft("RGB", (_SIDE, _SIDE))
                small = picture.convert("RGB")
        except (*_BROKEN, Image.DecompressionBombError):
            return None
    small.thumbnail((_SIDE, _SIDE))
    return small
