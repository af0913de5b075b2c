"""Doing what a page says, block by block, in a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from blocks import DOCS, ROOT, Block, Step, steps_of
from told_alike import differences

from hushed.cli.start import run_command
from hushed.errors import InputError
from hushed.studies.reader import read_study
from hushed.studies.sensitivity import read_design

Said = Callable[[], tuple[str, str]]
"""Hands over what was written to standard output and standard error since it was last asked."""


class Session:
    """A reader at work: files of the page are written, its commands and programs carried out, its output compared."""

    def __init__(self, folder: Path, said: Said, *, apart: bool = False) -> None:
        """Take a folder; `apart` puts a copy of the sources there and runs every command as a process of its own."""
        self.folder, self.said, self.apart = folder, said, apart
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.printed = ""
        shutil.copytree(DOCS / "examples", folder / "docs" / "examples", ignore=shutil.ignore_patterns("__pycache__"))
        if apart:
            shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
            shutil.copy(ROOT / "pyproject.toml", folder)

    def do(self, block: Block) -> None:
        """Carry out one block; AssertionError if what comes out is not what the page shows."""
        if block.language == "diff":
            self._change(block)
        elif block.title:
            file = self.folder / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text)
        if block.language == "console":
            for step in steps_of(block.text):
                self._command(step)
        elif block.language == "toml":
            self._check(block)
        elif block.language == "python" and not block.title:
            self._program(block)
        elif block.language == "text" and not block.title:
            assert not differences(block.text, self.printed), differences(block.text, self.printed)

    def _command(self, step: Step) -> None:
        name, *arguments = step.command
        if self.apart:
            said = self._as_process(name, arguments)
        elif name == "cat":
            said = "".join((self.folder / argument).read_text() for argument in arguments)
        elif name == "python":
            said = self._printed_by((self.folder / arguments[0]).read_text(), {"__name__": "__main__"})
        else:
            assert name == "hushed", f"no page can be held to what '{name}' does"
            self.said()
            code = run_command(arguments)
            out, err = self.said()
            # A command that fails says why on standard error, and the page has to show that.
            said = out if code == 0 else out + err
        assert not differences(step.shown, said), f"{step.command}\n{differences(step.shown, said)}"

    def _as_process(self, name: str, arguments: list[str]) -> str:
        start = {"hushed": ["-m", "hushed"], "python": []}[name]
        environment = os.environ | {"PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, *start, *arguments]
        ended = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        return ended.stdout if ended.returncode == 0 else ended.stdout + ended.stderr

    def _check(self, block: Block) -> None:
        """Hold TOML to its schema: a study, a scenario, or a part of one, which is given what a scenario needs."""
        file, text = self.folder / (block.title or "part.toml"), block.text
        if not re.search(r"^(study|schema) = ", text, re.MULTILINE):
            needed = {"schema": 1, "rounds": 1}
            text = "".join(f"{key} = {value}\n" for key, value in needed.items() if f"\n{key} = " not in text) + text
        file.write_text(text)
        if text.startswith("study = "):
            _check_study(file)
        else:
            code = run_command(["check", str(file), "--quiet"])
            assert code == (2 if block.kind == "wrong" else 0), self.said()[1]
        if not block.title:
            file.unlink()

    def _program(self, block: Block) -> None:
        self.printed = self._printed_by(block.text, self.names)

    def _printed_by(self, text: str, names: dict[str, Any]) -> str:
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(text, "a block of the page", "exec"), names)
        return printed.getvalue()

    def _change(self, block: Block) -> None:
        """Apply a diff without line numbers: each part, between lines '…', has to fit in one place of its file."""
        file = self.folder / (block.title or "")
        text = file.read_text()
        for part in re.split(r"^…\n", block.text, flags=re.MULTILINE):
            lines = [line if line[0] in " +-" else f" {line}" for line in part.splitlines(keepends=True)]
            old = "".join(line[1:] for line in lines if line[0] != "+")
            new = "".join(line[1:] for line in lines if line[0] != "-")
            assert text.count(old) == 1, f"line {block.line}: fits in {text.count(old)} places of {block.title}:\n{old}"
            text = text.replace(old, new)
        file.write_text(text)


def _check_study(file: Path) -> None:
    """Hold a study to its schema; one with ranges and no steps is meant for `hushed sensitivity`."""
    try:
        read_study(file)
    except InputError:
        read_design(file, method="morris")
