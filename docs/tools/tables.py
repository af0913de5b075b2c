"""Tables of Markdown, as the made pages write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by docs/tools/reference.py from hushed itself; do not edit. -->"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars and line ends within cells cannot break it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def sentence(text: str) -> str:
    """A text as a sentence: a capital at its head, a full stop at its end."""
    trimmed = text.strip().rstrip(".")
    return f"{trimmed[:1].upper()}{trimmed[1:]}." if trimmed else ""


def placeholders(text: str) -> str:
    """Prose that goes to a page as it is: what looks like a tag is none."""
    return text.replace("<", "&lt;")
