"""The code blocks of a page: what stands in them, and the marks before them that say how they are treated.

A mark is a comment on the line before a block, so that a reader of the source sees why it is treated differently:

    <!-- not run: REASON -->    nothing here can carry it out; it is counted in test_blocks.py
    <!-- slow: REASON -->       carried out with the slow checks (make verify)
    <!-- wrong: REASON -->      a file with a mistake on purpose, which has to be refused
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[\w-]*) *(?P<options>.*)$")
_MARK = re.compile(r"^ *<!-- (?P<kind>not run|slow|wrong): (?P<reason>.+) -->$")
_TITLE = re.compile(r'title="([^"]+)"')


class Block(NamedTuple):
    """A fenced block: where it starts, its language, the file it is titled with, its text and its mark."""

    line: int
    language: str
    title: str | None
    text: str
    kind: str
    reason: str
    follows: bool
    "Whether nothing but blank lines and a mark stands between it and the block before."


class Step(NamedTuple):
    """A command as it was typed, and the lines shown below it."""

    command: list[str]
    shown: str


def blocks_of(text: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    lines, found, place, end = text.split("\n"), [], 0, -1
    while place < len(lines):
        opening = _FENCE.match(lines[place])
        if opening is None:
            place += 1
            continue
        close = lines.index(f"{opening['indent']}```", place + 1)
        inner = [line.removeprefix(opening["indent"]) for line in lines[place + 1 : close]]
        mark = _MARK.match(lines[place - 1]) if place else None
        title = _TITLE.search(opening["options"])
        between = [line for line in lines[end + 1 : place] if line.strip() and not _MARK.match(line)]
        kind, reason = (mark["kind"], mark["reason"]) if mark else ("", "")
        body = "".join(f"{line}\n" for line in inner)
        found.append(
            Block(place + 1, opening["language"], title and title[1], body, kind, reason, end >= 0 and not between)
        )
        place, end = close + 1, close
    return found


def steps_of(text: str) -> list[Step]:
    """The commands of a console block, each with what is shown below it."""
    steps: list[Step] = []
    lines = text.split("\n")
    while lines:
        line = lines.pop(0)
        if line.startswith("$ "):
            while line.endswith("\\"):
                line = line[:-1] + lines.pop(0)
            steps.append(Step(shlex.split(line[2:], comments=True), ""))
        else:
            assert steps or not line.strip(), f"output before any command: {line}"
            steps[-1:] = [Step(step.command, f"{step.shown}{line}\n") for step in steps[-1:]]
    return steps
