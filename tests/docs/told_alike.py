"""Whether a page shows what a command says: equal line by line, but for what differs from one run to the next."""

from __future__ import annotations

import difflib
import re

# What no two runs have in common, and what stands for it. Everything else has to be equal to the letter.
VARIABLE: tuple[tuple[str, str], ...] = (
    ("\u00a0", " "),
    (r"[\d.]+ (s|min|h)( [\d.]+ (s|min))? in all, .* million person-rounds per second\)", "<time taken>"),
    (r"[\d.]+ (s|min|h)( [\d.]+ (s|min))? in all, (?=\d+ runs)", "<time taken>, "),
    (r"^[\d.]+ (s|min|h)( [\d.]+ (s|min))? in all$", "<time taken>"),
    (r"(?<=units in )[\d.]+ (s|min \d+ s)( \([\d.,]+ a (minute|second)\))?", "<time taken>"),
    (r"^(\d+ passed) in [\d.]+s.*$", r"\1"),
    (r"of the [\d.,]+ [KMGT]i?B that are free", "of the <memory> that are free"),
    (r"\d{4}-\d\d-\d\d", "<date>"),
    (r"(?<=^hushed: )/\S*/", "<folder>/"),
)


def plain(text: str) -> list[str]:
    """The lines of a text without its variable parts, blanks at the ends of lines, and blank lines around it."""
    for pattern, stands_for in VARIABLE:
        text = re.sub(pattern, stands_for, text, flags=re.MULTILINE)
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    return [line for line in lines if line or lines != [""]]


def differences(shown: str, said: str) -> str:
    """How a page departs from what was said, as a diff; empty if it does not.

    A line that begins with '…' stands for any number of lines left out.
    """
    wanted, given = plain(shown), plain(said)
    pattern = "".join(r"(?:.*\n)*?" if _left_out(line) else re.escape(f"{line}\n") for line in wanted)
    if re.fullmatch(pattern, "".join(f"{line}\n" for line in given)):
        return ""
    return "\n".join(difflib.unified_diff(wanted, given, "the page", "what was said", lineterm=""))


def _left_out(line: str) -> bool:
    return line.lstrip().startswith("…")
