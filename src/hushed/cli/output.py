"""What goes where: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import math
import shutil
import sys
import textwrap
from io import StringIO
from typing import Any

NARROWEST = 40
_WIDEST = 140


def width() -> int:
    """Columns to write in: those of the terminal, within what is readable; 100 where there is none."""
    return max(NARROWEST, min(_WIDEST, shutil.get_terminal_size((100, 24)).columns))


def out(*parts: Any) -> None:
    """Print text and tables; styled on a terminal, plain elsewhere."""
    sys.stdout.write(rendered(*parts, to=sys.stdout))
    sys.stdout.flush()


def note(*parts: Any) -> None:
    """Say something that is not the result."""
    sys.stderr.write(rendered(*parts, to=sys.stderr))
    sys.stderr.flush()


def rendered(*parts: Any, to: Any) -> str:
    """Text and tables as they are written to a stream."""
    from rich.console import Console

    buffer = StringIO()
    console = Console(
        file=buffer,
        width=width(),
        force_terminal=to.isatty(),
        no_color=None if to.isatty() else True,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def paragraph(text: str, style: str = "") -> Any:
    """Running text, wrapped so that a number keeps its per cent sign."""
    from rich.text import Text

    kept = text.replace(" %", "\u00a0%")
    return Text("\n".join(textwrap.wrap(kept, width(), break_long_words=False, break_on_hyphens=False)), style=style)


def out_json(value: dict[str, Any]) -> None:
    """Print one JSON object; numbers that are not finite become null."""
    sys.stdout.write(json.dumps(finite(value), ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def csv_cell(text: str) -> str:
    """Text as one cell of comma-separated values."""
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


def finite(value: Any) -> Any:
    """The same with null for numbers that are not finite, and lists for tuples: what JSON can say."""
    if isinstance(value, dict):
        return {key: finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [finite(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def time_words(seconds: float) -> str:
    """A length of time as people say it."""
    if seconds < 99.5:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: 1 round, 1,560 rounds."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
