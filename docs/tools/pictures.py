"""Pictures made small enough to be kept beside the pages: few colours, and no more pixels than fit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

_COLOURS = 256
_SMALLER = 0.9
_SMALLEST = 0.3
"""Scale below which nothing could be read; a budget that asks for it is too small."""


def shrunk(files: Sequence[Path], budget: int) -> list[bytes]:
    """The pictures as PNG, all scaled alike, as large as they can be without taking more than `budget` bytes together.

    Raises ValueError where they could not be read any more at that size.
    """
    scale = 1.0
    while sum(map(len, pictures := [_encoded(file, scale) for file in files])) > budget:
        scale *= _SMALLER
        if scale < _SMALLEST:
            raise ValueError(f"{len(files)} pictures do not fit into {budget} bytes")
    return pictures


def _encoded(file: Path, scale: float) -> bytes:
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    if scale < 1:
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return compact(picture)


def compact(picture: Image.Image) -> bytes:
    """A picture as PNG with few colours."""
    # Without dithering: the flat colours of a figure stay flat, and compress well.
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, format="png", optimize=True)
    return written.getvalue()
