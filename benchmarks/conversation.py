"""Talking with a program that plays: start it, ask for rounds, read its answers, let it go."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from subjects import PROGRAMS, Subject

_QUIET = {"PYTHONDONTWRITEBYTECODE": "1", "STARSIM_INSTALL_FONTS": "0"}


class Ended(Exception):
    """A program that ended before it answered; says how in one line."""


class Program:
    """A program in its own process, its society built; ends when left."""

    def __init__(self, subject: Subject, python: Path, *, people: int, degree: float, seed: int) -> None:
        arguments = ["--people", str(people), "--degree", str(degree), "--seed", str(seed), *subject.options]
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed with the program)
        self._process = subprocess.Popen(
            [str(python), str(PROGRAMS / subject.program), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={**os.environ, **_QUIET},
        )
        self.built = self._answer()

    def ask(self, rounds: int) -> dict[str, Any]:
        """Have it play so many rounds more; its answer."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(f"{rounds}\n")
            self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            # Libraries may print when they are imported; only answers are objects.
            if line.startswith("{"):
                answer: dict[str, Any] = json.loads(line)
                return answer
        raise Ended(self._last_words())

    def _last_words(self) -> str:
        status = self._process.wait()
        self._errors.seek(0)
        lines = [line.strip() for line in self._errors if line.strip()]
        return f"ended with status {status}" + (f": {lines[-1][:160]}" if lines else "")

    def close(self) -> None:
        """Let it end."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
