"""Text laid out as Markdown: paragraphs and lists filled to a width; headings, tables and pictures left alone."""

from __future__ import annotations

import re
import textwrap

WIDTH = 120
_ALONE = ("|", "#", "!", "<")


def filled(text: str) -> str:
    """The text with its blocks filled to `WIDTH`; blocks are parted by empty lines."""
    return "\n\n".join(_block(block.strip("\n")) for block in re.split(r"\n\s*\n", text.strip("\n")))


def _block(block: str) -> str:
    if block.startswith(_ALONE):
        return block
    if block.startswith("- "):
        items = re.split(r"\n(?=- )", block)
        return "\n".join(_paragraph(item, "  ") for item in items)
    return _paragraph(block, "")


def _paragraph(text: str, indent: str) -> str:
    words = " ".join(text.split())
    lines = textwrap.wrap(words, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)
