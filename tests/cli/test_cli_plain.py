"""Output where a terminal has plain letters only, and where there is nothing to put into a table."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from commands import Command

from hushed.cli.plain import PLAIN


@pytest.mark.parametrize(
    ("text", "encoding", "written"),
    [
        ("75 ± 0.6\u00a0% · “so”, she’d say…", "ascii", b'75 +- 0.6 % | "so", she\'d say...'),
        ("75 ± 0.6 · ──", "latin-1", "75 ± 0.6 · --".encode("latin-1")),
        ("Barabási 人", "ascii", b"Barab?si ?"),
        ("75 ± ──", "utf-8", "75 ± ──".encode()),
    ],
)
def test_letters_that_cannot_be_written_are_told_by_plainer_ones(text: str, encoding: str, written: bytes) -> None:
    assert text.encode(encoding, PLAIN) == written


def test_a_command_on_a_plain_terminal_prints_no_question_marks() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "hushed", "check", "sesame-credit"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert b"100,000 invented people | 156 rounds | seed 1" in ended.stdout
    assert b"?" not in ended.stdout


def test_a_society_left_free_has_no_empty_table(hushed: Command) -> None:
    said = hushed("run", "free-society", "--population", "300", "--rounds", "4", "-o", "free").out
    assert "As if left free: voice share, chill," in said
    assert "What it means" not in said
    assert "Units: ." not in said
