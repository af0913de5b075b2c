"""Drawings for a page: inline SVG whose colours follow the page, so that it is legible by day, at night, in print."""

from __future__ import annotations

import re
from html import escape
from itertools import count
from typing import TYPE_CHECKING

from hushed.figures import style
from hushed.report.pieces import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

COLOURS = {
    "paper": style.PAPER,
    "ink": style.INK,
    "faint": style.FAINT,
    "ember": style.EMBER,
    "sand": style.SAND,
    "ice": style.ICE,
    "frost": style.FROST,
    "slate": style.SLATE,
    "mist": style.MIST,
    "fog": style.FOG,
}
"""Colours of figures by the name under which a page may give them another value."""
_BEFORE = re.compile(r"^.*?(?=<svg\b)|<metadata>.*?</metadata>|<!--.*?-->|<style[^>]*>.*?</style>", re.DOTALL)
_NAMESPACES = re.compile(r'\s(?:xmlns(?::\w+)?|version)="[^"]*"')
_SIZE = re.compile(r'(<svg\b[^>]*?)\swidth="[\d.]+pt"|(<svg\b[^>]*?)\sheight="[\d.]+pt"')
_FONT = re.compile(r"font(?:-family)?: [^;\"]*")


class Easel:
    """Draws one picture after another, so that no two share an identifier."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)

    def picture(self, axes: Axes, caption: str) -> Picture:
        """What stands on the sheet of some axes, with the words under it."""
        figure = axes.get_figure(root=True)
        assert figure is not None
        return Picture(_inline(style.svg(figure), f"f{next(self._numbers)}-", caption), caption)


def _inline(text: str, prefix: str, caption: str) -> str:
    """An SVG file as a part of a page, named by its caption: no head, no namespace, no size, identifiers of its own."""
    text = _NAMESPACES.sub("", _BEFORE.sub("", text))
    text = _SIZE.sub(lambda match: match[1] or match[2], _SIZE.sub(lambda match: match[1] or match[2], text))
    text = re.sub(r'\bid="', f'id="{prefix}', text)
    text = re.sub(r"url\(#", f"url(#{prefix}", text).replace('xlink:href="#', f'href="#{prefix}')
    text = _FONT.sub(_family, text)
    for name, colour in COLOURS.items():
        text = text.replace(colour, f"var(--{name})")
    text = text.replace("<svg", f'<svg role="img" aria-label="{escape(caption)}"', 1)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _family(match: re.Match[str]) -> str:
    """A font by its role: whoever reads has other fonts than whoever draws."""
    return re.sub(r"'DejaVu (Serif|Sans)'.*", lambda font: f"var(--{font[1].lower()})", match[0])
